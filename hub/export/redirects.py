"""Old addresses in the static copy: pages that lead on to where a text is, or say it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from content.database import db
from content.publishing import withdrawals
from content.publishing.models import Item, Redirect
from content.publishing.queries import visible
from hub.export import links

_PAGE = """<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Trang đã chuyển</title>
<link rel="canonical" href="{canonical}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<main>
<h1>Trang đã chuyển</h1>
<p><a href="{target}">{title}</a></p>
</main>
</body>
</html>
"""


def every() -> Iterator[tuple[str, str, str]]:
    """(old path, present path, title) of each address that a visible item once had."""
    query = sa.select(Redirect, Item).join(Item, Redirect.item_id == Item.id).where(visible())
    for redirect, item in db.session.execute(query.order_by(Redirect.old_path)):
        yield redirect.old_path, item.path, item.title


def write(folder: Path, site_url: str) -> int:
    """Write a page for each old address that no live page has; returns how many."""
    count = 0
    for old_path, present, title in every():
        file = _free_file(folder, old_path)
        if file is None:
            continue
        page = _PAGE.format(
            canonical=escape(site_url + present),
            target=escape(links.relative(present, old_path)),
            title=escape(title),
        )
        file.write_text(page, encoding="utf-8")
        count += 1
    return count


def write_notices(app: Flask, folder: Path) -> int:
    """Write what readers are told where a withdrawn item stood; returns how many pages.

    Call it when the application makes its links relative (`freeze.relativise`). A static server
    answers these pages with 200 instead of 410; they ask search engines to leave them out.
    """
    client = app.test_client()
    count = 0
    for path in withdrawals.every_path():
        answer = client.get(path)
        file = _free_file(folder, path) if answer.status_code == 410 else None
        if file is not None:
            file.write_bytes(answer.get_data())
            count += 1
    return count


def _free_file(folder: Path, path: str) -> Path | None:
    """The file of an address, its folder made; None where a page stands already, or outside."""
    file = folder / path.strip("/") / "index.html"
    if file.exists() or not file.resolve().is_relative_to(folder.resolve()):
        return None
    file.parent.mkdir(parents=True, exist_ok=True)
    return file

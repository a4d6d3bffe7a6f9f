"""Old addresses in the static copy: pages that lead on to where a text is, or say it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from content.criteria import queries as criteria
from content.publishing import moved_queries, withdrawals
from content.recognition import register_queries
from hub.export import links, redirect_rules
from hub.public import self_assessment
from hub.public.library import record as works

# What a web server sends as a page by its ending.
_PAGES = frozenset({".html", ".htm"})

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


def write(folder: Path, site_url: str) -> int:
    """Write a page for each old address that no live page has; returns how many.

    Beside them stand the same addresses as rules for web servers, which answer 301 with these.
    """
    count, led = 0, []
    for old_path, present, title in (*moved_queries.every(), *works.merged_paths()):
        file = _free_file(folder, old_path)
        if file is None:
            continue
        led.append((old_path, present))
        if file.suffix not in _PAGES:
            continue  # a server would not send it as a page; the rules have it
        away = not present.startswith("/")
        page = _PAGE.format(
            canonical=escape(present if away else site_url + present),
            target=escape(present if away else links.relative(present, old_path)),
            title=escape(title),
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
        count += 1
    redirect_rules.write(folder, led, urlsplit(site_url).path)
    return count


def write_notices(app: Flask, folder: Path) -> int:
    """Write what readers are told where a withdrawn item stood; returns how many pages.

    Call it when the application makes its links relative (`freeze.relativise`). A static server
    answers these pages with 200 instead of 410; they ask search engines to leave them out.
    """
    client = app.test_client()
    count = 0
    for path in _withdrawn():
        answer = client.get(path)
        file = _free_file(folder, path) if answer.status_code == 410 else None
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(answer.get_data())
            count += 1
    return count


def _withdrawn() -> Iterator[str]:
    yield from withdrawals.every_path()
    yield from register_queries.withdrawn_paths()
    for path in criteria.withdrawn_paths():
        yield from (path, f"{path}{self_assessment.PATH}")
    yield from works.gone_paths()


def _free_file(folder: Path, path: str) -> Path | None:
    """The file of an address; None where one stands already, its folder is a file, or outside."""
    file = folder / path.strip("/")
    file = file / "index.html" if path.endswith("/") else file
    if file.exists() or not file.resolve().is_relative_to(folder.resolve()):
        return None
    above = (parent for parent in file.parents if parent.is_relative_to(folder))
    return None if any(parent.is_file() for parent in above) else file

"""Moved: addresses that nothing stands at any more, and what became of them."""

from __future__ import annotations

import re

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from content.publishing import moved_queries, withdrawals
from content.publishing.models import SECTIONS, Item
from hub.face.face import section_path, section_title
from search_index import ask
from search_index.ask import Hit

MOST_NEAR = 3
_KINDS = {section: kind for kind, (section, _title) in SECTIONS.items()}
_ADDRESS = re.compile(r"/(?:(?P<section>[a-z-]+)/)?(?P<slug>[a-z0-9-]{1,120})/")


def answer(path: str) -> ResponseReturnValue | None:
    """What to say of an address that no room answers: where it went, or that it was taken down.

    None when nothing is known of it. The caller has found that nothing else stands there.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    target = moved_queries.target(path)
    if target is not None:
        return redirect(target, code=301)
    item = _withdrawn(path) or withdrawals.moved_before(path)
    return _gone(item) if item is not None else None


def words_of(path: str) -> str:
    """The words of an address, for looking near by: "/tin-tuc/lop-hoc/" → "lop hoc"."""
    last = path.rstrip("/").rpartition("/")[2]
    return last.replace("-", " ") if re.fullmatch(r"[a-z0-9-]{3,120}", last) else ""


def near(words: str) -> list[Hit]:
    """Visible items that the words of a wrong address may have meant; none without words."""
    return ask.search(words, limit=MOST_NEAR).results if words else []


def _withdrawn(path: str) -> Item | None:
    found = _ADDRESS.fullmatch(path)
    kind = _KINDS.get(found["section"] or "") if found else None
    return withdrawals.standing(kind, found["slug"]) if found and kind else None


def _gone(item: Item) -> ResponseReturnValue:
    """Of an item that is gone readers learn its address and the notice, not even the title."""
    page = render_template(
        "public/withdrawn.html",
        notice=withdrawals.notice_of(item),
        page_title="Trang đã gỡ" if item.state == "withdrawn" else "Trang đã hết hạn",
        over=item.state != "withdrawn",
        current=item.kind,
        section=section_title(item.kind),
        back=section_path(item.kind),
    )
    return make_response(page, 410)

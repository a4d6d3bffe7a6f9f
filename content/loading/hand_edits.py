"""Corrections made by hand since a text last came from a file, and what a newer file does to them.

An editor mends a text at the desk; weeks later a corrected file of it arrives and takes its place.
The history keeps both, but nobody would look there without being told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Any

from content.calendar import local
from content.publishing import checks, desk_queries
from content.publishing.commands import arrival
from content.publishing.models import Item, Revision
from content.publishing.snapshot import ItemFields
from content.reading.result import Note

_PARTS = {
    "title": "tên bài",
    "summary": "tóm tắt",
    "body": "nội dung",
    "document": "thông tin văn bản",
    "topics": "chủ đề",
    "place": "địa bàn",
    "date": "ngày",
    "attachments": "tệp kèm",
}
WAITS = "Người đọc vẫn thấy bản đang đăng; bản vừa nạp để ở Nháp."
AT_ONCE = "Người đọc đang thấy bản vừa nạp."
UNSEEN = "Bài chưa đăng; bản đang ở bàn biên tập là bản vừa nạp."
# What a machine reads of a file and a person may have corrected; the rest a file rarely brings.
_READ = ("title", "body", "summary", "document")


@dataclass(frozen=True, slots=True)
class Edited(Note):
    """The note on a text that replaced corrections.

    by: the account that corrected last; at: when, as ISO 8601; lost: what of it the new text has
    otherwise; then: what readers see now; old, new: the revisions to compare.
    """

    by: int | None = None
    at: str = ""
    lost: str = ""
    then: str = ""
    old: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """The newest revision of an item that a person made, and the last one that came from a file."""

    newest: Revision
    base: Revision

    def lost_in(self, fields: ItemFields, only: Collection[str] = tuple(_PARTS)) -> list[str]:
        """What a person corrected and these fields have otherwise, in words."""
        was, meant, now = self.base.fields, self.newest.fields, fields.to_json()
        return [
            name
            for key, name in _PARTS.items()
            if key in only and _is_lost(key, was.get(key), meant.get(key), now.get(key))
        ]

    def note(self, item: Item) -> tuple[Note, ...]:
        """What a person should hear after a file's text took the place of the corrected one."""
        after = desk_queries.newest_revision(item)
        if after is None or after.id == self.newest.id:
            return ()
        lost = ", ".join(self.lost_in(ItemFields.from_json(after.fields)))
        if not lost:
            return ()
        at, then = self.newest.at.isoformat(), _then(item)
        text = sentence(at, lost, then)
        by, old = self.newest.by_id, self.newest.id
        return (Edited("edited", text, by, at, lost, then, old, after.id),)


def of(item: Item | None) -> Hand | None:
    """The corrections of an item since its text last came from a file; None without any.

    Where the newest text is a file's and only waits, those of the text that readers see.
    """
    revisions = desk_queries.revisions(item) if item is not None else []
    return _corrected(revisions) or _corrected(_seen(item, revisions))


def shield(item: Item | None, fields: ItemFields) -> bool:
    """Whether what a machine read of a file has to wait beside a published, corrected text."""
    seen = _seen(item, desk_queries.revisions(item)) if item is not None else []
    hand = _corrected(seen)
    return hand is not None and bool(hand.lost_in(checks.checked(fields), _READ))


def _seen(item: Item | None, revisions: list[Revision]) -> list[Revision]:
    """The history of an item (newest first) from the text that readers see on."""
    if item is None or item.state != "published":
        return []
    return list(dropwhile(lambda revision: not revision.published, revisions))


def _corrected(revisions: list[Revision]) -> Hand | None:
    """The first of some revisions (newest first), where it was made by hand over a file's text."""
    base = next((each for each in revisions if each.label == arrival.LABEL), None)
    return Hand(revisions[0], base) if base is not None and base is not revisions[0] else None


def sentence(at: str, lost: str, then: str, who: str = "") -> str:
    """The note in words, with the name of who corrected where it may be told."""
    when = f"{local(dt.datetime.fromisoformat(at)):%H:%M %d/%m/%Y}"
    by = f"bởi {who}, " if who else ""
    return (
        f"Bài này đã được sửa tay sau lần nạp trước ({by}lúc {when}); bản vừa nạp khác bản sửa tay "
        f"ở: {lost}. {then} Hãy so hai bản và giữ chữ đúng; bản sửa tay còn trong Lịch sử."
    )


def _then(item: Item) -> str:
    if item.state != "published":
        return UNSEEN
    return WAITS if item.pending_revision_id is not None else AT_ONCE


def _is_lost(key: str, was: Any, meant: Any, now: Any) -> bool:
    """Whether a person changed a part and the new text says neither the same nor, of lists, it."""
    if key == "document":
        before, hand, after = _stated(was), _stated(meant), _stated(now)
        return any(_is_lost("", before.get(k), hand[k], after.get(k)) for k in hand)
    if key == "attachments":
        return any(each not in (was or ()) and each not in (now or ()) for each in meant or ())
    return bool(meant not in (was, now))


def _stated(document: Mapping[str, Any] | None) -> dict[str, Any]:
    """A document's fields; of its relations only what they lead to, not the words around them."""
    stated = dict(document or {})
    links = stated.get("links", ())
    stated["links"] = sorted(f"{x['relation']} {x['number']} {x['title']}" for x in links)
    return stated

"""What a reading list holds: works and pages of this site in order, each with a word why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from content.catalogue.models import RecordFile
from content.catalogue.shelf_models import ReadingList, ReadingListEntry
from content.publishing import training_queries
from hub.public.library import lines
from hub.public.library.lines import Line

# Pages of this site that are no items, by their first word.
_ROOMS = {
    "tieu-chi": "Tiêu chí",
    "thu-vien": "Thư viện",
    "cong-nhan": "Công nhận",
    "chi-tieu": "Chỉ tiêu và kết quả",
    "lich": "Lịch hạn nộp",
    "lien-he": "Liên hệ",
}


class Entry(NamedTuple):
    """One thing to read: a work (`line`) or a page of this site, and why."""

    title: str
    path: str
    note: str
    line: Line | None = None

    @property
    def files(self) -> list[RecordFile]:
        """The files of our own that hold it."""
        return list(self.line.row.files) if self.line is not None else []


def entries_of(found: ReadingList) -> list[Entry]:
    """What readers see of a list, in its order: works that are gone are left out."""
    rows = [one.record for one in found.entries if one.record and one.record.state == "shown"]
    shown = {line.row.id: line for line in lines.of(rows)}
    items = training_queries.at_addresses(one.page for one in found.entries if one.page)
    made = []
    for one in found.entries:
        line = shown.get(one.record_id or 0)
        if line is not None:
            made.append(Entry(line.row.title, line.row.path, one.note, line))
        elif one.page:
            item = items.get(one.page)
            made.append(Entry(item.title if item else _room(one), one.page, one.note))
    return [entry for entry in made if entry.title]


def _room(one: ReadingListEntry) -> str:
    """How a page that is no item is called; "" for one that is not there."""
    return _ROOMS.get(one.page.strip("/").partition("/")[0], "")


def own_files(entries: Sequence[Entry]) -> list[RecordFile]:
    """The files of all entries in their order, each content once."""
    by_hash: dict[str, RecordFile] = {}
    for entry in entries:
        for one in entry.files:
            by_hash.setdefault(one.file.sha256, one)
    return list(by_hash.values())

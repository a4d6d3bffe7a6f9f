"""One file of a load as its report shows it: what it became, what was noted, what still waits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from admin import times
from content import people
from content.documents.fields import DocumentFields
from content.jobs import Job
from content.loading import hand_edits, letter_choices, report_queries
from content.loading.models import LoadEntry
from content.loading.order import REPORT_KINDS
from content.publishing import desk_queries
from content.publishing.models import SECTIONS, Item
from content.scans import engine, judging
from content.scans.page_text import BLANK, PageText

# Longer groups of notes are folded together.
MOST_OPEN = 3
# What a file asks of a person stands open, and apart from what is only told.
_ASKED = ("gap", "todo")
# What to type on the server is for who keeps it; an editor asks that person.
_COMMAND = re.compile(r"người quản trị cài bằng lệnh: apt-get install [\w -]+")
_ASK_KEEPER = "hãy nhờ người quản trị máy chủ cài giúp"
_OTHER_KINDS = {"register": "Bảng dữ liệu", "history": "Các bản cũ của một bài"}


@dataclass(frozen=True, slots=True)
class Page:
    """A scanned page: its confidence in percent (None: not tried yet), a word on it."""

    number: int
    sure: int | None
    word: str
    poor: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Corrections that the file's text replaced: a sentence, and the revisions to compare."""

    text: str
    old: int
    new: int


Groups = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with all that its part of the report says.

    became: what was read, in one line. edited: corrections by hand that gave way. asked, groups:
    notes by the title of their kind, those that a person has to settle and the others. scan: how
    the recognition of its pages stands ("" when it has none), with `scan_bad` when it cannot go on.
    """

    entry: LoadEntry
    item: Item | None
    became: str
    edited: tuple[Edited, ...]
    asked: Groups
    groups: Groups
    pages: tuple[Page, ...]
    scan: str
    scan_bad: bool
    letters: tuple[dict[str, Any], ...]
    answer: str

    @property
    def recognised(self) -> int:
        """How many scanned pages have text by now."""
        return sum(page.sure is not None for page in self.pages)

    @property
    def poor(self) -> list[int]:
        """The numbers of the poorly recognised pages."""
        return [page.number for page in self.pages if page.poor]

    @property
    def pages_left(self) -> bool:
        """Whether some scanned page has no text yet."""
        return self.recognised < len(self.pages)

    @property
    def asks_person(self) -> bool:
        """Whether a person has something to do with this file."""
        return self.entry.attention

    @property
    def asks_machine(self) -> bool:
        """Whether only the machine has something to do with it."""
        return self.entry.waits and not self.entry.attention


def lines(entries: Sequence[LoadEntry]) -> list[Line]:
    """The lines of a page of entries."""
    jobs = report_queries.recognitions(entries)
    names = people.names_of(note.get("by") for entry in entries for note in entry.findings)
    return [_line(entry, jobs.get(entry.id), names) for entry in entries]


def for_editors(sentence: str) -> str:
    """A sentence of the machine's without the commands that only its keeper types."""
    return _COMMAND.sub(_ASK_KEEPER, sentence)


def _line(entry: LoadEntry, job: Job | None, names: Mapping[int, str]) -> Line:
    item = desk_queries.by_id(entry.item_id) if entry.item_id else None
    pages = _pages(entry)
    scan, bad = _scan(entry, pages, job)
    return Line(
        entry=entry,
        item=item,
        became=_became(entry, item),
        edited=_edited(entry, names) if item is not None else (),
        asked=_groups(entry, _ASKED),
        groups=_groups(entry, [kind for kind in REPORT_KINDS if kind not in ("edited", *_ASKED)]),
        pages=pages,
        scan=scan,
        scan_bad=bad,
        letters=tuple(each for each in entry.letters if each["sure"]),
        answer=letter_choices.title_of(entry.answered["encoding"]) if entry.answered else "",
    )


def _became(entry: LoadEntry, item: Item | None) -> str:
    """What stands at the desk now: an editor may have mended it since."""
    if item is None:
        gone = "Bài của tệp này không còn ở bàn biên tập." if entry.item_id else ""
        return gone or _OTHER_KINDS.get(entry.kind or "", "")
    fields = desk_queries.working(item)
    if fields.document is not None and item.kind == "document":
        return _of_document(fields.document)
    return f"{SECTIONS[item.kind][1]}: “{fields.title}”"


def _of_document(document: DocumentFields) -> str:
    kind = document.kind or "văn bản"
    issued = times.shown_partial(document.issued)
    number = f" số {document.number}" if document.number else ", chưa thấy số"
    day = f", ngày {issued}" if document.issued and document.issued.whole else f", {issued}"
    parts = [
        f"{kind[:1].upper()}{kind[1:]}{number}",
        day if issued else ", chưa thấy ngày",
        f", {document.issuer or 'chưa thấy cơ quan ban hành'}",
    ]
    return "".join(parts)


def _edited(entry: LoadEntry, names: Mapping[int, str]) -> tuple[Edited, ...]:
    return tuple(
        Edited(
            hand_edits.sentence(n["at"], n["lost"], n["then"], names.get(n["by"], "")),
            n["old"],
            n["new"],
        )
        for n in entry.findings
        if n["kind"] == "edited"
    )


def _groups(entry: LoadEntry, kinds: Sequence[str]) -> Groups:
    return tuple(
        (REPORT_KINDS[kind], told)
        for kind in kinds
        if (told := tuple(for_editors(n["text"]) for n in entry.findings if n["kind"] == kind))
    )


def _pages(entry: LoadEntry) -> tuple[Page, ...]:
    known = report_queries.pages_of(entry)
    return tuple(_page(number, known.get(number)) for number in entry.scanned)


def _page(number: int, page: PageText | None) -> Page:
    if page is None:
        return Page(number, None, "Chưa nhận dạng")
    if page.reason == BLANK:
        return Page(number, round(page.confidence), "Trang trống")
    if page.reason:
        return Page(number, round(page.confidence), f"Không đọc được: {page.reason}", poor=True)
    poor = _is_poor(page)
    return Page(number, round(page.confidence), "Kém" if poor else "Đọc được", poor)


# Measuring takes some milliseconds a page, and a report is looked at again and again.
_is_poor = lru_cache(maxsize=1000)(judging.is_poor)


def _scan(entry: LoadEntry, pages: tuple[Page, ...], job: Job | None) -> tuple[str, bool]:
    """How the recognition stands, in a sentence, and whether it needs a person's help."""
    if not pages or entry.status == "refused":
        return "", False
    done, count = sum(page.sure is not None for page in pages), len(pages)
    if done == count:
        return f"Bản chụp: đã nhận dạng chữ cả {count} trang.", False
    so_far = f"Bản chụp: đã nhận dạng chữ {done} trên {count} trang."
    if job is None or job.state == "done":
        return f"{so_far} Các trang còn lại chưa đọc được; hãy gõ tay hoặc chụp lại rõ hơn.", True
    if job.state == "failed":
        return f"{so_far} Máy không nhận dạng tiếp được: {for_editors(job.message)[:300]}", True
    missing = engine.available()
    if missing:
        return f"{so_far} {for_editors(missing)}", True
    if job.state == "waiting" and not done:
        return f"{so_far} Tệp đang xếp hàng chờ máy; xong thì bài có chữ.", False
    return f"{so_far} Máy đang làm tiếp; xong thì bài có chữ.", False

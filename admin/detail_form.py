"""Details in the writing form: sources, the event of a notice, the particulars of training."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeVar

from admin import times
from content.errors import BadInput
from content.publishing import audiences, detail_checks
from content.publishing.detail_fields import (
    EventFields,
    PartFields,
    SourceFields,
    TrainingFields,
)
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.vietnamese import fold, tidy

EVENT_TEXTS = ("event_starts", "event_starts_at", "event_ends", "event_ends_at", "venue", "contact")
TRAINING_TEXTS = ("year", "edition", "licence", "links", "parts")
TEXTS = ("sources", "checked", *EVENT_TEXTS, *TRAINING_TEXTS)
# Ticked words of training material: name of the boxes → (title, words).
TICKED = {
    "for_titles": ("Danh hiệu", audiences.TITLES),
    "for_roles": ("Dành cho", audiences.ROLES),
    "for_levels": ("Cấp", audiences.LEVELS),
}
_MOST_LINES, _MOST_LINE = 500, 500
_FILE = re.compile(r"[^/\\|]{1,200}\.[A-Za-z0-9]{1,5}")
T = TypeVar("T")


class Read(Protocol):
    """Reads one field of a form; a fault is kept with the field, and None comes back."""

    def __call__(self, name: str, reader: Callable[[str], T], /) -> T | None:
        """The value that the text of the field `name` means."""
        ...


def sources(read: Read, known: Iterable[SourceFields]) -> tuple[SourceFields, ...] | None:
    """The sources of a form; `known`: those that stand already, kept whole where a line does."""
    return read("sources", lambda text: _sources(text, known, "Nguồn"))


def event(values: Mapping[str, str], read: Read) -> EventFields | None:
    """The event of a form; None when nothing of it is typed, or with a fault."""
    if not any(values[name].strip() for name in EVENT_TEXTS):
        return None
    starts = read("event_starts", _first_day)
    starts_at = read("event_starts_at", lambda t: times.hour(t, "Giờ bắt đầu"))
    ends = read("event_ends", lambda t: times.day(t, "Ngày cuối"))
    ends_at = read("event_ends_at", lambda t: times.hour(t, "Giờ kết thúc"))
    venue = read("venue", _line("Nơi diễn ra", _MOST_LINE))
    contact = read("contact", _line("Người liên hệ", _MOST_LINE))
    if starts is None:
        return None
    given = EventFields(starts, starts_at, ends, ends_at, venue or "", contact or "")
    at = "event_ends" if ends is not None else "event_ends_at"
    return read(at, lambda _text: detail_checks.event(given))


def training(
    values: Mapping[str, str],
    read: Read,
    attachments: tuple[AttachmentFields, ...],
    known: TrainingFields | None,
) -> TrainingFields:
    """The particulars of a form; a part may name one of the attachments."""
    before = known or TrainingFields()
    links = read("links", lambda t: _sources(t, before.links, "Liên kết"))
    parts = read("parts", lambda t: _parts(t, attachments, before.parts))
    return TrainingFields(
        titles=read("for_titles", _words("for_titles")) or (),
        roles=read("for_roles", _words("for_roles")) or (),
        levels=read("for_levels", _words("for_levels")) or (),
        year=read("year", _year),
        edition=read("edition", _line("Lần biên soạn", 40)) or "",
        licence=read("licence", _licence) or "",
        links=links or (),
        parts=parts or (),
    )


def values_of(fields: ItemFields) -> dict[str, str]:
    """What stands in the form for the details of fields."""
    held = fields.training or TrainingFields()
    return {
        "sources": _source_lines(fields.sources),
        "checked": times.shown_day(fields.checked),
        **_event_values(fields.event),
        "for_titles": ", ".join(held.titles),
        "for_roles": ", ".join(held.roles),
        "for_levels": ", ".join(held.levels),
        "year": str(held.year or ""),
        "edition": held.edition,
        "licence": held.licence,
        "links": _source_lines(held.links),
        "parts": "\n".join(_part_line(part) for part in held.parts),
    }


def part_addresses(text: str) -> list[str]:
    """The addresses of items that typed parts name."""
    named = (line.partition("|")[0].strip() for line in text.split("\n"))
    return [f"{path.rstrip('/')}/" for path in dict.fromkeys(named) if path.startswith("/")]


def ticked(value: str) -> list[str]:
    """The words of ticked boxes as they are kept in a form: "thon, xa"."""
    return [word for word in (part.strip() for part in value.split(",")) if word]


def in_words(name: str, value: str) -> str:
    """What a field holds, as a person reads it in a comparison."""
    if name in TICKED:
        titles = TICKED[name][1]
        return "; ".join(titles.get(word, word) for word in ticked(value))
    if name == "licence" and value in audiences.LICENCES:
        return audiences.LICENCES[value][0]
    return value


# ---- lines --------------------------------------------------------------------------------------


def _lines(text: str, name: str) -> list[str]:
    lines = [" ".join(line.split()) for line in tidy(text).split("\n") if line.strip()]
    if len(lines) > _MOST_LINES:
        raise BadInput(f"{name} có hơn {_MOST_LINES} dòng; hãy bớt lại.")
    return lines


def _source_lines(given: Iterable[SourceFields]) -> str:
    return "\n".join(_source_line(source) for source in given)


def _source_line(source: SourceFields) -> str:
    title = "" if source.title == source.url else source.title
    return " | ".join(filter(None, (title, source.url)))


def _sources(text: str, known: Iterable[SourceFields], name: str) -> tuple[SourceFields, ...]:
    before = {_source_line(source): source for source in known}
    found = [
        before.get(line) or _read_source(line, f"{name}, dòng {at}")
        for at, line in enumerate(_lines(text, name), start=1)
    ]
    return detail_checks.sources(tuple(found), name)


def _read_source(line: str, where: str) -> SourceFields:
    title, bar, url = line.rpartition("|")
    if not bar and not line.startswith(("http://", "https://")):
        title, url = line, ""
    return SourceFields(title.strip(), detail_checks.check_url(url, where))


def _part_line(part: PartFields) -> str:
    return " | ".join(filter(None, (part.target or part.file_name, part.note)))


def _parts(
    text: str, attachments: tuple[AttachmentFields, ...], known: Iterable[PartFields]
) -> tuple[PartFields, ...]:
    before = {_part_line(part): part for part in known}
    found = []
    for at, line in enumerate(_lines(text, "Các phần của bộ"), start=1):
        part = before.get(line) or _read_part(line, attachments, at)
        _refuse_missing_file(part, attachments, at)
        found.append(part)
    checked = detail_checks.training(
        TrainingFields(parts=tuple(found)), [a.file_name for a in attachments]
    )
    return checked.parts


def _read_part(line: str, attachments: tuple[AttachmentFields, ...], at: int) -> PartFields:
    named, _bar, note = (part.strip() for part in line.partition("|"))
    if named.startswith("/"):
        return PartFields(target=f"{named.rstrip('/')}/", note=note)
    for attachment in attachments:
        if fold(named) in (fold(attachment.file_name), fold(attachment.title)):
            return PartFields(file_name=attachment.file_name, note=note)
    if _FILE.fullmatch(named):
        return PartFields(file_name=named, note=note)
    raise BadInput(
        f"Các phần của bộ, dòng {at}: “{named[:80]}” không phải địa chỉ một bài hay tên một tệp; "
        "ghi dạng /huong-dan/ten-bai/ hoặc ten-tep.pdf."
    )


def _refuse_missing_file(
    part: PartFields, attachments: tuple[AttachmentFields, ...], at: int
) -> None:
    names = [attachment.file_name for attachment in attachments]
    if part.file_name and part.file_name not in names:
        held = f"Tệp đang kèm: {', '.join(names[:5])}." if names else "Bài chưa kèm tệp nào."
        raise BadInput(
            f"Các phần của bộ, dòng {at}: không có tệp “{part.file_name[:80]}” kèm bài này. {held}"
        )


# ---- one field ----------------------------------------------------------------------------------


def _event_values(held: EventFields | None) -> dict[str, str]:
    if held is None:
        return dict.fromkeys(EVENT_TEXTS, "")
    return {
        "event_starts": times.shown_day(held.starts),
        "event_starts_at": times.shown_hour(held.starts_at),
        "event_ends": times.shown_day(held.ends),
        "event_ends_at": times.shown_hour(held.ends_at),
        "venue": held.venue,
        "contact": held.contact,
    }


def _first_day(text: str) -> dt.date:
    day = times.day(text, "Ngày diễn ra")
    if day is None:
        raise BadInput("Ngày diễn ra còn trống; hãy ghi ngày, hoặc bỏ trống mọi ô của sự kiện.")
    return day


def _line(name: str, most: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        line = " ".join(tidy(text).split())
        if len(line) > most:
            raise BadInput(f"{name} dài {len(line)} ký tự; hãy rút còn tối đa {most} ký tự.")
        return line

    return read


def _words(name: str) -> Callable[[str], tuple[str, ...]]:
    title, known = TICKED[name]

    def read(text: str) -> tuple[str, ...]:
        words = ticked(text)
        for word in words:
            if word not in known:
                raise BadInput(f"{title}: “{word[:40]}” không có trong danh sách; hãy chọn lại.")
        return tuple(words)

    return read


def _year(text: str) -> int | None:
    written = text.strip()
    if not written:
        return None
    if not (written.isascii() and written.isdecimal() and len(written) == 4):
        raise BadInput(f"Năm: “{written[:40]}” không phải một năm; ghi dạng 2026.")
    detail_checks.training(TrainingFields(year=int(written)), ())
    return int(written)


def _licence(text: str) -> str:
    if text and text not in audiences.LICENCES:
        raise BadInput("Giấy phép không có trong danh sách; hãy chọn lại.")
    return text

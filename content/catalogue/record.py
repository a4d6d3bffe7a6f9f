"""A library record as a plain value: Dublin Core at heart, with what MARC and shelves need besides.

All readers of formats make it and all writers take it. It knows nothing of rows: a record that is
kept is this value as JSON, and what lists and facets ask is derived from it (`derived.py`).
Element names follow DCMI Metadata Terms (https://www.dublincore.org/specifications/dublin-core/).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from content.vietnamese import nfc

# What a thing is. The address of its list → what readers see.
KINDS = {
    "sach": "Sách",
    "bai-bao": "Bài báo, bài tạp chí",
    "tap-chi": "Báo, tạp chí",
    "luan-van": "Luận văn, luận án",
    "bao-cao": "Báo cáo, kỷ yếu",
    "van-ban": "Văn bản pháp luật",
    "tap-huan": "Tài liệu tập huấn",
    "am-thanh": "Âm thanh",
    "video": "Phim, video",
    "hinh-anh": "Tranh, ảnh, bản đồ",
    "khac": "Tài liệu khác",
}
# What a name did to the work; MARC relator codes stand beside it in `marc_writing`.
ROLES = {
    "author": "Tác giả",
    "editor": "Chủ biên",
    "translator": "Người dịch",
    "illustrator": "Người vẽ",
    "contributor": "Người góp phần",
    "advisor": "Người hướng dẫn",
    "issuer": "Cơ quan ban hành",
}
# Who may read the full text: everybody, some, or nobody has said.
ACCESS = {"open": "Đọc miễn phí", "restricted": "Cần tài khoản hoặc mượn", "": "Chưa rõ"}
# ISO 639-2/B codes that occur here, with their other spellings; others are kept as they come.
LANGUAGES = {
    "vie": "Tiếng Việt",
    "eng": "Tiếng Anh",
    "fre": "Tiếng Pháp",
    "chi": "Tiếng Trung",
    "rus": "Tiếng Nga",
    "ger": "Tiếng Đức",
    "jpn": "Tiếng Nhật",
    "kor": "Tiếng Hàn",
    "spa": "Tiếng Tây Ban Nha",
    "tha": "Tiếng Thái Lan",
    "lao": "Tiếng Lào",
    "khm": "Tiếng Khmer",
    "hmn": "Tiếng Mông",
    "tai": "Tiếng Thái (Việt Nam)",
    "mul": "Nhiều thứ tiếng",
}
IDENTIFIERS = {
    "isbn": "ISBN",
    "issn": "ISSN",
    "doi": "DOI",
    "handle": "Handle",
    "number": "Số hiệu",
    "local": "Mã riêng",
}
SHORT, LONG = 500, 20_000  # characters of a line and of a text
MANY = 200  # values of one element


@dataclass(frozen=True, slots=True)
class Name:
    """A person or an organisation as it stands on the work, and what it did.

    name: in the order it is read ("Nguyễn Văn Đức"), never turned round.
    """

    name: str
    role: str = "author"
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """What it is about. code: a term of the programme's thesaurus, "" for a free term."""

    term: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number under a scheme of `IDENTIFIERS`, in its bare form (no hyphens, no "doi:")."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Link:
    """Where it, or its page at its source, can be read. media_type "": a page."""

    url: str
    title: str = ""
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One work as a catalogue describes it. All texts are NFC; empty is "" or ()."""

    title: str
    kind: str = "khac"
    subtitle: str = ""
    other_titles: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    publisher: str = ""
    published_in: str = ""  # the town or country of publication
    date: str = ""  # as the source has it; `year` is read from it
    year: int | None = None
    edition: str = ""
    series: str = ""
    host: str = ""  # the journal or book it is part of
    volume: str = ""
    issue: str = ""
    pages: str = ""  # "12-20" within its host
    extent: str = ""  # "250 trang", "45 phút"
    languages: tuple[str, ...] = ()
    subjects: tuple[Subject, ...] = ()
    topics: tuple[str, ...] = ()  # slugs of this site's topics: where texts and books meet
    abstract: str = ""
    contents: str = ""
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    cover_url: str = ""
    access: str = ""
    rights: str = ""
    rights_url: str = ""
    audiences: tuple[str, ...] = ()
    level: str = ""
    coverage: tuple[str, ...] = ()
    place: str = ""  # slug of the administrative unit it is about
    notes: str = ""

    def identifier(self, scheme: str) -> str:
        """The first identifier of a scheme; "" for none."""
        return next((one.value for one in self.identifiers if one.scheme == scheme), "")

    @property
    def authors(self) -> tuple[str, ...]:
        """The names a citation starts with: authors, else issuers, else editors."""
        for role in ("author", "issuer", "editor"):
            found = tuple(one.name for one in self.names if one.role == role)
            if found:
                return found
        return ()

    @property
    def whole_title(self) -> str:
        """Title and subtitle as one line."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title


@dataclass(frozen=True, slots=True)
class Taken:
    """What a reader of a format gives for one record of a source.

    foreign_id: the source's own identifier, stable over its harvests. stamp: its datestamp as it
    came. gone: the source has deleted it (record is None then). marc: ISO 2709, when it came as
    MARC. faults: sentences about what was odd and was kept or left out all the same.
    """

    foreign_id: str
    record: Record | None
    stamp: str = ""
    marc: bytes | None = None
    gone: bool = False
    faults: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that could not be read: where it stood and one Vietnamese sentence why."""

    where: str
    reason: str


_PARTS: dict[str, type] = {
    "names": Name,
    "subjects": Subject,
    "identifiers": Identifier,
    "links": Link,
}
FIELDS = {one.name: one for one in dataclasses.fields(Record)}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def as_plain(record: Record) -> dict[str, Any]:
    """The value as JSON can hold it; empty elements are left out."""
    plain: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(record, name)
        if name in _PARTS:
            value = [{k: v for k, v in dataclasses.asdict(one).items() if v} for one in value]
        elif isinstance(value, tuple):
            value = list(value)
        if value not in ("", [], None):
            plain[name] = value
    return plain


def from_plain(plain: Mapping[str, Any]) -> Record:
    """The value of `as_plain` again; elements of a newer version that are unknown are dropped."""
    given: dict[str, Any] = {}
    for name, value in plain.items():
        if name in _PARTS:
            given[name] = tuple(_PARTS[name](**one) for one in value)
        elif name in FIELDS:
            given[name] = tuple(value) if isinstance(value, list) else value
    given.setdefault("title", "")
    return Record(**given)


def clean(record: Record) -> Record:
    """The record fit to be kept: NFC, no control characters, no repetition, nothing endless.

    A year is read from the date where none is given; unknown kinds become "khac".
    """
    given = {name: _cleaned(name, getattr(record, name)) for name in FIELDS}
    given["kind"] = record.kind if record.kind in KINDS else "khac"
    given["access"] = record.access if record.access in ACCESS else ""
    given["year"] = record.year if _sane(record.year) else year_of(record.date)
    return Record(**given)


def year_of(date: str) -> int | None:
    """The year in a date as catalogues write them: "2019", "c2019.", "[2019]", "12/5/2019"."""
    found = [int(year) for year in re.findall(r"(?<!\d)(\d{4})(?!\d)", date)]
    return next((year for year in found if _sane(year)), None)


def _sane(year: int | None) -> bool:
    return year is not None and 1000 <= year <= 2200


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return _text(value, LONG if name in ("abstract", "contents", "notes") else SHORT)
    if not isinstance(value, tuple):
        return value
    if name in _PARTS:
        kept = [_part(one) for one in value[:MANY]]
        whole = [one for one in kept if getattr(one, dataclasses.fields(one)[0].name)]
        if name == "identifiers":
            whole = [one for one in whole if one.value]
        return tuple(dict.fromkeys(whole))
    return tuple(dict.fromkeys(filter(None, (_text(one, SHORT) for one in value[:MANY]))))


def _part(one: Any) -> Any:
    plain = {
        each.name: _text(value, 2000) if isinstance(value, str) else value
        for each in dataclasses.fields(one)
        for value in (getattr(one, each.name),)
    }
    return type(one)(**plain)


def _text(text: str, most: int) -> str:
    """One paragraph a line, no odd blanks, at most `most` characters, cut at a word."""
    lines = (" ".join(line.split()) for line in nfc(_CONTROLS.sub("", text)).splitlines())
    whole = "\n".join(line for line in lines if line)
    if most == SHORT:
        whole = whole.replace("\n", " ")
    return whole if len(whole) <= most else whole[:most].rsplit(None, 1)[0] + "…"

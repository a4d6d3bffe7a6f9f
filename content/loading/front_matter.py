"""Front matter: the keys a Markdown file may carry, and what each means. Pure.

`read` takes a file's text and gives its fields; every fault is one Vietnamese sentence that names
the key. `write` is its inverse and gives the same bytes for the same fields.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from content.calendar import VIETNAM
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.errors import BadInput
from content.loading import detail_keys
from content.publishing.detail_fields import EventFields, SourceFields, TrainingFields
from content.publishing.models import KINDS
from content.vietnamese import tidy

RELATION_KEYS = ("based_on", "implements", "replaces", "amends", "mentions")
# State words a file may carry; without one a loaded file is published.
STATES = ("draft", "in_review", "returned", "approved", "published", "withdrawn")

_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)(?:^---[ \t]*(?:\r?\n|\Z))", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class AttachmentKey:
    """One entry of `attachments`: a file beside the page, its title, its public name.

    until: the day on which another file took its place; it is an older version since.
    """

    file: str
    title: str = ""
    name: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a file says of itself. `place` is still the written name; files are still names."""

    kind: str
    title: str
    slug: str = ""
    summary: str = ""
    date: dt.date | None = None
    language: str = "vi"
    topics: tuple[str, ...] = ()
    place: str | None = None
    publish_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    first_published_at: dt.datetime | None = None
    state: str | None = None
    withdrawn_notice: str = ""
    old_addresses: tuple[str, ...] = ()
    attachments: tuple[AttachmentKey, ...] = ()
    sources: tuple[SourceFields, ...] = ()
    checked: dt.date | None = None
    review_by: dt.date | None = None
    event: EventFields | None = None
    training: TrainingFields | None = None
    document: DocumentFields | None = None
    body: str = ""


def split(text: str) -> tuple[str, str] | None:
    """The YAML and the body of a file that begins with a `---` fence; None for any other file."""
    match = _FENCE.match(text)
    return None if match is None else (match.group(1), text[match.end() :].lstrip("\r\n"))


def read(text: str) -> FrontMatter:
    """Fields of a Markdown file with front matter. BadInput names the key that is wrong."""
    parts = split(text)
    if parts is None:
        raise BadInput("Tệp không có phần khai báo giữa hai dòng “---” ở đầu.")
    return from_keys(_mapping(parts[0]), parts[1])


def from_keys(keys: Mapping[str, Any], body: str) -> FrontMatter:
    """Fields of a mapping of keys and a body."""
    details = {key for own in detail_keys.KEYS_OF_KIND.values() for key in own}
    unknown = sorted(set(keys) - {*_ITEM_KEYS, *_DOCUMENT_KEYS, *RELATION_KEYS} - details)
    if unknown:
        raise BadInput(
            f"Khóa “{unknown[0]}” không có; xem danh sách khóa trong README, hoặc xóa dòng đó."
        )
    for needed in ("kind", "title"):
        if not keys.get(needed):
            raise BadInput(f"Thiếu khóa “{needed}”; hãy thêm một dòng “{needed}: …”.")
    values = {key: _ITEM_KEYS[key](key, keys[key]) for key in keys if key in _ITEM_KEYS}
    values |= detail_keys.read(keys, values["kind"])
    document = None
    if values["kind"] == "document":
        document = _document(keys, values["title"])
    else:
        foreign = sorted((set(_DOCUMENT_KEYS) | set(RELATION_KEYS)) & set(keys))
        if foreign:
            raise BadInput(f"Khóa “{foreign[0]}” chỉ dùng cho kind: document.")
    return FrontMatter(**values, document=document, body=tidy(body).strip("\n"))


def write(front: FrontMatter) -> str:
    """A file with these fields; `read` gives them back, and equal fields give equal bytes."""
    keys: dict[str, Any] = {}
    for key in _ITEM_KEYS:
        value = getattr(front, key)
        if value not in (None, "", ()) and not (key == "language" and value == "vi"):
            keys[key] = _plain(value)
    keys |= detail_keys.write(front.event, front.training)
    if front.document is not None:
        keys |= _document_keys(front.document)
    head = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{front.body}\n" if front.body else f"---\n{head}---\n"


# ---- values -------------------------------------------------------------------------------------


def _mapping(source: str) -> dict[str, Any]:
    try:
        # BaseLoader makes every value text: "số 1_000", "yes" and 2026-02-30 arrive as written.
        keys = yaml.load(source, Loader=yaml.BaseLoader) or {}  # noqa: S506  # builds no objects
    except RecursionError:
        raise BadInput(
            "Phần khai báo đầu tệp lồng nhau quá sâu; mỗi dòng có dạng “khóa: giá trị”."
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" ở dòng {mark.line + 2}" if mark else ""
        raise BadInput(
            f"Phần khai báo đầu tệp sai cú pháp YAML{where}; mỗi dòng có dạng “khóa: giá trị”."
        ) from None
    if not isinstance(keys, dict) or not all(isinstance(k, str) for k in keys):
        raise BadInput("Phần khai báo đầu tệp phải gồm các dòng “khóa: giá trị”.")
    return keys


def _truth(key: str, value: Any) -> bool:
    text = detail_keys.text(key, value).lower()
    if text not in ("true", "false"):
        raise BadInput(f"Khóa “{key}” phải là true hoặc false.")
    return text == "true"


def _kind(key: str, value: Any) -> str:
    kind = detail_keys.text(key, value)
    if kind not in KINDS:
        raise BadInput(f"Khóa “kind” là “{kind}”; phải là một trong: {', '.join(KINDS)}.")
    return kind


def _state(key: str, value: Any) -> str:
    state = detail_keys.text(key, value)
    if state not in STATES:
        raise BadInput(f"Khóa “state” là “{state}”; phải là một trong: {', '.join(STATES)}.")
    return state


def _day(key: str, value: Any) -> dt.date:
    text = detail_keys.text(key, value)
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise BadInput(
        f"Khóa “{key}”: “{text}” không phải một ngày; ghi dạng 2026-10-20 hoặc 20/10/2026."
    )


def _moment(key: str, value: Any) -> dt.datetime:
    """A moment; one without a zone is Vietnamese time."""
    try:
        moment = dt.datetime.fromisoformat(detail_keys.text(key, value))
    except ValueError:
        raise BadInput(f"Khóa “{key}”: ghi ngày giờ dạng 2026-10-20 08:00.") from None
    if not 1900 <= moment.year <= 2200:
        raise BadInput(f"Khóa “{key}”: năm {moment.year} không hợp lý; hãy kiểm tra lại.")
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _partial(key: str, value: Any) -> PartialDate:
    text = detail_keys.text(key, value)
    if "/" in text:
        text = "-".join(reversed(text.split("/")))
    try:
        return PartialDate.from_iso(text)
    except ValueError:
        raise BadInput(
            f"Khóa “{key}”: “{text}” không phải ngày; ghi 2022-07-02, 2022-07 hoặc 2022."
        ) from None


def _attachments(key: str, value: Any) -> tuple[AttachmentKey, ...]:
    if not isinstance(value, list):
        raise BadInput("Khóa “attachments” phải là danh sách tệp.")
    found = []
    for entry in value:
        given = {"file": entry} if isinstance(entry, str) else entry
        if (
            not isinstance(given, dict)
            or not given.get("file")
            or set(given) - {"file", "title", "name", "until"}
        ):
            raise BadInput(
                "Mỗi tệp trong “attachments” cần “file”, có thể thêm “title”, “name” và “until”."
            )
        texts = {k: detail_keys.text(key, v) for k, v in given.items() if k != "until"}
        until = _day(key, given["until"]) if given.get("until") else None
        found.append(AttachmentKey(**texts, until=until))
    return tuple(found)


_ITEM_KEYS: dict[str, Callable[[str, Any], Any]] = {
    "kind": _kind,
    "title": detail_keys.text,
    "slug": detail_keys.text,
    "summary": detail_keys.text,
    "date": _day,
    "language": detail_keys.text,
    "topics": detail_keys.texts,
    "place": detail_keys.text,
    "publish_at": _moment,
    "expires_at": _moment,
    "first_published_at": _moment,
    "state": _state,
    "withdrawn_notice": detail_keys.text,
    "old_addresses": detail_keys.texts,
    "attachments": _attachments,
    "sources": detail_keys.sources,
    "checked": _day,
    "review_by": _day,
}
_DOCUMENT_KEYS: dict[str, Callable[[str, Any], Any]] = {
    "number": detail_keys.text,
    "document_kind": detail_keys.text,
    "issuer": detail_keys.text,
    "issued": _partial,
    "issued_at_place": detail_keys.text,
    "effective": _day,
    "expires": _day,
    "signer": detail_keys.text,
    "signer_role": detail_keys.text,
    "recipients": detail_keys.texts,
    "poorly_recognised": _truth,
}


# ---- documents ----------------------------------------------------------------------------------


def _document(keys: Mapping[str, Any], title: str) -> DocumentFields:
    given = {k: _DOCUMENT_KEYS[k](k, keys[k]) for k in keys if k in _DOCUMENT_KEYS}
    links = [_link(r, entry) for r in RELATION_KEYS for entry in _list_of(r, keys.get(r))]
    return DocumentFields(
        number=given.get("number") or None,
        kind=given.get("document_kind") or None,
        title=title,
        issuer=given.get("issuer") or None,
        issued=given.get("issued"),
        issued_at_place=given.get("issued_at_place", ""),
        effective=given.get("effective"),
        expires=given.get("expires"),
        signer=given.get("signer") or None,
        signer_role=given.get("signer_role", ""),
        recipients=given.get("recipients", ()),
        links=tuple(links),
        poorly_recognised=given.get("poorly_recognised", False),
    )


def _list_of(key: str, value: Any) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadInput(f"Khóa “{key}” phải là danh sách văn bản (số, ngày, cơ quan).")
    return value


_LINK_KEYS = {"number", "date", "issuer", "title", "quote", "from_text"}


def _link(relation: str, entry: Any) -> LinkFields:
    """A cited document: a mapping, or one line "387/QĐ-TTg, 25/3/2022, Thủ tướng Chính phủ"."""
    if isinstance(entry, str):
        parts = [p.strip() for p in entry.split(",", 2)]
        entry = dict(zip(("number", "date", "issuer"), parts, strict=False))
    if not isinstance(entry, dict) or set(entry) - _LINK_KEYS:
        raise BadInput(
            f"Khóa “{relation}”: mỗi văn bản ghi number, date, issuer (và title nếu có)."
        )
    if not (entry.get("number") or entry.get("title")):
        raise BadInput(f"Khóa “{relation}”: có văn bản không ghi number lẫn title.")
    return LinkFields(
        relation=relation,
        number=detail_keys.text(relation, entry.get("number")) or None,
        issued=_partial(relation, entry["date"]) if entry.get("date") else None,
        issuer=detail_keys.text(relation, entry.get("issuer")) or None,
        title=detail_keys.text(relation, entry.get("title")),
        quote=detail_keys.text(relation, entry.get("quote")),
        origin="text" if entry.get("from_text") == "true" else "editor",
    )


def _document_keys(document: DocumentFields) -> dict[str, Any]:
    names = {"document_kind": "kind"}
    keys: dict[str, Any] = {}
    for key in _DOCUMENT_KEYS:
        value = getattr(document, names.get(key, key))
        if value not in (None, "", (), False):
            keys[key] = _plain(value)
    for relation in RELATION_KEYS:
        entries = [_link_keys(link) for link in document.links if link.relation == relation]
        if entries:
            keys[relation] = entries
    return keys


def _link_keys(link: LinkFields) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": link.number,
        "date": link.issued.iso() if link.issued else None,
        "issuer": link.issuer,
        "title": link.title,
        "quote": link.quote,
        "from_text": link.origin == "text",
    }
    return {key: value for key, value in entry.items() if value}


def _plain(value: Any) -> Any:
    """A value as YAML writes it: ISO dates as text, moments in Vietnamese time, lists."""
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, dt.datetime):
        return value.astimezone(VIETNAM).isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, SourceFields):
        return value.to_json()
    if isinstance(value, AttachmentKey):
        entry = {"file": value.file, "title": value.title, "name": value.name}
        until = value.until.isoformat() if value.until else ""
        return {k: v for k, v in (entry | {"until": until}).items() if v}
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value

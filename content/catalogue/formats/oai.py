"""Answers of OAI-PMH 2.0 read: who a repository is, its sets and formats, pages of records. Pure.

Rules: https://www.openarchives.org/OAI/openarchivesprotocol.html. Namespaces are not looked at,
since repositories get them wrong; a page that does not parse is cut into its records.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from content.catalogue.formats import dublin_core, marc, xml
from content.catalogue.record import Refused, Taken
from content.errors import BadInput

# Error codes of the specification, section 3.6.
_ERRORS = {
    "badArgument": "nguồn không hiểu một điều kiện đã gửi",
    "badResumptionToken": "nguồn không còn nhận mã trang tiếp theo",
    "badVerb": "nguồn không hiểu câu hỏi",
    "cannotDisseminateFormat": "nguồn không có dạng dữ liệu đã chọn",
    "idDoesNotExist": "nguồn không có bản ghi này",
    "noMetadataFormats": "bản ghi không có dạng dữ liệu nào",
    "noSetHierarchy": "nguồn không chia tập",
}
_NO_RECORDS = "noRecordsMatch"
_MOST_TOKEN = 8_000


class Refusal(BadInput):
    """The repository answered with errors; `codes` as the specification names them."""

    def __init__(self, message: str, codes: tuple[str, ...]) -> None:
        super().__init__(message)
        self.codes = codes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a repository says it is. granularity: "day" or "second"."""

    name: str
    earliest: str
    granularity: str
    deleted: str


@dataclass(slots=True)
class Page:
    """A page of a list. token: "" at the end; size: of the whole list where it is told."""

    items: list[Taken | Refused] = field(default_factory=list)
    token: str = ""
    size: int | None = None
    responded: str = ""  # the repository's own clock, UTC


def identity(data: bytes) -> Identity:
    """The answer to Identify; names are unescaped, since DSpace escapes them twice."""
    root = _answer(data)
    told = _part(root, "Identify")
    return Identity(
        name=plain(xml.said(told, "repositoryName")),
        earliest=xml.said(told, "earliestDatestamp"),
        granularity="second" if "T" in xml.said(told, "granularity") else "day",
        deleted=xml.said(told, "deletedRecord"),
    )


def formats(data: bytes) -> list[str]:
    """The metadata prefixes of an answer to ListMetadataFormats."""
    found = _part(_answer(data), "ListMetadataFormats")
    return [
        xml.said(one, "metadataPrefix")
        for one in xml.children(found, "metadataFormat")
        if xml.said(one, "metadataPrefix")
    ]


def sets(data: bytes) -> tuple[list[tuple[str, str]], str]:
    """(spec, name) of the sets of a page of ListSets, and the token of the next one."""
    found = _part(_answer(data), "ListSets")
    named = [
        (xml.said(one, "setSpec"), plain(xml.said(one, "setName")))
        for one in xml.children(found, "set")
    ]
    return [(spec, name or spec) for spec, name in named if spec], _token(found)[0]


def records(data: bytes) -> Page:
    """A page of ListRecords or GetRecord; what matches nothing is an empty page.

    Refusal for errors, BadInput where not even single records can be told apart.
    """
    try:
        root = _answer(data)
    except Refusal as refused:
        if refused.codes == (_NO_RECORDS,):
            return Page()
        raise
    except BadInput as broken:
        return _cut(xml.text_of(data), broken)
    told = next(iter(xml.children(root, "ListRecords", "GetRecord")), None)
    if told is None:
        raise BadInput("Câu trả lời OAI-PMH không có danh sách bản ghi.")
    token, size = _token(told)
    items = [_item(one) for one in xml.children(told, "record")]
    return Page(items, token, size, xml.said(root, "responseDate"))


def plain(text: str) -> str:
    """A name without HTML: "Kho t&amp;agrave;i liệu" as people read it."""
    for _time in range(3):
        unescaped = html.unescape(text)
        if unescaped == text:
            break
        text = unescaped
    return " ".join(re.sub(r"<[^<>]*>", " ", text).split())[:200]


def _answer(data: bytes) -> Any:
    root = xml.tree(data)
    if xml.local(root) != "OAI-PMH":
        raise BadInput("Câu trả lời không phải OAI-PMH; hãy xem lại địa chỉ.")
    errors = xml.children(root, "error")
    if errors:
        codes = tuple(one.get("code") or "" for one in errors)
        said = "; ".join(_told(one) for one in errors)
        raise Refusal(f"Nguồn báo lỗi: {said}.", codes)
    return root


def _told(error: Any) -> str:
    code = error.get("code") or "không rõ mã"
    known = _ERRORS.get(code, "")
    text = xml.words(error)[:200].rstrip(".")
    return ": ".join(filter(None, (f"{known} ({code})" if known else code, text)))


def _part(root: Any, name: str) -> Any:
    found = next(iter(xml.children(root, name)), None)
    if found is None:
        raise BadInput(f"Câu trả lời OAI-PMH thiếu phần {name}.")
    return found


def _token(told: Any) -> tuple[str, int | None]:
    found = next(iter(xml.children(told, "resumptionToken")), None)
    if found is None:
        return "", None
    size = found.get("completeListSize") or ""
    token = "".join(found.itertext()).strip()
    if len(token) > _MOST_TOKEN:
        raise BadInput("Mã trang tiếp theo dài bất thường; nguồn có lỗi.")
    return token, int(size) if size.isdecimal() and len(size) < 12 else None


def _item(record: Any) -> Taken | Refused:
    header = next(iter(xml.children(record, "header")), None)
    foreign_id = "" if header is None else xml.said(header, "identifier")
    if header is None or not foreign_id:
        return Refused("Bản ghi không mã", "Bản ghi không có mã (identifier) nên không giữ được.")
    stamp = xml.said(header, "datestamp")[:40]
    if header.get("status") == "deleted":
        return Taken(foreign_id[:500], None, stamp, gone=True)
    found = next(iter(xml.children(record, "metadata")), None)
    metadata = None if found is None else next((one for one in found if xml.local(one)), None)
    if metadata is None:
        return Refused(foreign_id, "Bản ghi không có phần mô tả (metadata).")
    reader = _READERS.get(xml.local(metadata))
    if reader is None:
        return Refused(foreign_id, f"Dạng mô tả “{xml.local(metadata)}” chưa đọc được.")
    try:
        return reader(metadata, foreign_id[:500], stamp)
    except BadInput as fault:
        return Refused(foreign_id, fault.message)


def _of_dc(metadata: Any, foreign_id: str, stamp: str) -> Taken:
    record, faults = dublin_core.read(metadata)
    return Taken(foreign_id, record, stamp, faults=faults)


def _of_marc(metadata: Any, foreign_id: str, stamp: str) -> Taken:
    if xml.local(metadata) == "collection":
        inside = xml.children(metadata, "record")
        if not inside:
            raise BadInput("Bản ghi MARC rỗng.")
        metadata = inside[0]
    return marc.with_id(marc.taken(marc.of_element(metadata), (), foreign_id), foreign_id, stamp)


_READERS: dict[str, Callable[[Any, str, str], Taken]] = {
    "dc": _of_dc,
    "qualifieddc": _of_dc,
    "record": _of_marc,
    "collection": _of_marc,
    "oai_marc": _of_marc,
}


def _cut(text: str, broken: BadInput) -> Page:
    """The records of a page that does not parse as a whole, each by itself."""
    xml.refuse(text)
    if "<OAI-PMH" not in text[:2000] and ":OAI-PMH" not in text[:2000]:
        raise broken
    starts = [
        found.start()
        for found in re.finditer(r"<((?:[\w.-]+:)?)record\b[^<>]*>\s*(?=<\1header\b)", text)
    ]
    if not starts:
        raise broken
    page = Page()
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        page.items.append(_item_of(text[start:following], text[: starts[0]], len(page.items) + 1))
    found = re.search(r"<(?:[\w.-]+:)?resumptionToken\b[^<>]*>([^<]*)<", text[starts[-1] :])
    if found is None and not re.search(r"</(?:[\w.-]+:)?ListRecords\s*>", text[starts[-1] :]):
        raise BadInput("Trang trả lời bị cắt giữa chừng; hãy chạy lại sau.")
    page.token = html.unescape(found[1].strip()) if found else ""
    when = re.search(r"responseDate[^<>]*>([^<]+)<", text[: starts[0]])
    page.responded = when[1].strip() if when else ""
    return page


def _item_of(piece: str, above: str, number: int) -> Taken | Refused:
    named = re.search(r"<(?:[\w.-]+:)?identifier\b[^<>]*>([^<]*)<", piece)
    where = html.unescape(named[1].strip()) if named else f"Bản ghi thứ {number} của trang"
    end = re.search(r".*</(?:[\w.-]+:)?record\s*>", piece, re.DOTALL)
    try:
        if end is None:
            raise BadInput("Bản ghi bị cắt cụt.")
        return _item(xml.children(xml.tree(xml.alone(above, end[0])), "record")[0])
    except BadInput as fault:
        return Refused(where, fault.message)

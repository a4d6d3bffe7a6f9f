"""Answers of SRU 1.1 and 1.2 read: records as MARCXML or Dublin Core, and diagnostics. Pure.

https://www.loc.gov/standards/sru/sru-1-1.html; numbers of diagnostics after its list.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from content.catalogue.formats import dublin_core, marc, xml
from content.catalogue.record import Refused, Taken
from content.errors import BadInput

_DIAGNOSTICS = {
    "1": "máy chủ của nguồn gặp lỗi",
    "2": "máy chủ của nguồn tạm thời không phục vụ",
    "3": "nguồn không cho phép truy cập",
    "4": "nguồn không hiểu yêu cầu",
    "5": "nguồn dùng phiên bản SRU khác",
    "6": "nguồn không nhận giá trị đã gửi",
    "7": "thiếu một tham số bắt buộc",
    "8": "nguồn không nhận một tham số",
    "10": "câu tìm viết chưa đúng",
    "11": "nguồn không hiểu kiểu câu tìm này",
    "15": "nguồn không có nhóm chỉ mục này",
    "16": "nguồn không tìm được theo mục này",
    "19": "nguồn không hiểu phép so sánh này",
    "61": "đã hỏi quá cuối danh sách",
    "66": "nguồn không có dạng dữ liệu đã chọn",
    "67": "nguồn không gửi được dạng dữ liệu đã chọn",
    "71": "nguồn không gửi được bản ghi theo kiểu này",
}
PAST_THE_END = "61"
_COUNTS = ("numberOfRecords", "nextRecordPosition")


@dataclass(slots=True)
class Page:
    """A page of answers. following: where the next page starts, 0 at the end."""

    items: list[Taken | Refused] = field(default_factory=list)
    size: int = 0
    following: int = 0


def server(data: bytes) -> str:
    """The name in an answer to explain; BadInput for what is no SRU."""
    root = xml.tree(data)
    if xml.local(root) not in ("explainResponse", "searchRetrieveResponse"):
        raise BadInput("Câu trả lời không phải SRU; hãy xem lại địa chỉ.")
    _raise_diagnostics(root)
    return next((xml.words(one)[:200] for one in xml.below(root, "title")), "")


def records(data: bytes, start: int = 1) -> Page:
    """A page of searchRetrieve; BadInput with the diagnostics in plain words."""
    root = xml.tree(data)
    if xml.local(root) != "searchRetrieveResponse":
        raise BadInput("Câu trả lời không phải SRU; hãy xem lại địa chỉ.")
    told = next(iter(xml.children(root, "records")), None)
    found = [] if told is None else xml.children(told, "record")
    if not found:
        _raise_diagnostics(root)
    items = [_item(one, start + at) for at, one in enumerate(found)]
    size, following = (_number(xml.said(root, name)) for name in _COUNTS)
    if not following and found and start + len(found) <= size:
        following = start + len(found)
    return Page(items, size, following if found else 0)


def diagnostics(root: Any) -> list[tuple[str, str]]:
    """(number, sentence) of the diagnostics below an element."""
    found = []
    for one in xml.below(root, "diagnostic"):
        number = xml.said(one, "uri").rstrip("/").rsplit("/", 1)[-1]
        said = ": ".join(filter(None, (xml.said(one, "message"), xml.said(one, "details"))))
        known = _DIAGNOSTICS.get(number, "nguồn báo lỗi")
        found.append((number, f"{known} ({said[:200] or number})"))
    return found


def _raise_diagnostics(root: Any) -> None:
    found = diagnostics(root)
    wrong = [sentence for number, sentence in found if number != PAST_THE_END]
    if wrong:
        raise BadInput(f"Nguồn SRU trả lời: {'; '.join(wrong)}.")


def _item(element: Any, number: int) -> Taken | Refused:
    where = f"Kết quả thứ {number}"
    data = next(iter(xml.children(element, "recordData")), None)
    if data is None:
        return Refused(where, "Kết quả không có dữ liệu.")
    try:
        inside = next((one for one in data if xml.local(one)), None)
        if inside is None:  # recordPacking=string: the XML is a text
            inside = xml.tree("".join(data.itertext()).strip())
        return _read(inside, element)
    except BadInput as fault:
        return Refused(where, fault.message)


def _read(inside: Any, element: Any) -> Taken:
    name = xml.local(inside)
    if name == "diagnostic":
        raise BadInput(f"Nguồn SRU trả lời: {diagnostics(inside)[0][1]}.")
    own = xml.said(element, "recordIdentifier")[:500]
    if name in ("record", "collection"):
        found = xml.children(inside, "record") if name == "collection" else [inside]
        if not found:
            raise BadInput("Bản ghi MARC rỗng.")
        return marc.taken(marc.of_element(found[0]), (), own)
    if name in ("dc", "qualifieddc"):
        record, faults = dublin_core.read(inside)
        return Taken(own or dublin_core.own_id(record), record, faults=faults)
    raise BadInput(f"Dạng mô tả “{name}” chưa đọc được.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0

"""MARC21 out of files and answers: ISO 2709, MARCXML and oai_marc, the broken ones told. Pure.

Structure after ISO 2709 and https://www.loc.gov/marc/specifications/. Labels lie in practice:
records marked MARC-8 that are UTF-8, lengths counted in characters. What can be set right is, with
a sentence; what cannot is refused with its offset, and the next record goes on.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import pymarc
from pymarc.exceptions import PymarcException

from content.catalogue.formats import marc_fields, terms, xml
from content.catalogue.record import Refused, Taken
from content.errors import BadInput

_END_RECORD, _END_FIELD = b"\x1d", b"\x1e"
_CHUNK = 256 * 1024
_MOST_RECORD = 4 * 2**20  # bytes without an end mark before we look for the next one
_MOST_ISO = 99_999  # bytes: the length has five digits
_LOST_OF_BEYOND = 20  # of so many letters beyond ASCII one may be unreadable
_TAG = re.compile(r"[0-9A-Za-z]{3}")
_FAULTS = (
    PymarcException,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
)  # what pymarc raises for broken directories and leaders


def read(stream: BinaryIO) -> Iterator[Taken | Refused]:
    """The records of an ISO 2709 file, one at a time; a broken one as Refused with its offset."""
    for number, (offset, piece) in enumerate(_pieces(stream), start=1):
        where = f"Bản ghi thứ {number}, từ byte {offset}"
        try:
            marc, faults = decode(piece)
            yield taken(marc, faults)
        except BadInput as fault:
            yield Refused(where, fault.message)


def read_xml(data: bytes | str) -> Iterator[Taken | Refused]:
    """The records of a MARCXML file, read one by one so that a broken one costs only itself."""
    text = xml.text_of(data)
    xml.refuse(text)
    for number, (offset, piece) in enumerate(xml.pieces(text, "record"), start=1):
        try:
            found = xml.children(xml.tree(piece), "record")
            yield taken(of_element(found[0]), ())
        except BadInput as fault:
            yield Refused(f"Bản ghi thứ {number}, từ ký tự {offset}", fault.message)


def taken(marc: pymarc.Record, faults: tuple[str, ...], foreign_id: str = "") -> Taken:
    """A record with its plain value; the identifier is field 001 unless given.

    BadInput without a title, or with nothing that names it.
    """
    record, more = marc_fields.record_of(marc)
    name = foreign_id or _own_id(marc)
    if not name:
        numbers = [f"{one.scheme}:{one.value}" for one in record.identifiers]
        name = next(iter(numbers), "") or f"{record.title}|{'|'.join(record.authors)}|{record.date}"
    kept, oversize = _kept(marc)
    return Taken(name[:500], record, marc=kept, faults=(*faults, *more, *oversize))


def decode(piece: bytes) -> tuple[pymarc.Record, tuple[str, ...]]:
    """One ISO 2709 record in NFC, with what had to be set right; BadInput for a broken one."""
    if len(piece) < 26 or not piece[:24].isascii():
        raise BadInput("Bản ghi MARC bị cắt cụt: không đủ phần đầu 24 ký tự.")
    faults: list[str] = []
    piece = _straightened(piece, faults)
    utf8 = _is_utf8(piece, faults)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd subfield codes are set right by pymarc
            marc = pymarc.Record(
                data=piece,
                to_unicode=True,
                force_utf8=utf8,
                utf8_handling="replace",
                hide_utf8_warnings=True,
            )
    except _FAULTS as fault:
        raise BadInput(f"Bản ghi MARC hỏng cấu trúc ({type(fault).__name__}).") from None
    return composed(marc), tuple(faults)


def of_element(element: Any) -> pymarc.Record:
    """The record of a MARCXML `record` or an `oai_marc` element, in any namespace."""
    leader = xml.words(next(iter(xml.children(element, "leader")), None))
    marc = pymarc.Record()
    if len(leader) == 24 and leader.isascii():
        marc.leader = pymarc.Leader(leader)
    for one in xml.children(element, "controlfield", "fixfield"):
        tag = (one.get("tag") or one.get("id") or "").zfill(3)
        if _TAG.fullmatch(tag):
            # oai_marc writes fixed fields between quotation marks.
            marc.fields.append(pymarc.Field(tag=tag, data=(one.text or "").strip('"')))
    for one in xml.children(element, "datafield", "varfield"):
        field = _data_field(one)
        if field is not None:
            marc.fields.append(field)
    if not marc.fields:
        raise BadInput("Bản ghi MARC không có trường nào.")
    return composed(marc)


def composed(marc: pymarc.Record) -> pymarc.Record:
    """The same record with every text in NFC and its leader saying UTF-8."""
    for field in marc.fields:
        if field.control_field:
            field.data = terms.letters(field.data or "")
        else:
            field.subfields = [
                replace_value(one, terms.letters(one.value)) for one in field.subfields
            ]
    leader = str(marc.leader)
    marc.leader = pymarc.Leader(f"{leader[:9]}a{leader[10:]}")
    return marc


def replace_value(subfield: pymarc.Subfield, value: str) -> pymarc.Subfield:
    """A subfield with another value."""
    return pymarc.Subfield(subfield.code, value)


def with_id(found: Taken, foreign_id: str, stamp: str) -> Taken:
    """What was read, under the identifier and the stamp of its source."""
    return replace(found, foreign_id=foreign_id, stamp=stamp)


def _data_field(one: Any) -> pymarc.Field | None:
    tag = (one.get("tag") or one.get("id") or "").zfill(3)
    if not _TAG.fullmatch(tag) or tag < "010":
        return None
    indicators = [
        (one.get(a) or one.get(b) or " ")[:1] for a, b in (("ind1", "i1"), ("ind2", "i2"))
    ]
    subfields = [
        pymarc.Subfield((sub.get("code") or sub.get("label") or "a")[:1], "".join(sub.itertext()))
        for sub in xml.children(one, "subfield")
    ]
    return pymarc.Field(tag=tag, indicators=pymarc.Indicators(*indicators), subfields=subfields)


def _own_id(marc: pymarc.Record) -> str:
    number = marc_fields.control(marc, "001").strip()
    owner = marc_fields.control(marc, "003").strip()
    return f"({owner}){number}" if number and owner else number


def _kept(marc: pymarc.Record) -> tuple[bytes | None, tuple[str, ...]]:
    data = marc.as_marc()
    if len(data) > _MOST_ISO:
        return None, ("Bản ghi MARC dài hơn 99.999 byte nên chỉ giữ phần mô tả chính.",)
    return data, ()


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(offset, bytes) up to each end mark; line breaks between records are passed over."""
    held, at = b"", 0
    while chunk := stream.read(_CHUNK):
        held += chunk
        *whole, held = held.split(_END_RECORD)
        for piece in whole:
            bare = piece.lstrip(b"\r\n\x00 \t")
            if bare:
                yield at + len(piece) - len(bare), bare + _END_RECORD
            at += len(piece) + 1
        if len(held) > _MOST_RECORD:
            raise BadInput("Tệp không có dấu kết thúc bản ghi MARC; hãy chọn lại tệp ISO 2709.")
    bare = held.lstrip(b"\r\n\x00 \t\x1a")
    if bare:
        yield at + len(held) - len(bare), bare


def _straightened(piece: bytes, faults: list[str]) -> bytes:
    """The record with true lengths, where its directory names as many fields as there are."""
    if not piece.endswith(_END_RECORD):
        raise BadInput("Bản ghi MARC bị cắt cụt: thiếu dấu kết thúc.")
    base = piece.find(_END_FIELD) + 1
    directory = piece[24 : base - 1]
    body = piece[base:-1]
    fields = body.split(_END_FIELD)[:-1]
    if base < 25 or len(directory) % 12 or not directory.isalnum():
        raise BadInput("Bản ghi MARC hỏng mục lục trường.")
    entries = [directory[at : at + 12] for at in range(0, len(directory), 12)]
    if _sound(entries, body) and piece[12:17] == b"%05d" % base and _length(piece) == len(piece):
        return piece
    if len(fields) != len(entries):
        raise BadInput("Bản ghi MARC hỏng mục lục trường: số trường không khớp nội dung.")
    faults.append("Độ dài ghi trong bản ghi MARC sai, đã tính lại.")
    made, start = b"", 0
    for entry, field in zip(entries, fields, strict=True):
        made += entry[:3] + b"%04d%05d" % (min(len(field) + 1, 9999), start)
        start += len(field) + 1
    whole = 24 + len(made) + 1 + len(body) + 1
    head = b"%05d" % min(whole, _MOST_ISO) + piece[5:12] + b"%05d" % (25 + len(made)) + piece[17:24]
    return head + made + _END_FIELD + body + _END_RECORD


def _length(piece: bytes) -> int:
    return int(piece[:5]) if piece[:5].isdigit() else -1


def _sound(entries: list[bytes], body: bytes) -> bool:
    """Whether every entry ends where a field ends."""
    for entry in entries:
        if not entry[3:].isdigit():
            return False
        end = int(entry[7:12]) + int(entry[3:7]) - 1
        if body[end : end + 1] != _END_FIELD:
            return False
    return True


def _is_utf8(piece: bytes, faults: list[str]) -> bool:
    """Whether the letters are UTF-8, whatever the label says."""
    said = piece[9:10] == b"a"
    if piece.isascii():
        return said
    text = piece.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    if not lost:
        if not said:
            faults.append("Nhãn ghi MARC-8 mà chữ là UTF-8, đã đọc theo UTF-8.")
        return True
    if not said:
        return False
    if lost * _LOST_OF_BEYOND > sum(not one.isascii() for one in text):
        raise BadInput("Bản ghi MARC ghi là UTF-8 mà chữ không phải UTF-8.")
    faults.append("Có chữ hỏng trong bản ghi MARC, chỗ đó hiện dấu �.")
    return True

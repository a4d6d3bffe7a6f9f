"""A record as MARC21 (https://www.loc.gov/marc/bibliographic/), in UTF-8: leader position 9 is "a".

Texts carry no ISBD marks at their ends (leader position 18 is "c"). Names of persons stand in the
order they are read: first indicator 0.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pymarc
from pymarc import Field, Indicators, Subfield

from content.catalogue.formats import marc_keeping
from content.catalogue.formats.dublin_core_writing import host_line
from content.catalogue.record import ACCESS, KINDS, ROLES, Identifier, Name, Record, clean

MARCXML = "http://www.loc.gov/MARC21/slim"
LONGEST_FIELD, LONGEST_RECORD = 9_000, 99_999  # bytes; ISO 2709 counts with four and five digits
# Kind → leader positions 6 and 7: what it is, and whether it stands alone or within something.
_LEADER = {
    "bai-bao": "ab",
    "tap-chi": "as",
    "am-thanh": "im",
    "video": "gm",
    "hinh-anh": "km",
}
# Roles as MARC relator codes ($4), https://www.loc.gov/marc/relators/.
RELATORS = {
    "author": "aut",
    "editor": "edt",
    "translator": "trl",
    "illustrator": "ill",
    "contributor": "ctb",
    "advisor": "ths",
    "issuer": "isb",
}
_FIRST = frozenset({"author", "issuer"})  # whose first name is the main entry
# Schemes → field, first indicator and source ($2).
_NUMBERS = {
    "isbn": ("020", " ", ""),
    "issn": ("022", " ", ""),
    "doi": ("024", "7", "doi"),
    "handle": ("024", "7", "hdl"),
    "local": ("024", "7", "local"),
    "number": ("024", "8", ""),
}


def marc(
    record: Record,
    *,
    url: str,
    number: str,
    kept: bytes | None = None,
    came: Record | None = None,
) -> pymarc.Record:
    """The record as MARC.

    url: the whole address of its page (856). number: its control number here (001). kept: the
    ISO 2709 that it came as, whose fields stay wherever nothing was changed since. came: what was
    read out of that; without it only what is new in the record is noticed, not what was taken out.
    """
    sound = clean(record)
    fields = list(_fields(sound, url, number))
    leader = _leader(sound)
    before = marc_keeping.read(kept)
    if before is not None:
        fields = marc_keeping.joined(fields, before, sound, came)
        leader = f"{str(before.leader)[:9]}a{str(before.leader)[10:]}"
    made = pymarc.Record(force_utf8=True, leader=leader)
    made.fields = sorted(fields, key=lambda field: field.tag)
    return made


def iso2709(records: Iterable[pymarc.Record]) -> bytes:
    """Records one behind the other, as library systems load them.

    Of a record that is longer than the format can say the longest fields are left out.
    """
    return b"".join(_fitting(one) for one in records)


def marcxml(records: Iterable[pymarc.Record]) -> bytes:
    """Records as a MARCXML collection in UTF-8."""
    out = io.BytesIO()
    root = ElementTree.Element("collection", xmlns=MARCXML)
    for one in records:
        root.append(pymarc.record_to_xml_node(one))  # type: ignore[no-untyped-call]  # pymarc's
    ElementTree.ElementTree(root).write(out, "UTF-8", xml_declaration=True)
    return out.getvalue()


def _fitting(record: pymarc.Record) -> bytes:
    for field in sorted(record.fields, key=lambda one: -len(str(one))):
        data: bytes = record.as_marc()
        if len(data) <= LONGEST_RECORD and len(field.as_marc("utf-8")) <= LONGEST_FIELD:
            return data
        record.remove_field(field)
    return b""


# ---- the fields ---------------------------------------------------------------------------------


def _leader(record: Record) -> str:
    return f"00000n{_LEADER.get(record.kind, 'am')} a22000007c 4500"


def _fields(record: Record, url: str, number: str) -> Iterator[Field]:
    yield Field("001", data=number)
    yield Field("003", data=urlsplit(url).hostname or "")
    yield Field("008", data=_fixed(record))
    yield from (_number(one) for one in record.identifiers)
    if record.languages:
        yield _field("041", "0 ", *(("a", code) for code in record.languages))
    yield from _names(record.names)
    yield from _titles(record)
    yield from _descriptions(record)
    yield from _notes(record)
    for subject in record.subjects:
        source = (("0", subject.code), ("2", "local")) if subject.code else ()
        yield _field("650" if subject.code else "653", " 7" if source else "  ",
                     ("a", subject.term), *source)  # fmt: skip
    yield _field("655", " 7", ("a", KINDS[record.kind]), ("2", "local"))
    yield from _links(record, url)


def _fixed(record: Record) -> str:
    """Field 008: the day of entry is not known here, so it is filled with "|"."""
    date = f"s{record.year:04d}" if record.year else "nuuuu"
    language = record.languages[0] if record.languages else "und"
    code = language if len(language) == 3 and language.isascii() else "und"
    return f"||||||{date}    vm {'|' * 17}{code} d"


def _number(one: Identifier) -> Field:
    tag, first, source = _NUMBERS.get(one.scheme, ("024", "8", ""))
    return _field(tag, f"{first} ", ("a", one.value), ("2", source))


def _names(names: tuple[Name, ...]) -> Iterator[Field]:
    main = next((one for one in names if one.role in _FIRST), None)
    for one in names:
        tag = ("1" if one is main else "7") + ("10" if one.organisation else "00")
        role = ROLES.get(one.role, one.role).lower()
        yield _field(tag, "2 " if one.organisation else "0 ",
                     ("a", one.name), ("e", role), ("4", RELATORS.get(one.role, "")))  # fmt: skip


def _titles(record: Record) -> Iterator[Field]:
    has_main = any(one.role in _FIRST for one in record.names)
    yield _field(
        "245",
        "10" if has_main else "00",
        ("a", record.title),
        ("b", record.subtitle),
        ("c", ", ".join(record.authors)),
    )
    yield from (_field("246", "3 ", ("a", other)) for other in record.other_titles)


def _descriptions(record: Record) -> Iterator[Field]:
    if record.edition:
        yield _field("250", "  ", ("a", record.edition))
    imprint = (
        ("a", record.published_in),
        ("b", record.publisher),
        ("c", record.date or str(record.year or "")),
    )
    if any(text for _code, text in imprint):
        yield _field("264", " 1", *imprint)
    if record.extent:
        yield _field("300", "  ", ("a", record.extent))
    if record.series:
        yield _field("490", "0 ", ("a", record.series))
    if record.host:
        within = host_line(record).removeprefix(record.host).lstrip(", ")
        yield _field("773", "0 ", ("t", record.host), ("g", within))


def _notes(record: Record) -> Iterator[Field]:
    for tag, indicators, text in (
        ("500", "  ", record.notes),
        ("505", "0 ", record.contents),
        ("520", "  ", record.abstract),
    ):
        yield from (_field(tag, indicators, ("a", piece)) for piece in _pieces(text))
    if record.access:
        first = "0 " if record.access == "open" else "1 "
        yield _field("506", first, ("a", ACCESS[record.access]))
    yield from (_field("521", "  ", ("a", one)) for one in record.audiences)
    if record.level:
        yield _field("521", "0 ", ("a", record.level))
    yield from (_field("522", "  ", ("a", one)) for one in record.coverage)
    if record.rights or record.rights_url:
        yield _field("540", "  ", ("a", record.rights), ("u", record.rights_url))


def _links(record: Record, url: str) -> Iterator[Field]:
    yield _field("856", "42", ("u", url), ("y", "Trang của tài liệu"))
    for one in record.links:
        yield _field("856", "40", ("u", one.url), ("q", one.media_type), ("y", one.title))


def _field(tag: str, indicators: str, *values: tuple[str, str]) -> Field:
    """A field of those subfields that have a text."""
    made = [Subfield(code, text.replace("\n", " ")) for code, text in values if text]
    return Field(tag, Indicators(indicators[0], indicators[1]), made)


def _pieces(text: str) -> Iterator[str]:
    """Each paragraph for itself, one that is too long for a field cut between words."""
    for line in text.splitlines():
        piece: list[str] = []
        size = 0
        for word in line.split(" "):
            long = len(word.encode()) + 1
            if piece and size + long > LONGEST_FIELD - 100:
                yield " ".join(piece)
                piece, size = [], 0
            piece.append(word)
            size += long
        yield " ".join(piece)

"""A record as unqualified Dublin Core: the `oai_dc` element that harvesters take.

The fifteen elements follow https://www.dublincore.org/specifications/dublin-core/dces/, the
container http://www.openarchives.org/OAI/2.0/oai_dc.xsd. Names stay in the order they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from content.catalogue.record import KINDS, Identifier, Record, clean

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
# Kind → DCMI Type (https://www.dublincore.org/specifications/dublin-core/dcmi-type-vocabulary/).
TYPES = {"am-thanh": "Sound", "video": "MovingImage", "hinh-anh": "StillImage"}
# Who made a work; all other names took part in it.
_MAKERS = frozenset({"author", "issuer"})


def oai_dc(record: Record, *, url: str, files: Sequence[str] = ()) -> Any:
    """The `oai_dc:dc` element (lxml) of a record.

    url: the whole address of its page on this hub, its first identifier. files: whole addresses
    of files of our own that hold the work.
    """
    root = etree.Element(
        f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}, attrib=_place_of_schema()
    )
    for name, text in elements(record, url=url, files=files):
        etree.SubElement(root, f"{{{DC}}}{name}").text = text
    return root


def xml(record: Record, *, url: str, files: Sequence[str] = ()) -> bytes:
    """The element of `oai_dc` as a file of its own, UTF-8."""
    root = oai_dc(record, url=url, files=files)
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return whole


def elements(record: Record, *, url: str, files: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """(element, text) of the fifteen elements, in their usual order, none empty or repeated."""
    sound = clean(record)  # XML has no place for control characters
    seen = set()
    for pair in _elements(sound, url, files):
        if pair[1] and pair not in seen:
            seen.add(pair)
            yield pair


def _elements(record: Record, url: str, files: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield "title", record.whole_title
    yield from (("title", other) for other in record.other_titles)
    for one in record.names:
        yield ("creator" if one.role in _MAKERS else "contributor"), one.name
    yield from (("subject", one.term) for one in record.subjects)
    yield "description", record.abstract
    yield "description", record.contents
    yield "publisher", record.publisher
    yield "date", record.date or str(record.year or "")
    yield "type", TYPES.get(record.kind, "Text")
    yield "type", KINDS[record.kind]
    yield from (("format", one.media_type) for one in record.links)
    yield "format", record.extent
    yield "identifier", url
    yield from (("identifier", address) for address in files)
    yield from (("identifier", named(one)) for one in record.identifiers)
    yield "source", host_line(record)
    yield from (("language", code) for code in record.languages)
    yield from (("relation", one.url) for one in record.links)
    yield "relation", record.series
    yield from (("coverage", one) for one in record.coverage)
    yield "rights", record.rights
    yield "rights", record.rights_url


def named(one: Identifier) -> str:
    """A number with its scheme, as a URI where there is one: what `identifiers.read` reads."""
    if one.scheme == "doi":
        return f"https://doi.org/{one.value}"
    if one.scheme in ("isbn", "issn"):
        return f"urn:{one.scheme.upper()}:{one.value}"
    return f"hdl:{one.value}" if one.scheme == "handle" else one.value


def host_line(record: Record) -> str:
    """What the work is part of, in one line: "Tạp chí Mẫu, tập 3, số 2, tr. 12-20"."""
    if not record.host:
        return ""
    volume = f"tập {record.volume}" if record.volume else ""
    issue = f"số {record.issue}" if record.issue else ""
    pages = f"tr. {record.pages}" if record.pages else ""
    return ", ".join(filter(None, [record.host, volume, issue, pages]))


def _place_of_schema() -> dict[str, str]:
    return {f"{{{XSI}}}schemaLocation": f"{OAI_DC} {SCHEMA}"}

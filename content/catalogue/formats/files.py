"""Which format a file has, by what it holds, and its records. Pure but for sheets.

A workbook is unpacked in a process of its own (`content.reading.tables`).
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

from content.catalogue.formats import dublin_core, marc, oai, opds, tables, xml
from content.catalogue.record import Refused, Taken
from content.errors import BadInput
from content.reading.tables import tables_of_file

MOST_BYTES = 200 * 2**20
_ISO_2709 = re.compile(rb"\s*[0-9 ]{5}[a-z ][a-z ][a-z ]..[0-9 ]{2}")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s>/]")
FORMATS = {
    "marc": "MARC21 (ISO 2709)",
    "marcxml": "MARCXML",
    "dc": "Dublin Core",
    "oai": "OAI-PMH",
    "opds": "OPDS",
    "table": "Bảng (CSV, Excel)",
}


def format_of(data: bytes) -> str:
    """A key of `FORMATS`; what is neither MARC nor XML is taken for a table."""
    if _ISO_2709.match(data[:40]):
        return "marc"
    head = xml.text_of(data[:65_536])
    if not head.startswith("<"):
        return "table"
    names = {found[1] for found in _ROOT.finditer(head)}
    if "OAI-PMH" in names:
        return "oai"
    if "feed" in names:
        return "opds"
    return "marcxml" if names & {"leader", "datafield", "controlfield", "collection"} else "dc"


def read(name: str, data: bytes) -> Iterator[Taken | Refused]:
    """The records of a file; BadInput, one sentence, for what cannot be read at all."""
    if not data.strip():
        raise BadInput(f"“{name}” là tệp rỗng.")
    if len(data) > MOST_BYTES:
        raise BadInput(f"“{name}” lớn hơn 200 MB; hãy chia làm mấy tệp.")
    items = _read(format_of(data), name, data)
    first = next(items, None)  # here, so that nothing is begun for a file that cannot be read
    if first is None:
        raise BadInput(
            f"“{name}” không có bản ghi nào đọc được; nhận MARC21, MARCXML, Dublin Core, "
            "CSV và Excel."
        )
    return itertools.chain([first], items)


def _read(format_: str, name: str, data: bytes) -> Iterator[Taken | Refused]:
    if format_ == "marc":
        return marc.read(io.BytesIO(data))
    if format_ == "marcxml":
        return marc.read_xml(data)
    if format_ == "oai":
        return iter(oai.records(data).items)
    if format_ == "opds":
        return iter(opds.read(data, "").items)
    if format_ == "dc":
        return dublin_core.read_file(data)
    return tables.read(tables_of_file(name, data, tables.MOST_ROWS))

"""The package of a workbook or a presentation: its parts and how they name each other. Pure."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any
from urllib.parse import unquote

from lxml import etree

from content.errors import BadInput
from content.reading.archives import ZIP_FAULTS, check_size

_MOST_ENTRIES = 10_000
MOST_PART = 40 * 2**20  # bytes of one XML part; a tree of it takes many times as much
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO's strict dialect says the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main",
     b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/presentationml/main",
     b"http://schemas.openxmlformats.org/presentationml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/main",
     b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
)  # fmt: skip


class Parts:
    """An opened package. Parts are read when they are asked for; nothing outside is opened."""

    def __init__(self, data: bytes, title: str) -> None:
        """title: what the file is called in a refusal. BadInput for a broken or swollen one."""
        self._title = title
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except ZIP_FAULTS:
            raise self.broken() from None
        fault = check_size(infos, len(data), most_entries=_MOST_ENTRIES)
        if fault:
            raise BadInput(fault)
        self._infos = {info.filename: info for info in infos}

    def broken(self) -> BadInput:
        """The refusal of a file that is not whole."""
        return BadInput(f"{self._title} bị hỏng; hãy mở tệp, lưu lại rồi nạp lại.")

    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._infos)

    def size(self, part: str) -> int:
        """Unpacked bytes of a part; 0 for one that is not there."""
        info = self._infos.get(part)
        return info.file_size if info else 0

    def bytes_of(self, part: str) -> bytes:
        """A part as it is; empty for one that is not there."""
        info = self._infos.get(part)
        if info is None:
            return b""
        try:
            return self._zip.read(info)
        except ZIP_FAULTS:
            raise self.broken() from None

    def xml_of(self, part: str) -> bytes:
        """A part of XML that declares nothing of its own."""
        if self.size(part) > MOST_PART:
            raise BadInput(f"{self._title} quá dài; hãy chia nhỏ.")
        data = self.bytes_of(part)
        head = data[:65_536].replace(b"\x00", b"").upper()
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise BadInput("bên trong có khai báo DOCTYPE, không được phép; hãy xuất lại tệp.")
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        return data

    def tree(self, part: str) -> Any:
        """The root of a part of XML; None for one that is not there."""
        data = self.xml_of(part)
        if not data:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(data, parser)
        except etree.LxmlError:
            raise self.broken() from None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part names: id → (last word of its type, name of a part; "" for one outside)."""
        folder, name = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for entry in () if root is None else root.iter(_RELATIONS):
            kind = (entry.get("Type") or "").rsplit("/", 1)[-1]
            target = unquote(entry.get("Target") or "")
            inside = entry.get("TargetMode") != "External"
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found[entry.get("Id") or ""] = (kind, posixpath.normpath(path) if inside else "")
        return found

    def targets(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part names."""
        return [path for found, path in self.relations(part).values() if found == kind and path]

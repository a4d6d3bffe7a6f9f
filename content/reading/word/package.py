"""The package of a Word file: its parts and how they name each other. Nothing outside is opened."""

from __future__ import annotations

import io
import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from content.errors import BadInput
from content.reading.archives import ZIP_FAULTS, check_size
from content.reading.word.names import q

_MOST_ENTRIES = 10_000
_MOST_PART = 30 * 1024 * 1024  # bytes of one XML part; a tree of it takes many times as much
_MAIN = "word/document.xml"
# The parser has no memory left, or met a text longer than any it takes.
_TOO_MUCH = (etree.ErrorTypes.ERR_NO_MEMORY, 114)
# ISO's strict dialect says the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/",
     b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """How one part names another. kind: last word of its type ("image", "header"); target: the

    name of a part, or, where `outside`, an address that is never opened.
    """

    kind: str
    target: str
    outside: bool


class Package:
    """An opened Word file. Parts are read when they are asked for."""

    def __init__(self, data: bytes) -> None:
        """BadInput for a broken or dangerous package."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {info.filename.lower(): info for info in self._zip.infolist()}
            self._check(len(data))
        except ZIP_FAULTS:
            raise broken() from None
        self._trees: dict[str, Any] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self.main = self._main()

    def has(self, part: str) -> bool:
        """Is there a part of this name?"""
        return part.lower() in self._infos

    def size(self, part: str) -> int:
        """Bytes of a part as it declares them; 0 without it."""
        info = self._infos.get(part.lower())
        return info.file_size if info else 0

    def bytes_of(self, part: str) -> bytes:
        """A part as it stands; empty without it. BadInput when it is broken."""
        info = self._infos.get(part.lower())
        if info is None:
            return b""
        try:
            with self._zip.open(info) as opened:
                return opened.read(info.file_size)
        except ZIP_FAULTS:
            raise broken() from None

    def tree(self, part: str) -> Any:
        """The root element of an XML part; None without it. BadInput when it is broken."""
        if part not in self._trees:
            self._trees[part] = _parsed(self.bytes_of(part)) if self.has(part) else None
        return self._trees[part]

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part names, by the ids it uses; the package itself is the part ""."""
        if part not in self._relations:
            folder, name = posixpath.split(part)
            root = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
            found = root.iter(q("rel:Relationship")) if root is not None else ()
            self._relations[part] = {e.get("Id", ""): _relation(e, folder) for e in found}
        return self._relations[part]

    def named(self, part: str, kind: str) -> list[str]:
        """Names of the parts that a part names as of a kind; only those that are there."""
        found = self.relations(part).values()
        return [r.target for r in found if r.kind == kind and not r.outside and self.has(r.target)]

    def _main(self) -> str:
        named = self.named("", "officeDocument")
        return named[0] if named else _MAIN

    def _check(self, packed: int) -> None:
        """Sizes before anything is unpacked, and no document type in any part (entity bombs)."""
        infos = self._zip.infolist()
        fault = check_size(infos, packed, most_entries=_MOST_ENTRIES)
        if fault:
            raise BadInput(f"tệp Word {fault}")
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels")):
                if info.file_size > _MOST_PART:
                    raise too_long()
                with self._zip.open(info) as part:
                    text = part.read(_MOST_PART).replace(b"\x00", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise _declared()


def _relation(element: Any, folder: str) -> Relation:
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    target = element.get("Target", "").strip()
    if element.get("TargetMode", "").lower() == "external":
        return Relation(kind, target, outside=True)
    path = unquote(target).replace("\\", "/")
    path = posixpath.normpath(path if path.startswith("/") else posixpath.join(folder, path))
    return Relation(kind, path.lstrip("/"), outside=False)


def _parsed(data: bytes) -> Any:
    """The tree of an XML part: no document type, no entity, nothing fetched, at most 256 deep."""
    if len(data) > _MOST_PART:
        raise too_long()
    if b"purl.oclc.org/ooxml/" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise BadInput(
                "tệp Word lồng nhau quá sâu nên không đọc được; hãy sao chép phần chữ sang một tệp "
                "Word mới rồi nạp lại."
            ) from None
        raise (too_long() if error.code in _TOO_MUCH else broken()) from None
    if root.getroottree().docinfo.doctype:
        raise _declared()
    return root


def broken() -> BadInput:
    """What is said of a file that no reader can make sense of."""
    return BadInput("tệp Word bị hỏng, không đọc được; hãy mở bằng Word và lưu lại.")


def too_long() -> BadInput:
    """What is said of a file whose text would be longer than any book."""
    return BadInput("tệp Word dài quá mức đọc được; hãy chia nhỏ.")


def _declared() -> BadInput:
    return BadInput("tệp Word có khai báo DOCTYPE; không được phép.")

"""Pictures of a Word file: named in the order they stand, none fetched from outside. Pure."""

from __future__ import annotations

import re

from content.reading.result import Picture
from content.reading.word.leftovers import Leftovers
from content.reading.word.package import Package
from content.vietnamese import tidy

_MOST = 300
_MOST_BYTES = 60 * 2**20  # of all pictures of one file together
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_LONGEST_ALT = 300
# What programs write by themselves says nothing to a person who cannot see the picture.
_MACHINE_ALT = re.compile(
    r"(?:Description automatically generated|Mô tả được tạo tự động)[^.]*\.?"
    r"|^\S*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)$"
    r"|^(?:Picture|Image|Hình ảnh|Ảnh)\s*\d+$",
    re.IGNORECASE,
)


class Pictures:
    """The pictures that the text has shown so far."""

    def __init__(self, package: Package, leftovers: Leftovers) -> None:
        self._package = package
        self._leftovers = leftovers
        self._named: dict[str, str] = {}
        self._bytes = 0
        self.found: list[Picture] = []

    def name(self, part: str, alt: str) -> str:
        """The name under which the text shows a picture; empty when it cannot be shown.

        The same picture keeps its name wherever it stands.
        """
        if part not in self._named:
            self._named[part] = self._take(part, alt)
        return self._named[part]

    def _take(self, part: str, alt: str) -> str:
        size = self._package.size(part)
        if not size:
            return self._left("lost pictures")
        if len(self.found) >= _MOST or self._bytes + size > _MOST_BYTES:
            return self._left("large pictures")
        data = self._package.bytes_of(part)
        ending = _ending(data)
        if not ending:
            return self._left("metafiles")
        self._bytes += size
        name = f"hinh-{len(self.found) + 1}.{ending}"
        self.found.append(Picture(name, data, alt))
        if not alt:
            self._leftovers.count("no alt")
        return name

    def _left(self, why: str) -> str:
        self._leftovers.count(why)
        return ""


def written_alt(*candidates: str | None) -> str:
    """The first description that a person wrote, on one line; else ""."""
    for text in candidates:
        kept = _MACHINE_ALT.sub("", re.sub(r"\s+", " ", tidy(text or "")).strip()).strip()
        if kept:
            return kept if len(kept) <= _LONGEST_ALT else kept[: _LONGEST_ALT - 1] + "…"
    return ""


def _ending(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for start, ending in _SIGNATURES if data.startswith(start)), "")

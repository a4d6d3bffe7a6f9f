"""The ZIP of a set: entries in order, bytes that are the same each time, a size known beforehand.

Pages are squeezed; attached files go in as they are, for nearly all of them are squeezed inside,
so the size follows from theirs without reading one of them.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from content.errors import HubError

Stamp = tuple[int, int, int, int, int, int]
SUMS = "SHA256SUMS.txt"
_LEVEL = 9
_PIECE = 1024 * 1024
_LOCAL, _CENTRAL, _END = 30, 46, 22  # bytes of the ZIP format's fixed records
_FAR_ENTRY, _FAR_END = 12, 76  # what they grow by beyond 2 GiB
FAR = zipfile.ZIP64_LIMIT
MOST_ENTRIES = zipfile.ZIP_FILECOUNT_LIMIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the ZIP: its ASCII name, and either its bytes or where they lie."""

    name: str
    sha256: str
    size: int
    data: bytes | None = None
    source: Path | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """What the ZIP will be: the hash of its content, its exact size in bytes, its files."""

    key: str
    size: int
    count: int


def page(name: str, data: bytes) -> Entry:
    """An entry of bytes at hand."""
    return Entry(name, hashlib.sha256(data).hexdigest(), len(data), data=data)


def with_sums(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, and behind them the file that `sha256sum -c` checks them with."""
    lines = []
    for entry in entries:
        lines.append(f"{entry.sha256}  {entry.name}\n")
        yield entry
    yield page(SUMS, "".join(lines).encode())


def survey(entries: Iterable[Entry], stamp: Stamp) -> Survey:
    """Key and size of the ZIP that `write` makes of the same entries; no file is read."""
    content = hashlib.sha256(repr(stamp).encode())
    offset = central = count = 0
    for entry in entries:
        content.update(_line(entry))
        name = len(entry.name.encode("ascii"))
        central += _CENTRAL + name + (_FAR_ENTRY if offset > FAR else 0)
        offset += _LOCAL + name + _packed(entry)
        count += 1
    is_far = offset > FAR or count > MOST_ENTRIES
    end = _END + (_FAR_END if is_far else 0)
    return Survey(content.hexdigest(), offset + central + end, count)


def write(out: IO[bytes], entries: Iterable[Entry], stamp: Stamp) -> str:
    """Write the ZIP to a file that can be sought in, and return the key of what was written.

    HubError when a file on the disk is not what its hash says.
    """
    content = hashlib.sha256(repr(stamp).encode())
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            content.update(_line(entry))
            info = zipfile.ZipInfo(entry.name, stamp)
            info.create_system, info.external_attr = 3, 0o644 << 16
            if entry.data is not None:
                archive.writestr(info, entry.data, zipfile.ZIP_DEFLATED, _LEVEL)
            else:
                _copy(archive, info, entry)
    return content.hexdigest()


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, entry: Entry) -> None:
    assert entry.source is not None
    info.file_size = entry.size
    found = hashlib.sha256()
    with entry.source.open("rb") as file, archive.open(info, "w") as target:
        while piece := file.read(_PIECE):
            found.update(piece)
            target.write(piece)
    if found.hexdigest() != entry.sha256:
        raise HubError(f"Tệp {entry.name} trên đĩa không còn nguyên; hãy khôi phục từ bản sao lưu.")


def _packed(entry: Entry) -> int:
    if entry.data is None:
        return entry.size
    squeezer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return len(squeezer.compress(entry.data)) + len(squeezer.flush())


def _line(entry: Entry) -> bytes:
    return f"{entry.name}\n{entry.size}\n{entry.sha256}\n".encode()

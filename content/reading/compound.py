"""Compound files (OLE2), which Word 97 and its time wrote: names of their streams, and beginnings.

Pure, and only as much of [MS-CFB] as telling files apart needs; what is broken reads as empty.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on a sector's number is a mark, not a place
_MOST_SECTORS = 400_000
_MOST_ENTRIES = 20_000
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Compound:
    """The streams and storages of a compound file by their last names."""

    names: frozenset[str]
    _data: bytes = b""
    _streams: dict[str, tuple[int, int]] = field(default_factory=dict)
    _sector: int = 512
    _table: tuple[int, ...] = ()
    _small_table: tuple[int, ...] = ()
    _small: bytes = b""

    def beginning(self, name: str, length: int) -> bytes:
        """The first bytes of a stream; fewer, or none, where it is shorter, broken or missing."""
        start, size = self._streams.get(name, (_END, 0))
        wanted = min(length, size)
        if size < 4096 and self._small:
            return _chained(self._small, self._small_table, start, 64, 0, wanted)
        return _chained(self._data, self._table, start, self._sector, self._sector, wanted)


def read(data: bytes) -> Compound:
    """The directory of a compound file; an empty one when the bytes are no such file."""
    try:
        return _read(data)
    except (struct.error, IndexError, ValueError):
        return Compound(frozenset())


def _read(data: bytes) -> Compound:
    if not data.startswith(SIGNATURE):
        return Compound(frozenset())
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return Compound(frozenset())
    size = 1 << shift
    table = _allocation(data, size)
    first_directory, first_small = struct.unpack_from("<I8xI", data, 48)
    directory = _chained(data, table, first_directory, size, size, _MOST_ENTRIES * 128)
    names: set[str] = set()
    streams: dict[str, tuple[int, int]] = {}
    root = (_END, 0)
    for name, kind, start, length in _entries(directory):
        names.add(name)
        if kind == _STREAM:
            streams.setdefault(name, (start, length))
        elif kind == _ROOT:
            root = (start, length)
    small = _chained(data, table, root[0], size, size, min(root[1], len(data)))
    small_table = _chained(data, table, first_small, size, size, len(data))
    small_numbers = _numbers(small_table)
    return Compound(frozenset(names), data, streams, size, table, small_numbers, small)


def _allocation(data: bytes, size: int) -> tuple[int, ...]:
    """The table that says which sector follows which."""
    places = list(struct.unpack_from("<109I", data, 76))
    more, count = struct.unpack_from("<II", data, 68)
    while more < _END and count > 0 and len(places) < _MOST_SECTORS // 128:
        block = _numbers(_at(data, more, size))
        if not block:
            break
        places.extend(block[:-1])
        more, count = block[-1], count - 1
    table: list[int] = []
    for place in places:
        if place < _END:
            table.extend(_numbers(_at(data, place, size)))
        if len(table) > _MOST_SECTORS:
            break
    return tuple(table)


def _entries(directory: bytes) -> Iterator[tuple[str, int, int, int]]:
    """(name, kind, first sector, length) of each entry in use."""
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield name, kind, start, size


def _at(data: bytes, number: int, size: int) -> bytes:
    return data[(number + 1) * size : (number + 2) * size]


def _numbers(block: bytes) -> tuple[int, ...]:
    whole = len(block) // 4
    return struct.unpack(f"<{whole}I", block[: whole * 4])


def _chained(
    data: bytes, table: tuple[int, ...], start: int, size: int, offset: int, wanted: int
) -> bytes:
    """The first bytes of a chain of sectors; a loop ends with the bytes that were wanted."""
    out = bytearray()
    while start < _END and start < len(table) and len(out) < wanted:
        block = data[offset + start * size : offset + (start + 1) * size]
        if not block:
            break
        out += block
        start = table[start]
    return bytes(out[:wanted])

"""ZIP files written byte by byte, so that they may lie; a gigabyte that packs into a megabyte."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

_MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Part:
    """One entry as it will stand, true or not. at: where the list says it lies; None: truly."""

    name: bytes
    packed: bytes
    size: int
    checksum: int = 0
    method: int = 8
    flags: int = 0x800
    rights: int = 0o100644
    at: int | None = None


def part(name: str, data: bytes) -> Part:
    """An honest entry."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(name.encode(), packer.compress(data) + packer.flush(), len(data), zlib.crc32(data))


def swollen(name: str, megabytes: int, before: bytes = b"", filling: bytes = b" ") -> Part:
    """An entry of many megabytes of the same byte behind a beginning, made in an instant."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(filling * _MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)
    return Part(
        name.encode(), head + block * megabytes + b"\x03\x00", len(before) + megabytes * _MEGABYTE
    )


def lying(entry: Part, size: int) -> Part:
    """The same entry with another size in the list of entries."""
    return replace(entry, size=size)


def zipped(parts: Sequence[Part]) -> bytes:
    """The archive of these entries."""
    out, listed = bytearray(), bytearray()
    for entry in parts:
        at = len(out) if entry.at is None else entry.at
        sizes = (entry.checksum, len(entry.packed), entry.size, len(entry.name), 0)
        common = struct.pack("<HHHHHIIIHH", 20, entry.flags, entry.method, 0, 0, *sizes)
        if entry.at is None:
            out += b"PK\x03\x04" + common + entry.name + entry.packed
        listed += b"PK\x01\x02" + struct.pack("<H", 0x0314) + common
        listed += struct.pack("<HHHII", 0, 0, 0, entry.rights << 16, at) + entry.name
    count = min(len(parts), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(listed), len(out), 0)
    return bytes(out + listed + b"PK\x05\x06" + end)


def honest(files: Mapping[str, bytes]) -> bytes:
    """A plain archive of files."""
    return zipped([part(name, data) for name, data in files.items()])

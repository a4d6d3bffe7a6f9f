"""How many pixels a picture says it has, read from its first bytes. Pure.

For what is only to be counted: nothing is decoded, and what decodes it asks anew.
"""

from __future__ import annotations

import struct

# A kind whose head is not read here, or a broken head: what a telephone's camera makes.
UNKNOWN = 12_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a body


def pixels(data: bytes) -> int:
    """Width times height of a PNG, JPEG or GIF; UNKNOWN for anything else."""
    try:
        if data.startswith(_PNG):
            width, height = struct.unpack_from(">II", data, 16)
        elif data.startswith(b"\xff\xd8"):
            width, height = _jpeg(data)
        elif data.startswith(b"GIF8"):
            width, height = struct.unpack_from("<HH", data, 6)
        else:
            return UNKNOWN
    except (struct.error, IndexError):
        return UNKNOWN
    return int(width * height) or UNKNOWN


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if marker == 0xFF:  # filling
            at += 1
            continue
        at += 2 if marker in _BARE else 2 + max(struct.unpack_from(">H", data, at + 2)[0], 2)
    raise IndexError("no frame")

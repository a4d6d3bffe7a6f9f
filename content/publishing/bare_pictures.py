"""Whether a JPEG or WebP holds a picture and nothing else; such a one is kept byte for byte. Pure.

Encoding these anew loses a little each time, so a file that went out in a dump and came back would
never be the same again.
"""

from __future__ import annotations

import struct

# The tables of a picture, its frame and its scans.
_JPEG_TABLES = frozenset({0xC4, 0xDB, 0xDD, 0xDA, *(0xC0 + n for n in (0, 1, 2, 3))})
_JFIF, _ICC, _ADOBE = 0xE0, 0xE2, 0xEE
_WEBP_CHUNKS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})


def is_bare(data: bytes, ending: str) -> bool:
    """Whether there is no EXIF, XMP, comment, thumbnail, nor anything behind the picture's end.

    ending: ".jpg" or ".webp"; False for any other. The caller has decoded the picture.
    """
    try:
        if ending == ".jpg":
            return _is_bare_jpeg(data)
        return ending == ".webp" and _is_bare_webp(data)
    except (struct.error, IndexError):
        return False


def _is_bare_jpeg(data: bytes) -> bool:
    at = 2
    while data[:2] == b"\xff\xd8" and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2 == len(data)
        (size,) = struct.unpack_from(">H", data, at + 2)
        if not _is_of_picture(marker, data[at + 4 : at + 2 + size]):
            return False
        at += 2 + size
        if marker == 0xDA:
            at = _end_of_scan(data, at)
    return False


def _is_of_picture(marker: int, body: bytes) -> bool:
    if marker == _JFIF:
        return body.startswith(b"JFIF\x00") and len(body) == 14  # longer ones hold a thumbnail
    if marker == _ICC:
        return body.startswith(b"ICC_PROFILE\x00")
    if marker == _ADOBE:
        return body.startswith(b"Adobe") and len(body) == 12
    return marker in _JPEG_TABLES


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands; stuffed bytes and restarts belong to the scan."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            return len(data)
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2


def _is_bare_webp(data: bytes) -> bool:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return False
    (size,) = struct.unpack_from("<I", data, 4)
    at = 12
    while at < len(data):
        (length,) = struct.unpack_from("<I", data, at + 4)
        if data[at : at + 4] not in _WEBP_CHUNKS:
            return False
        at += 8 + length + length % 2
    return bool(at == len(data) and size + 8 == at)

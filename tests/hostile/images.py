"""Pictures that bite."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.hostile.bites import Bait, Bite, bite

_TOO_LARGE = "triệu điểm ảnh"
_BROKEN = "hỏng|điểm ảnh|không nhận ra"


def all_of_them() -> Iterator[Bite]:
    """Every one of them."""
    yield bite("88.png", _TOO_LARGE, "88 megapixels in 11 kB", lambda _: png(9400, 9400))
    yield bite("88.tif", _TOO_LARGE, "the same as a scan", lambda _: _tiff(9400, 9400))
    size = struct.pack("<I", 9399 | 9399 << 14)
    start = b"RIFF\x20\0\0\0WEBPVP8L\x13\0\0\0\x2f"
    yield bite("88.webp", f"{_TOO_LARGE}|{_BROKEN}", "the same as a WebP", start + size + bytes(15))
    yield bite("2-mu-31.png", _BROKEN, "a side of 2^31 pixels", _png_head(2**31 - 1, 2**31 - 1))
    yield bite("49.png", "?", "49 megapixels of four bytes each: as much as is taken", _flat)
    yield bite("chunk.png", "?", "a hidden text of 300 MB", lambda _: _png_with_text())
    yield bite("khung.gif", "GIF", "100,000 frames; no kind of page", lambda _: gif(100_000))
    yield bite(
        "vong.tif", "", "a list of pages that leads back to itself: it has one page", _ring()
    )
    yield bite("dai.tif", _BROKEN, "a field of four milliard values", _long_field())
    yield bite("lon.bmp", "BMP|điểm ảnh|hỏng", "a head of two milliard pixels", _bmp())
    whole = _jpeg()
    yield bite("cut.jpg", "?", "cut in the middle", whole[: len(whole) // 2])
    for ending, kind in ((".png", "PNG"), (".tif", "TIFF"), (".webp", "WEBP")):
        picture = _jpeg(kind)
        yield bite(f"cut{ending}", "?", "cut in the middle", picture[: len(picture) // 2])
    head = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    yield bite("lon.jpg", _BROKEN, "65,535 by 65,535 pixels in twenty bytes", head)
    yield bite("hoat.svg", "SVG", "a script, an address and a file in a drawing", _svg)
    yield bite("svg.png", "SVG", "the same under the name of a picture", _svg)
    yield bite(
        "js.gif", "GIF", "a picture that is a script, too", b"GIF89a/*" + bytes(90) + b"*/=1;"
    )
    webp = b"RIFF\xff\xff\xff\x7fWEBPVP8X\n\x00\x00\x00\x02\x00\x00\x00" + b"\xff" * 6
    yield bite("lon.webp", _BROKEN, "a canvas of 16 million by 16 million", webp)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png_head(width: int, height: int, depth: int = 1, colours: int = 0) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colours, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head


def png(width: int, height: int) -> bytes:
    """A white picture of one bit for each pixel."""
    row = b"\x00" + b"\xff" * ((width + 7) // 8)
    data = _chunk(b"IDAT", zlib.compress(row * height, 9))
    return _png_head(width, height) + data + _chunk(b"IEND", b"")


def _flat(_bait: Bait) -> bytes:
    row = b"\x00" + bytes(7000 * 4)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(7000)) + packer.flush()
    return _png_head(7000, 7000, 8, 6) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _png_with_text() -> bytes:
    hidden = _chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(300 * 2**20), 1))
    return png(800, 800).replace(b"\x00\x00\x00\x00IEND", hidden + b"\x00\x00\x00\x00IEND")


def gif(frames: int) -> bytes:
    """An animation of many frames of one pixel."""
    frame = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    head = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    return head + (b"\x21\xf9\x04\x00\x01\x00\x00\x00" + frame) * frames + b"\x3b"


def _fields(*fields: tuple[int, int, int, int]) -> bytes:
    return struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", *f) for f in fields)


def _ring() -> bytes:
    """A TIFF of one page of 400 by 400 whose next page is the first again."""
    strip = 8 + 2 + 9 * 12 + 4
    page = _fields(
        (256, 3, 1, 400), (257, 3, 1, 400), (258, 3, 1, 1), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, strip), (277, 3, 1, 1), (278, 3, 1, 400), (279, 4, 1, 20_000),
    )  # fmt: skip
    return b"II*\x00\x08\x00\x00\x00" + page + struct.pack("<I", 8) + bytes(20_000)


def _tiff(width: int, height: int) -> bytes:
    """A black picture of one bit for each pixel, in one deflated strip."""
    strip = zlib.compress(bytes((width + 7) // 8 * height), 9)
    at = 8 + 2 + 9 * 12 + 4
    page = _fields(
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 1), (259, 3, 1, 8), (262, 3, 1, 1),
        (273, 4, 1, at), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, len(strip)),
    )  # fmt: skip
    return b"II*\x00\x08\x00\x00\x00" + page + bytes(4) + strip


def _long_field() -> bytes:
    page = _fields((256, 3, 1, 400), (257, 3, 1, 400), (273, 4, 0xFFFFFFFF, 8))
    return b"II*\x00\x08\x00\x00\x00" + page + bytes(4)


def _bmp() -> bytes:
    info = struct.pack("<IiiHHIIiiII", 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 2**31 - 1, 0, 0, 54) + info


def _jpeg(kind: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 900), 80).save(out, kind)
    return out.getvalue()


def _svg(bait: Bait) -> bytes:
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' "
        f"onload='fetch(\"{bait.url}\")'><script>fetch('{bait.url}')</script>"
        f"<image xlink:href='{bait.file.as_uri()}'/><image href='{bait.url}'/></svg>"
    ).encode()

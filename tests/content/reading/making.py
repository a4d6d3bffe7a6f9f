"""Files of office programs made by hand, down to the links that a reader must not follow."""

from __future__ import annotations

import io
import struct
import zipfile

from PIL import Image

from content.reading import compound

_SPACES = " ".join(
    f'xmlns:{name}="{space}"'
    for name, space in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
        "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def odf(kind: str, body: str, *, before: str = "", locked: bool = False) -> bytes:
    """An OpenDocument file. kind: "text", "spreadsheet" or "presentation"."""
    mime = f"application/vnd.oasis.opendocument.{kind}"
    crypt = "<manifest:encryption-data/>" if locked else ""
    return zipped(
        {
            "mimetype": mime,
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{before}'
            f'<office:document-content {_SPACES} office:version="1.2"><office:body>'
            f"<office:{kind}>{body}</office:{kind}></office:body></office:document-content>",
            "META-INF/manifest.xml": '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry '
            f'manifest:full-path="content.xml" manifest:media-type="text/xml">{crypt}'
            "</manifest:file-entry></manifest:manifest>",
        }
    )


def frame(inner: str) -> str:
    return f'<draw:frame svg:width="3cm" svg:height="3cm">{inner}</draw:frame>'


def linked(address: str) -> str:
    return frame(f'<draw:image xlink:href="{address}" xlink:type="simple"/>')


def picture(colour: str = "red", size: tuple[int, int] = (40, 40), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def ole(*names: str, streams: dict[str, bytes] | None = None) -> bytes:
    """A compound file of 512-byte sectors: a table, a directory, and streams of 4096 bytes."""
    streams = streams or {}
    entries = ["Root Entry", *names, *streams]
    directory_sectors = (len(entries) * 128 + 511) // 512
    table = [0xFFFFFFFD]  # the table itself
    table += [*range(2, directory_sectors + 1), 0xFFFFFFFE]
    first = len(table)
    for _ in streams:
        at = len(table)
        table += [*range(at + 1, at + 8), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    directory = b""
    for number, name in enumerate(entries):
        text = name.encode("utf-16-le")
        place = list(streams).index(name) if name in streams else 0
        start, size = (first + 8 * place, 4096) if name in streams else (0xFFFFFFFE, 0)
        kind = 5 if number == 0 else 2 if name in streams else 1
        directory += text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, kind)
        directory += bytes(49) + struct.pack("<II", start, size) + bytes(4)
    header = compound.SIGNATURE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<II", 1, 1) + bytes(4) + struct.pack("<I", 4096)
    header += struct.pack("<IIII", 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return (
        header
        + struct.pack("<128I", *table)
        + directory.ljust(512 * directory_sectors, b"\0")
        + b"".join(data.ljust(4096, b"\0") for data in streams.values())
    )

"""Word files written by hand, part by part, so that a test says exactly what XML it reads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from content.letters.result import Wish
from content.reading.result import Reading
from content.reading.word.document import read

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The smallest PNG there is: one transparent point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)


def package(
    body: str,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    outside: Mapping[str, tuple[str, str]] | None = None,
    main: str = "word/document.xml",
    media: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word file. parts: inner XML of "styles", "numbering", "footnotes", "header1" …

    outside: relation id → (kind, address); media: relation id → bytes of a picture.
    """
    relations = []
    files: dict[str, bytes] = {}
    for name, inner in (parts or {}).items():
        kind = name.rstrip("0123456789")
        relations.append((f"r-{name}", kind, f"{name}.xml", False))
        files[f"word/{name}.xml"] = inner if isinstance(inner, bytes) else _root(name, inner)
    for key, data in (media or {}).items():
        relations.append((key, "image", f"media/{key}.bin", False))
        files[f"word/media/{key}.bin"] = data
    for key, (kind, address) in (outside or {}).items():
        relations.append((key, kind, address, True))
    folder, _, name = main.rpartition("/")
    files[main] = _root("document", f"<w:body>{body}</w:body>")
    files[f"{folder}/_rels/{name}.rels"] = _relations(relations)
    files["_rels/.rels"] = _relations([("r1", "officeDocument", main, False)])
    files["[Content_Types].xml"] = _types([*files], main)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for path, content in files.items():
            target.writestr(path, content)
    return buffer.getvalue()


def reading(body: str, **more: object) -> Reading:
    """A body of raw XML as it is read."""
    return read(package(body, **more), Wish())  # type: ignore[arg-type]


def text_of(body: str, **more: object) -> str:
    """The Markdown of a body of raw XML."""
    return reading(body, **more).text


def p(inner: str, properties: str = "") -> str:
    """A paragraph; inner is XML, or words when it holds no tag."""
    content = inner if "<" in inner or not inner else r(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def table(*rows: list[str], properties: str = "", header: int = 0) -> str:
    """A table; a cell is words, or XML of its inside."""
    made = ""
    for number, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number < header else ""
        made += f"<w:tr>{head}{''.join(map(_cell, row))}</w:tr>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{made}</w:tbl>"


def numbered(num: int, depth: int = 0) -> str:
    """The paragraph property that puts it on a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{num}"/></w:numPr>'


def level(depth: int, format_: str, text: str, more: str = "") -> str:
    """One level of a list."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(levels: str, more_nums: str = "") -> dict[str, str]:
    """The numbering part with one list, number 1."""
    return {
        "numbering": f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more_nums}'
    }


def picture(key: str, described: str = "") -> str:
    """A run with a picture in the line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{described}"/>'
        f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{key}"/>'
        "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _cell(inner: str) -> str:
    return f"<w:tc>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def _root(name: str, inner: str) -> bytes:
    tag = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
    space = "a" if tag == "theme" else "w"
    made = f"<{space}:{tag} {_NAMES}>{inner}</{space}:{tag}>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{made}'.encode()


def _relations(entries: list[tuple[str, str, str, bool]]) -> bytes:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if away else "/>")
        for key, kind, target, away in entries
    )
    return f'<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'.encode()


def _types(paths: list[str], main: str) -> bytes:
    """What each part is; other programs open no file without it."""
    inner = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="bin" ContentType="image/png"/>'
    )
    for path in paths:
        name = path.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
        if path.endswith(".xml"):
            kind = "document.main" if path == main else name
            inner += (
                f'<Override PartName="/{path}" ContentType="application/vnd.openxmlformats-'
                f'officedocument.wordprocessingml.{kind}+xml"/>'
            )
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?><Types xmlns="{space}">{inner}</Types>'.encode()

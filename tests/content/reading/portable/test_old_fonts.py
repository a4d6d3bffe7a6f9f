"""PDF files typed in the fonts of the nineties: told by the font's name, or by the words."""

from __future__ import annotations

from collections.abc import Iterator

import pypdf
import pytest
from pypdf.generic import NameObject

from content.letters.result import Wish
from content.reading.portable.document import read
from content.reading.reader import read_file
from tests.content.reading.portable.making import Sheet, changed, read_pdf, said
from tests.content.reading.portable.old_fonts import old_font
from tests.old_letters import encode

# In TCVN3 ư is what Unicode calls a soft hyphen: two of these lines end with it, one with a hyphen.
LINES = (
    "Bà con trong thôn gửi thư về xã, mong được mượn sách của thư",
    "viện mang về nhà đọc cùng con cháu vào những buổi tối mùa mưa; nếu thư",
    "từ đến chậm thì nhờ trưởng thôn chuyển giúp trong kỳ họp bàn về kinh tế-",
    "xã hội của thôn.",
)
WHOLE = " ".join(LINES).replace("- ", "-")
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times"}


def typed(encoding: str) -> bytes:
    sheet = Sheet()
    sheet.add_font("old", fname=old_font(FONTS[encoding]))
    sheet.set_font("old", size=12)
    for count, line in enumerate(LINES):
        sheet.put(25, 60 + 6 * count, encode(line, encoding))
    return sheet.done()


def renamed(data: bytes, name: str) -> bytes:
    """The file with another name for its fonts."""

    def fonts(writer: pypdf.PdfWriter) -> Iterator[pypdf.generic.DictionaryObject]:
        for found in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
            font = found.get_object()
            yield font
            for inner in font.get("/DescendantFonts", ()):
                yield inner.get_object()
                yield inner.get_object()["/FontDescriptor"].get_object()

    def change(writer: pypdf.PdfWriter) -> None:
        for font in fonts(writer):
            for key in ("/BaseFont", "/FontName"):
                if key in font:
                    font[NameObject(key)] = NameObject(f"/{name}")

    return changed(data, change)


@pytest.mark.parametrize("encoding", FONTS)
def test_the_fonts_name_tells_the_encoding(encoding: str) -> None:
    reading = read_pdf(typed(encoding))
    assert reading.text == WHOLE
    assert [(met.encoding, met.sure, met.by) for met in reading.letters] == [
        (encoding, True, "font")
    ]
    assert "đã đổi sang Unicode" in said(reading)


@pytest.mark.parametrize("encoding", FONTS)
def test_without_a_font_that_tells_the_words_do(encoding: str) -> None:
    reading = read_pdf(renamed(typed(encoding), "ArialMT"))
    assert [(met.encoding, met.by) for met in reading.letters] == [(encoding, "text")]
    assert "mong được mượn sách của" in reading.text


def test_capitals_from_the_fonts_that_have_only_them() -> None:
    sheet = Sheet()
    sheet.add_font("high", fname=old_font(".VnTimeH"))
    sheet.set_font("high", size=12)
    sheet.put(30, 20, encode("ủy ban nhân dân xã mẫu", "tcvn3"))
    sheet.put(100, 20, encode("cộng hòa xã hội chủ nghĩa việt nam", "tcvn3"))
    assert read_pdf(sheet.done()).text.split("\n\n") == [
        "ỦY BAN NHÂN DÂN XÃ MẪU",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


def test_a_person_may_say_that_letters_are_what_they_are() -> None:
    data = typed("tcvn3")
    left = read(data, Wish(letters="unicode"))
    assert (left.letters, "th«n" in left.text) == ((), True)
    assert read_file("a.pdf", data, Wish(letters="tcvn3")).text == WHOLE


def test_hyphens_that_a_file_calls_soft_or_sets_by_itself() -> None:
    sheet = Sheet()
    sheet.put(25, 30, "Giai đoạn 2021\xad2030, kinh tế\xadxã hội, chương trình com\u2010")
    sheet.put(25, 37, "munity và thư e\u2011mail ở xã.")
    assert read_pdf(sheet.done()).text == (
        "Giai đoạn 2021-2030, kinh tế-xã hội, chương trình community và thư e-mail ở xã."
    )

"""Old letters in Word files: the font is found at the run or in any style, and decides."""

from __future__ import annotations

import pytest

from content.letters.result import Wish
from content.reading.word.document import read
from tests.content.reading.word.making import level, numbered, numbering, p, package, r, table

BODY, SAID = "Mçi th«n më mét gãc ®äc s¸ch buæi tèi", "Mỗi thôn mở một góc đọc sách buổi tối"
NOTE, NOTED = "chó thÝch vÒ kÖ s¸ch", "chú thích về kệ sách"
OLD = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'


def style(key: str, kind: str, inner: str, more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{key}" {more}><w:name w:val="{key}"/>'
        f"<w:rPr>{inner}</w:rPr></w:style>"
    )


THEME = (
    '<a:themeElements><a:fontScheme><a:majorFont><a:latin typeface=".VnTimeH"/></a:majorFont>'
    '<a:minorFont><a:latin typeface=".VnTime"/></a:minorFont></a:fontScheme></a:themeElements>'
)
BY_THEME = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
DEFAULTS = f"<w:docDefaults><w:rPrDefault><w:rPr>{OLD}</w:rPr></w:rPrDefault></w:docDefaults>"
PLACES = {
    "run": (p(r(BODY, OLD)), {}),
    "character style": (
        p(r(BODY, '<w:rStyle w:val="c"/>')), {"styles": style("c", "character", OLD)},
    ),
    "paragraph style": (
        p(BODY, '<w:pStyle w:val="a"/>'), {"styles": style("a", "paragraph", OLD)},
    ),
    "default style": (
        p(BODY), {"styles": style("a", "paragraph", OLD, 'w:default="1"')},
    ),
    "defaults of the document": (
        p(BODY),
        {"styles": DEFAULTS},
    ),
    "theme": (p(r(BODY, BY_THEME)), {"theme": THEME}),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_the_font_is_found_wherever_it_is_said(place: str) -> None:
    body, parts = PLACES[place]
    got = read(package(body, parts=parts), Wish())
    assert got.text == SAID
    (met,) = got.letters
    assert (met.encoding, met.sure) == ("tcvn3", True)
    (note,) = got.notes
    assert note.kind == "repaired"
    assert "TCVN3 (ABC)" in note.text
    assert BODY in note.text
    assert SAID in note.text


def test_numbers_notes_and_cells_are_converted_with_the_text() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    articles = level(0, "decimal", "§iÒu %1.").replace("</w:lvl>", f"<w:rPr>{OLD}</w:rPr></w:lvl>")
    parts = {
        **numbering(articles),
        "footnotes": f'<w:footnote w:id="2">{p(r(NOTE, OLD))}</w:footnote>',
    }
    cells = table(["Unicode: Thôn Mẫu", "b"], [p(r(BODY, OLD)), "c"])
    got = read(package(p(r(BODY, OLD) + mark, numbered(1)) + cells, parts=parts), Wish())
    assert got.text == (
        f"Điều 1. {SAID}[^1]\n\n| Unicode: Thôn Mẫu | b |\n| --- | --- |\n| {SAID} | c |\n\n"
        f"[^1]: {NOTED}"
    )


def test_a_person_may_say_that_it_is_unicode() -> None:
    got = read(package(p(r(BODY, OLD))), Wish("unicode"))
    assert (got.text, got.letters) == (BODY, ())


def test_a_letter_in_an_old_font_is_an_official_letter() -> None:
    head = (
        ("ñy ban nh©n d©n", ".VnTimeH"), ("x· mÉu", ".VnTimeH"), ("Sè: 9/KH-UBND", ".VnTime"),
        ("céng hßa x· héi chñ nghÜa viÖt nam", ".VnTimeH"),
        ("§éc lËp - Tù do - H¹nh phóc", ".VnTime"),
    )  # fmt: skip
    body = "".join(p(r(t, OLD.replace(".VnTime", font))) for t, font in head)
    got = read(package(body + p(r(BODY, OLD) + r(" s¸ch", OLD + "<w:b/>"))), Wish())
    assert got.text.split("\n\n")[:3] == ["ỦY BAN NHÂN DÂN", "XÃ MẪU", "Số: 9/KH-UBND"]
    assert got.text.endswith(f"{SAID} sách")

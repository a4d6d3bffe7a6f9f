"""Numbers that Word counts and does not write: formats, levels, restarts, styles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.reading.word.counting import shown
from tests.content.reading.word.making import level, numbered, numbering, p, text_of

_WHERE = '<w:abstractNumId w:val="7"/>'


def lines(body: str, levels: str, nums: str = "", styles: str = "") -> list[str]:
    parts = {**numbering(levels, nums), "styles": styles}
    return text_of(body, parts=parts).replace("\\", "").split("\n\n")


def test_articles_and_clauses_count_as_word_counts_them() -> None:
    levels = (
        level(0, "decimal", "Điều %1.")
        + level(1, "decimal", "%2.")
        + level(2, "lowerLetter", "%3)")
        + level(3, "decimal", "%1.%2.%4")
    )
    places = [0, 1, 2, 2, 1, 0, 1, 3, 3]
    body = "".join(p(f"đoạn {i}", numbered(1, depth)) for i, depth in enumerate(places))
    labels = [line.rsplit(" đoạn", 1)[0] for line in lines(body, levels)]
    assert labels == [
        "Điều 1.", "1.", "a)", "b)", "2.", "Điều 2.", "1.", "2.1.1", "2.1.2",
    ]  # fmt: skip


def test_an_empty_numbered_paragraph_counts_and_shows_nothing() -> None:
    body = p("một", numbered(1)) + p("", numbered(1)) + p("ba", numbered(1))
    assert lines(body, level(0, "upperRoman", "%1.")) == ["I. một", "III. ba"]


def test_a_number_stays_with_words_that_begin_on_the_next_line() -> None:
    body = p("<w:r><w:br/><w:t>một</w:t></w:r>", numbered(1))
    assert lines(body, level(0, "upperRoman", "%1.")) == ["I. một"]


def test_legal_levels_show_figures_and_a_glued_number_stays_glued() -> None:
    levels = level(0, "upperRoman", "%1.") + level(
        1, "lowerLetter", "%1.%2", '<w:isLgl/><w:suff w:val="nothing"/>'
    )
    body = p("Chương", numbered(1)) + p(" mục", numbered(1, 1))
    assert lines(body, levels) == ["I. Chương", "1.1 mục"]
    assert lines(body.replace("> mục", ">mục"), levels)[1] == "1.1mục"


def test_a_level_that_never_begins_anew() -> None:
    levels = level(0, "decimal", "Chương %1.") + level(
        1, "decimal", "Điều %2.", '<w:lvlRestart w:val="0"/>'
    )
    body = "".join(p("x", numbered(1, depth)) for depth in (0, 1, 1, 0, 1))
    assert lines(body, levels) == [
        "Chương 1. x", "Điều 1. x", "Điều 2. x", "Chương 2. x", "Điều 3. x",
    ]  # fmt: skip


def test_a_level_that_begins_anew_only_after_the_first() -> None:
    levels = (
        level(0, "decimal", "%1)")
        + level(1, "decimal", "%1-%2)")
        + level(2, "decimal", "m%3)", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(p("x", numbered(1, depth)) for depth in (0, 1, 2, 1, 2, 0, 2))
    labels = [line.split()[0] for line in lines(body, levels)]
    assert labels == ["1)", "1-1)", "m1)", "1-2)", "m2)", "2)", "m1)"]


def test_another_list_of_the_same_kind_goes_on_or_begins_where_it_says() -> None:
    nums = (
        f'<w:num w:numId="2">{_WHERE}</w:num><w:num w:numId="3">{_WHERE}<w:lvlOverride '
        'w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(p("x", numbered(num)) for num in (1, 1, 2, 3, 3, 1))
    labels = [line.split()[0] for line in lines(body, level(0, "decimal", "%1)"), nums)]
    assert labels == ["1)", "2)", "3)", "5)", "6)", "7)"]


def test_a_list_may_replace_a_level() -> None:
    own = level(0, "upperLetter", "Phụ lục %1:")
    nums = f'<w:num w:numId="2">{_WHERE}<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride></w:num>'
    assert lines(p("x", numbered(2)), level(0, "decimal", "%1)"), nums) == ["Phụ lục A: x"]


def test_numbers_come_from_styles_and_the_styles_they_build_on() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Điều"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoản"/>'
        '<w:basedOn w:val="Dieu"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Khoan"/></w:style>'
    )
    levels = level(0, "decimal", "Điều %1.", '<w:pStyle w:val="Dieu"/>') + level(
        1, "decimal", "%2)", '<w:pStyle w:val="Khoan"/>'
    )
    body = "".join(
        p("x", f'<w:pStyle w:val="{name}"/>') for name in ("Dieu", "Khoan", "Con", "Dieu")
    )
    assert lines(body, levels, styles=styles) == ["Điều 1. x", "1) x", "2) x", "Điều 2. x"]
    off = p("x", '<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert lines(off, levels, styles=styles) == ["x"]


def test_a_list_behind_a_style_of_lists() -> None:
    parts = {
        "numbering": (
            '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="DS"/></w:abstractNum>'
            '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="DS"/>'
            f"{level(0, 'decimal', 'Mục %1:')}</w:abstractNum>"
            '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        )
    }
    assert text_of(p("x", numbered(1)), parts=parts) == "Mục 1: x"


def test_a_newer_format_stands_inside_a_choice() -> None:
    custom = (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt '
        'w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt '
        'w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="Mẫu %1:"/></w:lvl>'
    )
    assert lines(p("x", numbered(1)), custom) == ["Mẫu 001: x"]


def test_a_deleted_end_of_paragraph_is_counted_once() -> None:
    gone = numbered(1) + '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = p("một", numbered(1)) + p("hai ", gone) + p("liền", numbered(1)) + p("ba", numbered(1))
    assert lines(body, level(0, "lowerRoman", "%1)")) == ["i) một", "ii) hai liền", "iii) ba"]


def test_bullets_nest_as_a_list_for_articles() -> None:
    bullets = level(0, "bullet", "\uf0b7") + level(1, "bullet", "o") + level(2, "bullet", "\uf0a7")
    body = "".join(p(f"mục {i}", numbered(1, depth)) for i, depth in enumerate((0, 1, 2, 1, 0)))
    assert text_of(body + p("hết"), parts=numbering(bullets)) == (
        "- mục 0\n    + mục 1\n        + mục 2\n    + mục 3\n- mục 4\n\nhết"
    )


def test_figures_in_a_row_are_a_list_that_markdown_counts() -> None:
    body = p("Trước") + "".join(p(word, numbered(1)) for word in ("một", "hai")) + p("Sau")
    parts = numbering(level(0, "decimal", "%1."))
    assert text_of(body, parts=parts) == "Trước\n\n1. một\n2. hai\n\nSau"


def test_figures_with_texts_between_them_stay_as_they_are_counted() -> None:
    body = p("một", numbered(1)) + p("chen") + p("hai", numbered(1)) + p("ba", numbered(1))
    parts = numbering(level(0, "decimal", "%1."))
    assert text_of(body, parts=parts) == "1\\. một\n\nchen\n\n2\\. hai\n\n3\\. ba"


@pytest.mark.parametrize(
    ("format_", "number", "said"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("lowerLetter", 4, "d"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("vietnameseCounting", 4, "bốn"),
        ("vietnameseCounting", 15, "mười lăm"),
        ("vietnameseCounting", 21, "hai mươi mốt"),
        ("vietnameseCounting", 305, "ba trăm lẻ năm"),
        ("decimalEnclosedCircle", 3, "③"),
        ("none", 3, ""),
        ("một định dạng lạ", 3, "3"),
    ],
)
def test_numbers_in_the_ways_word_shows_them(format_: str, number: int, said: str) -> None:
    assert shown(number, format_) == said


@given(st.integers(), st.sampled_from(["lowerLetter", "upperRoman", "chicago", "custom", "hex"]))
def test_no_number_is_longer_than_a_label_may_be(number: int, format_: str) -> None:
    assert len(shown(number, format_, "001, 002")) <= 40

"""Words and their boxes into the text that a person would read, and by how much a page is askew."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bench import letter, paper
from bench.letter_errors import character_error, distance
from bench.paper import Damage
from content.scans import ordering, tesseract
from content.scans.straightening import skew_of
from content.scans.tesseract import Word

HEAD = (
    "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
)


def line(number: int, *words: tuple[int, str], sure: float = 95.0, block: int = 1) -> list[Word]:
    """Words of one line that begin at these points; a letter is 20 pixels wide."""
    top = 100 + 60 * number
    return [
        Word(text, sure, left, top, 20 * len(text), 40, (block, 1, number)) for left, text in words
    ]


def text(*lines: list[Word]) -> str:
    return ordering.text_of(ordering.rows_of([word for words in lines for word in words], 3508))


def test_the_head_of_a_letter_is_read_column_by_column() -> None:
    head = [
        line(0, (100, "ỦY"), (160, "BAN"), (600, "CỘNG"), (700, "HÒA"), (780, "XÃ"), (840, "HỘI"),
             (920, "CHỦ"), (1000, "NGHĨA")),
        line(1, (100, "XÃ"), (160, "MẪU"), (700, "VIỆT"), (800, "NAM")),
        line(2, (120, "Số:"), (200, "5/KH"), (650, "Độc"), (730, "lập")),
        line(3, (700, "Mẫu,"), (800, "ngày")),
    ]  # fmt: skip
    body = line(6, *[(100 + 110 * n, "chữ") for n in range(10)])
    assert text(*head, body).splitlines() == [
        "ỦY BAN",
        "XÃ MẪU",
        "Số: 5/KH",
        "",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "VIỆT NAM",
        "Độc lập",
        "Mẫu, ngày",
        "",
        " ".join(["chữ"] * 10),
    ]


def test_whom_a_letter_addresses_stands_below_both_sides_of_its_head() -> None:
    head = [
        line(0, (100, "ỦY"), (160, "BAN"), (600, "CỘNG"), (700, "HÒA"), (780, "XÃ"), (840, "HỘI"),
             (920, "CHỦ")),
        line(1, (100, "Số:"), (180, "5/UBND"), (650, "Mẫu,"), (750, "ngày")),
        line(2, (100, "V/v"), (180, "mở"), (240, "lớp"), (320, "cho"), (400, "người"), (520, "a")),
        line(3, (140, "lớn"), (220, "tuổi")),
        line(5, (200, "Kính"), (300, "gửi:")),
        line(6, (200, "-"), (240, "Các"), (320, "thôn.")),
    ]  # fmt: skip
    body = line(8, *[(100 + 110 * n, "chữ") for n in range(10)])
    assert [x for x in text(*head, body).splitlines() if x] == [
        "ỦY BAN",
        "Số: 5/UBND",
        "CỘNG HÒA XÃ HỘI CHỦ",
        "Mẫu, ngày",
        "V/v mở lớp cho người a",
        "lớn tuổi",
        "Kính gửi:",
        "- Các thôn.",
        " ".join(["chữ"] * 10),
    ]


def test_a_page_number_at_the_lower_edge_is_read_last_and_one_above_first() -> None:
    foot = [
        line(20, (100, "Nơi"), (180, "nhận:"), (700, "CHỦ"), (800, "TỊCH")),
        line(21, (100, "-"), (140, "Lưu:"), (240, "VT.")),
    ]
    below, above = line(55, (640, "2/2")), line(-1, (640, "2"))
    assert [x for x in text(*foot, below).splitlines() if x] == [
        "Nơi nhận:",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "2/2",
    ]
    assert text(*foot, above).splitlines()[0] == "2"


def test_a_row_of_a_table_stays_a_row() -> None:
    rows = [
        line(0, (100, "Tên"), (180, "thôn"), (600, "Số"), (660, "người")),
        line(1, (100, "Bản"), (180, "Thí"), (600, "35")),
    ]
    assert text(*rows) == "Tên thôn Số người\nBản Thí 35"


def test_more_white_is_an_empty_line_and_no_more_white_is_none() -> None:
    rows = [line(n, (100, "một"), (200, "dòng")) for n in (0, 1, 2, 4, 5)]
    assert text(*rows).split("\n\n") == ["\n".join(["một dòng"] * 3), "\n".join(["một dòng"] * 2)]


def test_dirt_stamps_and_signatures_are_left_out() -> None:
    wave = line(1, (300, "ZLf~"), (420, "(/"), sure=12.0)
    edge = line(2, (100, "|"), (140, "chữ"), (300, "¬"), sure=60.0)
    assert text(line(0, (100, "- một")), wave, edge) == "- một\nchữ"


def test_an_answer_of_the_program_is_read_and_what_is_no_word_skipped() -> None:
    rows = (
        "level page_num block_num par_num line_num word_num left top width height conf text",
        "4 1 1 1 1 0 0 0 9 9 -1 ",
        "5 1 1 1 1 1 7 8 9 10 96.5 chữ",
        "x",
    )
    answer = "\n".join(rows).replace(" ", "\t")
    assert tesseract.words_of(answer) == [Word("chữ", 96.5, 7, 8, 9, 10, (1, 1, 1))]
    assert tesseract.words_of("") == []


@pytest.mark.parametrize(
    ("answer", "degrees"),
    [
        ("Rotate: 180\nOrientation confidence: 9.3", 180),
        ("Rotate: 90\nOrientation confidence: 0.4", 0),
        ("Too few characters", 0),
        ("Rotate: x\nOrientation confidence: 4", 0),
    ],
)
def test_a_page_is_turned_only_when_it_is_sure(answer: str, degrees: int) -> None:
    assert tesseract.quarter_of(answer) == degrees


@pytest.mark.parametrize("degrees", [-6.0, -2.0, -0.5, 0.0, 0.3, 1.0, 3.0, 7.0])
def test_a_page_is_found_askew_by_as_much_as_it_is(degrees: float, letter_pdf: bytes) -> None:
    damage = Damage(skew=degrees, noise=0.1)
    picture = Image.open(io.BytesIO(paper.scanned(letter_pdf, 1, 100, damage)))
    assert skew_of(picture) == pytest.approx(degrees, abs=0.15)


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_page_without_lines_is_not_turned(shade: int) -> None:
    assert skew_of(Image.new("L", (900, 1300), shade)) == 0.0


@pytest.fixture(scope="module")
def letter_pdf() -> bytes:
    return letter.printed()


SHORT = st.text(alphabet="aăâđ e", max_size=12)


@given(SHORT, SHORT)
def test_the_measure_of_wrong_letters_is_the_edit_distance(one: str, other: str) -> None:
    assert distance(one, other) == _by_the_book(one, other)


def test_white_space_and_forms_of_letters_are_no_errors() -> None:
    assert character_error("học  tập\n", "học tập") == 0.0
    assert character_error("hoc", "học") == pytest.approx(1 / 3)


def _by_the_book(one: str, other: str) -> int:
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
        above = row
    return above[-1]

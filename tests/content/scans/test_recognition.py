"""Real pages through the real recogniser: what is read, how sure, turned how, and judged how."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bench import letter
from bench.letter_errors import character_error, distance
from content.documents import plan
from content.documents.dates import PartialDate
from content.scans import drawing, engine, judging
from content.scans.page_text import BLANK, PageText

CLEAN, SKEWED, HEADLONG, RUINED, BLANK_PAGE = range(1, 6)
Read = dict[int, PageText]


@pytest.mark.parametrize("number", [CLEAN, SKEWED, HEADLONG])
def test_nearly_every_letter_is_read_in_the_order_of_a_reader(read: Read, number: int) -> None:
    page = read[number]
    assert character_error(page.text, letter.text()) < 0.02
    assert page.confidence > 90
    assert not judging.is_poor(page)


@pytest.mark.parametrize(("number", "degrees"), [(CLEAN, 0), (SKEWED, 2), (HEADLONG, 180)])
def test_a_page_is_turned_as_far_as_it_lies_wrong(read: Read, number: int, degrees: int) -> None:
    assert read[number].turned == pytest.approx(degrees, abs=0.2)


@pytest.mark.parametrize("number", [CLEAN, SKEWED, HEADLONG])
def test_the_parser_of_documents_understands_a_scan_as_it_does_the_letter(
    read: Read, number: int
) -> None:
    found = plan.parse(read[number].text)
    assert (found.number, found.kind) == ("215/KH-UBND", "kế hoạch")
    assert found.issuer == "UBND xã Mẫu Sơn"
    assert found.issued == PartialDate(2026, 8, 7)
    assert found.title == letter.TITLE[1]
    # Of "VT" the recogniser makes "VỀ" now and then: the one difference that is let pass.
    receivers = "\n".join(part.strip("-;. ") for part in letter.RECEIVERS[1:])
    assert len(found.recipients) == len(letter.RECEIVERS) - 1
    assert distance("\n".join(found.recipients).strip("."), receivers) <= 1
    assert (found.signer, found.signed_for) == (letter.SIGNER, letter.OFFICE[0])
    assert [c.number for c in found.citations] == ["387/QĐ-TTg", "50/KH-UBND"]


def test_a_ruined_page_is_known_as_poor_by_measure(read: Read) -> None:
    assert character_error(read[RUINED].text, letter.text()) > 0.1
    assert judging.is_poor(read[RUINED])


def test_a_blank_page_says_so_and_counts_for_nothing(read: Read) -> None:
    blank = read[BLANK_PAGE]
    assert (blank.text, blank.confidence, blank.reason) == ("", 0.0, BLANK)
    assert judging.judged([read[CLEAN], blank]).pages == 1
    assert not judging.judged([read[CLEAN], blank]).poor


def test_the_judgement_names_the_pages_to_compare(read: Read) -> None:
    judgement = judging.judged(list(read.values()))
    assert judgement.poor
    assert judgement.poor_pages == (RUINED,)
    assert "văn bản nhận dạng kém ở trang 4;" in judgement.sentence


def test_every_page_says_what_read_it_and_where_its_lines_stand(read: Read) -> None:
    page = read[CLEAN]
    assert page.source.startswith("tesseract ")
    assert page.source.endswith(" vie")
    assert page.lines[0].text == letter.LEFT[0]
    assert all(0 <= line.left <= 10_000 and 0 <= line.top <= 10_000 for line in page.lines)
    right = next(line for line in page.lines if line.text.startswith("CỘNG HÒA"))
    assert abs(right.top - page.lines[0].top) < 100  # beside each other on the page


def test_a_page_that_is_smaller_than_a_sheet_is_drawn_as_large_as_one(tmp_path: Path) -> None:
    small = Image.new("L", (620, 877), 255)  # a sheet at 75 dpi that says it has 300
    small.save(tmp_path / "small", "PDF", resolution=300)
    drawn, _turned = drawing.draw(tmp_path / "small", 1, 0)
    assert drawn.height == pytest.approx(3 * small.height, abs=3)


def test_a_photograph_stands_as_its_camera_was_held(tmp_path: Path) -> None:
    from tests.content.scans.conftest import slip_of_paper

    line = "Lớp học buổi tối mở ở nhà văn hóa thôn Bản Thí"
    picture, exif = slip_of_paper(line).rotate(90, expand=True), Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise before it is shown
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=90)
    assert _lines(tmp_path, out.getvalue()) == [line]


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_pictures_of_other_kinds_are_read(tmp_path: Path, kind: str) -> None:
    from tests.content.scans.conftest import slip_of_paper

    line = "Tủ sách của thôn có một trăm hai mươi cuốn"
    picture = slip_of_paper(line)
    if kind == "PNG":  # black letters on nothing at all
        ink = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        ink.putalpha(picture.point(lambda value: 255 - value))
        picture = ink
    out = io.BytesIO()
    picture.save(out, kind)
    assert _lines(tmp_path, out.getvalue()) == [line]


def _lines(folder: Path, data: bytes) -> list[str]:
    (folder / "picture").write_bytes(data)
    pages: list[PageText] = []
    engine.recognise(folder / "picture", [1], keep=pages.append)
    return [line for page in pages for line in page.text.splitlines() if line]

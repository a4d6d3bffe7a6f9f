"""Slides: real titles and notes, letters for the back of the room, one slide a page."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pypdf import PdfReader

from content.errors import BadInput
from content.starter.making import blocks, deck, fitting, pages, screen, slides, works
from tests.content.starter.printed import DECK, broken_relations, page, pdf_text, plain, xml_of

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REAL = works.STARTER / "making/decks/slide-tap-huan-mot-buoi.md"


def shown(source: str) -> Iterator[list[str]]:
    """What each slide of a deck must show: its title, then its texts."""
    for slide in deck.read(source):
        yield [plain(slide.title), *(plain(text) for text in blocks.texts(slide.parts))]


def presented(source: str) -> bytes:
    return slides.presentation(page(source), deck.read(source))


def slide_text(made: object) -> str:
    return plain("".join(node.text or "" for node in made._element.iter(f"{DRAWING}t")))  # type: ignore[attr-defined]


def test_pptx_and_pdf_show_what_the_deck_says() -> None:
    made = Presentation(BytesIO(presented(DECK)))
    printed = PdfReader(BytesIO(screen.slides(page(DECK), deck.read(DECK))))
    assert len(made.slides) == len(printed.pages) == 3
    for texts, slide, sheet in zip(shown(DECK), made.slides, printed.pages, strict=True):
        for text in texts:
            assert text in slide_text(slide)
            assert text in plain(sheet.extract_text())


def test_titles_are_titles_and_notes_are_notes() -> None:
    made = list(Presentation(BytesIO(presented(DECK))).slides)
    kinds = [slide.shapes.title.placeholder_format.type for slide in made if slide.shapes.title]
    assert kinds == [PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.TITLE]
    notes = [slide.notes_slide.notes_text_frame for slide in made]
    assert [note.text for note in notes if note] == [
        "Chào cả phòng.",
        "Nói chậm.\nHỏi cả phòng.",
        "Chia cho số nào?",
    ]
    body = made[1].placeholders[1]
    assert [p.text for p in body.text_frame.paragraphs] == ["Phát phiếu", "Gom phiếu", "Họp xét"]
    assert len(list(body._element.iter(f"{DRAWING}buAutoNum"))) == 3


def test_notes_are_not_on_the_slides() -> None:
    assert "Nói chậm" not in pdf_text(screen.slides(page(DECK), deck.read(DECK)))


def test_a_presentation_is_wide_vietnamese_whole_and_steady() -> None:
    data = presented(DECK)
    assert data == presented(DECK)
    assert broken_relations(data) == []
    made = Presentation(BytesIO(data))
    assert made.slide_width is not None
    assert made.slide_height is not None
    assert made.slide_width * 9 == made.slide_height * 16
    assert made.core_properties.language == "vi-VN"
    for name in ("ppt/slides/slide2.xml", "ppt/slideMasters/slideMaster1.xml"):
        languages = {
            node.get("lang")
            for node in xml_of(data, name).iter()
            if node.tag in {f"{DRAWING}rPr", f"{DRAWING}defRPr", f"{DRAWING}endParaRPr"}
        }
        assert languages == {"vi-VN"}


def test_a_deck_as_pdf_is_tagged_and_speaks_vietnamese() -> None:
    read = PdfReader(BytesIO(screen.slides(page(DECK), deck.read(DECK))))
    root = read.trailer["/Root"]
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [960, 540]


def test_the_real_deck_is_legible_from_the_back_and_nothing_runs_over() -> None:
    source = pages.text_of(REAL)
    read = deck.read(source)
    assert 14 <= len(read) <= 18
    made = Presentation(BytesIO(slides.presentation(page(source), read)))
    assert made.slide_width is not None
    assert made.slide_height is not None
    for slide in made.slides:
        sizes = [int(node.get("sz", "2400")) for node in slide._element.iter(f"{DRAWING}rPr")]
        assert min(sizes) >= 2400, slide.slide_id
        for shape in slide.shapes:
            if (
                shape.is_placeholder
                and shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
            ):
                continue
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width
            assert shape.top + shape.height <= made.slide_height
    for one in fitting.fit(read):
        bottoms = [place.top + place.height for place in one.places]
        assert all(bottom <= fitting.BODY_BOTTOM for bottom in bottoms)
        assert all(
            before <= after.top for before, after in zip(bottoms, one.places[1:], strict=False)
        )


def test_each_slide_of_the_real_deck_has_words_for_the_speaker() -> None:
    for slide in deck.read(pages.text_of(REAL)):
        assert sum(len(note) for note in slide.notes) > 60, slide.title


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("chỉ có chữ\n\nGhi chú:\na\n", "Slide 1 chưa có tiêu đề"),
        ("## A\n\nchữ\n", "Slide 1 chưa có lời cho người nói"),
        ("## A\n\n- một\n    - hai\n\nGhi chú:\na\n", "Slide 1 chỉ nên có câu ngắn"),
        (f"## {'Tiêu đề rất dài ' * 5}\n\nchữ\n\nGhi chú:\na\n", "Tiêu đề slide 1 dài quá"),
        ("## A\n\n" + "- dòng chữ\n" * 14 + "\nGhi chú:\na\n", "Slide 1 quá nhiều chữ"),
    ],
)
def test_a_slide_that_cannot_be_shown_is_refused_by_number(source: str, fault: str) -> None:
    with pytest.raises(BadInput, match=fault):
        fitting.fit(deck.read(source))


def test_short_slides_get_larger_letters_than_full_ones() -> None:
    def size(count: int) -> float:
        source = "## A\n\n" + "- dòng chữ\n" * count + "\nGhi chú:\na\n"
        return fitting.fit(deck.read(source))[0].size

    assert size(3) == 32
    assert 24 <= size(9) < 32


def test_numbers_to_compare_stand_at_the_right() -> None:
    made = Presentation(BytesIO(presented(DECK)))
    table = next(shape.table for shape in made.slides[2].shapes if shape.has_table)
    sides = [table.cell(1, column).text_frame.paragraphs[0].alignment for column in (0, 1)]
    assert [None if side is None else side.name for side in sides] == [None, "RIGHT"]

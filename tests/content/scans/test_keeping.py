"""Recognised pages as rows beside their original, and the judgement on them."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from content import files, trail
from content.database import db
from content.errors import BadInput
from content.scans import commands, judging, queries
from content.scans.page_text import BLANK, PageText, PlacedLine

GOOD = "Lớp học mở vào buổi tối tại nhà văn hóa thôn để người lớn tuổi biết đọc biết viết. " * 6
BAD = "Lóp hoc mờ vảo buôi tôỉ tạỉ nhả vãn hoả thốn đề ngưởì lởn tuồí bỉêt đoc biềt vịêt. " * 6


@pytest.fixture
def sha256(session_app: Flask) -> str:
    row = files.add(b"a scan", "application/pdf")
    db.session.commit()
    return row.sha256


def page(number: int, text: str = GOOD, confidence: float = 95.0, reason: str = "") -> PageText:
    lines = (PlacedLine(text[:20], 1, 2, 3, 4),) if text else ()
    return PageText(number, text, confidence, "tesseract 5 vie", reason, 1.5, lines)


def test_a_page_comes_back_as_it_was_kept_and_is_committed(sha256: str) -> None:
    commands.keep(sha256, page(2))
    commands.keep(sha256, page(1, "", 0.0, "trang bị hỏng"))
    db.session.rollback()
    db.session.expunge_all()
    assert queries.pages_of(sha256) == [page(1, "", 0.0, "trang bị hỏng"), page(2)]


def test_a_page_kept_again_replaces_the_first(sha256: str) -> None:
    commands.keep(sha256, page(1, "cũ", 10.0))
    commands.keep(sha256, page(1, "mới", 90.0))
    assert [p.text for p in queries.pages_of(sha256)] == ["mới"]


def test_what_is_missing_is_what_was_never_tried(sha256: str) -> None:
    commands.keep(sha256, page(3, "", 0.0, "trang bị hỏng"))
    assert queries.missing_pages(sha256, [2, 3, 5]) == [2, 5]
    commands.forget(sha256)
    assert queries.missing_pages(sha256, [2, 3, 5]) == [2, 3, 5]


def test_the_confidence_of_a_file_is_weighed_by_letters(sha256: str) -> None:
    assert queries.confidence_of(sha256) is None
    commands.keep(sha256, page(1, "a" * 300, 90.0))
    commands.keep(sha256, page(2, "a" * 100, 50.0))
    commands.keep(sha256, page(3, "", 0.0, BLANK))
    assert queries.confidence_of(sha256) == 80.0


def test_the_end_is_in_the_trail_with_the_judgement(sha256: str) -> None:
    commands.keep(sha256, page(1))
    commands.keep(sha256, page(2, BAD, 60.0))
    judgement = commands.finish(sha256, actor_id=7)
    db.session.commit()
    assert judgement.poor
    entry = db.session.scalars(sa.select(trail.TrailEntry)).one()
    assert (entry.action, entry.actor_id) == ("file.recognised", 7)
    assert entry.detail["poor"] == [2]


def test_a_page_of_a_file_that_is_not_held_is_refused(session_app: Flask) -> None:
    with pytest.raises(BadInput, match="Không có tệp"):
        commands.keep("0" * 64, page(1))


@pytest.mark.parametrize(
    ("read", "poor"),
    [
        (page(1), False),
        (page(1, confidence=judging.CONFIDENCE_BAR - 0.1), True),
        (page(1, BAD, 95.0), True),  # sure of itself, but no Vietnamese
        (page(1, "Số: 5/KH-UBND", 96.0), False),  # too short to judge by its syllables
        (page(1, "", 0.0, "trang bị hỏng"), True),
        (page(1, "", 0.0, BLANK), False),
    ],
)
def test_either_measure_makes_a_page_poor(read: PageText, poor: bool) -> None:
    assert judging.is_poor(read) is poor


def test_one_poor_page_of_many_is_named_and_does_not_condemn_the_rest() -> None:
    judgement = judging.judged([*map(page, range(1, 10)), page(10, BAD, 50.0)])
    assert not judgement.poor
    assert judgement.sentence.endswith("hãy so lại trang 10 với bản gốc.")


def test_every_case_has_its_sentence() -> None:
    cases = ([], [page(1, "", 0.0, BLANK)], [page(1)], [page(1, BAD, 50.0)])
    nothing, blank, good, poor = (judging.judged(pages).sentence for pages in cases)
    unread = judging.judged([page(1, "", 0.0, "trang bị hỏng")]).sentence
    assert nothing == blank == "Không thấy chữ trên trang chụp nào."
    assert good == "Đã nhận dạng chữ 1 trang chụp, độ tin cậy 95/100."
    assert poor == (
        "Đã nhận dạng chữ 1 trang chụp, độ tin cậy 50/100: văn bản nhận dạng kém ở trang 1; "
        "hãy so với bản gốc hoặc quét lại rõ hơn."
    )
    assert unread == "Không nhận dạng được chữ ở trang 1; hãy quét lại rõ hơn."

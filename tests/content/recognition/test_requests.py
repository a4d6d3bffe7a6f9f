"""Requests: taken in without looking anybody up, with their two days, forgotten when done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from content import trail
from content.database import db
from content.errors import BadInput
from content.recognition import request_queries, suppression
from content.recognition.commands import requests
from content.recognition.models import PrivacyRequest
from tests import recognised as make

NAME = "Vừ Thị Đỗ Quyên"


@pytest.fixture(autouse=True)
def home(session_app: Flask, tmp_path: Path, clock: Any) -> Iterator[Path]:
    suppression.keep_in(tmp_path / suppression.FILE)
    yield tmp_path


@pytest.mark.parametrize(("wish", "days"), [("withdraw", 15), ("see", 10), ("correct", 10)])
def test_the_clock_of_each_wish(wish: str, days: int) -> None:
    made = requests.receive(wish, f" {NAME} ")
    assert made.name == NAME
    assert made.answer_by == dt.date(2026, 10, 22)  # received on Tuesday the 20th
    assert made.finish_by == dt.date(2026, 10, 20) + dt.timedelta(days)
    assert trail.of_subject("request", made.id)[0].detail == {}


def test_a_receipt_is_found_however_it_is_typed() -> None:
    made = requests.receive("see", NAME)
    for typed in (made.receipt, made.receipt.lower(), made.receipt[3:].replace("-", " ")):
        found = request_queries.by_receipt(typed)
        assert found is not None
        assert found.id == made.id
    for typed in ("", "YC-0000-0000", "' OR 1=1 --", made.receipt[:-1], made.receipt * 9):
        assert request_queries.by_receipt(typed) is None


def test_receipts_do_not_follow_one_another() -> None:
    receipts = {requests.receive("see", NAME).receipt for _ in range(30)}
    assert len(receipts) == 30
    assert not any(letter in "".join(receipts) for letter in "O01IL")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"wish": "drop"}, "xem, sửa hay gỡ"),
        ({"name": "  "}, "ghi họ tên"),
        ({"name": "A" * 201}, "quá 200 chữ"),
        ({"words": "A" * 2001}, "quá 2000 chữ"),
        ({"contact": "9" * 201}, "quá 200 chữ"),
    ],
)
def test_what_is_missing_is_said(given: dict[str, str], sentence: str) -> None:
    whole = {"wish": "see", "name": NAME, "contact": "", "words": ""} | given
    with pytest.raises(BadInput, match=sentence):
        requests.receive(**whole)
    assert db.session.scalar(sa.select(sa.func.count(PrivacyRequest.id))) == 0


def test_an_unknown_or_hidden_decision_makes_no_difference() -> None:
    make.decision(slug="nhap", state="draft")
    shown = make.decision(slug="da-cong-bo")
    for slug, number in (("nhap", None), ("khong-co", None), ("da-cong-bo", shown.id)):
        assert requests.receive("see", NAME, decision_slug=slug).decision_id == number


def test_a_flood_is_sent_to_the_telephone(clock: Any) -> None:
    for _ in range(requests.MOST_AN_HOUR):
        requests.receive("see", NAME)
    with pytest.raises(BadInput, match="quá nhiều yêu cầu"):
        requests.receive("see", NAME)
    clock.forward(hours=1, seconds=1)
    requests.receive("see", NAME)


def test_an_answer_is_read_and_the_end_forgets() -> None:
    made = requests.receive("correct", NAME, contact="0215 000 000", words="Sai tên đệm.")
    requests.answer(made.id, "Đã nhận, đang xem lại.", actor_id=5)
    assert (made.outcome, made.name) == ("Đã nhận, đang xem lại.", NAME)
    requests.finish(made.id, "Đã sửa.", actor_id=5)
    left = db.session.get_one(PrivacyRequest, made.id)
    assert (left.name, left.contact, left.words, left.outcome) == ("", "", "", "Đã sửa.")
    for act in (requests.answer, requests.finish):
        with pytest.raises(BadInput, match="không còn mở"):
            act(made.id, "Nữa.")


@pytest.mark.parametrize("text", ["", "Chào vu thi do quyen nhé", f"{NAME.upper()}: xong"])
def test_an_answer_that_stays_names_nobody(text: str) -> None:
    made = requests.receive("see", NAME)
    with pytest.raises(BadInput):
        requests.finish(made.id, text)
    assert made.finished_at is None


def test_the_late_come_first_and_answering_gives_the_longer_day(clock: Any) -> None:
    first = requests.receive("withdraw", "Người Một")
    clock.forward(days=1)
    second = requests.receive("withdraw", "Người Hai")
    clock.forward(days=2)
    assert [one.id for one in request_queries.open_ones()] == [first.id, second.id]
    assert request_queries.days_left(first) == -1
    assert request_queries.counts() == (2, 1)
    requests.answer(first.id, "Đang làm.")
    assert [one.id for one in request_queries.open_ones()] == [second.id, first.id]
    assert request_queries.counts() == (2, 0)


def test_candidates_are_words_in_their_order_in_any_spelling() -> None:
    decision = make.decision(names=[NAME, "Hộ Vừ Thị Đỗ Quyên", "Quyên Đỗ", "100% _"])
    names = [entry.name for entry, _of in request_queries.candidates("vu thi do QUYEN")]
    assert names == [NAME, "Hộ Vừ Thị Đỗ Quyên"]
    assert request_queries.candidates("%") == [
        (entry, of) for entry, of in request_queries.candidates("100%")
    ]
    assert request_queries.candidates("") == []
    assert request_queries.candidates(NAME, decision.id + 1) == []

"""The public form about a name: what it takes, what it never tells, and what strangers may try."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from content.database import db, set_clock, utc_now
from content.recognition.models import PrivacyRequest
from hub.app import create_app
from hub.config import Settings
from hub.intake import name_requests, throttle
from tests import recognised as make

FORM, RECEIPT = name_requests.FORM, name_requests.RECEIPT
NAME = "Vừ Thị Đỗ Quyên"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application: the intake stands beside the desk."""
    throttle.forget()
    made = create_app(settings)
    with made.app_context():
        make.decision(names=[NAME, "Lò Văn Mẫu"])
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def token(client: FlaskClient, path: str = FORM) -> str:
    found = re.search(r'name="form" value="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def send(
    client: FlaskClient, *, headers: dict[str, str] | None = None, **typed: str
) -> TestResponse:
    data = {"form": token(client), "wish": "withdraw", "name": NAME, "decision": "12-qd-ubnd"}
    return client.post(FORM, data=data | typed, headers=headers)


def receipt_of(answer: TestResponse) -> str:
    found = re.search(r"YC-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.text)
    assert found is not None
    return found[0]


def kept() -> int:
    return db.session.scalar(sa.select(sa.func.count(PrivacyRequest.id))) or 0


def test_a_request_gets_a_receipt_that_tells_how_it_stands(client: FlaskClient) -> None:
    answer = send(client, contact="0215 000 000")
    assert answer.status_code == 200
    found = client.post(
        RECEIPT, data={"form": token(client, RECEIPT), "receipt": receipt_of(answer)}
    )
    assert found.status_code == 200
    assert "Đang chờ trả lời" in found.text
    assert NAME not in found.text
    assert "0215 000 000" not in found.text.replace("0215 000 000</a>", "")
    assert "Set-Cookie" not in answer.headers
    assert "Set-Cookie" not in found.headers


def test_the_answer_is_the_same_for_a_name_that_is_there_and_one_that_is_not(
    client: FlaskClient,
) -> None:
    there, nowhere = send(client), send(client, name="Không Ai Cả")
    assert there.status_code == nowhere.status_code == 200
    assert there.text.replace(receipt_of(there), "") == nowhere.text.replace(
        receipt_of(nowhere), ""
    )
    assert {k for k, _ in there.headers} == {k for k, _ in nowhere.headers}


def test_a_decision_that_is_not_there_makes_no_difference(client: FlaskClient) -> None:
    make.decision(slug="nhap", state="draft", number="an")
    draft, nowhere = client.get(f"{FORM}?qd=nhap"), client.get(f"{FORM}?qd=khong-co")

    def plain(answer: TestResponse) -> str:
        without = re.sub(r'name="form" value="[^"]+"', "", answer.text)
        return without.replace("nhap", "").replace("khong-co", "")

    assert plain(draft) == plain(nowhere)
    assert send(client, decision="nhap").status_code == 200


@pytest.mark.parametrize(
    ("typed", "headers"),
    [
        ({"form": ""}, {}),
        ({"form": "bịa"}, {}),
        ({}, {"Origin": "https://xau.example"}),
        ({}, {"Origin": "null"}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
        ({"website": "https://ban-hang.example"}, {}),
    ],
)
def test_a_form_from_elsewhere_is_refused_with_what_was_typed(
    client: FlaskClient, typed: dict[str, str], headers: dict[str, str]
) -> None:
    answer = send(client, headers=headers, words="Chữ tôi đã viết", **typed)
    assert answer.status_code == 400
    assert "Chữ tôi đã viết" in answer.text
    assert kept() == 0


def test_a_token_is_of_its_own_form_and_of_today(client: FlaskClient, app: Flask) -> None:
    from hub.intake import origins

    with app.test_request_context():
        other = origins.form_token("approval")
    assert send(client, form=other).status_code == 400
    old = token(client)
    later = origins.FORM_SECONDS + 60
    # itsdangerous asks the wall clock: the token is made as if it had been shown yesterday.
    with pytest.MonkeyPatch.context() as patched:
        from itsdangerous import timed

        now = timed.time.time()
        patched.setattr(timed.time, "time", lambda: now + later)
        assert client.post(FORM, data={"form": old, "wish": "see", "name": NAME}).status_code == 400
    assert kept() == 0


def test_what_is_missing_is_said_and_nothing_is_lost(client: FlaskClient) -> None:
    answer = send(client, name=" ", words="Xin gỡ giúp", contact="0215 111 222")
    assert answer.status_code == 400
    for text in ("Hãy ghi họ tên", "Xin gỡ giúp", "0215 111 222"):
        assert text in answer.text


def test_one_address_cannot_flood_the_office(client: FlaskClient) -> None:
    codes = [send(client).status_code for _ in range(throttle.MOST_SENT + 1)]
    assert codes == [200] * throttle.MOST_SENT + [429]
    assert kept() == throttle.MOST_SENT
    before = utc_now()
    set_clock(lambda: before + throttle.WINDOW)
    try:
        assert send(client).status_code == 200
    finally:
        set_clock(None)


def test_receipts_cannot_be_tried_through(client: FlaskClient) -> None:
    form = token(client, RECEIPT)
    answers = [
        client.post(RECEIPT, data={"form": form, "receipt": f"YC-2222-{number:04d}"})
        for number in range(throttle.MOST_LOOKED_UP + 1)
    ]
    codes = [answer.status_code for answer in answers]
    assert codes == [404] * throttle.MOST_LOOKED_UP + [429]


@pytest.mark.parametrize("evil", ['"><img src=x onerror=alert(1)>', "{{7*7}}", "‮" + "a" * 190])
def test_hostile_words_are_words(client: FlaskClient, evil: str) -> None:
    for typed in ({"name": evil}, {"name": "", "words": evil, "contact": evil, "decision": evil}):
        answer = send(client, **typed)
        assert "<img src=x" not in answer.text
        assert ">49<" not in answer.text
    answer = client.get(FORM, query_string={"qd": evil})
    assert "<img src=x" not in answer.text


def test_nothing_is_kept_by_caches_or_search_engines(client: FlaskClient) -> None:
    for answer in (client.get(FORM), client.get(RECEIPT), send(client)):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex">' in answer.text


def test_the_throttle_forgets_the_oldest_addresses(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST_KNOWN", 3)
    for number in range(10):
        with app.test_request_context(environ_base={"REMOTE_ADDR": f"10.0.0.{number}"}):
            assert throttle.may_go_on("send", 1)
            assert not throttle.may_go_on("send", 1)
    assert len(throttle._seen) == 3

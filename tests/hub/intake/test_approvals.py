"""Approval without an account: what opens, what answers, and everything a stranger may try."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from content import trail
from content.database import db, set_clock, utc_now
from content.errors import BadInput
from content.publishing import approval_queries, desk_queries
from content.publishing.approvals import Approver
from content.publishing.commands import approving, workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, ItemFields
from hub.app import create_app
from hub.config import Settings
from hub.face import approval_links
from tests import factories as make
from tests.serving import on_port

BODY = "Lớp mở **ba buổi** mỗi tuần.\n\n## Ai được học\n\nMọi người trong xã.\n"


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The whole application: the intake stands beside the desk."""
    made = create_app(settings)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def item(app: Flask) -> Item:
    kept = make.make_attachment(title="Lịch học")
    entry = AttachmentFields(kept.sha256, kept.file_name, "Lịch học")
    fields = ItemFields(kind="news", title="Lớp đọc sách", body=BODY, attachments=(entry,))
    made = writing.create(fields)
    return workflow.send_for_review(made.id)


Ask = Callable[..., str]


@pytest.fixture
def ask(item: Item) -> Ask:
    """Ask an approver about the item; the address of the link."""

    def made(*, pin: str = "", publishes: bool = False, hours: int = 72) -> str:
        who = approving.keep_approver("Ông Mẫu", "Chủ tịch xã", pin=pin, publishes=publishes)
        _link, key = approving.hand_out(item.id, who.id, hours=hours)
        return approval_links.path_of(key)

    return made


def state(item: Item) -> str:
    db.session.expire_all()
    return desk_queries.state_of(desk_queries.by_id(item.id) or item)


def form_of(client: FlaskClient, path: str) -> str:
    found = re.search(r'name="form" value="([^"]+)"', client.get(path).text)
    assert found, path
    return found[1]


def answer(
    client: FlaskClient, path: str, decision: str = "approve", **more: str
) -> tuple[int, str]:
    sent = client.post(path, data={"form": form_of(client, path), "decision": decision, **more})
    return sent.status_code, sent.text


def test_the_chairman_reads_and_approves_in_two_steps(app: Flask, item: Item, ask: Ask) -> None:
    client, path = app.test_client(), ask()
    page = client.get(path)
    assert page.status_code == 200
    assert "<strong>ba buổi</strong>" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in page.headers
    code, text = answer(client, path)
    assert (code, state(item)) == (200, "approved")
    assert "Đã duyệt" in text
    assert "Người phụ trách sẽ đăng bài" in text
    again = client.get(path)
    assert again.status_code == 200
    assert "Đã duyệt" in again.text
    assert "<form" not in again.text.partition("<main")[2].partition("</main>")[0]


def test_one_who_may_publish_publishes(app: Flask, item: Item, ask: Ask) -> None:
    client, path = app.test_client(), ask(publishes=True)
    _code, text = answer(client, path)
    assert state(item) == "published"
    assert item.path in text
    assert client.get(item.path).status_code == 200


def test_returning_needs_a_reason_and_the_author_reads_it(app: Flask, item: Item, ask: Ask) -> None:
    client, path = app.test_client(), ask()
    code, text = answer(client, path, "return", note="  ")
    assert (code, state(item)) == (400, "in_review")
    assert "Hãy ghi điều cần sửa" in text
    code, _ = answer(client, path, "return", note="Thiếu ngày khai giảng.")
    assert (code, state(item)) == (200, "returned")
    assert desk_queries.by_id(item.id).review_note == "Thiếu ngày khai giảng."  # type: ignore[union-attr]
    remark = approval_queries.remarks_of(item.id)[0]
    assert (remark.text, remark.by_id) == ("Thiếu ngày khai giảng.", None)
    acts = [(act.action, act.detail.get("to")) for act in trail.of_subject("item", item.id)]
    assert ("item.moved", "returned") in acts


def test_opening_the_link_changes_nothing(app: Flask, item: Item, ask: Ask) -> None:
    path = ask()
    for _ in range(3):
        assert app.test_client().get(path).status_code == 200
        assert app.test_client().head(path).status_code == 200
    assert state(item) == "in_review"
    assert approval_queries.links_of(item.id)[0].answered_at is None


def test_an_answer_is_given_once(app: Flask, item: Item, ask: Ask) -> None:
    client, path = app.test_client(), ask()
    token = form_of(client, path)
    answer(client, path)
    second = client.post(path, data={"form": token, "decision": "return", "note": "Thôi"})
    assert second.status_code == 400
    assert state(item) == "approved"


def test_two_answers_at_once_are_one(app: Flask, item: Item, ask: Ask) -> None:
    path = ask()
    token = form_of(app.test_client(), path)
    codes: list[int] = []

    def press() -> None:
        sent = app.test_client().post(path, data={"form": token, "decision": "approve"})
        codes.append(sent.status_code)

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200] + [400] * 5
    moved = [a for a in trail.of_subject("item", item.id) if a.detail.get("to") == "approved"]
    assert len(moved) == 1


@pytest.mark.parametrize("what", ["edited", "returned", "over", "revoked", "closed", "asked again"])
def test_a_link_that_is_stale_or_over_says_so(app: Flask, item: Item, ask: Ask, what: str) -> None:
    client, path = app.test_client(), ask()
    token = form_of(client, path)
    link = approval_queries.links_of(item.id)[0]
    if what == "edited":
        changed = ItemFields(kind="news", title="Đã đổi", body="Khác.")
        writing.save(item.id, changed, seen_version=item.version)
    elif what == "returned":
        workflow.return_to_author(item.id, "Thiếu")
    elif what == "over":
        later = utc_now() + dt.timedelta(hours=73)
        set_clock(lambda: later)
    elif what == "revoked":
        approving.revoke(link.id)
    elif what == "closed":
        approving.close_approver(link.approver_id)
    else:
        approving.hand_out(item.id, link.approver_id)
    try:
        before = state(item)
        page = client.get(path)
        assert page.status_code == 404
        assert "Lớp đọc sách" not in page.text
        sent = client.post(path, data={"form": token, "decision": "approve"})
        assert sent.status_code == 400
        assert "liên kết mới" in sent.text
        assert state(item) == before
    finally:
        set_clock(None)


def test_a_number_agreed_on_is_asked_for_and_five_wrong_ones_close_the_link(
    app: Flask, item: Item, ask: Ask
) -> None:
    client, path = app.test_client(), ask(pin="2468")
    token = form_of(client, path)

    def send(pin: str) -> tuple[int, str]:
        sent = client.post(path, data={"form": token, "decision": "approve", "pin": pin})
        return sent.status_code, sent.text

    assert "Hãy gõ mã riêng" in send("")[1]
    for left in (4, 3, 2, 1, 0):
        code, text = send("0000")
        assert code == 400
        assert f"còn {left} lần gõ" in text
    code, text = send("2468")
    assert (code, state(item)) == (400, "in_review")
    assert "khóa" in text
    approver = db.session.get(Approver, 1)
    assert approver is not None
    assert "2468" not in str(approver.pin_hash)


def test_the_right_number_answers(app: Flask, item: Item, ask: Ask) -> None:
    client, path = app.test_client(), ask(pin="2468")
    assert answer(client, path, pin="2468")[0] == 200
    assert state(item) == "approved"


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://xau.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}],
)
def test_a_form_from_elsewhere_is_not_taken(
    app: Flask, item: Item, ask: Ask, headers: dict[str, str]
) -> None:
    client, path = app.test_client(), ask()
    data = {"form": form_of(client, path), "decision": "approve"}
    assert client.post(path, data=data, headers=headers).status_code == 400
    assert state(item) == "in_review"
    wrong = {"form": "gia-mao", "decision": "approve"}
    assert client.post(path, data=wrong).status_code == 400
    assert state(item) == "in_review"


@pytest.mark.parametrize("token", ["x", "eyJ4IjoxfQ.abc", "a" * 4000, "%00"])
def test_a_forged_link_opens_nothing(app: Flask, token: str) -> None:
    answered = app.test_client().get(f"/duyet/{token}/")
    assert answered.status_code == 404
    assert "Traceback" not in answered.text


def test_the_key_is_stored_nowhere(app: Flask, ask: Ask, settings: Settings) -> None:
    path = ask()
    key = approval_links.key_of(path.split("/")[2])
    assert key is not None
    kept = b"".join(p.read_bytes() for p in Path(settings.home).rglob("*") if p.is_file())
    assert key.encode() not in kept


def test_only_a_text_that_waits_can_be_asked_about(app: Flask) -> None:
    who = approving.keep_approver("Ông Mẫu", "")
    made = writing.create(ItemFields(kind="news", title="Nháp"))
    with pytest.raises(BadInput, match="gửi duyệt"):
        approving.hand_out(made.id, who.id)
    workflow.send_for_review(made.id)
    with pytest.raises(BadInput, match="giờ"):
        approving.hand_out(made.id, who.id, hours=10_000)
    approving.close_approver(who.id)
    with pytest.raises(BadInput, match="không còn là người duyệt"):
        approving.hand_out(made.id, who.id)


def test_on_a_phone_with_its_files(app: Flask, item: Item, ask: Ask, chromium: Browser) -> None:
    path = ask()
    context = chromium.new_context(viewport={"width": 375, "height": 740}, locale="vi-VN")
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    with on_port(app) as address:
        page.goto(f"{address}{path}")
        with page.expect_response("**/tep/**") as fetched:
            page.get_by_role("link", name="Lịch học").evaluate("link => fetch(link.href)")
        assert fetched.value.status == 200
        page.get_by_role("button", name="Duyệt bài này").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Đã duyệt")
        context.close()
    assert faults == []
    assert state(item) == "approved"

"""Reviewing: the board, the review page, remarks, two pairs of eyes, links for approvers."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from content import calendar, house_rules
from content.database import utc_now
from content.publishing import board_queries, desk_queries
from content.publishing.commands import approving, workflow, writing
from content.publishing.snapshot import AttachmentFields, ItemFields
from tests import factories as make


@pytest.fixture
def waiting(office):
    """A text of the editor that waits for review: (number, title)."""
    number = office.item("Lớp xóa mù chữ ở bản Mẫu", by=office.id_of("editor"))
    with office.app.app_context():
        workflow.send_for_review(number, actor_id=office.id_of("editor"))
    return number


def state(office, number):
    with office.app.app_context():
        return desk_queries.state_of(desk_queries.by_id(number))


def test_an_administrator_approves_in_three_steps(office, waiting, post):
    client = office.signed_in("publisher")
    home = client.get("/quan-tri/").text
    review = f"/quan-tri/soan/{waiting}/duyet/"
    assert f'href="{review}"' in home
    page = client.get(review).text
    assert "Lớp xóa mù chữ ở bản Mẫu" in page
    assert "Duyệt và đăng" in page
    done = post(client, f"/quan-tri/soan/{waiting}/dong-y/", page=review, act="publish")
    assert done.status_code == 302
    assert state(office, waiting) == "published"


def test_approving_alone_leaves_the_text_unpublished(office, waiting, post):
    client = office.signed_in("publisher")
    post(client, f"/quan-tri/soan/{waiting}/dong-y/", act="approve")
    assert state(office, waiting) == "approved"
    board = client.get("/quan-tri/viec-cho/").text
    assert "Đã duyệt, chờ đăng" in board
    assert "Lớp xóa mù chữ" in board


def test_an_editor_reads_but_does_not_decide(office, waiting, post):
    client = office.signed_in("editor")
    page = client.get(f"/quan-tri/soan/{waiting}/duyet/").text
    assert "Quyết định" not in page
    assert post(client, f"/quan-tri/soan/{waiting}/dong-y/").status_code == 403
    reason = {"reason": "Không hay"}
    assert post(client, f"/quan-tri/soan/{waiting}/tra-lai-duyet/", **reason).status_code == 403
    assert state(office, waiting) == "in_review"


def test_a_refused_reason_is_not_lost(office, waiting, post):
    client = office.signed_in("publisher")
    post(client, f"/quan-tri/soan/{waiting}/dong-y/", act="publish")
    late = post(client, f"/quan-tri/soan/{waiting}/tra-lai-duyet/", reason="Thiếu căn cứ")
    assert late.status_code == 400
    assert "Thiếu căn cứ" in late.text


def test_remarks_are_said_settled_and_opened_again(office, waiting, post):
    client = office.signed_in("publisher")
    path = f"/quan-tri/soan/{waiting}/y-kien/"
    post(client, path, text="Nên thêm ảnh lớp học")
    page = client.get(f"/quan-tri/soan/{waiting}/duyet/").text
    assert "Nên thêm ảnh lớp học" in page
    number = re.search(r'name="remark" value="(\d+)"', page)[1]
    post(client, path, remark=number)
    assert "Đã xem" in client.get(f"/quan-tri/soan/{waiting}/duyet/").text
    post(client, path, remark=number)
    assert "Đánh dấu đã xem" in client.get(f"/quan-tri/soan/{waiting}/duyet/").text
    assert post(client, path, remark="999999").status_code == 302  # another item's, or none


def test_with_two_pairs_of_eyes_nobody_passes_their_own_text(office, waiting, post):
    client = office.signed_in("administrator")
    post(client, "/quan-tri/nguoi-duyet/", act="rule", on="1")
    own = office.item("Bài của quản trị", by=office.id_of("administrator"))
    with office.app.app_context():
        assert house_rules.holds("second_eyes")
        workflow.send_for_review(own, actor_id=office.id_of("administrator"))
    page = client.get(f"/quan-tri/soan/{own}/duyet/").text
    assert "người khác phải duyệt" in page
    assert "Duyệt và đăng" not in page
    for act in ("publish", "approve"):
        post(client, f"/quan-tri/soan/{own}/dong-y/", act=act)
        assert state(office, own) == "in_review"
    other = office.signed_in("publisher")
    post(other, f"/quan-tri/soan/{own}/dong-y/", act="approve")
    post(client, f"/quan-tri/soan/{own}/dong-y/", act="publish")  # somebody else has looked
    assert state(office, own) == "published"
    post(client, "/quan-tri/nguoi-duyet/", act="rule")
    with office.app.app_context():
        assert not house_rules.holds("second_eyes")


def test_an_edit_after_the_approval_must_be_looked_at_again(office, waiting):
    with office.app.app_context():
        house_rules.decide("second_eyes", True)
        workflow.approve(waiting, actor_id=office.id_of("publisher"))
        item = desk_queries.by_id(waiting)
        changed = ItemFields(kind="news", title="Đổi rồi", body="Khác.")
        mine = office.id_of("administrator")
        item = writing.save(waiting, changed, seen_version=item.version, actor_id=mine)
        assert desk_queries.state_of(item) == "in_review"
        with pytest.raises(Exception, match="hai người"):
            workflow.publish(waiting, seen_version=item.version, actor_id=mine)


def test_files_of_a_draft_open_on_the_desk_alone(office, post):
    with office.app.app_context():
        kept = make.make_attachment(title="Lịch học")
        fields = ItemFields(kind="news", title="Có tệp", attachments=(kept,))
        item = writing.create(fields, actor_id=office.id_of("editor"))
        number, entry = item.id, AttachmentFields(kept.sha256, kept.file_name)
    path = f"/quan-tri/soan/{number}/ban-lam/tep/{entry.sha256[:16]}/{entry.file_name}"
    with office.signed_in("editor").get(path) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert office.signed_in("contributor").get(path).status_code == 403
    assert office.signed_in("editor").get(path + "x").status_code == 404


def test_the_board_follows_the_clock(office):
    now = utc_now()
    today = calendar.today()
    with office.app.app_context():
        later = writing.create(
            ItemFields(kind="news", title="Hẹn", publish_at=now + dt.timedelta(days=2))
        )
        workflow.publish(later.id, seen_version=later.version)
        over = writing.create(
            ItemFields(kind="news", title="Sắp hết", expires_at=now + dt.timedelta(days=3))
        )
        workflow.publish(over.id, seen_version=over.version)
        old = writing.create(ItemFields(kind="news", title="Cũ", review_by=today))
        workflow.publish(old.id, seen_version=old.version)

        def titles(found):
            return [item.title for item in found.items]

        assert titles(board_queries.scheduled()) == ["Hẹn"]
        assert titles(board_queries.scheduled(now=now + dt.timedelta(days=3))) == []
        assert titles(board_queries.ending()) == ["Sắp hết"]
        assert titles(board_queries.ending(now=now + dt.timedelta(days=200))) == []
        assert titles(board_queries.ageing()) == ["Cũ"]
        assert titles(board_queries.ageing(today=today - dt.timedelta(days=1))) == []
    page = office.signed_in("editor").get("/quan-tri/viec-cho/").text
    assert f"Rà soát trước {today:%d/%m/%Y}" in page
    assert office.signed_in("contributor").get("/quan-tri/viec-cho/").status_code == 403


def test_asking_shows_the_link_once_and_it_can_be_taken_back(office, waiting, post):
    client = office.signed_in("editor")
    with office.app.app_context():
        chairman = approving.keep_approver("Ông Mẫu", "Chủ tịch").id
    asked = post(client, f"/quan-tri/soan/{waiting}/hoi-duyet/", approver=chairman, hours="24")
    link = re.search(r"http://127.0.0.1:8000(/duyet/[^<]+/)", asked.text)
    assert link is not None
    page = client.get(f"/quan-tri/soan/{waiting}/duyet/").text
    assert link[1] not in page
    assert "Chưa trả lời" in page
    number = re.search(r'name="link" value="(\d+)"', page)[1]
    post(client, f"/quan-tri/soan/{waiting}/thu-lien-ket/", link=number)
    assert "đã thu" in client.get(f"/quan-tri/soan/{waiting}/duyet/").text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " "}, "Chưa có tên người duyệt"),
        ({"name": "Ông Mẫu", "pin": "12"}, "từ 4 đến 12 chữ số"),
        ({"name": "Ông Mẫu", "pin": "abcd"}, "chỉ gồm chữ số"),
        ({"name": "x" * 121}, "tối đa 120"),
        ({"name": "Ông Mẫu", "approver": "99999"}, "Không có người duyệt này"),
    ],
)
def test_an_approver_that_cannot_be_kept_is_told_and_stays_typed(office, post, sent, said):
    client = office.signed_in("administrator")
    answer = post(client, "/quan-tri/nguoi-duyet/", act="keep", **sent)
    assert answer.status_code == 400
    assert said in answer.text
    assert office.signed_in("publisher").get("/quan-tri/nguoi-duyet/").status_code == 403

"""Writing: nothing typed is lost, conflicts show both texts, roles do what they may."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from content import trail
from content.database import db
from content.publishing import desk_queries
from content.publishing.models import Item
from tests.desk_forms import item_of, send, typed, typed_with


def test_write_review_publish(office):
    writer, chief = office.signed_in("contributor"), office.signed_in("publisher")
    made = send(writer, "/quan-tri/soan/", title="Đại hội khuyến học", body="## Một\n\nChữ.")
    assert made.status_code == 302
    path = made.location
    assert send(writer, path, "review", summary="Tóm lại").status_code == 302
    assert writer.post(path, data=typed_with(chief, path, title="Sửa lén")).status_code == 400
    assert send(chief, path, "publish").status_code == 302
    with office.app.app_context():
        item = item_of(office, int(path.rstrip("/").rsplit("/", 1)[1]))
        assert (item.state, item.title, item.summary) == (
            "published",
            "Đại hội khuyến học",
            "Tóm lại",
        )
        assert item.created_by_id == office.id_of("contributor")


def test_a_contributor_writes_own_drafts_only(office):
    writer = office.signed_in("contributor")
    mine = office.item("Của tôi", by=office.id_of("contributor"))
    other = office.item("Của người khác", by=office.id_of("editor"))
    public = office.item("Đã đăng", by=office.id_of("contributor"), publish=True)
    assert send(writer, f"/quan-tri/soan/{mine}/", body="Mới").status_code == 302
    assert writer.get(f"/quan-tri/soan/{other}/").status_code == 403
    assert writer.get(f"/quan-tri/soan/{other}/lich-su/").status_code == 403
    assert "Của người khác" not in writer.get("/quan-tri/noi-dung/").text
    assert "Của người khác" not in writer.get("/quan-tri/").text
    form = typed(writer, f"/quan-tri/soan/{mine}/")
    for number in (other, public):
        answer = writer.post(f"/quan-tri/soan/{number}/", data={**form, "act": "save"})
        assert answer.status_code == 403
    assert send(writer, f"/quan-tri/soan/{mine}/", "publish").status_code == 403
    answer = send(writer, f"/quan-tri/soan/{mine}/", topics="Chủ đề mới toanh")
    assert answer.status_code == 400
    assert "nhờ biên tập viên thêm" in answer.text


@pytest.mark.parametrize("role", ["contributor", "editor"])
def test_extra_fields_publish_nothing(office, role):
    """State, author and right cannot be given along with a text."""
    client = office.signed_in(role)
    extra = {"state": "published", "created_by_id": "1", "role": "administrator", "published": "1"}
    made = send(client, "/quan-tri/soan/", title="Lách luật", **extra)
    with office.app.app_context():
        item = item_of(office, int(made.location.rstrip("/").rsplit("/", 1)[1]))
        assert item.state == "draft"
        assert item.created_by_id == office.id_of(role)


FAULTS = {
    "title": ("", "Hãy ghi tiêu đề"),
    "date": ("31/02/2026", "không phải một ngày"),
    "publish_at": ("mai", "không phải ngày giờ"),
    "expires_at": ("20/10/2026 25:61", "không phải ngày giờ"),
    "place": ("xã Không Có", "Không thấy địa bàn"),
    "slug": ("x" * 3000, "dài quá"),
    "body": ("b" * 200_001, "dài quá"),
}


@pytest.mark.parametrize("field", FAULTS)
def test_a_fault_keeps_everything_that_was_typed(office, field):
    client = office.signed_in("editor")
    value, says = FAULTS[field]
    body = "Một đoạn **rất** dài & “có dấu” <b>thẻ</b>."
    given = {"title": "Bài có lỗi", "body": body, "summary": "Tóm tắt đây", field: value}
    answer = send(client, "/quan-tri/soan/", **given)
    assert answer.status_code == 400
    assert says in answer.text
    for kept in given.values():
        assert html.escape(kept, quote=True).replace("&#x27;", "&#39;") in answer.text
    with office.app.app_context():
        assert db.session.scalar(db.select(db.func.count(Item.id))) == 0


def test_strange_characters_are_no_fault_of_the_server(office):
    client = office.signed_in("editor")
    far = "1" + "0" * 20
    names = typed(client, "/quan-tri/soan/")
    for value in ("\x00", "😀" * 50, far, "{{7*7}}", "'\"><img src=x onerror=alert(1)>", "\u202e"):
        data = dict.fromkeys(names, value) | {"csrf_token": names["csrf_token"], "act": "save"}
        for kind in ("news", "document", value):
            answer = client.post("/quan-tri/soan/", data=data | {"kind": kind})
            assert answer.status_code in (302, 400)
            assert "Traceback" not in answer.text
            assert "<img src=x" not in answer.text


def test_a_hostile_title_is_text_everywhere(office):
    evil = '"><img src=x onerror=alert(1)>'
    office.item(evil, by=office.id_of("contributor"), summary=evil, topics=(evil,))
    client = office.signed_in("administrator")
    for path in ("", "noi-dung/", "soan/1/", "soan/1/lich-su/", "nhat-ky/", "chu-de/"):
        text = client.get(f"/quan-tri/{path}").text
        assert "<img src=x" not in text, path


def test_moments_are_vietnamese_time(office):
    client = office.signed_in("editor")
    made = send(client, "/quan-tri/soan/", title="Hẹn giờ", publish_at="20/10/2027 07:30")
    with office.app.app_context():
        item = item_of(office, 1)
        assert item.publish_at == dt.datetime(2027, 10, 20, 0, 30, tzinfo=dt.UTC)
    assert typed(client, made.location)["publish_at"] == "20/10/2027 07:30"


def test_two_tabs_conflict_and_each_choice_loses_nothing(office):
    number = office.item("Hai người", body="Đoạn một.\n\nĐoạn hai.")
    path = f"/quan-tri/soan/{number}/"
    one, two = office.signed_in("editor"), office.signed_in("publisher")
    for choice in ("mine", "theirs", "merge"):
        before = typed(two, path)
        assert send(one, path, body=f"Bản của biên tập viên {choice}.").status_code == 302
        mine = f"Bản của người duyệt {choice}."
        clash = two.post(path, data={**before, "body": mine, "act": "save"})
        assert clash.status_code == 409
        assert "<ins>" in clash.text
        assert "<del>" in clash.text
        assert mine in clash.text
        assert f"Bản của biên tập viên {choice}." in html.unescape(clash.text)
        version = re.search(r'name="version" value="(\d+)"', clash.text)[1]
        body = f"{mine}\n\nGhép." if choice == "merge" else mine
        chosen = {**before, "body": body, "version": version, "choice": choice, "act": "save"}
        assert two.post(path, data=chosen).status_code == 302
        with office.app.app_context():
            item = item_of(office, number)
            texts = [r.fields["body"] for r in desk_queries.revisions(item)]
            wanted = f"Bản của biên tập viên {choice}." if choice == "theirs" else body
            assert desk_queries.working(item).body == wanted
            assert body in texts
            assert f"Bản của biên tập viên {choice}." in texts


def test_saving_what_is_there_makes_no_step(office):
    number = office.item("Không đổi")
    client = office.signed_in("editor")
    assert send(client, f"/quan-tri/soan/{number}/").status_code == 302
    with office.app.app_context():
        assert len(desk_queries.revisions(item_of(office, number))) == 1


def test_restore_and_compare(office):
    number = office.item("Lịch sử", body="Bản đầu.")
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{number}/"
    send(client, path, body="Bản sau.")
    page = client.get(f"{path}lich-su/").text
    assert "<del>đầu</del>" in page
    assert "<ins>sau</ins>" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    with office.app.app_context():
        first = desk_queries.revisions(item_of(office, number))[-1].id
    data = {"csrf_token": token, "revision": str(first)}
    assert client.post(f"{path}phuc-hoi/", data=data).status_code == 302
    assert typed(client, path)["body"] == "Bản đầu."
    foreign = office.item("Khác")
    with office.app.app_context():
        other = desk_queries.revisions(item_of(office, foreign))[0].id
    data["revision"] = str(other)
    assert client.post(f"{path}phuc-hoi/", data=data).status_code == 404


def test_return_withdraw_and_their_reasons(office):
    number = office.item("Đi một vòng", by=office.id_of("contributor"))
    chief, writer = office.signed_in("publisher"), office.signed_in("contributor")
    path = f"/quan-tri/soan/{number}/"
    send(writer, path, "review")
    token = typed(chief, path)["csrf_token"]
    empty = chief.post(f"{path}tra-lai/", data={"csrf_token": token, "reason": " "})
    assert empty.status_code == 302
    assert "lý do" in chief.get(path).text
    chief.post(f"{path}tra-lai/", data={"csrf_token": token, "reason": "Thiếu nguồn số liệu."})
    assert "Thiếu nguồn số liệu." in writer.get("/quan-tri/").text
    send(writer, path, "review", body="Có nguồn.")
    send(chief, path, "publish")
    assert (
        writer.post(
            f"{path}go/",
            data={"csrf_token": typed(writer, "/quan-tri/soan/")["csrf_token"], "notice": "x"},
        ).status_code
        == 403
    )
    chief.post(f"{path}go/", data={"csrf_token": token, "notice": "Bài có số liệu sai."})
    with office.app.app_context():
        item = item_of(office, number)
        assert (item.state, item.withdrawn_notice) == ("withdrawn", "Bài có số liệu sai.")
        assert "item.withdrawn" in [e.action for e in trail.of_subject("item", number)]


def test_a_form_without_session_shows_the_text_for_copying(office):
    client = office.signed_in("editor")
    data = typed(client, "/quan-tri/soan/") | {"title": "Đang viết", "body": "Chữ quý. " * 20}
    client.delete_cookie("ban_bien_tap", path="/quan-tri")
    lost = client.post("/quan-tri/soan/", data=data | {"act": "save"})
    assert lost.status_code == 400
    assert "Chữ quý. Chữ quý." in lost.text
    assert "Đang viết" in lost.text
    assert data["csrf_token"] not in lost.text


def test_an_expired_session_shows_the_text_for_copying(office):
    client = office.signed_in("editor")
    data = typed(client, "/quan-tri/soan/") | {"title": "Đang viết", "body": "Chữ quý. " * 20}
    with office.app.app_context():
        db.session.execute(db.text("DELETE FROM desk_session"))
        db.session.commit()
    lost = client.post("/quan-tri/soan/", data=data | {"act": "save"})
    assert lost.status_code == 403
    assert "Chữ quý. Chữ quý." in lost.text


def test_preview_address_is_signed_and_never_public(office):
    from itsdangerous import URLSafeTimedSerializer

    client = office.signed_in("editor")
    number = office.item("Xem trước nhé")
    send(client, f"/quan-tri/soan/{number}/", "preview", body="Chưa ai thấy.")
    page = client.get(f"/quan-tri/soan/{number}/").text
    token = re.search(r'href="/xem-truoc/([^"/]+)/"', page)[1]
    signer = URLSafeTimedSerializer(office.app.secret_key, salt="preview")
    with office.app.app_context():
        item, revision = desk_queries.preview(signer.loads(token)["n"])
        assert item.id == number
        assert revision.fields["body"] == "Chưa ai thấy."


def test_a_long_notice_that_is_refused_is_shown_again(office):
    """A message travels in a cookie, which a browser drops past 4 kB; the text must not."""
    number = office.item("Bài sẽ gỡ", publish=True, by=office.id_of("publisher"))
    chief = office.signed_in("publisher")
    path = f"/quan-tri/soan/{number}/"
    token = typed(chief, path)["csrf_token"]
    notice = "Bài này có số liệu sai. " * 300
    answer = chief.post(f"{path}go/", data={"csrf_token": token, "notice": notice})
    assert answer.status_code == 400
    assert notice.strip() in answer.text

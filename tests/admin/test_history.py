"""The history: any two states against each other, names, and the way back."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from content import trail
from content.documents.fields import DocumentFields
from content.publishing import desk_queries
from content.publishing.commands import media, workflow, writing
from content.publishing.snapshot import AttachmentFields, fields_of
from tests.desk_forms import item_of, picture

FIRST = "Đoạn một.\n\nĐoạn hai."
LONG = "Lớp học mở vào tối thứ Bảy ở nhà văn hóa thôn."


def save(office, number, **changed):
    with office.app.app_context():
        item = item_of(office, number)
        fields = replace(desk_queries.working(item), **changed)
        writing.save(number, fields, seen_version=item.version, actor_id=office.id_of("editor"))
        return [r.id for r in desk_queries.revisions(item_of(office, number))]


def history(client, number, **asked):
    return client.get(f"/quan-tri/soan/{number}/lich-su/", query_string=asked).text


def test_any_two_states_in_two_columns_or_one(office):
    number = office.item()
    save(office, number, body="Đoạn một sửa.\n\nĐoạn hai.")
    newest, _middle, oldest = save(office, number, title="Tên mới")
    client = office.signed_in("editor")
    page = history(client, number, cu=oldest, moi=newest)
    assert "Khác nhau: 2 mục" in page
    assert "<ins> sửa</ins>" in page
    assert "1 đoạn giống nhau" in page
    one = history(client, number, cu=oldest, moi=newest, kieu="mot")
    assert 'class="diff one"' in one
    assert "Đoạn một<ins> sửa</ins>." in one
    assert "Đoạn một" not in history(client, number)  # the newest two differ in the title alone


def test_a_moved_paragraph_and_a_new_picture_are_shown_as_such(office):
    number = office.item(body=f"{LONG}\n\nMột.\n\nHai.")
    with office.app.app_context():
        name, row = media.attach_upload("lop.png", picture())
        shot = f"/tep/{row.sha256[:16]}/{name}"
        file = AttachmentFields(row.sha256, name, "Lớp")
    ids = save(
        office, number, body=f"Một.\n\nHai.\n\n{LONG}\n\n![Bà con]({shot})", attachments=(file,)
    )
    client = office.signed_in("editor")
    page = history(client, number)
    assert "Chuyển đi chỗ khác, không mất" in page
    assert "Chuyển từ chỗ khác đến" in page
    assert "Thêm ảnh" in page
    assert "Thêm tệp" in page
    src = re.search(r'<img src="([^"]+)" alt="Bà con"', page)[1]
    with client.get(src) as shown:
        assert shown.mimetype == "image/png"
    link = f"/quan-tri/soan/{number}/ban-luu/{ids[0]}/tep/{row_of(page)}"
    with client.get(link) as answer:
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    assert client.get(link.replace(f"/{ids[0]}/", f"/{ids[1]}/")).status_code == 404
    assert office.signed_in("contributor").get(link).status_code == 403


def row_of(page: str) -> str:
    return re.search(r"/ban-luu/\d+/tep/([0-9a-f]{16}/[a-z0-9.-]+)", page)[1]


def test_every_field_of_a_document_is_compared(office):
    document = DocumentFields(number="1/KH-UBND", signer_role="Chủ tịch", recipients=("Như trên",))
    number = office.item(kind="document", document=document)
    changed = replace(document, signer_role="Phó Chủ tịch", recipients=("Hội Khuyến học",))
    save(office, number, document=changed)
    page = history(office.signed_in("editor"), number)
    assert "Chức vụ người ký" in page
    assert "Nơi nhận" in page


def restore(client, number, revision, **more):
    page = history(client, number, cu=revision)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    data = {"csrf_token": token, "revision": revision, "version": version, **more}
    return client.post(f"/quan-tri/soan/{number}/phuc-hoi/", data=data)


def test_restoring_makes_a_new_state_equal_to_the_old(office):
    number = office.item()
    ids = save(office, number, body="Lỡ tay xóa hết.")
    client = office.signed_in("editor")
    assert restore(client, number, ids[-1]).status_code == 302
    with office.app.app_context():
        assert item_of(office, number).body == FIRST
        assert len(desk_queries.revisions(item_of(office, number))) == 3


def test_what_somebody_saved_since_is_not_covered_unseen(office):
    number = office.item()
    ids = save(office, number, body="Bản hai.")
    client = office.signed_in("editor")
    late = restore(client, number, ids[-1], version="1")
    assert late.location.endswith("/lich-su/")
    assert "Có người vừa lưu bài này" in client.get(late.location).text
    with office.app.app_context():
        assert item_of(office, number).body == "Bản hai."


@pytest.mark.parametrize("revision", ["999", "", "x", "9" * 30])
def test_a_state_of_another_text_is_not_restored(office, revision):
    number = office.item()
    client = office.signed_in("editor")
    page = client.get(f"/quan-tri/soan/{number}/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    for act in ("phuc-hoi", "dat-ten"):
        data = {"csrf_token": token, "revision": revision, "version": "1", "label": "A"}
        assert client.post(f"/quan-tri/soan/{number}/{act}/", data=data).status_code == 404


def test_a_state_gets_a_name(office):
    number = office.item()
    (only,) = save(office, number)
    client = office.signed_in("editor")
    page = history(client, number)
    assert "chưa có gì để so" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "revision": only, "label": "  Bản gửi  Sở <b> "}
    assert client.post(f"/quan-tri/soan/{number}/dat-ten/", data=data).status_code == 302
    assert "Bản gửi Sở &lt;b&gt;" in history(client, number)
    with office.app.app_context():
        assert next(e.action for e in trail.of_subject("item", number)) == "item.named"
    data["label"] = "x" * 200
    client.post(f"/quan-tri/soan/{number}/dat-ten/", data=data)
    assert "hãy rút còn tối đa 120" in history(client, number)


def test_a_writer_sees_the_history_of_what_they_sent_and_changes_nothing(office):
    number = office.item(by=office.id_of("contributor"))
    save(office, number, body="Biên tập viên sửa.")
    with office.app.app_context():
        workflow.send_for_review(number)
        old = desk_queries.revisions(item_of(office, number))[-1].id
    client = office.signed_in("contributor")
    page = history(client, number)
    assert "Phục hồi bản cũ</button>" not in page
    assert "Lưu tên" not in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "revision": old, "version": "1", "label": "A"}
    for act in ("phuc-hoi", "dat-ten"):
        assert client.post(f"/quan-tri/soan/{number}/{act}/", data=data).status_code == 403


def test_readers_keep_what_is_published_until_the_restored_text_is(office):
    number = office.item(publish=True)
    ids = save(office, number, body="Bản sửa chờ.")
    restore(office.signed_in("editor"), number, ids[-1])
    with office.app.app_context():
        item = item_of(office, number)
        assert fields_of(item).body == FIRST
        assert item.pending_revision_id is not None

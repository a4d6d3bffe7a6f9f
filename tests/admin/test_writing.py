"""Writing: nothing typed is lost, conflicts show both texts, roles do what they may."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pytest
from PIL import Image

from content import trail
from content.database import db
from content.documents import queries as documents
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields


def picture() -> bytes:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, "PNG")
    return out.getvalue()


def typed(client, path) -> dict[str, str]:
    """Every named field of the writing form, as a browser would send it."""
    text = client.get(path).text
    form = text[text.index('<form class="stack" method="post" enctype') :]
    form = form[: form.index("</form>")]
    values = {}
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if name and not (kind and kind[1] in ("file", "checkbox")):
            values[name[1]] = html.unescape(re.search(r'value="([^"]*)"', tag)[1])
    for name, value in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S
    ):
        values[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]* name="([^"]*)">(.*?)</select>', form, re.S):
        values[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return values


def send(client, path, act="save", **changed):
    """Change some fields of the form and press a button."""
    return client.post(path, data={**typed(client, path), "act": act, **changed})


def item_of(office, number) -> Item:
    """The item, loaded for looking at."""
    item = desk_queries.by_id(number)
    assert item is not None
    return item


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


def typed_with(client, path, **changed):
    """The form as another browser sees it, with its own token."""
    return {**typed(client, path), **changed}


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


def test_attachments_come_go_and_keep_their_order(office):
    client = office.signed_in("editor")
    made = send(
        client,
        "/quan-tri/soan/",
        title="Có tệp",
        files=[(io.BytesIO(b"Mot"), "một.txt"), (io.BytesIO(picture()), "ảnh.png")],
    )
    assert made.status_code == 302
    path = made.location
    with office.app.app_context():
        kept = desk_queries.working(item_of(office, 1)).attachments
        names = [a.file_name for a in kept]
    assert names == ["mot.txt", "anh.png"]
    data = typed(client, path)
    fixed = {
        **data,
        "file_sha256": [a.sha256 for a in kept],
        "file_name": names,
        "file_title": ["Một", "Ảnh"],
        "file_position": ["2", "1"],
        "act": "save",
    }
    assert client.post(path, data=fixed).status_code == 302
    with office.app.app_context():
        now = desk_queries.working(item_of(office, 1)).attachments
        assert [a.title for a in now] == ["Ảnh", "Một"]
    fixed |= {"version": typed(client, path)["version"], "file_remove": kept[0].sha256}
    assert client.post(path, data=fixed).status_code == 302
    with office.app.app_context():
        now = desk_queries.working(item_of(office, 1)).attachments
        assert [a.title for a in now] == ["Ảnh"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.svg", b"<svg onload='alert(1)'></svg>"),
        ("a.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.jpg.html", b"<html></html>"),
        ("a.txt", b""),
    ],
)
def test_active_and_empty_files_are_refused_and_the_text_stays(office, name, data):
    client = office.signed_in("editor")
    files = [(io.BytesIO(data), name)]
    answer = send(client, "/quan-tri/soan/", title="Tệp xấu", body="Chữ còn đây", files=files)
    assert answer.status_code == 400
    assert "Chữ còn đây" in answer.text
    assert name in answer.text


def test_documents_keep_what_the_form_does_not_show(office):
    quote = LinkFields("based_on", "1/QĐ-MAU", PartialDate(2022), "UBND tỉnh Mẫu", "", "Căn cứ…")
    known = DocumentFields(number="2/KH-MAU", title="Kế hoạch mẫu", links=(quote,))
    number = office.item("Kế hoạch mẫu", kind="document", document=known)
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{number}/"
    form = typed(client, path)
    assert form["relations"] == "Căn cứ | 1/QĐ-MAU | 2022 | UBND tỉnh Mẫu"
    lines = form["relations"] + "\nThay thế | 3/KH-MAU | 10/2021"
    assert (
        send(client, path, relations=lines, issued="07/2023", signer="Nguyễn Mẫu").status_code
        == 302
    )
    with office.app.app_context():
        document = desk_queries.working(item_of(office, number)).document
        assert document.links[0] == quote
        assert document.links[1] == LinkFields(
            "replaces", "3/KH-MAU", PartialDate(2021, 10), None, "", "", "editor"
        )
        assert document.issued == PartialDate(2023, 7)
    bad = send(client, path, relations="Không rõ | 3/KH-MAU")
    assert bad.status_code == 400
    assert "dòng 1" in bad.text
    assert "Không rõ | 3/KH-MAU" in bad.text


def test_a_missing_document_is_handed_in(office):
    cited = LinkFields("based_on", "7/QĐ-MAU", PartialDate(2022, 3, 5), "UBND tỉnh Mẫu")
    known = DocumentFields(number="8/KH-MAU", kind="Kế hoạch", title="Kế hoạch", links=(cited,))
    with office.app.app_context():
        item = writing.create(ItemFields(kind="document", title="Kế hoạch", document=known))
        workflow.publish(item.id, seen_version=item.version)
        entry = documents.missing(5)[0][0].id
    client = office.signed_in("editor")
    page = client.get("/quan-tri/van-ban-thieu/").text
    assert "7/QĐ-MAU" in page
    by_hand = typed(client, f"/quan-tri/soan/?loai=document&van-ban={entry}")
    assert (by_hand["number"], by_hand["issued"]) == ("7/QĐ-MAU", "05/03/2022")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    text = (
        "UBND TỈNH MẪU\nSố: 7/QĐ-MAU\nMẫu, ngày 5 tháng 3 năm 2022\n"
        "QUYẾT ĐỊNH\nVề việc học tập\n\nĐiều 1. Học.\n"
    )
    data = {"csrf_token": token, "file": (io.BytesIO(text.encode()), "quyet-dinh.txt")}
    answer = client.post(f"/quan-tri/van-ban-thieu/{entry}/ban-goc/", data=data)
    assert answer.status_code == 302
    assert "/quan-tri/soan/" in answer.location
    form = typed(client, answer.location)
    assert form["number"] == "7/QĐ-MAU"
    assert form["issuer"]


def test_uploads_report_each_file(office):
    client = office.signed_in("editor")
    page = client.get("/quan-tri/tai-len/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    good = "---\nkind: news\ntitle: Tin tải lên\nstate: published\n---\n\nChữ.\n"
    files = [
        (io.BytesIO(good.encode()), "tin.md"),
        (io.BytesIO(b"x = 1"), "places.toml"),
        (io.BytesIO(b"MZ"), "virus.exe"),
    ]
    answer = client.post("/quan-tri/tai-len/", data={"csrf_token": token, "files": files})
    assert answer.status_code == 200
    assert answer.text.count("Không nhận") >= 2
    with office.app.app_context():
        assert item_of(office, 1).state == "draft"  # whatever the file says


def test_an_upload_by_an_editor_never_changes_what_readers_see(office):
    """A file that names a published item becomes an edit that waits."""
    number = office.item("Tin cũ", slug="tin-cu", body="Chữ đã duyệt.", publish=True)
    client = office.signed_in("editor")
    page = client.get("/quan-tri/tai-len/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    text = (
        "---\nkind: news\ntitle: Tin cũ\nslug: tin-cu\nstate: published\n---\n\nChữ chưa duyệt.\n"
    )
    data = {"csrf_token": token, "files": [(io.BytesIO(text.encode()), "tin.md")]}
    assert client.post("/quan-tri/tai-len/", data=data).status_code == 200
    with office.app.app_context():
        item = item_of(office, number)
        assert item.state == "published"
        assert item.body == "Chữ đã duyệt."

"""Files at the desk: attachments, documents, missing originals, uploads."""

from __future__ import annotations

import io
import re

import pytest

from content.documents import queries as documents
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.detail_fields import SourceFields
from content.publishing.snapshot import ItemFields
from tests.desk_forms import item_of, picture, send, typed


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


def test_the_text_of_a_document_that_is_only_told_of_is_handed_in(office):
    told = ItemFields(
        kind="document",
        title="Quyết định về việc học tập",
        slug="7-qd-mau",
        body="Bài giới thiệu.",
        sources=(SourceFields("Trang của tỉnh Mẫu"),),
        document=DocumentFields(
            number="7/QĐ-MAU", issuer="UBND tỉnh Mẫu", issued=PartialDate(2022, 3, 5)
        ),
    )
    with office.app.app_context():
        item = writing.create(told)
        workflow.publish(item.id, seen_version=item.version)
        number = item.id
    client = office.signed_in("editor")
    page = client.get("/quan-tri/van-ban-thieu/").text
    assert "Đã có bài giới thiệu, chưa có toàn văn" in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    text = (
        "UBND TỈNH MẪU\nSố: 7/QĐ-MAU\nMẫu, ngày 5 tháng 3 năm 2022\n"
        "QUYẾT ĐỊNH\nVề việc học tập\n\nĐiều 1. Học.\n"
    )
    path = f"/quan-tri/van-ban-thieu/bai/{number}/ban-goc/"
    data = {"csrf_token": token, "file": (io.BytesIO(text.encode()), "quyet-dinh.txt")}
    answer = client.post(path, data=data)
    assert answer.location.endswith(f"/quan-tri/soan/{number}/")
    with office.app.app_context():
        assert desk_queries.by_id(number).body == "Bài giới thiệu."  # readers see the old one
        body = desk_queries.working(item_of(office, number)).body
        assert body.startswith("Bài giới thiệu.\n\n## Toàn văn\n\n")
        assert "Điều 1" in body
    other = text.replace("7/QĐ-MAU", "9/QĐ-MAU").encode()
    data = {"csrf_token": token, "file": (io.BytesIO(other), "khac.txt")}
    answer = client.post(path, data=data, follow_redirects=True)
    assert "không khớp với văn bản này" in answer.text
    assert client.post(path, data={"csrf_token": token}).status_code == 302


def test_uploads_report_each_file(office):
    client = office.signed_in("editor")
    page = client.get("/quan-tri/tai-len/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    good = "---\nkind: news\ntitle: Tin tải lên\nstate: published\n---\n\nChữ.\n"
    files = [
        (io.BytesIO(good.encode()), "tin.md"),
        (io.BytesIO(b"x = 1"), "places.toml"),
        (io.BytesIO(b"MZ\x90\x00\x03"), "virus.exe"),
    ]
    answer = client.post("/quan-tri/tai-len/", data={"csrf_token": token, "files": files})
    assert answer.status_code == 303
    report = client.get(answer.location).text
    assert report.count("</svg>Không nhận") == 2
    assert "chương trình chạy được" in report
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
    assert client.post("/quan-tri/tai-len/", data=data).status_code == 303
    with office.app.app_context():
        item = item_of(office, number)
        assert item.state == "published"
        assert item.body == "Chữ đã duyệt."

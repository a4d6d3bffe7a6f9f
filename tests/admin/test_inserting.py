"""What the editor's script asks the desk for: pages, files, Word; by whom, and in which words."""

from __future__ import annotations

import io

import pytest
from docx import Document
from PIL import Image

from content import files
from content.publishing import desk_queries
from content.publishing.media_assets import key_of

ASK = "/quan-tri/chen/"


def jpeg():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


def word(*paragraphs):
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def titles(client, words):
    return [page["title"] for page in client.get(ASK, query_string={"q": words}).json["pages"]]


def test_pages_are_found_without_marks_published_first(office):
    office.item("Công dân số")
    office.item("Công dân học tập", kind="guidance", publish=True)
    client = office.signed_in("editor")
    pages = client.get(ASK, query_string={"q": "cong dan"}).json["pages"]
    assert [page["title"] for page in pages] == ["Công dân học tập", "Công dân số"]
    assert pages[0] == {
        "url": "/huong-dan/cong-dan-hoc-tap/",
        "title": "Công dân học tập",
        "kind": "Hướng dẫn",
        "state": "",
    }
    assert pages[1]["state"] == "nháp, chưa ai mở được"
    assert titles(client, "thông báo") == ["Thông báo"]
    assert titles(client, "lich") == ["Lịch hạn nộp và sự kiện"]
    assert titles(client, "c") == titles(client, "  ") == titles(client, "%%%") == []
    assert titles(client, "x" * 5_000) == []


def test_a_contributor_hears_of_no_draft_of_others(office):
    office.item("Bài kín của người khác")
    office.item("Bài kín của tôi", by=office.id_of("contributor"))
    office.item("Bài mở", publish=True)
    client = office.signed_in("contributor")
    assert titles(client, "bài kín") == ["Bài kín của tôi"]
    assert titles(client, "bài mở") == ["Bài mở"]


def test_strangers_and_readers_of_the_desk_get_nothing(office, post):
    assert office.client().get(ASK).status_code == 302
    for path in ("tep", "word"):
        assert office.client().post(ASK + path).status_code == 400  # no token
    client = office.client()
    assert post(client, f"{ASK}tep", page="/quan-tri/dang-nhap/").status_code == 403


def test_a_file_is_kept_and_shown_to_whoever_is_signed_in(office, post):
    client = office.signed_in("editor")
    answer = post(client, f"{ASK}tep", file=(io.BytesIO(jpeg()), "Góc đọc.JPG"))
    assert answer.status_code == 200
    kept = answer.json
    assert kept["name"] == "goc-doc.jpg"
    assert kept["title"] == "Hình trong bài"
    assert kept["url"] == f"/tep/{key_of(kept['sha256'])}/goc-doc.jpg"  # stays when it is replaced
    with client.get(f"{ASK}{kept['url'][1:]}") as shown:
        assert shown.status_code == 200
        assert shown.mimetype == "image/jpeg"
    assert office.client().get(f"{ASK}{kept['url'][1:]}").status_code == 302
    with office.app.app_context():
        assert files.by_sha256(kept["sha256"]) is not None
    text = post(client, f"{ASK}tep", file=(io.BytesIO("Chữ".encode()), "Biểu_mẫu số 1.txt")).json
    assert text["title"] == "Biểu mẫu số 1"
    assert client.get(f"{ASK}{text['url'][1:]}").status_code == 404  # only pictures are shown


@pytest.mark.parametrize("path", ["tep/0123456789abcdef/a.png", "tep/x/a.png", "tep/%25/a.png"])
def test_no_other_file_is_shown(office, path):
    assert office.signed_in("editor").get(ASK + path).status_code == 404


@pytest.mark.parametrize(
    ("way", "name", "data", "says"),
    [
        ("tep", "a.exe", b"MZ", "Không nhận tệp"),
        ("tep", "a.jpg", b"khong", "không phải JPG"),
        ("tep", "a.pdf", b"", "Tệp trống"),
        ("word", "a.pdf", b"%PDF-1.4", "không phải tệp Word .docx"),
        ("word", "a.docx", b"PK\x03\x04", "a.docx"),
        ("word", "../../a.docx", b"", "rỗng"),
    ],
)
def test_a_fault_is_one_sentence(office, post, way, name, data, says):
    answer = post(office.signed_in("editor"), ASK + way, file=(io.BytesIO(data), name))
    assert answer.status_code == 400
    assert says in answer.json["error"]
    assert "\n" not in answer.json["error"]


def test_no_file_at_all(office, post):
    answer = post(office.signed_in("editor"), f"{ASK}tep")
    assert answer.status_code == 400
    assert "Chưa có tệp nào" in answer.json["error"]


def test_a_word_file_gives_its_title_text_and_notes(office, post):
    data = word("Chữ đầu tiên của bài.", "Đoạn hai.")
    answer = post(office.signed_in("editor"), f"{ASK}word", file=(io.BytesIO(data), "Tin.docx"))
    assert answer.json["body"].endswith("Đoạn hai.")
    assert answer.json["files"] == []


def test_a_form_filled_from_word_keeps_the_version_that_was_seen(office, post):
    item = office.item("Bài", body="Cũ", by=office.id_of("editor"))
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{item}/"
    form = {"title": "Bài", "body": "Cũ", "version": "7", "act": "save", "word_way": "replace"}
    answer = post(client, path, page=path, word=(io.BytesIO(word("Mới.")), "a.docx"), **form)
    assert answer.status_code == 200
    assert 'name="version" value="7"' in answer.text
    assert "Mới." in answer.text
    assert "Đã đưa “a.docx” vào bài" in answer.text
    with office.app.app_context():
        assert desk_queries.by_id(item).body == "Cũ"

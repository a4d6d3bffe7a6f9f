"""Texts of any file: what is kept beside them, what is too long, what is known again."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx
import pytest

from content import files, markup
from content.letters.result import Wish
from content.loading import loader, report_queries, reports
from content.loading.order import FileReport, Order
from content.publishing import desk_queries
from content.publishing.models import Item

pytestmark = pytest.mark.usefixtures("session_app")

LETTER = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MẪU ĐÔNG Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND Mẫu Đông, ngày 05 tháng 3 năm 2026

KẾ HOẠCH

Đẩy mạnh phong trào học tập suốt đời năm 2026

Ủy ban nhân dân xã xây dựng kế hoạch như sau:

"""


def item_of(report: FileReport) -> Item:
    item = desk_queries.by_id(report.item_id or 0)
    assert item is not None
    return item


def test_a_text_longer_than_an_item_goes_on_in_its_file_and_is_found_there() -> None:
    paragraphs = [f"{n}. Thôn số {n} mở lớp học buổi tối cho mọi người dân." for n in range(6000)]
    text = LETTER + "\n\n".join(paragraphs)
    (report,) = loader.load_bytes("dai.txt", text.encode())
    item = item_of(report)
    assert (report.status, item.state) == ("loaded", "published")
    assert len(item.body.encode()) <= markup.MOST_BYTES
    assert paragraphs[10].split(". ")[1] in item.plain
    kept = files.by_sha256(report.sha256 or "")
    assert kept is not None
    assert paragraphs[-1].split(". ")[1] in kept.text
    assert [n.kind for n in report.notes if "dài quá mức" in n.text] == ["dropped"]
    # Nothing is lost where the two parts meet.
    words = (item.plain + " " + kept.text).split()
    assert sum(word == "Thôn" for word in words) == len(paragraphs)


def test_a_file_that_became_an_item_is_known_by_its_bytes_whatever_its_name() -> None:
    (first,) = loader.load_bytes("mot.txt", LETTER.encode())
    (again,) = loader.load_bytes("hai.txt", LETTER.encode())
    assert (again.status, again.item_id) == ("unchanged", first.item_id)
    assert len(desk_queries.revisions(item_of(first))) == 1


def test_an_earlier_copy_does_not_push_out_the_later_one() -> None:
    later = LETTER + "Thêm một dòng."
    loader.load_bytes("mot.txt", LETTER.encode())
    (changed,) = loader.load_bytes("mot.txt", later.encode())
    (again,) = loader.load_bytes("mot.txt", LETTER.encode())
    assert (changed.status, again.status) == ("changed", "unchanged")
    assert "Đã nạp bản khác" in again.notes[0].text
    assert "Thêm một dòng" in item_of(again).plain


def test_a_wish_reads_a_known_file_anew() -> None:
    (first,) = loader.load_bytes("mot.txt", LETTER.encode())
    order = Order(draft=True, wish=Wish("unicode"))
    (again,) = loader.load_bytes("mot.txt", LETTER.encode(), order=order)
    assert again.item_id == first.item_id


def test_what_may_not_be_kept_is_read_all_the_same() -> None:
    written = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Bài giảng của thôn")
    document.add_paragraph("Lớp buổi tối bắt đầu lúc bảy giờ.")
    document.save(written)
    with zipfile.ZipFile(written, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    (report,) = loader.load_bytes("bai.docx", written.getvalue())
    assert (report.status, report.sha256) == ("loaded", None)
    assert "Lớp buổi tối bắt đầu" in item_of(report).plain
    assert any(n.kind == "dropped" and "bản gốc không được giữ" in n.text for n in report.notes)


def test_a_question_about_letters_stands_in_every_load_until_it_is_answered() -> None:
    unsure = unicodedata.normalize("NFC", "Häp th«n tèi mai.").encode()
    for _ in range(2):
        with reports.recording("desk") as load:
            (report,) = loader.load_bytes("ghi-chu.txt", unsure, draft=True)
            reports.add(load, report)
        entry = report_queries.entry_at(load, 1)
        assert entry is not None
        assert (report.letters[0].sure, entry.asks) == (False, True)
        assert "bảng mã cũ" in report.notes[-1].text
    assert report.status == "unchanged"
    reports.answer(entry, "tcvn3", loader.load_again(entry.id, Wish("tcvn3")), actor_id=None)
    (answered,) = loader.load_bytes("ghi-chu.txt", unsure, draft=True)
    assert (answered.status, answered.letters) == ("unchanged", ())
    assert item_of(answered).title == "Họp thôn tối mai."


def test_a_letter_bears_its_subject_as_a_title() -> None:
    letter = LETTER.replace("12/KH-UBND", "12/UBND-VHXH").replace("KẾ HOẠCH\n\nĐẩy", "V/v đẩy")
    (report,) = loader.load_bytes("cong-van.txt", letter.encode())
    item = item_of(report)
    assert item.title.startswith("Đẩy mạnh phong trào")
    assert item.document is not None
    assert item.document.title == item.title

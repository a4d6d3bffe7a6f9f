"""A golden set over texts of our own about places that do not exist: what must come first."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable

import pytest
from flask import Flask

from content import places
from content.database import db
from content.documents.models import Document
from content.publishing.models import Item
from search_index.ask import search

Put = Callable[..., Item]

# slug → (kind, title, text)
TEXTS = {
    "muc-tieu-thuong": (
        "document",
        "Kế hoạch học tập suốt đời huyện Mẫu Thượng năm 2024",
        (
            "Số: 41/KH-UBND\nMục tiêu: 66% gia đình đạt danh hiệu Gia đình học tập, 77% dòng họ "
            "đạt danh hiệu Dòng họ học tập vào năm 2025.\n"
            "Các xã gửi báo cáo trước ngày 12 tháng 9 năm 2024."
        ),
    ),
    "muc-tieu-ha": (
        "document",
        "Kế hoạch học tập suốt đời huyện Mẫu Hạ năm 2024",
        (
            "Số: 52/KH-UBND\nMục tiêu: 61% gia đình đạt danh hiệu Gia đình học tập vào năm 2025.\n"
            "Phòng Tài chính bố trí kinh phí từ ngân sách huyện. Hạn gửi báo cáo: 25/10/2024."
        ),
    ),
    "ban-quet": (
        "document",
        "KE HOACH XA MAU CU",
        (
            "Thuc hién chuong trinh day manh phong trao hoc tip subt doi trong gia dinh, dong ho.\n"
            "Hoi Cuu chién binh xa van dong gia lang, ngudi cé uy tin cung cac dong ho xdy dung "
            "quy khuyén hoc cia thén ban, moi nam mot lan tong két."
        ),
    ),
    "xe-sach": (
        "news",
        "Xe sách về thôn",
        "Xe thư viện lưu động mang sách đến trường thôn Mẫu.",
    ),
    "tu-sach": (
        "news",
        "Tủ sách dòng họ",
        "Họ Nguyễn ở ấp Mẫu góp tủ sách khuyến học cho cháu.",
    ),
    "lop-toi": (
        "story",
        "Cô giáo của lớp buổi tối",
        "Mười người lớn ở bản Mẫu học chữ buổi tối.",
    ),
    "hoc-bong": (
        "notice",
        "Trao học bổng",
        "Quỹ khuyến học xã Mẫu trao 20 suất học bổng.",
    ),
    "phieu-cdht": (
        "guidance",
        "Cách tự đánh giá công dân học tập",
        "Mỗi người tự chấm theo phiếu; phần mềm tổng hợp điểm của cả thôn.",
    ),
    "bao-cao-ai": (
        "guidance",
        "Không còn cấp huyện, nộp báo cáo cho ai",
        "Xã gửi báo cáo về Hội Khuyến học tỉnh. Ủy ban nhân dân xã ký.",
    ),
    "chuyen-doi-so": (
        "training",
        "Tập huấn chuyển đổi số",
        "Tài liệu tập huấn về trang thông tin điện tử và kỹ năng số quốc gia.",
    ),
    "trung-tam": (
        "page",
        "Trung tâm học tập cộng đồng là gì",
        "Trung tâm học tập cộng đồng của xã mở lớp cho mọi người.",
    ),
    "quyet-dinh": (
        "document",
        "Quyết định thành lập ban chỉ đạo",
        (
            "Số: 387/QĐ-UBND\nThành lập Ban Chỉ đạo xây dựng xã hội học tập xã Mẫu. "
            "Ủy viên: Chủ tịch Mặt trận Tổ quốc."
        ),
    ),
    "duong-que": ("news", "Con đường quê", "Đường về thôn đã đổ bê tông, trẻ đi học dễ hơn."),
    "ong-duong": ("story", "Ông Dương và lớp học", "Ông Dương dạy chữ hai chục năm. Dương, dương."),
    "thong-tu": (
        "document",
        "Thông tư về đơn vị học tập",
        (
            "Số: 25/2031/TT-MAU\nĐơn vị học tập phải có cán bộ, công chức đạt công dân học tập. "
            "Báo cáo vào quý IV hằng năm."
        ),
    ),
}

# question, what must be first, kind of question
QUESTIONS = [
    ("tủ sách khuyến học", "tu-sach", "exact"),
    ("xe thu vien luu dong", "xe-sach", "without marks"),
    ("tai lieu tap huan chuyen doi so", "chuyen-doi-so", "without marks"),
    ("thư viên lưu đông", "xe-sach", "partly marked"),
    (unicodedata.normalize("NFD", "học bổng khuyến học"), "hoc-bong", "decomposed"),
    ("uỷ ban nhân dân xã ký", "bao-cao-ai", "placement of the tone"),
    ("kĩ năng số", "chuyen-doi-so", "i/y"),
    ("hojc boongr", "hoc-bong", "Telex"),
    ("tur sachs khuyeens hojc", "tu-sach", "Telex"),
    ("thu7 vie6n5 lu7u d9o65ng", "xe-sach", "VNI"),
    ("tủ xách khuyến học", "tu-sach", "sounds alike"),
    ("thuvien luudong", "xe-sach", "glued"),
    ("chuyểnn đổi số", "chuyen-doi-so", "a letter too many"),
    ("CDHT tự đánh giá", "phieu-cdht", "abbreviation"),
    ("TTHTCĐ", "trung-tam", "abbreviation"),
    ("BCĐ XDXHHT", "quyet-dinh", "put together"),
    ("41/KH-UBND", "muc-tieu-thuong", "number"),
    ("kế hoạch 52", "muc-tieu-ha", "number"),
    ("qd387", "quyet-dinh", "number"),
    ("TT 25/2031", "thong-tu", "number"),
    ("12/9/2024", "muc-tieu-thuong", "date"),
    ("trước ngày 25 tháng 10", "muc-tieu-ha", "date"),
    ("quý 4", "thong-tu", "quarter"),
    ("già làng người có uy tín", "ban-quet", "bad scan"),
    ("Hội Cựu chiến binh", "ban-quet", "bad scan"),
    ("ke hoach hoc tap suot doi xa mau cu", "ban-quet", "bad scan"),
    ('"mỗi người tự chấm"', "phieu-cdht", "phrase"),
    ("chỉ tiêu gia đình học tập Mẫu Thượng", "muc-tieu-thuong", "place"),
    ("mục tiêu gia đình học tập huyện Mẫu Hạ", "muc-tieu-ha", "place"),
    ("kinh phí lấy từ nguồn nào Mẫu Hạ", "muc-tieu-ha", "question"),
    ("bỏ huyện rồi nộp báo cáo cho ai", "bao-cao-ai", "question"),
    ("trung tam hoc tap cong dong la gi", "trung-tam", "question"),
    ("xe thư vi", "xe-sach", "beginning of a word"),
    ("trang thong tin di", "chuyen-doi-so", "beginning of a word"),
    ("đường", "duong-que", "exact marks"),
    ("dương", "ong-duong", "exact marks"),
    ("bản", "lop-toi", "exact marks"),
    ("ấp", "tu-sach", "exact marks"),
]


@pytest.fixture
def texts(put: Put, district: dict[str, places.Place], session_app: Flask) -> None:
    for number, (slug, (kind, title, plain)) in enumerate(TEXTS.items()):
        where = {"muc-tieu-thuong": "first", "muc-tieu-ha": "second", "ban-quet": "old"}.get(slug)
        place_id = district[where].id if where else None
        day = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        put(title, plain, kind=kind, slug=slug, date=day, place_id=place_id)


@pytest.mark.usefixtures("texts")
def test_what_must_come_first_comes_first() -> None:
    wrong = []
    for question, wanted, why in QUESTIONS:
        got = [hit.slug for hit in search(question, limit=5).results]
        if got[:1] != [wanted]:
            wrong.append((why, question, wanted, got))
    assert wrong == []


@pytest.mark.usefixtures("texts")
def test_a_decomposed_question_is_answered_as_the_composed_one() -> None:
    for question, wanted, _ in QUESTIONS:
        typed = unicodedata.normalize("NFD", question)
        assert search(typed, limit=1).results[0].slug == wanted


def test_a_document_is_found_by_its_metadata(put: Put, district: dict[str, places.Place]) -> None:
    document = Document(
        key="k",
        slug="k",
        number="7/KH-MAU",
        issuer="Hội Khuyến học huyện Mẫu Hạ",
        signer="Trần Mẫu",
    )
    db.session.add(document)
    item = put("Bản chụp", "(không đọc được)", kind="document", document=document)
    put("Tin khác", "Không liên quan.")
    for question in ("KH 7", "7/kh-mau", "hoi khuyen hoc mau ha", "Trần Mẫu"):
        assert search(question).results[0].slug == item.slug, question


def test_the_number_of_a_long_document_beats_a_scan_that_looks_alike(put: Put) -> None:
    long = "Hội khuyến học xã có kế hoạch khoa học gửi các thôn trong tháng.\n" * 60
    other = "Cac thon trong xa to chuc hop dan ve viec lam duong, dao giong.\n" * 60
    scan = f"{other}Hoi khuyen hoc, ke hoach, khoa hoc, khuyen hoc, ke hoach.\n"
    put("Kế hoạch năm nay", f"Số: 415/KH-UBND\n{long}", kind="document", slug="dung")
    put("Kế hoạch bản quét", scan, kind="document", slug="scan")
    put("Kế hoạch khác", long, slug="khac")
    for question in ("415/KH-UBND", "KH 415", "kế hoạch số 415"):
        assert search(question).results[0].slug == "dung", question


def test_a_poor_scan_is_found_by_its_place(put: Put, district: dict[str, places.Place]) -> None:
    put("Ban scan 01", "Xdy dung phong trao hoc tip subt doi.", place_id=district["first"].id)
    put("Học tập suốt đời", "Phong trào học tập suốt đời ở nơi khác.")
    assert search("hoc tap suot doi mau thuong").results[0].slug == "ban-scan-01"

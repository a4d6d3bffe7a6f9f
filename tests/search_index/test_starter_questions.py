"""What people type, over the starter's own pages: the answer stands among the first three.

Questions whose answer only a commune can enter (a list of names, a fund's figures, a timetable)
find the page that says what will stand there and who enters it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from hub.app import create_app
from hub.config import read_settings
from search_index import ask

FIRST = 3
# question → addresses that answer it
ANSWERED = {
    "tieu chi cong dan hoc tap": ("cong-dan-hoc-tap-bao-nhieu-diem", "324-qd-khvn"),
    "công dân học tập bao nhiêu điểm thì đạt": ("cong-dan-hoc-tap-bao-nhieu-diem",),
    "QD 324 KHVN": ("324-qd-khvn",),
    "quyết định 677": ("677-qd-ttg-2022", "677-qd-ttg-2017"),
    "387/QĐ-TTg": ("387-qd-ttg",),
    "qd387": ("387-qd-ttg",),
    "TT 25/2023 cong dong hoc tap cap xa": ("25-2023-tt-bgddt", "cong-dong-hoc-tap-cap-xa"),
    "thông tư 24 đơn vị học tập": ("24-2023-tt-bgddt", "don-vi-hoc-tap-thong-tu-24"),
    "mẫu phiếu tự đánh giá CDHT": (
        "mau-phieu-tu-danh-gia-cong-dan",
        "mau-phieu-tu-danh-gia-can-bo-giao-vien",
    ),
    "phieu danh gia danh cho giao vien": ("mau-phieu-tu-danh-gia-can-bo-giao-vien",),
    "biểu mẫu đăng ký gia đình học tập": (
        "mau-dang-ky-danh-hieu",
        "mau-danh-sach-dang-ky-thon",
    ),
    "bien ban hop xet gia dinh hoc tap thon": ("mau-bien-ban-hop-xet",),
    "tờ trình đề nghị công nhận": ("mau-to-trinh-de-nghi",),
    "gương hiếu học vượt khó": ("guong-hieu-hoc-dang-bai-the-nao",),
    "han nop bao cao khuyen hoc": ("nop-bao-cao-khi-nao",),
    "báo cáo XHHT năm 2025 mẫu": ("mau-bao-cao-nam", "bao-cao-nam-gom-gi"),
    "HTSĐ": ("thuat-ngu-viet-tat", "gioi-thieu", "tuan-le-hoc-tap-suot-doi"),
    "trung tam hoc tap cong dong la gi": ("trung-tam-hoc-tap-cong-dong",),
    "KHKT": ("thuat-ngu-viet-tat",),
    "KH-UBND Cẩm Thủy 2022": ("ke-hoach-cam-thuy-2022",),
    "ke hoach hoc tap suot doi tua chua": ("115-kh-ubnd-tua-chua",),
    "CBCCVC 90% công dân học tập": ("chi-tieu-trong-cac-ke-hoach", "ke-hoach-quang-ngoc-2026"),
    "chỉ tiêu gia đình học tập đến 2030": ("chi-tieu-trong-cac-ke-hoach",),
    "minh chung chi so ngoai ngu": ("minh-chung-ngoai-ngu-so",),
    "tài liệu tập huấn khuyến học xã": (
        "bo-tap-huan-mot-buoi",
        "slide-tap-huan-mot-buoi",
        "to-roi-phat-tay",
    ),
    "video huong dan congdanhoctap.vn": ("video-huong-dan-phan-mem",),
    "doi mat khau cong dan hoc tap": ("doi-mat-khau-cong-dan-hoc-tap",),
    "huyện bỏ rồi nộp báo cáo cho ai": ("huyen-bo-roi-nop-bao-cao-cho-ai",),
    "xoa mu chu muc do 2 la gi": ("xoa-mu-chu-muc-do-2",),
}
# question → pages that say what will stand there
FORETOLD = {
    "danh sách gia đình học tập 2025 xã": ("danh-sach-cong-nhan",),
    "dong ho hoc tap ho Nguyen": ("dong-ho-hoc-tap", "danh-sach-cong-nhan"),
    "guong nguoi cao tuoi hoc tap": ("guong-hieu-hoc-dang-bai-the-nao",),
    "quy khuyen hoc xa thu chi": ("quy-khuyen-hoc",),
    "học bổng khuyến học 2026": ("hoc-bong",),
    "tuan le hoc tap suot doi 2026 chu de": ("tuan-le-hoc-tap-suot-doi",),
    "TTHTCĐ lịch học": ("lich-hoc",),
    "THCS phổ cập mức độ 3": ("pho-cap-giao-duc", "ke-hoach-tan-hong-2021"),
    "thư viện số sách nông nghiệp nuôi tôm": ("thu-vien-va-hoc-lieu-so",),
    "luan van xa hoi hoc tap": ("thu-vien-va-hoc-lieu-so",),
    "hội khuyến học liên hệ sđt chủ tịch": ("danh-ba",),
}


@pytest.fixture(scope="module")
def starter(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = shutil.copytree(starter_home, tmp_path_factory.mktemp("questions") / "home")
    app = create_app(read_settings({"HUB_HOME": str(home)}), desk=False)
    with app.app_context():
        yield app


@pytest.mark.parametrize(("question", "wanted"), [*ANSWERED.items(), *FORETOLD.items()])
def test_the_answer_is_among_the_first_three(
    starter: Flask, question: str, wanted: tuple[str, ...]
) -> None:
    found = [hit.slug for hit in ask.search(question, limit=FIRST).results]
    assert set(found) & set(wanted), (question, found)


def test_both_documents_of_one_number_are_offered(starter: Flask) -> None:
    found = [hit.slug for hit in ask.search("quyết định 677", limit=FIRST).results]
    assert {"677-qd-ttg-2022", "677-qd-ttg-2017"} <= set(found)

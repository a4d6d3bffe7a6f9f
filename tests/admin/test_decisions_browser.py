"""The pages of a decision on a phone and on a desktop: axe finds no fault, nothing is wider."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content import places
from content.recognition.commands import titles
from tests.admin.test_accessibility import look

SHOTS = os.environ.get("DESK_SHOTS", "")
LIST = (
    "Họ và tên\tThôn\tSố CCCD\tĐồng ý đăng tên\tDanh hiệu\n"
    "Vàng A Chua\tThôn 1\t011200000001\tx\tGia đình học tập\n"
    "Vàng A Chua\tThôn 1\t\tx\tGia đình học tập\n"
    "=1+1\tThôn 1\t\tx\tGia đình học tập\n"
    "Lò Văn Mẫu\t\t\t\tGia đình học tập\n"
    "Giàng A Mẫu\tThôn 2\t\tchưa hỏi\tLàng học\n"
)


@pytest.mark.parametrize("width", [375, 1280])
def test_each_page_of_a_decision(office, live, chromium, width):
    with office.app.app_context():
        titles.load_shipped()
        places.record("xã Mẫu", "commune")
    cookie = office.signed_in("administrator").get_cookie("ban_bien_tap", path="/quan-tri")
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
    context.add_cookies(
        [{"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}]
    )
    page, faults = context.new_page(), []

    def seen(name):
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"_cn-{name}-{width}.png", full_page=True)
        faults.extend(look(page, name, width))

    page.goto(f"{live}/quan-tri/cong-nhan/co-quan/")
    seen("co-quan")
    page.goto(f"{live}/quan-tri/cong-nhan/moi/")
    seen("moi")
    page.get_by_label("Hoặc dán các ô chép từ Excel").fill(LIST)
    page.get_by_label("Năm đánh giá").fill("2025")
    page.get_by_label("Xã, phường").fill("xã Mẫu")
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    expect(page.get_by_text("4 dòng cần xem lại")).to_be_visible()
    seen("xem-lai")
    page.get_by_role("link", name="Để lại, tiếp tục với 1 dòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiểm tra riêng tư")
    seen("rieng-tu")
    page.get_by_role("button", name="Tiếp tục với 1 dòng").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gắn quyết định")
    seen("quyet-dinh")
    page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    page.get_by_label("Tệp quyết định").set_input_files(
        {"name": "qd.txt", "mimeType": "text/plain", "buffer": "Vàng A Chua".encode()}
    )
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.get_by_text("Tệp ghi đủ họ tên của 1 người")).to_be_visible()
    seen("gui")
    page.goto(f"{live}/quan-tri/cong-nhan/")
    seen("phong")
    context.close()
    assert not faults, faults

"""From an Excel list to the announcement, in a real browser; the steps are counted."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from content import accounts, places
from content.database import db
from hub.app import create_app
from hub.config import read_settings

SHOTS = os.environ.get("DESK_SHOTS", "")
HEADINGS = ("STT", "Họ và tên chủ hộ", "Thôn", "Số CCCD", "Ngày sinh", "Đồng ý đăng tên")
FAMILIES = (
    ("Vàng A Chua", "Thôn 1", "x"),
    ("Giàng Thị Dở", "Thôn 1", "x"),
    ("Đinh Văn Khương", "Thôn 2", "x"),
    ("Lò Thị Quýt", "Thôn 2", ""),
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"}))
    with made.app_context():
        places.record("xã Mẫu", "commune")
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    width = 1280 if request.param else 375
    context = chromium.new_context(
        java_script_enabled=request.param,
        locale="vi-VN",
        viewport={"width": width, "height": 900},
    )
    yield context.new_page()
    context.close()


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.merge_range("A1:F1", "DANH SÁCH GIA ĐÌNH HỌC TẬP NĂM 2025")
        sheet.write_row(2, 0, HEADINGS)
        for number, (name, thon, agreed) in enumerate(FAMILIES, start=1):
            cells = (number, name, thon, f"01120000000{number}", "01/02/1980", agreed)
            sheet.write_row(2 + number, 0, cells)
    return out.getvalue()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(SHOTS) / f"cong-bo-{name}-{width}.png", full_page=True)


def test_a_list_is_announced_in_five_steps(site: str, page: Page) -> None:
    person = accounts.add_person("xa@xa.example", role="publisher", name="Chị Mẫu")
    way_in = accounts.make_sign_in_link(person)
    db.session.commit()
    page.goto(f"{site}/quan-tri/vao/{way_in}/")
    page.get_by_role("button", name="Vào bàn biên tập").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state()
    page.goto(f"{site}/quan-tri/cong-nhan/")
    shot(page, "0-phong")
    steps = 0
    page.get_by_role("link", name="Công bố danh sách mới").click()
    steps += 1
    page.get_by_label("Danh hiệu").select_option("gia-dinh-hoc-tap")
    page.get_by_label("Tệp danh sách").set_input_files(
        {"name": "ds.xlsx", "mimeType": "application/octet-stream", "buffer": workbook()}
    )
    page.get_by_label("Năm đánh giá").fill("2025")
    page.get_by_label("Xã, phường").fill("xã Mẫu")
    shot(page, "1-danh-sach")
    page.get_by_role("button", name="Kiểm tra danh sách").click()
    steps += 1  # the list is chosen and sent
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiểm tra riêng tư")
    expect(page.get_by_text("2 cột không được đưa lên trang công khai")).to_be_visible()
    expect(page.get_by_text("V. A. C.", exact=True)).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Quýt")
    shot(page, "2-rieng-tu")
    page.get_by_role("button", name="Tiếp tục với 4 dòng").click()
    steps += 1  # what will be public was looked at
    page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    page.get_by_label("Ngày ban hành").fill("02/03/2026")
    page.get_by_label("Cơ quan, người ban hành").fill("Chủ tịch UBND xã Mẫu")
    shot(page, "3-quyet-dinh")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    steps += 1  # the decision is attached
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại và gửi")
    shot(page, "4-gui")
    page.get_by_role("button", name="Công bố", exact=True).click()
    steps += 1
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã công bố")
    assert steps <= 5
    shot(page, "5-da-cong-bo")
    page.get_by_role("link", name="Xem trang công bố").click()
    expect(page.get_by_text("V. A. C.", exact=True)).to_be_visible()
    shot(page, "6-trang-cong-bo")
    for hidden in ("Vàng A Chua", "011200000001", "1980", "Quýt"):
        expect(page.locator("body")).not_to_contain_text(hidden)

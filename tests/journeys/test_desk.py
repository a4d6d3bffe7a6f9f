"""A day at the desk in a real browser: in by link, password, write, publish, two tabs, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import bare_desk, on_port

PASSWORD = "sáu quả cam trên bàn gỗ"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """A desk on a port of this machine, and the path of its first sign-in link."""
    with bare_desk(tmp_path, "administrator") as (app, link), on_port(app) as address:
        yield address, link


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A tab of Debian's Chromium, with and without JavaScript."""
    context = chromium.new_context(java_script_enabled=request.param, locale="vi-VN")
    yield context.new_page()
    context.close()


def test_a_day_at_the_desk(served: tuple[str, str], page: Page) -> None:
    """From the first link to signing out."""
    site, link = served
    come_in(page, site + link)
    address = write_and_publish(page, site)
    two_tabs(page, address)
    page.goto(f"{site}/quan-tri/")
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn biên tập")
    page.goto(address)
    expect(page).to_have_url(re.compile("/quan-tri/dang-nhap/"))
    page.get_by_label("Thư điện tử").fill("chief@xa.example")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(address)  # back where one was


def come_in(page: Page, address: str) -> None:
    """By the link, then a password: a guessable one first."""
    page.goto(address)
    page.get_by_role("button", name="Vào bàn biên tập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đặt mật khẩu")
    for password, says in (("hoctapsuotdoi2026", "dễ đoán"), (PASSWORD, "Đã đặt mật khẩu")):
        page.get_by_label("Mật khẩu mới", exact=False).first.fill(password)
        page.get_by_label("Gõ lại mật khẩu mới").fill(password)
        page.get_by_role("button", name="Đặt mật khẩu").click()
        expect(page.locator("main")).to_contain_text(says)


def write_and_publish(page: Page, site: str) -> str:
    """A new item, a fault that keeps the text, a preview link, then out; its desk address."""
    page.get_by_role("link", name="Viết bài").click()
    page.get_by_label("Tiêu đề", exact=True).fill("Ngày hội đọc sách")
    page.get_by_label("Nội dung, viết bằng Markdown").fill("## Khi nào\n\nThứ Bảy.")
    page.get_by_label("Ngày giờ đăng").fill("hôm nào đó")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_role("alert").first).to_contain_text("không phải ngày giờ")
    expect(page.get_by_label("Tiêu đề", exact=True)).to_have_value("Ngày hội đọc sách")
    page.get_by_label("Ngày giờ đăng").fill("")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("link", name="xem-truoc")).to_be_visible()
    address = page.url
    page.get_by_role("button", name="Đăng", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã đăng.")
    page.goto(f"{site}/quan-tri/noi-dung/?q=ngay+hoi")
    expect(page.get_by_role("row", name=re.compile("Ngày hội đọc sách"))).to_contain_text("Đã đăng")
    return address


def two_tabs(page: Page, address: str) -> None:
    """Both tabs save: the second sees both texts and merges them by hand."""
    other = page.context.new_page()
    page.goto(address)
    other.goto(address)
    body = "Nội dung, viết bằng Markdown"
    page.get_by_label(body).fill("## Khi nào\n\nChủ nhật.")
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.locator("main")).to_contain_text("Đã lưu bản nháp")
    other.get_by_label(body).fill("## Khi nào\n\nThứ Bảy, ở thư viện.")
    other.get_by_role("button", name="Lưu nháp").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Hai người cùng lưu")
    expect(other.locator("del").first).to_be_visible()
    expect(other.locator("ins").first).to_be_visible()
    other.get_by_role("button", name="Xem và sửa kết quả").click()
    other.get_by_label("Nội dung", exact=True).fill("## Khi nào\n\nChủ nhật, ở thư viện.")
    other.get_by_role("button", name="Lưu bản ghép").click()
    expect(other.get_by_label(body)).to_have_value("## Khi nào\n\nChủ nhật, ở thư viện.")
    other.get_by_role("button", name="Đăng", exact=True).click()
    expect(other.locator("main")).to_contain_text("Đã đăng.")
    other.close()

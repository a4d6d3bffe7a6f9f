"""A new administrator makes the site that of xã Mẫu: through the pages, and readers see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from content import accounts
from content.database import db
from hub.app import create_app
from hub.config import read_settings
from search_index import ready
from tests import axe
from tests.desk_forms import picture
from tests.factories import make_item
from tests.serving import on_port

PHONE = {"width": 375, "height": 800}
DESKTOP = {"width": 1280, "height": 800}
PASSWORD = "bảy con cá vàng dưới suối"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The whole hub, the registers and one item in it, and the first administrator's link."""
    home = tmp_path / "home"
    app = create_app(read_settings({"HUB_HOME": str(home), "HUB_STARTER": "0"}))
    with app.app_context():
        make_item("guidance", "Đăng ký lớp học", body="Đến nhà văn hóa.")
        person = accounts.add_person("chief@xa.example", role="administrator", name="Chị Mẫu")
        link = accounts.make_sign_in_link(person)
    with on_port(app) as address:
        yield address, f"/quan-tri/vao/{link}/"
    ready.wait()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=[(PHONE, True), (DESKTOP, False)], ids=["phone", "desktop without script"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    size, script = request.param
    context = chromium.new_context(viewport=size, java_script_enabled=script, locale="vi-VN")
    yield context.new_page()
    context.close()


class Steps:
    """Counts what a person does: each page left by a tap is a step."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.count += 1


def come_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Vào bàn biên tập").click()
    page.get_by_label("Mật khẩu mới", exact=False).first.fill(PASSWORD)
    page.get_by_label("Gõ lại mật khẩu mới").fill(PASSWORD)
    page.get_by_role("button", name="Đặt mật khẩu").click()
    expect(page.locator("main")).to_contain_text("Đã đặt mật khẩu")


def no_faults(page: Page) -> None:
    """Axe is a script itself, so it looks where scripts run."""
    if page.viewport_size != PHONE:
        return
    assert axe.violations(page) == []


def box(where: Page | Locator, label: str) -> Locator:
    """The first text field whose label begins so; hints belong to labels too."""
    return where.get_by_role("textbox", name=re.compile(f"^{re.escape(label)}")).first


def test_a_new_administrator_makes_the_site_their_own(
    served: tuple[str, str], page: Page, tmp_path: Path
) -> None:
    site, link = served
    come_in(page, site + link)
    page.goto(f"{site}/quan-tri/")
    expect(page.locator("main")).to_contain_text("còn 5 việc")
    steps = Steps(page)
    steps.press("link", "Bắt đầu")
    box(page, "Tên trang").fill("Học tập ở xã Mẫu")
    box(page, "Địa phương").fill("xã Mẫu, tỉnh Mẫu")
    box(page, "Cơ quan, tổ chức").fill("Hội Khuyến học xã Mẫu")
    steps.press("button", "Lưu và sang việc sau")
    contacts(page, steps)
    logo(page, steps, tmp_path)
    menu(page, steps)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trang chủ")
    box(page, "Tiêu đề khối").fill("Xã Mẫu giúp gì được bạn?")
    steps.press("button", "Lưu và xem lại")
    expect(page.locator("main")).to_contain_text("Xong cả năm bước")
    assert steps.count == 6
    page.goto(f"{site}/quan-tri/")
    expect(page.locator("main")).not_to_contain_text("Làm cho trang này thành của bạn")
    seen_by_readers(page, site)


def contacts(page: Page, steps: Steps) -> None:
    """A fault first: it stands at its field, and nothing typed is lost."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Liên hệ, người phụ trách")
    box(page, "Địa chỉ").fill("UBND xã Mẫu, thôn Đông")
    box(page, "Điện thoại").fill("không có")
    box(page, "Họ tên").fill("Nguyễn Văn Mẫu")
    box(page, "Chức vụ").fill("Phó Chủ tịch Hội Khuyến học xã")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("Điện thoại “không có” không đọc được")
    expect(box(page, "Họ tên").first).to_have_value("Nguyễn Văn Mẫu")
    box(page, "Điện thoại").fill("0215 384 5112; 0912 000 000")
    steps.press("button", "Lưu và sang việc sau")


def logo(page: Page, steps: Steps, folder: Path) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Biểu trưng")
    (folder / "bieu-trung.png").write_bytes(picture())
    page.get_by_label("Chọn ảnh").set_input_files(folder / "bieu-trung.png")
    steps.press("button", "Lưu và sang việc sau")


def menu(page: Page, steps: Steps) -> None:
    """The criteria first, and one entry of our own."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Mục lục")
    expect(page.locator("main")).to_contain_text("Mục “Văn bản” dẫn tới chỗ chưa có bài")
    expect(entry(page, 2).get_by_label("Tên mục")).to_have_value("Tiêu chí")
    for number in range(2, 1, -1):
        entry(page, number).get_by_role("button", name=re.compile("^Lên")).click()
        expect(entry(page, number - 1).get_by_label("Tên mục")).to_have_value("Tiêu chí")
    new = page.get_by_role("group", name="Thêm một mục")
    box(new, "Tên mục").fill("Trang của tỉnh")
    new.get_by_label("Dẫn tới").fill("https://tinh.example.vn/")
    no_faults(page)
    steps.press("button", "Lưu và sang việc sau")


def entry(page: Page, number: int) -> Locator:
    """The lines of one entry of the menu; a badge may follow its number."""
    return page.get_by_role("group", name=re.compile(rf"^Mục {number}\b"))


def seen_by_readers(page: Page, site: str) -> None:
    page.goto(f"{site}/")
    expect(page).to_have_title("Học tập ở xã Mẫu, xã Mẫu, tỉnh Mẫu")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xã Mẫu giúp gì được bạn?")
    picture_shown = page.get_by_alt_text("Biểu trưng Hội Khuyến học xã Mẫu")
    expect(picture_shown).to_be_visible()
    assert picture_shown.evaluate("one => one.naturalWidth") == 4
    titles = page.locator("#muc-luc li").all_inner_texts()
    assert [title.strip() for title in titles] == ["Tiêu chí", "Hướng dẫn", "Trang của tỉnh"]
    no_faults(page)
    page.goto(f"{site}/lien-he/")
    expect(page.locator("main")).to_contain_text("Nguyễn Văn Mẫu")
    expect(page.locator("main")).not_to_contain_text("Chưa nhập")
    expect(page.get_by_role("link", name="0912 000 000")).to_have_attribute(
        "href", "tel:0912000000"
    )
    no_faults(page)
    assert "Học tập ở xã Mẫu" in page.request.get(f"{site}/feed.xml").text()

"""A province brings a new criteria set in, in five steps; then two accounts, then its readers."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from admin import desk
from content import accounts, files, people
from content.criteria import commands, queries
from content.criteria import files as criteria_files
from content.database import db
from search_index import store
from tests.content.criteria.samples import points_set

SHOTS = os.environ.get("DESK_SHOTS", "")


@dataclass
class Served:
    """A desk on a port of this machine, and the addresses that let two people in."""

    app: Flask
    site: str
    ways_in: list[str]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    app = Flask("journey", static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    app.extensions["hub_settings"] = SimpleNamespace(
        site_name="Học tập suốt đời",
        site_place="tỉnh Mẫu",
        site_url="http://127.0.0.1",
        secure_cookies=False,
        secret_key="0123456789abcdef" * 4,
    )
    db.init_app(app)
    files.keep_in(tmp_path / "files")
    store.keep_in(tmp_path / "index")
    desk.install(app)
    with app.app_context():
        db.create_all()
        people.seed_roles()
        db.session.commit()
        both = [
            accounts.add_person(f"{name}@xa.example", role="administrator", name=f"Chị {name}")
            for name in ("Một", "Hai")
        ]
        links = [accounts.make_sign_in_link(person) for person in both]
        row, _status = commands.take_in(replace(points_set(), in_force=dt.date(2025, 1, 1)))
        commands.publish(row.id, seen_version=row.version)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site = f"http://127.0.0.1:{server.server_port}"
    yield Served(app, site, [f"{site}/quan-tri/vao/{link}/" for link in links])
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=[(True, 1280), (False, 375)], ids=["script", "no script, telephone"])
def tabs(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[list[Page]]:
    """A tab for each of the two people, each in a browser of their own."""
    script, width = request.param
    view = {"width": width, "height": 900}
    contexts = [
        chromium.new_context(java_script_enabled=script, viewport=view, locale="vi-VN")
        for _ in range(2)
    ]
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def come_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Vào bàn biên tập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đặt mật khẩu")


def look(page: Page, name: str) -> None:
    """On both widths: no fault that axe finds, nothing wider. Without script axe never ends."""
    if page.viewport_size["width"] < 500:
        return
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"_{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert Axe().run(page).response["violations"] == [], name


def test_a_new_set_in_five_steps(served: Served, tabs: list[Page], tmp_path: Path) -> None:
    first, second = tabs
    for page, way in zip(tabs, served.ways_in, strict=True):
        come_in(page, way)
    first.goto(f"{served.site}/quan-tri/")
    import_in_five_steps(first, new_set(tmp_path))
    with served.app.app_context():
        row = queries.version("cong-dan-mau", "2027")
        assert (row.state, row.in_force) == ("draft", dt.date(2027, 3, 1))
    page = first.url
    hold_against_the_source(first, "Cần thêm một người khác.")
    expect(first.get_by_text("Bạn đã đối chiếu.")).to_be_visible()
    second.goto(page)
    hold_against_the_source(second, "đủ hai người đối chiếu")
    second.get_by_role("button", name="Đăng", exact=True).click()
    expect(second.locator("main")).to_contain_text("Đã đăng. Người đọc xem tại")
    look(second, "tieu-chi-da-dang")
    with served.app.app_context():
        found = queries.by_slug("cong-dan-mau")
        assert queries.in_force(found, dt.date(2027, 2, 28)).slug == "2026"
        now = queries.in_force(found, dt.date(2027, 3, 1))
        assert (now.slug, now.verified) == ("2027", True)


def new_set(folder: Path) -> dict[str, Path]:
    """Workbooks of the next version: one whose points add up to 95, and the right one."""
    new = replace(points_set(id="2027"), rule=replace(points_set().rule, pass_sum=8500))
    group, *rest = new.groups
    criterion = replace(group.criteria[0], most=0)
    criterion = replace(criterion, indicators=(replace(criterion.indicators[0], most=500),))
    wrong = replace(new, groups=(replace(group, criteria=(criterion, *group.criteria[1:])), *rest))
    made = {}
    for name, version in (("sai", wrong), ("dung", new)):
        made[name] = folder / f"{name}.xlsx"
        made[name].write_bytes(criteria_files.write(version, "xlsx"))
    return made


def import_in_five_steps(page: Page, sheets: dict[str, Path]) -> None:
    room = page.get_by_role("link", name="Bộ tiêu chí", exact=True)
    if not room.is_visible():  # on a telephone the menu is folded
        page.get_by_role("link", name="Mục lục", exact=True).click()
    room.click()  # 1: the room
    page.get_by_role("link", name="Nhập bộ tiêu chí").click()  # 2: the way in
    look(page, "tieu-chi-nhap")
    page.get_by_label("Tệp Excel, CSV hoặc TOML").set_input_files(sheets["sai"])
    page.get_by_role("button", name="Kiểm tra").click()
    expect(page.get_by_role("alert")).to_contain_text("Điểm cộng lại là 95, không phải 100")
    expect(page.get_by_role("button", name="Lưu bản nháp")).to_have_count(0)
    look(page, "tieu-chi-95")
    page.get_by_role("link", name="Chọn tệp khác").click()
    page.get_by_label("Tệp Excel, CSV hoặc TOML").set_input_files(sheets["dung"])
    page.get_by_role("button", name="Kiểm tra").click()  # 3: checked, compared
    expect(page.locator("main")).to_contain_text("Máy đã kiểm tra")
    expect(page.get_by_role("heading", name="Khác bản 2026")).to_be_visible()
    expect(page.locator(".diff")).to_contain_text("Từ 80 thành 85.")
    look(page, "tieu-chi-xem-truoc")
    page.get_by_label("Có hiệu lực từ").fill("01/03/2027")  # 4: the day
    page.get_by_role("button", name="Lưu bản nháp").click()  # 5: kept
    expect(page.locator("main")).to_contain_text("Đã lưu bản nháp.")
    look(page, "tieu-chi-ban-nhap")


def hold_against_the_source(page: Page, then: str) -> None:
    page.get_by_label("Tôi đã đối chiếu từng chữ").check()
    page.get_by_role("button", name="Xác nhận đã đối chiếu").click()
    expect(page.locator("main")).to_contain_text(then)

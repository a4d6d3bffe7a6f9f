"""A name is found, asked about and taken down: on a phone, at the desk, in the static copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from content import accounts, jobs
from content.database import db
from hub.app import create_app
from hub.config import Settings, read_settings
from hub.export import exporter
from hub.intake import throttle
from tests import axe
from tests import recognised as make
from tests.serving import on_port
from tests.traces import holders

NAME = "Vừ Thị Đỗ Quyên"
LIST = "/cong-nhan/12-qd-ubnd/"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    throttle.forget()
    made = create_app(settings)
    with made.app_context():
        make.decision(names=[f"Lò Văn {letter}" for letter in "ABCDEFG"] + [NAME])
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with on_port(app) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def phone(scripts: bool, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        java_script_enabled=scripts,
        locale="vi-VN",
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


def test_the_family_is_found_in_three_steps(site: str, phone: Page) -> None:
    phone.goto(f"{site}/cong-nhan/")
    phone.get_by_role("link", name="Công nhận “Gia đình học tập” năm 2025").tap()
    phone.get_by_role("searchbox", name="Tìm trong danh sách này").fill("do quyen")
    phone.get_by_role("button", name="Tìm", exact=True).tap()
    expect(phone.get_by_role("status")).to_contain_text("1 dòng có “do quyen”")
    expect(phone.locator(".names li")).to_have_count(1)
    expect(phone.locator(".names")).to_contain_text(NAME)


def test_a_name_is_asked_about_in_two_steps_and_taken_down_by_one_button(
    app: Flask,
    settings: Settings,
    site: str,
    phone: Page,
    scripts: bool,
    chromium: Browser,
    tmp_path: Path,
) -> None:
    copy = tmp_path / "public"
    freeze(settings, copy)
    assert holders(copy.parent / ".public.releases", NAME)

    phone.goto(site + LIST)
    phone.get_by_role("link", name="Gửi yêu cầu").tap()  # the first step
    expect(phone.get_by_label("Gỡ tên")).to_be_checked()
    quiet(phone, scripts)
    phone.get_by_label("Họ tên như trong danh sách").fill(NAME)
    phone.get_by_role("button", name="Gửi yêu cầu").tap()  # the second
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã nhận yêu cầu")
    quiet(phone, scripts)
    receipt = phone.locator(".tally dd").inner_text()

    take_down_at_the_desk(chromium, site)

    phone.goto(site + LIST)
    expect(phone.get_by_text("1 tên đã gỡ theo yêu cầu, vẫn được tính.")).to_be_visible()
    expect(phone.get_by_text(NAME)).to_have_count(0)
    phone.goto(f"{site}/go-ten/tra-cuu/")
    phone.get_by_label("Số biên nhận").fill(receipt.lower())
    phone.get_by_role("button", name="Xem yêu cầu").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đã xong")
    quiet(phone, scripts)

    assert [job.state for job in jobs.newest("export", 1)] == ["waiting"]
    freeze(settings, copy)
    assert holders(copy.parent / ".public.releases", NAME) == []
    page = (copy / "cong-nhan/12-qd-ubnd/index.html").read_text()
    assert "go-ten/index.html" in page
    assert "Gửi yêu cầu" not in page
    assert "Mẫu đơn để in" in (copy / "cong-nhan/go-ten/index.html").read_text()


def take_down_at_the_desk(chromium: Browser, site: str) -> None:
    """From the first page of the desk: the card, the request, one button."""
    office = chromium.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
    desk = office.new_page()
    person = accounts.add_person("duyet@xa.example", role="publisher", name="Chị Mẫu")
    way_in = accounts.make_sign_in_link(person)
    db.session.commit()
    desk.goto(f"{site}/quan-tri/vao/{way_in}/")
    desk.get_by_role("button", name="Vào bàn biên tập").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Đặt mật khẩu")
    desk.goto(f"{site}/quan-tri/")
    expect(desk.get_by_text("1 yêu cầu xem, sửa hoặc gỡ tên đang chờ.")).to_be_visible()
    desk.get_by_role("link", name="Xử lý").click()
    desk.get_by_role("link", name=re.compile(f"^Gỡ tên: {NAME}")).click()
    desk.get_by_role("button", name=re.compile(f"^Gỡ tên {NAME}")).click()
    expect(desk.locator("main").get_by_role("status").first).to_contain_text("Đã gỡ tên.")
    office.close()


def freeze(settings: Settings, copy: Path) -> None:
    """What the worker's `hub export` does."""
    made = create_app(settings, desk=False)
    with made.app_context():
        exporter.export(made, exporter.Order(copy))
        db.session.remove()
        db.engine.dispose()


def quiet(page: Page, scripts: bool) -> None:
    """axe finds nothing and nothing sticks out; axe is a script itself."""
    if scripts:
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

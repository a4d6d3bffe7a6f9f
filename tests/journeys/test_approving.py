"""Approving on a phone, with an account and without one; the steps are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from content import accounts
from content.database import db
from content.publishing import desk_queries
from content.publishing.commands import approving, workflow, writing
from content.publishing.snapshot import ItemFields
from hub.app import create_app
from hub.config import read_settings
from hub.face import approval_links
from tests.serving import on_port

BODY = "Lớp mở **ba buổi** mỗi tuần.\n\n## Ai được học\n\nMọi người trong xã.\n"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"}))
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    with on_port(app) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def phone(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(
        java_script_enabled=request.param,
        locale="vi-VN",
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def waiting(app: Flask) -> int:
    """An item that was sent in, by its number."""
    fields = ItemFields(kind="news", title="Lớp đọc sách", summary="Ai cũng học được.", body=BODY)
    return workflow.send_for_review(writing.create(fields).id).id


def state(number: int) -> str:
    db.session.rollback()
    db.session.expire_all()
    item = desk_queries.by_id(number)
    assert item is not None
    return desk_queries.state_of(item)


def test_the_chairman_approves_in_two_taps(site: str, phone: Page, waiting: int) -> None:
    who = approving.keep_approver("Ông Mẫu", "Chủ tịch xã Mẫu", pin="", publishes=True)
    _link, key = approving.hand_out(waiting, who.id)
    steps = 0
    phone.goto(site + approval_links.path_of(key))
    steps += 1  # the link in a message
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Lớp đọc sách")
    expect(phone.get_by_text("Mọi người trong xã.")).to_be_visible()
    phone.get_by_role("button", name="Duyệt").tap()
    steps += 1
    expect(phone.locator("main")).to_contain_text("Đã duyệt")
    assert steps <= 2
    assert state(waiting) == "published"


def test_the_administrator_approves_in_three_taps(
    app: Flask, site: str, phone: Page, waiting: int
) -> None:
    person = accounts.add_person("tinh@xa.example", role="administrator", name="Chị Mẫu")
    way_in = accounts.make_sign_in_link(person)
    db.session.commit()
    phone.goto(f"{site}/quan-tri/vao/{way_in}/")
    phone.get_by_role("button", name="Vào bàn biên tập").tap()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.wait_for_load_state()
    steps = 0
    phone.goto(f"{site}/quan-tri/")
    steps += 1  # the desk is opened
    phone.get_by_role("link", name=re.compile("^Đọc và duyệt.*Lớp đọc sách")).tap()
    steps += 1
    expect(phone.get_by_text("Mọi người trong xã.")).to_be_visible()
    phone.get_by_role("button", name="Duyệt và đăng").tap()
    steps += 1
    expect(phone.locator("main").get_by_role("status").first).to_contain_text("Đã đăng")
    assert steps <= 3
    assert state(waiting) == "published"

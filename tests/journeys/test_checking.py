"""Checking, going back, and a new version, in a real browser; the steps are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from content import calendar
from content.publishing import desk_queries, queries
from content.publishing.commands import media, workflow, writing
from content.publishing.snapshot import AttachmentFields, ItemFields
from tests.serving import bare_desk, on_port

BODY = (
    "Mời bà con tới lớp học.\n\nÔng Mẫu, căn cước 011 085 001 234.\n\nXem [tại đây](/tin-tuc/x/)."
)


@dataclass
class Served:
    """A desk on a port of this machine, and the address that lets its publisher in."""

    app: Flask
    site: str
    way_in: str
    steps: int = 0

    def step(self) -> None:
        """One tap, one page or one group of keys, as READERS counts."""
        self.steps += 1

    def item(self, **fields: object) -> int:
        """A draft and its number."""
        with self.app.app_context():
            return writing.create(ItemFields(**fields)).id  # type: ignore[arg-type]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with bare_desk(tmp_path, "publisher") as (app, link), on_port(app) as address:
        yield Served(app, address, link)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser, served: Served) -> Iterator[Page]:
    """A phone's tab, signed in, with and without JavaScript."""
    context = chromium.new_context(
        java_script_enabled=request.param, locale="vi-VN", viewport={"width": 375, "height": 800}
    )
    opened = context.new_page()
    opened.goto(served.site + served.way_in)
    opened.get_by_role("button", name="Vào bàn biên tập").click()
    expect(opened.get_by_role("heading", level=1)).to_be_visible()
    opened.scripted = request.param  # type: ignore[attr-defined]
    yield opened
    context.close()


def test_a_mistake_is_undone_in_three_steps(served: Served, page: Page) -> None:
    number = served.item(kind="news", title="Lớp học", body="Bản đúng.")
    with served.app.app_context():
        item = desk_queries.by_id(number)
        assert item is not None
        wrong = ItemFields(kind="news", title="Lớp học", body="Lỡ tay xóa hết.")
        writing.save(number, wrong, seen_version=item.version)
    page.goto(f"{served.site}/quan-tri/soan/{number}/")
    page.get_by_role("link", name="So sánh, phục hồi").click()
    served.step()
    page.get_by_role("link", name="So với bản mới nhất").click()
    served.step()
    expect(page.locator("del").first).to_be_visible()
    page.get_by_role("button", name="Phục hồi bản cũ").click()
    served.step()
    expect(page.locator("main").get_by_role("status").first).to_contain_text("Đã phục hồi")
    expect(page.locator("#than")).to_have_value("Bản đúng.")
    assert served.steps <= 3


def test_a_new_version_of_a_document_takes_four_steps(
    served: Served, page: Page, tmp_path: Path
) -> None:
    with served.app.app_context():
        name, row = media.attach_upload("ke-hoach.txt", b"Ban mot\n")
        old = AttachmentFields(row.sha256, name, "Kế hoạch")
    number = served.item(kind="document", title="Kế hoạch", body="Cả năm.", attachments=(old,))
    with served.app.app_context():
        workflow.publish(number, seen_version=1)
    (tmp_path / "moi.txt").write_bytes(b"Ban hai\n")
    page.goto(f"{served.site}/quan-tri/soan/{number}/")
    page.get_by_text("Thay bằng tệp mới").click()
    served.step()
    page.get_by_label("Tệp mới").set_input_files(tmp_path / "moi.txt")
    served.step()
    page.get_by_label("Thay đổi gì, nói với người đọc").fill("Sửa phụ lục 2.")
    served.step()
    page.get_by_role("button", name="Đăng", exact=True).click()
    served.step()
    expect(page.locator("main").get_by_role("status").first).to_contain_text("Đã đăng")
    assert served.steps <= 4
    with served.app.app_context():
        item = desk_queries.by_id(number)
        assert item is not None
        now = [(a.file_name, a.until) for a in item.attachments]
        assert now == [("moi.txt", None), ("ke-hoach.txt", calendar.today())]
        assert queries.versions(item)[0].change_note == "Sửa phụ lục 2."


def test_findings_lead_to_their_place_and_going_ahead_takes_a_reason(
    served: Served, page: Page
) -> None:
    number = served.item(kind="news", title="Lớp học", summary="Mời bà con.", body=BODY)
    page.goto(f"{served.site}/quan-tri/soan/{number}/")
    expect(page.locator("#kiem-tra .badge")).to_have_text("Phải sửa 2")
    page.get_by_role("button", name="Đăng", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trước khi đăng")
    page.get_by_role("link", name="Sửa chỗ này").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soạn bài")
    if page.scripted:  # type: ignore[attr-defined]
        for _ in range(200):  # `wait_for_function` evaluates text, which the desk's policy forbids
            if page.evaluate("() => String(getSelection())") == "011 085 001 234":
                break
            page.wait_for_timeout(50)
        assert page.evaluate("() => String(getSelection())") == "011 085 001 234"
    page.go_back()
    page.get_by_role("button", name="Vẫn đăng").click()
    expect(page.get_by_role("alert")).to_contain_text("hãy sửa, hoặc ghi vì sao vẫn đăng")
    page.get_by_label("Lý do").fill("Số mẫu in trên giấy, không của ai")
    page.get_by_role("button", name="Vẫn đăng").click()
    expect(page.locator("main").get_by_role("status").first).to_contain_text("Đã đăng")
    page.get_by_role("link", name="So sánh, phục hồi").click()
    expect(page.locator("main")).to_contain_text("vì: Số mẫu in trên giấy, không của ai")


def test_what_is_typed_is_checked_and_nothing_is_saved(served: Served, page: Page) -> None:
    number = served.item(kind="news", title="Lớp học", summary="Mời bà con.", body="Mời bà con.")
    page.goto(f"{served.site}/quan-tri/soan/{number}/")
    expect(page.locator("#kiem-tra .badge")).to_have_text("Không thấy lỗi")
    if page.scripted:  # type: ignore[attr-defined]
        page.locator("#ed-chu").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" Gọi 0987 654 321.")
    else:
        page.locator("#than").fill("Mời bà con. Gọi 0987 654 321.")
        page.get_by_role("button", name="Kiểm tra").click()
    expect(page.locator("#kiem-tra .badge")).to_have_text("Phải sửa 1", timeout=15_000)
    expect(page.locator("#than")).to_have_value("Mời bà con. Gọi 0987 654 321.")
    with served.app.app_context():
        item = desk_queries.by_id(number)
        assert item is not None
        assert item.body == "Mời bà con."

"""The pages of help: who is shown which, the way to them from each room, the keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from admin.help import pages


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher", "administrator"])
def test_each_account_sees_the_tasks_it_may_do(office, role):
    client = office.signed_in(role)
    index = client.get("/quan-tri/huong-dan/").text
    from content.people import RIGHTS

    for page in pages.every_page():
        assert (page.title in index) == (page.right in RIGHTS[role]), page.slug
        shown = client.get(f"/quan-tri/huong-dan/{page.slug}/")
        assert shown.status_code == 200
        for section in page.sections:
            assert section.title in shown.text


def test_an_unknown_task_is_not_there(office):
    assert office.signed_in("editor").get("/quan-tri/huong-dan/khong-co/").status_code == 404


def test_rooms_lead_to_their_tasks(office):
    answer = office.signed_in("publisher").get("/quan-tri/viec-cho/").text
    assert "/quan-tri/huong-dan/duyet-bai/" in answer
    number = office.item("Bài có lịch sử")
    answer = office.signed_in("editor").get(f"/quan-tri/soan/{number}/lich-su/").text
    assert "/quan-tri/huong-dan/lich-su/" in answer
    assert "/quan-tri/huong-dan/duyet-bai/" not in answer


def test_help_is_found_by_the_search_of_the_desk(office):
    answer = office.signed_in("editor").get("/quan-tri/tim/?q=phuc+hoi+ban+cu").text
    assert "/quan-tri/huong-dan/lich-su/" in answer
    hidden = office.signed_in("contributor").get("/quan-tri/tim/?q=duyet+bai").text
    assert "/quan-tri/huong-dan/duyet-bai/" not in hidden


@pytest.fixture
def tab(office, live, chromium: Browser):
    context = chromium.new_context(locale="vi-VN")
    cookie = office.signed_in("publisher").get_cookie("ban_bien_tap", path="/quan-tri")
    url = f"{live}/quan-tri"
    context.add_cookies([{"name": "ban_bien_tap", "value": cookie.value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/")
    yield page
    page.close(run_before_unload=False)
    context.close()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.wait_for_load_state()  # the keys are there once the script is


def test_keys_lead_to_rooms_and_can_be_turned_off(tab: Page, live):
    for key, words in (("v", "Việc chờ"), ("h", "Việc hôm nay"), ("?", "Phím tắt")):
        tab.keyboard.press(key)
        heading(tab, words)
    tab.get_by_label("Dùng các phím này trên máy này").uncheck()
    tab.keyboard.press("h")
    tab.reload()
    heading(tab, "Phím tắt")
    tab.get_by_label("Dùng các phím này trên máy này").check()
    tab.keyboard.press("Tab")  # out of the field that was ticked
    tab.keyboard.press("n")
    heading(tab, "Soạn bài")


def test_keys_are_letters_in_a_field(tab: Page, live):
    tab.goto(f"{live}/quan-tri/noi-dung/")
    tab.keyboard.press("/")
    tab.keyboard.type("nhv?")
    heading(tab, "Nội dung")
    expect(tab.locator(":focus")).to_have_value("nhv?")


def test_ctrl_s_saves_the_draft(tab: Page, live):
    tab.goto(f"{live}/quan-tri/soan/")
    tab.locator("#ten").fill("Lưu bằng phím")
    tab.keyboard.press("Control+s")
    expect(tab.get_by_text("Đã lưu bản nháp.")).to_be_visible()

"""Arranging in a real browser: by mouse, by finger, by keys; the box that finds; axe."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content.identity import queries as identity
from content.identity.fields import SiteFields
from content.publishing import desk_queries
from content.publishing.commands import redirects, topics
from tests import axe

DESK = "/quan-tri"
SHOTS = os.environ.get("DESK_SHOTS", "")


@pytest.fixture
def enter(office, live, chromium):
    """Opens browsers that are signed in: `enter(role)` gives a page with a `site` to go to."""
    contexts = []

    def open_as(role, **given):
        cookie = office.signed_in(role).get_cookie("ban_bien_tap", path=DESK)
        context = chromium.new_context(locale="vi-VN", **given)
        context.add_cookies([{"name": "ban_bien_tap", "value": cookie.value, "url": live + DESK}])
        contexts.append(context)
        page = context.new_page()
        page.site = live + DESK
        return page

    yield open_as
    for context in contexts:
        context.close()


def menu_titles(page):
    fields = page.locator("[data-arrange=menu] [name=menu_title]")
    return [field.input_value() for field in fields.all()]


def saved_menu(office):
    with office.app.app_context():
        return [entry.title for entry in identity.current(SiteFields()).menu]


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_menu_by_mouse_and_by_keys(office, enter):
    page = enter("administrator", viewport={"width": 1280, "height": 2000})
    page.goto(f"{page.site}/bat-dau/muc-luc/")
    titles = menu_titles(page)
    first, second, third = titles[:3]
    grip = page.locator("#menu-0 .grip")
    x, y = middle(grip)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 20, steps=3)
    page.mouse.move(*middle(page.locator("#menu-2 .grip")), steps=8)
    page.mouse.move(x, middle(page.locator("#menu-2 .grip"))[1] + 60, steps=4)
    page.mouse.up()
    told = f"“{first}” ở chỗ 3 trên {len(titles)}. Chưa lưu."
    expect(page.locator("[data-told]")).to_have_text(told)
    assert menu_titles(page)[:3] == [second, third, first]
    expect(grip).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert menu_titles(page)[:3] == [second, first, third]
    page.locator("#menu-1").get_by_role("button", name="Bỏ").click()
    assert second not in menu_titles(page)
    expect(page.locator("[data-shown=menu] li").first).to_have_text(first)
    page.locator(".save button[value=save]").click()
    expect(page.locator("main")).to_contain_text("Đã lưu: Mục lục.")
    assert saved_menu(office)[:2] == [first, third]


def test_topics_by_finger(office, enter):
    with office.app.app_context():
        for name in ("An", "Bình", "Cần"):
            topics.ensure_topic(name)
    page = enter("editor", viewport={"width": 375, "height": 1400}, has_touch=True, is_mobile=True)
    page.goto(f"{page.site}/chu-de/")
    finger = page.context.new_cdp_session(page)
    x, y = middle(page.locator("#topic-0 .grip"))
    _x, last = middle(page.locator("#topic-2 .grip"))
    touch = "Input.dispatchTouchEvent"
    finger.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 9):
        at = y + (last + 60 - y) * step / 8
        finger.send(touch, {"type": "touchMove", "touchPoints": [{"x": x, "y": at}]})
    finger.send(touch, {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("[data-told]")).to_have_text("“An” ở chỗ 3 trên 3. Chưa lưu.")
    page.get_by_role("button", name="Lưu thứ tự").click()
    expect(page.locator("main")).to_contain_text("Đã lưu thứ tự các chủ đề.")
    with office.app.app_context():
        assert [t.name for t in desk_queries.every_topic()] == ["Bình", "Cần", "An"]


def test_two_arrange_at_once_and_nothing_is_lost(office, enter):
    one, other = enter("administrator"), enter("administrator")
    for page in (one, other):
        page.goto(f"{page.site}/bat-dau/muc-luc/")
    titles = menu_titles(one)
    one.locator("#menu-0 [data-move=down]").click()
    other.locator("#menu-2 [data-move=up]").click()
    mine = menu_titles(other)
    for page in (one, other):
        page.locator(".save button[value=save]").click()
    expect(other.locator("main")).to_contain_text("đã lưu phần này")
    assert menu_titles(other) == mine
    assert saved_menu(office)[:2] == [titles[1], titles[0]]
    other.locator(".save button[value=save]").click()
    expect(other.locator("main")).to_contain_text("Đã lưu: Mục lục.")
    assert saved_menu(office) == mine


def test_the_menu_without_a_script(office, enter):
    page = enter("administrator", java_script_enabled=False)
    page.goto(f"{page.site}/bat-dau/muc-luc/")
    titles = menu_titles(page)
    page.locator("#ml-ten-1").fill("Tên gõ dở")
    page.locator("#menu-1").get_by_role("button", name="Lên").click()
    assert menu_titles(page)[:2] == [titles[1], "Tên gõ dở"]
    page.locator("#menu-2").get_by_role("button", name="Bỏ").click()
    assert titles[2] not in menu_titles(page)
    page.locator("#ml-den-1").fill("liên hệ")
    page.locator(".save button[value=save]").click()
    page.locator(".near button").first.click()
    expect(page.locator("#ml-den-1")).to_have_value("/lien-he/")
    page.locator("#ml-ten-1").press("Enter")  # saves, moves nothing
    expect(page.locator("main")).to_contain_text("Đã lưu: Mục lục.")
    assert saved_menu(office)[:2] == [titles[1], "Tên gõ dở"]


def test_the_home_page_keeps_what_belongs_to_its_blocks(office, enter):
    page = enter("administrator", viewport={"width": 1280, "height": 900})
    page.goto(f"{page.site}/bat-dau/trang-chu/")
    page.locator("#task-0 [data-move=down]").click()
    page.locator("#block-2 > .line-end [data-move=up]").click()
    page.locator(".save button[value=save]").click()
    expect(page.locator("main")).to_contain_text("Đã lưu: Trang chủ.")
    with office.app.app_context():
        blocks = identity.current(SiteFields()).blocks
    assert [block.kind for block in blocks[:3]] == ["hero", "latest", "tasks"]
    assert blocks[1].kinds == ("news", "guidance", "story")
    assert blocks[2].tasks[1].title == "Tôi cần làm gì?"
    assert len(blocks[2].tasks) == 5


def test_the_box_that_finds(office, enter):
    office.item("Đường đến trường")
    page = enter("editor")
    page.goto(f"{page.site}/")
    page.locator("body").press("/")
    box = page.locator("#tim-ban")
    expect(box).to_be_focused()
    page.keyboard.type("duong den", delay=20)
    expect(page.get_by_role("option").first).to_contain_text("Đường đến trường")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#ten")).to_have_value("Đường đến trường")


def test_several_items_chosen_on_a_phone(office, enter):
    for number in range(3):
        office.item(f"Bài {number}")
    page = enter("editor", viewport={"width": 375, "height": 800})
    page.goto(f"{page.site}/noi-dung/")
    page.get_by_label("Chọn cả trang này").check()
    expect(page.get_by_text("Đã chọn 3 bài")).to_be_visible()
    page.locator("#viec").select_option("gui")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi duyệt: 3 bài")
    page.get_by_label("Bài 1").uncheck()
    page.locator(".save").get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gửi duyệt: xong 2 bài")


def screens(topic, other):
    """Name of each screen and its address under the desk."""
    return {
        "noi-dung": "noi-dung/?loai=news&tt=draft",
        "chu-de": "chu-de/",
        "mot-chu-de": f"chu-de/{topic}/",
        "gop": f"chu-de/{topic}/gop/?into={other}",
        "dia-chi-cu": "dia-chi-cu/",
        "dia-chi-cu-xoa": "dia-chi-cu/hand/1/xoa/",
        "dia-chi-cu-nhap": "dia-chi-cu/danh-sach/",
        "tim": "tim/?q=hoc",
        "muc-luc": "bat-dau/muc-luc/",
        "trang-chu": "bat-dau/trang-chu/",
        "lien-he": "bat-dau/lien-he/",
    }


@pytest.mark.parametrize("width", [375, 1280])
def test_no_fault_of_axe(office, enter, width):
    with office.app.app_context():
        one, other = topics.ensure_topic("Công dân học tập"), topics.ensure_topic("Thư viện")
        topics.arrange([other.id, one.id])
        redirects.add("/gioi-thieu.html", "/van-ban/")
        redirects.add("/lien-ket/", "https://a.example/")
        numbers = (one.id, other.id)
    for n in range(3):
        office.item(f"Bài viết số {n} về học tập suốt đời", publish=n == 0)
    page = enter("administrator", viewport={"width": width, "height": 900})
    faults = []

    def seen(name):
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"xep-{name}-{width}.png", full_page=True)
        faults.extend((name, fault) for fault in axe.violations(page))
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            faults.append((name, "wide", wide))

    for name, path in screens(*numbers).items():
        page.goto(f"{page.site}/{path}")
        seen(name)
    page.goto(f"{page.site}/dia-chi-cu/danh-sach/")
    page.locator("#ds-dan").fill("/a/\t/van-ban/\n/quan-tri/\t/van-ban/")
    page.get_by_role("button", name="Xem trước").click()
    seen("dia-chi-cu-thu")
    page.goto(f"{page.site}/noi-dung/")
    page.get_by_label("Chọn cả trang này").check()
    seen("noi-dung-chon")
    page.locator("#viec").select_option("go")
    page.get_by_role("button", name="Xem trước").click()
    seen("hang-loat")
    page.locator("#loi").fill("Đã cũ.")
    page.locator(".save button").click()
    seen("hang-loat-xong")
    page.goto(f"{page.site}/")
    page.locator("#tim-ban").press_sequentially("hoc tap")
    expect(page.get_by_role("option").first).to_be_visible()
    seen("goi-y")
    assert not faults, faults

"""Keeping in a real browser: the line drops, the session ends, a reload, two at one text."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from content.database import db
from content.publishing import autosaves, desk_queries
from content.publishing.autosaves import Autosave
from tests.desk_forms import send

KEPT = re.compile(r"Đã tự lưu \d\d:\d\d")
OFFLINE = "Mất mạng: chữ đang giữ trên máy này"
COPIES = "Object.keys(localStorage).filter(key => key.startsWith('giu:')).length"


@pytest.fixture
def enter(office, live, chromium):
    """Opens browsers that are signed in: `enter(role)` gives a page with a `site` to go to."""
    contexts = []

    def open_as(role, **given):
        cookie = office.signed_in(role).get_cookie("ban_bien_tap", path="/quan-tri")
        context = chromium.new_context(locale="vi-VN", **given)
        context.add_cookies(
            [{"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}]
        )
        contexts.append(context)
        page = context.new_page()
        page.site = live
        return page

    yield open_as
    for context in contexts:
        context.close()


def write(page, text, then=""):
    """Type into the plain text field, as the rich editor's own script fills it."""
    page.locator("#than").evaluate(
        "(area, text) => { area.value = text;"
        f" area.dispatchEvent(new Event('input', {{bubbles: true}})); {then} }}",
        text,
    )


def state(page):
    return page.locator("#giu-tin")


def open_item(page, number):
    page.goto(f"{page.site}/quan-tri/soan/{number}/")


def test_typing_is_kept_and_there_again_after_a_reload(office, enter):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    write(page, "Chưa bấm lưu.")
    expect(state(page)).to_have_text(KEPT)
    page.reload()
    expect(page.locator("#than")).to_have_value("Chưa bấm lưu.")  # 0 steps
    expect(page.locator("main")).to_contain_text("Đây là chữ bạn chưa lưu")
    page.reload()
    expect(page.locator("#than")).to_have_value("Chưa bấm lưu.")
    assert page.evaluate(COPIES) == 0  # the server has it: nothing lies on this machine
    with office.app.app_context():
        assert len(desk_queries.revisions(desk_queries.by_id(number))) == 1
        assert db.session.query(Autosave).count() == 1
    page.locator("button[value=save]").click()
    expect(page.locator("main")).to_contain_text("Đã lưu bản nháp.")
    with office.app.app_context():
        assert desk_queries.by_id(number).body == "Chưa bấm lưu."
        assert db.session.query(Autosave).count() == 0


def test_the_line_drops_in_the_middle(office, enter):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    page.context.set_offline(True)
    write(page, "Gõ khi mất mạng.")
    expect(state(page)).to_have_text(OFFLINE)
    page.locator("button[value=save]").click()
    expect(state(page)).to_contain_text("Mất mạng, chưa lưu được")
    expect(page.locator("#than")).to_have_value("Gõ khi mất mạng.")
    page.context.set_offline(False)
    expect(state(page)).to_have_text(KEPT, timeout=15000)
    page.reload()
    expect(page.locator("#than")).to_have_value("Gõ khi mất mạng.")


def test_the_line_drops_and_the_browser_is_closed(office, enter):
    """The text waits in this browser; the next opening brings it back by itself."""
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    page.route("**/tu-luu/**", lambda route: route.abort())
    write(page, "Chỉ có ở máy này.")
    expect(state(page)).to_have_text(OFFLINE)
    again = page.context.new_page()
    page.close()
    again.goto(f"{page.site}/quan-tri/soan/{number}/")
    expect(again.locator("#than")).to_have_value("Chỉ có ở máy này.")
    expect(again.locator("main")).to_contain_text("Đây là chữ bạn chưa lưu")
    assert again.evaluate(COPIES) == 0


def test_the_session_ends_in_the_middle_and_goes_on_after_signing_in_elsewhere(office, enter, door):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    end_sessions(office)
    write(page, "Gõ sau khi hết phiên.")
    expect(state(page)).to_contain_text("Phiên đã hết: mở tab khác để đăng nhập lại")
    sign_in_elsewhere(page, "editor", door)
    expect(state(page)).to_have_text(KEPT, timeout=20000)
    page.locator("button[value=save]").click()
    expect(page.locator("main")).to_contain_text("Đã lưu bản nháp.")
    with office.app.app_context():
        assert desk_queries.by_id(number).body == "Gõ sau khi hết phiên."


def test_the_session_ends_and_the_same_tab_signs_in_again(office, enter, door):
    """Save is pressed without a session: the words are shown, and back in the form afterwards."""
    number = office.item("Bài")
    page = enter("editor")
    with page.expect_response("**/tu-luu/**"):  # the script is told that all is well
        open_item(page, number)
    end_sessions(office)
    with page.expect_navigation():  # at once: the script has not heard of anything yet
        write(page, "Bấm lưu khi đã hết phiên.", then="area.form.requestSubmit();")
    page.goto(f"{page.site}/quan-tri/soan/{number}/")
    sign_in(page, "editor", door)
    expect(page.locator("#than")).to_have_value("Bấm lưu khi đã hết phiên.")


def test_another_person_at_the_same_machine_sees_and_sends_nothing_of_it(office, enter, door):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    page.route("**/tu-luu/**", lambda route: route.abort())
    write(page, "Chữ của biên tập viên.")
    expect(state(page)).to_have_text(OFFLINE)
    end_sessions(office)
    page.unroute("**/tu-luu/**")
    other = sign_in_elsewhere(page, "publisher", door)
    expect(state(page)).to_contain_text("Máy này đang đăng nhập người khác", timeout=20000)
    other.goto(f"{page.site}/quan-tri/soan/{number}/")
    expect(other.locator("#than")).to_have_value("Đoạn một.\n\nĐoạn hai.")
    other.goto(f"{page.site}/quan-tri/tu-luu/may-nay/")
    expect(other.locator("main")).to_contain_text("Máy này không giữ chữ nào của bạn")
    with office.app.app_context():
        assert autosaves.autosave(office.id_of("publisher"), autosaves.item_key(number)) is None
    # The editor's own words are still there, and the publisher's signing out leaves them.
    other.get_by_role("button", name="Đăng xuất").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn biên tập")
    assert other.evaluate(COPIES) == 1


def test_signing_out_cleans_this_machine(office, enter):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    page.route("**/tu-luu/**", lambda route: route.abort())
    write(page, "Còn trên máy.")
    expect(state(page)).to_have_text(OFFLINE)
    assert page.evaluate(COPIES) == 1
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn biên tập")
    page.wait_for_function(f"{COPIES} === 0")


@pytest.mark.parametrize("fault", ["full", "shut"])
def test_a_browser_that_keeps_nothing_says_so(office, enter, fault):
    number = office.item("Bài")
    page = enter("editor")
    full = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') }"
    shut = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('shut') }})"
    page.add_init_script({"full": full, "shut": shut}[fault])
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    open_item(page, number)
    write(page, "Máy chủ giữ.")
    expect(state(page)).to_have_text(KEPT)
    page.route("**/tu-luu/**", lambda route: route.abort())
    write(page, "Không đâu giữ.")
    expect(state(page)).to_contain_text("trình duyệt này không giữ được chữ: đừng đóng thẻ này")
    assert faults == []


def test_the_longest_body_survives_a_reload(office, enter):
    office.app.config["MAX_FORM_MEMORY_SIZE"] = 2 * 1024 * 1024  # as hub.app sets it
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    text = "Chữ Việt có dấu. " * 8_500
    write(page, text)
    page.reload()  # at once: no message of this size goes out with a page that closes
    expect(page.locator("#than")).to_have_value(text)


def test_a_new_item_comes_back_and_a_chosen_kind_with_it(office, enter):
    page = enter("contributor")
    page.goto(f"{page.site}/quan-tri/soan/")
    page.locator("#ten").fill("Họp thôn")
    page.locator("#loai").select_option("notice")
    expect(state(page)).to_have_text(KEPT)
    page.reload()
    expect(page.locator("#ten")).to_have_value("Họp thôn")
    expect(page.locator("#loai")).to_have_value("notice")
    # Coming for another item offers it, and brings nothing by itself.
    page.goto(f"{page.site}/quan-tri/")
    page.get_by_role("link", name="Viết bài").first.click()
    expect(page.locator("main")).to_contain_text("“Họp thôn”")
    expect(page.locator("#ten")).to_have_value("")
    page.get_by_role("link", name="Dùng tiếp").click()
    expect(page.locator("#ten")).to_have_value("Họp thôn")


def test_a_role_is_removed_while_writing(office, enter):
    from content import accounts, people

    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    with office.app.app_context():
        accounts.set_roles(people.by_email("editor@xa.example"), ["contributor"])
    write(page, "Đang viết dở.")
    expect(state(page)).to_contain_text("Bạn không còn quyền sửa bài này")
    expect(state(page)).to_contain_text("chữ đang giữ trên máy này")
    page.goto(f"{page.site}/quan-tri/tu-luu/may-nay/")
    expect(page.get_by_label("Nội dung")).to_have_value("Đang viết dở.")


def test_who_else_is_here_is_seen_on_opening_and_goes_when_they_leave(office, enter):
    number = office.item("Bài")
    one, two = enter("editor"), enter("publisher")
    open_item(one, number)
    expect(one.locator("#giu-tin")).to_be_visible()
    said = "() => performance.getEntriesByType('resource').some(e => /tu-luu.\\d/.test(e.name))"
    for _ in range(200):  # `wait_for_function` evaluates text, which the desk's policy forbids
        if one.evaluate(said):
            break
        one.wait_for_timeout(50)
    open_item(two, number)
    expect(two.locator("#dang-mo")).to_contain_text("Người editor")  # 0 steps
    open_item(one, number)
    expect(one.locator("#dang-mo")).to_contain_text("Người publisher")
    one.goto(f"{one.site}/quan-tri/")
    open_item(two, number)
    expect(two.locator("#dang-mo")).to_be_hidden()


def test_the_open_form_hears_of_another_save_while_typing(office, enter):
    number = office.item("Bài")
    page = enter("editor")
    open_item(page, number)
    send(office.signed_in("publisher"), f"/quan-tri/soan/{number}/", body="Của người khác.")
    write(page, "Của tôi.")
    expect(page.locator("#da-doi")).to_contain_text("Người publisher đã lưu bài này")


def test_two_clicks_on_publish_act_once(office, enter):
    page = enter("publisher")
    page.goto(f"{page.site}/quan-tri/soan/")
    page.locator("#ten").fill("Bấm đúp")
    write(page, "Chữ.")
    page.get_by_role("button", name="Lưu nháp", exact=True).dblclick()
    expect(page.locator("main")).to_contain_text("Đã lưu bản nháp.")
    with office.app.app_context():
        (item,) = desk_queries.desk_listing().items
        assert len(desk_queries.revisions(item)) == 1


def end_sessions(office):
    with office.app.app_context():
        db.session.execute(db.text("DELETE FROM desk_session"))
        db.session.commit()


def sign_in(page, role, door):
    page.get_by_label("Thư điện tử").fill(f"{role}@xa.example")
    page.get_by_label("Mật khẩu").fill(door.password)
    page.get_by_role("button", name="Đăng nhập").click()


def sign_in_elsewhere(page, role, door):
    """In another tab of the same browser; gives that tab."""
    other = page.context.new_page()
    other.goto(f"{page.site}/quan-tri/")
    sign_in(other, role, door)
    expect(other.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.bring_to_front()
    return other

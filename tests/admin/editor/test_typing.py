"""The rich editor as a person uses it: toolbar, keys, dialogs, both ways of writing, one truth."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests import axe

WORDS = "Đoạn một.\n\nĐoạn hai."


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), (20, 120, 100)).save(out, "JPEG")
    return out.getvalue()


def pressed(form, name):
    return form.page.get_by_role("toolbar", name="Định dạng").get_by_role(
        "button", name=name, exact=True
    )


def test_each_button_writes_its_markdown(form):
    form.put(WORDS)
    form.text.locator("p").first.click()
    form.tool("Tiêu đề mục")
    form.expect_stored("## Đoạn một.\n\nĐoạn hai.")
    expect(pressed(form, "Tiêu đề mục")).to_have_attribute("aria-pressed", "true")
    form.tool("Tiêu đề mục nhỏ")
    form.expect_stored("### Đoạn một.\n\nĐoạn hai.")
    form.tool("Tiêu đề mục nhỏ")
    form.tool("Danh sách số")
    form.expect_stored("1. Đoạn một.\n\nĐoạn hai.")
    form.tool("Danh sách")
    form.expect_stored("- Đoạn một.\n\nĐoạn hai.")
    form.tool("Danh sách")
    form.tool("Trích dẫn")
    form.expect_stored("> Đoạn một.\n\nĐoạn hai.")
    form.tool("Trích dẫn")
    form.page.keyboard.press("Control+a")
    form.tool("Chữ đậm")
    form.expect_stored("**Đoạn một.**\n\n**Đoạn hai.**")
    for _ in range(12):
        form.page.keyboard.press("Control+z")
    form.expect_stored(WORDS)  # byte for byte what it was
    for _ in range(12):
        form.page.keyboard.press("Control+Shift+z")
    form.expect_stored("**Đoạn một.**\n\n**Đoạn hai.**")


def test_a_table_has_a_head_and_grows_and_goes(form):
    form.text.click()
    form.tool("Bảng")
    form.page.keyboard.type("Thôn")
    form.page.keyboard.press("Tab")
    form.page.keyboard.type("Số | sách")
    form.tool("Thêm cột bên phải")
    form.tool("Thêm hàng bên dưới")
    expect(form.text.locator("th[scope=col]")).to_have_count(3)
    expect(form.text.locator("tr")).to_have_count(4)
    empty = "\n|  |  |  |" * 3
    form.expect_stored(f"| Thôn | Số \\| sách |  |\n| --- | --- | --- |{empty}")
    form.text.locator("th").first.click()
    form.tool("Xóa hàng")  # the next row takes the place of the head
    form.expect_stored("|  |  |  |\n| --- | --- | --- |\n|  |  |  |\n|  |  |  |")
    expect(form.text.locator("th[scope=col]")).to_have_count(3)
    form.text.locator("th").first.click()
    form.tool("Xóa cột")
    expect(form.text.locator("th[scope=col]")).to_have_count(2)
    form.tool("Xóa bảng")
    expect(form.text.locator("table")).to_have_count(0)


def test_the_toolbar_is_one_stop_and_arrows_go_round(form):
    toolbar = form.page.get_by_role("toolbar", name="Định dạng")
    expect(toolbar.locator("button[tabindex='0']")).to_have_count(1)
    first = toolbar.get_by_role("button").first
    first.focus()
    form.page.keyboard.press("ArrowLeft")
    last = toolbar.get_by_role("button").last
    expect(last).to_be_focused()
    form.page.keyboard.press("ArrowRight")
    expect(first).to_be_focused()
    form.page.keyboard.press("End")
    expect(last).to_be_focused()
    expect(toolbar.locator("button[tabindex='0']")).to_have_count(1)
    for button in toolbar.get_by_role("button").all():
        assert button.get_attribute("aria-label")
    form.put("Chữ")
    form.text.locator("p").click(click_count=3)
    bold = pressed(form, "Chữ đậm")
    bold.focus()
    form.page.keyboard.press("Enter")
    form.expect_stored("**Chữ**")
    expect(form.text).to_be_focused()


def test_a_link_is_found_by_unmarked_words_while_typing(form, office):
    office.item("Công dân học tập", kind="guidance", publish=True)
    office.item("Công dân số", kind="news")
    form.put("Đọc thêm")
    form.text.locator("p").click(click_count=3)
    form.tool("Liên kết")
    field = form.page.get_by_role("combobox", name="Trang nào")
    field.press_sequentially("cong dan", delay=20)
    options = form.page.get_by_role("listbox").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("Công dân học tập")
    expect(options.nth(1)).to_contain_text("chưa ai mở được")
    field.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("/huong-dan/cong-dan-hoc-tap/")
    field.press("Enter")
    form.expect_stored("[Đọc thêm](/huong-dan/cong-dan-hoc-tap/)")
    form.text.locator("a").click()
    form.tool("Liên kết")
    form.page.get_by_role("button", name="Bỏ liên kết này").click()
    form.expect_stored("Đọc thêm")


def test_a_link_that_leads_nowhere_or_bites_is_not_taken(form):
    form.text.click()
    form.tool("Liên kết")
    field = form.page.get_by_role("combobox", name="Trang nào")
    for address in (
        "javascript:alert(1)",
        "data:text/html,x",
        "lời nói",
        "không",
        "//evil.example",
    ):
        field.fill(address)
        form.page.get_by_role("button", name="Chèn liên kết").click()
        expect(form.page.get_by_role("alert").filter(has_text="Chưa có địa chỉ")).to_be_visible()
    field.fill("https://moet.gov.vn/a_(b)")
    form.page.get_by_label("Chữ hiện ra").first.fill("Bộ [Giáo dục]")
    form.page.get_by_role("button", name="Chèn liên kết").click()
    form.expect_stored("[Bộ \\[Giáo dục\\]](https://moet.gov.vn/a_%28b%29)")


def test_a_picture_with_words_and_a_caption_is_kept_and_attached(form):
    form.put("Trước")
    form.text.click()
    form.tool("Ảnh")
    dialog = form.page.get_by_role("dialog", name="Ảnh")
    dialog.get_by_role("button", name="Chèn ảnh").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Chưa có ảnh")
    picture = {"name": "Góc đọc.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    dialog.get_by_label("Ảnh trên máy").set_input_files([picture])
    dialog.get_by_label("Lời mô tả ảnh").fill("Góc đọc ở thôn")
    dialog.get_by_label("Chú thích dưới ảnh").fill('Ảnh: "Hội" Khuyến học')
    dialog.get_by_role("button", name="Chèn ảnh").click()
    expect(form.text.locator("figure img")).to_be_visible()
    shown = "image => image.decode().then(() => image.naturalWidth)"
    assert form.text.locator("figure img").evaluate(shown) == 64
    written = re.compile(r"!\[Góc đọc ở thôn\]\(/tep/\S+/goc-doc\.jpg \"Ảnh: “Hội” Khuyến học\"\)")
    expect(form.page.locator("#than")).to_have_value(written)
    form.page.locator("#ten").fill("Có ảnh")
    form.page.locator("button[value=save]").click()
    expect(form.page.locator("main")).to_contain_text("Đã lưu bản nháp")
    expect(form.page.locator("fieldset.file legend")).to_have_text("goc-doc.jpg")
    form.text.locator("figure").click()
    form.tool("Ảnh")
    expect(dialog.get_by_label("Lời mô tả ảnh")).to_have_value("Góc đọc ở thôn")
    dialog.get_by_label("Lời mô tả ảnh").fill("Trẻ em đọc sách")
    dialog.get_by_role("button", name="Chèn ảnh").click()
    expect(form.text.locator("figure img")).to_have_attribute("alt", "Trẻ em đọc sách")


def test_a_file_a_footnote_and_both_boxes(form, office):
    office.item("Gia đình học tập", kind="guidance", publish=True)
    form.put("Theo kế hoạch ")
    form.text.locator("p").click()
    form.page.keyboard.press("End")
    form.tool("Chú thích cuối trang")
    form.page.keyboard.type("Quyết định 324")
    form.expect_stored("Theo kế hoạch[^1]\n\n[^1]: Quyết định 324")
    form.text.locator("p").first.click()
    form.tool("Khung Liên quan")
    form.page.get_by_role("combobox", name="Trang nào").fill("gia dinh")
    form.page.get_by_role("listbox").get_by_role("option").click()
    form.page.get_by_role("button", name="Chèn liên kết").click()
    box = "::: lien-quan\n- [Gia đình học tập](/huong-dan/gia-dinh-hoc-tap/)\n:::"
    form.expect_stored(f"Theo kế hoạch[^1]\n\n{box}\n\n[^1]: Quyết định 324")
    form.put("")
    form.text.click()
    form.tool("Tệp")
    dialog = form.page.get_by_role("dialog", name="Tệp")
    sent = {"name": "Biểu mẫu.txt", "mimeType": "text/plain", "buffer": "Chữ".encode()}
    dialog.get_by_label("Tệp trên máy").set_input_files([sent])
    dialog.get_by_role("button", name="Chèn tệp").click()
    expect(form.text.locator("a")).to_have_text("Biểu mẫu")
    assert form.page.locator("[name=file_title]").last.input_value() == "Biểu mẫu"


def test_the_way_of_writing_is_remembered_and_one_tap_away(form):
    form.put("**Chữ**")
    form.page.get_by_role("button", name="Chuyển sang Markdown").click()
    area = form.page.locator("#than")
    expect(area).to_be_focused()
    expect(form.text).to_be_hidden()
    area.fill("## Mục\n\nChữ")
    form.page.reload()
    expect(form.text).to_be_hidden()
    expect(form.page.get_by_role("toolbar")).to_be_hidden()
    area.fill("## Mục\n\nChữ")
    form.page.get_by_role("button", name="Chuyển sang soạn trực quan").click()
    expect(form.text.locator("h2")).to_have_text("Mục")
    expect(form.text).to_be_focused()
    form.page.reload()
    expect(form.text).to_be_visible()


def test_what_is_typed_last_is_sent_and_others_hear_of_it(form):
    form.page.evaluate(
        """() => { window.heard = 0; const area = document.getElementById("than");
        area.addEventListener("input", () => { window.heard += 1; }); }"""
    )
    form.page.locator("#ten").fill("Bài mới")
    form.text.click()
    form.page.keyboard.type("Chữ cuối")
    form.expect_stored("Chữ cuối")
    assert form.page.evaluate("window.heard") > 0
    form.page.keyboard.type(" cùng")
    form.page.locator("button[value=save]").click()
    expect(form.page.locator("main")).to_contain_text("Đã lưu bản nháp")
    assert form.stored == "Chữ cuối cùng"


def test_text_that_arrives_from_elsewhere_is_taken_up(form):
    form.text.click()
    form.page.keyboard.type("Cũ")
    form.put("## Chữ được cứu\n\n- một")
    expect(form.text.locator("h2")).to_have_text("Chữ được cứu")
    form.page.locator("#than").fill("Điền từ ngoài")
    expect(form.text).to_have_text("Điền từ ngoài")


def test_on_a_phone_every_tool_is_as_large_as_a_thumb_and_none_covers_the_text(open_form):
    form = open_form(375)
    expect(form.text).to_be_visible()
    form.put("\n\n".join(f"Đoạn {number}" for number in range(60)))
    for button in form.page.locator(".ed-bar button:visible").all():
        box = button.bounding_box()
        assert box["width"] >= 44, button
        assert box["height"] >= 44, button
    assert form.page.evaluate("document.documentElement.scrollWidth") <= 375
    form.text.click()
    form.page.keyboard.press("Control+End")
    form.page.keyboard.type("Chữ đang gõ")
    form.page.wait_for_timeout(100)
    caret = form.page.evaluate(
        "() => getSelection().getRangeAt(0).getBoundingClientRect().toJSON()"
    )
    bar = form.page.locator(".ed-bar").bounding_box()
    save = form.page.locator(".save").bounding_box()
    assert bar["y"] >= 0
    assert bar["y"] + bar["height"] <= caret["top"]
    assert caret["bottom"] <= save["y"]
    form.page.keyboard.press("Control+Home")
    form.page.keyboard.type("Đầu ")
    caret = form.page.evaluate(
        "() => getSelection().getRangeAt(0).getBoundingClientRect().toJSON()"
    )
    bar = form.page.locator(".ed-bar").bounding_box()
    assert bar["y"] + bar["height"] <= caret["top"]
    assert form.faults == []


def test_no_fault_for_those_who_cannot_see_with_a_dialog_open_too(open_form):
    for width in (375, 1280):
        form = open_form(width)
        expect(form.text).to_be_visible()
        form.put(
            "## Mục\n\n| a | b |\n| --- | --- |\n| c | d |\n\n"
            "::: nen-doc\n- [x](/a/)\n:::\n\n- [ ] x"
        )
        form.text.locator("td").first.click()
        for name in ("", "Liên kết", "Ảnh", "Tệp"):
            if name:
                form.tool(name)
            found = axe.violations(form.page)
            assert found == [], (width, name, found)
            if name:
                form.page.keyboard.press("Escape")
        assert form.faults == []

"""A Word file into the form: dropped, chosen, or sent without script; refused in one sentence."""

from __future__ import annotations

import base64
import io
import re

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import expect

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BODY = (
    "Sáng 20/10, xã Mẫu mở ngày hội.\n\n**1. Diễn biến**\n\n- Đọc sách\n- Kể chuyện\n\n"
    "| Thôn | Số sách |\n| --- | --- |\n| Đông | 12 |"
)


def word_file(paragraphs: int = 0, picture: bool = True) -> bytes:
    """News as an office writes them: a title, a bold line for a heading, a list, a table."""
    document = Document()
    document.add_heading("Ngày hội đọc sách xã Mẫu", 0)
    document.add_paragraph("Sáng 20/10, xã Mẫu mở ngày hội.")
    document.add_paragraph().add_run("1. Diễn biến").bold = True
    for words in ("Đọc sách", "Kể chuyện"):
        document.add_paragraph(words, style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ("Thôn", "Số sách", "Đông", "12"), strict=True):
        cell.text = words
    if picture:
        drawn = io.BytesIO()
        Image.new("RGB", (40, 30), (20, 120, 100)).save(drawn, "PNG")
        document.add_picture(drawn)
    for number in range(paragraphs):
        document.add_paragraph(f"Đoạn {number}: " + "học tập suốt đời ở thôn Đông. " * 12)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sent(data: bytes, name: str = "Tin.docx") -> dict[str, object]:
    return {"name": name, "mimeType": MEDIA_TYPE, "buffer": data}


def drop(form, data, name="Tin.docx"):
    """Let a file fall anywhere on the page."""
    form.page.evaluate(
        """([data, name]) => { const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File([bytes], name));
        for (const type of ["dragenter", "dragover", "drop"]) {
          const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
          document.querySelector("h1").dispatchEvent(event); } }""",
        [base64.b64encode(data).decode(), name],
    )


def test_news_from_word_in_five_steps(form):
    steps = ["thả tệp"]
    drop(form, word_file())
    said = form.page.locator("#ed-bao")
    expect(said).to_contain_text("Đã đưa “Tin.docx” vào bài")
    expect(said).to_contain_text("1 hình chưa có lời tả")
    expect(said).to_contain_text("1 đoạn in đậm trông như tiêu đề")
    expect(form.page.locator("#ten")).to_have_value("Ngày hội đọc sách xã Mẫu")
    expect(form.text.locator("figure img")).to_be_visible()
    form.expect_stored(re.compile(re.escape(BODY) + r"\n\n!\[\]\(/tep/[0-9a-f]{16}/hinh-1.png\)"))
    steps.append("xem cảnh báo: tiêu đề giả, ảnh chưa có lời tả")
    said.get_by_role("button", name="Đổi thành tiêu đề mục").click()
    expect(form.text.locator("h3")).to_have_text("1. Diễn biến")
    form.text.locator("figure").click()
    form.tool("Ảnh")
    form.page.get_by_label("Lời mô tả ảnh").fill("Bà con đọc sách")
    form.page.get_by_role("button", name="Chèn ảnh").click()
    steps.append("xem trước")
    form.page.get_by_role("button", name="Xem trước").click()
    expect(form.page.get_by_role("link", name="xem-truoc")).to_be_visible()
    expect(form.page.locator("fieldset.file legend")).to_have_text("hinh-1.png")
    assert "### 1. Diễn biến" in form.stored
    steps.append("gửi duyệt")
    form.page.get_by_role("button", name="Gửi duyệt").click()
    expect(form.page.locator("main")).to_contain_text("Đã gửi duyệt")
    assert len(steps) <= 5


def test_what_is_there_is_asked_about_before(form):
    form.put("Chữ đang có")
    field = form.page.get_by_label("Đã có bài trong Word?")
    ask = form.page.get_by_role("dialog", name="Bài đang có chữ")
    field.set_input_files([sent(word_file(picture=False))])
    ask.get_by_role("button", name="Thôi").click()
    form.expect_stored("Chữ đang có")
    field.set_input_files([sent(word_file(picture=False))])
    ask.get_by_role("button", name="Nối vào sau").click()
    form.expect_stored(f"Chữ đang có\n\n{BODY}")
    field.set_input_files([sent(word_file(picture=False))])
    ask.get_by_role("button", name="Thay chữ đang có").click()
    form.expect_stored(BODY)
    form.tool("Hoàn tác")
    form.expect_stored(f"Chữ đang có\n\n{BODY}")


def test_into_markdown_as_well(form):
    form.page.get_by_role("button", name="Chuyển sang Markdown").click()
    drop(form, word_file(picture=False))
    form.expect_stored(BODY)


def test_many_pages_are_refused_clearly_and_nothing_is_lost(form):
    form.page.locator("#ten").fill("Giữ lại")
    drop(form, word_file(paragraphs=900))  # some 300 pages
    said = form.page.locator("#ed-bao")
    expect(said).to_contain_text("quá mức 200 kB của một bài", timeout=60_000)
    expect(form.page.locator("#ten")).to_have_value("Giữ lại")
    form.expect_stored("")
    form.faults.clear()  # the browser tells of every answer that is an error


def test_as_many_as_an_item_holds_are_taken(form):
    drop(form, word_file(paragraphs=350, picture=False))
    expect(form.page.locator("#ed-bao")).to_contain_text("Đã đưa “Tin.docx”", timeout=60_000)
    expect(form.text.locator("p").nth(350)).to_be_visible()
    assert len(form.stored.encode()) > 150_000
    form.text.locator("p").nth(300).click()
    form.page.keyboard.type("Chữ thêm")
    expect(form.page.locator("#than")).to_have_value(re.compile("Chữ thêm"))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("bai.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "không phải tệp Word .docx"),
        ("bai.docx", b"PK\x03\x04 nothing", "bai.docx"),
        ("bai.docx", b"%PDF-1.4", "bai.docx"),
        ("bai.docx", b"", "rỗng"),
    ],
)
def test_what_is_no_word_file_is_refused_in_one_sentence(form, name, data, says):
    form.put("Chữ")
    form.page.get_by_label("Đã có bài trong Word?").set_input_files([sent(data, name)])
    ask = form.page.get_by_role("button", name="Nối vào sau")
    if name.endswith(".docx"):
        ask.click()
    expect(form.page.locator("#ed-bao")).to_contain_text(says)
    form.expect_stored("Chữ")
    form.faults.clear()  # the browser tells of every answer that is an error


def test_without_any_script(open_form):
    form = open_form(375, script=False)
    form.page.locator("#ten").fill("Tên của tôi")
    form.page.locator("#than").fill("Chữ đang có")
    form.page.get_by_label("Đã có bài trong Word?").set_input_files([sent(word_file())])
    form.page.get_by_label("Đổi đoạn in đậm đứng riêng thành tiêu đề mục").check()
    form.page.get_by_role("button", name="Lưu nháp").click()
    body = "## Ngày hội đọc sách xã Mẫu\n\n" + BODY.replace("**1. Diễn biến**", "### 1. Diễn biến")
    expect(form.page.locator("#than")).to_have_value(
        re.compile(re.escape(f"Chữ đang có\n\n{body}"))
    )
    expect(form.page.locator("#ten")).to_have_value("Tên của tôi")
    expect(form.page.locator("ul.ed-said")).to_contain_text("1 hình chưa có lời tả")
    expect(form.page.locator("fieldset.file legend")).to_have_text("hinh-1.png")
    form.page.get_by_label("Thay chữ đang có").check()
    form.page.get_by_label("Đã có bài trong Word?").set_input_files(
        [sent(word_file(picture=False))]
    )
    form.page.get_by_role("button", name="Lưu nháp").click()
    headed = f"## Ngày hội đọc sách xã Mẫu\n\n{BODY}"
    expect(form.page.locator("#than")).to_have_value(headed)  # its title is not lost
    form.page.get_by_label("Đã có bài trong Word?").set_input_files([sent(b"chu", "bai.txt")])
    form.page.get_by_role("button", name="Lưu nháp").click()
    expect(form.page.get_by_role("alert").first).to_contain_text("không phải tệp Word .docx")
    expect(form.page.locator("#than")).to_have_value(headed)
    form.page.get_by_role("button", name="Lưu nháp").click()
    expect(form.page.locator("main")).to_contain_text("Đã lưu bản nháp")


def test_a_session_that_is_over_says_so_and_keeps_the_text(form):
    form.put("Chữ đang có")
    form.page.context.clear_cookies()
    form.text.click()
    form.tool("Liên kết")
    form.page.get_by_role("combobox", name="Trang nào").fill("cong dan")
    dialog = form.page.get_by_role("dialog", name="Liên kết")
    expect(dialog.get_by_role("status")).to_contain_text("đăng nhập lại")
    form.page.keyboard.press("Escape")
    form.page.get_by_label("Đã có bài trong Word?").set_input_files([sent(word_file())])
    form.page.get_by_role("button", name="Nối vào sau").click()
    expect(form.page.locator("#ed-bao")).to_contain_text("đăng nhập lại ở một thẻ khác")
    form.expect_stored("Chữ đang có")
    form.faults.clear()

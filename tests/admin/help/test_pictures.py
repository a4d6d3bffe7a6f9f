"""Every task of the help, walked in a real browser; the pictures of the help come from here."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from docx import Document
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from admin.help import pages
from content import people
from content.database import db
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields
from content.publishing import desk_queries
from content.publishing.commands import approving, media, remarks, topics, workflow, writing
from content.publishing.snapshot import AttachmentFields, ItemFields
from tests import sample_loads
from tests.admin.help.drawing import FOLDER, MOST_BYTES, SCALE, Album

BODY = (
    "Sáng nay, hơn ba mươi người đọc cùng đến nhà văn hóa thôn Đông.\n\n"
    "## Đọc gì\n\n- Sách nông nghiệp\n- Truyện cho trẻ em\n\n"
    "Hội Khuyến học xã Mẫu tặng tủ sách của thôn hai mươi cuốn."
)
SUMMARY = "Tủ sách thôn Đông mở cửa sáng thứ bảy hằng tuần, ai cũng mượn được."
ROSTER = (
    "Họ tên\tThư điện tử\tVai trò\n"
    "Chị Mai\tmai@xa.example\tBiên tập viên\n"
    "Anh Tuấn\ttuan@xa.example\tCộng tác viên\n"
    "Bác Hùng\thung-xa.example\tBiên tập viên\n"
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def site(office, live) -> str:
    """A desk with people, texts and a plan of our own writing; its address."""
    with office.app.app_context():
        names = {"editor": "Chị Lan", "publisher": "Anh Minh", "administrator": "Cô Hoa"}
        for role, name in names.items():
            people.by_email(f"{role}@xa.example").name = name
        for name in ("Đọc sách", "Gia đình học tập"):
            topics.ensure_topic(name)
        approving.keep_approver("Ông Nguyễn Văn Mẫu", "Chủ tịch xã Mẫu", pin="2468")
        db.session.commit()
    return f"{live}/quan-tri"


@pytest.fixture
def enter(office, live, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A tab of a person at a width: `enter("editor", 900)`."""
    contexts: dict[tuple[str, int], BrowserContext] = {}

    def tab(role: str, width: int) -> Page:
        context = contexts.get((role, width))
        if context is None:
            cookie = office.signed_in(role).get_cookie("ban_bien_tap", path="/quan-tri")
            context = contexts[role, width] = chromium.new_context(
                viewport={"width": width, "height": 1500},
                device_scale_factor=SCALE,
                locale="vi-VN",
                reduced_motion="reduce",
            )
            url = f"{live}/quan-tri"
            context.add_cookies([{"name": "ban_bien_tap", "value": cookie.value, "url": url}])
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    yield tab
    for context in contexts.values():
        context.close()


def test_the_pictures_of_the_help_show_what_the_desk_shows(office, site, enter):
    """Out of date? `make help-pictures`, then look at them."""
    album = Album()
    for walk in WALKS:
        walk(office, site, enter, album)
    album.close()
    asked = {p.name for page in pages.every_page() for s in page.sections for p in s.pictures}
    assert asked == set(album.facts)
    assert album.faults == []


def test_pictures_are_light():
    assert [p.name for p in FOLDER.glob("*.webp") if p.stat().st_size > MOST_BYTES] == []


def a_text(office, site, enter, album):
    page = enter("editor", 760)
    page.goto(f"{site}/soan/")
    page.locator("#ten").fill("Tủ sách thôn Đông đón bạn đọc sáng thứ bảy")
    page.locator("#tom").fill(SUMMARY)
    page.locator("#ed-chu").click()
    page.keyboard.type("Sáng nay, hơn ba mươi người đọc cùng đến nhà văn hóa thôn Đông.")
    expect(page.locator("#giu-tin")).to_contain_text("Đã tự lưu")
    album.take("soan-bai", page.locator(".paper"))
    album.take("thanh-luu", page.locator("form .save").first)
    page.get_by_role("button", name="Ảnh", exact=True).click()
    page.locator("#ed-anh [data-f=file]").set_input_files(
        {"name": "tu-sach.png", "mimeType": "image/png", "buffer": drawn()}
    )
    page.locator("#ed-alt").fill("Hai em nhỏ chọn sách bên tủ sách của thôn")
    album.take("chen-anh", page.locator("#ed-anh"))
    page.locator("#ed-anh [data-close=no]").click()
    office.item("Tự đánh giá gia đình học tập", kind="guidance", publish=True)
    page.get_by_role("button", name="Liên kết", exact=True).click()
    page.locator("#ed-href").fill("danh gia gia dinh")
    expect(page.locator("#ed-trang [role=option]").first).to_be_visible()
    album.take("chen-lien-ket", page.locator("#ed-lien-ket"))
    page.close(run_before_unload=False)


def word(_office, site, enter, album):
    page = enter("editor", 760)
    page.goto(f"{site}/soan/")
    page.locator("#ed-word").set_input_files(
        {"name": "Tin tủ sách.docx", "mimeType": WORD, "buffer": word_file()}
    )
    expect(page.locator("#ed-bao")).to_contain_text("Đã đưa")
    album.take("tu-word", page.locator("#ed-bao"))
    page.close(run_before_unload=False)


def losing_nothing(office, site, enter, album):
    number = office.item("Lịch mở cửa tủ sách", body=BODY, summary=SUMMARY)
    page, again = enter("editor", 760), enter("editor", 760)
    page.goto(f"{site}/soan/{number}/")
    page.locator("#ten").fill("Lịch mở cửa tủ sách thôn Đông")
    expect(page.locator("#giu-tin")).to_contain_text("Đã tự lưu")
    again.goto(f"{site}/soan/{number}/")
    album.take("chu-chua-luu", again.locator(".keep-offer").first)
    again.close(run_before_unload=False)
    with office.app.app_context():
        item = desk_queries.by_id(number)
        theirs = ItemFields(
            kind="news", title="Giờ mở cửa tủ sách năm mới", body=BODY, summary=SUMMARY
        )
        by = office.id_of("publisher")
        writing.save(number, theirs, seen_version=item.version, actor_id=by)
    page.get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hai người cùng lưu")
    album.take("hai-nguoi", page.locator(".place").first)
    page.close(run_before_unload=False)


def history(office, site, enter, album):
    number = office.item("Lịch tập huấn", body=BODY, summary=SUMMARY, by=office.id_of("editor"))
    with office.app.app_context():
        item = desk_queries.by_id(number)
        newer = BODY.replace("hơn ba mươi", "gần năm mươi")
        fields = ItemFields(kind="news", title=item.title, body=newer, summary=SUMMARY)
        by = office.id_of("publisher")
        writing.save(number, fields, seen_version=item.version, actor_id=by)
    page = enter("publisher", 760)
    page.goto(f"{site}/soan/{number}/lich-su/")
    album.take("so-sanh", page.locator(".diff"))
    page.close()


def checks(office, site, enter, album):
    body = (
        "Liên hệ chị Mẫu, số 0912 345 678, [xem tại đây](/huong-dan/khong-co/).\n\n"
        "## Hạn nộp\n\nTrước ngày 15/11."
    )
    number = office.item("Nộp báo cáo năm", body=body, by=office.id_of("editor"))
    page = enter("publisher", 420)
    page.goto(f"{site}/soan/{number}/")
    album.take("kiem-tra", page.locator("#kiem-tra"))
    page.close()


def review(office, site, enter, album):
    me = office.id_of("editor")
    first = office.item("Ngày hội đọc sách ở thôn Đông", body=BODY, summary=SUMMARY, by=me)
    second = office.item("Danh sách lớp học buổi tối", body=BODY, summary=SUMMARY, by=me)
    with office.app.app_context():
        for number in (first, second):
            item = desk_queries.by_id(number)
            workflow.send_for_review(number, seen_version=item.version, actor_id=me)
        remarks.say(first, "Nên ghi rõ giờ mở cửa.", actor_id=office.id_of("publisher"))
        db.session.commit()
    phone, page = enter("publisher", 375), enter("administrator", 760)
    phone.goto(f"{site}/viec-cho/")
    album.take("viec-cho", phone.locator("main section").first)
    phone.close()
    page.goto(f"{site}/soan/{first}/duyet/")
    album.take("doc-va-duyet", page.locator("main .write"))
    page.goto(f"{site}/nguoi-duyet/")
    album.take("nguoi-duyet", page.locator("main .stack").first)
    page.goto(f"{site}/soan/")
    page.locator("#khi").fill("20/11/2026 07:30")
    page.locator("#het").fill("31/12/2026 17:00")
    page.locator("#ra-soat").fill("01/10/2027")
    page.evaluate(
        """for (const field of document.querySelectorAll("[aria-labelledby=dang] > *"))
        field.hidden = !field.querySelector("#dang, #khi, #het, #ra-soat") && field.id != "dang";"""
    )
    album.take("hen-gio", page.locator("section[aria-labelledby=dang]"))
    page.close(run_before_unload=False)


def documents(office, site, enter, album):
    me = office.id_of("administrator")
    known = DocumentFields(
        number="15/KH-MAU",
        kind="Kế hoạch",
        title="Xây dựng xã hội học tập năm 2026",
        issuer="Ủy ban nhân dân xã Mẫu",
        issued=PartialDate(2026, 3),
    )
    with office.app.app_context():
        name, file = media.attach_upload("ke-hoach.txt", "Kế hoạch của xã Mẫu".encode(), me)
        entry = AttachmentFields(sha256=file.sha256, file_name=name, title="Toàn văn kế hoạch")
        fields = ItemFields(
            kind="document", title=known.title, body=BODY, document=known, attachments=(entry,)
        )
        item = writing.create(fields, actor_id=me)
        workflow.publish(item.id, seen_version=item.version)
        number = item.id
        load = sample_loads.twelve(me).id
    page = enter("administrator", 760)
    page.goto(f"{site}/soan/{number}/")
    page.locator("fieldset.file summary").click()
    album.take("thay-tep", page.locator("fieldset.file").first)
    page.goto(f"{site}/tai-len/")
    album.take("tai-len", page.locator("main .grid.two"))
    page.goto(f"{site}/tai-len/{load}/")
    album.take("ket-qua-nap", page.locator("main .stack").first)
    page.close()


def house(_office, site, enter, album):
    page = enter("administrator", 760)
    page.goto(f"{site}/bat-dau/")
    album.take("trang-cua-chung-toi", page.locator("ol.our"))
    page.goto(f"{site}/xuat-ban/")
    page.get_by_role("button", name="Xuất bản tĩnh").click()
    album.take("xuat-ban", page.locator("main .stack").first)
    page.goto(f"{site}/tai-khoan/")
    album.take("tai-khoan", page.locator("main .grid.acts"))
    page.close()


def many(office, site, enter, album):
    me = office.id_of("editor")
    office.item("Giờ mở cửa thư viện xã", body=BODY, by=me)
    office.item("Kết quả ngày hội đọc sách", body=BODY, by=me, publish=True)
    page = enter("publisher", 760)
    page.goto(f"{site}/noi-dung/")
    album.take("noi-dung", page.locator("main .stack").first)
    for box in page.locator("td.pick input").all()[:3]:
        box.check()
    page.locator("#viec").select_option(index=1)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Nội dung")
    album.take("lam-nhieu-bai", page.locator("main .stack").first)
    page.goto(f"{site}/chu-de/")
    album.take("chu-de", page.locator("section[aria-labelledby=co]"))
    page.close(run_before_unload=False)


def people_and_files(office, site, enter, album):
    page = enter("administrator", 760)
    page.goto(f"{site}/tep/")
    album.take("thu-vien-tep", page.locator("main .stack").first)
    page.goto(f"{site}/nguoi-dung/")
    album.take("moi-nguoi", page.locator("section[aria-labelledby=moi]"))
    page.locator("#ds-dan").fill(ROSTER)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước danh sách")
    album.take("xem-truoc-danh-sach", page.locator("main .stack").first)
    page.close(run_before_unload=False)


WALKS = (
    *(a_text, word, losing_nothing, history, checks, review, documents, house),
    *(many, people_and_files),
)


def drawn() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 200), (20, 120, 100)).save(out, "PNG")
    return out.getvalue()


def word_file() -> bytes:
    """A text as an office writes it: a bold line for a heading, a picture without words."""
    document = Document()
    document.add_heading("Tủ sách thôn Đông đón bạn đọc", 0)
    document.add_paragraph(SUMMARY)
    document.add_paragraph().add_run("1. Giờ mở cửa").bold = True
    document.add_paragraph("Sáng thứ bảy, từ bảy giờ rưỡi đến mười giờ.")
    document.add_picture(io.BytesIO(drawn()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_each_room_has_help(office):
    """Every room of the menu leads to a page that is about it."""
    without = []
    with office.app.app_context():
        for view in office.app.extensions["admin"][0]._views:
            if view.is_visible() and view.endpoint not in ("huong_dan", "viec_nen"):
                found = pages.for_room(f"{view.endpoint}.index")
                without += [] if found else [view.endpoint]
    assert without == []


def test_help_names_only_buttons_that_stand_somewhere():
    """A word in bold that is meant for a button is a word of some template or script."""
    from admin.desk import STATIC

    root = STATIC.parent
    said = " ".join(
        path.read_text(encoding="utf-8")
        for folder, ending in (("templates", "*.html"), ("rooms", "*.py"), ("static", "*.js"))
        for path in (root / folder).rglob(ending)
    )
    strange = []
    for file in sorted((root / "help" / "texts").glob("*.md")):
        for words in re.findall(r"\*\*([^*]+)\*\*", file.read_text(encoding="utf-8")):
            if words[0].isupper() and words not in said:
                strange.append(f"{file.stem}: {words}")
    assert strange == []

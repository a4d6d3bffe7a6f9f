"""Each screen of the desk in a real browser, on a phone and on a desktop: axe finds no fault."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from content import accounts, jobs, people
from content.database import db
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.publishing import desk_queries
from content.publishing.commands import approving, remarks, topics, workflow, writing
from content.publishing.detail_fields import PartFields, TrainingFields
from content.publishing.snapshot import ItemFields
from tests import sample_loads

WIDTHS = (375, 1280)
# A folder that pictures of all screens go to, for eyes.
SHOTS = os.environ.get("DESK_SHOTS", "")
# A dark page differs from the light one by its colours alone, whatever its width.
RULES = {"light": None, "dark": {"runOnly": ["color-contrast"]}}
LONG = (
    "Thực hiện chương trình “Đẩy mạnh phong trào học tập suốt đời trong gia đình, dòng họ, cộng "
    "đồng, đơn vị giai đoạn 2021-2030” trên địa bàn huyện Mẫu"
)


def screens(draft, plan_id, kit, me, link, load):
    """Name of each screen and its address under the desk; "~": for a stranger."""
    return {
        "viec-hom-nay": "",
        "viec-cho": "viec-cho/",
        "doc-duyet": f"soan/{draft}/duyet/",
        "nguoi-duyet": "nguoi-duyet/",
        "noi-dung": "noi-dung/",
        "viet-bai": "soan/",
        "viet-thong-bao": "soan/?loai=notice",
        "viet-tai-lieu": "soan/?loai=training",
        "soan-bai": f"soan/{draft}/",
        "soan-bo": f"soan/{kit}/",
        "soan-van-ban": f"soan/{plan_id}/",
        "lich-su": f"soan/{draft}/lich-su/",
        "van-ban-thieu": "van-ban-thieu/",
        "tai-len": "tai-len/",
        "ket-qua-nap": f"tai-len/{load}/",
        "can-xem": f"tai-len/{load}/?xem=can-xem",
        "bang-ma": f"tai-len/{load}/8/bang-ma/",
        "chu-de": "chu-de/",
        "dia-ban": "dia-ban/",
        "nguoi-dung": "nguoi-dung/",
        "mot-nguoi": f"nguoi-dung/{me}/",
        "tai-khoan": "tai-khoan/",
        "mat-khau": "tai-khoan/mat-khau/",
        "hai-lop": "hai-lop/",
        "ma-du-phong": "hai-lop/ma-du-phong/",
        "xuat-ban": "xuat-ban/",
        "trang-cua-chung-toi": "bat-dau/",
        "buoc-ten": "bat-dau/ten/",
        "buoc-lien-he": "bat-dau/lien-he/",
        "buoc-bieu-trung": "bat-dau/bieu-trung/",
        "buoc-muc-luc": "bat-dau/muc-luc/",
        "buoc-trang-chu": "bat-dau/trang-chu/",
        "nhat-ky": "nhat-ky/",
        "viec-nen": "viec-nen/",
        "khong-co": "soan/999999/",
        "~dang-nhap": "dang-nhap/",
        "~lien-ket": f"vao/{link}/",
        "~lien-ket-hong": "vao/khong-co/",
    }


@pytest.fixture
def filled(office):
    """A desk with something on every screen; the addresses to look at."""
    me = office.id_of("administrator")
    office.item("Tuần lễ hưởng ứng học tập suốt đời", publish=True, by=me)
    draft = office.item("Trung tâm học tập cộng đồng là gì?", by=me)
    particulars = TrainingFields(
        titles=("cong-dan-hoc-tap",), parts=(PartFields("/huong-dan/chua-viet/", note="Đọc"),)
    )
    kit = office.item("Bộ tập huấn", kind="training", training=particulars, by=me)
    with office.app.app_context():
        topics.ensure_topic("Công dân học tập")
        cited = LinkFields(
            "based_on", "387/QĐ-MAU", PartialDate(2022, 3, 25), "Ủy ban nhân dân tỉnh Mẫu"
        )
        known = DocumentFields(
            number="115/KH-MAU",
            kind="Kế hoạch",
            title=LONG,
            issuer="Ủy ban nhân dân huyện Mẫu",
            issued=PartialDate(2022, 7),
            links=(cited,),
        )
        plan = writing.create(
            ItemFields(kind="document", title=LONG, body="## Mục đích\n\nHọc.", document=known),
            actor_id=me,
        )
        workflow.publish(plan.id, seen_version=plan.version, actor_id=me)
        item = desk_queries.by_id(draft)
        item = writing.save(
            draft,
            ItemFields(kind="news", title=item.title, body="Đoạn một mới.\n\nĐoạn hai."),
            seen_version=item.version,
            actor_id=me,
        )
        workflow.send_for_review(draft, seen_version=item.version, actor_id=me)
        back = writing.create(ItemFields(kind="guidance", title="Nộp báo cáo cho ai?"), actor_id=me)
        workflow.send_for_review(back.id, actor_id=me)
        workflow.return_to_author(back.id, "Thiếu căn cứ.", actor_id=me)
        chairman = approving.keep_approver("Ông Mẫu", "Chủ tịch xã Mẫu", pin="2468")
        approving.hand_out(draft, chairman.id, actor_id=me)
        remarks.say(draft, "Nên ghi rõ ngày.", actor_id=me)
        jobs.ask("export", by=me)
        link = accounts.make_sign_in_link(people.by_email("editor@xa.example"))
        plan_id = plan.id
        load = sample_loads.twelve(me).id
        db.session.commit()
    return screens(draft, plan_id, kit, me, link, load)


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS[-1:])])
def test_every_screen(office, live, chromium, filled, scheme, widths):
    """No axe violation, nothing wider than the screen, no fault in the console."""
    client = office.signed_in("administrator")
    cookie = client.get_cookie("ban_bien_tap", path="/quan-tri")
    faults = []
    for width in widths:
        view = {"width": width, "height": 900}
        context = chromium.new_context(viewport=view, color_scheme=scheme, locale="vi-VN")
        signed = [{"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}]
        stranger = chromium.new_context(viewport=view, color_scheme=scheme, locale="vi-VN")
        context.add_cookies(signed)
        for name, path in filled.items():
            page = (stranger if name.startswith("~") else context).new_page()
            page.on("console", partial(note, faults, name))
            page.on("pageerror", partial(note, faults, name))
            page.goto(f"{live}/quan-tri/{path}")
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
            faults += look(page, name, width, RULES[scheme])
            page.close()
        context.close()
        stranger.close()
    faults = [fault for fault in faults if "status of 404" not in fault[1]]
    assert not faults, faults


def look(page, name, width, rules=None):
    """What axe and a ruler find on a page, with all that is folded opened."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    found = [
        (name, f"{width}: {fault['id']}: {fault['nodes'][0]['html'][:200]}")
        for fault in Axe().run(page, options=rules).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        found.append((name, f"{width}: {wide} px wide"))
    return found


def note(faults, name, said):
    """Keep what the console said."""
    faults.append((name, getattr(said, "text", str(said))))


@pytest.mark.parametrize("width", WIDTHS)
def test_screens_that_a_form_leads_to(office, live, chromium, filled, width):
    """Conflict, faults, report of an upload, key of the second factor, kept text, waiting time."""
    cookie = office.signed_in("administrator").get_cookie("ban_bien_tap", path="/quan-tri")
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
    context.add_cookies(
        [{"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}]
    )
    page, other = context.new_page(), context.new_page()
    faults = []

    def seen(name):
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"_{name}-{width}.png", full_page=True)
        faults.extend(look(page, name, width))

    make_conflict(page, other, f"{live}/quan-tri/{filled['soan-bai']}")
    seen("xung-dot")

    type_faults(page, f"{live}/quan-tri/soan/?loai=document", ("#ban-hanh", "#lien-quan"))
    seen("loi")
    type_faults(page, f"{live}/quan-tri/soan/?loai=notice", ("#sk-tu", "#sk-tu-gio", "#kiem"))
    seen("loi-thong-bao")
    type_faults(page, f"{live}/quan-tri/soan/?loai=training", ("#tl-nam", "#tl-lk", "#tl-phan"))
    seen("loi-tai-lieu")

    page.goto(f"{live}/quan-tri/tai-len/")
    files = [
        {"name": "bai.md", "mimeType": "text/plain", "buffer": "Một đoạn chữ.".encode()},
        {"name": "hong.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 nothing"},
    ]
    page.locator("#tep").set_input_files(files)
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả nạp")
    seen("ket-qua-tai-len")

    ask_for_a_key(page, f"{live}/quan-tri/hai-lop/")
    seen("ma-qr")

    page.goto(f"{live}/quan-tri/soan/")
    page.locator("#ten").fill("Chữ chưa kịp lưu")
    page.locator("#than").fill("Một đoạn dài. " * 20)
    context.clear_cookies()
    page.locator("button[value=save]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chưa lưu được")
    seen("chu-con-day")

    fail_to_sign_in(page, f"{live}/quan-tri/dang-nhap/")
    seen("cho")
    context.close()
    assert not faults, faults


def make_conflict(page, other, address):
    """Two tabs open one text; the second to save sees both."""
    for tab, text in ((other, "Đoạn một của bạn.\n\nĐoạn hai."), (page, "Đoạn của tôi.\n\nBa.")):
        tab.goto(address)
        tab.locator("#than").fill(text)
    other.locator("button[value=save]").click()
    page.locator("button[value=save]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hai người cùng lưu")


def type_faults(page, address, more):
    """A form with a fault in many fields."""
    page.goto(address)
    page.locator("#ten").fill("Sai nhiều chỗ")
    for field in ("#ngay", "#khi", "#dia-ban", *more):
        page.locator(field).fill("không phải | gì")
    page.locator("button[value=save]").click()
    expect(page.get_by_role("alert").first).to_be_visible()


def ask_for_a_key(page, address):
    """The page of the second factor with its picture."""
    page.goto(address)
    page.get_by_role("button", name="Bật bằng ứng dụng tạo mã").click()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0


def fail_to_sign_in(page, address):
    """As often as the throttle lets one, and once more."""
    for _ in range(6):
        page.goto(address)
        page.locator("#thu").fill("editor@xa.example")
        page.locator("#mk").fill("sai")
        page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hãy chờ một lát")

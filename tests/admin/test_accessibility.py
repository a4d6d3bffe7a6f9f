"""Each screen of the desk in a real browser, on a phone and on a desktop: axe finds no fault."""

from __future__ import annotations

import datetime as dt
import os
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content import accounts, jobs, people, places
from content.calendar import today
from content.criteria import commands as criteria
from content.criteria import queries as criteria_queries
from content.database import db
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.publishing import desk_queries
from content.publishing.commands import approving, remarks, topics, workflow, writing
from content.publishing.detail_fields import PartFields, TrainingFields
from content.publishing.snapshot import ItemFields
from content.recognition.commands import requests, targets
from content.recognition.target_fields import DeadlineFields, FigureFields, TargetFields
from tests import axe, recognised, sample_loads

WIDTHS = (375, 1280)
# A folder that pictures of all screens go to, for eyes.
SHOTS = os.environ.get("DESK_SHOTS", "")
LONG = (
    "Thực hiện chương trình “Đẩy mạnh phong trào học tập suốt đời trong gia đình, dòng họ, cộng "
    "đồng, đơn vị giai đoạn 2021-2030” trên địa bàn huyện Mẫu"
)


# Name of each screen and its address under the desk; "~": for a stranger.
STILL = {
    "viec-hom-nay": "",
    "viec-cho": "viec-cho/",
    "nguoi-duyet": "nguoi-duyet/",
    "noi-dung": "noi-dung/",
    "viet-bai": "soan/",
    "viet-thong-bao": "soan/?loai=notice",
    "viet-tai-lieu": "soan/?loai=training",
    "van-ban-thieu": "van-ban-thieu/",
    "tai-len": "tai-len/",
    "bo-tieu-chi": "tieu-chi/",
    "bo-tieu-chi-nhap": "tieu-chi/nhap/",
    "bo-tieu-chi-ban": "tieu-chi/don-vi-hoc-tap/tt-22-2020/",
    "bo-tieu-chi-nhap-lai": "tieu-chi/don-vi-hoc-tap/2027/",
    "bo-tieu-chi-bo-sung": "tieu-chi/don-vi-hoc-tap/2027/bo-sung/",
    "bo-tieu-chi-chu": "tieu-chi/don-vi-hoc-tap/2027/loi/",
    "chu-de": "chu-de/",
    "so-lieu": "chi-tieu/",
    "so-lieu-mot": "chi-tieu/so-lieu/1/",
    "chi-tieu": "chi-tieu/ke-hoach/",
    "chi-tieu-them": "chi-tieu/ke-hoach/them/",
    "so-lieu-nhap": "chi-tieu/nhap/",
    "so-lieu-nhac": "chi-tieu/nhac/",
    "han-nop": "han-nop/",
    "han-nop-mot": "han-nop/1/",
    "dia-ban": "dia-ban/",
    "dia-chi-cu": "dia-chi-cu/",
    "dia-chi-cu-nhap": "dia-chi-cu/danh-sach/",
    "tim": "tim/?q=hoc",
    "thu-vien": "tep/",
    "nguon-thu-muc": "nguon-thu-muc/",
    "nguon-thu-muc-moi": "nguon-thu-muc/moi/",
    "tep-chua-dung": "tep/chua-dung/",
    "huong-dan": "huong-dan/",
    "mot-huong-dan": "huong-dan/duyet-bai/",
    "phim-tat": "huong-dan/phim-tat/",
    "nguoi-dung": "nguoi-dung/",
    "tai-khoan": "tai-khoan/",
    "mat-khau": "tai-khoan/mat-khau/",
    "hai-lop": "hai-lop/",
    "ma-du-phong": "hai-lop/ma-du-phong/",
    "cong-nhan": "cong-nhan/",
    "cong-nhan-moi": "cong-nhan/moi/",
    "cong-nhan-co-quan": "cong-nhan/co-quan/",
    "cong-nhan-mau": "cong-nhan/mau/",
    "xuat-ban": "xuat-ban/",
    "trang-cua-chung-toi": "bat-dau/",
    "buoc-ten": "bat-dau/ten/",
    "buoc-lien-he": "bat-dau/lien-he/",
    "buoc-bieu-trung": "bat-dau/bieu-trung/",
    "buoc-muc-luc": "bat-dau/muc-luc/",
    "buoc-trang-chu": "bat-dau/trang-chu/",
    "yeu-cau": "yeu-cau/",
    "mot-yeu-cau": "yeu-cau/1/",
    "yeu-cau-xong": "yeu-cau/2/",
    "ngay-nghi": "yeu-cau/ngay-nghi/",
    "nhat-ky": "nhat-ky/",
    "viec-nen": "viec-nen/",
    "khong-co": "soan/999999/",
    "~dang-nhap": "dang-nhap/",
    "~lien-ket-hong": "vao/khong-co/",
}
# Screens whose own walks ask axe at both widths: people, library, arranging, recognition.
WALKED = frozenset(
    {
        "nguoi-dung",
        "mot-nguoi",
        "tai-khoan",
        "nhat-ky",
        "thu-vien",
        "tep-chua-dung",
        "cong-nhan",
        "cong-nhan-moi",
        "cong-nhan-co-quan",
        "noi-dung",
        "chu-de",
        "dia-chi-cu",
        "dia-chi-cu-nhap",
        "tim",
        "buoc-lien-he",
        "buoc-muc-luc",
        "buoc-trang-chu",
    }
)


def screens(draft, plan_id, kit, me, link, load):
    """The addresses of STILL, and of what stands under a number or a key."""
    return STILL | {
        "doc-duyet": f"soan/{draft}/duyet/",
        "soan-bai": f"soan/{draft}/",
        "soan-bo": f"soan/{kit}/",
        "soan-van-ban": f"soan/{plan_id}/",
        "lich-su": f"soan/{draft}/lich-su/",
        "lich-su-mot-cot": f"soan/{draft}/lich-su/?kieu=mot",
        "truoc-khi-dang": f"soan/{draft}/truoc-khi-dang/",
        "ket-qua-nap": f"tai-len/{load}/",
        "can-xem": f"tai-len/{load}/?xem=can-xem",
        "bang-ma": f"tai-len/{load}/8/bang-ma/",
        "mot-nguoi": f"nguoi-dung/{me}/",
        "~lien-ket": f"vao/{link}/",
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
        ask_about_names()
        jobs.ask("export", by=me)
        link = accounts.make_sign_in_link(people.by_email("editor@xa.example"))
        fill_figures(me)
        copy_a_set(me)
        plan_id = plan.id
        load = sample_loads.twelve(me).id
        db.session.commit()
    return screens(draft, plan_id, kit, me, link, load)


def copy_a_set(me):
    """The sets that ship, and a draft made of one."""
    criteria.load_shipped()
    shipped = criteria_queries.version("don-vi-hoc-tap", "tt-24-2023")
    criteria.copy(shipped.id, "2027", actor_id=me)


def fill_figures(me):
    """Figures, a target and a deadline of a commune, and a commune that is silent."""
    place = places.record("xã Mẫu", "commune")
    places.record("xã Chưa Báo Cáo", "commune")
    given = {"title": "gia-dinh-hoc-tap", "place_id": place.id, "source": "Báo cáo của xã Mẫu"}
    counts = {"total": 819, "registered": 801, "recognised": 712}
    targets.save(FigureFields(year=today().year - 1, **counts, **given), actor_id=me)
    targets.save(
        TargetFields(denominator="gia đình", year=2030, hundredths=7250, to_check=True, **given)
    )
    soon = today() + dt.timedelta(days=5)
    targets.save(DeadlineFields(what=LONG, month=soon.month, day=soon.day, source="Kế hoạch"))


def ask_about_names():
    """A request that is late, of a decision with a file; one that is done."""
    decision = recognised.decision(names=["Vừ Thị Đỗ Quyên", "Vừ Thị Đỗ Quyên"])
    recognised.attach(decision, "Vừ Thị Đỗ Quyên".encode())
    late = requests.receive("withdraw", "Vừ Thị Đỗ Quyên", decision_slug=decision.slug, words="Xin")
    late.answer_by = decision.issued
    requests.finish(requests.receive("see", "Lò Văn Mẫu").id, "Trang không có tên này.")


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
        for number, (name, path) in enumerate(filled.items()):
            # Dark, the screens share one set of colours, and wide, one frame: a part shows all.
            part = 3 if scheme == "dark" else 2 if width > WIDTHS[0] else 1
            if (number % part or (scheme == "light" and name in WALKED)) and not SHOTS:
                continue
            page = (stranger if name.startswith("~") else context).new_page()
            page.on("console", partial(note, faults, name))
            page.on("pageerror", partial(note, faults, name))
            page.goto(f"{live}/quan-tri/{path}")
            if SHOTS:
                page.screenshot(path=Path(SHOTS) / f"{name}-{width}-{scheme}.png", full_page=True)
            faults += look(page, name, width, dark=scheme == "dark")
            page.close()
        context.close()
        stranger.close()
    faults = [fault for fault in faults if "status of 404" not in fault[1]]
    assert not faults, faults


def look(page, name, width, *, dark=False):
    """What axe and a ruler find on a page, with all that is folded opened."""
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    # Light colours are asked for on the phone; the wide frame shows the same ones.
    apart = width > WIDTHS[0] and not dark
    said = axe.violations(page, colours_alone=dark, colours_apart=apart)
    found = [(name, f"{width}: {fault}") for fault in said]
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
    page.evaluate("document.getElementById('bai').submit()")  # the script would stay here
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

"""Accounts in Debian's Chromium: 166 of them from a list, and every screen of theirs for axe."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from content import accounts, invitations, people, places
from content.database import db
from tests.admin.test_accessibility import look

SHOTS = os.environ.get("DESK_SHOTS", "")
COMMUNES = 166
NEW = "sáu quả cam trên bàn gỗ"
PEOPLE = "/quan-tri/nguoi-dung/"
PHONE, DESKTOP = (375, 800), (1280, 900)


def name_of(number: int) -> str:
    return f"xã Mẫu {number}"


@pytest.fixture
def communes(office):
    """As many communes as a large province has after the mergers."""
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        for number in range(1, COMMUNES + 1):
            places.record(name_of(number), "commune", parent=province)


def sheet(*more: str) -> bytes:
    lines = [
        f"{n};Lò Thị Mẫu {n};xa{n}@tinh.example;Biên tập viên;{name_of(n)}"
        for n in range(1, COMMUNES + 1)
    ]
    return "\r\n".join(["STT;Họ tên;Thư điện tử;Vai trò;Xã", *lines, *more]).encode("utf-8-sig")


@pytest.fixture
def tab(office, live, chromium):
    """`tab(role, width)`: a page of somebody signed in ("" for a stranger); faults are kept."""
    contexts, faults = [], []

    def opened(role: str, size: tuple[int, int] = DESKTOP):
        view = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=view, locale="vi-VN", accept_downloads=True)
        contexts.append(context)
        if role:
            cookie = office.signed_in(role).get_cookie("ban_bien_tap", path="/quan-tri")
            given = {"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}
            context.add_cookies([given])
        page = context.new_page()
        page.on("console", lambda said: faults.append(said.text))
        page.on("pageerror", lambda said: faults.append(str(said)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not [fault for fault in faults if "status of 40" not in fault], faults


def chosen(page, data: bytes) -> None:
    given = {"name": "166-xa.csv", "mimeType": "text/csv", "buffer": data}
    page.get_by_label("Tệp danh sách").set_input_files(given)


def test_166_communes_in_four_steps(office, live, tab, communes):
    """READERS: choose the file, look at what would happen, do it, take the links away."""
    page = tab("administrator")
    page.goto(f"{live}{PEOPLE}")
    steps = 0
    chosen(page, sheet())
    steps += 1
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem trước danh sách")
    steps += 1
    with office.app.app_context():
        assert people.by_email("xa1@tinh.example") is None, "a dry run writes nothing"
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận danh sách")
    steps += 1
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải danh sách liên kết").click()
    steps += 1
    assert steps <= 4
    assert download.value.suggested_filename == "loi-moi.csv"
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))
    assert len(rows) == COMMUNES + 1
    assert len({row[4] for row in rows[1:]}) == COMMUNES
    assert rows[1][4] in rows[1][6], "a text that can be sent as it is"
    # Somebody of the list comes in by the link of their line, on a telephone.
    guest = tab("", PHONE)
    guest.goto(f"{live}{rows[9][4].removeprefix('http://127.0.0.1:8000')}")
    for label in ("Mật khẩu do bạn đặt", "Gõ lại mật khẩu"):
        guest.get_by_label(label).fill(NEW)
    guest.get_by_role("button", name="Đặt mật khẩu và vào").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")
    # The same list again changes nothing and hands nothing out.
    page.goto(f"{live}{PEOPLE}")
    chosen(page, sheet())
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("dl.tally")).to_contain_text(f"Giữ nguyên{COMMUNES}")
    expect(page.get_by_role("button", name="Thực hiện")).to_have_count(0)


def test_two_bad_lines_are_mended_on_the_spot(office, live, tab, communes):
    page = tab("administrator", PHONE)
    page.goto(f"{live}{PEOPLE}")
    chosen(page, sheet("167;Sai;khong-phai-thu;BTV;", "168;Lạc;lac@xa.example;BTV;xã Không Có"))
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Còn 2 dòng phải sửa")).to_be_visible()
    expect(page.get_by_role("button", name="Thực hiện")).to_have_count(0)
    page.get_by_role("link", name="Sửa ngay tại đây").click()
    cells = page.get_by_label("Hoặc dán các ô chép từ Excel")
    text = cells.input_value().replace("khong-phai-thu", "sai@xa.example")
    cells.fill(text.replace("xã Không Có", name_of(1)))
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("dl.tally")).to_contain_text(f"Tài khoản mới{COMMUNES + 2}")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận danh sách")


@pytest.fixture
def someone(office, communes):
    """An account with a long name and limits, and invitations that wait: its number, a token."""
    with office.app.app_context():
        limited = accounts.add_person(
            "mot.dia.chi.rat.dai.cua.van.hoa.xa@ubnd.tinhmau.example",
            role="editor",
            name="Nguyễn Thị Phương Khánh Ngọc Ánh",
            kinds=["news", "notice"],
            place_id=places.find(name_of(3))[0].id,
        )
        for number in range(4):
            _person, token = invitations.invite(f"moi{number}@xa.example", role="editor")
        return limited.id, token


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_every_screen_of_accounts(live, tab, someone, size):
    """No axe fault, nothing wider than the screen: also with many people and long names."""
    faults = []
    number, token = someone

    def seen(page, name: str) -> None:
        page.wait_for_load_state("load")
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"nguoi-{name}-{size[0]}.png", full_page=True)
        faults.extend(look(page, name, size[0]))

    page, guest = tab("administrator", size), tab("", size)
    forms(page, live, seen)
    for name, path in (
        ("mot-nguoi", f"nguoi-dung/{number}/"),
        ("nhat-ky", "nhat-ky/?viec=tai-khoan"),
        ("nhat-ky-trong", "nhat-ky/?tu=1/1/2001&den=2/1/2001"),
        ("nhat-ky-sai", "nhat-ky/?tu=hom+qua"),
        ("tai-khoan", "tai-khoan/"),
        ("khoa", "khoa-truy-cap/"),
    ):
        page.goto(f"{live}/quan-tri/{path}")
        seen(page, name)
    for name, path in (
        ("loi-moi", f"loi-moi/{token}/"),
        ("loi-moi-het", "loi-moi/khong-co/"),
        ("vao-bang-khoa", "vao-bang-khoa/"),
        ("dang-nhap", "dang-nhap/"),
    ):
        guest.goto(f"{live}/quan-tri/{path}")
        seen(guest, name)
    assert not faults, faults


def forms(page, live, seen) -> None:
    """One invitation, and lists with and without faults."""
    page.goto(f"{live}{PEOPLE}")
    seen(page, "danh-sach")
    for field, text in (("#thu", "lo.mau@xa.example"), ("#ten", "Lò Thị Mẫu")):
        page.locator(field).fill(text)
    page.locator("#noi-moi").fill(name_of(5))  # what is folded was opened by the look
    page.get_by_role("button", name="Tạo lời mời").click()
    expect(page.get_by_label("Tin nhắn để gửi")).to_be_visible()
    seen(page, "trao-loi-moi")
    page.goto(f"{live}{PEOPLE}danh-sach/")
    seen(page, "mau-danh-sach")
    chosen(page, b"Email;Xa\na@xa.example;\nsai;\nb@xa.example;xa Khong Co\n")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("Còn 2 dòng phải sửa")).to_be_visible()
    seen(page, "xem-truoc-sai")
    page.goto(f"{live}{PEOPLE}danh-sach/")
    chosen(page, sheet()[:900].rsplit(b"\r\n", 1)[0])
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_role("button", name="Thực hiện")).to_be_visible()
    seen(page, "xem-truoc")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận danh sách")
    seen(page, "da-nhan")


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_kind_page_that_leads_to_the_second_factor(office, live, tab, size):
    with office.app.app_context():
        chief = people.by_email("administrator@xa.example")
        chief.tf_primary_method = "authenticator"
        accounts.ask_for_second_factors(True, actor=chief)
        db.session.commit()
    page = tab("publisher", size)
    page.goto(f"{live}/quan-tri/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("hai lớp")
    expect(page.get_by_text("vẫn viết bài được")).to_be_visible()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"nguoi-dan-hai-lop-{size[0]}.png", full_page=True)
    faults = look(page, "dan-hai-lop", size[0])
    page.get_by_role("button", name="Bật bằng ứng dụng tạo mã").click()
    expect(page.locator("img.qr")).to_be_visible()
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"nguoi-ma-qr-{size[0]}.png", full_page=True)
    assert not faults, faults

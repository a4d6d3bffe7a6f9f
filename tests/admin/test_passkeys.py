"""Passkeys in Debian's Chromium, with an authenticator made through its DevTools."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from content import accounts, people
from content.database import db
from content.people import Passkey
from content.trail import TrailEntry

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live) -> str:
    """WebAuthn knows names of machines, not their numbers."""
    return live.replace("127.0.0.1", "localhost")


@pytest.fixture
def tab(chromium, site):
    """A tab whose machine holds keys; `tab.keys(...)` speaks to its authenticator."""
    context = chromium.new_context(locale="vi-VN", viewport={"width": 375, "height": 800})
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.keys = lambda command, **given: session.send(
        f"WebAuthn.{command}", {"authenticatorId": made["authenticatorId"], **given}
    )
    page.said = said
    yield page
    context.close()


def by_password(page, site: str, word: str) -> None:
    page.goto(f"{site}/quan-tri/dang-nhap/")
    page.get_by_label("Thư điện tử").fill("publisher@xa.example")
    page.get_by_label("Mật khẩu").fill(word)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")


def add_key(page, site: str, name: str) -> None:
    page.goto(f"{site}/quan-tri/khoa-truy-cap/")
    page.get_by_label("Tên khóa mới").fill(name)
    page.get_by_role("button", name="Thêm khóa").click()


def sign_out(page) -> None:
    page.get_by_role("link", name="Mục lục").click()
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn biên tập")


def test_a_key_is_made_and_opens_the_desk(office, site, tab, door):
    by_password(tab, site, door.password)
    add_key(tab, site, "Điện thoại của tôi")
    expect(tab.locator("main")).to_contain_text("Đã thêm khóa “Điện thoại của tôi”")
    assert len(tab.keys("getCredentials")["credentials"]) == 1
    add_key(tab, site, "Điện thoại của tôi")
    expect(tab.locator("main")).to_contain_text("Bạn đã có khóa tên")
    add_key(tab, site, "Lần nữa")  # the machine knows that it holds a key of this account
    expect(tab.get_by_role("alert")).to_contain_text("Chưa tạo được khóa")
    sign_out(tab)
    tab.get_by_role("button", name="Vào bằng khóa truy cập").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")
    with office.app.app_context():
        key = db.session.scalars(db.select(Passkey)).one()
        assert (key.usage, key.user_id) == ("first", office.id_of("publisher"))
        acts = [entry.action for entry in db.session.scalars(db.select(TrailEntry))]
        assert acts.count("person.signed_in") == 2
        assert "person.passkey_added" in acts
    assert not tab.said, tab.said


def test_a_key_that_is_refused_or_dropped_opens_nothing(office, site, tab, door):
    by_password(tab, site, door.password)
    add_key(tab, site, "Máy bàn")
    expect(tab.locator("main")).to_contain_text("Đã thêm khóa")
    sign_out(tab)
    tab.keys("setUserVerified", isUserVerified=False)  # not its owner's finger
    tab.get_by_role("button", name="Vào bằng khóa truy cập").click()
    expect(tab.get_by_role("alert")).to_contain_text("Chưa mở được khóa")
    tab.keys("setUserVerified", isUserVerified=True)
    with office.app.app_context():
        accounts.set_active(people.by_email("publisher@xa.example"), False)
    with tab.expect_event("load"):  # the key is shown by a script, so the answer comes later
        tab.get_by_role("button", name="Thử lại").click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Việc hôm nay")
    tab.goto(f"{site}/quan-tri/")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn biên tập")
    with office.app.app_context():
        person = people.by_email("publisher@xa.example")
        accounts.set_active(person, True)
        accounts.drop_second_factor(person)  # the telephone is lost, and the key on it
        assert db.session.scalars(db.select(Passkey)).all() == []
    tab.goto(f"{site}/quan-tri/dang-nhap/")
    tab.get_by_role("button", name="Vào bằng khóa truy cập").click()
    expect(tab.locator("main")).to_contain_text("Khóa này chưa được thêm ở đây hoặc đã bị bỏ")


def test_a_key_goes_when_its_owner_says_so(office, site, tab, door):
    by_password(tab, site, door.password)
    add_key(tab, site, "Máy bàn")
    tab.get_by_role("button", name="Bỏ khóa Máy bàn").click()
    expect(tab.locator("main")).to_contain_text("Đã bỏ khóa “Máy bàn”")
    expect(tab.locator("main")).to_contain_text("Chưa có khóa nào")


def test_a_key_stands_for_both_factors(office, site, tab, door):
    """An account with a telephone code: the key alone is enough, the password alone is not."""
    by_password(tab, site, door.password)
    add_key(tab, site, "Máy bàn")
    expect(tab.locator("main")).to_contain_text("Đã thêm khóa")
    with office.app.app_context():
        person = people.by_email("publisher@xa.example")
        security = office.app.extensions["security"]
        person.tf_totp_secret = security.totp_factory.generate_totp_secret()
        person.tf_primary_method = "authenticator"
        db.session.commit()
    sign_out(tab)
    tab.get_by_label("Thư điện tử").fill("publisher@xa.example")
    tab.get_by_label("Mật khẩu").fill(door.password)
    tab.get_by_role("button", name="Đăng nhập").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Mã trên điện thoại")
    tab.goto(f"{site}/quan-tri/dang-nhap/")  # halfway in by password is no hindrance
    tab.get_by_role("button", name="Vào bằng khóa truy cập").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")


@pytest.mark.parametrize("sent", ["", "{}", "[1]", "x", '{"id": "a", "rawId": "a"}', "null"])
def test_answers_that_are_none_open_nothing(office, door, sent):
    client = office.client()
    asked = client.post("/quan-tri/vao-bang-khoa/", data={"csrf_token": door.token(client)})
    step = asked.text.split('action="')[1].split('"')[0]
    data = {"csrf_token": door.token(client), "credential": sent}
    assert client.post(step, data=data).status_code == 302
    assert client.get("/quan-tri/").status_code == 302
    for token in ("khong-co", "a.b.c"):
        path = f"/quan-tri/vao-bang-khoa/{token}/"
        assert client.post(path, data=data).status_code in (302, 404, 405)
    for path in ("khoa-truy-cap/hoi-lai/",):
        assert client.get(f"/quan-tri/{path}").status_code == 404

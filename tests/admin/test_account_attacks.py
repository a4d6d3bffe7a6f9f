"""Attacks on accounts (TRUST S5, S13–S15): guessing, reuse, forged hosts, fixation, leftovers."""

from __future__ import annotations

import html
import re

import pytest

from content import accounts, invitations, people, sign_in
from content.database import db
from content.people import DeskSession
from content.trail import TrailEntry

PEOPLE = "/quan-tri/nguoi-dung/"
NEW = "sáu quả cam trên bàn gỗ"
EVIL = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "host=evil.example",
}


def links_in(text: str) -> set[str]:
    """The hosts of the links that a page of the desk hands over."""
    return set(re.findall(r"(https?://[^/\"<\s]+)/quan-tri/(?:loi-moi|vao)/", html.unescape(text)))


# ---- who has an account -------------------------------------------------------------------------


@pytest.fixture
def kinds_of_accounts(office):
    """Addresses that a guesser tries: open, closed, invited, unknown."""
    with office.app.app_context():
        accounts.set_active(accounts.add_person("dong@xa.example", role="editor"), False)
        invitations.invite("moi@xa.example", role="editor")
    return ("editor@xa.example", "dong@xa.example", "moi@xa.example", "khong@xa.example")


def test_every_wrong_sign_in_hashes_one_password(office, door, kinds_of_accounts, monkeypatch):
    """The slow part of a sign-in, counted: as often for an address that nobody has (S15)."""
    done = []
    context = office.app.extensions["security"].pwd_context

    def watched(real):
        def call(*given, **more):
            done.append(1)
            return real(*given, **more)

        return call

    for name in ("verify", "hash"):
        monkeypatch.setattr(context, name, watched(getattr(context, name)))
    counts, texts = {}, set()
    for email in kinds_of_accounts:
        done.clear()
        answer = door.sign_in(office.client(), email, "sai mật khẩu rồi nhé")
        counts[email] = len(done)
        text = re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)
        texts.add((answer.status_code, text.replace(email, "MAIL")))
    assert set(counts.values()) == {1}, counts
    assert len(texts) == 1


def test_failures_of_unknown_accounts_name_nobody(office, door, kinds_of_accounts):
    door.sign_in(office.client(), "mat-khau-go-nham@xa.example", "bí mật của tôi")
    with office.app.app_context():
        for entry in db.session.scalars(db.select(TrailEntry)):
            assert "go-nham" not in str(entry.detail)
            assert "bí mật" not in str(entry.detail)


def test_the_throttle_tells_nothing_of_accounts(office, door):
    """Sent away after as many tries, whether somebody has the address or not."""
    codes = {}
    for at, email in enumerate(("editor@xa.example", "khong@xa.example")):
        client = office.client()
        client.environ_base["REMOTE_ADDR"] = f"203.0.113.{at + 1}"
        codes[email] = [door.sign_in(client, email, "sai").status_code for _ in range(5)]
    assert len({tuple(found) for found in codes.values()}) == 1


# ---- links --------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["invite", "list", "link", "again"])
def test_links_carry_the_configured_address_whatever_the_request_says(office, door, act):
    client = office.signed_in("administrator")
    data = {"csrf_token": door.token(client, PEOPLE)}
    number = office.id_of("editor")
    with office.app.app_context():
        invitations.invite("cu@xa.example", role="editor")
        waiting = people.by_email("cu@xa.example").id
    path, form = {
        "invite": (PEOPLE, {"act": "invite", "email": "a@xa.example", "role": "editor"}),
        "list": (
            f"{PEOPLE}danh-sach/",
            {"act": "do", "rows": '[{"line": 1, "email": "b@xa.example"}]', "role": "editor"},
        ),
        "link": (f"{PEOPLE}{number}/", {"act": "link"}),
        "again": (f"{PEOPLE}{waiting}/", {"act": "again"}),
    }[act]
    forged = {name: value for name, value in EVIL.items() if name != "Host"}
    answer = client.post(path, data={**data, **form}, headers=forged)
    assert answer.status_code == 200
    assert links_in(answer.text) == {"http://127.0.0.1:8000"}
    # The application refuses other hosts; the desk would not believe them either.
    client.set_cookie("ban_bien_tap", "x", domain="evil.example", path="/quan-tri")
    assert "evil.example" not in answer.text


@pytest.mark.parametrize("way", ["loi-moi", "vao"])
def test_a_link_opens_once_and_never_after_its_account_is_closed(office, door, way):
    with office.app.app_context():
        person, token = invitations.invite("moi@xa.example", role="editor")
        if way == "vao":
            token = accounts.make_sign_in_link(person)
    path = f"/quan-tri/{way}/{token}/"
    form = {"password": NEW, "password_again": NEW}
    codes = []
    for client in (office.client() for _ in range(3)):
        data = {"csrf_token": door.token(client), **form}
        codes.append(client.post(path, data=data).status_code)
    assert codes[0] == 302
    assert set(codes[1:]) <= {404}
    with office.app.app_context():
        closed, token = invitations.invite("dong@xa.example", role="editor")
        if way == "vao":
            token = accounts.make_sign_in_link(closed)
        accounts.set_active(closed, False)
    client = office.client()
    data = {"csrf_token": door.token(client), **form}
    assert client.post(f"/quan-tri/{way}/{token}/", data=data).status_code == 404


def test_an_invitation_leads_nowhere_else(office, door):
    with office.app.app_context():
        _person, token = invitations.invite("moi@xa.example", role="editor")
    client = office.client()
    path = f"/quan-tri/loi-moi/{token}/?next=https://evil.example/"
    data = {"csrf_token": door.token(client, path), "password": NEW, "password_again": NEW}
    data["next"] = "//evil.example"
    assert client.post(path, data=data).location == "/quan-tri/"


def test_what_a_sign_in_link_allows_ends_with_its_session(office, door):
    """On a shared machine the next person still says the old password before a new one."""
    with office.app.app_context():
        token = accounts.make_sign_in_link(people.by_email("editor@xa.example"))
    client = office.client()
    path = f"/quan-tri/vao/{token}/"
    client.post(path, data={"csrf_token": door.token(client, path)})
    change = "/quan-tri/tai-khoan/mat-khau/"
    assert "current_password" not in client.get(change).text
    data = {"csrf_token": door.token(client, "/quan-tri/")}
    client.post("/quan-tri/dang-xuat/", data=data)
    for role in ("publisher", "editor"):
        assert door.sign_in(client, f"{role}@xa.example", door.password).status_code == 302
        assert "current_password" in client.get(change).text, role
        data = {"csrf_token": door.token(client, change), "password": NEW, "password_again": NEW}
        assert client.post(change, data=data).status_code == 400
        client.post("/quan-tri/dang-xuat/", data={"csrf_token": door.token(client, "/quan-tri/")})


# ---- sessions -----------------------------------------------------------------------------------


def test_a_cookie_laid_down_before_signing_in_opens_nothing(office, door):
    """Fixation: the cookie that somebody planted is nobody's once its victim signs in (S13)."""
    victim = office.client()
    victim.get("/quan-tri/dang-nhap/")
    planted = victim.get_cookie("ban_bien_tap", path="/quan-tri").value
    assert door.sign_in(victim, "editor@xa.example", door.password).status_code == 302
    thief = office.client()
    thief.set_cookie("ban_bien_tap", planted, path="/quan-tri")
    assert thief.get("/quan-tri/").status_code == 302
    with office.app.app_context():
        assert db.session.scalar(db.select(db.func.count(DeskSession.id))) == 1


def test_a_session_moved_to_another_account_opens_nothing(office):
    """The row decides whose it is, not what the cookie says of the account."""
    client = office.signed_in("editor")
    with office.app.app_context():
        row = db.session.scalar(db.select(DeskSession))
        row.person_id = people.by_email("administrator@xa.example").id
        db.session.commit()
    assert client.get("/quan-tri/").status_code == 302


def test_a_copied_cookie_dies_with_every_way_out(office, door):
    ways = {
        "sign out": lambda c: c.post(
            "/quan-tri/dang-xuat/", data={"csrf_token": door.token(c, "/quan-tri/")}
        ),
        "administrator": lambda _c: accounts.end_other_sessions(person()),
        "closed": lambda _c: accounts.set_active(person(), False),
        "second factor reset": lambda _c: accounts.drop_second_factor(person()),
        "password": lambda _c: accounts.set_password(person(), NEW),
    }

    def person():
        return people.by_email("editor@xa.example")

    for name, way in ways.items():
        with office.app.app_context():
            accounts.set_active(person(), True)
            token_of_link = accounts.make_sign_in_link(person())
        client = office.client()
        path = f"/quan-tri/vao/{token_of_link}/"
        client.post(path, data={"csrf_token": door.token(client, path)})
        copy = office.client()
        cookie = client.get_cookie("ban_bien_tap", path="/quan-tri").value
        copy.set_cookie("ban_bien_tap", cookie, path="/quan-tri")
        assert copy.get("/quan-tri/").status_code == 200, name
        with office.app.app_context():
            way(client)
        assert copy.get("/quan-tri/").status_code == 302, name


def test_no_form_makes_anybody_an_administrator(office, door):
    """Mass assignment: fields that no form has are nothing (S8)."""
    client = office.signed_in("editor")
    data = {
        "csrf_token": door.token(client, "/quan-tri/tai-khoan/"),
        "act": "name",
        "name": "Tên mới",
        "roles": "administrator",
        "role": "administrator",
        "email": "khac@xa.example",
        "active": "1",
        "tf_primary_method": "authenticator",
    }
    assert client.post("/quan-tri/tai-khoan/", data=data).status_code == 302
    with office.app.app_context():
        person = people.by_email("editor@xa.example")
        assert (person.name, [r.name for r in person.roles]) == ("Tên mới", ["editor"])
        assert person.tf_primary_method is None


def test_the_only_administrator_stays_where_a_second_factor_is_asked_for(office):
    """Without the second factor the right sleeps, but it still is the last one of its kind."""
    with office.app.app_context():
        person = people.by_email("administrator@xa.example")
        person.tf_primary_method = "authenticator"
        accounts.ask_for_second_factors(True, actor=person)
        accounts.drop_second_factor(person)
        assert not person.may("people")
        for act in (
            lambda: accounts.set_roles(person, ["editor"]),
            lambda: accounts.set_active(person, False),
        ):
            with pytest.raises(accounts.BadInput, match="duy nhất"):
                act()
            db.session.rollback()


def test_the_trail_holds_no_secret_after_all_that_accounts_do(office, door):
    secrets = []
    with office.app.app_context():
        person, token = invitations.invite("moi@xa.example", role="publisher", name="Tên Riêng")
        secrets += [token, NEW, "Tên Riêng", "moi@xa.example"]
        invitations.accept(token, NEW)
        secrets.append(accounts.make_sign_in_link(person))
        secrets.append(sign_in.start_session(person, "Chrome"))
        accounts.set_name(person, "Tên Riêng Khác")
        accounts.set_roles(person, ["editor"])
        accounts.drop_second_factor(person)
        kept = " ".join(
            f"{e.action} {e.subject_kind} {e.detail}"
            for e in db.session.scalars(db.select(TrailEntry))
        )
        for secret in secrets:
            assert secret not in kept
        assert person.password not in kept

"""Accounts: invitations, limits and roles with their trail, sessions ended from afar."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content import accounts, devices, house_rules, invitations, people, places, scopes, sign_in
from content.database import db
from content.errors import BadInput
from content.people import SECOND_FACTOR_RULE, DeskSession, Invitation
from content.trail import TrailEntry

PASSWORD = "ba con trâu gặm cỏ xanh"


@pytest.fixture
def roles(session_app):
    people.seed_roles()
    db.session.commit()


def acts(action: str) -> list[TrailEntry]:
    query = sa.select(TrailEntry).where(TrailEntry.action == action).order_by(TrailEntry.id)
    return list(db.session.scalars(query))


# ---- invitations --------------------------------------------------------------------------------


def test_an_invitation_sets_the_password_once(roles, clock):
    place = places.record("xã Mẫu", "commune")
    person, token = invitations.invite(
        "Moi@xa.example", role="editor", name="Người mới", kinds=["news"], place_id=place.id
    )
    assert person.email == "moi@xa.example"
    assert person.password is None
    assert scopes.of(person.id).place_id == place.id
    row = db.session.scalars(sa.select(Invitation)).one()
    assert token not in row.token_sha256
    found = invitations.owner(token)
    assert found is not None
    assert found[0] == person
    with pytest.raises(BadInput, match="dễ đoán"):
        invitations.accept(token, "matkhau123456")
    assert invitations.owner(token) is not None, "a weak password uses nothing up"
    assert invitations.accept(token, PASSWORD) == person
    assert person.password
    for _ in range(2):
        with pytest.raises(BadInput, match="Lời mời này đã dùng"):
            invitations.accept(token, PASSWORD)
    assert [len(acts(a)) for a in ("person.invited", "person.invitation_used")] == [1, 1]
    assert acts("person.added")[0].detail["scope"] == {"kinds": ["news"], "place": place.id}
    assert "moi@" not in str([entry.detail for entry in db.session.scalars(sa.select(TrailEntry))])


def test_an_invitation_ends_at_the_end_of_its_last_day(roles, clock):
    _person, token = invitations.invite("a@xa.example", role="editor", days=3)
    clock.forward(days=3, hours=15, minutes=59)  # 23:59 of the third day after, in Việt Nam
    assert invitations.owner(token) is not None
    clock.forward(minutes=2)
    assert invitations.owner(token) is None
    with pytest.raises(BadInput):
        invitations.accept(token, PASSWORD)


def test_a_newer_one_ends_an_older_one_and_all_can_be_taken_back(roles):
    person, first = invitations.invite("a@xa.example", role="editor")
    second = invitations.invite_again(person)
    assert invitations.owner(first) is None
    assert invitations.owner(second) is not None
    assert [p.id for _row, p in invitations.open_ones()] == [person.id]
    invitations.revoke(person)
    assert invitations.owner(second) is None
    assert invitations.open_ones() == []
    assert invitations.open_of(person) is None
    invitations.revoke(person)
    assert len(acts("person.invitation_revoked")) == 1, "nothing to take back is no act"
    third = invitations.invite_again(person)
    accounts.set_active(person, False)
    assert invitations.owner(third) is None
    with pytest.raises(BadInput, match="đang đóng"):
        invitations.invite_again(person)
    accounts.set_active(person, True)
    assert invitations.owner(third) is None, "what ended with the account stays ended"


def test_nobody_is_invited_who_set_a_password_already(roles):
    person = accounts.add_person("a@xa.example", role="editor", password=PASSWORD)
    with pytest.raises(BadInput, match="đã đặt mật khẩu"):
        invitations.invite_again(person)
    waiting, token = invitations.invite("b@xa.example", role="editor")
    accounts.set_password(waiting, PASSWORD)
    assert invitations.owner(token) is None


@pytest.mark.parametrize("token", ["", "x", "ầ" * 50, "\x00", "a/b", "'; --"])
def test_strange_tokens_are_nobodys(roles, token):
    assert invitations.owner(token) is None


def test_what_cannot_be_made_makes_nothing(roles):
    accounts.add_person("a@xa.example", role="editor")
    place = places.record("xã Mẫu", "commune")
    for given in (
        {"email": "a@xa.example", "role": "editor"},
        {"email": "khong phai thu", "role": "editor"},
        {"email": "b@xa.example", "role": "chúa tể"},
        {"email": "b@xa.example", "role": "editor", "name": "x" * 121},
        {"email": "b@xa.example", "role": "editor", "days": 400},
        {"email": "b@xa.example", "role": "administrator", "place_id": place.id},
        {"email": "b@xa.example", "role": "editor", "place_id": 999},
    ):
        with pytest.raises(BadInput):
            invitations.invite(**given)
        db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(people.Person.id))) == 1
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


# ---- limits -------------------------------------------------------------------------------------


def test_limits_are_in_the_trail_with_before_and_after(roles):
    person = accounts.add_person("a@xa.example", role="editor")
    place = places.record("xã Mẫu", "commune")
    accounts.set_scope(person, ["news"], place.id, actor_id=7)
    accounts.set_scope(person, ["news"], place.id, actor_id=7)
    accounts.set_scope(person, [], None, actor_id=7)
    told = [(e.actor_id, e.detail["before"], e.detail["after"]) for e in acts("person.scope")]
    nothing, some = {"kinds": [], "place": None}, {"kinds": ["news"], "place": place.id}
    assert told == [(7, nothing, some), (7, some, nothing)]


def test_an_administrator_has_no_limits(roles):
    place = places.record("xã Mẫu", "commune")
    chief = accounts.add_person("a@xa.example", role="administrator")
    with pytest.raises(BadInput, match="không giới hạn được"):
        accounts.set_scope(chief, [], place.id)
    editor = accounts.add_person("b@xa.example", role="editor", place_id=place.id)
    with pytest.raises(BadInput, match="không giới hạn được"):
        accounts.set_roles(editor, ["administrator"])


def test_limits_take_rights_that_reach_beyond_single_texts(roles):
    place = places.record("xã Mẫu", "commune")
    person = accounts.add_person("a@xa.example", role="publisher")
    assert person.may("topics")
    accounts.set_scope(person, [], place.id)
    assert not person.may("topics")
    assert person.may("publish")
    assert person.holds("topics")


# ---- the second factor --------------------------------------------------------------------------


def test_publishers_wait_where_the_house_asks_for_a_second_factor(roles):
    made = {
        role: accounts.add_person(f"{role}@xa.example", role=role)
        for role in ("contributor", "editor", "publisher", "administrator")
    }
    chief = made["administrator"]
    with pytest.raises(BadInput, match="cho chính bạn trước"):
        accounts.ask_for_second_factors(True, actor=chief)
    assert not house_rules.holds(SECOND_FACTOR_RULE)
    chief.tf_primary_method = "authenticator"
    accounts.ask_for_second_factors(True, actor=chief)
    assert chief.may("publish")
    assert chief.may("people")
    publisher = made["publisher"]
    assert not publisher.may("publish")
    assert publisher.waits_for_second_factor()
    assert publisher.may("edit_all")
    for role in ("contributor", "editor"):
        assert not made[role].waits_for_second_factor()
    publisher.tf_primary_method = "authenticator"
    assert publisher.may("publish")
    accounts.drop_second_factor(publisher)
    assert not publisher.may("publish")
    accounts.ask_for_second_factors(False, actor=chief)
    assert publisher.may("publish")


# ---- sessions -----------------------------------------------------------------------------------


def test_sessions_are_listed_and_ended_one_by_one_or_all(roles, clock):
    person = accounts.add_person("a@xa.example", role="editor")
    other = accounts.add_person("b@xa.example", role="editor")
    tokens = [sign_in.start_session(person, f"Máy {n}") for n in range(3)]
    theirs = sign_in.start_session(other, "Máy khác")
    clock.forward(minutes=5)
    sign_in.touch_session(tokens[1])
    listed = sign_in.sessions_of(person.id, tokens[0])
    assert [(row.device, mine) for row, mine in listed] == [
        ("Máy 1", False), ("Máy 2", False), ("Máy 0", True),
    ]  # fmt: skip
    number = listed[0][0].id
    assert not accounts.end_one_session(other, number), "not one's own"
    assert sign_in.is_signed_in(tokens[1], person.id)
    assert accounts.end_one_session(person, number)
    assert not sign_in.is_signed_in(tokens[1], person.id)
    assert not accounts.end_one_session(person, number)
    assert accounts.end_other_sessions(person, tokens[0]) == 1
    assert sign_in.is_signed_in(tokens[0], person.id)
    assert accounts.end_other_sessions(person, actor_id=other.id) == 1
    assert sign_in.is_signed_in(theirs, other.id)
    assert [e.detail["sessions"] for e in acts("person.session_ended")] == [1, 1, 1]
    clock.forward(hours=13)
    assert sign_in.sessions_of(other.id) == []


def test_signing_out_is_told_and_a_new_sign_in_is_none(roles):
    person = accounts.add_person("a@xa.example", role="editor")
    first, second = (sign_in.start_session(person) for _ in range(2))
    sign_in.end_session(first)
    assert acts("person.signed_out") == []
    sign_in.end_session(second, signed_out=True)
    sign_in.end_session(second, signed_out=True)
    assert [e.subject_id for e in acts("person.signed_out")] == [person.id]
    assert db.session.scalars(sa.select(DeskSession)).all() == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/129.0.0.0 Safari/537.36"), "Chrome trên Windows"),
        (("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/129.0.0.0 Safari/537.36 Edg/129.0.0.0"), "Edge trên Windows"),
        (("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "coc_coc_browser/121.0 Chrome/115.0 Safari/537.36"), "Cốc Cốc trên Windows"),
        (("Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36"), "Samsung Internet trên Android"),
        (("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
         "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"), "Safari trên iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
         "Firefox trên Linux"),
        ("curl/8.5 on Windows", "Một trình duyệt trên Windows"),
        ("", devices.UNKNOWN),
        ("<script>alert(1)</script>" * 100, devices.UNKNOWN),
    ],
)  # fmt: skip
def test_devices_in_words(said, words):
    assert devices.words(said) == words

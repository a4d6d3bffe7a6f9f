"""What lies beyond the limits of an account: no page, list, count or search tells of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content import calendar, places
from content.database import db
from content.publishing.models import STATES, Item
from tests.admin.matrix.addresses import (
    ACTS,
    FORM,
    LIMITED,
    MARKER,
    MINE,
    NOTHING,
    address,
    in_state,
    limit,
    of_an_item,
    rows,
    rules,
)


@pytest.mark.parametrize("by", ["place", "kind"])
@pytest.mark.parametrize("role", LIMITED)
def test_what_lies_beyond_the_limits_is_not_there(office, door, land, role, by):
    """Every address that holds a text, every state: no reading, no writing, not even one's own."""
    me = office.id_of(role)
    beyond = {}
    for state in STATES:
        where = {"place": land["Bạn"][1]} if by == "place" else {"place": land["Mình"][1]}
        number = beyond[state] = in_state(office, state, f"{MARKER} {state}", **where)
        with office.app.app_context():  # written by this very account, before it was limited
            db.session.execute(sa.update(Item).where(Item.id == number).values(created_by_id=me))
            db.session.commit()
    limit(
        office,
        role,
        kinds=["story"] if by == "kind" else (),
        place_id=land["Mình"][0],
    )
    client = office.signed_in(role)
    token = door.token(client, "/quan-tri/")
    before = rows(office)
    for rule in rules(office):
        if not of_an_item(rule):
            continue
        for number in beyond.values():
            path = address(rule, number)
            if "GET" in rule.methods:
                got = client.get(path)
                assert got.status_code in NOTHING, (rule, got.status_code)
                assert MARKER not in got.text, rule
            if "POST" in rule.methods:
                for act in ACTS:
                    data = {"csrf_token": token, "act": act, **FORM, "place": "xã Mình"}
                    got = client.post(path, data=data)
                    assert got.status_code in NOTHING, (rule, got.status_code)
                    assert MARKER not in got.text, rule
    assert rows(office) == before


@pytest.mark.parametrize("role", LIMITED)
def test_no_list_count_or_search_tells_of_what_lies_beyond(office, land, role):
    me = office.id_of(role)
    for state in STATES:
        theirs = in_state(office, state, f"{MARKER} {state}", place=land["Bạn"][1])
        mine = in_state(office, state, f"{MINE} {state}", place=land["Trong"][1])
        nowhere = in_state(office, state, f"{MARKER} {state} chung")
        with office.app.app_context():
            owned = sa.update(Item).where(Item.id.in_([theirs, mine, nowhere]))
            db.session.execute(owned.values(created_by_id=me))
            db.session.commit()
    limit(office, role, place_id=land["Mình"][0])
    client = office.signed_in(role)
    told = {}
    for rule in rules(office):
        if "GET" not in rule.methods or rule.arguments:
            continue
        for more in ("", "?q=DAU+HIEU", "?tt=published", "?tt=draft", "?loai=news"):
            got = client.get(f"{rule.rule}{more}")
            text = got.get_data(as_text=True).replace('value="DAU HIEU"', "")
            if rule.endpoint == "chen.pages":  # what readers see may be linked to by everybody
                text = text.replace(f"{MARKER} published", "")
            assert MARKER not in text, (rule, more)
            told[rule.endpoint, more] = text
    listed = told["noi_dung.index", ""]
    assert listed.count(MINE) >= len(STATES)
    assert f"{len(STATES)} mục" in listed
    assert MINE in told["quantri.index", ""]
    if role != "contributor":
        assert ">1</span>" in listed, "one of each state is counted"
        assert MINE in told["viec_cho.index", ""]


@pytest.mark.parametrize("role", LIMITED)
def test_limits_close_what_reaches_beyond_single_texts(office, land, role):
    limit(office, role, place_id=land["Mình"][0])
    client = office.signed_in(role)
    for path in ("chu-de/", "dia-ban/", "nguoi-dung/", "nguoi-duyet/", "nhat-ky/", "bat-dau/"):
        assert client.get(f"/quan-tri/{path}").status_code == 403, path


def test_an_administrator_sees_all(office, land):
    for place in ("Mình", "Bạn", "Trong"):
        office.item(f"{MINE} {place}", place=land[place][1])
    page = office.signed_in("administrator").get("/quan-tri/noi-dung/").text
    assert "3 mục" in page


def test_a_province_has_its_communes_and_all_that_went_into_them(office, land):
    """Limits follow the tree and the mergers: a new unit's editor has the papers of the old."""
    with office.app.app_context():
        other = places.record("tỉnh Khác", "province")
        old = places.record("xã Xưa", "commune", parent=other)
        places.merge([old], places.by_slug(land["Mình"][1]), calendar.today())
        slugs = {place.title: place.slug for place in places.every()}
    texts = {title: office.item(f"Bài {title}", place=slug) for title, slug in slugs.items()}
    covered = {
        "Mẫu": {"Mẫu", "Mình", "Bạn", "Trong", "Xưa"},
        "Mình": {"Mình", "Trong", "Xưa"},
        "Xưa": {"Mình", "Trong", "Xưa"},
        "Khác": {"Khác", "Xưa"},
    }
    client = office.signed_in("editor")
    for of, wanted in covered.items():
        limit(office, "editor", place_id=by_title(office)[of])
        open_to_me = {
            title
            for title, number in texts.items()
            if client.get(f"/quan-tri/soan/{number}/").status_code == 200
        }
        assert open_to_me == wanted, of
        listed = client.get("/quan-tri/noi-dung/").text
        assert {title for title in texts if f"Bài {title}" in listed} == wanted


def by_title(office) -> dict[str, int]:
    with office.app.app_context():
        return {place.title: place.id for place in places.every()}

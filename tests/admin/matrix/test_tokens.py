"""Every form of the map without its token, and with somebody else's (TRUST S9)."""

from __future__ import annotations

import pytest

from tests.admin.matrix.addresses import FORM, address, rows


def posts(office):
    return [
        rule
        for rule in office.app.url_map.iter_rules()
        if rule.rule.startswith("/quan-tri") and "POST" in rule.methods
    ]


@pytest.mark.parametrize("whose", ["none", "empty", "nonsense", "another"])
def test_no_form_is_taken_without_the_token_of_its_own_session(office, door, whose):
    number = office.item("Bài")
    client, other = office.signed_in("administrator"), office.signed_in("editor")
    token = {
        "none": {},
        "empty": {"csrf_token": ""},
        "nonsense": {"csrf_token": "a.b.c"},
        "another": {"csrf_token": door.token(other, "/quan-tri/")},
    }[whose]
    before = rows(office)
    seen = 0
    for rule in posts(office):
        seen += 1
        got = client.post(address(rule, number), data={**FORM, **token, "act": "save"})
        assert got.status_code == 400, rule
    assert seen > 40
    assert rows(office) == before


def test_a_token_of_before_signing_in_is_none_afterwards(office, door):
    client = office.client()
    early = door.token(client)
    assert door.sign_in(client, "editor@xa.example", door.password).status_code == 302
    data = {"csrf_token": early, "name": "Tên lạ"}
    assert client.post("/quan-tri/tai-khoan/", data=data).status_code == 400


def test_a_crawl_of_an_administrator_changes_nothing(office):
    """Also with arguments that look like orders."""
    number = office.item("Bài")
    client = office.signed_in("administrator")
    before = rows(office)
    for rule in office.app.url_map.iter_rules():
        if rule.rule.startswith("/quan-tri") and "GET" in rule.methods:
            query = {"act": "close", "csrf_token": "x", "roles": "editor", "xoa": "1"}
            client.get(address(rule, number), query_string=query).close()
    assert rows(office) == before

"""Every role at every address of the map, in every state (TRUST S8): who may do what."""

from __future__ import annotations

import pytest

from content.people import RIGHTS
from content.publishing.models import STATES
from tests.admin.matrix.addresses import (
    ACTS,
    FORM,
    NEEDS,
    NOTHING,
    TABLES,
    address,
    in_state,
    of_an_item,
    right_of,
    rows,
    rules,
)


def test_every_address_says_what_it_needs(office):
    known = {rule.endpoint for rule in rules(office) if not rule.endpoint.startswith(TABLES)}
    assert known == set(NEEDS)


@pytest.mark.parametrize("role", RIGHTS)
def test_every_role_at_every_address_in_every_state(office, door, role):
    """Without the right: refused, and no row is another. With it: looking is not refused."""
    texts = {state: in_state(office, state, f"Bài {state}") for state in STATES}
    client = office.signed_in(role)
    token = door.token(client, "/quan-tri/")
    before = rows(office)
    seen = 0
    for rule in rules(office):
        numbers = texts.values() if of_an_item(rule) else [1]
        for method in sorted(rule.methods & {"GET", "POST"}):
            held = right_of(rule.endpoint, method) in RIGHTS[role]
            mine = held and not (of_an_item(rule) and role == "contributor")
            for number in numbers:
                path = address(rule, number)
                seen += 1
                if method == "GET":
                    got = client.get(path)
                    if mine:
                        assert got.status_code not in (401, 403), (rule, got.status_code)
                    else:
                        assert got.status_code in NOTHING, (rule, got.status_code)
                    got.close()
                elif not mine:
                    for act in ACTS:
                        data = {"csrf_token": token, "act": act, **FORM}
                        got = client.post(path, data=data)
                        assert got.status_code in NOTHING, (rule, got.status_code)
    assert seen > 150
    assert rows(office) == before


@pytest.mark.parametrize("role", RIGHTS)
def test_bulk_addresses_of_the_tables_do_nothing(office, door, role):
    """Flask-Admin's own addresses, asked for directly: looking, sorting, acting, exporting."""
    client = office.signed_in(role)
    token = door.token(client, "/quan-tri/")
    before = rows(office)
    for path in ("action/", "delete/", "ajax/update/", "new/", "edit/?id=1"):
        data = {"csrf_token": token, "id": "1", "rowid": "1", "action": "delete"}
        assert client.get(f"/quan-tri/viec-nen/{path}").status_code in {302, *NOTHING}
        assert client.post(f"/quan-tri/viec-nen/{path}", data=data).status_code in {302, *NOTHING}
    for path in ("export/csv/", "details/?id=1", "ajax/lookup/?name=x&query=x"):
        assert client.get(f"/quan-tri/viec-nen/{path}").status_code in {302, *NOTHING}
    assert rows(office) == before

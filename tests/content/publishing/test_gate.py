"""The gate: an account of the desk gives a reason, or the text waits; nobody else is asked."""

from __future__ import annotations

import pytest

from content import trail
from content.errors import BadInput
from content.publishing.commands import gate, workflow, writing
from content.publishing.models import Item
from tests.factories import make_item

pytestmark = pytest.mark.usefixtures("session_app")
BAD = "Ông A, căn cước 011085001234, liên hệ 0912 345 678."


def entry(item: Item) -> dict[str, object]:
    return next(e.detail for e in trail.of_subject("item", item.id) if e.action == "item.published")


def draft(body: str = BAD) -> Item:
    return make_item(body=body, published=False)


def test_an_account_is_held_up_and_nothing_is_changed() -> None:
    item = draft()
    with pytest.raises(gate.Unready) as held:
        workflow.publish(item.id, seen_version=item.version, actor_id=7)
    assert [f.code for f in held.value.report.must] == ["private-identity"]
    assert "1 việc" in held.value.message
    assert item.state == "draft"
    assert item.first_published_at is None


def test_a_reason_lets_it_pass_and_is_kept() -> None:
    item = draft()
    because = "  Số này là số mẫu\n của biểu mẫu "
    workflow.publish(item.id, seen_version=item.version, actor_id=7, because=because)
    assert item.state == "published"
    assert entry(item)["because"] == "Số này là số mẫu của biểu mẫu"
    assert entry(item)["findings"] == ["private-identity"]


@pytest.mark.parametrize("because", ["a", "....", "x" * 2000])
def test_a_reason_must_be_one(because: str) -> None:
    item = draft()
    with pytest.raises(BadInput):
        workflow.publish(item.id, seen_version=item.version, actor_id=7, because=because)
    assert item.state == "draft"


def test_a_text_that_is_well_keeps_no_reason() -> None:
    item = draft("Mời bà con tới lớp học.")
    workflow.publish(item.id, seen_version=item.version, actor_id=7, because="Không cần lý do")
    assert set(entry(item)) == {"revision"}


def test_the_command_line_and_an_approved_text_pass() -> None:
    alone, approved = draft(), draft()
    workflow.publish(alone.id, seen_version=alone.version)
    workflow.send_for_review(approved.id, actor_id=3)
    workflow.approve(approved.id, actor_id=4)
    workflow.publish(approved.id, seen_version=approved.version, actor_id=7)
    assert {alone.state, approved.state} == {"published"}


def test_an_edit_after_the_approval_is_asked_again() -> None:
    item = draft("Mời bà con.")
    workflow.send_for_review(item.id)
    workflow.approve(item.id)
    changed = writing.save(
        item.id,
        writing.working(item).__class__(kind="news", title=item.title, body=BAD),
        seen_version=item.version,
    )
    with pytest.raises(gate.Unready):
        workflow.publish(item.id, seen_version=changed.version, actor_id=7)


def test_the_official_contacts_are_no_personal_data() -> None:
    item = draft("Bà Hoa, 0912 345 678.")
    with pytest.raises(gate.Unready):
        workflow.publish(item.id, seen_version=item.version, actor_id=7)
    contacts = ["0912.345.678"]
    workflow.publish(item.id, seen_version=item.version, actor_id=7, contacts=contacts)
    assert set(entry(item)) == {"revision"}

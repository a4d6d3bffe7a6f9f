"""The workflow: who may see what, from draft to withdrawal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content import changes, trail
from content.errors import BadInput
from content.publishing import desk_queries, queries, withdrawals
from content.publishing.commands import clock as clockwork
from content.publishing.commands import previews, topics, workflow, writing
from content.publishing.conflicts import Conflict
from content.publishing.snapshot import fields_of
from tests.factories import cites, make_document, make_item, make_topic

pytestmark = pytest.mark.usefixtures("session_app")


def noted_since(sequence: int) -> set[tuple[str, int]]:
    return {(note.kind, note.subject_id) for note in changes.since(sequence)}


def test_the_way_through_review() -> None:
    item = make_item(published=False)
    workflow.send_for_review(item.id, seen_version=item.version)
    returned = workflow.return_to_author(item.id, "Thiếu nguồn", actor_id=3)
    assert (returned.state, returned.review_note) == ("returned", "Thiếu nguồn")
    workflow.send_for_review(item.id)
    assert workflow.approve(item.id).state == "approved"
    published = workflow.publish(item.id, seen_version=item.version, actor_id=4)
    assert (published.state, published.review_note) == ("published", "")
    acts = [entry.action for entry in trail.of_subject("item", item.id)]
    assert acts == ["item.published", *["item.moved"] * 4, "item.created"]


def test_an_approved_text_that_is_changed_is_reviewed_again() -> None:
    item = make_item(published=False)
    workflow.send_for_review(item.id)
    workflow.approve(item.id)
    saved = writing.save(item.id, replace(fields_of(item), body="Khác"), seen_version=item.version)
    assert saved.state == "in_review"


def test_the_edit_of_a_published_item_is_reviewed_while_readers_see_the_old_text() -> None:
    item = make_item(body="Cũ")
    item = writing.save(item.id, replace(fields_of(item), body="Mới"), seen_version=item.version)
    item = workflow.send_for_review(item.id)
    assert (item.state, desk_queries.state_of(item)) == ("published", "in_review")
    assert [i.id for i in desk_queries.desk_listing(state="in_review").items] == [item.id]
    counts = desk_queries.counts_by_state()
    assert (counts["published"], counts["in_review"], counts["draft"]) == (1, 1, 0)
    assert queries.at("news", item.slug) is not None
    item = workflow.publish(workflow.approve(item.id).id, seen_version=item.version)
    assert (item.body, desk_queries.state_of(item)) == ("Mới", "published")


@pytest.mark.parametrize("act", [workflow.approve, workflow.send_for_review])
def test_a_step_that_does_not_follow_is_refused(act: Any) -> None:
    item = make_item()
    with pytest.raises(BadInput, match="Đã đăng"):
        act(item.id)


def test_acts_that_have_not_seen_the_last_save_are_refused() -> None:
    item = make_item(published=False)
    seen = item.version
    writing.save(item.id, replace(fields_of(item), body="Khác"), seen_version=seen)
    with pytest.raises(Conflict):
        workflow.publish(item.id, seen_version=seen)
    with pytest.raises(Conflict):
        workflow.send_for_review(item.id, seen_version=seen)
    assert item.state == "draft"


def test_a_changed_address_leads_on_and_never_shadows_a_live_one() -> None:
    item = make_item(title="Địa chỉ một")
    moved = writing.save(
        item.id, replace(fields_of(item), slug="dia-chi-hai"), seen_version=item.version
    )
    assert queries.redirect_target("/tin-tuc/dia-chi-hai/") is None
    moved = workflow.publish(moved.id, seen_version=moved.version)
    assert queries.redirect_target("/tin-tuc/dia-chi-mot/") == "/tin-tuc/dia-chi-hai/"
    other = make_item(title="Địa chỉ một")
    assert queries.redirect_target("/tin-tuc/dia-chi-mot/") is None
    assert queries.at("news", "dia-chi-mot") is other
    back = replace(fields_of(moved), slug="dia-chi-ba")
    moved = writing.save(moved.id, back, seen_version=moved.version)
    moved = workflow.publish(moved.id, seen_version=moved.version)
    assert queries.redirect_target("/tin-tuc/dia-chi-hai/") == "/tin-tuc/dia-chi-ba/"


def test_a_draft_that_changes_its_address_leaves_nothing() -> None:
    item = make_item(title="Nháp một", published=False)
    renamed = replace(fields_of(item), slug="nhap-hai")
    item = writing.save(item.id, renamed, seen_version=item.version)
    workflow.publish(item.id, seen_version=item.version)
    assert queries.redirect_target("/tin-tuc/nhap-mot/") is None


def test_a_withdrawn_item_leaves_its_notice_and_can_come_back() -> None:
    item = make_item(title="Gỡ tôi")
    with pytest.raises(BadInput, match="vì sao"):
        workflow.withdraw(item.id, " ")
    item = workflow.withdraw(item.id, "Theo yêu cầu của tác giả.", seen_version=item.version)
    assert queries.at("news", "go-toi") is None
    gone = withdrawals.standing("news", "go-toi")
    assert gone is not None
    assert gone.withdrawn_notice == "Theo yêu cầu của tác giả."
    item = workflow.publish(item.id, seen_version=item.version)
    assert withdrawals.standing("news", "go-toi") is None
    assert queries.at("news", "go-toi") is item
    with pytest.raises(BadInput, match="Nháp"):
        workflow.withdraw(make_item(published=False).id, "x")


def test_a_scheduled_item_shows_when_its_time_comes(clock: Any) -> None:
    begin = clock.now + dt.timedelta(hours=1)
    end = clock.now + dt.timedelta(hours=3)
    item = make_item(published=False, expires_at=end)
    item = workflow.publish(item.id, seen_version=item.version, publish_at=begin)
    assert item.first_published_at == begin
    seen = []
    for _ in range(4):
        at = queries.at("news", item.slug)
        assert (at is not None) == queries.is_visible(item)
        seen.append(at is not None)
        assert [r.published for r in queries.versions(item)] == (
            [True] if clock.now >= begin else []
        )
        clock.forward(hours=1)
    assert seen == [False, True, True, False]


def test_what_shows_is_not_scheduled_away(clock: Any) -> None:
    item = make_item()
    later = clock.now + dt.timedelta(days=1)
    with pytest.raises(BadInput, match="không hẹn giờ được"):
        workflow.publish(item.id, seen_version=item.version, publish_at=later)
    assert queries.at("news", item.slug) is not None


def test_the_clock_is_settled_once(clock: Any) -> None:
    clockwork.settle()
    begin, end = clock.now + dt.timedelta(hours=1), clock.now + dt.timedelta(hours=2)
    item = make_item(publish_at=begin, expires_at=end)
    draft = make_item(published=False, publish_at=begin)
    assert clockwork.settle() == 0
    last = changes.newest()
    clock.forward(hours=1)
    assert clockwork.settle() == 1
    assert noted_since(last) == {("item", item.id)}
    assert draft.state == "draft"
    assert clockwork.settle() == 0
    clock.forward(hours=-1)
    assert clockwork.settle() == 0
    clock.forward(hours=2)
    assert clockwork.settle() == 1
    clock.forward(hours=2)
    assert clockwork.settle() == 0


def test_renaming_a_topic_notes_its_items() -> None:
    topic = make_topic("Đọc sách")
    item, _other = make_item(topics=("Đọc sách",)), make_item()
    last = changes.newest()
    topics.rename(topic.id, "Văn hóa đọc")
    assert noted_since(last) == {("topic", topic.id), ("item", item.id)}
    assert (topic.slug, item.topics[0].name) == ("doc-sach", "Văn hóa đọc")


def test_topics_are_merged_with_their_items() -> None:
    one, two = make_topic("Đọc sách"), make_topic("Văn hóa đọc")
    item = make_item(topics=("Đọc sách", "Văn hóa đọc"))
    single = make_item(topics=("Đọc sách",))
    topics.merge(one.id, two.id)
    assert [t.slug for t in item.topics] == [t.slug for t in single.topics] == ["van-hoa-doc"]
    assert desk_queries.every_topic() == [two]


def test_a_register_renames_and_repeats_without_change() -> None:
    assert topics.record("bao-cao", "Báo cáo")
    assert not topics.record("bao-cao", "Báo cáo")
    assert topics.record("bao-cao", "Báo cáo, thời hạn")
    assert topics.ensure_topic("báo cáo, thời hạn").slug == "bao-cao-thoi-han"
    assert topics.ensure_topic("Báo cáo, thời hạn").slug == "bao-cao"


def test_publishing_a_document_notes_those_that_cite_it() -> None:
    holder = make_document("1/KH-UBND", links=(cites("7/QĐ-TTg"),))
    last = changes.newest()
    make_document(
        "7/QĐ-TTg", issuer="Thủ tướng Chính phủ", issued=cites("").issued, title="Về học tập"
    )
    assert ("item", holder.id) in noted_since(last)
    last = changes.newest()
    workflow.withdraw(holder.id, "Nhầm.")
    assert len([n for n in noted_since(last) if n[0] == "item"]) == 2


def test_a_preview_shows_its_revision_until_it_is_over(clock: Any) -> None:
    item = make_item(published=False, body="Bản một")
    link = previews.hand_out_preview(item.id, hours=2)
    writing.save(item.id, replace(fields_of(item), body="Bản hai"), seen_version=item.version)
    found = desk_queries.preview(link.nonce)
    assert found is not None
    assert found[1].fields["body"] == "Bản một"
    nonce = link.nonce
    clock.forward(hours=2)
    assert desk_queries.preview(nonce) is None
    fresh = previews.hand_out_preview(item.id)
    assert desk_queries.previews(item) == [fresh]
    nonce = fresh.nonce
    assert previews.revoke_previews(item.id) == 1
    assert desk_queries.preview(nonce) is None
    assert desk_queries.preview("x") is None


def test_a_withdrawn_item_has_no_preview_links(clock: Any) -> None:
    item = make_item("news", "Sẽ gỡ")
    other = make_item("news", "Còn đó")
    nonce = previews.hand_out_preview(item.id).nonce
    kept = previews.hand_out_preview(other.id).nonce
    workflow.withdraw(item.id, "Số liệu sai.")
    assert desk_queries.preview(nonce) is None
    assert desk_queries.previews(item) == []
    assert desk_queries.preview(kept) is not None
    assert "preview.revoked" in [act.action for act in trail.of_subject("item", item.id)]

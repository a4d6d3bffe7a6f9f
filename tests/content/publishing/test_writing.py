"""Writing: drafts, waiting edits, conflicts that lose nothing."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from content import changes, trail
from content.database import db
from content.errors import BadInput
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.conflicts import Conflict
from content.publishing.snapshot import ItemFields, fields_of
from tests.factories import make_attachment, make_item, make_place, make_topic

pytestmark = pytest.mark.usefixtures("session_app")


def test_a_draft_is_stored_tidied_and_rendered() -> None:
    item = writing.create(
        ItemFields(
            "news",
            "  Ngày  hội\nđọc sách ",
            body="# Một\n\nHai **ba**",
            topics=("Đọc sách", "doc-sach"),
        ),
        actor_id=7,
    )
    assert (item.slug, item.state, item.title) == (
        "ngay-hoi-doc-sach",
        "draft",
        "Ngày hội đọc sách",
    )
    assert item.html.startswith('<h2 id="mot">Một</h2>')
    assert item.plain == "Một\nHai ba"
    assert [topic.name for topic in item.topics] == ["Đọc sách"]
    assert [r.fields["title"] for r in desk_queries.revisions(item)] == ["Ngày hội đọc sách"]
    assert trail.of_subject("item", item.id)[0].actor_id == 7
    assert ("item", item.id) in {(n.kind, n.subject_id) for n in changes.since(0)}


def test_text_becomes_nfc() -> None:
    item = make_item(title="Tie\u0302\u0301ng Vie\u0323\u0302t", body="ho\u0323c")
    assert item.title == "Tiếng Việt"
    assert item.body == "học"


def test_the_day_is_the_vietnamese_one(clock: Any) -> None:
    clock.now = dt.datetime(2026, 12, 31, 18, 0, tzinfo=dt.UTC)
    assert make_item().date == dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (ItemFields("news", " "), "Chưa có tiêu đề"),
        (ItemFields("news", "a" * 501), "tối đa 500"),
        (ItemFields("news", "a", summary="b" * 1001), "tối đa 1000"),
        (ItemFields("news", "a", body="ế" * 70_000), "quá mức 200 kB"),
        (ItemFields("poem", "a"), "“poem”"),
        (ItemFields("news", "!!!"), "không có chữ"),
        (ItemFields("page", "Tìm kiếm"), "dành riêng"),
        (ItemFields("news", "Trang 2"), "dành riêng"),
        (ItemFields("news", "Chủ đề"), "dành riêng"),
        (ItemFields("news", "a", place="xa-la"), "xa-la"),
        (ItemFields("news", "a", language="tiếng Việt"), "ngôn ngữ"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_one_sentence(fields: ItemFields, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        writing.create(fields)
    assert words in refused.value.message
    assert desk_queries.desk_listing().total == 0
    assert desk_queries.every_topic() == []


@pytest.mark.parametrize("slug", ["../x", "a/../../b", ".well-known", "C:\\x", "x\r\ny"])
def test_a_slug_stays_inside(slug: str) -> None:
    item = make_item(slug=slug)
    assert set(item.slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_taken_address_names_who_has_it() -> None:
    make_item(title="Một bài")
    with pytest.raises(BadInput, match="/tin-tuc/mot-bai/ đã có bài “Một bài”"):
        make_item(title="Một  bài")
    assert make_item("story", "Một bài").slug == "mot-bai"


def test_an_edit_of_a_published_item_waits() -> None:
    item = make_item(body="Cũ")
    before = item.updated_at
    fields = replace(fields_of(item), body="Mới")
    saved = writing.save(item.id, fields, seen_version=item.version, change_note="Sửa chữ")
    assert (saved.body, saved.pending_state, saved.updated_at) == ("Cũ", "draft", before)
    assert desk_queries.working(saved).body == "Mới"
    published = workflow.publish(saved.id, seen_version=saved.version)
    assert (published.body, published.pending_revision_id) == ("Mới", None)
    assert [r.change_note for r in desk_queries.revisions(published) if r.published] == [
        "Sửa chữ",
        "",
    ]


def test_saving_the_same_again_changes_nothing() -> None:
    item = make_item(published=False)
    count, version = len(desk_queries.revisions(item)), item.version
    saved = writing.save(item.id, fields_of(item), seen_version=version)
    assert (len(desk_queries.revisions(saved)), saved.version) == (count, version)


def test_the_second_of_two_savers_sees_both_texts() -> None:
    item = make_item(published=False, body="Gốc")
    seen = item.version
    fields = fields_of(item)
    writing.save(item.id, replace(fields, body="Của An"), seen_version=seen, actor_id=1)
    with pytest.raises(Conflict) as refused:
        writing.save(item.id, replace(fields, body="Của Bình"), seen_version=seen, actor_id=2)
    clash = refused.value
    assert (clash.mine.body, clash.theirs.body, clash.by_id) == ("Của Bình", "Của An", 1)
    over = writing.save(item.id, clash.mine, seen_version=clash.version, actor_id=2)
    assert over.body == "Của Bình"
    bodies = [r.fields["body"] for r in desk_queries.revisions(over)]
    assert bodies == ["Của Bình", "Của An", "Gốc"]


def test_every_accepted_save_of_many_threads_is_in_the_history(session_app: Flask) -> None:
    item_id = make_item(published=False, body="Gốc").id
    db.session.remove()
    accepted: list[str] = []
    faults: list[BaseException] = []

    def work(name: int) -> None:
        with session_app.app_context():
            for turn in range(5):
                try:
                    accepted.append(_save_until_accepted(item_id, f"Người {name}, lần {turn}"))
                except BaseException as fault:
                    faults.append(fault)
            db.session.remove()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    item = desk_queries.by_id(item_id)
    assert item is not None
    assert faults == []
    bodies = [r.fields["body"] for r in desk_queries.revisions(item)]
    assert sorted(bodies) == sorted([*accepted, "Gốc"])
    assert len(accepted) == 50
    assert item.body == bodies[0]


def _save_until_accepted(item_id: int, body: str) -> str:
    while True:
        item = desk_queries.by_id(item_id)
        assert item is not None
        db.session.refresh(item)
        fields, seen = replace(fields_of(item), body=body), item.version
        db.session.commit()
        try:
            writing.save(item_id, fields, seen_version=seen)
            return body
        except Conflict as clash:
            assert clash.mine.body == body


def test_a_revision_is_restored_as_a_new_one_equal_to_it() -> None:
    attachment = make_attachment(title="Bảng kê")
    topic = make_topic()
    place = make_place()
    item = make_item(
        published=False,
        body="Một",
        attachments=(attachment,),
        topics=(topic.slug,),
        place=place.slug,
    )
    first = desk_queries.revisions(item)[0]
    changed = replace(fields_of(item), body="Hai", attachments=(), topics=(), place=None)
    item = writing.save(item.id, changed, seen_version=item.version)
    assert item.attachments == []
    item = writing.restore(item.id, first.id, seen_version=item.version)
    newest, *_ = desk_queries.revisions(item)
    assert newest.fields == first.fields
    assert fields_of(item).to_json() == first.fields
    assert len(desk_queries.revisions(item)) == 3


def test_a_revision_of_another_item_is_not_restored() -> None:
    one, other = make_item(), make_item()
    with pytest.raises(BadInput, match="không thuộc"):
        writing.restore(one.id, desk_queries.revisions(other)[0].id, seen_version=one.version)


def test_a_waiting_edit_can_be_dropped_and_stays_in_the_history() -> None:
    item = make_item(body="Cũ")
    item = writing.save(item.id, replace(fields_of(item), body="Mới"), seen_version=item.version)
    item = writing.discard(item.id, seen_version=item.version)
    assert desk_queries.working(item).body == "Cũ"
    assert "Mới" in [r.fields["body"] for r in desk_queries.revisions(item)]


def test_an_unknown_file_is_refused() -> None:
    lost = replace(make_attachment(), sha256="0" * 64)
    with pytest.raises(BadInput, match=r"Không thấy tệp “danh-sach\.txt”"):
        make_item(attachments=(lost,))

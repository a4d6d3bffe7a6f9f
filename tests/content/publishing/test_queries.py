"""Lists, facets, redirects and the graph: visible items only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content import places
from content.publishing import desk_queries, queries
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from tests.factories import cites, make_attachment, make_document, make_item, make_place, make_topic

pytestmark = pytest.mark.usefixtures("session_app")


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


def test_lists_are_newest_first_and_paged() -> None:
    for day in (3, 1, 2):
        make_item(title=f"Ngày {day}", date=dt.date(2026, 1, day))
    make_item(title="Nháp", published=False)
    make_item("story", "Gương", date=dt.date(2025, 5, 5))
    make_item("page", "Giới thiệu")
    first = queries.listing("news", per_page=2)
    assert titles(first.items) == ["Ngày 3", "Ngày 2"]
    assert (first.page, first.pages, first.total) == (1, 2, 3)
    assert titles(queries.listing("news", per_page=2, page=2).items) == ["Ngày 1"]
    assert queries.listing("news", per_page=2, page=99).page == 2
    assert queries.listing("notice") == queries.Listing([], 1, 1, 0, 20)
    assert titles(queries.listing(None, year=2025).items) == ["Gương"]
    assert queries.listing(None).total == 4
    assert titles(queries.newest(2)) == ["Ngày 3", "Ngày 2"]
    assert titles(queries.newest(kinds=["story", "page"])) == ["Giới thiệu", "Gương"]
    assert queries.listing(None, year=0).total == queries.listing(None, year=10**20).total == 0


def test_a_place_holds_what_is_below_it_and_what_went_into_it() -> None:
    province = make_place("tỉnh Mẫu", "province")
    district = make_place("huyện Cũ", "district", parent=province)
    old = make_place("xã Cũ", "commune", parent=district)
    new = make_place("xã Mới", "commune", parent=province)
    places.merge([old], new, dt.date(2025, 7, 1))
    make_item(title="Ở xã cũ", place=old.slug, date=dt.date(2025, 1, 1))
    make_item(title="Ở xã mới", place=new.slug, date=dt.date(2026, 1, 1))
    make_item(title="Nháp", place=new.slug, published=False)
    both = ["Ở xã mới", "Ở xã cũ"]
    assert titles(queries.listing(None, place=new).items) == both
    assert titles(queries.listing(None, place=province).items) == both
    assert titles(queries.listing(None, place=district).items) == ["Ở xã cũ"]
    found = {place.slug: count for place, count in queries.facets(None).places}
    assert found == {new.slug: 2, province.slug: 2, old.slug: 1, district.slug: 1}
    for place, count in queries.facets(None).places:
        assert queries.listing(None, place=place).total == count


def test_facets_count_visible_items_only() -> None:
    make_item(topics=("Đọc sách",), date=dt.date(2025, 1, 1))
    make_item(topics=("Đọc sách", "Chuyển đổi số"), date=dt.date(2026, 1, 1))
    make_item("story", topics=("Gương sáng",), date=dt.date(2024, 1, 1))
    make_item(topics=("Bí mật",), date=dt.date(2023, 1, 1), published=False)
    facets = queries.facets("news")
    assert [(t.name, n) for t, n in facets.topics] == [("Đọc sách", 2), ("Chuyển đổi số", 1)]
    assert facets.years == [(2026, 1), (2025, 1)]
    topic = facets.topics[0][0]
    assert queries.listing("news", topic=topic).total == 2
    assert [t.name for t in queries.every_topic()] == ["Chuyển đổi số", "Đọc sách", "Gương sáng"]
    assert queries.topic_by_slug("bi-mat") is None
    assert queries.topic_by_slug("doc-sach") is topic
    assert len(desk_queries.every_topic()) == 4


def test_every_visible_item_comes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_BATCH", 2)
    wanted = [make_item().id for _ in range(5)]
    make_item(published=False)
    assert [item.id for item in queries.every_visible()] == wanted


def test_related_items_share_topics() -> None:
    item = make_item(title="Gốc", topics=("A một", "B hai"))
    make_item(title="Cả hai", topics=("A một", "B hai"), date=dt.date(2020, 1, 1))
    make_item(title="Một", topics=("A một",))
    make_item(title="Không", topics=("C ba",))
    make_item(title="Nháp", topics=("A một", "B hai"), published=False)
    assert titles(queries.related(item)) == ["Cả hai", "Một"]
    assert queries.related(make_item()) == []


def test_attachments_belong_to_visible_items() -> None:
    attachment = make_attachment()
    draft = make_item(published=False, attachments=(attachment,))
    prefix = attachment.sha256[:16]
    assert queries.attachment(prefix, attachment.file_name) is None
    workflow.publish(draft.id, seen_version=draft.version)
    found = queries.attachment(prefix, attachment.file_name)
    assert found is not None
    assert found.path == f"/tep/{prefix}/danh-sach.txt"
    assert queries.attachment(prefix[:-1] + "%", attachment.file_name) is None
    assert queries.attachment(prefix, "khac.txt") is None


def test_versions_are_those_that_were_published() -> None:
    item = make_item(body="Một")
    item = writing.save(item.id, replace(fields_of(item), body="Hai"), seen_version=item.version)
    item = writing.save(item.id, replace(fields_of(item), body="Ba"), seen_version=item.version)
    item = workflow.publish(item.id, seen_version=item.version)
    assert [r.fields["body"] for r in queries.versions(item)] == ["Ba", "Một"]


def test_a_draft_changes_nothing_that_readers_see(clock: Any) -> None:
    assert queries.last_change() == dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    item = make_item()
    published = clock.now
    clock.forward(hours=1)
    make_item(published=False)
    writing.save(item.id, replace(fields_of(item), body="Mới"), seen_version=item.version)
    assert queries.last_change() == published
    clock.forward(hours=1)
    workflow.publish(item.id, seen_version=item.version)
    assert queries.last_change() == clock.now


def test_the_desk_finds_titles_and_unmarked_words() -> None:
    make_item(title="Ngày hội đọc sách")
    make_item("story", "Gương 100% học tập", published=False)
    assert titles(desk_queries.desk_listing(q="hội đọc").items) == ["Ngày hội đọc sách"]
    assert titles(desk_queries.desk_listing(q="ngay hoi").items) == ["Ngày hội đọc sách"]
    assert titles(desk_queries.desk_listing(q="0%").items) == ["Gương 100% học tập"]
    assert desk_queries.desk_listing(q="%").total == 1
    assert titles(desk_queries.desk_listing(kind="story", state="draft").items) == [
        "Gương 100% học tập"
    ]
    assert desk_queries.desk_listing(author_id=5).total == 0
    assert desk_queries.any_at("story", "guong-100-hoc-tap") is not None


# ---- the graph of documents ---------------------------------------------------------------------


def test_the_graph_shows_visible_holders_and_known_others() -> None:
    base = make_document(
        "7/QĐ-TTg", issuer="Thủ tướng Chính phủ", issued=cites("").issued, title="Về học tập"
    )
    holder = make_document("1/KH-UBND", links=(cites("7/QĐ-TTg"), cites("8/QĐ-TTg", "mentions")))
    make_document("2/KH-UBND", links=(cites("7/QĐ-TTg"),), published=False)
    assert holder.document is not None
    assert base.document is not None
    graph = queries.graph(holder.document)
    assert [(n.document.number, n.relation, n.item) for n in graph.out] == [
        ("7/QĐ-TTg", "based_on", base),
        ("8/QĐ-TTg", "mentions", None),
    ]
    assert [n.item for n in queries.graph(base.document).into] == [holder]
    missing = queries.cited_documents()
    assert [d.number for d in missing] == ["8/QĐ-TTg"]
    assert queries.document_at(missing[0].slug) == (missing[0], None)
    assert queries.document_at(base.document.slug) == (base.document, base)
    assert queries.document_at("khong-co") == (None, None)


def test_a_draft_document_is_nowhere() -> None:
    draft = make_document("9/KH-UBND", links=(cites("99/QĐ-TTg"),), published=False)
    assert queries.document_at("9-kh-ubnd-2026-xa-mau") == (None, None)
    assert queries.cited_documents() == []
    assert draft.document is None
    assert desk_queries.working(draft).document == fields_of(draft).document
    published = workflow.publish(draft.id, seen_version=draft.version)
    assert published.path == "/van-ban/9-kh-ubnd-2026-xa-mau/"
    assert queries.document_at("9-kh-ubnd-2026-xa-mau")[1] is published
    assert len(queries.cited_documents()) == 1
    workflow.withdraw(published.id, "Nhầm.")
    assert queries.cited_documents() == []


def test_a_scheduled_document_shows_only_what_its_citers_say(clock: Any) -> None:
    make_document("1/KH-UBND", links=(cites("7/QĐ-TTg", title="Tên do nơi dẫn ghi"),))
    later = clock.now + dt.timedelta(days=1)
    secret = make_document(
        "7/QĐ-TTg",
        issuer="Thủ tướng Chính phủ",
        issued=cites("").issued,
        title="Tên chưa công bố",
        signer="Người ký",
        item={"publish_at": later},
    )
    [face] = queries.cited_documents()
    assert (face.title, face.signer, face.held) == ("Tên do nơi dẫn ghi", None, False)
    shown, item = queries.document_at(face.slug)
    assert shown is not None
    assert (shown.title, item) == ("Tên do nơi dẫn ghi", None)
    holder = queries.graph(shown).into[0].document
    assert queries.graph(holder).out[0].document.title == "Tên do nơi dẫn ghi"
    clock.forward(days=1)
    assert queries.document_at(face.slug) == (secret.document, secret)
    assert queries.graph(holder).out[0].document.title == "Tên chưa công bố"


def test_a_document_that_replaces_another_is_found() -> None:
    old = make_document("1/KH-UBND")
    assert old.document is not None
    assert queries.replacement(old.document) is None
    link = cites("1/KH-UBND", "replaces", issuer="UBND xã Mẫu", issued=old.document.issued)
    draft = make_document("2/KH-UBND", links=(link,), published=False)
    assert queries.replacement(old.document) is None
    new = workflow.publish(draft.id, seen_version=draft.version)
    assert queries.replacement(old.document) is new.document


def test_topics_of_a_facet_are_the_same_rows() -> None:
    topic = make_topic("Đọc sách")
    make_item(topics=(topic.slug,))
    assert queries.facets(None).topics == [(topic, 1)]

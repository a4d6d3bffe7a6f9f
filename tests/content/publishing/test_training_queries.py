"""Training material: its own words narrow the list, and a set shows only what readers may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content import changes
from content.publishing import training_queries as queries
from content.publishing.commands import clock as clockwork
from content.publishing.commands import workflow, writing
from content.publishing.detail_fields import PartFields, SourceFields, TrainingFields
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from tests.factories import make_attachment, make_item, make_place, make_topic

pytestmark = pytest.mark.usefixtures("session_app")


def material(title: str = "", *, published: bool = True, **given: Any) -> Item:
    names = ("titles", "roles", "levels", "year", "edition", "links", "parts")
    own = {name: given.pop(name) for name in names if name in given}
    return make_item(
        "training", title, published=published, training=TrainingFields(**own), **given
    )


def parts(*targets: str) -> tuple[PartFields, ...]:
    return tuple(PartFields(target) for target in targets)


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


def renamed(item: Item, slug: str) -> Item:
    saved = writing.save(item.id, replace(fields_of(item), slug=slug), seen_version=item.version)
    return workflow.publish(saved.id, seen_version=saved.version)


def test_each_word_leaves_as_many_as_it_counts() -> None:
    material("Một", roles=("can-bo-xa", "giao-vien"), levels=("xa",), titles=("dong-ho-hoc-tap",))
    material("Hai", roles=("can-bo-xa",), attachments=(make_attachment("a.txt"),))
    material("Ba", links=(SourceFields("Nơi khác", "https://example.org/"),))
    material("Nháp", roles=("nguoi-dan",), levels=("tinh",), published=False)
    found = queries.words()
    assert found == {
        "danh-hieu": [("dong-ho-hoc-tap", 1)],
        "vai-tro": [("can-bo-xa", 2), ("giao-vien", 1)],
        "cap": [("xa", 1)],
        "dinh-dang": [("lien-ket", 1), ("txt", 1)],
    }
    for facet, values in found.items():
        for value, count in values:
            assert queries.listing(word=(facet, value)).total == count
    assert titles(queries.listing(word=("dinh-dang", "txt")).items) == ["Hai"]
    assert queries.listing(word=("cap", "txt")).total == 0
    assert queries.listing().total == 3


def test_the_year_is_the_one_the_material_names() -> None:
    material("Cho 2027", year=2027, date=dt.date(2026, 12, 1))
    material("Không ghi năm", date=dt.date(2026, 5, 1))
    make_item("training", "Không có gì thêm", date=dt.date(2026, 4, 1))
    make_item("news", "Tin", date=dt.date(2026, 4, 1))
    assert queries.years() == [(2027, 1), (2026, 2)]
    assert titles(queries.listing(year=2027).items) == ["Cho 2027"]
    assert titles(queries.listing(year=2026).items) == ["Không ghi năm", "Không có gì thêm"]


def test_topic_and_place_narrow_too() -> None:
    place, topic = make_place(), make_topic("Đọc sách")
    material("Ở xã", place=place.slug, topics=("Đọc sách",))
    material("Nơi khác")
    assert titles(queries.listing(place=place).items) == ["Ở xã"]
    assert titles(queries.listing(topic=topic).items) == ["Ở xã"]
    assert titles(queries.listing(per_page=1, page=2).items) == ["Ở xã"]


def test_parts_are_numbered_as_they_are_seen() -> None:
    one, two = make_item("news", "Một"), make_item("guidance", "Hai")
    draft = make_item("news", "Nháp", published=False)
    given = (
        PartFields(one.path, note="Trước"),
        PartFields(draft.path),
        PartFields("/tin-tuc/khong-co/"),
        PartFields(file_name="danh-sach.txt"),
        PartFields(one.path),
        PartFields(two.path),
        PartFields("/tai-lieu/bo/"),
    )
    item = material("Bộ", slug="bo", parts=given, attachments=(make_attachment(),))
    seen = queries.parts_of(item)
    assert [(p.number, p.item, p.note) for p in seen] == [
        (1, one, "Trước"),
        (2, None, ""),
        (3, two, ""),
    ]
    assert seen[1].file is item.attachments[0]
    assert queries.parts_of(one) == []
    workflow.withdraw(one.id, "Nhầm.")
    assert [p.number for p in queries.parts_of(item)] == [1, 2]


def test_a_renamed_part_is_followed() -> None:
    part, page = make_item("news", "Bài", slug="cu"), make_item("page", "Trang", slug="trang-cu")
    item = material("Bộ", parts=parts(part.path, page.path))
    renamed(part, "moi")
    renamed(page, "trang-moi")
    assert [p.item for p in queries.parts_of(item)] == [part, page]
    assert set(queries.addresses_of([part])) == {"/tin-tuc/cu/", "/tin-tuc/moi/"}
    # Somebody else at the old address: that is what the set names now.
    other = make_item("news", "Bài khác", slug="cu")
    assert queries.parts_of(item)[0].item is other


def test_an_item_knows_its_sets_and_its_neighbours_there() -> None:
    one, two, three = (make_item("news", name) for name in ("Một", "Hai", "Ba"))
    given = (*parts(one.path, two.path), PartFields(file_name="danh-sach.txt"), *parts(three.path))
    item = material("Bộ", parts=given, attachments=(make_attachment(),))
    material("Bộ nháp", parts=parts(two.path), published=False)
    [found] = queries.memberships(two)
    assert (found.holder, found.number, found.total) == (item, 2, 4)
    assert (found.before, found.after) == (one, three)
    assert queries.memberships(renamed(three, "ba-moi"))[0].after is None
    assert queries.memberships(item) == []
    assert queries.every_set() == [item]
    workflow.withdraw(item.id, "Nhầm.")
    assert queries.memberships(two) == []
    assert queries.every_set() == []


# ---- what else shows an item --------------------------------------------------------------------


def noted_since(sequence: int) -> set[int]:
    return {note.subject_id for note in changes.since(sequence) if note.kind == "item"}


def test_a_set_is_noted_when_a_part_of_it_changes() -> None:
    part = make_item("news", "Bài", slug="bai")
    held = material("Bộ", parts=parts(part.path))
    draft = material("Bộ nháp", parts=parts(part.path), published=False)
    other = material("Bộ khác", parts=parts("/tin-tuc/khac/"))
    for act in (
        lambda: renamed(part, "bai-moi"),
        lambda: renamed(part, "bai-moi-hon"),
        lambda: workflow.withdraw(part.id, "Nhầm."),
        lambda: workflow.publish(part.id, seen_version=part.version),
    ):
        before = changes.newest()
        act()
        noted = noted_since(before)
        assert held.id in noted
        assert not noted & {draft.id, other.id}


def test_a_set_is_noted_when_a_part_comes_or_goes_by_the_clock(clock: Any) -> None:
    later = clock.now + dt.timedelta(days=1)
    part = make_item("news", "Hẹn giờ", slug="hen", publish_at=later)
    held = material("Bộ", parts=parts(part.path))
    clockwork.settle()
    assert queries.parts_of(held) == []
    clock.forward(days=2)
    before = changes.newest()
    clockwork.settle()
    assert {part.id, held.id} <= noted_since(before)
    assert [p.item for p in queries.parts_of(held)] == [part]


def test_a_part_that_comes_later_is_noted_for_the_set() -> None:
    held = material("Bộ", parts=parts("/tin-tuc/se-co/"))
    before = changes.newest()
    part = make_item("news", "Sẽ có", slug="se-co")
    assert held.id in noted_since(before)
    assert [p.item for p in queries.parts_of(held)] == [part]

"""What a file can say of an item: each column has a key, or a reason why it has none."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from content.documents.models import Document
from content.loading import detail_keys, front_matter
from content.loading.front_matter import RELATION_KEYS, FrontMatter
from content.publishing.details import Event, SetPart, Training
from content.publishing.models import Item

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
KEYS = set(FrontMatter.__dataclass_fields__)
DOCUMENT_KEYS = set(front_matter._DOCUMENT_KEYS)
DETAIL_KEYS = {key for own in detail_keys.KEYS_OF_KIND.values() for key in own}

# Column or relation of an item → the key under another name.
ITEM_NAMES = {"place_id": "place", "document_id": "document", "document_draft": "document"}
ITEM_WITHOUT = {
    "id": "belongs to one database",
    "version": "counts the saves of one database",
    "created_at": "when the row came into this database; the day readers see is `date`",
    "updated_at": "as created_at",
    "html": "made from the body at every save",
    "plain": "made from the body at every save",
    "headings": "made from the body at every save",
    "source_sha256": "what the item was loaded from: the file itself",
    "created_by_id": "an account; accounts stay out of files",
    "pending_revision_id": "a waiting edit is history; a backup holds it",
    "pending_state": "where a waiting edit stands; a backup holds it",
    "review_note": "a word between editors about a waiting edit; a backup holds it",
}
DOCUMENT_NAMES = {
    "kind": "document_kind",
    "issued_year": "issued",
    "issued_month": "issued",
    "issued_day": "issued",
    "title": "title",
}
EVENT_NAMES = {"starts_at": "starts", "ends_at": "ends"}
PART_NAMES = dict.fromkeys(("target", "file_name", "note"), "parts")
PART_WITHOUT = {"item_id": "the set it belongs to", "position": "the order of the list"}
DOCUMENT_WITHOUT = {
    "id": "belongs to one database",
    "version": "counts the saves of one database",
    "created_at": "when the row came into this database",
    "updated_at": "as created_at",
    "key": "made from number, date and issuer",
    "number_key": "made from the number, to find it in other spellings",
    "slug": "made from the key",
    "held": "true for every document that a file carries",
}


@pytest.mark.parametrize(
    ("model", "keys", "names", "without"),
    [
        (Item, KEYS, ITEM_NAMES, ITEM_WITHOUT),
        (Event, DETAIL_KEYS, EVENT_NAMES, {"item_id": "the item it belongs to"}),
        (Training, DETAIL_KEYS, {}, {"item_id": "the item it belongs to"}),
        (SetPart, {"parts"}, PART_NAMES, PART_WITHOUT),
        (Document, DOCUMENT_KEYS | {"title"}, DOCUMENT_NAMES, DOCUMENT_WITHOUT),
    ],
)
def test_each_column_has_a_key_or_a_reason(
    model: type, keys: set[str], names: dict[str, str], without: dict[str, str]
) -> None:
    columns = {column.key for column in sa.inspect(model).columns}
    assert {c for c in columns if names.get(c, c) not in keys} == set(without)
    assert set(names) <= columns


def test_each_relation_of_an_item_has_a_key() -> None:
    assert {relation.key for relation in sa.inspect(Item).relationships} <= KEYS


def test_every_key_is_in_the_readme() -> None:
    keys = set(front_matter._ITEM_KEYS) | DOCUMENT_KEYS | set(RELATION_KEYS) | DETAIL_KEYS
    assert [key for key in sorted(keys) if f"`{key}`" not in README] == []

"""What a dump says of every row that is not an item: each column has a field, or a reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content.identity import portable
from content.identity.models import Site
from content.loading.front_matter import AttachmentKey, FrontMatter
from content.loading.histories import _KEYS as HISTORY_KEYS
from content.loading.models import Load, LoadEntry
from content.places import Place, PlaceSuccession
from content.publishing.models import Attachment, Redirect, Revision, Topic

ROW = {
    "id": "belongs to one database",
    "version": "counts the saves of one database",
    "created_at": "when the row came into this database",
    "updated_at": "as created_at",
}
PLACE_KEYS = {"name", "level", "parent", "valid_from", "valid_to", "source", "into"}
# Column → key of the file it stands in.
SITE_NAMES = {"logo_id": "logo", "officers": "officer", "blocks": "block"}
PLACE_NAMES = {"title": "name", "kind_word": "name", "parent_id": "parent"}
# What this hub did with files is no content: another hub that loads the dump tells of its own load.
REPORT = "operational; a backup holds it"
LOAD = {"way", "draft", "actor_id", "started_at", "finished_at", "stopped"}
LOAD_ENTRY = {
    "load_id", "position", "at", "path", "status", "kind", "slug", "item_id", "file_sha256",
    "pages", "scanned", "findings", "letters", "answered", "asks", "waits",
    "attention",
}  # fmt: skip
TABLES = [
    (Site, set(portable.KEYS), SITE_NAMES, ROW),
    (Topic, {"slug", "name"}, {}, ROW),
    (
        Place,
        PLACE_KEYS,
        PLACE_NAMES,
        ROW | {"slug": "made of the name and the units above", "folded": "made of the name"},
    ),
    (PlaceSuccession, {"into", "on"}, {"new_id": "into"}, {"id": ROW["id"], "old_id": "its place"}),
    (
        Attachment,
        set(AttachmentKey.__dataclass_fields__),
        {"file_id": "file", "file_name": "file"},
        {"id": ROW["id"], "item_id": "the page that names it", "position": "the order of the list"},
    ),
    (
        Redirect,
        set(FrontMatter.__dataclass_fields__),
        {"old_path": "old_addresses"},
        {"id": ROW["id"], "item_id": "the page that names it"},
    ),
    (Load, set(), {}, dict.fromkeys(("id", *LOAD), REPORT)),
    (LoadEntry, set(), {}, dict.fromkeys(("id", *LOAD_ENTRY), REPORT)),
    (
        Revision,
        set(HISTORY_KEYS),
        {},
        {
            "id": ROW["id"],
            "item_id": "the page that the file is called after",
            "by_id": "an account; accounts stay out of files",
            "published": "only published ones leave; a backup holds the others",
        },
    ),
]


@pytest.mark.parametrize(
    ("model", "keys", "names", "without"), TABLES, ids=[table[0].__name__ for table in TABLES]
)
def test_each_column_has_a_field_or_a_reason(
    model: type, keys: set[str], names: dict[str, str], without: dict[str, str]
) -> None:
    columns = {column.key for column in sa.inspect(model).columns}
    assert {c for c in columns if names.get(c, c) not in keys} == set(without)
    assert set(names) <= columns

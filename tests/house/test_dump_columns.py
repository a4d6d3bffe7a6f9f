"""What a dump says of every row that is not an item: each column has a field, or a reason."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from content.catalogue import portable as catalogue
from content.catalogue.models import (
    DuplicatePair,
    LibraryRecord,
    RecordFacet,
    RecordFile,
    RecordKey,
    RecordOrigin,
)
from content.catalogue.record import FIELDS
from content.catalogue.shelf_models import (
    Holding,
    ReadingList,
    ReadingListEntry,
    Shelf,
    ShelfStop,
)
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.criteria.models import (
    CriteriaCheck,
    CriteriaSet,
    CriteriaSupplement,
    CriteriaSupplementCheck,
    CriteriaVersion,
)
from content.identity import portable
from content.identity.models import Site
from content.loading import criteria_register, media_register
from content.loading.front_matter import AttachmentKey, FrontMatter
from content.loading.histories import _KEYS as HISTORY_KEYS
from content.loading.models import Load, LoadEntry
from content.places import Place, PlaceSuccession
from content.publishing.autosaves import Autosave, FormReceipt, Presence
from content.publishing.media_assets import MediaAsset, MediaContent, Rendition
from content.publishing.models import Attachment, Redirect, Revision, Topic
from content.publishing.old_addresses import FormerTopic, OldAddress
from content.publishing.saved_filters import SavedFilter
from content.recognition import decision_portable, target_portable
from content.recognition.days_off import DayOff
from content.recognition.models import (
    DecidingBody,
    Decision,
    Entry,
    PrivacyRequest,
    RecognitionCount,
    RecognitionTitle,
    Suppressed,
)
from content.recognition.papers.models import PaperTemplate
from content.recognition.target_models import Target

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
# What people have not saved, have open, or have just sent is theirs alone, and of a moment.
OFFICE = "the office's way of working, as its house rules; a backup holds it"
WORK = "of one person and a moment; never leaves in a dump"
KEPT = {"person_id", "key", "item_id", "saved_at", "texts"}
HERE = {"form", "item_id", "person_id", "since", "seen_at"}
SENT = {
    "person_id", "form", "at", "content_sha256", "count", "item_id", "version", "location", "told",
}  # fmt: skip
# Filters that people keep name accounts by number; a backup holds both.
ACCOUNTS = "belongs to an account; accounts stay out of files"
FILTER = {"person_id", "name", "question", "shared"}
# Who held a set against the official text: the two pairs of eyes are of one office.
EYES = "of accounts of one office; another office looks for itself"
# A dump is handed on: a decision in it counts, and names nobody.
NAMED = "names people, who agreed to this office's page alone; a backup holds it"
ENTRY = {
    "id", "decision_id", "position", "title_id", "place_id", "place_text", "name", "folded", "head",
    "level", "child", "ground", "evidence", "both_consents", "withdrawn_at",
}  # fmt: skip
ASKED = {
    "receipt", "wish", "decision_id", "entry_id", "name", "contact", "words", "received_at",
    "answer_by", "finish_by", "answered_at", "finished_at", "outcome", "handled_by_id",
}  # fmt: skip
MADE = "made from the picture, and made again by the hub that loads it"
DERIVED = "derived from the value at each save"
RUN = {
    "source_id", "started_at", "finished_at", "state", "counts", "refusals", "message",
    "asked_by_id",
}  # fmt: skip
VALUE = dict.fromkeys(("value", "title", "kind", "year"), "title")
LINE = {"id": ROW["id"], "position": "the order of the list"}
TABLES = [
    (
        LibraryRecord,
        {*catalogue.OWN, *FIELDS},
        VALUE | {"cover_id": "cover"},
        ROW
        | dict.fromkeys(("digest", "folded", "byline"), DERIVED)
        | {"merged_into_id": "the register of shelves, as what is merged may come first"},
    ),
    (RecordKey, set(), {}, dict.fromkeys(("id", "record_id", "scheme", "value"), DERIVED)),
    (
        RecordFacet,
        set(),
        {},
        dict.fromkeys(("id", "record_id", "facet", "value", "label"), DERIVED),
    ),
    (
        RecordFile,
        set(catalogue.FILE),
        {"file_id": "file", "file_name": "file"},
        LINE | {"record_id": "the record that names it"},
    ),
    (
        RecordOrigin,
        {*catalogue.ORIGIN, *FIELDS},
        {"source_id": "source", "taken": "title"},
        {"id": ROW["id"], "record_id": "the record that names it"},
    ),
    (
        DuplicatePair,
        set(catalogue.PAIR),
        {"first_id": "first", "second_id": "second"},
        {"id": ROW["id"]},
    ),
    (
        CatalogueSource,
        set(catalogue.SOURCE),
        {},
        ROW | {"checkpoint": "of a run that this hub has not ended"},
    ),
    (CatalogueRun, set(), {}, dict.fromkeys(("id", *RUN), REPORT)),
    (Shelf, set(catalogue.SHELF), {"place_id": "place"}, ROW),
    (ShelfStop, set(catalogue.STOP), {}, LINE | {"shelf_id": "the shelf that names it"}),
    (
        Holding,
        set(catalogue.HELD),
        {"record_id": "record"},
        {"id": ROW["id"], "shelf_id": "the shelf that names it"},
    ),
    (ReadingList, set(catalogue.LIST), {}, ROW),
    (
        ReadingListEntry,
        set(catalogue.ENTRY),
        {"record_id": "record"},
        LINE | {"list_id": "the list that names it"},
    ),
    (Site, set(portable.KEYS), SITE_NAMES, ROW),
    (Topic, {"slug", "name", "description", "position"}, {}, ROW),
    (FormerTopic, {"old"}, {"slug": "old"}, {"id": ROW["id"], "topic_id": "the topic's entry"}),
    (OldAddress, {"old", "to"}, {"old_path": "old", "target": "to"}, ROW),
    (SavedFilter, set(), {}, dict.fromkeys((*ROW, *FILTER), ACCOUNTS)),
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
        MediaAsset,
        set(media_register.KEYS),
        {"file_id": "file", "file_name": "file"},
        ROW | {"added_by_id": "an account; accounts stay out of files"},
    ),
    (
        MediaContent,
        set(media_register.KEYS),
        {"file_id": "earlier"},
        {
            "id": ROW["id"],
            "asset_id": "the file that names it",
            "at": "as created_at",
            "by_id": "an account; accounts stay out of files",
        },
    ),
    (Rendition, set(), {}, dict.fromkeys(("file_id", "picture_id", "width", "height"), MADE)),
    (
        Redirect,
        set(FrontMatter.__dataclass_fields__),
        {"old_path": "old_addresses"},
        {"id": ROW["id"], "item_id": "the page that names it"},
    ),
    *(
        (
            model,
            set(target_portable.keys(kind)),
            {"place_id": "place", **({"hundredths": "percent"} if model is Target else {})},
            ROW,
        )
        for _word, kind, model in target_portable.REGISTERS.values()
    ),
    (
        Autosave,
        set(),
        {},
        dict.fromkeys(("id", "version", "created_at", "updated_at", *KEPT), WORK),
    ),
    (DayOff, set(), {}, dict.fromkeys(("id", "day", "what"), OFFICE)),
    (Presence, set(), {}, dict.fromkeys(("id", *HERE), WORK)),
    (FormReceipt, set(), {}, dict.fromkeys(("id", *SENT), WORK)),
    (Load, set(), {}, dict.fromkeys(("id", *LOAD), REPORT)),
    (LoadEntry, set(), {}, dict.fromkeys(("id", *LOAD_ENTRY), REPORT)),
    (CriteriaSet, criteria_register.SET, {}, {"id": ROW["id"]}),
    (
        CriteriaVersion,
        criteria_register.VERSION,
        dict.fromkeys(
            ("slug", "set_id", "title", "status", "content", "sha256", "in_force", "over"), "file"
        ),
        ROW | {"created_by_id": "an account; accounts stay out of files"},
    ),
    (
        CriteriaSupplement,
        criteria_register.SUPPLEMENT,
        dict.fromkeys(
            ("slug", "version_id", "place_id", "title", "content", "sha256", "in_force", "over"),
            "file",
        ),
        ROW | {"created_by_id": "an account; accounts stay out of files"},
    ),
    (
        CriteriaSupplementCheck,
        set(),
        {},
        dict.fromkeys(("id", "supplement_id", "person_id", "sha256", "note", "at"), EYES),
    ),
    (
        CriteriaCheck,
        set(),
        {},
        dict.fromkeys(("id", "version_id", "person_id", "sha256", "note", "at"), EYES),
    ),
    (
        RecognitionTitle,
        set(decision_portable.TITLE),
        {},
        {"id": ROW["id"]},
    ),
    (
        DecidingBody,
        set(decision_portable.BODY),
        {},
        {"id": ROW["id"], "title_id": "the title's entry"},
    ),
    (
        Decision,
        {*decision_portable.DECISION, "place"},
        {"place_id": "place"},
        ROW
        | {
            "signer": NAMED,
            "signer_post": "of the signer",
            "file_sha256": NAMED,
            "file_name": "of the file",
            "display": "a loaded decision has no list: it only counts",
            "created_by_id": "an account; accounts stay out of files",
            "sent_at": "of a draft, which stays out",
            "sent_by_id": "an account; accounts stay out of files",
        },
    ),
    (
        RecognitionCount,
        set(decision_portable.COUNT),
        {"title_id": "title", "place_id": "place"},
        {"id": ROW["id"], "decision_id": "the decision's entry"},
    ),
    (PaperTemplate, set(), {}, dict.fromkeys((*ROW, "kind", "file_name", "data"), OFFICE)),
    (Entry, set(), {}, dict.fromkeys(ENTRY, NAMED)),
    (PrivacyRequest, set(), {}, dict.fromkeys((*ROW, *ASKED), NAMED)),
    (
        Suppressed,
        set(),
        {},
        dict.fromkeys(("id", "digest", "at"), "of this office's lists; restores obey its file"),
    ),
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

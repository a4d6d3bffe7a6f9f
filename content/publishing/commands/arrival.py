"""Arrival: texts that come from files; loading the same file again changes nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import sqlalchemy as sa

from content import trail
from content.database import db
from content.documents import queries as documents
from content.documents.matching import key_of
from content.errors import BadInput
from content.publishing import checks
from content.publishing.commands import origins, redirects, rows, topics, workflow, writing
from content.publishing.commands.origins import Origin
from content.publishing.desk_queries import newest_revision, working
from content.publishing.models import RESERVED_SLUGS, SECTIONS, STATES, Item, Redirect
from content.publishing.snapshot import AttachmentFields, ItemFields, fields_of
from content.trail import TrailEntry
from content.transactions import one_commit
from content.vietnamese import slugify

Status = Literal["loaded", "changed", "unchanged"]
LABEL = "Nạp từ tệp"
NEWER_WAITS = (
    "Bài đang đăng giữ nguyên; chữ vừa nạp là bản nháp mới của bài: "
    "hãy soát, rồi gửi duyệt hay đăng."
)
KEPT_OTHER = "Đã nạp bản khác của văn bản này sau tệp này; giữ bản đang có."


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a file brings. `source_sha256` is the hash of everything it was read from.

    state: a key of STATES; "withdrawn" needs a notice. first_published_at, old_addresses: what a
    dump remembers of an earlier life. into: the item that an earlier reading of this very file
    became; it is read anew though the file is the same. origin: where the text came from; given
    where the original is not kept, for then the hub has nothing else to know it by.
    """

    fields: ItemFields
    source_sha256: str
    state: str = "published"
    first_published_at: dt.datetime | None = None
    withdrawn_notice: str = ""
    old_addresses: tuple[str, ...] = ()
    into: int | None = None
    origin: Origin | None = None


def load(
    arrived: Arrival,
    *,
    actor_id: int | None = None,
    also: Callable[[Item], None] | None = None,
) -> tuple[Item, Status, list[str]]:
    """Take an arrival in and commit: the item, what became of it, and notes for the report.

    also: done in the same transaction, unless nothing changes.

    The item is found by the slug the file gives, else by the document's key, else by where it came
    from (`Arrival.origin`), else by the slug its title makes. Where that is the address of another
    text, BadInput names it; one known by where it came from gets an address with a number behind.
    """
    if arrived.state not in STATES:
        raise BadInput(f"Trạng thái “{arrived.state}” không có trong danh sách.")
    _take_the_turn()
    into = rows.fresh(arrived.into) if arrived.into is not None else None
    item = item_of(arrived.fields, arrived.origin, arrived.source_sha256, into)
    if into is None and item is not None:
        if item.source_sha256 == arrived.source_sha256:
            db.session.rollback()  # files kept for nothing
            return item, "unchanged", []
        if _came_before(item, arrived):
            db.session.rollback()
            return item, "unchanged", [KEPT_OTHER]
        _refuse_another_text(item, arrived)
    notes = _new_topics(arrived.fields)
    with one_commit():
        status: Status = "loaded" if item is None else "changed"
        if item is None:
            item = _take_new(arrived, actor_id)
        else:
            notes.extend(_take_changed(item, arrived, actor_id))
        item.source_sha256 = arrived.source_sha256
        detail = {"source": arrived.source_sha256}
        detail |= arrived.origin.detail() if arrived.origin else {}
        trail.write(f"item.{status}", "item", item.id, actor_id=actor_id, detail=detail)
        if also is not None:
            also(item)
    return item, status, notes


def _take_the_turn() -> None:
    """Wait here for whoever writes: nobody does between asking which item a text is and storing it.

    SQLite begins no transaction for a question, so that each would see what others stored since.
    """
    db.session.execute(sa.update(Item).where(sa.false()).values(version=0))


def sources() -> dict[str, int]:
    """The item that each file once became, by the hash of the file; the newest where more."""
    source = TrailEntry.detail["source"].as_string()
    query = (
        sa.select(source, Item.id)
        .join(Item, sa.and_(TrailEntry.subject_kind == "item", Item.id == TrailEntry.subject_id))
        .where(TrailEntry.action.in_(("item.loaded", "item.changed", "item.given")))
        .order_by(TrailEntry.id)
    )
    return {sha256: item_id for sha256, item_id in db.session.execute(query) if sha256}


def item_from(sha256: str) -> Item | None:
    """The item that a file became, by the hash of the file."""
    item_id = sources().get(sha256)
    return db.session.get(Item, item_id) if item_id else None


def give_original(
    item: Item,
    extra: AttachmentFields,
    source_sha256: str,
    *,
    actor_id: int | None,
    draft: bool = False,
) -> None:
    """Put one more file beside a text that stands; the text stays. Commits.

    A published item is published anew with it, unless an edit waits or a draft is wanted: then the
    file waits, too.
    """
    fields = working(item)
    if any(a.sha256 == extra.sha256 for a in fields.attachments):
        return
    with one_commit():
        fields = rows.settled(
            replace(fields, attachments=(*fields.attachments, extra)), item, actor_id
        )
        if item.state == "published" and item.pending_revision_id is None and not draft:
            revision = rows.remember(item, fields, actor_id=actor_id, label=LABEL)
            workflow.put_out(item, fields, revision, actor_id=actor_id)
        else:
            writing.hold(item, fields, actor_id=actor_id, label=LABEL)
        detail = {"source": source_sha256}
        trail.write("item.given", "item", item.id, actor_id=actor_id, detail=detail)


def described(fields: ItemFields) -> tuple[ItemFields, str] | None:
    """What the hub holds of the document that these fields are about, and its state (STATES).

    Of an item that was ever published that is what readers see or saw, never an edit that waits.
    """
    item = _known(fields)
    if item is None:
        return None
    return (fields_of(item) if item.first_published_at else working(item)), item.state


def item_of(
    fields: ItemFields,
    origin: Origin | None = None,
    sha256: str = "",
    into: Item | None = None,
) -> Item | None:
    """The item that a text with these fields would come to, where there is one already.

    origin, sha256: as an Arrival has them. into: what an earlier reading of the file became; no
    other item is taken for it because of a title alone.
    """
    if _says_which(fields):
        return _known(fields) or into
    if into is not None:
        return into
    if origin is None:
        return _known(fields)
    return origins.item_of(fields.kind, fields.title, origin, sha256)


# ---- which item ---------------------------------------------------------------------------------


def _known(fields: ItemFields) -> Item | None:
    given = slugify(fields.slug, checks.MOST_SLUG)
    if given:
        return _at(fields.kind, given)
    if fields.document is not None:
        return _of_document(fields)
    return _at(fields.kind, slugify(fields.title, checks.MOST_SLUG))


def _says_which(fields: ItemFields) -> bool:
    """Whether fields name their item by themselves: by an address, or as a document."""
    return bool(slugify(fields.slug, checks.MOST_SLUG)) or fields.document is not None


def _at(kind: str, slug: str) -> Item | None:
    return db.session.scalar(sa.select(Item).where(Item.kind == kind, Item.slug == slug))


def _of_document(fields: ItemFields) -> Item | None:
    """The item of the same document: in the graph, or a draft of it that is not there yet."""
    assert fields.document is not None
    key = key_of(checks.checked(fields).document or fields.document)
    document = documents.by_key(key)
    if document is not None:
        found = db.session.scalar(sa.select(Item).where(Item.document_id == document.id))
        if found is not None:
            return found
    drafts = sa.select(Item).where(Item.kind == "document", Item.document_id.is_(None))
    for draft in db.session.scalars(drafts):
        drafted = working(draft).document
        if drafted is not None and key_of(drafted) == key:
            return draft
    return None


def _refuse_another_text(item: Item, arrived: Arrival) -> None:
    """A file without an address of its own only replaces the text that came from the same file.

    A document is known by its key, whatever file brings it: a better copy is a new revision. What
    has an origin was found by it.
    """
    if _says_which(arrived.fields) or arrived.origin is not None:
        return
    mine = {a.file_name for a in arrived.fields.attachments}
    theirs = {a.file_name for a in item.attachments}
    other = bool(mine and theirs and not mine & theirs) or bool(origins.remembered(item))
    if not item.source_sha256 or other:
        raise BadInput(
            f"Đã có {item.path} (“{item.title}”) từ nguồn khác; "
            "hãy sửa bài đó, hoặc thêm dòng “slug: …” vào tệp để đặt địa chỉ riêng."
        )


def _came_before(item: Item, arrived: Arrival) -> bool:
    """Whether this very file was loaded once and another copy of the same text later.

    Of what is known by more than its title: a folder may hold a plan as DOCX and as PDF, and
    loading it again must not swap them forever.
    """
    if slugify(arrived.fields.slug, checks.MOST_SLUG):
        return False
    if arrived.fields.document is None and arrived.origin is None:
        return False
    acts = trail.of_subject("item", item.id, limit=1000)
    return any(act.detail.get("source") == arrived.source_sha256 for act in acts)


# ---- taking in ----------------------------------------------------------------------------------


def _take_new(arrived: Arrival, actor_id: int | None) -> Item:
    fields = arrived.fields
    if arrived.origin is not None and not _says_which(fields):
        fields = replace(fields, slug=origins.free_slug(fields.kind, fields.title))
    item = writing.draft(fields, actor_id=actor_id, label=LABEL)
    _bring_to_state(item, arrived, actor_id)
    if arrived.state in ("published", "withdrawn"):  # a draft has no address yet, nor an old one
        for path in arrived.old_addresses:
            _lead_from(path, item)
    return item


def _take_changed(item: Item, arrived: Arrival, actor_id: int | None) -> list[str]:
    fields = rows.settled(arrived.fields, item, actor_id)
    if arrived.state not in ("published", "withdrawn"):
        writing.hold(item, fields, actor_id=actor_id, label=LABEL)
        return [NEWER_WAITS] if item.first_published_at else []
    waiting, state = item.pending_revision_id, item.pending_state
    _bring_to_state(item, arrived, actor_id, fields)
    if waiting is None:
        return []
    item.pending_revision_id, item.pending_state = waiting, state
    return ["Bài có bản sửa đang chờ; bản nạp đã thay bản đang đăng, bản chờ còn nguyên."]


def _bring_to_state(
    item: Item, arrived: Arrival, actor_id: int | None, fields: ItemFields | None = None
) -> None:
    if arrived.state not in ("published", "withdrawn"):
        item.state = arrived.state
        return
    ready = fields or working(item)
    newest = newest_revision(item) if fields is None else None
    revision = newest or rows.remember(item, ready, actor_id=actor_id, label=LABEL)
    workflow.put_out(
        item,
        ready,
        revision,
        actor_id=actor_id,
        first_published_at=arrived.first_published_at,
    )
    if arrived.state == "withdrawn":
        if not arrived.withdrawn_notice:
            raise BadInput("Bài đã gỡ cần khóa “withdrawn_notice” nói vì sao.")
        workflow.take_away(item, checks.line(arrived.withdrawn_notice), actor_id=actor_id)


def _lead_from(path: str, item: Item) -> None:
    """Remember an address that the item had elsewhere, unless something stands there."""
    parts = [slugify(part, checks.MOST_SLUG) for part in path.strip("/").split("/")]
    address = f"/{'/'.join(parts)}/"
    with contextlib.suppress(BadInput):  # as it was, a file's ending and all, where it can be
        address = redirects.tidied(path)
    taken = sa.select(Redirect).where(Redirect.old_path == address)
    if not all(parts) or address == item.path or db.session.scalar(taken) is not None:
        return
    if _stands_at(address):
        return  # a room, or another text in whatever state: its address is not given away
    db.session.add(Redirect(old_path=address[:200], item=item))


def _stands_at(address: str) -> bool:
    """Whether a room or an item has an address."""
    section, _slash, slug = address.strip("/").partition("/")
    if not slug:
        return section in RESERVED_SLUGS or _at("page", section) is not None
    kinds = [kind for kind, (word, _title) in SECTIONS.items() if word == section]
    return section == "quan-tri" or any(_at(kind, slug) is not None for kind in kinds)


def _new_topics(fields: ItemFields) -> list[str]:
    """Notes on topics that loading will make, so that a misspelt one is seen."""
    return [
        f"Chủ đề mới: “{checks.line(name)}”."
        for name in fields.topics
        if checks.line(name) and topics.find(checks.line(name)) is None
    ]

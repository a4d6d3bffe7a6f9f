"""Where a file of the library is used: in items, texts that wait, the history, as the logo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.files import StoredFile
from content.jobs import Job
from content.publishing import file_titles
from content.publishing.autosaves import Autosave
from content.publishing.media_assets import MediaAsset
from content.publishing.models import Attachment, Item, Revision
from content.publishing.visibility import is_visible

# Tables of wings that this one does not know; only these columns of them are asked.
_SITE = sa.table("site", sa.column("logo_id"))
_LOAD_ENTRY = sa.table("load_entry", sa.column("file_sha256"), sa.column("path"))
_DECISION = sa.table(
    "recognition_decision", *(sa.column(name) for name in ("file_sha256", "number", "state"))
)
_NAMED = re.compile(r"(?<![0-9a-f])([0-9a-f]{64})(?![0-9a-f])|/tep/([0-9a-f]{16})/")
TITLES = {
    "attached": "Tệp kèm bài",
    "shown": "Hình trong bài",
    "older": "Bản cũ trong danh sách tệp của bài",
    "waiting": "Bản sửa đang chờ",
    "history": "Bản lưu trong lịch sử",
    "typed": "Bản đang gõ, chưa lưu",
    "decision": "Tệp của một quyết định công nhận",
    "logo": "Biểu trưng của trang",
    "load": "Bản gốc của một lần nạp",
    "job": "Đang chờ máy đọc chữ",
}


@dataclass(frozen=True, slots=True)
class Use:
    """One place that needs a file. item: whose it is; None where it is of no item.

    public: readers see it there now. revision_id: of a text that waits or of the history.
    """

    kind: str
    item: Item | None = None
    public: bool = False
    revision_id: int | None = None
    name: str = ""

    @property
    def title(self) -> str:
        """What kind of place it is, in words."""
        return TITLES[self.kind]


def uses_of(asset: MediaAsset) -> list[Use]:
    """Every place that needs any content of an asset, those that readers see first."""
    names = _names(asset)
    found = [*_attached(asset), *_revisions(names), *_typed(names), *_elsewhere(asset)]
    seen: dict[Any, Use] = {}
    for use in found:
        key = (use.kind, use.item.id if use.item else None, use.name)
        seen.setdefault(key, use)
    return sorted(seen.values(), key=lambda use: (not use.public, list(TITLES).index(use.kind)))


def used_among(assets: Iterable[MediaAsset]) -> set[int]:
    """The ids of those assets that any place needs; the texts are read once for all of them."""
    owners: dict[str, int] = {}
    sha256s: dict[str, int] = {}
    for asset in assets:
        for name in _names(asset):
            owners[name] = asset.id
            if len(name) == 64:
                sha256s[name] = asset.id
    used: set[int] = set()
    for token in _tokens():
        if token in owners:
            used.add(owners[token])
    for table in (_by_attachment(), _by_logo(), _by_load(), _by_decision()):
        used.update(sha256s[sha256] for sha256 in db.session.scalars(table) if sha256 in sha256s)
    return used


def _names(asset: MediaAsset) -> set[str]:
    """The hashes and address prefixes by which a text may name an asset."""
    sha256s = {content.file.sha256 for content in asset.contents} | {asset.file.sha256}
    return {asset.key, *sha256s, *(sha256[:16] for sha256 in sha256s)}


def _tokens() -> Iterator[str]:
    """Each hash and prefix that any stored text names."""
    texts = (
        sa.select(sa.cast(Revision.fields, sa.Text)),
        sa.select(Item.body),
        sa.select(sa.cast(Autosave.texts, sa.Text)),
        sa.select(sa.cast(Job.arguments, sa.Text)).where(Job.state.in_(("waiting", "running"))),
    )
    for query in texts:
        for text in db.session.scalars(query.execution_options(yield_per=50)):
            for whole, prefix in _NAMED.findall(text or ""):
                yield whole or prefix


def _by_attachment() -> sa.Select[Any]:
    return sa.select(StoredFile.sha256).where(StoredFile.id.in_(sa.select(Attachment.file_id)))


def _by_logo() -> sa.Select[Any]:
    return sa.select(StoredFile.sha256).where(StoredFile.id.in_(sa.select(_SITE.c.logo_id)))


def _by_load() -> sa.Select[Any]:
    return sa.select(_LOAD_ENTRY.c.file_sha256).where(_LOAD_ENTRY.c.file_sha256.is_not(None))


def _by_decision() -> sa.Select[Any]:
    return sa.select(_DECISION.c.file_sha256).where(_DECISION.c.file_sha256.is_not(None))


def _attached(asset: MediaAsset) -> Iterator[Use]:
    contents = [content.file_id for content in asset.contents]
    query = (
        sa.select(Attachment)
        .where(Attachment.file_id.in_(contents))
        .options(orm.joinedload(Attachment.item).load_only(*_LIGHT))
        .order_by(Attachment.id)
    )
    for row in db.session.scalars(query):
        kind = "shown" if row.title == file_titles.SHOWN else "attached"
        kind = kind if row.until is None else "older"
        yield Use(kind, row.item, is_visible(row.item))


_LIGHT = (Item.title, Item.kind, Item.slug, Item.state, Item.publish_at, Item.expires_at)


def _revisions(names: set[str]) -> Iterator[Use]:
    text = sa.cast(Revision.fields, sa.Text)
    query = (
        sa.select(Revision.id, Item)
        .join(Item, Item.id == Revision.item_id)
        .where(_any_named(text, names))
        .options(orm.load_only(*_LIGHT, Item.pending_revision_id))
        .order_by(Revision.id.desc())
    )
    for revision_id, item in db.session.execute(query):
        waits = item.pending_revision_id == revision_id
        yield Use("waiting" if waits else "history", item, revision_id=revision_id)
    bodies = sa.select(Item).where(_any_named(Item.body, names)).options(orm.load_only(*_LIGHT))
    for item in db.session.scalars(bodies):
        yield Use("shown", item, is_visible(item))


def _typed(names: set[str]) -> Iterator[Use]:
    query = sa.select(Autosave.item_id).where(_any_named(sa.cast(Autosave.texts, sa.Text), names))
    for item_id in db.session.scalars(query.distinct()):
        yield Use("typed", db.session.get(Item, item_id) if item_id else None)


def _elsewhere(asset: MediaAsset) -> Iterator[Use]:
    contents = {content.file_id: content.file.sha256 for content in asset.contents}
    if db.session.scalar(sa.select(_SITE.c.logo_id).where(_SITE.c.logo_id.in_(contents)).limit(1)):
        yield Use("logo", public=True)
    query = sa.select(_LOAD_ENTRY.c.path).where(
        _LOAD_ENTRY.c.file_sha256.in_(list(contents.values()))
    )
    for path in db.session.scalars(query.distinct()):
        yield Use("load", name=str(path))
    shown = sa.select(_DECISION.c.number, _DECISION.c.state).where(
        _DECISION.c.file_sha256.in_(list(contents.values()))
    )
    for number, state in db.session.execute(shown):
        yield Use("decision", public=state == "announced", name=str(number))
    jobs = sa.select(Job.id).where(
        Job.state.in_(("waiting", "running")),
        _any_named(sa.cast(Job.arguments, sa.Text), set(contents.values())),
    )
    if db.session.scalar(jobs.limit(1)):
        yield Use("job")


def _any_named(text: Any, names: set[str]) -> sa.ColumnElement[bool]:
    whole = [name for name in names if len(name) == 64]
    short = [f"/tep/{name}/" for name in names if len(name) == 16]
    return sa.or_(*(text.contains(name) for name in [*whole, *short]))

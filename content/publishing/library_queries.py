"""Reads of the library for the desk: lists, what nothing needs, who sees what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.files import StoredFile
from content.publishing import library_addresses, library_uses, scope
from content.publishing.media_assets import MediaAsset, MediaContent, media_topic
from content.publishing.models import Attachment, Item, Topic
from content.scopes import Scope
from content.vietnamese import fold

KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "anh": ("Ảnh", ("image/",)),
    "pdf": ("PDF", ("application/pdf",)),
    "van-ban": (
        "Văn bản",
        (
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml",
            "application/rtf",
            "application/vnd.oasis.opendocument.text",
            "application/epub",
            "text/plain",
            "text/markdown",
        ),
    ),
    "bang": (
        "Bảng tính, trang chiếu",
        (
            "application/vnd.ms-",
            "application/vnd.openxmlformats-officedocument.spreadsheetml",
            "application/vnd.openxmlformats-officedocument.presentationml",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
            "text/csv",
        ),
    ),
    "am-thanh": ("Âm thanh", ("audio/",)),
    "phim": ("Phim", ("video/",)),
    "nen": ("Tệp nén", ("application/zip",)),
}
_LIGHT = (
    orm.joinedload(MediaAsset.file).defer(StoredFile.text),
    orm.selectinload(MediaAsset.topics),
)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the library; `page` is within 1..pages. size: bytes of all that was found."""

    assets: list[MediaAsset]
    page: int
    pages: int
    total: int
    size: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed by. words: folded against name, title, words for a picture, author.

    within, person_id: the limits of an account, and the account itself, whose own files it sees.
    """

    words: str = ""
    kind: str = ""
    topic: str = ""
    within: Scope | None = None
    person_id: int | None = None


def listing(wanted: Wanted, *, page: int = 1, per_page: int = 24) -> Page:
    """The newest assets first; words are found with and without marks, in any order."""
    rows = db.session.execute(
        sa.select(
            MediaAsset.id,
            MediaAsset.file_name,
            MediaAsset.title,
            MediaAsset.alt,
            MediaAsset.credit,
            StoredFile.size,
        )
        .join(StoredFile, StoredFile.id == MediaAsset.file_id)
        .where(*_conditions(wanted))
        .order_by(MediaAsset.created_at.desc(), MediaAsset.id.desc())
    ).all()
    words = fold(wanted.words).split()
    found = [
        (row[0], row[5])
        for row in rows
        if not words or all(w in fold(" ".join(row[1:5])).replace("-", " ") for w in words)
    ]
    return _page([i for i, _ in found], sum(size for _, size in found), page, per_page)


def unused(wanted: Wanted, *, page: int = 1, per_page: int = 48) -> Page:
    """The assets that nothing needs, the largest first."""
    found = sorted(unused_assets(wanted), key=lambda asset: (-asset.file.size, asset.id))
    size = sum(_size(asset) for asset in found)
    return _page([asset.id for asset in found], size, page, per_page)


def unused_assets(wanted: Wanted) -> list[MediaAsset]:
    """Every asset that no item, waiting text, history, logo or load needs."""
    attached = sa.select(MediaContent.asset_id).join(
        Attachment, Attachment.file_id == MediaContent.file_id
    )
    query = (
        sa.select(MediaAsset)
        .where(*_conditions(wanted), MediaAsset.id.not_in(attached))
        .options(*_LIGHT, orm.selectinload(MediaAsset.contents))
    )
    candidates = list(db.session.scalars(query).unique())
    used = library_uses.used_among(candidates) if candidates else set()
    return [asset for asset in candidates if asset.id not in used]


def counts(wanted: Wanted) -> dict[str, int]:
    """How many assets of each kind there are, whatever kind the list is narrowed to."""
    query = (
        sa.select(StoredFile.media_type, sa.func.count(MediaAsset.id))
        .join(MediaAsset, MediaAsset.file_id == StoredFile.id)
        .where(*_conditions(replace(wanted, kind="")))
        .group_by(StoredFile.media_type)
    )
    found = dict.fromkeys(KINDS, 0)
    for media_type, count in db.session.execute(query):
        found[kind_of(media_type)] = found.get(kind_of(media_type), 0) + count
    return found


def topics_in_use(wanted: Wanted) -> list[Topic]:
    """The topics that assets have, by their address."""
    ids = sa.select(media_topic.c.topic_id).join(
        MediaAsset, MediaAsset.id == media_topic.c.asset_id
    )
    ids = ids.where(*_conditions(replace(wanted, topic="")))
    return list(db.session.scalars(sa.select(Topic).where(Topic.id.in_(ids)).order_by(Topic.slug)))


def asset(asset_id: int) -> MediaAsset | None:
    """The asset of a number."""
    return db.session.get(MediaAsset, asset_id)


def sees(found: MediaAsset, limits: Scope, person_id: int) -> bool:
    """Whether an account with limits may see an asset: its own, or one that an item of its has."""
    if not limits.limited or found.added_by_id == person_id:
        return True
    query = sa.select(MediaAsset.id).where(MediaAsset.id == found.id, _in_scope(limits))
    return db.session.scalar(query) is not None


def kind_of(media_type: str) -> str:
    """The kind of KINDS; what is in none counts among the documents."""
    for kind, (_title, beginnings) in KINDS.items():
        if media_type.startswith(beginnings):
            return kind
    return "van-ban"


def thumbs(file_ids: Iterable[int], width: int = 320) -> dict[int, str]:
    """For each picture that has one, the address of its rendition that is nearest to a width."""
    return {
        file_id: min(drawn.sources, key=lambda source: abs(source[1] - width))[0]
        for file_id, drawn in library_addresses.drawn_files(file_ids).items()
        if drawn.sources
    }


def _conditions(wanted: Wanted) -> tuple[sa.ColumnElement[bool], ...]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.kind in KINDS:
        beginnings = KINDS[wanted.kind][1]
        alike = sa.or_(*(StoredFile.media_type.startswith(start) for start in beginnings))
        found.append(MediaAsset.file.has(alike))
    if wanted.topic:
        found.append(MediaAsset.topics.any(Topic.slug == wanted.topic))
    if wanted.within is not None and wanted.within.limited:
        own = MediaAsset.added_by_id == wanted.person_id
        found.append(sa.or_(own, _in_scope(wanted.within)))
    return tuple(found)


def _in_scope(limits: Scope) -> sa.ColumnElement[bool]:
    held = (
        sa.select(MediaContent.asset_id)
        .join(Attachment, Attachment.file_id == MediaContent.file_id)
        .join(Item, Item.id == Attachment.item_id)
        .where(*scope.conditions(limits))
    )
    return MediaAsset.id.in_(held)


def _page(ids: Sequence[int], size: int, page: int, per_page: int) -> Page:
    pages = max(1, -(-len(ids) // per_page))
    page = min(max(page, 1), pages)
    wanted = ids[(page - 1) * per_page : page * per_page]
    query = sa.select(MediaAsset).where(MediaAsset.id.in_(wanted)).options(*_LIGHT)
    by_id = {found.id: found for found in db.session.scalars(query)}
    return Page([by_id[i] for i in wanted if i in by_id], page, pages, len(ids), size)


def _size(found: MediaAsset) -> int:
    return sum(content.file.size for content in found.contents)

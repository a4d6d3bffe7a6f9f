"""Shelving: the library as a dump brings it, with the addresses that its files had there."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from content import trail
from content.database import db
from content.errors import BadInput
from content.files import StoredFile
from content.publishing.commands import adopting, media, topics
from content.publishing.media_assets import LICENCES, MediaAsset, MediaContent
from content.transactions import one_commit


@dataclass(frozen=True, slots=True)
class Shelved:
    """One file of a dump's library. earlier: contents it had before, the oldest first."""

    key: str
    file_name: str
    data: bytes
    earlier: tuple[bytes, ...] = ()
    title: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    topics: tuple[str, ...] = ()


def shelve(shelved: Shelved, *, actor_id: int | None = None) -> bool:
    """Take a file in under its key, or bring the asset of the key up to it; commits.

    Whether anything changed. BadInput for a key that is none, and for a content that another
    asset of this hub has.
    """
    if not re.fullmatch(r"[0-9a-f]{16}", shelved.key):
        raise BadInput("media.toml: “key” gồm 16 chữ số hệ mười sáu, như trong địa chỉ của tệp.")
    if shelved.licence not in LICENCES:
        raise BadInput(f"media.toml: không có giấy phép “{shelved.licence}”.")
    earlier = [media.prepare(shelved.file_name, data) for data in shelved.earlier]
    present = media.prepare(shelved.file_name, shelved.data)
    with one_commit():
        asset = db.session.scalar(sa.select(MediaAsset).where(MediaAsset.key == shelved.key))
        rows = [media.stored(prepared) for prepared in (*earlier, present)]
        asset, fresh = (asset, False) if asset else _begun(shelved, rows)
        changed = _held(asset, rows) or fresh
        changed = _described(asset, shelved, actor_id) or changed
        if changed:
            trail.write("media.described", "media", asset.id, actor_id=actor_id)
    return changed


def _begun(shelved: Shelved, rows: list[StoredFile]) -> tuple[MediaAsset, bool]:
    """The asset for a key that this hub does not know: that of the content, or a new one."""
    known = adopting.asset_of(rows[-1])
    if known is not None:
        known.key = shelved.key
        return known, True
    asset = MediaAsset(key=shelved.key, file=rows[-1], file_name=media.safe(shelved.file_name))
    db.session.add(asset)
    db.session.flush()
    return asset, True


def _held(asset: MediaAsset, rows: list[StoredFile]) -> bool:
    changed = False
    for row in rows:
        owner = adopting.asset_of(row)
        if owner is not None and owner.id != asset.id:
            raise BadInput(f"Tệp “{asset.file_name}” đã có trong thư viện ở một địa chỉ khác.")
        if owner is None:
            asset.contents.append(MediaContent(file=row))
            db.session.flush()
            changed = True
    return changed


def _described(asset: MediaAsset, shelved: Shelved, actor_id: int | None) -> bool:
    wanted = sorted(
        {topics.find_or_make(name, actor_id=actor_id)[0] for name in shelved.topics},
        key=lambda topic: topic.slug,
    )
    names = ("title", "alt", "credit", "licence")
    before = [getattr(asset, name) for name in names], list(asset.topics)
    for name in names:
        setattr(asset, name, getattr(shelved, name))
    if list(asset.topics) != wanted:
        asset.topics = wanted
    return before != ([getattr(asset, name) for name in names], list(asset.topics))

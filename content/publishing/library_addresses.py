"""What readers get at the addresses of the library, and how pages show its pictures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.files import StoredFile
from content.publishing.media_assets import MediaAsset, MediaContent, Rendition
from content.publishing.models import Attachment, Item
from content.publishing.snapshot import AttachmentFields
from content.publishing.visibility import visible

_LIGHT = orm.joinedload(MediaAsset.file).defer(StoredFile.text)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as a page shows it: its size, and its renditions as (address, width)."""

    width: int
    height: int
    sources: tuple[tuple[str, int], ...]
    alt: str = ""
    credit: str = ""


def at(prefix: str, file_name: str) -> MediaAsset | None:
    """What readers get at the address of an asset, or of a content that it once had.

    Only where a visible item shows the present content; under its own name, or one that such an
    item gives it.
    """
    found = next(iter(_by_prefixes([prefix]).values()), None)
    if found is None:
        return None
    names = sa.select(Attachment.file_name).join(Item)
    names = names.where(Attachment.file_id == found.file_id, visible())
    shown = set(db.session.scalars(names))
    return found if shown and file_name in {*shown, found.file_name} else None


def by_prefix(prefix: str) -> MediaAsset | None:
    """The asset that an address names, whoever may see it."""
    return next(iter(_by_prefixes([prefix]).values()), None)


def address_of(sha256: str, file_name: str) -> str:
    """The permanent address of a content; of one that no asset has, the address of its hash."""
    found = by_prefix(sha256[:16])
    return found.path if found is not None else f"/tep/{sha256[:16]}/{file_name}"


def file_at(prefix: str) -> StoredFile | None:
    """The present content at an address, whoever may see it."""
    found = by_prefix(prefix)
    return found.file if found is not None else None


def by_prefixes(prefixes: Collection[str]) -> dict[str, MediaAsset]:
    """The assets that addresses name, by what stands in the address."""
    return _by_prefixes(prefixes)


def earlier_addresses() -> Iterator[tuple[MediaAsset, str]]:
    """The addresses of contents that were replaced, of assets that visible items show."""
    query = (
        sa.select(MediaAsset, StoredFile.sha256, Attachment.file_name)
        .join(MediaContent, MediaContent.asset_id == MediaAsset.id)
        .join(StoredFile, StoredFile.id == MediaContent.file_id)
        .join(Attachment, Attachment.file_id == MediaAsset.file_id)
        .join(Item, Item.id == Attachment.item_id)
        .where(visible(), MediaContent.file_id != MediaAsset.file_id)
        .order_by(MediaAsset.id, StoredFile.id, Attachment.id)
    )
    for found, sha256, file_name in db.session.execute(query):
        yield found, f"/tep/{sha256[:16]}/{file_name}"


def prefixes_of(file_ids: Collection[int]) -> dict[int, set[str]]:
    """For present contents, every prefix under which their asset's addresses stand."""
    query = (
        sa.select(MediaAsset.file_id, MediaAsset.key, StoredFile.sha256)
        .join(MediaContent, MediaContent.asset_id == MediaAsset.id)
        .join(StoredFile, StoredFile.id == MediaContent.file_id)
        .where(MediaAsset.file_id.in_(set(file_ids)))
    )
    found: dict[int, set[str]] = {}
    for file_id, key, sha256 in db.session.execute(query):
        found.setdefault(file_id, set()).update((key, sha256[:16]))
    return found


def aliases(attachments: Iterable[Attachment]) -> dict[str, Attachment]:
    """The other addresses under which texts may name the files of some attachments."""
    by_file = {attachment.file_id: attachment for attachment in attachments}
    names = sa.select(MediaAsset.file_id, MediaAsset.file_name)
    names = names.where(MediaAsset.file_id.in_(list(by_file)))
    called: dict[int, str] = dict(db.session.execute(names).all())
    return {
        f"/tep/{prefix}/{name}": by_file[file_id]
        for file_id, prefixes in prefixes_of(by_file).items()
        for prefix in prefixes
        for name in {called[file_id], by_file[file_id].file_name}
    }


def stable_paths(sha256s: Collection[str]) -> dict[str, list[str]]:
    """For contents, the other prefixes under which a text may name the same asset."""
    one, other = orm.aliased(StoredFile), orm.aliased(StoredFile)
    held, beside = orm.aliased(MediaContent), orm.aliased(MediaContent)
    query = (
        sa.select(one.sha256, MediaAsset.key, other.sha256)
        .join(held, held.file_id == one.id)
        .join(MediaAsset, MediaAsset.id == held.asset_id)
        .join(beside, beside.asset_id == MediaAsset.id)
        .join(other, other.id == beside.file_id)
        .where(one.sha256.in_(set(sha256s)))
    )
    found: dict[str, set[str]] = {}
    for sha256, key, another in db.session.execute(query):
        found.setdefault(sha256, set()).update({key, another[:16]} - {sha256[:16]})
    return {sha256: sorted(prefixes) for sha256, prefixes in found.items()}


def present(attachments: Sequence[AttachmentFields]) -> tuple[AttachmentFields, ...]:
    """The attachments in force with the content that their asset has now; each file once."""
    hashes = {entry.sha256 for entry in attachments if entry.until is None}
    old, new = orm.aliased(StoredFile), orm.aliased(StoredFile)
    query = (
        sa.select(old.sha256, new.sha256)
        .join(MediaContent, MediaContent.file_id == old.id)
        .join(MediaAsset, MediaAsset.id == MediaContent.asset_id)
        .join(new, new.id == MediaAsset.file_id)
        .where(old.sha256.in_(hashes), old.id != new.id)
    )
    moved: Mapping[str, str] = {}
    if hashes:
        moved = dict(db.session.execute(query).all())
    found = [
        replace(entry, sha256=moved[entry.sha256])
        if entry.until is None and entry.sha256 in moved
        else entry
        for entry in attachments
    ]
    return tuple({(entry.sha256, entry.file_name): entry for entry in reversed(found)}.values())[
        ::-1
    ]


def rendition(sha_prefix: str, width: int) -> StoredFile | None:
    """The rendition of a width of a picture that a visible item has."""
    return _rendition(sha_prefix, width, only_visible=True)


def any_rendition(sha_prefix: str, width: int) -> StoredFile | None:
    """As `rendition`, of any kept picture; for the desk."""
    return _rendition(sha_prefix, width, only_visible=False)


def every_rendition() -> Iterator[tuple[str, int]]:
    """The hash and width of each rendition of pictures that visible items have."""
    query = (
        sa.select(StoredFile.sha256, Rendition.width)
        .join(StoredFile, StoredFile.id == Rendition.file_id)
        .where(Rendition.picture_id != Rendition.file_id, Rendition.file_id.in_(_visible_files()))
        .order_by(Rendition.file_id, Rendition.width)
    )
    yield from ((sha256, width) for sha256, width in db.session.execute(query))


def rendition_path(sha256: str, width: int) -> str:
    """The address of a rendition: of a content, so that it never changes."""
    return f"/tep/{sha256[:16]}/rong/{width}.webp"


def drawn_files(file_ids: Iterable[int]) -> dict[int, Drawn]:
    """How pages show some pictures; those whose size is not known are left out."""
    query = (
        sa.select(Rendition.file_id, Rendition.picture_id, Rendition.width, Rendition.height)
        .where(Rendition.file_id.in_(set(file_ids)), Rendition.width > 0)
        .order_by(Rendition.file_id, Rendition.width)
    )
    rows = db.session.execute(query).all()
    hashes = dict(
        db.session.execute(
            sa.select(StoredFile.id, StoredFile.sha256).where(
                StoredFile.id.in_({row.file_id for row in rows})
            )
        ).all()
    )
    found = {r.file_id: Drawn(r.width, r.height, ()) for r in rows if r.picture_id == r.file_id}
    for row in rows:
        if row.picture_id != row.file_id and row.file_id in found:
            drawn = found[row.file_id]
            source = (rendition_path(hashes[row.file_id], row.width), row.width)
            found[row.file_id] = replace(drawn, sources=(*drawn.sources, source))
    return found


def drawn(prefixes: Collection[str]) -> dict[str, Drawn]:
    """How pages show the pictures that addresses name, by what stands in the address."""
    wanted = {p for p in prefixes if re.fullmatch(r"[0-9a-f]{16}", p)}
    if not wanted:
        return {}
    assets = _by_prefixes(wanted)
    pictures = drawn_files(found.file_id for found in assets.values())
    return {
        prefix: replace(pictures[found.file_id], alt=found.alt, credit=found.credit)
        for prefix, found in assets.items()
        if found.file_id in pictures
    }


def _by_prefixes(prefixes: Collection[str]) -> dict[str, MediaAsset]:
    wanted = [p for p in prefixes if re.fullmatch(r"[0-9a-f]{16}", p)]
    if not wanted:
        return {}
    query = sa.select(MediaAsset).where(MediaAsset.key.in_(wanted)).options(_LIGHT)
    found = {row.key: row for row in db.session.scalars(query)}
    starts = [StoredFile.sha256.between(p, f"{p}g") for p in wanted if p not in found]
    if starts:
        by_content = (
            sa.select(StoredFile.sha256, MediaAsset)
            .join(MediaContent, MediaContent.file_id == StoredFile.id)
            .join(MediaAsset, MediaAsset.id == MediaContent.asset_id)
            .where(sa.or_(*starts))
            .options(_LIGHT)
        )
        for sha256, row in db.session.execute(by_content):
            found.setdefault(sha256[:16], row)
    return found


def _rendition(sha_prefix: str, width: int, *, only_visible: bool) -> StoredFile | None:
    if not re.fullmatch(r"[0-9a-f]{16}", sha_prefix):
        return None
    query = (
        sa.select(Rendition)
        .join(StoredFile, StoredFile.id == Rendition.file_id)
        .where(
            StoredFile.sha256.between(sha_prefix, f"{sha_prefix}g"),
            Rendition.width == width,
            Rendition.picture_id != Rendition.file_id,
        )
        .limit(1)
    )
    if only_visible:
        query = query.where(Rendition.file_id.in_(_visible_files()))
    row = db.session.scalar(query)
    return None if row is None else row.picture


def _visible_files() -> sa.Select[Any]:
    return sa.select(Attachment.file_id).join(Item).where(visible())

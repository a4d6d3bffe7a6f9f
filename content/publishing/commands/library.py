"""The library: files brought, described, replaced at their address, restored, deleted."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from content import changes, files, scopes, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.files import PagePicture, StoredFile
from content.publishing import checks, library_uses, pictures, scope
from content.publishing.commands import adopting, media, topics
from content.publishing.media_assets import LICENCES, MediaAsset, MediaContent, Rendition
from content.publishing.models import Attachment, Item, Topic
from content.transactions import one_commit

MOST_WORDS = 500  # characters of a title, of words for a picture, of an author
MOST_TOPICS = 12
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


class Replaced(BadInput):
    """Somebody else replaced the file since it was opened; what was sent is kept as a content."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person says of a file. topics: names or slugs; a new one is made."""

    title: str = ""
    alt: str = ""
    credit: str = ""
    licence: str = ""
    topics: tuple[str, ...] = ()


def bring(name: str, data: bytes, *, actor_id: int | None = None) -> tuple[MediaAsset, bool]:
    """Keep a file in the library; the asset, and whether it is new. Commits.

    BadInput, one sentence, for what is not kept, and for an earlier content of another asset.
    """
    prepared = media.prepare(name, data)
    with one_commit():
        row = media.stored(prepared)
        known = adopting.asset_of(row)
        if known is not None and known.file_id != row.id:
            raise BadInput(
                f"Tệp “{name}” là bản cũ đã được thay của “{known.shown_title}”; hãy mở tệp đó "
                "rồi bấm Dùng lại bản này nếu cần."
            )
        asset = known or adopting.adopt(row, prepared.name, actor_id=actor_id)
        if known is None:
            detail = {"name": asset.file_name, "sha256": row.sha256}
            trail.write("file.kept", "file", row.id, actor_id=actor_id, detail=detail)
    return asset, known is None


def describe(
    asset_id: int, facts: Facts, *, seen_version: int, actor_id: int | None = None
) -> MediaAsset:
    """Save what a person says of a file; commits. Pages that show it follow."""
    asset = _fresh(asset_id)
    try:
        with one_commit():
            _refuse_seen(asset, seen_version)
            for name in ("title", "alt", "credit"):
                words = checks.line(getattr(facts, name))
                setattr(asset, name, checks.capped(words, "Phần ghi về tệp", MOST_WORDS))
            if facts.licence not in LICENCES:
                raise BadInput("Không có giấy phép như vậy; hãy chọn trong danh sách.")
            asset.licence = facts.licence
            if len(facts.topics) > MOST_TOPICS:
                raise BadInput(f"Mỗi tệp có nhiều nhất {MOST_TOPICS} chủ đề; hãy bỏ bớt.")
            asset.topics = _topics(facts.topics, actor_id)
            trail.write("media.described", "media", asset.id, actor_id=actor_id)
    except StaleDataError as error:
        raise _clash() from error
    return asset


def replace(
    asset_id: int, name: str, data: bytes, *, seen_version: int, actor_id: int | None = None
) -> MediaAsset:
    """Put another content at the address of an asset; every page that shows it follows. Commits.

    The old content can be restored. Replaced: somebody was quicker; what was sent is kept beside.
    """
    asset = _fresh(asset_id)
    _refuse_beyond(asset, actor_id)
    prepared = _alike(asset, media.prepare(name, data))
    try:
        with one_commit():
            row = _content_for(asset, prepared, actor_id)
            if asset.version == seen_version:
                _put(asset, row, actor_id, "media.replaced")
                return asset
    except StaleDataError:
        with one_commit():
            _content_for(_fresh(asset_id), prepared, actor_id)
    raise Replaced(
        "Người khác vừa thay hoặc sửa tệp này, nên tệp của bạn chưa được dùng. Tệp bạn gửi vẫn "
        "được giữ ở phần Các bản của tệp: hãy xem bản đang dùng rồi chọn."
    )


def restore(
    asset_id: int, content_id: int, *, seen_version: int, actor_id: int | None = None
) -> MediaAsset:
    """Make a content that an asset once had the present one again; commits."""
    asset = _fresh(asset_id)
    _refuse_beyond(asset, actor_id)
    content = db.session.get(MediaContent, content_id)
    if content is None or content.asset_id != asset.id:
        raise BadInput("Bản này không thuộc tệp đang mở; hãy tải lại trang.")
    if not files.path_of(content.file.sha256).exists():
        raise BadInput("Bản này không còn trên đĩa; hãy khôi phục từ bản sao lưu.")
    try:
        with one_commit():
            _refuse_seen(asset, seen_version)
            if content.file_id != asset.file_id:
                _put(asset, content.file, actor_id, "media.restored")
    except StaleDataError as error:
        raise _clash() from error
    return asset


def delete(asset_ids: Collection[int], *, actor_id: int | None = None) -> tuple[int, list[str]]:
    """Delete those of some assets that nothing needs; commits.

    Returns how many went, and a sentence for each that stays: which, and who needs it.
    """
    gone: list[str] = []
    stay: list[str] = []
    deleted = 0
    with one_commit():
        # Whoever writes waits from here on: no text takes a file up between question and deed.
        db.session.execute(sa.update(MediaAsset).where(sa.false()).values(title=""))
        for asset_id in asset_ids:
            asset = db.session.get(MediaAsset, asset_id, populate_existing=True)
            if asset is None:
                continue
            if reason := _reason_to_stay(asset):
                stay.append(reason)
                continue
            gone += _forget(asset, actor_id)
            deleted += 1
    for sha256 in gone:
        if files.by_sha256(sha256) is None:
            with contextlib.suppress(OSError):
                files.path_of(sha256).unlink(missing_ok=True)
    db.session.rollback()
    return deleted, stay


# ---- parts --------------------------------------------------------------------------------------


def _fresh(asset_id: int) -> MediaAsset:
    asset = db.session.get(MediaAsset, asset_id, populate_existing=True)
    if asset is None:
        raise BadInput("Tệp này không còn trong thư viện; hãy tải lại danh sách.")
    return asset


def _refuse_seen(asset: MediaAsset, seen_version: int) -> None:
    if asset.version != seen_version:
        raise _clash()


def _clash() -> BadInput:
    return BadInput("Người khác vừa sửa tệp này; hãy mở lại trang của tệp rồi làm tiếp.")


def _refuse_beyond(asset: MediaAsset, actor_id: int | None) -> None:
    """An account with limits changes no page outside them."""
    limits = scopes.of(actor_id)
    if not limits.limited:
        return
    for use in library_uses.uses_of(asset):
        if use.item is not None and not scope.sees(limits, use.item):
            raise BadInput(
                "Tệp này còn được dùng ở bài ngoài phần việc của tài khoản bạn nên không thay "
                "được; hãy nhờ người duyệt đăng không giới hạn phần việc."
            )


def _topics(names: Iterable[str], actor_id: int | None) -> list[Topic]:
    found = [topics.find_or_make(name, actor_id=actor_id)[0] for name in names if name.strip()]
    return sorted(set(found), key=lambda topic: topic.slug)


def _alike(asset: MediaAsset, prepared: media.Prepared) -> media.Prepared:
    """The prepared file in the form that the address promises; another kind is refused."""
    wanted = asset.file.media_type
    if prepared.media_type == wanted:
        return prepared
    if wanted in _ENDINGS and prepared.media_type in (*_ENDINGS, "image/gif"):
        data = pictures.encode_as(prepared.data, _ENDINGS[wanted])
        return media.Prepared(asset.file_name, data, wanted)
    new = StoredFile(media_type=prepared.media_type)
    raise BadInput(
        f"Địa chỉ này là của tệp {asset.file.type_title}, còn tệp vừa chọn là {new.type_title}; "
        f"hãy chọn tệp {asset.file.type_title}, hoặc tải tệp mới lên thành một mục riêng."
    )


def _content_for(asset: MediaAsset, prepared: media.Prepared, actor_id: int | None) -> StoredFile:
    """The kept content among the contents of the asset; BadInput where another one has it."""
    row = media.stored(prepared)
    owner = adopting.asset_of(row)
    if owner is None:
        asset.contents.append(MediaContent(file=row, by_id=actor_id))
    elif owner.id != asset.id:
        raise BadInput(
            f"Tệp vừa chọn đã có trong thư viện: “{owner.shown_title}”; hãy dùng tệp đó trong bài, "
            "hoặc chọn tệp khác để thay."
        )
    elif row.id == asset.file_id:
        raise BadInput("Tệp vừa chọn giống hệt tệp đang dùng nên không có gì để thay.")
    db.session.flush()
    return row


def _put(asset: MediaAsset, row: StoredFile, actor_id: int | None, action: str) -> None:
    old = asset.file
    asset.file, asset.updated_at = row, utc_now()
    db.session.flush()  # a stale version is met here, before anything else
    held = sa.select(Item.id, Item.version).join(Attachment)
    holders = held.where(Attachment.file_id == old.id, Attachment.until.is_(None)).distinct()
    pages = db.session.execute(holders).all()
    db.session.execute(
        sa.update(Attachment)
        .where(Attachment.file_id == old.id, Attachment.until.is_(None))
        .values(file_id=row.id)
        .execution_options(synchronize_session="fetch")
    )
    changes.note_many(("item", item_id, version, "changed") for item_id, version in pages)
    detail = {"from": old.sha256, "to": row.sha256, "name": asset.file_name, "pages": len(pages)}
    trail.write(action, "media", asset.id, actor_id=actor_id, detail=detail)


def _reason_to_stay(asset: MediaAsset) -> str:
    uses = library_uses.uses_of(asset)
    if not uses:
        return ""
    first = uses[0]
    named = f": “{first.item.title}”" if first.item else f": {first.name}" if first.name else ""
    more = f" và {len(uses) - 1} chỗ khác" if len(uses) > 1 else ""
    return f"“{asset.shown_title}” được giữ lại vì đang cần ở {first.title.lower()}{named}{more}."


def _forget(asset: MediaAsset, actor_id: int | None) -> list[str]:
    """Remove an asset with its contents and what was made of them; the hashes that may go."""
    detail = {"name": asset.file_name, "title": asset.title, "sha256": asset.file.sha256}
    trail.write("media.deleted", "media", asset.id, actor_id=actor_id, detail=detail)
    contents = [content.file_id for content in asset.contents]
    made = set(
        db.session.scalars(sa.select(Rendition.picture_id).where(Rendition.file_id.in_(contents)))
    ) | set(
        db.session.scalars(
            sa.select(PagePicture.picture_id).where(PagePicture.file_id.in_(contents))
        )
    )
    db.session.execute(sa.delete(Rendition).where(Rendition.file_id.in_(contents)))
    db.session.execute(sa.delete(PagePicture).where(PagePicture.file_id.in_(contents)))
    db.session.delete(asset)
    db.session.flush()
    return [sha256 for file_id in {*contents, *made} if (sha256 := _drop(file_id))]


def _drop(file_id: int) -> str:
    """Remove the row of a content that nothing refers to any more; its hash, or ""."""
    row = db.session.get(StoredFile, file_id)
    if row is None:
        return ""
    sha256 = row.sha256
    if any(db.session.scalar(query.limit(1)) for query in _references(file_id)):
        return ""
    db.session.execute(_PAGE_TEXT.delete().where(_PAGE_TEXT.c.file_id == file_id))
    db.session.delete(row)
    db.session.flush()
    return sha256


# Tables of other wings: recognised text, and the logo.
_PAGE_TEXT = sa.table("page_text", sa.column("file_id"))
_SITE = sa.table("site", sa.column("id"), sa.column("logo_id"))


def _references(file_id: int) -> tuple[sa.Select[Any], ...]:
    return (
        sa.select(MediaContent.id).where(MediaContent.file_id == file_id),
        sa.select(Attachment.id).where(Attachment.file_id == file_id),
        sa.select(Rendition.file_id).where(Rendition.picture_id == file_id),
        sa.select(PagePicture.file_id).where(PagePicture.picture_id == file_id),
        sa.select(_SITE.c.id).where(_SITE.c.logo_id == file_id),
    )

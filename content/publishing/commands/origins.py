"""Origins: which item a file became whose original is not kept, and whose title says too little.

Three e-mails called "Báo cáo tháng" are three texts; the second version of one of them is not a
fourth. What a file was called and what it calls itself is remembered in the trail, as hashes: both
may hold people's names.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import sqlalchemy as sa

from content import trail
from content.database import db
from content.publishing import checks
from content.publishing.models import Item
from content.trail import TrailEntry
from content.vietnamese import nfc, slugify

_TAKEN_IN = ("item.loaded", "item.changed")
_MOST_ACTS = 1000


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text came from. file: the name of its file, after those of the mails around it.

    identity: what is the same in each version of it and in no other file: the Message-ID of a mail,
    the address a page was saved from; "" where it has none.
    """

    file: str
    identity: str = ""

    def detail(self) -> dict[str, str]:
        """What the trail remembers of it."""
        found = {"file": _hashed(self.file)}
        return found | ({"identity": _hashed(self.identity)} if self.identity else {})


def item_of(kind: str, title: str, origin: Origin, sha256: str) -> Item | None:
    """The item that an earlier version of a file became; None for one never met.

    The same identity is the same file, whatever it is called. Otherwise the title must be the same,
    and the bytes or the name of the file; two identities that differ are two files.
    """
    mine = origin.detail()
    found = _by_identity(kind, mine["identity"]) if origin.identity else None
    if found is not None:
        return found
    alike = _alike(kind, slugify(title, checks.MOST_SLUG))
    for item in alike:
        if item.source_sha256 == sha256:
            return item
    for item in alike:
        theirs = remembered(item)
        both = "identity" in mine and "identity" in theirs
        if theirs.get("file") == mine["file"] and not both:
            return item
    return None


def remembered(item: Item) -> dict[str, str]:
    """What the trail remembers of the file that an item last came from; empty for other items."""
    for act in trail.of_subject("item", item.id, limit=_MOST_ACTS):
        if act.action in _TAKEN_IN:
            return {key: act.detail[key] for key in ("file", "identity") if key in act.detail}
    return {}


def free_slug(kind: str, title: str) -> str:
    """The slug that a title makes, with a number behind it where an item stands there."""
    wanted = slugify(title, checks.MOST_SLUG)
    taken = {item.slug for item in _alike(kind, wanted)}
    free, count = wanted, 1
    while free in taken:
        count += 1
        free = _numbered(wanted, count)
    return free


def _numbered(slug: str, count: int) -> str:
    return f"{slug[: checks.MOST_SLUG - len(str(count)) - 1].rstrip('-')}-{count}"


def _alike(kind: str, slug: str) -> list[Item]:
    """The items at a slug, or at it with a number behind; oldest first."""
    beginning = _numbered(slug, 10_000).removesuffix("-10000")
    query = sa.select(Item).where(Item.kind == kind, Item.slug.startswith(beginning))
    found = db.session.scalars(query.order_by(Item.id))
    return [item for item in found if _is_alike(item.slug, slug)]


def _is_alike(slug: str, wanted: str) -> bool:
    _beginning, _hyphen, number = slug.rpartition("-")
    if slug == wanted:
        return True
    return number.isdecimal() and len(number) < 6 and slug == _numbered(wanted, int(number))


def _by_identity(kind: str, hashed: str) -> Item | None:
    query = (
        sa.select(Item)
        .join(
            TrailEntry,
            sa.and_(TrailEntry.subject_kind == "item", TrailEntry.subject_id == Item.id),
        )
        .where(
            Item.kind == kind,
            TrailEntry.action.in_(_TAKEN_IN),
            TrailEntry.detail["identity"].as_string() == hashed,
        )
        .order_by(TrailEntry.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _hashed(text: str) -> str:
    return hashlib.sha256(nfc(text).casefold().encode("utf-8", "replace")).hexdigest()[:32]

"""Withdrawals as readers meet them, and endings by the clock: at the address an item has, and at
those it had before."""

from __future__ import annotations

import sqlalchemy as sa

from content import calendar
from content.database import db, utc_now
from content.publishing.models import Item, Redirect


def standing(kind: str, slug: str) -> Item | None:
    """The item of an address that was withdrawn or is over; only its notice is for readers."""
    return db.session.scalar(sa.select(Item).where(Item.kind == kind, Item.slug == slug, _gone()))


def moved_before(path: str) -> Item | None:
    """The withdrawn item that once stood at an address; only its notice is for readers."""
    query = sa.select(Item).join(Redirect, Redirect.item_id == Item.id)
    return db.session.scalar(query.where(Redirect.old_path == path, _gone()))


def notice_of(item: Item) -> str:
    """What readers are told of an item that is gone: the editor's word, or the day it ended."""
    if item.state == "withdrawn" or item.expires_at is None:
        return item.withdrawn_notice
    return f"Bài ở địa chỉ này đã hết hạn từ ngày {calendar.local(item.expires_at):%d/%m/%Y}."


def every_path() -> list[str]:
    """The addresses, present and former, where a withdrawn item is told of.

    Portraits of people are left out: their address is made of a name, and a list of addresses (a
    folder, a packed copy) would go on spreading the name that was taken down.
    """
    told = sa.and_(_gone(), Item.kind != "story")
    paths = {item.path for item in db.session.scalars(sa.select(Item).where(told))}
    former = sa.select(Redirect.old_path).join(Item, Redirect.item_id == Item.id).where(told)
    return sorted(paths | set(db.session.scalars(former)))


def _gone() -> sa.ColumnElement[bool]:
    over = sa.and_(Item.state == "published", Item.expires_at <= utc_now())
    taken = sa.and_(Item.state == "withdrawn", Item.first_published_at.is_not(None))
    return sa.or_(taken, over)

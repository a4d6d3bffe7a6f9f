"""Visibility: a question asked of the clock, never a write."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from content.database import utc_now
from content.publishing.models import Item


def visible(now: dt.datetime | None = None) -> sa.ColumnElement[bool]:
    """The SQL condition of visibility at an aware moment (default: now)."""
    moment = now or utc_now()
    return sa.and_(
        Item.state == "published",
        sa.or_(Item.publish_at.is_(None), Item.publish_at <= moment),
        sa.or_(Item.expires_at.is_(None), Item.expires_at > moment),
    )


def is_visible(item: Item, now: dt.datetime | None = None) -> bool:
    """Whether readers may see an item at a moment (default: now)."""
    moment = now or utc_now()
    begun = item.publish_at is None or item.publish_at <= moment
    return item.state == "published" and begun and not _over(item, moment)


def _over(item: Item, moment: dt.datetime) -> bool:
    return item.expires_at is not None and item.expires_at <= moment

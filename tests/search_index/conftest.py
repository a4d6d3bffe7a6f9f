"""A hub with a search index, and a way to put texts of our own writing into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content import places
from content.database import db, utc_now
from content.files import StoredFile
from content.publishing.models import Attachment, Item, Topic
from content.vietnamese import slugify
from search_index import index, ready

Put = Callable[..., Item]


@pytest.fixture
def index_folder(session_app: Flask, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "index"
    index.keep_in(folder)
    yield folder
    ready.wait()
    index.keep_in(folder)  # closes what is open


@pytest.fixture
def put(index_folder: Path) -> Put:
    """Put a published text into the hub and commit."""

    def published(title: str, plain: str = "", **more: Any) -> Item:
        attached = more.pop("attached", "")
        item = Item(
            kind=more.pop("kind", "news"),
            slug=more.pop("slug", slugify(title)),
            state=more.pop("state", "published"),
            title=title,
            plain=plain,
            headings=more.pop("headings", []),
            date=more.pop("date", dt.date(2024, 5, 1)),
            topics=[_topic(name) for name in more.pop("topics", ())],
            first_published_at=utc_now(),
            **more,
        )
        if attached:
            sha256 = f"{abs(hash(attached)):064x}"
            file = StoredFile(sha256=sha256, size=1, media_type="application/pdf", text=attached)
            item.attachments.append(Attachment(file=file, file_name="tep.pdf", title="Tệp kèm"))
        db.session.add(item)
        db.session.commit()
        return item

    return published


def _topic(name: str) -> Topic:
    found = db.session.query(Topic).filter_by(name=name).one_or_none()
    return found or Topic(name=name, slug=slugify(name))


@pytest.fixture
def district(index_folder: Path) -> dict[str, places.Place]:
    """Two districts of one province; a commune of the first became part of a new one."""
    province = places.record("tỉnh Mẫu Sơn", "province")
    first = places.record("huyện Mẫu Thượng", "district", parent=province)
    second = places.record("huyện Mẫu Hạ", "district", parent=province)
    old = places.record("xã Mẫu Cũ", "commune", parent=first)
    new = places.record("xã Mẫu Mới", "commune", parent=province)
    places.merge([old], new, dt.date(2025, 7, 1))
    return {"province": province, "first": first, "second": second, "old": old, "new": new}

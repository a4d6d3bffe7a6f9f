"""Places: administrative units as a tree in time, with links from old units to what they became.

Districts ended on 1 July 2025, so a unit has `valid_from` and `valid_to` (the first day it no
longer exists), and a unit that went into another says so. Names are looked up folded, because
plans come without marks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content import trail
from content.database import EditedRow, Row, db
from content.errors import BadInput
from content.vietnamese import fold, nfc, slugify

LEVELS = {"province": "tỉnh", "district": "huyện", "commune": "xã", "village": "thôn"}
# How a unit of each level is written before its name; the folded words are cut off when matching.
LEVEL_WORDS = {
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
    "village": ("thôn", "bản", "ấp", "khóm", "tổ dân phố", "khu phố", "khu dân cư"),
}


class Place(EditedRow):
    """A unit of one level; a merged unit stays, ended, with its successors."""

    __tablename__ = "place"
    __change_kind__: ClassVar[str] = "place"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(100), unique=True)
    level: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    title: orm.Mapped[str] = orm.mapped_column(sa.String(120))  # "Tủa Chùa", without the level
    kind_word: orm.Mapped[str] = orm.mapped_column(sa.String(20))  # "huyện", "thị trấn", …
    folded: orm.Mapped[str] = orm.mapped_column(sa.String(120), index=True)
    parent_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"))
    valid_from: orm.Mapped[dt.date | None]
    valid_to: orm.Mapped[dt.date | None]
    source: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")

    parent: orm.Mapped[Place | None] = orm.relationship(remote_side="Place.id")

    @property
    def name(self) -> str:
        """The name as people write it: "huyện Tủa Chùa"."""
        return f"{self.kind_word} {self.title}"

    @property
    def full_name(self) -> str:
        """The name with the units above: "huyện Tủa Chùa, tỉnh Điện Biên"."""
        return self.name if self.parent is None else f"{self.name}, {self.parent.full_name}"

    def exists_on(self, day: dt.date) -> bool:
        """Whether the unit exists on a day (Vietnamese date)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day < self.valid_to)


class PlaceSuccession(Row):
    """`old` went, wholly or in part, into `new` on a day."""

    __tablename__ = "place_succession"

    old_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("place.id"))
    new_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("place.id"))
    on: orm.Mapped[dt.date]

    old: orm.Mapped[Place] = orm.relationship(foreign_keys=[old_id])
    new: orm.Mapped[Place] = orm.relationship(foreign_keys=[new_id])

    __table_args__ = (sa.UniqueConstraint("old_id", "new_id"),)


def every(level: str | None = None) -> list[Place]:
    """All units, or those of one level, by slug."""
    query = sa.select(Place).order_by(Place.slug)
    return list(db.session.scalars(query if level is None else query.where(Place.level == level)))


def by_slug(slug: str) -> Place | None:
    """The unit of this slug."""
    return db.session.scalar(sa.select(Place).where(Place.slug == slug))


def split_level(name: str) -> tuple[str, str | None]:
    """Cut the level's word off a name: "huyện Tủa Chùa" → ("Tủa Chùa", "district")."""
    folded = fold(nfc(name).strip())
    for level, words in LEVEL_WORDS.items():
        for word in words:
            if folded.startswith(fold(word) + " "):
                return nfc(name).strip()[len(word) + 1 :].strip(), level
    return nfc(name).strip(), None


def find(name: str) -> list[Place]:
    """The units a written name may mean; exact marks first, then folded, then the wider level.

    A level that is written must be met: "xã Mẫu" is never the district of that name, ended or not.

    Accepts a slug, "Tủa Chùa", "huyện Tủa Chùa", "HUYEN TUA CHUA" and "xã A, tỉnh B".
    """
    first, _, rest = name.partition(",")
    title, level = split_level(first)
    query = sa.select(Place).where(
        sa.or_(Place.folded == fold(title), Place.slug == name.strip().lower())
    )
    found = list(db.session.scalars(query))
    if level is not None:
        found = [p for p in found if p.level in _levels_of(first)]
    if rest.strip():
        above = {p.id for p in find(rest)}
        found = [p for p in found if p.parent_id in above]
    exact = nfc(title).casefold()
    order = list(LEVELS)
    return sorted(found, key=lambda p: (p.title.casefold() != exact, order.index(p.level), p.slug))


def _levels_of(name: str) -> set[str]:
    """The levels that the word before a name may stand for; "thành phố" is one of two."""
    folded = fold(nfc(name).strip())
    return {
        level
        for level, words in LEVEL_WORDS.items()
        if any(folded.startswith(fold(word) + " ") for word in words)
    }


def lineage(place: Place) -> list[Place]:
    """The unit and those above it, from the unit upward."""
    line = [place]
    while line[-1].parent is not None and len(line) < len(LEVELS) + 1:
        line.append(line[-1].parent)
    return line


def below(place: Place) -> list[Place]:
    """The units directly under one."""
    query = sa.select(Place).where(Place.parent_id == place.id).order_by(Place.slug)
    return list(db.session.scalars(query))


def became(place: Place) -> list[PlaceSuccession]:
    """What a unit became."""
    query = sa.select(PlaceSuccession).where(PlaceSuccession.old_id == place.id)
    return list(db.session.scalars(query))


def was(place: Place) -> list[PlaceSuccession]:
    """What went into a unit."""
    query = sa.select(PlaceSuccession).where(PlaceSuccession.new_id == place.id)
    return list(db.session.scalars(query))


def record(
    name: str,
    level: str,
    *,
    parent: Place | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    source: str = "",
    actor_id: int | None = None,
) -> Place:
    """Add a unit or change its dates, and commit. `name` may carry its word ("thị trấn X")."""
    if level not in LEVELS:
        raise BadInput(f"Cấp “{level}” không có; dùng một trong: {', '.join(LEVELS)}.")
    if valid_from and valid_to and valid_to <= valid_from:
        raise BadInput(f"“{name}”: ngày kết thúc phải sau ngày bắt đầu.")
    title, _ = split_level(name)
    if not slugify(title):
        raise BadInput("Tên địa bàn trống; hãy ghi tên, ví dụ “xã Mẫu”.")
    word = nfc(name).strip()[: -len(title)].strip().lower() or LEVEL_WORDS[level][0]
    place = _same(title, level, parent) or Place(slug=_free_slug(f"{word} {title}", parent))
    place.level, place.title, place.kind_word, place.folded = level, title, word, fold(title)
    place.parent = parent
    place.valid_from, place.valid_to, place.source = valid_from, valid_to, source
    db.session.add(place)
    db.session.flush()
    trail.write("place.recorded", "place", place.id, actor_id=actor_id)
    db.session.commit()
    return place


def _same(title: str, level: str, parent: Place | None) -> Place | None:
    """The unit of exactly this name, marks included, under the same unit."""
    query = sa.select(Place).where(
        Place.folded == fold(title),
        Place.level == level,
        Place.parent_id == (parent.id if parent else None),
    )
    found = db.session.scalars(query)
    return next((p for p in found if p.title.casefold() == title.casefold()), None)


def _free_slug(name: str, parent: Place | None) -> str:
    """A slug of the name and the units above; "xã Ban" and "xã Bạn" differ by a number."""
    stem = "-".join(filter(None, [slugify(name), parent.slug if parent else ""]))[:95]
    slug, number = stem, 1
    while by_slug(slug) is not None:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def merge(
    old: Iterable[Place], new: Place, on: dt.date, *, actor_id: int | None = None
) -> list[PlaceSuccession]:
    """End each old unit on a day and link it to the unit it went into; commits."""
    links = []
    for place in old:
        if place.id == new.id:
            raise BadInput(f"{place.name} không thể nhập vào chính mình.")
        place.valid_to = on
        known = {s.new_id: s for s in became(place)}
        link = known.get(new.id) or PlaceSuccession(old_id=place.id, new_id=new.id, on=on)
        link.on = on
        db.session.add(link)
        trail.write("place.merged", "place", place.id, actor_id=actor_id, detail={"into": new.id})
        links.append(link)
    db.session.commit()
    return links

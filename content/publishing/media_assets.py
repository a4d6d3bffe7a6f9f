"""Media assets: a kept file under an address of its own that stays when its content is replaced.

A content (`StoredFile`) belongs to one asset at most: the same file brought twice is the same
asset, and whoever names an earlier content is led to the present one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Model, Row, UTCDateTime, utc_now
from content.files import StoredFile
from content.publishing.models import Topic

# Who may use it, as the desk offers it and readers see it.
LICENCES = {
    "": "Chưa ghi",
    "own": "Của cơ quan, được dùng",
    "permission": "Tác giả đã cho phép dùng",
    "public": "Văn bản nhà nước, ai cũng dùng được",
    "cc0": "Hiến tặng công cộng (CC0)",
    "cc-by": "CC BY: dùng lại thì ghi tên tác giả",
    "cc-by-sa": "CC BY-SA: ghi tên tác giả, chia sẻ như cũ",
}

media_topic = sa.Table(
    "media_topic",
    Model.metadata,
    sa.Column("asset_id", sa.ForeignKey("media_asset.id"), primary_key=True),
    sa.Column("topic_id", sa.ForeignKey("topic.id"), primary_key=True, index=True),
)


class MediaAsset(EditedRow):
    """A picture or file of the library: its facts, and the content that its address gives now."""

    __tablename__ = "media_asset"
    __change_kind__: ClassVar[str] = "media"

    key: orm.Mapped[str] = orm.mapped_column(sa.String(16), unique=True)
    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), unique=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200))  # ASCII; part of the address
    title: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    alt: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    credit: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    licence: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="")
    added_by_id: orm.Mapped[int | None]

    file: orm.Mapped[StoredFile] = orm.relationship(lazy="joined")
    topics: orm.Mapped[list[Topic]] = orm.relationship(secondary=media_topic, order_by=Topic.slug)
    contents: orm.Mapped[list[MediaContent]] = orm.relationship(
        cascade="all, delete-orphan", order_by="MediaContent.id.desc()", back_populates="asset"
    )

    @property
    def path(self) -> str:
        """The permanent address; its shape is that of a content's, so that texts may name both."""
        return f"/tep/{self.key}/{self.file_name}"

    @property
    def shown_title(self) -> str:
        """What the desk calls it: the title, or the name of the file."""
        return self.title or self.file_name

    @property
    def is_picture(self) -> bool:
        """Whether the present content is a picture that browsers show."""
        return self.file.media_type in ("image/jpeg", "image/png", "image/webp", "image/gif")


class MediaContent(Row):
    """A content that an asset has or once had; each can be made the present one again."""

    __tablename__ = "media_content"

    asset_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("media_asset.id"), index=True)
    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), unique=True)
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    by_id: orm.Mapped[int | None]

    asset: orm.Mapped[MediaAsset] = orm.relationship(back_populates="contents")
    file: orm.Mapped[StoredFile] = orm.relationship(lazy="joined")


class Rendition(Model):
    """A picture in another width; made from it, so it can always be made again.

    The row whose `picture_id` is the file itself holds the picture's own size and says that its
    renditions were made; width 0 there: it could not be read.
    """

    __tablename__ = "rendition"

    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), primary_key=True)
    picture_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("stored_file.id"), primary_key=True, index=True
    )
    width: orm.Mapped[int]
    height: orm.Mapped[int]

    picture: orm.Mapped[StoredFile] = orm.relationship(foreign_keys=[picture_id])


def key_of(sha256: str) -> str:
    """The key of the asset that begins with a content: the same in every hub that loads it."""
    return hashlib.sha256(f"media:{sha256}".encode()).hexdigest()[:16]

"""Items and what belongs to them: revisions, topics, attachments, redirects, preview links.

The row of an item holds what readers see (or, before the first publication, the newest draft).
Edits of a published item are revisions that wait (`pending_revision_id`) until somebody publishes.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Model, Row, UTCDateTime, utc_now
from content.documents.models import Document
from content.files import StoredFile
from content.places import Place
from content.publishing.details import Event, Training

# kind → (section address, title of the section). A page stands at the root.
SECTIONS: dict[str, tuple[str, str]] = {
    "news": ("tin-tuc", "Tin tức"),
    "guidance": ("huong-dan", "Hướng dẫn"),
    "document": ("van-ban", "Văn bản"),
    "story": ("guong-dien-hinh", "Gương điển hình"),
    "training": ("tai-lieu", "Tài liệu tập huấn"),
    "notice": ("thong-bao", "Thông báo"),
    "page": ("", "Trang"),
}
KINDS = tuple(SECTIONS)
# Words that name rooms of the site: no page may take them as its slug.
RESERVED_SLUGS = frozenset(
    {s for s, _ in SECTIONS.values() if s}
    | {"tieu-chi", "thu-vien", "cong-nhan", "chi-tieu", "lich", "lien-he", "tim-kiem", "noi"}
    | {"feed.xml", "sitemap.xml", "oai", "opds", "xem-truoc", "duyet", "quan-tri", "api"}
    | {"static", "tep", "trang", "chu-de", "nam", "index.html", "robots.txt", "404.html"}
    | {"openapi.json"}
)
STATES = {
    "draft": "Nháp",
    "in_review": "Chờ duyệt",
    "returned": "Trả lại",
    "approved": "Đã duyệt",
    "published": "Đã đăng",
    "withdrawn": "Đã gỡ",
}

item_topic = sa.Table(
    "item_topic",
    Model.metadata,
    sa.Column("item_id", sa.ForeignKey("item.id"), primary_key=True),
    sa.Column("topic_id", sa.ForeignKey("topic.id"), primary_key=True, index=True),
)


class Topic(EditedRow):
    """A subject that items are gathered under."""

    __tablename__ = "topic"
    __change_kind__: ClassVar[str] = "topic"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(120))
    # What readers are told above its list; plain text.
    description: orm.Mapped[str] = orm.mapped_column(sa.Text, default="", server_default="")
    # Its place among the topics that somebody put in order, from 1; 0 stands after all of these.
    position: orm.Mapped[int] = orm.mapped_column(default=0, server_default="0")


class Item(EditedRow):
    """One published or publishable text. Visible when published, begun and not over (`visible`)."""

    __tablename__ = "item"
    __change_kind__: ClassVar[str] = "item"

    kind: orm.Mapped[str] = orm.mapped_column(sa.String(12), index=True)
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(120))
    state: orm.Mapped[str] = orm.mapped_column(sa.String(12), default="draft", index=True)
    title: orm.Mapped[str] = orm.mapped_column(sa.Text)
    summary: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    body: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # Markdown, as written
    # Made once, at save, from `body`: sanitised HTML, plain text, headings [{level, id, text}].
    html: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    plain: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    headings: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    date: orm.Mapped[dt.date]  # the day readers see; Vietnamese date
    language: orm.Mapped[str] = orm.mapped_column(sa.String(8), default="vi")
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)
    document_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("document.id"), unique=True
    )
    # The document's fields before the first publication; the graph learns of them only then, so
    # that a draft shows nowhere. Afterwards None: the row of the document holds them.
    document_draft: orm.Mapped[dict[str, Any] | None] = orm.mapped_column(
        sa.JSON(none_as_null=True)
    )
    first_published_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    publish_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    expires_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    withdrawn_notice: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    # What the item was loaded from, so that loading the same file again changes nothing.
    source_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), default="")
    created_by_id: orm.Mapped[int | None]
    pending_revision_id: orm.Mapped[int | None]
    # How far the waiting revision of a published item has come (STATES); "" when none waits.
    pending_state: orm.Mapped[str] = orm.mapped_column(sa.String(12), default="", index=True)
    review_note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # why it was returned

    # Where the facts come from ([{"title", "url"?}]) and the day they were last held against it.
    sources: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(
        sa.JSON, default=list, server_default="[]"
    )
    checked: orm.Mapped[dt.date | None]
    # The day by which an editor should look at it again; readers never see it.
    review_by: orm.Mapped[dt.date | None] = orm.mapped_column(index=True)

    place: orm.Mapped[Place | None] = orm.relationship()
    document: orm.Mapped[Document | None] = orm.relationship()
    event: orm.Mapped[Event | None] = orm.relationship(cascade="all, delete-orphan")
    training: orm.Mapped[Training | None] = orm.relationship(cascade="all, delete-orphan")
    topics: orm.Mapped[list[Topic]] = orm.relationship(secondary=item_topic, order_by=Topic.slug)
    attachments: orm.Mapped[list[Attachment]] = orm.relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="Attachment.position"
    )

    __table_args__ = (
        sa.UniqueConstraint("kind", "slug"),
        sa.Index("ix_item_list", "kind", "state", "date"),
    )

    @property
    def files_now(self) -> list[Attachment]:
        """The files that are in force; older versions of them stand in `attachments` too."""
        return [attachment for attachment in self.attachments if attachment.until is None]

    @property
    def path(self) -> str:
        """The address within the site: "/tin-tuc/SLUG/", for a page "/SLUG/"."""
        section = SECTIONS[self.kind][0]
        return f"/{section}/{self.slug}/" if section else f"/{self.slug}/"


class Revision(Row):
    """A named state of an item: all its fields, who saved it, and what changed.

    `fields` is the snapshot that `content.publishing.snapshot` makes and applies.
    """

    __tablename__ = "revision"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    by_id: orm.Mapped[int | None]
    label: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    change_note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # public: "Thay đổi gì"
    published: orm.Mapped[bool] = orm.mapped_column(default=False)
    published_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    fields: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON)


class Attachment(Row):
    """A file shown with an item, under a name and a title of its own."""

    __tablename__ = "attachment"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)
    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200))  # ASCII, safe in a folder
    title: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    position: orm.Mapped[int] = orm.mapped_column(default=0)
    # The Vietnamese day on which another file took its place; readers find it among older versions.
    until: orm.Mapped[dt.date | None]

    item: orm.Mapped[Item] = orm.relationship(back_populates="attachments")
    file: orm.Mapped[StoredFile] = orm.relationship(lazy="joined")

    @property
    def path(self) -> str:
        """The address within the site: the hash keeps it stable, the name makes it readable."""
        return f"/tep/{self.file.sha256[:16]}/{self.file_name}"


class Redirect(Row):
    """An address that an item once had. It leads on to where the item stands now."""

    __tablename__ = "redirect"
    __change_kind__: ClassVar[str] = "redirect"

    old_path: orm.Mapped[str] = orm.mapped_column(sa.String(200), unique=True)
    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)

    item: orm.Mapped[Item] = orm.relationship()


class PreviewLink(Row):
    """A preview that was handed out: signed, expiring, and revocable by deleting the row."""

    __tablename__ = "preview_link"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)
    revision_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("revision.id"))
    by_id: orm.Mapped[int | None]
    nonce: orm.Mapped[str] = orm.mapped_column(sa.String(32), unique=True)
    expires_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)

"""How fields reach the row of an item: checked, rendered, joined to topics, places and files.

Nothing here commits; the commands beside it do.
"""

from __future__ import annotations

import re
from dataclasses import replace

import sqlalchemy as sa

from content import files, markup, places
from content.database import db
from content.documents import commands as documents
from content.errors import BadInput
from content.publishing import checks, file_titles, library_addresses, scope
from content.publishing.commands import details, topics
from content.publishing.conflicts import Conflict
from content.publishing.desk_queries import newest_revision, working
from content.publishing.models import Attachment, Item, Revision, Topic
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.publishing.visibility import is_visible
from content.vietnamese import slugify

_LIBRARY_FILE = re.compile(r"/tep/([0-9a-f]{16})/([a-z0-9.-]+)")


def fresh(item_id: int) -> Item:
    """The item as the database has it now; BadInput when there is none."""
    item = db.session.get(Item, item_id, populate_existing=True)
    if item is None:
        raise BadInput("Bài này không còn; hãy tải lại danh sách.")
    return item


def conflict(item: Item, mine: ItemFields) -> Conflict:
    """The refusal of a save that had not seen the last one, with both texts."""
    last = newest_revision(item)
    by_id, at = (last.by_id, last.at) if last else (None, item.updated_at)
    return Conflict(mine, working(item), item.version, by_id, at)


def settled(fields: ItemFields, item: Item | None, actor_id: int | None) -> ItemFields:
    """The fields as they will be stored: checked, with a slug that is free and topics by slug.

    Topics that do not exist are made, in the running transaction. An account with limits stays
    within them here, whatever door the text came through.
    """
    fields = scope.fitted(checks.checked(fields), item, actor_id)
    if fields.place is not None and places.by_slug(fields.place) is None:
        raise BadInput(f"Không có địa bàn “{fields.place}”; hãy chọn trong danh sách địa bàn.")
    for entry in fields.attachments:
        _file_of(entry)
    fields = replace(fields, attachments=_named(fields))
    markup.render(fields.body)  # refuses what cannot be rendered before it is stored
    known = [topics.find_or_make(name, actor_id=actor_id)[0] for name in fields.topics]
    slugs = tuple(dict.fromkeys(topic.slug for topic in known))
    return replace(fields, slug=_slug(fields, item), topics=slugs)


def apply(item: Item, fields: ItemFields) -> None:
    """Write settled fields to the row; the document's own fields are the caller's to place."""
    refuse_taken(fields.kind, fields.slug, item)
    rendered = markup.render(fields.body)
    for name in (
        "kind",
        "slug",
        "title",
        "summary",
        "body",
        "date",
        "language",
        "publish_at",
        "expires_at",
        "checked",
        "review_by",
    ):
        setattr(item, name, getattr(fields, name))
    item.sources = [source.to_json() for source in fields.sources]
    item.html, item.plain = rendered.html, rendered.plain
    item.headings = [dict(heading) for heading in rendered.headings]
    item.place = places.by_slug(fields.place) if fields.place else None
    # A topic that was merged away since the snapshot stays away.
    wanted = sa.select(Topic).where(Topic.slug.in_(fields.topics)).order_by(Topic.slug)
    item.topics = list(db.session.scalars(wanted))
    _attach(item, fields.attachments)
    details.place(item, fields)


def refuse_taken(kind: str, slug: str, item: Item | None) -> None:
    """BadInput that names the item at an address, unless it is this one."""
    with db.session.no_autoflush:
        other = db.session.scalar(sa.select(Item).where(Item.kind == kind, Item.slug == slug))
    if other is not None and (item is None or other.id != item.id):
        # The title of a text that readers cannot see is not everybody's to know.
        named = f"bài “{other.title}”" if is_visible(other) else "một bài chưa đăng"
        raise BadInput(f"Địa chỉ {other.path} đã có {named}; hãy đổi địa chỉ hoặc sửa bài đó.")


def remember(
    item: Item,
    fields: ItemFields,
    *,
    actor_id: int | None,
    label: str = "",
    change_note: str = "",
) -> Revision:
    """Add a revision that holds the fields, and give it its number."""
    revision = Revision(
        item_id=item.id,
        by_id=actor_id,
        label=checks.capped(checks.line(label), "Tên bản lưu", 120),
        change_note=checks.capped(checks.line(change_note), "Ghi chú thay đổi", checks.MOST_NOTE),
        fields=fields.to_json(),
    )
    db.session.add(revision)
    db.session.flush()
    return revision


def _slug(fields: ItemFields, item: Item | None) -> str:
    """The slug given, or one made: of a document from its number, else from the title."""
    slug = fields.slug
    if not slug and item is not None and item.kind == fields.kind:
        slug = item.slug
    if not slug and fields.document is not None:
        slug = _free(fields.kind, documents.slug_of(fields.document), item)
    slug = slug or slugify(fields.title, checks.MOST_SLUG)
    checks.check_slug(fields.kind, slug)
    refuse_taken(fields.kind, slug, item)
    return slug


def _free(kind: str, slug: str, item: Item | None) -> str:
    """The slug, or with a number behind it where another item stands there.

    Two documents may share number and year; their addresses are made, so they may differ.
    """
    query = sa.select(Item.slug).where(Item.kind == kind, Item.slug.startswith(slug))
    if item is not None:
        query = query.where(Item.id != item.id)
    taken = set(db.session.scalars(query))
    free, count = slug, 1
    while free in taken:
        count += 1
        free = f"{slug}-{count}"
    return free


def _file_of(entry: AttachmentFields) -> files.StoredFile:
    row = files.by_sha256(entry.sha256)
    if row is None:
        raise BadInput(f"Không thấy tệp “{entry.file_name}”; hãy tải tệp lên lại.")
    return row


def _named(fields: ItemFields) -> tuple[AttachmentFields, ...]:
    """The attachments with the files of the library that the text names, so that they go with it.

    A file that was replaced in the library meanwhile comes with its present content.
    """
    given = library_addresses.present(fields.attachments)
    named = dict.fromkeys(_LIBRARY_FILE.findall(fields.body))
    if not named:
        return given
    known = library_addresses.by_prefixes([prefix for prefix, _name in named])
    held = {entry.sha256 for entry in given}
    more = {}
    for prefix, _name in named:
        asset = known.get(prefix)
        if asset is not None and asset.key == prefix and asset.file.sha256 not in held:
            title = file_titles.SHOWN if asset.is_picture else asset.title
            more[asset.id] = AttachmentFields(asset.file.sha256, asset.file_name, title)
    return (*given, *more.values())


def _attach(item: Item, wanted: tuple[AttachmentFields, ...]) -> None:
    wanted = library_addresses.present(wanted)  # a revision that waited may name an older content
    known = {(a.file.sha256, a.file_name): a for a in item.attachments}
    kept = []
    for position, entry in enumerate(wanted):
        found = known.get((entry.sha256, entry.file_name)) or Attachment(
            file=_file_of(entry), file_name=entry.file_name
        )
        found.title, found.position, found.until = entry.title, position, entry.until
        kept.append(found)
    item.attachments = kept

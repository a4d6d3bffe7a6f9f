"""The search of a static copy: the index as files beside the search page, and what hits show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.places import Place
from content.publishing.models import Attachment, Item
from hub.export.links import relative
from hub.public import search
from search_index import index, shards
from search_index.documents import Facts
from search_index.passages import anchor_at, headings_of
from search_index.synonyms import synonyms
from search_index.view import View

FOLDER = "du-lieu"
_BATCH = 200

Outside = Callable[[str], bool]


def write(copy: Path, outside: Outside, site_url: str) -> str:
    """Write the index of all visible items into a copy, to be asked by its search page.

    Returns what the page must know: the folder beside it and, after "?", a stamp of the files.
    outside: whether an address is only on the site itself, where links to it then lead.
    """
    view = index.current()
    folder = copy / search.PATH.strip("/") / FOLDER
    texts = _Texts(view, outside, site_url)
    places = db.session.scalars(sa.select(Place.folded)).all()
    shards.write(folder, view, shards.table(synonyms()), places, texts)
    stamp = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        stamp.update(f"{path.name}\0".encode() + path.read_bytes())
    return f"{FOLDER}/?{stamp.hexdigest()[:8]}"


class _Texts:
    """How each item and its passages are shown; items are read many at a time, in their order."""

    def __init__(self, view: View, outside: Outside, site_url: str) -> None:
        self._order = list(view.subjects)
        self._outside = outside
        self._site_url = site_url
        self._at = 0
        self._held: dict[int, Item] = {}

    def __call__(
        self, item_id: int, passages: Sequence[Facts]
    ) -> tuple[shards.Shown, list[shards.Text]]:
        item = self._item(item_id)
        shown = shards.Shown(
            path=self._link(item.path),
            title=item.title,
            section=search.called(item.kind, item.document),
            when=search.when(item.date, item.document),
        )
        files = {attachment.id: attachment for attachment in item.attachments}
        return shown, [self._text(item, facts, files) for facts in passages]

    def _item(self, item_id: int) -> Item:
        if item_id not in self._held:
            wanted = self._order[self._at : self._at + _BATCH]
            self._at += _BATCH
            self._held.clear()
            db.session.expunge_all()
            query = (
                sa.select(Item)
                .where(Item.id.in_(wanted))
                .options(
                    orm.defer(Item.html),
                    orm.defer(Item.body),
                    orm.joinedload(Item.document),
                    orm.selectinload(Item.attachments).joinedload(Attachment.file),
                )
            )
            self._held = {item.id: item for item in db.session.scalars(query)}
        return self._held[item_id]

    def _text(self, item: Item, facts: Facts, files: dict[int, Attachment]) -> shards.Text:
        attachment = files.get(facts.attachment)
        source = attachment.file.text if attachment else item.plain
        if not source.strip():
            source = item.summary
        end = min(facts.end, len(source)) or len(source)
        start = min(facts.start, end)
        if attachment:
            about = (self._link(attachment.path), attachment.title or attachment.file_name)
            return shards.Text(source[start:end], (), about)
        headings = headings_of(item.headings, item.plain)
        inside = [(one.offset - start, one.id) for one in headings if start < one.offset < end]
        first = anchor_at(headings, start)
        return shards.Text(
            source[start:end], ((0, first), *inside) if first else tuple(inside), None
        )

    def _link(self, path: str) -> str:
        return self._site_url + path if self._outside(path) else relative(path, search.PATH)

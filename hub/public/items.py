"""Items: articles of every section, pages at the root, and the view that previews share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from content.places import Place
from content.publishing import library_addresses, queries
from content.publishing.detail_fields import EventFields, SourceFields, TrainingFields
from content.publishing.models import SECTIONS, Attachment, Item, Revision, Topic
from content.publishing.snapshot import fields_of
from hub.config import Settings
from hub.face import site
from hub.face.face import json_ld, section_path, section_title
from hub.public import media
from hub.public.addresses import Address, Route
from hub.public.library import embedding
from hub.public.lists import KINDS

# Words a person reads in a minute; a Vietnamese word is one or two syllables.
_SYLLABLES_A_MINUTE = 220
_SHOWN = re.compile(r'src="/tep/([0-9a-f]{16})/')


@dataclass(frozen=True, slots=True)
class View:
    """What the item page shows: an item's public row, or a revision that is previewed."""

    kind: str
    path: str
    title: str
    summary: str
    html: str
    plain: str
    headings: Sequence[dict[str, Any]]
    date: dt.date
    place: Place | None
    topics: Sequence[Topic]
    attachments: Sequence[Attachment]
    updated: dt.datetime | None = None
    sources: Sequence[SourceFields] = ()
    checked: dt.date | None = None
    event: EventFields | None = None
    training: TrainingFields | None = None
    older: Sequence[Attachment] = ()  # files that others replaced, the newest first

    @property
    def contents(self) -> list[dict[str, Any]]:
        """The headings of the upper two levels that the page has, for the list of contents."""
        levels = sorted({int(h["level"]) for h in self.headings})[:2]
        top = [h for h in self.headings if h["level"] == (levels or [2])[0]]
        deeper = [h for h in self.headings if h["level"] in levels]
        return deeper if len(top) < 3 and len(deeper) <= 12 else top

    @property
    def minutes(self) -> int:
        """How long reading takes, in whole minutes, at least one."""
        return max(1, round(len(self.plain.split()) / _SYLLABLES_A_MINUTE))


def view_of(item: Item) -> View:
    """The public view of an item."""
    fields = fields_of(item)
    return View(
        kind=item.kind,
        path=item.path,
        title=item.title,
        summary=item.summary,
        html=item.html,
        plain=item.plain,
        headings=item.headings,
        date=item.date,
        place=item.place,
        topics=item.topics,
        attachments=to_download(item.html, item.files_now),
        updated=_updated(item),
        sources=fields.sources,
        checked=fields.checked,
        event=fields.event,
        training=fields.training,
        older=older_files(item),
    )


def older_files(item: Item) -> list[Attachment]:
    """The files that others took the place of, the last replaced first."""
    older = [attachment for attachment in item.attachments if attachment.until is not None]
    return sorted(older, key=lambda a: (a.until, -a.position), reverse=True)


def to_download(html: str, attachments: Sequence[Attachment]) -> list[Attachment]:
    """The files of a page that are offered for themselves; pictures that its text shows are not."""
    shown = set(_SHOWN.findall(html))
    if not shown:
        return list(attachments)
    known = library_addresses.prefixes_of([a.file.id for a in attachments])
    return [
        a
        for a in attachments
        if f'src="{a.path}"' not in html and not shown & known.get(a.file.id, set())
    ]


def show(section: str, slug: str) -> ResponseReturnValue:
    """An item of a section; documents have a room of their own."""
    item = queries.at(KINDS[section], slug)
    if item is None:
        abort(404)
    return page_of(view_of(item), related=queries.related(item), versions=queries.versions(item))


def show_page(slug: str) -> ResponseReturnValue:
    """A page at the root of the site."""
    item = queries.at("page", slug)
    if item is None:
        abort(404)
    return page_of(view_of(item), versions=queries.versions(item))


def page_of(
    view: View,
    *,
    related: Sequence[Item] = (),
    versions: Sequence[Revision] = (),
    template: str = "public/item.html",
    **more: Any,
) -> str:
    """The HTML of an item's view."""
    summary = view.summary or first_words(view.plain)
    told = [v for v in versions if v.change_note]
    view = replace(view, html=embedding.unfolded(media.dressed(view.html)))
    return render_template(
        template,
        **{
            "view": view,
            "current": view.kind,
            "page_title": view.title,
            "description": summary,
            "canonical_path": view.path,
            "og_type": "article",
            "related": related,
            "versions": told,
            "steps": steps_to(view),
            "share_text": share_text(view, summary),
            "ld": json_ld(_structured(view, summary)),
            **more,
        },
    )


def steps_to(view: View) -> list[tuple[str, str]]:
    """The crumbs above an item."""
    section = SECTIONS[view.kind][0]
    return [(section_title(view.kind), section_path(view.kind))] if section else []


def share_text(view: View, summary: str) -> str:
    """Words ready to be pasted into a chat: title, one line, the public address."""
    return "\n".join(filter(None, [view.title, summary, _site().site_url + view.path]))


def first_words(plain: str, most: int = 200) -> str:
    """The beginning of a text, cut between words, for descriptions."""
    text = " ".join(plain.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def _structured(view: View, summary: str) -> dict[str, Any]:
    """Schema.org data: readable without a network, nothing that the page does not say."""
    kinds = {"news": "NewsArticle", "notice": "NewsArticle", "page": "WebPage"}
    return {
        "@context": "https://schema.org",
        "@type": kinds.get(view.kind, "Article"),
        "headline": view.title[:110],
        "description": summary,
        "datePublished": view.date.isoformat(),
        **({"dateModified": view.updated.isoformat()} if view.updated else {}),
        "inLanguage": "vi",
        "url": _site().site_url + view.path,
        "publisher": {"@type": "Organization", "name": site.current().organisation},
    }


def _updated(item: Item) -> dt.datetime | None:
    newest = next(iter(queries.versions(item)), None)
    return newest.at if newest else None


def _site() -> Settings:
    settings: Settings = current_app.extensions["hub_settings"]
    return settings


def addresses() -> Iterator[Address]:
    """Every visible item; documents are listed by their own room."""
    for item in queries.every_visible():
        if item.kind != "document":
            yield Address(item.path, item.updated_at)


_SECTION = f"<any({', '.join(repr(s) for s, k in KINDS.items() if k != 'document')}):section>"
ROUTES = (
    Route(f"/{_SECTION}/<slug>/", "item", show),
    Route("/<slug>/", "page", show_page),
)

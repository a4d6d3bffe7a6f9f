"""Previews: one revision shown to whoever holds a signed link, for a while, and never frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import abort, make_response, render_template
from flask.typing import ResponseReturnValue

from content import files, markup, places
from content.calendar import today
from content.database import utc_now
from content.files import StoredFile
from content.publishing import desk_queries
from content.publishing.models import Item, Revision, Topic
from content.publishing.snapshot import AttachmentFields, ItemFields
from hub.face import drafted, sending
from hub.face.drafted import PREFIX
from hub.public import documents, items
from hub.public.addresses import Address, Route

_LIVE = "liên kết có chữ ký và thời hạn"


class Opened(NamedTuple):
    """What a valid link shows."""

    item: Item
    revision: Revision
    fields: ItemFields


@dataclass(frozen=True, slots=True)
class PreviewedFile:
    """An attachment as the templates read it, at an address under the preview's own."""

    file: StoredFile
    file_name: str
    title: str
    path: str


def show(token: str) -> ResponseReturnValue:
    """The revision of a link, as the public page would show it, under a banner."""
    opened = _opened(token)
    if opened is None:
        return _private(
            render_template("public/preview_over.html", page_title="Bản xem trước"), 404
        )
    fields = opened.fields
    page = items.page_of(
        _view(opened, token),
        template="public/preview.html",
        canonical_path="",
        saved=opened.revision.at,
        document=fields.document,
        cited=_cited(fields),
    )
    return _private(page)


def show_file(token: str, sha256: str, name: str) -> ResponseReturnValue:
    """An attachment of the revision of a link."""
    opened = _opened(token)
    given = opened.fields.attachments if opened else ()
    wanted = [a for a in given if a.sha256[:16] == sha256 and a.file_name == name]
    file = files.by_sha256(wanted[0].sha256) if wanted else None
    if file is None:
        abort(404)
    return _private(sending.sent(file, name, wanted[0].title))


def _opened(token: str) -> Opened | None:
    """What a token opens; None when it is forged, over or revoked, or the item was withdrawn."""
    nonce = drafted.nonce_of(token)
    found = desk_queries.preview(nonce) if nonce is not None else None
    if found is None or found[0].state == "withdrawn":
        return None
    item, revision = found
    return Opened(item, revision, ItemFields.from_json(revision.fields))


def _view(opened: Opened, token: str) -> items.View:
    """The revision as a view; its text is rendered now, because only published text is kept so."""
    fields = opened.fields
    rendered = markup.render(fields.body)
    preview = f"{PREFIX}{token}/"
    in_force = tuple(a for a in fields.attachments if a.until is None)
    attached: list[Any] = list(_attached(in_force, preview))
    html = drafted.with_files(rendered.html, preview, fields.attachments)
    return items.View(
        kind=fields.kind,
        path=opened.item.path,
        title=fields.title,
        summary=fields.summary,
        html=html,
        plain=rendered.plain,
        headings=[{**heading} for heading in rendered.headings],
        date=fields.date or today(),
        place=places.by_slug(fields.place) if fields.place else None,
        topics=_topics(fields.topics),
        attachments=items.to_download(html, attached),
        updated=utc_now(),
        sources=fields.sources,
        checked=fields.checked,
        event=fields.event,
        training=fields.training,
    )


def _attached(given: tuple[AttachmentFields, ...], preview: str) -> Iterator[PreviewedFile]:
    for attachment in given:
        file = files.by_sha256(attachment.sha256)
        if file is not None:
            path = drafted.file_path(preview, attachment)
            yield PreviewedFile(file, attachment.file_name, attachment.title, path)


def _topics(wanted: tuple[str, ...]) -> list[Topic]:
    return [topic for topic in desk_queries.every_topic() if topic.slug in wanted]


def _cited(fields: ItemFields) -> list[tuple[str, list[str]]]:
    """The citations of a document by relation, each as number, date and issuer."""
    links = fields.document.links if fields.document else ()
    groups = []
    for relation, words in documents.CITES.items():
        names = [
            ", ".join(filter(None, [k.number or k.title, k.issued and k.issued.shown(), k.issuer]))
            for k in links
            if k.relation == relation
        ]
        if names:
            groups.append((words, names))
    return groups


def _private(page: Any, status: int | None = None) -> ResponseReturnValue:
    response = make_response(page) if status is None else make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "no-referrer"  # the address itself is the key
    return response


def addresses() -> Iterator[Address]:
    """Nothing: a preview is never frozen."""
    yield from ()


ROUTES = (
    Route(f"{PREFIX}<token>/", "preview", show, live=_LIVE),
    Route(f"{PREFIX}<token>/tep/<sha256>/<name>", "preview_file", show_file, live=_LIVE),
)

"""Official documents: what is known of each, whether it is in force, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import abort, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content.calendar import today
from content.documents import queries as documents
from content.documents.models import Document
from content.documents.quality import POOR_BELOW, measure
from content.publishing import file_titles, graph_queries, queries
from content.publishing.graph_queries import Neighbour
from content.publishing.models import Item
from content.scans import queries as scanned_pages
from hub.face.face import json_ld, section_path
from hub.public import items
from hub.public.addresses import Address, Route

# A text that stands below an account of it has this heading (`content.loading.completing`).
FULL_TEXT = "Toàn văn"
SECTION = section_path("document")
# Relation → how it reads from the one who cites, and from the one cited.
CITES = {
    "based_on": "Căn cứ vào",
    "implements": "Thực hiện",
    "replaces": "Thay thế",
    "amends": "Sửa đổi, bổ sung",
    "mentions": "Có nhắc tới",
}
CITED = {
    "based_on": "Là căn cứ của",
    "implements": "Được thực hiện bởi",
    "replaces": "Bị thay thế bởi",
    "amends": "Được sửa đổi, bổ sung bởi",
    "mentions": "Được nhắc tới trong",
}


def show(slug: str, section: str = "") -> ResponseReturnValue:  # of the rule
    """A document with its text, or what is known of one that is only cited."""
    item = queries.at("document", slug)
    if item is not None:
        return _with_text(item)
    document, item = graph_queries.document_at(slug)
    if item is not None and item.slug != slug:
        return redirect(item.path, code=301)
    if document is None:
        abort(404)
    return _without_text(document)


def _with_text(item: Item) -> str:
    view = items.view_of(item)
    more = _of_document(item.document) if item.document else _unknown()
    heading = heading_of(item.document, view.title)
    return items.page_of(
        view,
        related=queries.related(item),
        versions=queries.versions(item),
        template="public/document.html",
        kicker=name_of(item.document) if item.document else "",
        heading=heading,
        page_title=heading,
        has_account=any(h["text"] == FULL_TEXT for h in view.headings[1:]),
        read_by_machine=_is_read_by_machine(item),
        **more,
        **({"ld": _structured(item.document, view)} if item.document else {}),
    )


def _is_read_by_machine(item: Item) -> bool:
    """Whether the text can only have come from pictures of pages."""
    originals = {a.file.sha256 for a in item.files_now if a.title == file_titles.ORIGINAL}
    words = any(a.title in (file_titles.WORDS, file_titles.READ_WORDS) for a in item.files_now)
    return bool(originals) and not words and scanned_pages.recognised(originals) == originals


def _without_text(document: Document) -> str:
    name = name_of(document)
    path = f"{SECTION}{document.slug}/"
    return render_template(
        "public/document_missing.html",
        current="document",
        page_title=name,
        description=document.title or name,
        canonical_path=path,
        name=name,
        **_of_document(document),
    )


def validity_of(document: Document) -> documents.Validity:
    """Whether a document is in force today, as far as the hub knows."""
    return documents.validity(document, today(), graph_queries.replacement(document))


def _of_document(document: Document) -> dict[str, Any]:
    replaced_by = graph_queries.replacement(document)
    graph = graph_queries.graph(document)
    return {
        "document": document,
        "validity": documents.validity(document, today(), replaced_by),
        "replaced_by": replaced_by,
        "replaced_path": _stands_at(replaced_by) if replaced_by else "",
        "out": grouped(graph.out, CITES),
        "into": grouped(graph.into, CITED),
    }


def _stands_at(document: Document) -> str:
    """The address of a document: that of its text where one is visible."""
    _known, item = graph_queries.document_at(document.slug)
    return item.path if item is not None else f"{SECTION}{document.slug}/"


def _unknown() -> dict[str, Any]:
    return {"document": None, "validity": None, "replaced_by": None, "out": [], "into": []}


def grouped(
    neighbours: list[Neighbour], words: dict[str, str]
) -> list[tuple[str, list[Neighbour]]]:
    """Neighbours by relation, in the order of the relations, without empty groups."""
    groups = ((_(word), [n for n in neighbours if n.relation == r]) for r, word in words.items())
    return [(word, found) for word, found in groups if found]


def name_of(document: Document) -> str:
    """How people call a document: "Kế hoạch 415/KH-UBND"; its title where it has no number."""
    kind = (document.kind or "").capitalize()
    if document.number:
        return f"{kind} {document.number}".strip()
    return document.title or kind or _("Văn bản chưa rõ số")


def heading_of(document: Document | None, title: str) -> str:
    """The heading of a document's page: its title, unless a machine read that title badly.

    Then what is surely known stands there: kind, number, day, issuer.
    """
    if document is None or not document.poorly_recognised:
        return title
    if measure(title).share_of_valid_syllables >= POOR_BELOW:
        return title
    issued = document.issued
    parts = [name_of(document), issued.shown() if issued else "", document.issuer or ""]
    return ", ".join(part for part in parts if part)


def _structured(document: Document, view: items.View) -> Any:
    issued = document.issued
    return json_ld(
        {
            "@context": "https://schema.org",
            "@type": "Legislation",
            "name": document.title or view.title,
            "legislationIdentifier": document.number,
            "legislationType": document.kind,
            "legislationDate": issued.iso() if issued else None,
            "legislationPassedBy": document.issuer,
            "inLanguage": "vi",
            "url": items._site().site_url + view.path,
        }
    )


def path_of(neighbour: Neighbour) -> str:
    """Where a neighbour stands: its text, or the page of what is known of it."""
    return neighbour.item.path if neighbour.item else f"{SECTION}{neighbour.document.slug}/"


def addresses() -> Iterator[Address]:
    """Every visible document and every document that a visible one cites."""
    held = [i for i in queries.every_visible() if i.kind == "document"]
    for item in held:
        yield Address(item.path, item.updated_at)
    taken = {item.slug for item in held}
    for document in graph_queries.cited_documents():
        if document.slug not in taken:
            yield Address(f"{SECTION}{document.slug}/", document.updated_at)


# The section stands as a converter, as in the lists: a plain word would outweigh "trang-2" there.
_SECTION = f"<any({SECTION.strip('/')!r}):section>"
ROUTES = (Route(f"/{_SECTION}/<slug>/", "document", show),)

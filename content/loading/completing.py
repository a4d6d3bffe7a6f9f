"""A text that arrives for a document already described: what it does not say stays. Pure."""

from __future__ import annotations

from dataclasses import fields, replace

from content.documents.fields import DocumentFields
from content.publishing.snapshot import ItemFields


def completed(new: ItemFields, known: ItemFields) -> ItemFields:
    """The new text with what was known of the document and the text itself does not say.

    Summary, topics, place, sources and the day of checking stay where the text brings none; so do
    known dates, signer and relations. The title of a badly recognised text does not push out the
    one that a person wrote.
    """
    document = _completed_document(new.document, known.document)
    keeps_title = document is not None and document.poorly_recognised and bool(known.title)
    if keeps_title and document is not None and known.document is not None:
        document = replace(document, title=known.document.title or known.title)
    return replace(
        new,
        title=known.title if keeps_title else new.title,
        summary=new.summary or known.summary,
        topics=new.topics or known.topics,
        place=new.place or known.place,
        sources=new.sources or known.sources,
        checked=new.checked or known.checked,
        document=document,
    )


def _completed_document(
    new: DocumentFields | None, known: DocumentFields | None
) -> DocumentFields | None:
    if new is None or known is None:
        return new
    gaps = {
        field.name: getattr(known, field.name)
        for field in fields(DocumentFields)
        if field.name not in ("links", "poorly_recognised")
        and getattr(new, field.name) in (None, "", ())
    }
    cited = {(link.relation, link.number, link.title) for link in new.links}
    stated = [
        link
        for link in known.links
        if link.origin == "editor" and (link.relation, link.number, link.title) not in cited
    ]
    return replace(new, **gaps, links=(*new.links, *stated))

"""A text that arrives for a document already described: what it does not say stays. Pure."""

from __future__ import annotations

from dataclasses import fields, replace

from content.documents.fields import DocumentFields
from content.publishing.file_titles import TEXT_TITLES
from content.publishing.snapshot import AttachmentFields, ItemFields

# The heading under which the text of a document stands, below an account of it.
FULL_TEXT = "## Toàn văn"


def completed(new: ItemFields, known: ItemFields) -> ItemFields:
    """The new text with what was known of the document and the text itself does not say.

    Summary, topics, place, sources and the day of checking stay where the text brings none; so do
    known dates, signer and relations, and an account of the document above its text. The title of
    a badly recognised text does not push out the one that a person wrote.
    """
    document = _completed_document(new.document, known.document)
    keeps_title = document is not None and document.poorly_recognised and bool(known.title)
    if keeps_title and document is not None and known.document is not None:
        document = replace(document, title=known.document.title or known.title)
    return replace(
        new,
        body=_with_account(new.body, known),
        title=known.title if keeps_title else new.title,
        summary=new.summary or known.summary,
        topics=new.topics or known.topics,
        place=new.place or known.place,
        sources=new.sources or known.sources,
        language=known.language,
        publish_at=known.publish_at,
        expires_at=known.expires_at,
        attachments=(*new.attachments, *_kept_files(new, known)),
        checked=new.checked or known.checked,
        review_by=new.review_by or known.review_by,
        document=document,
    )


def _with_account(text: str, known: ItemFields) -> str:
    """The text below what a person wrote about it; a later copy takes the place of the text only.

    An account names its sources and stands alone until the first text of the document arrives.
    """
    account, mark, _old_text = known.body.partition(f"\n\n{FULL_TEXT}\n\n")
    if not mark and not _is_account(known):
        return text
    return f"{account.strip()}\n\n{FULL_TEXT}\n\n{text}" if account.strip() else text


def notes(known: ItemFields) -> list[str]:
    """What a person should hear of a text that gave way, for the report of the load."""
    kept = f"\n\n{FULL_TEXT}\n\n" in known.body or _is_account(known) or not known.body.strip()
    return [] if kept else ["Toàn văn vừa nạp thay nội dung cũ; bản cũ còn trong Lịch sử."]


def _is_account(known: ItemFields) -> bool:
    """Whether a person wrote it in words of their own: it names sources, and no text came yet."""
    return bool(known.sources) and not any(a.title in TEXT_TITLES for a in known.attachments)


def _kept_files(new: ItemFields, known: ItemFields) -> list[AttachmentFields]:
    """The files that a person attached; an earlier copy of the text goes."""
    names = {entry.file_name for entry in new.attachments}
    return [
        entry
        for entry in known.attachments
        if entry.title not in TEXT_TITLES and entry.file_name not in names
    ]


def _completed_document(
    new: DocumentFields | None, known: DocumentFields | None
) -> DocumentFields | None:
    if new is None or known is None:
        return new
    # What a machine read badly does not push out what is known.
    poor = new.poorly_recognised
    gaps = {
        field.name: getattr(known, field.name)
        for field in fields(DocumentFields)
        if field.name not in ("links", "poorly_recognised")
        and (getattr(new, field.name) in (None, "", ()) or (poor and field.name != "title"))
        and getattr(known, field.name) not in (None, "", ())
    }
    cited = {(link.relation, link.number, link.title) for link in new.links}
    stated = [
        link
        for link in known.links
        if link.origin == "editor" and (link.relation, link.number, link.title) not in cited
    ]
    return replace(new, **gaps, links=(*new.links, *stated))

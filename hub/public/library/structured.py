"""A work for programs that read its page: citation meta elements and schema.org data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content.catalogue.formats.citations import language_tag
from content.catalogue.record import Name, Record
from hub.public.library.citing import Work, own_files

# Kind → schema.org type (https://schema.org/CreativeWork and those below it).
_TYPES = {
    "sach": "Book",
    "bai-bao": "ScholarlyArticle",
    "tap-chi": "Periodical",
    "luan-van": "Thesis",
    "bao-cao": "Report",
    "van-ban": "Legislation",
    "tap-huan": "LearningResource",
    "am-thanh": "AudioObject",
    "video": "VideoObject",
    "hinh-anh": "VisualArtwork",
}
_ROLES = {"author": "author", "issuer": "author", "editor": "editor", "translator": "translator",
          "illustrator": "illustrator"}  # fmt: skip


def metas(work: Work) -> Iterator[tuple[str, str]]:
    """(name, content) of the meta elements that Google Scholar and Zotero read."""
    for name, text in _metas(work):
        if text:
            yield f"citation_{name}", text


def _metas(work: Work) -> Iterator[tuple[str, str]]:
    record = work.record
    yield "title", record.whole_title
    yield from (("author", name) for name in record.authors)
    yield "publication_date", str(record.year or "")
    is_thesis = record.kind == "luan-van"
    yield ("dissertation_institution" if is_thesis else "publisher"), record.publisher
    first, _sign, last = record.pages.replace("–", "-").partition("-")
    given = (
        ("journal_title", record.host),
        ("volume", record.volume),
        ("issue", record.issue),
        ("firstpage", first.strip()),
        ("lastpage", last.strip()),
        ("isbn", record.identifier("isbn")),
        ("issn", record.identifier("issn")),
        ("doi", record.identifier("doi")),
        ("language", language_tag(record.languages[0]) if record.languages else ""),
        ("keywords", "; ".join(one.term for one in record.subjects)),
        ("abstract_html_url", work.url),
    )
    yield from given
    yield from (("pdf_url", url) for url in own_files(work.row) if url.endswith(".pdf"))


def json_ld(work: Work) -> dict[str, Any]:
    """What schema.org calls the work; nothing that the page does not say."""
    record = work.record
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(record.kind, "CreativeWork"),
        "name": record.whole_title,
        "url": work.url,
        "alternateName": list(record.other_titles),
        **_people(record),
        "datePublished": str(record.year or ""),
        "publisher": {"@type": "Organization", "name": record.publisher}
        if record.publisher
        else "",
        "isPartOf": {"@type": "CreativeWork", "name": record.host} if record.host else "",
        "pagination": record.pages,
        "bookEdition": record.edition if record.kind == "sach" else "",
        "inLanguage": [language_tag(code) for code in record.languages],
        "about": [one.term for one in record.subjects],
        "abstract": record.abstract,
        "isbn": record.identifier("isbn"),
        "issn": record.identifier("issn"),
        "identifier": [f"{one.scheme}:{one.value}" for one in record.identifiers],
        "isAccessibleForFree": True if record.access == "open" or work.row.files else "",
        "license": record.rights_url,
        "encoding": [{"@type": "MediaObject", "contentUrl": url} for url in own_files(work.row)],
        "sameAs": [one.url for one in record.links],
    }
    return {name: value for name, value in data.items() if value not in ("", [])}


def _people(record: Record) -> dict[str, list[dict[str, str]]]:
    people: dict[str, list[dict[str, str]]] = {}
    for one in record.names:
        people.setdefault(_ROLES.get(one.role, "contributor"), []).append(_person(one))
    return people


def _person(one: Name) -> dict[str, str]:
    return {"@type": "Organization" if one.organisation else "Person", "name": one.name}

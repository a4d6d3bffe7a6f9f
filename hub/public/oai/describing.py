"""A publication or a work as other libraries describe it: a record, then `oai_dc` or MARCXML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

import pymarc
from lxml import etree

from content.catalogue.formats import dublin_core_writing, marc_writing
from content.catalogue.harvest_queries import rows as work_rows
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Identifier, Name, Record, Subject, clean
from content.documents.models import Document
from content.publishing.harvest_queries import rows as text_rows
from content.publishing.models import Item
from hub.face import site
from hub.public.library import citing
from hub.public.oai.listing import TEXTS, WORKS, Entry, prefix

# Kind of a publication → kind of a work.
_KINDS = {"document": "van-ban", "training": "tap-huan"}
_MOST_ABSTRACT = 600


def metadata(entries: Sequence[Entry], form: str) -> dict[tuple[int, int], Any]:
    """The metadata element (lxml) of each entry that is not deleted, by (rank, id)."""
    alive = [entry for entry in entries if not entry.deleted]
    texts = text_rows([entry.id for entry in alive if entry.rank == TEXTS])
    works = work_rows([entry.id for entry in alive if entry.rank == WORKS])
    made = {(TEXTS, number): _of_text(item, form) for number, item in texts.items()}
    return made | {(WORKS, number): _of_work(row, form) for number, row in works.items()}


def identifiers(entries: Sequence[Entry]) -> dict[tuple[int, int], str]:
    """The identifier of each entry; what it is made of never changes."""
    works = work_rows([entry.id for entry in entries if entry.rank == WORKS])
    return {
        (entry.rank, entry.id): prefix()
        + (f"bai/{entry.id}" if entry.rank == TEXTS else f"thu-vien/{works[entry.id].slug}")
        for entry in entries
    }


def of_text(item: Item) -> Record:
    """A publication as a work: what a library's catalogue would say of it."""
    whose = site.current()
    document = item.document
    issuer = document.issuer if document else ""
    by = Name(
        issuer or whose.organisation or whose.site_name, "issuer" if issuer else "author", True
    )
    number = document.number if document else ""
    return clean(
        Record(
            item.title,
            kind=_KINDS.get(item.kind, "khac"),
            names=(by,),
            publisher=whose.organisation or whose.site_name,
            date=_day(item, document),
            languages=("vie",) if item.language == "vi" else (item.language,),
            subjects=tuple(Subject(topic.name) for topic in item.topics),
            abstract=item.summary or item.plain[:_MOST_ABSTRACT],
            identifiers=(Identifier("number", number),) if number else (),
            access="open",
            coverage=(item.place.full_name,) if item.place else (),
        )
    )


def _day(item: Item, document: Document | None) -> str:
    issued = document.issued if document else None
    return str(issued or item.date)


def _of_text(item: Item, form: str) -> Any:
    address = site.current().site_url
    record = of_text(item)
    url = address + item.path
    if form == "oai_dc":
        files = [address + one.path for one in item.files_now]
        return dublin_core_writing.oai_dc(record, url=url, files=files)
    return _marcxml(marc_writing.marc(record, url=url, number=f"bai-{item.id}"))


def _of_work(row: LibraryRecord, form: str) -> Any:
    work = citing.of(row)
    if form == "oai_dc":
        return dublin_core_writing.oai_dc(work.record, url=work.url, files=citing.own_files(row))
    return _marcxml(citing.marc_of(work))


def _marcxml(record: pymarc.Record) -> Any:
    node = pymarc.record_to_xml_node(record, namespace=True)  # type: ignore[no-untyped-call]
    return etree.fromstring(ElementTree.tostring(node))

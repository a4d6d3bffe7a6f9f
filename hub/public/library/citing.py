"""A work for citation managers and library systems: the files beside its page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pymarc
from flask import Response, abort
from flask.typing import ResponseReturnValue

from content.catalogue import queries
from content.catalogue.formats import citations, dublin_core_writing, marc_writing
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Record, from_plain
from hub.face import site


class Work(NamedTuple):
    """What a writer is given: the row, its value, the whole address of its page."""

    row: LibraryRecord
    record: Record
    url: str


class Form(NamedTuple):
    """One file. title: as readers read it; made_for: what opens it."""

    name: str
    media_type: str
    title: str
    made_for: str
    write: Callable[[Work], str | bytes]


def of(row: LibraryRecord) -> Work:
    """A row as writers take it."""
    return Work(row, row.record, site.current().site_url + row.path)


def marc_of(work: Work) -> pymarc.Record:
    """The work as MARC, with what came as MARC kept."""
    row, record, url = work
    came = None
    if row.marc is not None:
        taken = (one.taken for one in row.origins if one.marc == row.marc)
        came = next((from_plain(plain) for plain in taken), None)
    return marc_writing.marc(record, url=url, number=str(row.id), kept=row.marc, came=came)


def mrc(works: Sequence[Work]) -> bytes:
    """Works as one file of MARC21."""
    return marc_writing.iso2709(marc_of(work) for work in works)


def ris(works: Sequence[Work]) -> str:
    """Works as one file of RIS."""
    return "".join(citations.ris(work.record, url=work.url) for work in works)


def _bib(work: Work) -> str:
    return citations.bibtex(work.record, key=work.row.slug, url=work.url)


def _csl(work: Work) -> str:
    return citations.csl_json(work.record, key=work.row.slug, url=work.url)


def _dc(work: Work) -> bytes:
    return dublin_core_writing.xml(work.record, url=work.url, files=own_files(work.row))


def own_files(row: LibraryRecord) -> list[str]:
    """The whole addresses of the files that hold a work."""
    return [site.current().site_url + one.path for one in row.files]


RIS, MARC = "application/x-research-info-systems", "application/marc"
FORMS = (
    Form("trich-dan.ris", RIS, "RIS", "Zotero, EndNote, Mendeley", lambda work: ris([work])),
    Form("trich-dan.bib", "application/x-bibtex", "BibTeX", "LaTeX, JabRef", _bib),
    Form("trich-dan.csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON",
         "Zotero, Pandoc", _csl),
    Form("trich-dan.mrc", MARC, "MARC21", "phần mềm thư viện", lambda work: mrc([work])),
    Form("trich-dan.marc.xml", "application/marcxml+xml", "MARCXML", "phần mềm thư viện",
         lambda work: marc_writing.marcxml([marc_of(work)])),
    Form("dc.xml", "application/xml", "Dublin Core", "thư viện số", _dc),
)  # fmt: skip
_BY_NAME = {form.name: form for form in FORMS}


def show(slug: str, name: str) -> ResponseReturnValue:
    """One of the files of a shown work."""
    row = queries.by_slug(slug)
    form = _BY_NAME.get(name)
    if row is None or row.state != "shown" or form is None:
        abort(404)
    return answer(form.write(of(row)), form.media_type, f"{slug}.{name.partition('.')[2]}")


def answer(content: str | bytes, media_type: str, name: str) -> Response:
    """A file to be taken away under a name."""
    if not media_type.endswith("marc"):
        media_type += "; charset=utf-8"
    return Response(
        content,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def paths(row_path: str) -> Iterator[str]:
    """The addresses of the files beside a page."""
    return (f"{row_path}{form.name}" for form in FORMS)

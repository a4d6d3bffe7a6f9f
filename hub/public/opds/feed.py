"""An OPDS feed as XML (https://specs.opds.io/opds-1.2): Atom with links of exact types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree

from content.catalogue.models import LibraryRecord
from content.catalogue.reader_queries import COVER
from content.catalogue.record import Record
from hub.face import site
from hub.public.feeds import legal, tag
from hub.public.library.lines import PATH

ATOM, DC, THREADS = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/terms/",
    "http://purl.org/syndication/thread/1.0",
)
SEARCH = "http://a9.com/-/spec/opensearch/1.1/"
NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
DESCRIPTION = "application/opensearchdescription+xml"
_TAKEN = "http://opds-spec.org/acquisition/open-access"
_IMAGE, _THUMBNAIL = "http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail"
ROOT = "/opds/index.xml"
BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Door(NamedTuple):
    """An entry of a navigation feed: where it leads, what of it is told, how many works wait."""

    path: str
    title: str
    about: str
    works: int
    kind: str = ACQUISITION
    rel: str = "subsection"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the entries. path: of this feed; before, behind: of the other pages."""

    path: str
    title: str
    kind: str
    updated: dt.datetime
    up: str = ROOT
    first: str = ""
    before: str = ""
    behind: str = ""
    total: int | None = None


def navigation(head: Head, doors: Iterable[Door]) -> bytes:
    """A feed that leads to others."""
    root = _feed(head)
    for door in doors:
        entry = _add(root, "entry")
        _add(entry, "title", door.title)
        _add(entry, "id", _tag(door.path))
        _add(entry, "updated", _moment(head.updated))
        _add(entry, "content", door.about, type="text")
        _link(entry, door.rel, door.path, door.kind).set(f"{{{THREADS}}}count", str(door.works))
    return _written(root)


def acquisition(head: Head, rows: Iterable[LibraryRecord]) -> bytes:
    """A feed of works; each has at least one file that can be taken."""
    root = _feed(head)
    if head.total is not None:
        etree.SubElement(root, f"{{{SEARCH}}}totalResults").text = str(head.total)
    for row in rows:
        _entry(root, row, row.record)
    return _written(root)


def description(path: str, template: str) -> bytes:
    """The OpenSearch description of the search of the library."""
    whose = site.current()
    root = etree.Element(f"{{{SEARCH}}}OpenSearchDescription", nsmap={None: SEARCH})
    for name, text in (
        ("ShortName", legal(whose.site_name)[:16]),
        ("Description", legal(f"Tìm trong thư viện của {whose.site_name}")),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, f"{{{SEARCH}}}{name}").text = text
    url = etree.SubElement(root, f"{{{SEARCH}}}Url")
    url.set("type", ACQUISITION)
    url.set("template", f"{whose.site_url}{template}")
    itself = etree.SubElement(root, f"{{{SEARCH}}}Url")
    itself.set("type", DESCRIPTION)
    itself.set("rel", "self")
    itself.set("template", f"{whose.site_url}{path}")
    return _written(root)


def _feed(head: Head) -> Any:
    whose = site.current()
    root = etree.Element(
        f"{{{ATOM}}}feed",
        nsmap={None: ATOM, "dc": DC, "thr": THREADS, "opensearch": SEARCH},
    )
    _add(root, "id", _tag(head.path))
    _add(root, "title", head.title)
    _add(root, "updated", _moment(head.updated))
    author = _add(root, "author")
    _add(author, "name", whose.organisation or whose.site_name)
    _add(author, "uri", whose.site_url)
    _link(root, "self", head.path, head.kind)
    _link(root, "start", ROOT, NAVIGATION)
    if head.path != ROOT:
        _link(root, "up", head.up, NAVIGATION)
    _link(root, "search", "/opds/tim.xml", DESCRIPTION)
    for rel, path in (("first", head.first), ("previous", head.before), ("next", head.behind)):
        if path:
            _link(root, rel, path, head.kind)
    return root


def _entry(root: Any, row: LibraryRecord, record: Record) -> None:
    entry = _add(root, "entry")
    _add(entry, "title", record.whole_title)
    _add(entry, "id", _tag(f"thu-vien-{row.slug}"))
    _add(entry, "updated", _moment(row.updated_at))
    if row.shown_at:
        _add(entry, "published", _moment(row.shown_at))
    for one in record.names:
        sort = "author" if one.role in ("author", "issuer") else "contributor"
        _add(_add(entry, sort), "name", one.name)
    for name, text in _facts(record):
        etree.SubElement(entry, f"{{{DC}}}{name}").text = legal(text)
    for subject in record.subjects:
        _add(entry, "category", term=subject.code or subject.term, label=subject.term)
    for name, text in (("rights", record.rights), ("summary", record.abstract)):
        if text:
            _add(entry, name, text, type="text")
    _links(entry, row)


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    """(element, text) of Dublin Core terms, none empty."""
    found = [("publisher", record.publisher), ("issued", record.date or str(record.year or ""))]
    found += [("language", code) for code in record.languages]
    isbns = [one.value for one in record.identifiers if one.scheme == "isbn"]
    found += [("identifier", f"urn:isbn:{number}") for number in isbns]
    return ((name, text) for name, text in found if text)


def _links(entry: Any, row: LibraryRecord) -> None:
    """Its page, its cover, its files with their exact types and sizes."""
    _link(entry, "alternate", f"{PATH}{row.slug}/", "text/html")
    if row.cover is not None:
        cover = f"/tep/{row.cover.sha256[:16]}/{COVER}"
        _link(entry, _IMAGE, cover, row.cover.media_type)
        _link(entry, _THUMBNAIL, cover, row.cover.media_type)
    for file in row.files:
        link = _link(entry, _TAKEN, file.path, file.file.media_type)
        link.set("length", str(file.file.size))
        if file.title:
            link.set("title", legal(file.title))


def _link(parent: Any, rel: str, path: str, media_type: str) -> Any:
    link = _add(parent, "link", rel=rel, href=f"{site.current().site_url}{path}")
    link.set("type", media_type)
    return link


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    if text:
        element.text = legal(text)
    for key, value in attributes.items():
        element.set(key, legal(value))
    return element


def _tag(name: str) -> str:
    return tag(site.current().site_url, BEGINNING.date(), name.replace("/", "-"))


def _moment(when: dt.datetime) -> str:
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(root: Any) -> bytes:
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return whole

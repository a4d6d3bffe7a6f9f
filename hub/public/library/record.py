"""The page of a work: what it is, where to read or borrow it, how to cite it, what is near it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import abort, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from content import places
from content.catalogue import queries, reader_queries, shelf_queries
from content.catalogue.formats import citations
from content.catalogue.formats.dublin_core_writing import host_line
from content.catalogue.models import LibraryRecord
from content.catalogue.record import ACCESS, IDENTIFIERS, KINDS, LANGUAGES, ROLES, Record
from content.publishing import queries as publishing
from content.publishing.models import Item
from content.vietnamese import slugify
from hub.face.face import json_ld
from hub.face.words import host
from hub.public.addresses import Address
from hub.public.library import citing, lines, shelves, structured
from hub.public.library.lines import PATH

_NEAR, _GUIDANCE = 6, 5
# Where a number leads, when it leads anywhere; a handle of 123456789 is nobody's.
_RESOLVERS = {"doi": "https://doi.org/", "handle": "https://hdl.handle.net/"}
_NOBODYS = "123456789/"


class Told(NamedTuple):
    """A line of the particulars: its title, and (words, address or "") one after the other."""

    title: str
    values: list[tuple[str, str]]


class Way(NamedTuple):
    """Where a work can be read elsewhere. host: as people name the site; note: what to expect."""

    url: str
    host: str
    title: str
    note: str


def show(slug: str) -> ResponseReturnValue:
    """A shown work; a merged one leads on, one that is gone says so."""
    row = queries.by_slug(slug)
    if row is None:
        abort(404)
    if row.state != "shown":
        return _not_shown(row)
    work = citing.of(row)
    record = work.record
    ways = ways_of(record)
    return render_template(
        "public/library/record.html",
        current="library",
        page_title=record.whole_title[:150],
        description=_description(record),
        canonical_path=row.path,
        og_type="book" if record.kind == "sach" else "article",
        row=row,
        record=record,
        cover=reader_queries.cover_path(row),
        names=list(_names(record)),
        ways=ways,
        held=shelf_queries.holdings_of(row.id),
        next_stop=shelves.next_stop,
        told=list(particulars(record)),
        citation=citations.readable(record, url=work.url),
        forms=citing.FORMS,
        origins=queries.origins_of(row.id),
        lists=shelf_queries.lists_with(row.id),
        near=lines.of(queries.neighbours(row, _NEAR)),
        guidance=guidance(record),
        coins=citations.coins(record, url=work.url),
        metas=list(structured.metas(work)),
        ld=json_ld(structured.json_ld(work)),
        **lines.WORDS,
    )


def _not_shown(row: LibraryRecord) -> ResponseReturnValue:
    """What is told of a work that is not shown: nothing of one that never was."""
    kept = row.merged_into
    if kept is not None and kept.state == "shown":
        return redirect(kept.path, code=301)
    if row.shown_at is None:
        abort(404)
    page = render_template(
        "public/library/gone.html", page_title="Tài liệu đã gỡ", current="library"
    )
    return make_response(page, 410)


def ways_of(record: Record) -> list[Way]:
    """The links to the work elsewhere; none but web addresses, whatever a source wrote."""
    notes = {
        "open": "đọc miễn phí",
        "restricted": "có thể phải có tài khoản hoặc trả tiền",
        "": "chưa rõ có cần tài khoản không",
    }
    given = [(one.url, one.title) for one in record.links]
    doi = record.identifier("doi")
    if doi and not given:
        given.append((_RESOLVERS["doi"] + doi, ""))
    return [Way(url, host(url), title, notes[record.access]) for url, title in given if is_web(url)]


def is_web(url: str) -> bool:
    """Whether an address is one that a browser may be led to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _names(record: Record) -> Iterator[tuple[str, str, str]]:
    """(name, what it did, address of its works), authors without a word for it."""
    for one in record.names:
        role = "" if one.role == "author" else ROLES.get(one.role, "").lower()
        value = slugify(one.name, 100)
        yield one.name, role, f"{PATH}tac-gia/{value}/" if value else ""


def particulars(record: Record) -> Iterator[Told]:
    """The particulars that the record has, in the order they are read."""
    for title, values in _particulars(record):
        kept = [(words, path) for words, path in values if words]
        if kept:
            yield Told(title, kept)


def _particulars(record: Record) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    yield "Loại", [(KINDS[record.kind], f"{PATH}loai/{record.kind}/")]
    yield "Nhan đề khác", [(one, "") for one in record.other_titles]
    yield "Trong", [(host_line(record), "")]
    there = ": ".join(filter(None, [record.published_in, record.publisher]))
    yield "Nơi xuất bản", [(there, "")]
    year = (str(record.year), f"{PATH}nam/{record.year}/") if record.year else ("", "")
    yield "Năm", [year]
    # A date says more than its year only sometimes.
    yield "Ngày ghi ở nguồn", [(record.date if record.date != str(record.year) else "", "")]
    for title, text in (
        ("Lần xuất bản", record.edition),
        ("Tùng thư", record.series),
        ("Độ dài", record.extent),
    ):
        yield title, [(text, "")]
    yield (
        "Ngôn ngữ",
        [(LANGUAGES.get(code, code), _listed("tieng", code)) for code in record.languages],
    )
    yield (
        "Chủ đề",
        [
            (one.term, _listed("chu-de", one.code or slugify(one.term, 100)))
            for one in record.subjects
        ],
    )
    yield "Nói về nơi", [(_place(record.place), ""), *((one, "") for one in record.coverage)]
    yield "Dành cho", [(one, "") for one in (*record.audiences, record.level)]
    for scheme, title in IDENTIFIERS.items():
        yield title, [(value, _resolved(scheme, value)) for value in _values(record, scheme)]
    yield "Quyền đọc", [(ACCESS[record.access] if record.access else "", "")]
    terms = record.rights or record.rights_url
    yield "Quyền sử dụng", [(terms, record.rights_url if is_web(record.rights_url) else "")]
    yield "Ghi chú", [(record.notes, "")]


def _listed(word: str, value: str) -> str:
    """The address of the list of a value; "" where none can hold it."""
    return f"{PATH}{word}/{value}/" if lines.is_plain(value) else ""


def _values(record: Record, scheme: str) -> Iterator[str]:
    return (one.value for one in record.identifiers if one.scheme == scheme)


def _resolved(scheme: str, value: str) -> str:
    if scheme not in _RESOLVERS or value.startswith(_NOBODYS):
        return ""
    return _RESOLVERS[scheme] + value


def _place(slug: str) -> str:
    place = places.by_slug(slug) if slug else None
    return place.full_name if place else ""


def guidance(record: Record) -> list[Item]:
    """What this site says about the topics of a work, each page once."""
    found: dict[int, Item] = {}
    for slug in record.topics:
        topic = publishing.topic_by_slug(slug)
        if topic is not None:
            for item in publishing.listing(None, topic=topic, per_page=_GUIDANCE).items:
                found.setdefault(item.id, item)
    return list(found.values())[:_GUIDANCE]


def _description(record: Record) -> str:
    who = ", ".join(record.authors[:3])
    about = " ".join(record.abstract.split())
    told = about or ". ".join(filter(None, [KINDS[record.kind], who, str(record.year or "")]))
    return told if len(told) <= 200 else told[:200].rsplit(" ", 1)[0] + " …"


def addresses() -> Iterator[Address]:
    """Every shown work with the files beside its page."""
    for slug, changed in reader_queries.every_shown():
        path = f"{PATH}{slug}/"
        yield Address(path, changed)
        yield from (Address(one, changed) for one in citing.paths(path))


def pages() -> Iterator[Address]:
    """Those of the addresses that a search engine should know."""
    return (Address(f"{PATH}{slug}/", changed) for slug, changed in reader_queries.every_shown())


def merged_paths() -> list[tuple[str, str, str]]:
    """(address before, address now, title) of works that were merged into another."""
    return [
        (f"{PATH}{slug}/", f"{PATH}{now}/", title) for slug, now, title in reader_queries.merged()
    ]


def gone_paths() -> list[str]:
    """Where works stood that readers saw and see no more, the last thousand."""
    return [f"{PATH}{slug}/" for slug in reader_queries.gone_slugs()]

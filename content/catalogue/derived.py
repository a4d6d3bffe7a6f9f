"""What is derived from a record: columns, keys that join records of one work, facets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from content.catalogue import thesaurus
from content.catalogue.record import ACCESS, KINDS, LANGUAGES, Record, as_plain
from content.vietnamese import fold, slugify

# Schemes of which one value means one work, whoever gave it.
SURE = frozenset({"doi"})
# Schemes that name a work only together with its title: publishers use an ISBN twice, half of the
# country's repositories share the handle prefix 123456789, and 387/QĐ-TTg comes back every year.
WITH_TITLE = frozenset({"isbn", "handle", "number"})


class Columns(NamedTuple):
    """The columns of `LibraryRecord` that follow from the value."""

    value: dict[str, Any]
    digest: str
    title: str
    folded: str
    byline: str
    kind: str
    year: int | None


class Facet(NamedTuple):
    """A facet of a record: what it is narrowed by, as addresses and as readers name it."""

    facet: str
    value: str
    label: str


def columns(record: Record) -> Columns:
    """The columns of a record."""
    plain = as_plain(record)
    return Columns(
        value=plain,
        digest=digest_of(plain),
        title=record.title[:500],
        folded=fold(record.title)[:300],
        byline=", ".join(record.authors)[:500],
        kind=record.kind,
        year=record.year,
    )


def digest_of(plain: Mapping[str, Any]) -> str:
    """SHA-256 over the value in one form; equal for equal values."""
    form = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(form.encode()).hexdigest()


def keys(record: Record) -> list[tuple[str, str]]:
    """(scheme, value) by which records of one work are found, "work" among them."""
    found = [
        (one.scheme, one.value[:300].casefold())
        for one in record.identifiers
        if one.scheme in SURE or one.scheme in WITH_TITLE or one.scheme == "local"
    ]
    if record.authors or record.year:  # a title alone ("Giáo trình") says too little
        found.append(("work", work_key(record)))
    return list(dict.fromkeys([*found, ("title", title_key(record))]))


def title_key(record: Record) -> str:
    """The title without marks, case and points; the subtitle is left out, since sources differ."""
    return slugify(record.title, 300)


def work_key(record: Record) -> str:
    """Title, first author and year: equal for descriptions that are likely of one work."""
    author = slugify(record.authors[0], 80) if record.authors else ""
    return f"{title_key(record)[:200]}|{author}|{record.year or ''}"


def facets(record: Record) -> list[Facet]:
    """What follows from the value; source and shelf are added by who knows them."""
    found = [Facet("kind", record.kind, KINDS[record.kind])]
    for one in record.subjects:
        found.append(Facet("subject", one.code or slugify(one.term, 100), one.term))
        found += [Facet("subject", term.code, term.term) for term in thesaurus.wider(one.code)]
    found += [Facet("language", code, LANGUAGES.get(code, code)) for code in record.languages]
    found += [Facet("name", slugify(one.name, 100), one.name) for one in record.names]
    found += [Facet("topic", slug, slug) for slug in record.topics]
    if record.year:
        found.append(Facet("year", str(record.year), str(record.year)))
    if record.access:
        found.append(Facet("access", record.access, ACCESS[record.access]))
    if record.place:
        found.append(Facet("place", record.place, record.place))
    return _once(found)


def _once(found: Iterable[Facet]) -> list[Facet]:
    """Each value of a facet once; one whose address would be empty (no letter at all) is left."""
    by_key: dict[tuple[str, str], Facet] = {}
    for one in found:
        if one.value:
            by_key.setdefault((one.facet, one.value), one)
    return [Facet(one.facet, one.value[:120], one.label[:200]) for one in by_key.values()]

"""Dublin Core (oai_dc, and its qualified forms) read into records. Pure.

Elements follow https://www.dublincore.org/specifications/dublin-core/dces/; what DSpace and OJS
make of them is known from their public answers: several dates, a citation among the identifiers,
"Tạp chí; Tập 2 Số 1 (2020); 5-9" as source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from content.catalogue import identifiers
from content.catalogue.formats import terms, xml
from content.catalogue.record import Identifier, Link, Name, Record, Refused, Subject, Taken
from content.errors import BadInput

Values = Mapping[str, list[tuple[str, str]]]  # element → (text, its xml:lang)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Qualified names that some sources use → the element they refine.
_REFINED = {
    "issued": "date", "created": "date", "available": "date", "abstract": "description",
    "alternative": "title", "extent": "format", "spatial": "coverage", "temporal": "coverage",
    "isPartOf": "source", "accessRights": "rights", "license": "rights",
    "bibliographicCitation": "citation", "educationLevel": "level",
}  # fmt: skip
_EXTENT = re.compile(r"^\D{0,12}\d+\s*(?:tr|trang|p|pp|pages?|tờ|phút|min)\b", re.IGNORECASE)
_MEDIA = re.compile(r"^[a-z]+/[\w.+-]+$")
_URL = re.compile(r"^https?://\S+$")
_ISSUE = re.compile(r"(?:số|no\.?|issue)\s*([\w/-]+)", re.IGNORECASE)
_VOLUME = re.compile(r"(?:tập|vol\.?|volume)\s*([\w/-]+)", re.IGNORECASE)
_PAGES = re.compile(r"^\d+\s*[-–]\s*\d+$")
_MOST_LOCAL = 60


def read(element: Any) -> tuple[Record, tuple[str, ...]]:
    """The record of a `dc` element and sentences on what was odd; BadInput without a title."""
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for child in element:
        text = terms.letters(xml.words(child))
        name = xml.local(child)
        if text and text.lower() not in ("n/a", "null", "none"):
            values[_REFINED.get(name, name)].append((text, child.get(_LANG) or ""))
    return record_of(values)


def record_of(values: Values) -> tuple[Record, tuple[str, ...]]:
    """The record of the fifteen elements; as `read`."""
    titles = _titles(values.get("title", []))
    if not titles:
        raise BadInput("Bản ghi không có nhan đề.")
    numbers, links, notes, faults = _numbers(values)
    abstract, extent, more = _described(values)
    rights = _texts(values, "rights")
    host = _host(_texts(values, "source"))
    own_issn = host.pop("issn", "")
    if own_issn:
        numbers.append(Identifier("issn", own_issn))
    record = Record(
        title=titles[0],
        other_titles=tuple(titles[1:]),
        kind=terms.kind(_texts(values, "type")),
        names=_names(values),
        publisher=next(iter(_texts(values, "publisher")), ""),
        date=terms.date(_texts(values, "date")),
        series=next((one for one in _texts(values, "relation") if _is_series(one)), ""),
        extent=extent,
        languages=tuple(filter(None, map(terms.language, _texts(values, "language")))),
        subjects=_subjects(values),
        abstract=abstract,
        identifiers=tuple(dict.fromkeys(numbers)),
        links=tuple(links),
        access=terms.access(rights),
        rights=next((one for one in rights if not _URL.match(one) and "eu-repo" not in one), ""),
        rights_url=next((one for one in rights if _URL.match(one)), ""),
        audiences=tuple(_texts(values, "audience")),
        level=next(iter(_texts(values, "level")), ""),
        coverage=tuple(_texts(values, "coverage")),
        notes="\n".join([*more, *notes]),
        **host,
    )
    return record, tuple(faults)


def _texts(values: Values, name: str) -> list[str]:
    return list(dict.fromkeys(text for text, _language in values.get(name, [])))


def _titles(given: list[tuple[str, str]]) -> list[str]:
    """Titles, the Vietnamese one first where the source marks languages."""
    ordered = sorted(given, key=lambda one: not one[1].lower().startswith("vi"))
    return list(dict.fromkeys(text for text, _language in (ordered if given else [])))


def _names(values: Values) -> tuple[Name, ...]:
    found = []
    for element, role in (("creator", "author"), ("contributor", "contributor")):
        for text in _texts(values, element):
            for one in text.split(";"):
                if one.strip():
                    found.append(Name(terms.name(one), role))
    return tuple(dict.fromkeys(found))


def _subjects(values: Values) -> tuple[Subject, ...]:
    apart = [one.strip(" .") for text in _texts(values, "subject") for one in text.split(";")]
    return tuple(Subject(one) for one in dict.fromkeys(apart) if one)


def _numbers(values: Values) -> tuple[list[Identifier], list[Link], list[str], list[str]]:
    """Identifiers, links, notes and faults in what identifies the work or leads to it."""
    numbers: list[Identifier] = []
    links: list[Link] = []
    notes: list[str] = _texts(values, "citation")
    faults: list[str] = []
    media = next((one for one in _texts(values, "format") if _MEDIA.match(one)), "")
    for text in _texts(values, "identifier"):
        found, fault = identifiers.read(text)
        faults += [fault] if fault else []
        if found or (len(text) <= _MOST_LOCAL and not _URL.match(text)):
            numbers.append(found or Identifier("local", text))
        if _URL.match(text):
            links.append(Link(text, media_type=media if text.lower().endswith(".pdf") else ""))
        elif found is None and len(text) > _MOST_LOCAL:
            notes.append(text)
    links += [Link(text) for text in _texts(values, "relation") if _URL.match(text)]
    return numbers, list(dict.fromkeys(links)), notes, faults


def _described(values: Values) -> tuple[str, str, list[str]]:
    """Abstract, extent, and other descriptions: the longest text is the abstract."""
    texts = _texts(values, "description")
    formats = [one for one in _texts(values, "format") if not _MEDIA.match(one)]
    extent = next((one for one in [*formats, *texts] if _EXTENT.match(one) and len(one) < 80), "")
    rest = [one for one in texts if one != extent]
    abstract = max(rest, key=len, default="")
    return abstract, extent, [one for one in rest if one != abstract]


def _is_series(text: str) -> bool:
    return not _URL.match(text) and identifiers.read(text)[0] is None


def _host(sources: list[str]) -> dict[str, Any]:
    """Journal, volume, issue, pages and ISSN out of the sources, as OJS writes them."""
    found: dict[str, Any] = {}
    for text in sources:
        number, _fault = identifiers.read(text)
        if number:
            found.setdefault(number.scheme if number.scheme == "issn" else "", number.value)
            continue
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if _URL.match(text) or not parts or "host" in found:
            continue
        found["host"] = parts[0]
        for name, sign in (("volume", _VOLUME), ("issue", _ISSUE)):
            said = sign.search(" ".join(parts[1:]))
            if said:
                found[name] = said[1]
        pages = next((part for part in parts[1:] if _PAGES.match(part)), "")
        if pages:
            found["pages"] = pages
    found.pop("", None)
    return found


def own_id(record: Record) -> str:
    """What a record is known by where its source gives no identifier: its first number, else its
    link, else title, authors and date."""
    numbers = [f"{one.scheme}:{one.value}" for one in record.identifiers]
    named = [*numbers, *(one.url for one in record.links)]
    whole = f"{record.title}|{'|'.join(record.authors)}|{record.date}"
    return next(iter(named), whole)[:500]


def read_file(data: bytes) -> Iterator[Taken | Refused]:
    """The records of an XML file with `dc` elements, each read by itself."""
    text = xml.text_of(data)
    xml.refuse(text)
    for number, (offset, piece) in enumerate(xml.pieces(text, "dc"), start=1):
        try:
            record, faults = read(xml.children(xml.tree(piece), "dc")[0])
            yield Taken(own_id(record), record, faults=faults)
        except BadInput as fault:
            yield Refused(f"Bản ghi thứ {number}, từ ký tự {offset}", fault.message)

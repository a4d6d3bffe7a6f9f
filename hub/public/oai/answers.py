"""The answers of OAI-PMH as XML; what stands in them is chosen elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from hub.face import site
from hub.public.feeds import legal
from hub.public.oai import describing, listing, tokens
from hub.public.oai.asking import FORMATS, Asked, Fault, Refused
from hub.public.oai.listing import Entry
from hub.public.oai.tokens import Place

OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_SCHEMAS = {
    "oai_dc": (
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
        "http://www.openarchives.org/OAI/2.0/oai_dc/",
    ),
    "marcxml": (
        "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd",
        "http://www.loc.gov/MARC21/slim",
    ),
}
# The scheme of identifiers is described only where the host is a domain name, as it demands.
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


def errors(refused: Refused, given: Sequence[tuple[str, str]], now: dt.datetime) -> bytes:
    """The answer to a request that cannot be answered."""
    root = _root(given if refused.arguments else (), now)
    for fault in refused.faults:
        etree.SubElement(root, _in("error"), code=fault.code).text = legal(fault.words)
    return _written(root)


def answer(asked: Asked, now: dt.datetime) -> bytes:
    """The answer to a sound request; Refused where there is nothing to tell."""
    root = _root(asked.arguments, now)
    body = etree.SubElement(root, _in(asked.verb))
    _VERBS[asked.verb](body, asked)
    return _written(root)


def moment(when: dt.datetime) -> str:
    """A moment as the protocol writes it."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def base_url() -> str:
    """The address that harvesters ask."""
    return f"{site.current().site_url}/oai"


def identify(body: Any) -> None:
    """Who this repository is."""
    whose = site.current()
    _add(body, "repositoryName", " · ".join(filter(None, (whose.site_name, whose.site_place))))
    _add(body, "baseURL", base_url())
    _add(body, "protocolVersion", "2.0")
    _add(body, "adminEmail", whose.contact_email or f"khong-ro@{listing.host()}")
    _add(
        body,
        "earliestDatestamp",
        moment(listing.earliest() or dt.datetime(2026, 1, 1, tzinfo=dt.UTC)),
    )
    _add(body, "deletedRecord", "persistent")
    _add(body, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if _DOMAIN.fullmatch(listing.host()):
        _scheme(body)


def formats(body: Any, names: Iterable[str] = FORMATS) -> None:
    """The formats that every record is given in."""
    for name in names:
        schema, namespace = _SCHEMAS[name]
        one = etree.SubElement(body, _in("metadataFormat"))
        _add(one, "metadataPrefix", name)
        _add(one, "schema", schema)
        _add(one, "metadataNamespace", namespace)


def records(body: Any, entries: Sequence[Entry], form: str) -> None:
    """Whole records; form: one of FORMATS."""
    names = describing.identifiers(entries)
    described = describing.metadata(entries, form)
    for entry in entries:
        key = (entry.rank, entry.id)
        one = etree.SubElement(body, _in("record"))
        _header(one, entry, names[key])
        if key in described:
            etree.SubElement(one, _in("metadata")).append(described[key])


def _identify(body: Any, _asked: Asked) -> None:
    identify(body)


def _formats(body: Any, asked: Asked) -> None:
    if asked.identifier:
        _known(asked.identifier)
    formats(body)


def _sets(body: Any, _asked: Asked) -> None:
    for spec, name in listing.sets():
        one = etree.SubElement(body, _in("set"))
        _add(one, "setSpec", spec)
        _add(one, "setName", name)


def _one(body: Any, asked: Asked) -> None:
    entry = _known(asked.identifier)
    records(body, [entry], asked.prefix)


def _identifiers(body: Any, asked: Asked) -> None:
    entries, token = _page(asked)
    names = describing.identifiers(entries)
    for entry in entries:
        _header(body, entry, names[entry.rank, entry.id])
    _go_on(body, token)


def _records(body: Any, asked: Asked) -> None:
    entries, token = _page(asked)
    assert asked.place is not None
    records(body, entries, asked.place.prefix)
    _go_on(body, token)


def _page(asked: Asked) -> tuple[list[Entry], Place | None]:
    """The entries of a page, and the place behind them; None for a list of one page.

    The place behind the last page of several has no `after`.
    """
    place = asked.place
    assert place is not None
    entries, more = listing.page(place)
    if not entries:
        code = "noRecordsMatch" if place.after is None else "badResumptionToken"
        raise Refused([Fault(code, "there is nothing in this list (any more)")])
    if place.after is None:
        place = replace(place, total=listing.count(place) if more else len(entries))
        if not more:
            return entries, None
    last = entries[-1]
    after = (last.stamp, last.rank, last.id) if more else None
    return entries, replace(place, after=after, given=place.given + len(entries))


def _go_on(body: Any, place: Place | None) -> None:
    if place is None:
        return
    token = etree.SubElement(body, _in("resumptionToken"))
    token.set("completeListSize", str(max(place.total, place.given)))
    children = len(body) - 1
    token.set("cursor", str(place.given - children))
    if place.after is not None:
        token.text = tokens.write(place)


def _known(identifier: str) -> Entry:
    entry = listing.one(identifier)
    if entry is None:
        raise Refused([Fault("idDoesNotExist", f"there is no record “{identifier[:120]}” here")])
    return entry


def _header(body: Any, entry: Entry, identifier: str) -> None:
    header = etree.SubElement(body, _in("header"))
    if entry.deleted:
        header.set("status", "deleted")
    _add(header, "identifier", identifier)
    _add(header, "datestamp", moment(entry.stamp))
    for spec in entry.sets:
        _add(header, "setSpec", spec)


def _scheme(body: Any) -> None:
    description = etree.SubElement(body, _in("description"))
    one = etree.SubElement(
        description, f"{{{IDENTIFIER}}}oai-identifier", nsmap={None: IDENTIFIER, "xsi": XSI}
    )
    one.set(f"{{{XSI}}}schemaLocation", f"{IDENTIFIER} {IDENTIFIER}.xsd")
    for name, text in (
        ("scheme", "oai"),
        ("repositoryIdentifier", listing.host()),
        ("delimiter", ":"),
        ("sampleIdentifier", f"{listing.prefix()}bai/1"),
    ):
        etree.SubElement(one, f"{{{IDENTIFIER}}}{name}").text = text


def _root(given: Iterable[tuple[str, str]], now: dt.datetime) -> Any:
    root = etree.Element(_in("OAI-PMH"), nsmap={None: OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    _add(root, "responseDate", moment(now))
    request = etree.SubElement(root, _in("request"))
    request.text = base_url()
    for name, value in given:
        request.set(name, legal(value))
    return root


def _add(body: Any, name: str, text: str) -> None:
    etree.SubElement(body, _in(name)).text = legal(text)


def _in(name: str) -> str:
    return f"{{{OAI}}}{name}"


def _written(root: Any) -> bytes:
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return whole


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
    "GetRecord": _one,
}

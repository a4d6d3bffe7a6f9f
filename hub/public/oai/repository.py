"""The static repository: one file from which a site without a server can still be harvested.

http://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm: days as granularity, no
deletions, `oai_dc` only; a gateway reads it. And the page that tells partners what to enter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from lxml import etree

from content.database import utc_now
from content.publishing import queries
from hub.face import site
from hub.public.addresses import Address, Route
from hub.public.oai import answers, listing
from hub.public.oai.answers import OAI, XSI
from hub.public.oai.asking import FORMATS
from hub.public.oai.tokens import Place

PATH = "/oai-tinh.xml"
STATIC = "http://www.openarchives.org/OAI/2.0/static-repository"
_GRANULARITY = "YYYY-MM-DD"


def show() -> ResponseReturnValue:
    """The whole repository as one file."""
    root = etree.Element(f"{{{STATIC}}}Repository", nsmap={None: STATIC, "oai": OAI, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{STATIC} {STATIC}.xsd")
    _identify(etree.SubElement(root, f"{{{STATIC}}}Identify"))
    answers.formats(etree.SubElement(root, f"{{{STATIC}}}ListMetadataFormats"), FORMATS[:1])
    body = etree.SubElement(root, f"{{{STATIC}}}ListRecords", metadataPrefix=FORMATS[0])
    place = Place(FORMATS[0], "", None, utc_now())
    more = True
    while more:
        entries, more = listing.page(place)
        alive = [entry for entry in entries if not entry.deleted]
        answers.records(body, alive, FORMATS[0], day_only=True)
        if more:
            last = entries[-1]
            place = Place(FORMATS[0], "", None, place.before, (last.stamp, last.rank, last.id))
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return Response(text, content_type="text/xml; charset=UTF-8")


def show_connect() -> ResponseReturnValue:
    """What a partner library enters, in plain words."""
    return render_template(
        "public/library/connect.html", base=answers.base_url(), static=PATH, sets=listing.sets()
    )


def addresses() -> Iterator[Address]:
    """Both; the repository changes with anything that is published."""
    yield Address(PATH, queries.last_change())
    yield Address("/thu-vien/ket-noi/", None)


def _identify(body: Any) -> None:
    """As the live one, but for what a file cannot do."""
    answers.identify(body)
    for name, text in (
        ("baseURL", f"{site.current().site_url}{PATH}"),
        ("deletedRecord", "no"),
        ("granularity", _GRANULARITY),
    ):
        body.find(f"{{{OAI}}}{name}").text = text
    stamp = body.find(f"{{{OAI}}}earliestDatestamp")
    stamp.text = stamp.text[:10]
    for described in body.findall(f"{{{OAI}}}description"):
        body.remove(described)


ROUTES = (
    Route(PATH, "oai_static", show),
    Route("/thu-vien/ket-noi/", "oai_connect", show_connect),
)

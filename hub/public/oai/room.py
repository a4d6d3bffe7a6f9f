"""The one address that harvesters ask, by GET or POST."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request
from flask.typing import ResponseReturnValue

from content.database import utc_now
from hub.public.addresses import Address, Route
from hub.public.oai import answers, asking
from hub.public.oai.asking import Refused


def show() -> ResponseReturnValue:
    """The answer to a request; what is wrong with it is an answer, too."""
    now = utc_now()
    given = list(request.args.items(multi=True))
    if request.method == "POST":  # a form that asks; nothing is written (section 3.1.1.2)
        given += list(request.form.items(multi=True))
    try:
        text = answers.answer(asking.understand(given, now), now)
    except Refused as refused:
        text = answers.errors(refused, given, now)
    return Response(text, content_type="text/xml; charset=UTF-8")


def addresses() -> Iterator[Address]:
    """None: a page without a server holds the static repository instead."""
    yield from ()


ROUTES = (
    Route(
        "/oai",
        "oai",
        show,
        live="Bản tĩnh có kho tĩnh thay cho nó.",
        methods=("GET", "POST"),
    ),
)

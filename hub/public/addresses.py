"""Addresses and routes: what each readers' room offers, and what of it is frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from flask.typing import ResponseReturnValue


class Address(NamedTuple):
    """A page that the static copy holds. last_modified: aware; None where it is not known."""

    path: str
    last_modified: dt.datetime | None = None


class Route(NamedTuple):
    """One rule of a room. live: the reason why only a server can answer it; "" for frozen rules.

    methods: POST only where it asks as GET does, and writes nothing.
    """

    rule: str
    endpoint: str
    view: Callable[..., ResponseReturnValue]
    live: str = ""
    methods: tuple[str, ...] = ("GET",)

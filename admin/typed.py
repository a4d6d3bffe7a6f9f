"""What a sent writing form says of itself: its name, what it was opened on, how far typing came."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from flask import request

from content.database import utc_now
from content.publishing.autosaves import KeptText, is_form

# Of the form, not of the text: they are not kept with it.
_OF_THE_FORM = frozenset({"csrf_token", "act", "choice", "version"})
PREFIX = "keep_"
_MOST_COUNT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Typed:
    """The hidden fields of a writing form. form: "" where it names itself in no way we know.

    key: under which a new item's text is kept. after: the form whose text this one went on from.
    """

    form: str
    key: str
    after: str
    base_id: int | None
    version: int
    count: int


def sent() -> Typed:
    """The hidden fields of the form in the request; whatever else stands there counts as none."""
    form, key, after = (_name(f"{PREFIX}{word}") for word in ("form", "key", "after"))
    base = _number(f"{PREFIX}base")
    return Typed(form, key or form, after, base or None, _number("version"), _count())


def kept() -> KeptText:
    """The text of the form in the request, to be kept."""
    of = sent()
    values = tuple(
        (name, value.replace("\x00", ""))
        for name, value in request.form.items(multi=True)
        if name not in _OF_THE_FORM and not name.startswith(PREFIX)
    )
    return KeptText(of.form, utc_now(), values, of.count, of.version, of.base_id)


def fingerprint() -> str:
    """The SHA-256 of all that was sent but the form token: equal for two presses of one button."""
    digest = hashlib.sha256()
    for name, value in request.form.items(multi=True):
        if name != "csrf_token":
            digest.update(f"{len(name)} {name} {len(value)} {value}\n".encode("utf-8", "replace"))
    for name, file in request.files.items(multi=True):
        size = file.stream.seek(0, io.SEEK_END)
        file.stream.seek(0)
        digest.update(f"{name} {file.filename} {size}\n".encode("utf-8", "replace"))
    return digest.hexdigest()


def _name(field: str) -> str:
    given = request.form.get(field, "")
    return given if is_form(given) else ""


def _number(field: str) -> int:
    text = request.form.get(field, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _count() -> int:
    return min(_number(f"{PREFIX}count"), _MOST_COUNT)

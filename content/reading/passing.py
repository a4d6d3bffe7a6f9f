"""A reading carried from one process to another through a folder. Nothing in it is ever run.

Who writes it has looked at bytes from outside and may be in their power by then; so who takes it
believes nothing: no link is followed, nothing is read that waits, sizes, types and numbers of
everything are checked.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from content.errors import BadInput
from content.letters.result import Letters
from content.reading.cage_folders import bytes_of
from content.reading.result import NOTE_KINDS, Enclosed, Note, Picture, Reading

# Bytes of UTF-8 and lines: more than two thousand pages. What reads a text further on does so in
# the hub's own process, in some ten microseconds a line and a second a million bytes.
MOST_TEXT, MOST_LINES = 6_000_000, 100_000
MOST_PICTURES = 2_000
_MOST_ENCLOSED = 500
_MOST_FORM = 4 * 2**20
_MOST_CARRIED = 150 * 2**20  # bytes of pictures and enclosed files together
_MOST_NOTES = 5_000
_MOST_PAGES = 100_000
_FORM, _TEXT, _REFUSAL = "reading.json", "text", "refused.json"
_MEDIA_TYPE = re.compile(r"[a-z]+/[\w.+-]{1,100}")
_KIND = re.compile(r"[a-z0-9]{1,20}")
_PICTURE_NAME = re.compile(r"[\w.-]{1,100}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ENCODINGS = frozenset({"tcvn3", "vni", "cp1258", "viscii"})
# What `take` raises for an answer that is not whole, or not such as readers give.
FAULTS = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_Kind = TypeVar("_Kind")


def put(reading: Reading, folder: Path) -> None:
    """Write a reading into a folder; BadInput for one that is longer than anybody's document."""
    text = reading.text.encode("utf-8", "replace")
    if len(text) > MOST_TEXT or text.count(b"\n") > MOST_LINES:
        raise BadInput("có quá nhiều chữ; hãy chia nhỏ rồi nạp lại.")
    carried = [*(p.data for p in reading.pictures), *(e.data for e in reading.enclosed)]
    if len(reading.pictures) > MOST_PICTURES or len(reading.enclosed) > _MOST_ENCLOSED:
        raise BadInput("có quá nhiều hình hoặc tệp bên trong; hãy chia nhỏ rồi nạp lại.")
    if sum(map(len, carried)) > _MOST_CARRIED:
        raise BadInput("có hình hoặc tệp bên trong quá lớn; hãy chia nhỏ rồi nạp lại.")
    form: dict[str, Any] = {
        "media_type": reading.media_type,
        "kind": reading.kind,
        "pages": reading.pages,
        "scanned": list(reading.scanned),
        "notes": [dataclasses.asdict(note) for note in reading.notes[:_MOST_NOTES]],
        "letters": [dataclasses.asdict(letters) for letters in reading.letters],
        "pictures": [{"name": p.name, "alt": p.alt} for p in reading.pictures],
        "enclosed": [{"name": e.name} for e in reading.enclosed],
    }
    (folder / _TEXT).write_bytes(text)
    for number, data in enumerate(carried):
        (folder / f"carried-{number}").write_bytes(data)
    (folder / _FORM).write_text(json.dumps(form), encoding="utf-8")


def refuse(sentence: str, folder: Path) -> None:
    """Write that a file is refused, and why: the end of a sentence."""
    (folder / _REFUSAL).write_text(json.dumps({"refused": sentence}), encoding="utf-8")


def refusal(folder: Path) -> str:
    """Why a file was refused; "" when nobody refused it."""
    try:
        said = json.loads(bytes_of(folder / _REFUSAL, 10_000))["refused"]
    except FAULTS:
        return ""
    return _line(said, 1_000) if isinstance(said, str) else ""


def take(folder: Path) -> Reading:
    """Read what `put` wrote. One of FAULTS when it is not whole or no reading at all."""
    form = json.loads(bytes_of(folder / _FORM, _MOST_FORM))
    numbers = iter(range(MOST_PICTURES + _MOST_ENCLOSED))
    left = _MOST_CARRIED

    def carried() -> bytes:
        nonlocal left
        data = bytes_of(folder / f"carried-{next(numbers)}", left)
        left -= len(data)
        return data

    pages = _number(form["pages"], _MOST_PAGES)
    text = bytes_of(folder / _TEXT, MOST_TEXT)
    if text.count(b"\n") > MOST_LINES:
        raise ValueError("lines")
    return Reading(
        text=text.decode("utf-8"),
        media_type=_matching(form["media_type"], _MEDIA_TYPE),
        kind=_matching(form["kind"], _KIND),
        notes=_each(form["notes"], _MOST_NOTES, _note),
        pages=pages,
        pictures=_each(form["pictures"], MOST_PICTURES, lambda e: _picture(e, carried())),
        enclosed=_each(form["enclosed"], _MOST_ENCLOSED, lambda e: _enclosed(e, carried())),
        letters=_each(form["letters"], 100, _letters),
        scanned=_each(form["scanned"], pages, lambda number: _number(number, pages)),
    )


def _each(entries: Any, most: int, one: Callable[[Any], _Kind]) -> tuple[_Kind, ...]:
    if not isinstance(entries, list) or len(entries) > most:
        raise ValueError("entries")
    return tuple(one(entry) for entry in entries)


def _note(entry: Any) -> Note:
    if entry["kind"] not in NOTE_KINDS:
        raise ValueError("note")
    return Note(entry["kind"], _line(entry["text"], 2_000))


def _letters(entry: Any) -> Letters:
    if entry["encoding"] not in _ENCODINGS or entry["by"] not in ("font", "text"):
        raise ValueError("letters")
    before, after = _text(entry["before"], 1_000), _text(entry["after"], 1_000)
    return Letters(entry["encoding"], entry["sure"] is True, entry["by"], before, after)


def _picture(entry: Any, data: bytes) -> Picture:
    return Picture(_matching(entry["name"], _PICTURE_NAME), data, _line(entry["alt"], 2_000))


def _enclosed(entry: Any, data: bytes) -> Enclosed:
    name = _line(entry["name"], 1_000).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    return Enclosed(name or "tep", data)


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError("number")
    return value


def _matching(value: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("name")
    return value


def _line(value: Any, most: int) -> str:
    """One line of text: what could steer a terminal or break a report is gone."""
    return _CONTROL.sub(" ", _text(value, most)).strip()


def _text(value: Any, most: int) -> str:
    """A text that can be stored: halves of letters are replaced, what is too long is cut."""
    return cast(str, value).encode("utf-8", "replace").decode("utf-8")[:most]

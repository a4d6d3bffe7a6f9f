"""A reading carried from one process to another through a folder. Nothing in it is ever run."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from content.reading.result import Enclosed, Letters, Note, Picture, Reading

_FORM = "reading.json"


def put(reading: Reading, folder: Path) -> None:
    """Write a reading into a folder: one JSON file, and each picture or inner file as a file."""
    form: dict[str, Any] = {
        "text": reading.text,
        "media_type": reading.media_type,
        "kind": reading.kind,
        "pages": reading.pages,
        "scanned": list(reading.scanned),
        "notes": [dataclasses.asdict(note) for note in reading.notes],
        "letters": [dataclasses.asdict(letters) for letters in reading.letters],
        "pictures": [{"name": p.name, "alt": p.alt} for p in reading.pictures],
        "enclosed": [{"name": e.name} for e in reading.enclosed],
    }
    for number, picture in enumerate(reading.pictures):
        (folder / f"picture-{number}").write_bytes(picture.data)
    for number, enclosed in enumerate(reading.enclosed):
        (folder / f"enclosed-{number}").write_bytes(enclosed.data)
    (folder / _FORM).write_text(json.dumps(form), encoding="utf-8", errors="surrogatepass")


def take(folder: Path) -> Reading:
    """Read what `put` wrote. OSError, ValueError, KeyError or TypeError when it is not whole."""
    form = json.loads((folder / _FORM).read_text(encoding="utf-8"))
    pictures = (
        Picture(entry["name"], (folder / f"picture-{number}").read_bytes(), entry["alt"])
        for number, entry in enumerate(form["pictures"])
    )
    enclosed = (
        Enclosed(entry["name"], (folder / f"enclosed-{number}").read_bytes())
        for number, entry in enumerate(form["enclosed"])
    )
    return Reading(
        text=form["text"],
        media_type=form["media_type"],
        kind=form["kind"],
        notes=tuple(Note(**note) for note in form["notes"]),
        pages=int(form["pages"]),
        pictures=tuple(pictures),
        enclosed=tuple(enclosed),
        letters=tuple(Letters(**letters) for letters in form["letters"]),
        scanned=tuple(int(number) for number in form["scanned"]),
    )

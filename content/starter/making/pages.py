"""Pages: a starter page's title, date and one section of it, read for printing."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from content.errors import BadInput
from content.loading.front_matter import split
from content.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class Page:
    """What a made file takes from its page: title, slug, date and the Markdown to print."""

    title: str
    slug: str
    date: dt.date
    source: str


def read(path: Path, section: str | None = None, *, until: str | None = None) -> Page:
    """The page at `path` with the text of one `## ` section, or its whole body up to `until`.

    BadInput names the file when front matter, a key or the section is missing: an empty form
    must never be printed in silence.
    """
    parts = split(text_of(path))
    front = {} if parts is None else yaml.safe_load(parts[0])
    if parts is None or not {"title", "slug", "date"} <= set(front):
        raise BadInput(f"Tệp {path.name} thiếu phần đầu (title, slug, date) nên không in được.")
    source = _section(parts[1], section, path) if section else _before(parts[1], until)
    return Page(front["title"], front["slug"], front["date"], source.strip() + "\n")


def text_of(path: Path) -> str:
    """A text file as NFC."""
    return nfc(path.read_text(encoding="utf-8"))


def _section(body: str, name: str, path: Path) -> str:
    found = re.search(rf"^## {re.escape(name)}[ \t]*\n(.*?)(?=^## |\Z)", body, re.M | re.S)
    if found is None or not found.group(1).strip():
        raise BadInput(f"Tệp {path.name} chưa có mục “## {name}” nên không in được.")
    return found.group(1)


def _before(body: str, heading: str | None) -> str:
    if heading is None:
        return body
    return re.split(rf"^## {re.escape(heading)}[ \t]*$", body, maxsplit=1, flags=re.M)[0]

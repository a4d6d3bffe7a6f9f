"""The pages of help as they stand in `texts/`: TOML facts between lines of +++, then Markdown.

A section begins with `## `; a line `![words](name)` in it puts the picture `name` of
`admin/static/help/` beside its text.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from markupsafe import Markup

from content import markup
from hub.face.prose import prose

GROUPS = {
    "viet": "Viết và sửa bài",
    "dang": "Duyệt và đăng",
    "tep": "Tệp và văn bản",
    "trang": "Trang của chúng tôi",
    "nguoi": "Tài khoản và người dùng",
}
_PICTURE = re.compile(r"^!\[([^\]]+)\]\(([a-z0-9-]+)\)$", re.MULTILINE)
_FILE = re.compile(r"\d\d-([a-z0-9-]+)\.md")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the desk. words: what it shows, for who cannot see it; sizes in CSS pixels."""

    name: str
    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Section:
    """One step of a task, or one thing worth knowing."""

    title: str
    html: Markup
    plain: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class HelpPage:
    """How one task is done.

    line: the task in a sentence. right: whose task it is, as `Person.may` knows it. rooms: the
    endpoints of the desk where it is done, which lead here.
    """

    slug: str
    title: str
    line: str
    group: str
    right: str
    rooms: tuple[str, ...]
    sections: tuple[Section, ...]


@lru_cache(maxsize=1)
def every_page() -> tuple[HelpPage, ...]:
    """All pages, in the order of their files."""
    texts = resources.files("admin.help").joinpath("texts")
    sizes = json.loads(_sizes().read_text(encoding="utf-8")) if _sizes().is_file() else {}
    found = []
    for file in sorted(texts.iterdir(), key=lambda entry: entry.name):
        if match := _FILE.fullmatch(file.name):
            found.append(_page(match[1], file.read_text(encoding="utf-8"), sizes))
    return tuple(found)


def by_slug(slug: str) -> HelpPage | None:
    """The page of an address."""
    return next((page for page in every_page() if page.slug == slug), None)


def for_room(endpoint: str) -> tuple[HelpPage, ...]:
    """The pages that help in a room: its whole endpoint, or the room's name before the dot."""
    room = endpoint.partition(".")[0]
    exact = [page for page in every_page() if endpoint in page.rooms]
    return tuple(exact or [page for page in every_page() if room in page.rooms])


def _sizes() -> Traversable:
    return resources.files("admin").joinpath("static", "help", "pictures.json")


def _page(slug: str, text: str, sizes: dict[str, dict[str, int]]) -> HelpPage:
    _nothing, facts, body = text.split("+++\n", 2)
    known = tomllib.loads(facts)
    assert known["group"] in GROUPS, f"{slug}: {known['group']}"
    return HelpPage(
        slug=slug,
        title=known["title"],
        line=known["line"],
        group=known["group"],
        right=known.get("right", "write"),
        rooms=tuple(known["rooms"]),
        sections=tuple(_section(part, sizes) for part in re.split(r"^## ", body, flags=re.M)[1:]),
    )


def _section(text: str, sizes: dict[str, dict[str, int]]) -> Section:
    title, _line, body = text.partition("\n")
    pictures = tuple(
        Picture(name, words, **{side: sizes.get(name, {}).get(side, 0) for side in _SIDES})
        for words, name in _PICTURE.findall(body)
    )
    made = markup.render(_PICTURE.sub("", body).strip())
    return Section(title.strip(), prose(made.html), made.plain, pictures)


_SIDES = ("width", "height")

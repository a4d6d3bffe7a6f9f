"""The library inside other pages: works on an article's topics, and reading lists in its text.

In a box “Nên đọc” a link to a list is followed by what is on it.

The text keeps the link alone, so that it reads well where no library is at hand (packages, feeds,
a dump); what stands below it is composed when the page is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from content.catalogue import queries, shelf_queries
from content.catalogue.models import LibraryRecord
from content.publishing.models import Topic
from hub.public.library import reading
from hub.public.library.reading import Entry

MOST_WORKS = 3
_BOX = re.compile(r'(?P<open><aside class="nen-doc"[^>]*>)(?P<inner>.*?)</aside>', re.S)
_LINK = re.compile(
    r'<(?P<tag>li|p)>\s*<a href="/thu-vien/danh-sach/(?P<slug>[a-z0-9-]{1,100})/">[^<]*</a>'
    r"\s*</(?P=tag)>"
)


def unfolded(html: str) -> str:
    """The HTML of a text with the lists that its boxes name; lists that nobody sees stay links."""
    if "/thu-vien/danh-sach/" not in html:
        return html
    return _BOX.sub(lambda box: f"{box['open']}{_LINK.sub(_with_list, box['inner'])}</aside>", html)


def works_on(topics: Iterable[Topic]) -> list[LibraryRecord]:
    """The newest works on any of these topics, each once."""
    found: dict[int, LibraryRecord] = {}
    for topic in topics:
        for row in queries.of_topic(topic.slug, MOST_WORKS):
            found.setdefault(row.id, row)
    return list(found.values())[:MOST_WORKS]


def _with_list(link: re.Match[str]) -> str:
    found = shelf_queries.reading_list(link["slug"])
    if found is None or not found.shown:
        return link[0]
    entries = "".join(_line(entry) for entry in reading.entries_of(found))
    if not entries:
        return link[0]
    end = f"</{link['tag']}>"
    whole = link[0].removesuffix(end)
    below = f"<ol>{entries}</ol>"
    return f"{whole}{below}{end}" if link["tag"] == "li" else f"{whole}{end}{below}"


def _line(entry: Entry) -> str:
    who = entry.line.row.byline if entry.line is not None else ""
    words = ". ".join(filter(None, [who, entry.note]))
    told = f" <small>{escape(words, quote=False)}</small>" if words else ""
    return f'<li><a href="{escape(entry.path)}">{escape(entry.title, quote=False)}</a>{told}</li>'

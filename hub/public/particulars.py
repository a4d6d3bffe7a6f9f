"""Particulars of training material in words: for whom, which licence, what a list says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from content.publishing import audiences, training_queries
from content.publishing.detail_fields import TrainingFields
from content.publishing.models import Item
from hub.face.face import section_path

SECTION = section_path("training")
# Languages that material is written in, by their code; another one is shown as its code.
LANGUAGES = {"vi": "Tiếng Việt", "en": "Tiếng Anh", "fr": "Tiếng Pháp", "hmn": "Tiếng Mông"}


@dataclass(frozen=True, slots=True)
class About:
    """Particulars as pages show them.

    audiences: (title, [(words, address of their list)]). licence: words and address, each may be
    empty. links: (title, address, host).
    """

    audiences: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    licence: tuple[str, str]
    links: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says of material in one line; sizes in bytes, 0 where nothing is known.

    pages: of the longest file. edition: as people call it ("Lần 2").
    """

    formats: Sequence[str]
    links: int
    size: int
    pages: int
    minutes: int
    audience: Sequence[str]
    edition: str
    year: int | None
    parts: int


def about(fields: TrainingFields) -> About:
    """The particulars in words; what the tables do not know is left out."""
    return About(
        audiences=list(_audiences(fields)),
        licence=audiences.LICENCES.get(fields.licence, ("", "")),
        links=[(link.title, link.url, urlsplit(link.url).hostname or "") for link in fields.links],
    )


def language_of(item: Item) -> str:
    """The language of an item in words."""
    return LANGUAGES.get(item.language, item.language)


def row_of(item: Item) -> Row:
    """What a list says of an item of training material; of a set not the size of its own files."""
    training = item.training
    parts = len(training_queries.parts_of(item))
    files = [attachment.file for attachment in item.attachments]
    return Row(
        formats=[*dict.fromkeys(file.type_title for file in files)],
        links=len(training.links) if training is not None else 0,
        size=0 if parts else sum(file.size for file in files),
        # One text in two formats is not twice as long.
        pages=0 if parts else max((file.pages or 0 for file in files), default=0),
        minutes=0 if parts else -(-sum(file.seconds or 0 for file in files) // 60),
        audience=[audiences.ROLES[w] for w in _words(item, "vai-tro") if w in audiences.ROLES],
        edition=training.edition if training is not None else "",
        year=training.year if training is not None else None,
        parts=parts,
    )


def _audiences(fields: TrainingFields) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for facet, given in (
        ("vai-tro", fields.roles),
        ("danh-hieu", fields.titles),
        ("cap", fields.levels),
    ):
        title, known = audiences.FACETS[facet]
        words = [(known[w], f"{SECTION}{facet}/{w}/") for w in given if known and w in known]
        if words:
            yield title, words


def _words(item: Item, facet: str) -> tuple[str, ...]:
    return item.training.words(facet) if item.training is not None else ()

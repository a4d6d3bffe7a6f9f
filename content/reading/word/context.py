"""What every room knows while one part of a Word file is read. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from content.reading.word.blocks import Block
from content.reading.word.fields import Fields
from content.reading.word.leftovers import Leftovers
from content.reading.word.names import q
from content.reading.word.numbering import Numbering
from content.reading.word.package import Package
from content.reading.word.styles import Styles


class Marks:
    """Footnotes and endnotes in the order in which the text calls them, counted as one row."""

    def __init__(self, package: Package) -> None:
        self._notes: dict[tuple[str, str], Any] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self.parts: dict[str, str] = {}
        for kind in ("footnote", "endnote"):
            for part in package.named(package.main, f"{kind}s")[:1]:
                self.parts[kind] = part
                for element in package.tree(part).findall(q(f"w:{kind}")):
                    if element.get(q("w:type")) in (None, "normal"):
                        self._notes[kind, element.get(q("w:id"), "")] = element

    def number(self, kind: str, note_id: str) -> int:
        """The number of a note that the text calls here; 0 when there is no such note."""
        key = (kind, note_id)
        if key not in self._notes:
            return 0
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def called(self) -> list[tuple[int, str, Any]]:
        """(number, kind, element) of the notes that were called, in their order."""
        return [(n, key[0], self._notes[key]) for key, n in self._numbers.items()]


@dataclass(slots=True)
class Document:
    """What holds for all parts of one file."""

    package: Package
    styles: Styles
    numbering: Numbering
    leftovers: Leftovers
    marks: Marks


@dataclass(slots=True)
class Story:
    """One part that is being read: the body, a header, the footnotes.

    boxed: how the blocks of a text box are read; set by the room that reads blocks.
    """

    of: Document
    part: str
    fields: Fields
    boxed: Callable[[Any], list[Block]] = field(default=lambda _element: [])

    def target(self, relation_id: str | None, *, outside: bool) -> str:
        """The part, or the outside address, that an id names; empty when it names no such thing."""
        relation = self.of.package.relations(self.part).get(relation_id or "")
        return relation.target if relation and relation.outside is outside else ""

"""Drawings in the text: pictures, text boxes, and what can only be counted. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from content.reading.word.context import Story
from content.reading.word.names import TXBX, q
from content.reading.word.pictures import written_alt

_OLD_FORMULAS = ("equation", "mathtype")
_HIDDEN = ("1", "true", "on")


@dataclass(slots=True)
class Drawing:
    """What one drawing shows. pictures: (part, alt); boxes: elements of text boxes; words: of

    lettering drawn as a shape.
    """

    pictures: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    words: str = ""

    @property
    def empty(self) -> bool:
        """Does it show nothing that the text can take?"""
        return not (self.pictures or self.boxes or self.words)


def read_drawing(element: Any, story: Story) -> Drawing:
    """What a w:drawing, w:pict or w:object shows, in its order."""
    found = Drawing()
    _look(element, story, found, "")
    if next(element.iter(q("o:OLEObject")), None) is not None:
        found.pictures.clear()  # a small likeness of what is embedded, most often a metafile
    return found


def _look(element: Any, story: Story, found: Drawing, alt: str) -> None:
    for inner in element:
        reader = _READERS.get(inner.tag)
        if inner.tag == TXBX:
            found.boxes.append(inner)
        elif inner.tag == q("mc:AlternateContent"):
            _first_that_shows(inner, story, found, alt)
        elif reader is not None:
            reader(inner, story, found, alt)
        else:
            if inner.tag in _DESCRIBED:
                # docPr stands beside what it describes, so its words hold for all that follows.
                if inner.get("hidden", "0").lower() in _HIDDEN:
                    return
                alt = written_alt(inner.get("descr"), inner.get("title"), inner.get("alt")) or alt
            _look(inner, story, found, alt)


def _first_that_shows(element: Any, story: Story, found: Drawing, alt: str) -> None:
    for choice in element:
        inner = Drawing()
        _look(choice, story, inner, alt)
        if not inner.empty:
            found.pictures += inner.pictures
            found.boxes += inner.boxes
            found.words = found.words or inner.words
            return


def _picture(element: Any, story: Story, found: Drawing, alt: str) -> None:
    """A picture in the package is taken; one that lies elsewhere is counted, never fetched."""
    for name in ("r:embed", "r:id", "r:pict"):
        part = story.target(element.get(q(name)), outside=False)
        if part:
            found.pictures.append((part, alt or written_alt(element.get(q("o:title")))))
            return
    names = ("r:link", "r:embed", "r:id", "r:href")
    lies_outside = any(story.target(element.get(q(name)), outside=True) for name in names)
    story.of.leftovers.count("outside pictures" if lies_outside else "lost pictures")


def _chart(_element: Any, story: Story, _found: Drawing, _alt: str) -> None:
    story.of.leftovers.count("charts")


def _diagram(_element: Any, story: Story, _found: Drawing, _alt: str) -> None:
    story.of.leftovers.count("diagrams")


def _object(element: Any, story: Story, _found: Drawing, _alt: str) -> None:
    program = element.get("ProgID", "").lower()
    old = program.startswith(_OLD_FORMULAS)
    story.of.leftovers.count("old formulas" if old else "objects")


def _lettering(element: Any, _story: Story, found: Drawing, _alt: str) -> None:
    found.words = " ".join(filter(None, [found.words, element.get("string", "").strip()]))


_DESCRIBED = frozenset({q("wp:docPr"), q("v:shape"), q("v:rect")})
_READERS = {
    q("a:blip"): _picture,
    q("v:imagedata"): _picture,
    q("c:chart"): _chart,
    q("dgm:relIds"): _diagram,
    q("o:OLEObject"): _object,
    q("v:textpath"): _lettering,
}

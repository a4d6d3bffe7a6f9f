"""Styles of a Word file: what a paragraph or run takes from its style, and that from others. Pure.

A property is looked for at the run, its character style, the paragraph's style, each style's
ancestors, then the document's defaults: the nearest one counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from content.reading.word.names import P_PR, R_PR, child, number, q, switch, value
from content.reading.word.package import Package
from content.vietnamese import fold

_MOST_ANCESTORS = 30
# Names of heading styles: Word writes the English one whatever language it speaks; other programs
# write what their menus show.
_HEADING = re.compile(r"^(?:heading|dau de|tieu de|de muc|titre|uberschrift|标题)\s*([1-9])$")
_HEADING_ID = re.compile(r"^(?:heading|u|dau-?de|tieu-?de)([1-9])$")
_TITLE = re.compile(r"^(?:title|tieu de|ten bai|titel|titre)$")
_CONTENTS = re.compile(
    r"^(?:toc (?:\d|heading)|contents (?:\d|heading)|table of (?:figures|authorities)"
    r"|(?:dau de )?muc luc(?: \d)?)$"
)
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Look:
    """How words are set; None where nothing says so. high: the font of letters beyond ASCII."""

    ascii: str | None = None
    high: str | None = None
    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    raised: int | None = None

    def over(self, below: Look) -> Look:
        """This look, and what it leaves open from the one below it."""
        return below if self is _OPEN else _over(self, below)

    def font_of(self, text: str) -> str | None:
        """The font that decides the letters of a text."""
        return self.ascii if text.isascii() else self.high or self.ascii


_OPEN = Look()


@lru_cache(maxsize=4096)
def _over(look: Look, below: Look) -> Look:
    left = {f.name: getattr(below, f.name) for f in fields(look) if getattr(look, f.name) is None}
    return replace(look, **left)


class Styles:
    """The styles of one document, asked by their ids."""

    def __init__(self, package: Package) -> None:
        parts = package.named(package.main, "styles")
        root = package.tree(parts[0]) if parts else None
        self._fonts = _theme_fonts(package)
        found = root.findall(q("w:style")) if root is not None else []
        self._styles = {e.get(q("w:styleId"), ""): e for e in found}
        self._default = next((i for i, e in self._styles.items() if _is_default(e)), "")
        defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._ground = self.look_of(defaults)
        self._chains: dict[str, tuple[Any, ...]] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self._levels: dict[str, int] = {}

    def id_of(self, paragraph_properties: Any) -> str:
        """The style of a paragraph; the default one where it names none or one that is not there.

        A name that no style bears is kept: files cut down by converters still say "Heading1".
        """
        given = value(paragraph_properties, "w:pStyle")
        return self._default if given is None else given

    def chain(self, style: str) -> tuple[Any, ...]:
        """The style and its ancestors, the nearest first."""
        if style not in self._chains:
            found: list[Any] = []
            current = self._styles.get(style)
            while current is not None and current not in found and len(found) < _MOST_ANCESTORS:
                found.append(current)
                current = self._styles.get(value(current, "w:basedOn") or "")
            self._chains[style] = tuple(found)
        return self._chains[style]

    def names(self, style: str) -> tuple[str, ...]:
        """Folded names of the style and its ancestors; the id where there is no style."""
        chain = self.chain(style)
        return tuple(fold(value(e, "w:name") or "") for e in chain) if chain else (fold(style),)

    def heading(self, style: str) -> int:
        """Level 1–6 by the outline level or the name of a style or its ancestor; or 0."""
        if style not in self._levels:
            self._levels[style] = min(self._heading(style), _DEEPEST)
        return self._levels[style]

    def is_contents(self, style: str) -> bool:
        """Is it a style of a generated table of contents?"""
        return bool(_CONTENTS.match(self.names(style)[0])) if style else False

    def look(self, paragraph_style: str, run_style: str = "") -> Look:
        """How words in these styles are set."""
        key = (paragraph_style, run_style)
        if key not in self._looks:
            looks = [self.look_of(e.find(R_PR)) for s in (run_style, paragraph_style)
                     for e in (self.chain(s) if s else ())]  # fmt: skip
            found = _OPEN
            for look in [*looks, self._ground]:
                found = found.over(look)
            self._looks[key] = found
        return self._looks[key]

    def look_of(self, properties: Any) -> Look:
        """What run properties say by themselves."""
        if properties is None or len(properties) == 0:
            return _OPEN
        fonts = properties.find(q("w:rFonts"))
        ascii_, high = self._font(fonts, "ascii"), self._font(fonts, "hAnsi")
        upright = {"superscript": 1, "subscript": -1, "baseline": 0}
        return Look(
            ascii_ or high,
            high or ascii_,
            switch(properties, "w:b"),
            switch(properties, "w:i"),
            switch(properties, "w:caps"),
            switch(properties, "w:vanish"),
            upright.get(value(properties, "w:vertAlign") or ""),
        )

    def _font(self, fonts: Any, which: str) -> str | None:
        if fonts is None:
            return None
        theme = fonts.get(q(f"w:{which}Theme"))
        named = fonts.get(q(f"w:{which}"))
        found = self._fonts.get(str(theme)[:5]) if theme else None
        return found or (str(named) if named else None)

    def _heading(self, style: str) -> int:
        for element in self.chain(style):
            outline = number(element.find(P_PR), "w:outlineLvl")
            if outline is not None:
                return outline + 1 if 0 <= outline < 9 else 0
            level = _level_named(fold(value(element, "w:name") or ""))
            if level:
                return level
        if self.chain(style):
            return 0
        by_id = _HEADING_ID.match(fold(style))
        return int(by_id.group(1)) if by_id else 0


def _level_named(name: str) -> int:
    found = _HEADING.match(name)
    return int(found.group(1)) if found else int(bool(_TITLE.match(name)))


def _is_default(style: Any) -> bool:
    given = style.get(q("w:default"), "0").lower()
    return style.get(q("w:type")) == "paragraph" and given in ("1", "true", "on")


def _theme_fonts(package: Package) -> dict[str, str]:
    """The two fonts of the theme by the first letters of the names that styles call them."""
    parts = package.named(package.main, "theme")
    root = package.tree(parts[0]) if parts else None
    if root is None:
        return {}
    fonts = {}
    for name, tag in (("major", "a:majorFont"), ("minor", "a:minorFont")):
        latin = next(root.iter(q(tag)), None)
        face = child(latin, "a:latin")
        if face is not None and face.get("typeface"):
            fonts[name] = str(face.get("typeface"))
    return fonts

"""Which old encoding a font was made for, by its name alone. Pure.

A Unicode font proves nothing: offices often changed the font of old text afterwards. Fonts of
encodings that are not read here (VPS, Vietware, Bách Khoa) are unknown ones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# A PDF puts six capitals before the name of a font of which it holds a part.
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# What follows a name: "VnTime,Bold", "VNI-Times-BoldItalic", ".VnTime (Western)".
_STYLE = re.compile(
    r"(?:[\s,_-]*(?:bold|italic|oblique|regular|normal|roman|mt|ps|\([^)]*\)))+$", re.IGNORECASE
)
# The fonts of ABC begin with a point. PDF and web pages lose it; then the rest must be known.
_TCVN3 = re.compile(r"\.\s?vn(?!i\b)(?=[a-z0-9])", re.IGNORECASE)
_TCVN3_BARE = re.compile(
    r"vn(?:time|arial|arial narrow|avant|book|bookman|centur|centuryschl|clarendon|courier"
    r"|courier new|helvetins|lincoln|memorandum|monotype corsiva|mystical|park|revue|shelley"
    r"|southern|tifani|univers|universe|vogue)h?",
    re.IGNORECASE,
)
_VNI = re.compile(r"vni(?:[\s_-]+\w|(?:times|helve|aptima|avo|couri|centur|book|univer)\b)", re.I)
_VISCII = re.compile(r"vi(?:scii)?[\s_-]+(?:times|arial|helve|courier)", re.IGNORECASE)
_SIGNS = re.compile(r"symbol|wingdings|webdings|mt extra|zapf|dingbats|marlett", re.IGNORECASE)


class Meaning(NamedTuple):
    """What text in a font means. capital: the font shows small letters as capitals."""

    encoding: str
    capital: bool = False


@lru_cache(maxsize=4096)
def meaning(font: str | None) -> Meaning | None:
    """What a font's name tells about the text in it; None when it tells nothing.

    ".VnTimeH" → TCVN3 in capitals; "ABCDEF+VNI-Times,Bold" → VNI; "Times New Roman" → None.
    """
    name = _SUBSET.sub("", (font or "").strip().strip("'\"").lstrip("@").replace("\\", ""))
    name = _STYLE.sub("", name)
    if _VNI.match(name):
        return Meaning("vni")
    if _TCVN3.match(name) or _TCVN3_BARE.fullmatch(name):
        return Meaning("tcvn3", name[-1] in "Hh")
    if _VISCII.match(name):
        return Meaning("viscii")
    return None


@lru_cache(maxsize=4096)
def holds_signs(font: str | None) -> bool:
    """Is it a font of signs (Symbol, Wingdings), whose characters are no letters at all?"""
    return bool(_SIGNS.match(_SUBSET.sub("", font or "")))

"""Fonts of the nineties as they were: glyphs of Vietnamese letters under Western codes."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from content.letters import tables
from tests.content.reading.portable.making import font_path

# VNI's letters for marks have no width of their own: they stand over the letter before them.
_VNI_MARKS = dict(
    zip("ùøûõïâêáàåãäéèúüë", "\u0301\u0300\u0309\u0303\u0323" + "\u0302" * 12, strict=True)
)
_VNI_WHOLE = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


@cache
def old_font(name: str) -> str:
    """The path of a font: ".VnTime", ".VnTimeH" (its small letters are capitals), "VNI-Times"."""
    if name.startswith("VNI"):
        shown = _VNI_MARKS | _VNI_WHOLE
    else:
        shown = {code: letter for code, letter in tables.TCVN3.items() if len(code) == 1}
    font = TTFont(font_path())
    glyphs = dict(font.getBestCmap())
    for code, letter in shown.items():
        wanted = letter.upper() if name.endswith("H") else letter
        if ord(wanted) in font.getBestCmap():
            glyphs[ord(code)] = font.getBestCmap()[ord(wanted)]
    for table in font["cmap"].tables:
        table.cmap.update({code: glyph for code, glyph in glyphs.items() if code < 256})
    for record in (1, 4, 6):
        font["name"].setName(name, record, 3, 1, 0x409)
        font["name"].setName(name, record, 1, 0, 0)
    path = Path(tempfile.mkdtemp()) / f"{name}.ttf"
    font.save(path)
    return str(path)

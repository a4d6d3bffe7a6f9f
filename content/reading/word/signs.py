"""Signs of picture fonts (Wingdings, Symbol), and raised figures, as Unicode. Pure.

The positions are those of the fonts' own tables; only what offices set is listed.
"""

from __future__ import annotations

_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x3F: "✍", 0x46: "☞", 0x45: "☜", 0x4A: "☺",
    0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "❑", 0x72: "❒",
    0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•", 0xA0: "▪",
    0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xB2: "✧", 0xD8: "➢", 0xDC: "➲", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "•",
    0xA0: "■", 0xA3: "☐",
}  # fmt: skip
_WINGDINGS_3 = {0x22: "↑", 0x23: "↓", 0x7D: "▶", 0x75: "▲", 0x76: "►", 0x67: "→"}
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA2: "′",
    0xA3: "≤", 0xA5: "∞", 0xA6: "ƒ", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xC5: "⊕", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCC: "⊂", 0xCE: "∈", 0xCF: "∉",
    0xD0: "∠", 0xD5: "∏", 0xD6: "√", 0xD7: "·", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
    0xF2: "∫",
}  # fmt: skip
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ"
_SYMBOL |= {0x41 + i: sign for i, sign in enumerate(_GREEK)}
_SYMBOL |= {0x61 + i: sign for i, sign in enumerate("αβχδεφγηιϕκλμνοπθρστυϖωξψζ")}
_TABLES = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "symbol": _SYMBOL,
}
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def is_picture_font(font: str | None) -> bool:
    """Does the font show signs where other fonts show letters?"""
    return (font or "").strip().lower() in _TABLES


def sign(font: str | None, code: int) -> str:
    """The sign at a place of a picture font; empty when it is not known.

    Word writes places both as 0x20–0xFF and moved up to 0xF020–0xF0FF.
    """
    place = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _TABLES.get((font or "").strip().lower())
    if table is _SYMBOL and 0x20 <= place < 0x40 and place not in table:
        return chr(place)  # figures and points are what they are in any text font
    if table is not None:
        return table.get(place, "")
    if 0x20 <= code < 0xD800:
        return chr(code)
    return "•" if place == 0xB7 else _WINGDINGS.get(place, "")


def signs(font: str | None, text: str) -> str:
    """A text set in a picture font, sign by sign; what has no known sign is left out."""
    return "".join(c if c in " \t\n" else sign(font, ord(c)) for c in text)


def raised(text: str, by: int) -> str:
    """Figures above (1) or below (-1) the line; a text with any other letter stays as it is."""
    table = _RAISED if by > 0 else _LOWERED
    return text.translate(table) if all(ord(c) in table for c in text.strip()) else text

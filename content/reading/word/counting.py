"""Numbers in the ways Word counts: figures, letters, Roman, Vietnamese words. Pure."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 32_767  # Word counts no further
_MOST_REPEATED = 30
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WORDS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def shown(number: int, format: str, pattern: str = "") -> str:
    """A number as Word shows it. format: a value of w:numFmt; an unknown one counts in figures.

    pattern: of format "custom", the first numbers as they look ("001, 002, 003, ...").
    """
    number = max(0, min(number, _MOST))
    if format == "custom":
        first = pattern.split(",", 1)[0].strip()
        return str(number).zfill(len(first)) if first.isdigit() and len(first) < 10 else str(number)
    return _FORMATS.get(format, str)(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            text, number = text + letters, number - worth
    return text


def _letter(number: int) -> str:
    """a … z, aa, bb … as Word repeats them; the alphabet is the English one in every language."""
    if number < 1:
        return ""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _MOST_REPEATED)


def _in_words(number: int) -> str:
    """1–999 in Vietnamese words, further on in figures."""
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    parts = [f"{_WORDS[hundreds]} trăm"] if hundreds else []
    if rest:
        parts += ["lẻ"] if hundreds and rest < 10 else []
        parts.append(_below_hundred(rest))
    return " ".join(parts)


def _below_hundred(number: int) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _WORDS[ones]
    ten = "mười" if tens == 1 else f"{_WORDS[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _WORDS[ones])
    return f"{ten} {last}".strip()


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "vietnameseCounting": _in_words,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "numberInDash": lambda n: f"- {n} -",
    "hex": lambda n: f"{n:X}",
    "chicago": lambda n: "*†‡§"[(n - 1) % 4] * min((n - 1) // 4 + 1, _MOST_REPEATED) if n else "",
    "none": lambda _n: "",
}

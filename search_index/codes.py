"""Numbers of documents and dates in any writing, as special tokens.

"415/KH-UBND", "KH 415", "kế hoạch số 415" and "kh415" meet in `n:415/kh`; "15/11/2024" and
"ngày 15 tháng 11 năm 2024" in `d:15/11` and `d:2024-11-15`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from content.vietnamese import fold

# Short form of a kind of document → its names, folded; the longest name first.
DOCUMENT_KINDS: dict[str, tuple[str, ...]] = {
    "qd": ("quyet dinh", "qd"),
    "kh": ("ke hoach", "kh"),
    "tt": ("thong tu", "tt"),
    "nd": ("nghi dinh", "nd"),
    "nq": ("nghi quyet", "nq"),
    "ct": ("chi thi", "ct"),
    "kl": ("ket luan", "kl"),
    "hd": ("huong dan", "hd"),
    "bc": ("bao cao", "bc"),
    "ttr": ("to trinh", "ttr"),
    "tb": ("thong bao", "tb"),
    "cv": ("cong van", "cv"),
    "da": ("de an",),
    "ctr": ("chuong trinh", "ctr"),
    "ttlt": ("thong tu lien tich", "ttlt"),
}
_KIND_OF = {name: short for short, names in DOCUMENT_KINDS.items() for name in names}
_KIND = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_FULL = re.compile(
    r"(?<![\w/])(?P<number>\d{1,5})\s?/\s?(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?"
    r"(?P<kind>[a-z]{1,5})\s?[-–]\s?(?P<issuer>[a-z][a-z0-9]*(?:[-–&.][a-z0-9]+)*)(?!\w)"
)
_NAMED = re.compile(
    rf"(?<!\w)(?P<kind>{_KIND})(?:\s+so)?\s{{0,2}}[:.]?\s?(?P<number>\d{{1,5}})"
    r"(?:\s?/\s?(?P<year>(?:19|20)\d\d))?(?![\d%])(?!\s?[/.,]\s?\d)"
)
_DAY = re.compile(
    r"(?<![\d/.\-])(?P<day>\d{1,2})\s?(?P<sign>[/.\-])\s?(?P<month>\d{1,2})"
    r"(?:\s?(?P=sign)\s?(?P<year>(?:19|20)\d\d))?(?![\d/%]|\s?%|[.,\-]\d)"
)
_DAY_IN_WORDS = re.compile(
    r"(?<!\w)(?:ngay\s+)?(?P<day>\d{1,2})\s+th[a-z]ng\s+(?P<month>\d{1,2})"
    r"(?:\s*,?\s*n[a-z]m\s+(?P<year>(?:19|20)\d\d))?(?!\d)"
)
_MONTH = re.compile(
    r"(?<!\w)(?:thang\s+(?P<month>\d{1,2})\s*(?:/|,?\s*nam)\s*|(?P<bare>\d{1,2})\s?/\s?)"
    r"(?P<year>(?:19|20)\d\d)(?!\d)"
)
_QUARTER = re.compile(r"(?<!\w)qu[yi]\s+(?P<quarter>iv|i{1,3}|[1-4])(?!\w)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Code(NamedTuple):
    """A special token and the span of the text it was read from; the most telling ones first."""

    start: int
    end: int
    names: tuple[str, ...]


def own_names(number: str) -> list[str]:
    """The tokens under which a document itself is found by its number, the most telling first."""
    names = [name for code in codes_of(number) for name in code.names]
    return [own_name(name) for name in names if name.startswith("n:")]


def own_name(name: str) -> str:
    """The token of a document's own number, apart from the same number cited: "n:" → "o:"."""
    return f"o:{name.removeprefix('n:')}"


def codes_of(text: str) -> list[Code]:
    """The numbers and dates in an NFC text, in order of their place; spans may overlap."""
    folded = fold(text).lower()
    found = [*_numbers(folded), *_days(folded), *_months(folded)]
    return sorted(found, key=lambda code: (code.start, -code.end))


def _numbers(folded: str) -> Iterator[Code]:
    taken = []
    for match in _FULL.finditer(folded):
        number, kind, year = match["number"].lstrip("0"), match["kind"], match["year"]
        issuer = re.sub(r"[^a-z0-9]", "", match["issuer"])
        names = [f"n:{number}/{kind}-{issuer}", *_number_names(number, kind, year)]
        taken.append(match.span())
        yield Code(*match.span(), tuple(names))
    for match in _NAMED.finditer(folded):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        number = match["number"].lstrip("0")
        if number:
            names = _number_names(number, _KIND_OF[match["kind"]], match["year"])
            yield Code(*match.span(), tuple(names))


def _number_names(number: str, kind: str, year: str | None) -> list[str]:
    with_year = [f"n:{number}/{year}/{kind}"] if year else []
    return [*with_year, f"n:{number}/{kind}"]


def _days(folded: str) -> Iterator[Code]:
    for pattern in (_DAY, _DAY_IN_WORDS):
        for match in pattern.finditer(folded):
            day, month = int(match["day"]), int(match["month"])
            if 1 <= day <= 31 and 1 <= month <= 12:
                year = match["year"]
                whole = [f"d:{year}-{month:02d}-{day:02d}"] if year else []
                yield Code(*match.span(), (*whole, f"d:{day:02d}/{month:02d}"))


def _months(folded: str) -> Iterator[Code]:
    for match in _MONTH.finditer(folded):
        month = int(match["month"] or match["bare"])
        if 1 <= month <= 12 and not folded[: match.start()].endswith(("/", "-", ".")):
            yield Code(*match.span(), (f"d:{match['year']}-{month:02d}",))
    for match in _QUARTER.finditer(folded):
        quarter = _ROMAN.get(match["quarter"]) or int(match["quarter"])
        yield Code(*match.span(), (f"q:{quarter}",))

"""A body as the checks read it: headings, links, pictures, tables, each with its place. Pure.

It is no Markdown converter: it walks over the text once, so its time grows with the length alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

# Bounded and possessive, so that no text makes them walk far from each of its brackets.
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,1000}+)\]\(([^()\n]{0,2100}+)\)")
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]{0,1000}+)\]"
    r"\(([^()\n]{0,2100}+(?:\([^()\n]{0,200}+\)[^()\n]{0,200}+)?)\)"
)
_REFERENCE = re.compile(r"^ {0,3}\[(?!\^)([^\[\]\n]{1,200}+)\]:[ \t]*(\S{1,2000}+)", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000}+)>", re.IGNORECASE)
_BARE = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]\"“”]{3,2000}+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,2000}+>")
_PICTURE_TAG = re.compile(r"<img\b[^<>\n]{0,2000}+>", re.IGNORECASE)
_ALT = re.compile(r"\balt\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_CODE = re.compile(r"`[^`\n]{1,2000}+`")
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()#+.!|>~-]")
_MARKS = re.compile(r"[*_~]{1,3}|\x01")
_INLINE = re.compile(r"[\[<*_~\x01]")
# Headings of one text that are looked at; an honest one has a hundred.
_MOST = 2_000
_HOLE = "\x01"  # stands for each character of a picture inside a link


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the body. text: its visible words; target: where it leads."""

    start: int
    end: int
    text: str = ""
    target: str = ""
    level: int = 0


@dataclass(slots=True)
class Table:
    """A table by its lines. header: cells of its first row; ruled: the line of dashes is there."""

    start: int
    end: int
    header: list[str]
    ruled: bool = False
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


class Body:
    """The parts of a body.

    prose has the body's length, so that places are the same: code, addresses and tags are blank.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        code_free = _ESCAPED.sub(_blank, _CODE.sub(_blank, _without_fences(text)))
        self.pictures = _pictures(code_free)
        holed = _PICTURE.sub(lambda m: _HOLE * len(m.group()), code_free)
        self.links = _links(holed, {p.start: p.text for p in self.pictures})
        self.bare: list[Spot] = []
        self.prose = self._prose(holed)
        self.headings: list[Spot] = []
        self.bold_lines: list[Spot] = []
        self.tables: list[Table] = []
        self._read_lines(code_free)

    def line_of(self, place: int) -> int:
        """The line of a place, from 1."""
        return bisect_right(self._starts, place)

    def lines(self, text: str) -> list[tuple[int, str]]:
        """Each line of a text of the body's length (such as `prose`), with its place."""
        return list(zip(self._starts, text.split("\n"), strict=True))

    def _prose(self, holed: str) -> str:
        """Blank the addresses, keep the words, and note the addresses that stand bare."""
        text = _LINK.sub(lambda m: f" {m.group(1)}".ljust(len(m.group())), holed)
        text = _REFERENCE.sub(_blank, text)
        for pattern, group in ((_AUTOLINK, 1), (_BARE, 0)):
            self.bare += [
                Spot(m.start(), m.end(), m.group(), m.group(group).rstrip(".,;:!?"))
                for m in pattern.finditer(text)
            ]
            text = pattern.sub(_blank, text)
        return _TAG.sub(_blank, text).replace(_HOLE, " ")

    # ---- lines ----------------------------------------------------------------------------------

    def _read_lines(self, code_free: str) -> None:
        lines = self.lines(code_free)
        stripped = ["", *(line.strip() for _start, line in lines), ""]
        for at, (start, line) in enumerate(lines, start=1):
            before, here, after = stripped[at - 1 : at + 2]
            if not here or len(self.headings) >= _MOST:
                continue
            whole = self.text[start : start + len(line)]
            if line.startswith("#"):
                level = min(len(line) - len(line.lstrip("#")), 6)
                words = whole[level:].strip().rstrip("#")
                self.headings.append(Spot(start, start + len(line), plain(words), level=level))
            elif not before and after and set(after) in ({"="}, {"-"}):
                level = 1 if after[0] == "=" else 2
                self.headings.append(Spot(start, start + len(line), plain(whole), level=level))
            elif _is_bold(here) and not before and not after:
                begin = start + line.index(here)
                words = here.strip(":").strip("*_ ")
                self.bold_lines.append(Spot(begin, begin + len(here), words))
        self._read_tables(lines)

    def _read_tables(self, lines: list[tuple[int, str]]) -> None:
        table: Table | None = None
        for start, line in lines:
            cells = _cells(line) if "|" in line else []
            if not cells:
                table = None
            elif table is None:
                table = Table(start, start + len(line), cells)
                self.tables.append(table)
            else:
                table.end = start + len(line)
                if _is_rule(line) and not table.ruled and not table.rows:
                    table.ruled = True
                else:
                    table.rows.append((start, cells))
        self.tables = [t for t in self.tables if t.ruled or t.rows]


def plain(text: str) -> str:
    """The words of an inline text: links by their words, no stars, no tags."""
    if not _INLINE.search(text):
        return " ".join(text.split())
    text = _LINK.sub(r"\1", _PICTURE.sub(r"\1", text))
    return " ".join(_MARKS.sub("", _TAG.sub("", text)).split())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _links(holed: str, alts: dict[int, str]) -> list[Spot]:
    found = [
        Spot(m.start(), m.end(), _shown(m, alts), _address(m.group(2)))
        for m in _LINK.finditer(holed)
    ]
    found += [
        Spot(m.start(), m.end(), m.group(1).strip(), _address(m.group(2)))
        for m in _REFERENCE.finditer(holed)
    ]
    return sorted(found, key=lambda spot: spot.start)


def _shown(found: re.Match[str], alts: dict[int, str]) -> str:
    """The words of a link; of a picture in it what is said of the picture."""
    words = plain(found.group(1))
    if _HOLE in found.group(1):
        inner = found.start(1) + found.group(1).index(_HOLE)
        words = f"{alts.get(inner, '')} {words}".strip()
    return words


def _address(text: str) -> str:
    """The address in the brackets of a link, without its title."""
    text = text.strip()
    if text.startswith("<"):
        return text[1:].split(">", 1)[0]
    return text.split(None, 1)[0] if text else ""


def _pictures(text: str) -> list[Spot]:
    found = [
        Spot(m.start(), m.end(), " ".join(m.group(1).split()), _address(m.group(2)))
        for m in _PICTURE.finditer(text)
    ]
    for m in _PICTURE_TAG.finditer(text):
        alt = _ALT.search(m.group())
        words = next((g for g in alt.groups() if g is not None), "") if alt else ""
        found.append(Spot(m.start(), m.end(), words.strip()))
    return sorted(found, key=lambda spot: spot.start)


def _without_fences(text: str) -> str:
    """The text with the lines of fenced code blanked."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        mark = line.strip()[:3]
        opens = not fence and mark in ("```", "~~~") and line.count("`") <= 3
        kept.append(" " * len(line) if fence or opens else line)
        if opens:
            fence = mark
        elif fence == mark:
            fence = ""
    return text if fence else "\n".join(kept)  # one that never closes is plain text


def _is_bold(line: str) -> bool:
    """One line that is bold from end to end, short, and no sentence."""
    mark, bare = line[:2], line.rstrip(":")
    if not 4 < len(line) <= 124 or mark not in ("**", "__") or not bare.endswith(mark):
        return False
    inner = bare[2:-2].strip()
    return bool(inner) and mark not in inner and inner[-1] not in ".!?…"


def _cells(line: str) -> list[str]:
    """The cells of a line that may be a row: it begins with a bar, or two bars stand in it."""
    bars, stripped = line.count("|"), line.strip()
    if not bars or (bars < 2 and not stripped.startswith("|")):
        return []
    return [cell.strip() for cell in stripped.removeprefix("|").removesuffix("|").split("|")]


def _is_rule(line: str) -> bool:
    return "-" in line and set(line.strip()) <= set("|:- ")

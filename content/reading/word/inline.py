"""Spans of one line as Markdown: emphasis, links, marks of footnotes. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from content.escaping import escape
from content.reading.word.blocks import Span
from content.vietnamese import tidy

# What a bold beginning must be to be a heading that the text runs on from: "1.", "a)", "Điều 3.".
_LEAD = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVXLC]{1,5}\.|[a-zđ]\)|(?:Điều|ĐIỀU) \d{1,3}[a-zđ]?\.)"
    r"\s.{1,150}$"
)


@dataclass(slots=True)
class _Piece:
    """A stretch that looks the same throughout. made: it is Markdown already."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    made: bool = False

    def looks_like(self, other: _Piece) -> bool:
        """May both be written as one?"""
        mine = (self.bold, self.italic, self.link, self.made)
        return not self.made and mine == (other.bold, other.italic, other.link, other.made)


def markdown(spans: Iterable[Span], *, plain: bool, even: bool = False) -> str:
    """One line in Markdown; pictures are left to whoever places them.

    plain: of an official document: links and emphasis are left out, but for a bold beginning that
    is a heading; words that are shown in capitals are written so. even: no emphasis at all.
    """
    pieces = _pieces(spans, plain=plain)
    if even:
        for piece in pieces:
            piece.bold = piece.italic = False
        pieces = _merged(pieces)
    elif plain:
        pieces = _with_lead_only(pieces)
    texts = [piece.text for piece in pieces]
    out = []
    for place, piece in enumerate(pieces):
        before = texts[place - 1][-1:] if place else ""
        after = texts[place + 1][:1] if place + 1 < len(texts) else ""
        out.append(piece.text if piece.made else _written(piece, before, after))
    return re.sub(r" {2,}", " ", "".join(out)).strip()


def is_bold(spans: Iterable[Span]) -> bool:
    """Is every span with words in it set bold?"""
    said = _said(spans)
    return bool(said) and all(span.bold for span in said)


def is_italic(spans: Iterable[Span]) -> bool:
    """Is every span with words in it slanted?"""
    said = _said(spans)
    return bool(said) and all(span.italic for span in said)


def _said(spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if span.kind == "text" and span.text.strip()]


def _pieces(spans: Iterable[Span], *, plain: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    for span in spans:
        if span.kind == "mark":
            pieces.append(_Piece(f"[^{span.text}]", made=True))
        elif span.kind != "picture":
            text = span.text.upper() if span.caps and plain else span.text
            link = "" if plain else span.link
            pieces.append(_Piece(text, span.bold, span.italic, link))
    pieces = _merged(pieces) if len(pieces) > 1 else pieces
    for piece in pieces:
        if not piece.made:
            piece.text = re.sub(r"\s+", " ", tidy(piece.text))
    return [piece for piece in pieces if piece.text]


def _merged(pieces: Iterable[_Piece]) -> list[_Piece]:
    """Neighbours that look the same as one; white space and loose marks look as what precedes."""
    out: list[_Piece] = []
    for piece in pieces:
        if out and not piece.made and not out[-1].made:
            loose = _loose(piece.text)
            out[-1].text += piece.text[:loose]
            piece = _Piece(piece.text[loose:], piece.bold, piece.italic, piece.link)
        if out and (out[-1].looks_like(piece) or (not piece.made and not piece.text.strip())):
            if out[-1].made:
                out.append(piece)
            else:
                out[-1].text += piece.text
        elif piece.text:
            out.append(piece)
    return out


def _loose(text: str) -> int:
    """How many accents a text begins with, torn from the letter they belong to."""
    count = 0
    while count < min(len(text), 4) and unicodedata.combining(text[count]):
        count += 1
    return count


def _with_lead_only(pieces: list[_Piece]) -> list[_Piece]:
    first = pieces[0] if pieces else _Piece("")
    lead = first.bold and not first.made and len(pieces) > 1 and _LEAD.match(first.text.strip())
    for number, piece in enumerate(pieces):
        piece.bold = piece.bold and number == 0 and bool(lead)
        piece.italic = False
    return pieces if lead else _merged(pieces)


def _written(piece: _Piece, before: str, after: str) -> str:
    """A piece with its marks drawn close around its words, never inside a word."""
    core = piece.text.strip()
    if not core:
        return piece.text
    start = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    end = piece.text[len(piece.text.rstrip()) :]
    text = escape(core)
    signs = "*" * (2 * piece.bold + piece.italic)
    inside = (not start and before.isalnum() and core[0].isalnum()) or (
        not end and after.isalnum() and core[-1].isalnum()
    )
    if signs and not inside and any(c.isalnum() for c in core):
        text = f"{signs}{text}{signs}"
    if piece.link and core != "":
        text = f"[{text}]({piece.link})"
    return f"{start}{text}{end}"

"""Pieces of words into lines, each parted where a column ends. Pure."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from content.reading.portable import letterhead
from content.reading.portable.pieces import LABEL, Line, Piece, Span
from content.vietnamese import fold, is_syllable, nfc

# In sizes of the letters: a blank where the file has none, and where it has its own.
_BLANK, _WIDE_BLANK = 0.13, 0.3
_PART, _LONE_PART, _SURE_PART = 0.62, 1.2, 2.5
_OVER = 0.5  # share of the lower of two boxes that makes them one row
_RAISED = 0.92  # of the size beside it, at most
# After the first and before the second stands a blank to be filled in by hand, no column.
_FILLED = re.compile(
    r"(?:(?:\bso\s*:?|\bngay|\bthang|\bnam) (?:/|thang\b|nam\b|\d)"
    r"|(?:,|\b\d{1,4}) (?:/|thang (?:\d{1,2} )?nam\b|nam (?:\d|$))|, ngay (?:\d|thang\b))"
)
_WORDS_OF_A_DATE = 4
_MOST_FILLED = 8.0
_MOST_CALLS = 200  # of footnotes on one page


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The lines of a page from the top down; parts of one row are lines of their own."""
    found: list[Line] = []
    for row in rows_of(list(pieces)):
        for part in _parts(_once(sorted(row, key=lambda piece: piece.x0))):
            line = _line(part)
            if line.text:
                found.append(line)
    return found


def rows_of(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces whose letters stand beside each other, row by row."""
    calls = _calls(pieces)
    if not calls:
        return _rows_of(pieces)
    rows = _rows_of([piece for piece in pieces if id(piece) not in calls])
    row_of = {id(piece): row for row in rows for piece in row}
    for call, host in calls.values():
        row_of[id(host)].append(call)
    return rows


def _calls(pieces: list[Piece]) -> dict[int, tuple[Piece, Piece]]:
    """Small raised numbers that touch a word, with that word: no other row can be theirs."""
    small = [p for p in pieces if p.text.isdigit() and len(p.text) <= 3 and not p.blank]
    if not 0 < len(small) <= _MOST_CALLS:
        return {}
    found: dict[int, tuple[Piece, Piece]] = {}
    lone = {id(piece) for piece in small}
    ends: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if id(piece) not in lone:
            ends[int(piece.x1)].append(piece)
    for call in small:
        near = (p for at in range(-2, 3) for p in ends[int(call.x0) + at][:_MOST_CALLS])
        host = next((p for p in near if _calls_at(p, call)), None)
        if host is not None:
            found[id(call)] = call, host
    return found


def _calls_at(piece: Piece, call: Piece) -> bool:
    raised = 0.18 * piece.size < piece.y - call.y < 0.7 * piece.size
    touches = -0.1 * piece.size < call.x0 - piece.x1 < 0.12 * piece.size
    return raised and touches and call.size < 0.8 * piece.size and piece.text[-1:] != " "


def _rows_of(pieces: list[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    marks: list[tuple[float, float]] = []  # baseline and size of each row's largest piece
    for piece in sorted(pieces, key=lambda piece: piece.y):
        place = _row_for(piece, marks)
        if place is None:
            rows.append([piece])
            marks.append((piece.y, piece.size))
        else:
            rows[place].append(piece)
            if piece.size > marks[place][1] * 1.05:
                marks[place] = (piece.y, piece.size)
    return rows


def _row_for(piece: Piece, marks: list[tuple[float, float]]) -> int | None:
    best, place = _OVER, None
    for index in range(len(marks) - 1, max(-1, len(marks) - 9), -1):
        y, size = marks[index]
        if piece.y == y:
            return index
        low = size if size < piece.size else piece.size
        if piece.y - y > low * 2:
            continue
        top = max(piece.y - 0.75 * piece.size, y - 0.75 * size)
        bottom = min(piece.y + 0.25 * piece.size, y + 0.25 * size)
        share = (bottom - top) / low
        if share > best:
            best, place = share, index
    return place


def _once(row: list[Piece]) -> list[Piece]:
    """The row without pieces drawn twice, a little beside each other, to look bold."""
    kept: list[Piece] = []
    for piece in row:
        near = kept[-4:] if kept and kept[-1].x1 > piece.x0 + 0.2 * piece.size else ()
        twin = next((other for other in near if _same(other, piece)), None)
        if twin is None:
            kept.append(piece)
        else:
            twin.bold = True
    return kept


def _same(one: Piece, other: Piece) -> bool:
    near = abs(one.x0 - other.x0) < 0.15 * one.size and abs(one.y - other.y) < 0.15 * one.size
    return near and one.text == other.text and one.laid == other.laid


def _parts(row: list[Piece]) -> list[list[Piece]]:
    """The row parted at gaps that no blank between words makes."""
    gaps = [_gap(a, b) for a, b in pairwise(row)]
    wide = sorted(g for g in gaps if g > _BLANK)
    usual = statistics.median_low(wide) if wide else 0.0
    least = max(_PART, 2.5 * usual) if len(wide) >= 2 else _LONE_PART
    least = min(least, _SURE_PART)
    parts: list[list[Piece]] = [row[:1]]
    nation = _nation_at(row, gaps, usual)
    for number, (piece, gap) in enumerate(zip(row[1:], gaps, strict=True), start=1):
        ahead = row[number : number + _WORDS_OF_A_DATE]
        if number == nation or (gap > least and not _goes_on(parts[-1], ahead, gap)):
            parts.append([piece])
        else:
            parts[-1].append(piece)
    return parts


def _nation_at(row: list[Piece], gaps: list[float], usual: float) -> int:
    """Where the nation's name or motto begins in a column of its own; 0 when it does not."""
    if not letterhead.names_nation(" ".join(piece.text for piece in row)):
        return 0
    for place in range(1, len(row)):
        if letterhead.begins_nation(" ".join(piece.text for piece in row[place:])):
            apart = not row[place].blank or gaps[place - 1] > 1.5 * usual
            return place if apart else 0
    return 0


def _gap(one: Piece, other: Piece) -> float:
    """Room between two pieces in sizes of the letters; a small sign beside large ones is small."""
    return (other.x0 - one.x1) / max(one.size, other.size)


def _goes_on(part: list[Piece], ahead: list[Piece], gap: float) -> bool:
    """Is the gap one after a label, or one to be filled in by hand? ahead: what stands behind."""
    before = "".join(p.text for p in part[-2:])
    if len(part) <= 2 and LABEL.fullmatch(f"{before} ".strip()) and gap < 6:
        return True
    seam = fold(" ".join(piece.text for piece in (part[-1], *ahead)))
    found = _FILLED.search(seam)
    return bool(found and gap < _MOST_FILLED and found.start() <= len(part[-1].text) <= found.end())


def _line(part: list[Piece]) -> Line:
    words = _words(part)
    big = max(part, key=lambda piece: (piece.size, len(piece.text)))
    spans: list[Span] = []
    for number, (word, blank) in enumerate(words):
        before = words[number - 1][0] if number else None
        raised = before is not None and _is_raised(word, before, big, blank=blank)
        text = f" {word.text}" if blank and number else word.text
        last = spans[-1] if spans else None
        if last and (last.font, last.bold, last.raised) == (word.font, word.bold, raised):
            last.text += text
        elif last and text.startswith(" "):
            last.text += " "
            spans.append(Span(text[1:], word.font, word.bold, raised))
        else:
            spans.append(Span(text, word.font, word.bold, raised))
    for span in spans:
        span.text = nfc(span.text)
    first = next((i for i, (_, blank) in enumerate(words) if blank and i), len(words))
    width = words[first - 1][0].x1 - part[0].x0
    right = max(piece.x1 for piece in part)
    artifact = all(piece.artifact for piece in part)
    laid = all(piece.laid for piece in part)
    return Line(part[0].x0, right, big.y, big.size, spans, width, artifact, laid, part[0].blank)


def _is_raised(word: Piece, before: Piece, big: Piece, *, blank: bool) -> bool:
    """Is a piece small, above the line, and right behind a word?"""
    small = word.size <= _RAISED * big.size and big.y - word.y > 0.18 * big.size
    room = 0.45 if blank and word.text.isdigit() else 0.1
    return small and not word.laid and word.x0 - before.x1 < room * big.size


def _words(part: list[Piece]) -> list[tuple[Piece, bool]]:
    """The pieces, and before which of them a blank stands."""
    own = sum(piece.blank for piece in part[1:])
    least = _WIDE_BLANK if own * 3 >= len(part) - 1 else _BLANK
    found = [(part[0], False)]
    for before, piece in pairwise(part):
        gap = (piece.x0 - before.x1) / min(before.size, piece.size)
        enough = least if piece.source == before.source else _BLANK
        blank = gap > enough or (piece.blank and gap > -0.2)
        set_apart = blank and not (piece.text.isdigit() and _calls_at(before, piece))
        found.append((piece, set_apart or _set_in(before, piece)))
    return _closed_up(found)


def _set_in(before: Piece, piece: Piece) -> bool:
    """Is it a number that was set behind a word later ("ngày" and "05")?"""
    level = abs(before.y - piece.y) < 0.01 and piece.x0 - before.x1 < 0.05 * piece.size
    alike = piece.size > _RAISED * before.size
    return not level and alike and before.text[-1:].isalpha() and piece.text[:1].isdigit()


# ---- letters set apart -----------------------------------------------------------------------


def _closed_up(words: list[tuple[Piece, bool]]) -> list[tuple[Piece, bool]]:
    """Words whose letters stand apart ("K Ế  H O Ạ C H") as words."""
    tokens: list[list[Piece]] = []
    for piece, blank in words:
        if blank or not tokens:
            tokens.append([piece])
        else:
            tokens[-1].append(piece)
    texts = ["".join(piece.text for piece in token) for token in tokens]
    lone = sum(len(text) == 1 and text.isalpha() for text in texts)
    if len(tokens) < 4 or lone < 0.8 * len(tokens):
        return words
    gaps = [b[0].x0 - a[-1].x1 for a, b in pairwise(tokens)]
    usual = statistics.median_low(gaps)
    wide = [gap > 1.5 * usual and gap - usual > 0.1 * part_size(words) for gap in gaps]
    groups = [[texts[0]]]
    for text, apart in zip(texts[1:], wide, strict=True):
        if apart:
            groups.append([text])
        else:
            groups[-1].append(text)
    written = " ".join(" ".join(syllables("".join(group))) for group in groups)
    first, last = words[0][0], words[-1][0]
    whole = Piece(first.x0, last.x1, first.y, first.size, written, first.font, first.bold)
    whole.artifact, whole.laid = first.artifact, first.laid
    return [(whole, False)]


def part_size(words: Sequence[tuple[Piece, bool]]) -> float:
    """Size of the largest letters."""
    return max(piece.size for piece, _ in words)


def syllables(text: str) -> list[str]:
    """Letters without blanks as the fewest Vietnamese syllables; as they are when they are none."""
    text = nfc(text)
    if len(text) > 60 or not text.isalpha():
        return [text]

    @cache
    def best(start: int) -> tuple[str, ...] | None:
        if start == len(text):
            return ()
        found: tuple[str, ...] | None = None
        for end in range(min(len(text), start + 7), start, -1):
            word = text[start:end]
            rest = best(end) if is_syllable(word) else None
            if rest is not None and (found is None or len(rest) + 1 < len(found)):
                found = (word, *rest)
        return found

    return list(best(0) or (text,))

"""Words with their places into lines, lines into a text as a person would read it. Pure.

The recogniser finds blocks and lines. What it takes for one line is two where an official letter
stands in two columns: its head (who issues it | the nation's name) and its foot (who receives it |
who signs). These are read column by column. What stands alone at the upper or lower edge of the
page, its number above all, is read before or after everything else.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from content.scans.tesseract import Word
from content.vietnamese import fold, tidy

# Below this a word of signs alone is dirt, a rule or a part of a stamp.
_DIRT_BELOW = 70.0
# Below this a line is no writing at all: the wave of a signature, the ring of a stamp.
_NO_LINE_BELOW = 25.0
_LETTER = re.compile(r"[^\W_]")
_TWO_COLUMNS = re.compile(
    r"c\wng h\w{1,2} x\w h\w{1,2} ch|\w{2,3}c l\w{1,2}p\s*[-–—.]|n\wi nh\w{1,2}n\s*[:;.]"
    r"|dang c\wng san vi\wt nam"
)

# Whom a letter is addressed to stands below its head, over both columns.
_ADDRESSED = re.compile(r"\W*kinh g\w{1,3}\b")
# What a letter is about stands below its number, and is read last of its head.
_SUBJECT = re.compile(r"\W*v\s?[/.]\s?v\b")
_EDGE = 0.08  # of the height of a page, above and below
_ALONE = 2.5  # times the height of a line: white between an edge and the rest


@dataclass(frozen=True, slots=True)
class Row:
    """Words that stand side by side and belong together."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return tidy(" ".join(word.text for word in self.words))

    @property
    def left(self) -> int:
        """Where it begins."""
        return min(word.left for word in self.words)

    @property
    def right(self) -> int:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def middle(self) -> float:
        """Its height on the page, little moved by marks above and tails below."""
        return statistics.median((word.top + word.bottom) / 2 for word in self.words)

    @property
    def tall(self) -> float:
        """How tall its words are."""
        return statistics.median(word.height for word in self.words)

    @property
    def block(self) -> int:
        """The recogniser's block."""
        return self.words[0].line[0]

    @property
    def confidence(self) -> float:
        """The mean over its letters."""
        return confidence_of(self.words)


def confidence_of(words: Sequence[Word]) -> float:
    """The mean confidence over letters, 0–100; 0.0 without words."""
    letters = sum(len(word.text) for word in words)
    if not letters:
        return 0.0
    return sum(max(word.confidence, 0.0) * len(word.text) for word in words) / letters


def rows_of(words: Sequence[Word], height: int) -> list[Row]:
    """Lines in the order they are read; dirt is left out. height: of the page, in pixels."""
    kept = [word for word in words if _is_writing(word)]
    lines = [Row(tuple(group)) for _, group in itertools.groupby(kept, key=lambda w: w.line)]
    lines = [line for line in lines if line.confidence >= _NO_LINE_BELOW]
    above, lines, below = _without_edges(lines, height)
    read: list[Row] = []
    index = 0
    while index < len(lines):
        end = _end_of_columns(lines, index)
        if end > index:
            read.extend(_by_column(lines[index:end]))
        else:
            read.append(lines[index])
        index = max(end, index + 1)
    return [*above, *read, *below]


def text_of(rows: Sequence[Row]) -> str:
    """The rows as text: one a line, and an empty line where the page leaves more white."""
    if not rows:
        return ""
    steps = [b.middle - a.middle for a, b in itertools.pairwise(rows) if b.middle > a.middle]
    usual = statistics.median_low(steps) if steps else 0.0
    parts = [rows[0].text]
    for before, row in itertools.pairwise(rows):
        step = row.middle - before.middle
        apart = step < 0 or step > 1.22 * usual
        parts.append(f"\n{row.text}" if apart else row.text)
    return "\n".join(parts)


def _is_writing(word: Word) -> bool:
    if _LETTER.search(word.text):
        return True
    # A dash, a bullet or a full stop that stands alone is as sure as words are.
    return word.confidence >= _DIRT_BELOW and not set(word.text) <= set("|¦‖")


def _without_edges(lines: Sequence[Row], height: int) -> tuple[list[Row], list[Row], list[Row]]:
    """What stands alone at the upper edge, the rest, and what stands alone at the lower edge."""
    if len(lines) < 3:
        return [], list(lines), []
    first, *_, last = sorted(lines, key=lambda line: line.middle)
    rest = [line for line in lines if line is not first and line is not last]
    top, bottom = min(line.middle for line in rest), max(line.middle for line in rest)
    above, below = first.middle < _EDGE * height, last.middle > (1 - _EDGE) * height
    above = above and top - first.middle > _ALONE * first.tall and _gap(first) is None
    below = below and last.middle - bottom > _ALONE * last.tall and _gap(last) is None
    kept = [x for x in lines if not ((above and x is first) or (below and x is last))]
    return [first] if above else [], kept, [last] if below else []


def _end_of_columns(lines: Sequence[Row], start: int) -> int:
    """The index after a run of lines in two columns that begins at `start`; `start` for none."""
    gutter = _gap(lines[start])
    if gutter is None:
        return start
    end, spoken = start, False
    for line in lines[start:]:
        words = fold(line.text)
        narrower = None if spoken and _ADDRESSED.match(words) else _narrowed(gutter, line)
        if narrower is None:
            break
        gutter = narrower
        spoken = spoken or bool(_TWO_COLUMNS.search(words))
        end += 1
    return end if spoken else start


def _narrowed(gutter: tuple[int, int], line: Row) -> tuple[int, int] | None:
    """What a line leaves of the white between two columns; None where it goes across."""
    low, high = gutter
    gap = _gap(line)
    if gap is not None and min(gap[1], high) > max(gap[0], low):
        return max(gap[0], low), min(gap[1], high)
    if line.right <= high:
        return max(low, line.right), high
    return (low, min(high, line.left)) if line.left >= low else None


def _gap(line: Row) -> tuple[int, int] | None:
    """The widest white between two words (from, to), when it is too wide for a space."""
    gaps = [(b.left - a.right, a.right, b.left) for a, b in itertools.pairwise(line.words)]
    if not gaps:
        return None
    width, left, right = max(gaps)
    return (left, right) if width > 1.1 * line.tall else None


def _by_column(lines: Sequence[Row]) -> list[Row]:
    """Each line cut at the gutter: what stands left of it, what stands right, then the subject."""
    white = _gap(lines[0])
    for line in lines:
        white = (white and _narrowed(white, line)) or white
    assert white is not None
    gutter = sum(white) / 2
    columns: tuple[list[Row], list[Row]] = ([], [])
    for line in lines:
        sides = [[w for w in line.words if w.right <= gutter], []]
        sides[1] = [w for w in line.words if w not in sides[0]]
        for column, words in zip(columns, sides, strict=True):
            if words:
                column.append(Row(tuple(words)))
    left, right = columns
    subject = next((i for i, row in enumerate(left) if _SUBJECT.match(fold(row.text))), len(left))
    return [*left[:subject], *right, *left[subject:]]

"""Head and foot of an official document, whatever set them side by side, as lines in order. Pure.

Tables, tabs, columns and text boxes all give the same: the issuer, the nation's name, the number,
the date, then what it is about; at the end who receives it, then who signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.reading.word.blocks import (
    Block,
    Paragraph,
    Span,
    Table,
    has_content,
    raw,
    split,
    words,
)
from content.reading.word.leftovers import Leftovers
from content.vietnamese import fold

_HEAD = 40  # blocks among which a head ends
_LONGEST_LINE = 160
_MOST_ROWS = 4
_MOST_SIGNING = 30
# The nation's name, the motto, a number; also as a badly recognised scan spells them.
_LETTERHEAD = re.compile(
    r"c[o0]ng\s+h\w{1,2}\s+x\w\s+h\w{1,2}\s+ch\w\s+ngh"
    r"|\w{2,3}c\s+[l1i]\w?p\s*[-–—.]+\s*t\w{1,2}\s+do\b|dang\s+cong\s+san\s+viet\s+nam"
    r"|^(?:luat |nghi quyet )?s[oe06]\s*:.*/"
)
_DATE = re.compile(r"\bngay\b.{0,20}\bthang\b.{0,20}\bnam\b")
_ABOUT = re.compile(r"^v\s?/\s?v\b")
_RECIPIENTS = re.compile(r"^noi nhan\s*:?")
_FOR = re.compile(r"^(?:tm|kt|tl|tuq|q)\s?\.")
_OFFICE = re.compile(
    r"^(?:tm|kt|tl|tuq|q)\s?\.|^(?:pho |quyen )?(?:chu tich|giam doc|tong giam doc|truong ban"
    r"|truong phong|hieu truong|chu nhiem|bi thu|bo truong|thu truong|nguoi lap|ke toan"
    r"|thu ky|dai dien|nguoi lam don|chanh van phong)\b"
)
_RULE = re.compile(r"^[-–—_=*~\s]{3,}$")
_GAP = re.compile(r"[ \u00a0]*\t[ \u00a0\t]*|[ \u00a0]{4,}")
_LINE_END = re.compile(r"\n+")
_PART_TEXT = 600  # characters of a cell that holds a text, not an entry


def is_official(blocks: list[Block]) -> bool:
    """Does the text begin as official documents do: the nation's name, its motto, a number?"""
    lines = (line for block in blocks[:_HEAD] for line in _lines_of(block))
    return any(len(line) <= _LONGEST_LINE and _LETTERHEAD.search(line) for line in lines)


def arranged(blocks: list[Block], leftovers: Leftovers, *, official: bool) -> list[Block]:
    """The blocks with side-by-side settings undone: tables that hold no data become lines."""
    flat = list(_flattened(blocks, leftovers, official=official))
    if not official:
        return flat
    flat = [b for b in flat if not (isinstance(b, Paragraph) and _RULE.match(words(b)))]
    head, rest = _lines_of_head(flat[:_HEAD]), flat[_HEAD:]
    ordered = _subject_last(head)
    return _without_emblems(_signed_by_sides([*ordered, *rest]), leftovers)


def _lines_of(block: Block) -> list[str]:
    """Folded lines of a block, at most those of a small table."""
    if isinstance(block, Paragraph):
        return [fold(part).strip() for part in _LINE_END.split(raw(block))]
    cells = (cell for row in block.rows[:_MOST_ROWS] for cell in row.cells)
    return [line for cell in cells for inner in cell.blocks for line in _lines_of(inner)]


# ---- tables that set text side by side ----------------------------------------------------------


def _flattened(blocks: list[Block], leftovers: Leftovers, *, official: bool) -> Iterator[Block]:
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield from _single_lines(block)
        elif not _is_layout(block, near_top=place < 12):
            yield block
        else:
            parts = [inner for row in block.rows for cell in row.cells for inner in cell.blocks]
            found = list(_flattened(parts, leftovers, official=official))
            named = official and any(_is_formal(line) for line in _lines_of(block))
            yield from (_bare(found, leftovers) if named else found)


def _single_lines(paragraph: Paragraph) -> list[Paragraph]:
    """A paragraph whose line breaks part it; headings and items of lists stay whole."""
    if paragraph.level or (paragraph.marker and paragraph.marker.sign):
        return [paragraph]
    pieces = split(paragraph, (m.span() for m in _LINE_END.finditer(raw(paragraph))))
    return pieces or ([paragraph] if paragraph.marker else [])


def _is_layout(table: Table, *, near_top: bool) -> bool:
    """Is the table only there to set text side by side: a head, a foot, one row or column?"""
    columns = max(len(row.cells) for row in table.rows)
    if len(table.rows) == 1 or columns == 1:
        return True
    cells = (cell for row in table.rows for cell in row.cells)
    if not table.ruled and columns <= 3 and any(_holds_text(cell.blocks) for cell in cells):
        return True
    if len(table.rows) > _MOST_ROWS:
        return False
    lines = _lines_of(table)
    if any(_RECIPIENTS.match(line) or _FOR.match(line) for line in lines):
        return True
    if near_top and any(_LETTERHEAD.search(line) for line in lines):
        return True
    return not table.ruled and _signs_only(table)


def _signs_only(table: Table) -> bool:
    """Do all columns of a small table begin with an office in capitals?"""
    tops = [cell.blocks[0] for cell in table.rows[0].cells if cell.blocks]
    texts = [words(top) for top in tops if isinstance(top, Paragraph)]
    written = [text for text in texts if text]
    return bool(written) and all(t.isupper() and _OFFICE.match(fold(t)) for t in written)


def _holds_text(blocks: list[Block]) -> bool:
    """Does a cell hold a piece of the text itself: headings, tables, several long paragraphs?"""
    if any(isinstance(b, Table) or b.level for b in blocks):
        return True
    written = [words(b) for b in blocks if isinstance(b, Paragraph)]
    return len(written) >= 3 and sum(map(len, written)) > _PART_TEXT


def _is_formal(line: str) -> bool:
    return bool(_LETTERHEAD.search(line) or _RECIPIENTS.match(line) or _FOR.match(line))


def _bare(blocks: list[Block], leftovers: Leftovers) -> list[Block]:
    """The blocks without the pictures of a head or foot: emblems, stamps, signatures."""
    for block in blocks:
        if isinstance(block, Paragraph):
            pictures = sum(span.kind == "picture" for span in block.spans)
            leftovers.count("emblems", pictures)
            if pictures:
                block.spans = [span for span in block.spans if span.kind != "picture"]
    return [b for b in blocks if not isinstance(b, Paragraph) or has_content(b) or b.marker]


# ---- tabs ---------------------------------------------------------------------------------------


def _lines_of_head(blocks: list[Block]) -> list[Block]:
    """Lines set side by side by tabs or many spaces, each on its own."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not block.level and _is_headline(block):
            out += split(block, _gaps(raw(block)))
        else:
            out.append(block)
    return out


def _is_headline(paragraph: Paragraph) -> bool:
    line = fold(words(paragraph))
    return len(line) <= _LONGEST_LINE and bool(_LETTERHEAD.search(line) or _DATE.search(line))


def _gaps(text: str) -> list[tuple[int, int]]:
    """Where a line is parted; the blanks in "Số:    /KH-UBND" and "ngày    tháng" are none."""
    return [
        m.span()
        for m in _GAP.finditer(text)
        if not re.search(r"(?:\bso\s*:?|\bngay|\bthang|,)$", fold(text[: m.start()]))
        and not re.match(r"/|thang\b|nam\b", fold(text[m.end() :]))
    ]


def _subject_last(blocks: list[Block]) -> list[Block]:
    """The head with its "V/v …" after the nation's name and the date, which stand to its right."""
    texts = [fold(words(b)) if isinstance(b, Paragraph) else "" for b in blocks]
    start = next((i for i, text in enumerate(texts) if _ABOUT.match(text)), None)
    if start is None:
        return blocks
    later = [
        i
        for i in range(start + 1, min(start + 14, len(blocks)))
        if len(texts[i]) < 90 and (_LETTERHEAD.search(texts[i]) or _DATE.search(texts[i]))
    ]
    if not later:
        return blocks
    end, last = min(later[0], start + 5), later[-1] + 1
    subject = _as_one([b for b in blocks[start:end] if isinstance(b, Paragraph)])
    return [*blocks[:start], *blocks[end:last], subject, *blocks[last:]]


def _as_one(lines: list[Paragraph]) -> Paragraph:
    """Lines of one cell as the sentence they are."""
    spans = [span for line in lines for span in (*line.spans, Span(" "))]
    return Paragraph(spans[:-1])


# ---- the foot -----------------------------------------------------------------------------------


def _signed_by_sides(blocks: list[Block]) -> list[Block]:
    """A foot set by tabs: all of the left side, then all of the right."""
    start = next((i for i in range(len(blocks) - 1, -1, -1) if _opens_sides(blocks[i])), None)
    if start is None:
        return blocks
    left: list[Block] = []
    right: list[Block] = []
    end = start
    while end < min(len(blocks), start + _MOST_SIGNING):
        block = blocks[end]
        if not isinstance(block, Paragraph) or block.level or len(words(block)) > _LONGEST_LINE:
            break
        _put_aside(block, left, right)
        end += 1
    return [*blocks[:start], *left, *right, *blocks[end:]]


def _opens_sides(block: Block) -> bool:
    """Is it the first line of a foot whose two sides a tab parts?"""
    if not isinstance(block, Paragraph) or not _GAP.search(raw(block)):
        return False
    return any(_RECIPIENTS.match(t) or _FOR.match(t) for t in _parts(block)) and bool(
        _RECIPIENTS.match(fold(words(block))) or raw(block).lstrip(" ").startswith("\t")
    )


def _parts(paragraph: Paragraph) -> list[str]:
    return [fold(part).strip() for part in _GAP.split(raw(paragraph)) if part.strip()]


def _put_aside(block: Paragraph, left: list[Block], right: list[Block]) -> None:
    text = raw(block)
    gaps = [m.span() for m in _GAP.finditer(text)]
    pieces = split(block, gaps) if gaps else [block]
    on_right = block.aside or (gaps and not text[: gaps[0][0]].strip())
    if on_right:
        right.extend(pieces)
    else:
        left.extend(pieces[:1])
        right.extend(pieces[1:])


def _without_emblems(blocks: list[Block], leftovers: Leftovers) -> list[Block]:
    """The blocks without pictures in the head and right below an office that signs."""
    bare: set[int] = set()
    for place, block in enumerate(blocks):
        line = words(block) if isinstance(block, Paragraph) and not block.level else ""
        folded = fold(line)
        if place < _HEAD // 2 and line and _LETTERHEAD.search(folded):
            bare.update(range(place + 1))
        if line.isupper() and len(line) <= 70 and _OFFICE.match(folded):
            bare.update(range(place, place + 8))
    out: list[Block] = []
    for place, block in enumerate(blocks):
        out += _bare([block], leftovers) if place in bare else [block]
    return out

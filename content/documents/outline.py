"""The outline of a text: labels of headings and items, joining of broken lines, Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from content.documents.lines import Layout, Line, Removed
from content.documents.marks import (
    after,
    is_note,
    is_picture,
    pictures_apart,
    without_pairs,
    words_alone,
)
from content.escaping import escape, open_safely
from content.vietnamese import UPPER, fold

_PATTERNS = (
    # level, pattern of (label)(rest)
    (
        2,
        re.compile(
            r"^((?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:[IVXLC]+|\d{1,2}|thứ \w+|THỨ \w+)[.:]?)()$"
        ),
    ),
    (2, re.compile(r"^((?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?:[IVXLC]+|\d{1,2})[.:])\s+(\S.*)$")),
    (2, re.compile(r"^([IVX]{1,5}\s?[./])\s*(\S.*)$")),
    (3, re.compile(r"^((?:Điều|ĐIỀU)\s+\d{1,3}[a-zđ]?[.:])\s*(.*)$")),
    (4, re.compile(rf"^(\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?)\s+([“\"‘]?[{UPPER}].*)$")),
    (3, re.compile(rf"^(\d{{1,2}}\s?[./])(?:\s+|(?=[{UPPER}]))([^\d\s].*)$")),
    (3, re.compile(rf"^(\d{{1,2}}\.)\s+(\d.*[{UPPER}a-z].*)$")),
    (5, re.compile(r"^([a-zđ¢]\s?[).])\s*(?=\S{2})(.*)$")),
    (5, re.compile(r"^(\d{1,2}\s?\))\s*(\S.*)$")),
)
# A scan shows I as | l 1, II as H and 5 as S; taken so only before a heading in capitals, or in
# sequence.
_SCANNED_ROMAN = re.compile(r"^([IVXHl1|!]{1,4}\.)\s*(\S.*)$")
_LETTER = re.compile(rf"^([{UPPER}]\.)\s+(\S.*)$")
_BULLET = re.compile(r"^([-–—+*•●▪◦‣⁃➢✓✔→])(?:\s+|(?=[^\W\d_]))(\S.*)$")
_BROKEN_SPAN = re.compile(r"(?<=\d-)\n(?=\d)")
_CLOSING = re.compile(r"^tr[ae]n d[ae]y la\b")  # the closing words of a plan: a new paragraph
_RUN_IN = re.compile(r"^([^.;]{2,150}?)\s?:\s+(\S.*)$")
_BOLD_LEAD = re.compile(r"^\*\*(.+?)\*\*\s*:?\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Label:
    """How a heading or an item is counted. level: 2 "I.", 3 "1.", 4 "2.1.", 5 "a)", 9 bullet."""

    level: int
    text: str
    rest: str


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the outline: level 2–6, its label as written ("I.", "1.", "a)"), its title."""

    level: int
    label: str
    title: str


@dataclass(slots=True)
class Block:
    """Lines that belong together; `lines` holds them in order."""

    lines: list[Line] = field(default_factory=list)
    label: Label | None = None

    @property
    def marked(self) -> bool:
        """Was it set as a heading in the source: a Markdown heading, or bold from end to end?"""
        return all(line.heading or line.bold for line in self.lines)


@dataclass(slots=True)
class Body:
    """The text as Markdown, its outline, and what was left out of it."""

    markdown: str
    sections: list[Section]
    removed: list[Removed]
    preamble_end: int


def label_of(text: str, *, after: int | None = None) -> Label | None:
    """The label a line begins with. after: number of the last "1." (reads a scanned "S." as 5)."""
    bullet = _BULLET.match(text)
    if bullet:
        return Label(9, bullet.group(1), bullet.group(2))
    for level, pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            deeper = found.group(1).rstrip(".").count(".") - 1 if level == 4 else 0
            return Label(level + deeper, found.group(1), found.group(2).strip())
    for pattern in (_SCANNED_ROMAN, _LETTER):
        found = pattern.match(text)
        if found and not found.group(1)[:-1].isdigit() and _in_capitals(found.group(2)):
            return Label(2, found.group(1), found.group(2))
    if after == 4 and re.match(r"^S\.\s+\S", text):
        return Label(3, "S.", text[2:].strip())
    return None


def _in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.8 * len(letters)


# ---- joining ------------------------------------------------------------------------------------


def blocks_of(lines: Iterable[Line], layout: Layout) -> Iterator[Block]:
    """Join lines into blocks: a heading, a paragraph, an item, a table."""
    block = Block()
    number = 0
    for line in lines:
        label = None if line.table else label_of(line.bare, after=number)
        if block.lines and _continues(block, line, label, layout):
            block.lines.append(line)
            continue
        if block.lines:
            yield block
        block = Block([line], label)
        if label and label.level == 3:
            number = _count(label, number)
    if block.lines:
        yield block


def _continues(block: Block, line: Line, label: Label | None, layout: Layout) -> bool:
    """Does the line go on with the block?"""
    before = block.lines[-1]
    if line.table or before.table:
        return line.table and before.table and not line.gap
    if line.heading or before.heading or line.is_rule or before.is_rule:
        return False
    if layout.marked and (is_note(line.text) or is_picture(line.text) or is_picture(before.text)):
        return False
    if line.bold != before.bold or (line.bold and line.gap):
        return False
    if label:
        return layout.wrapped and _is_accident(before, line, label, layout.width)
    if layout.wrapped:
        return _wraps(block, line, layout.width)
    return not before.ends and (line.starts_lower or (layout.marked and not line.gap))


def _is_accident(before: Line, line: Line, label: Label, width: int) -> bool:
    """A wrapped line may begin with what only looks like a label: "… chính trị / - xã hội"."""
    if before.ends or line.gap:
        return False
    if re.search(r"\b(?:diem|khoan|muc|dieu|phan|quy)$", fold(before.bare)):
        return True
    full = len(before.bare) >= 0.7 * width
    return full and label.rest[:1].islower() and label.level != 5


def _wraps(block: Block, line: Line, width: int) -> bool:
    """In wrapped text: was the line before broken for want of room, or because it was over?"""
    before = block.lines[-1]
    labelled = block.label is not None and block.label.level <= 4
    if line.gap:
        return not before.ends and (
            line.starts_lower or (len(before.bare) >= 0.7 * width and not labelled)
        )
    if labelled and _in_capitals(before.bare) and not _in_capitals(line.bare):
        return False
    if line.starts_lower:
        return True
    if before.ends and _CLOSING.match(fold(line.bare)):
        return False
    if before.bare.endswith(("./.", ":")):
        return len(before.bare) >= 0.95 * width and before.bare.endswith(":")
    first = line.bare.split(" ", 1)[0]
    return len(before.bare) + 1 + len(first) > 0.8 * width


# ---- writing ------------------------------------------------------------------------------------


def write_body(lines: Iterable[Line], layout: Layout) -> Body:
    """The lines as Markdown: headings by their labels, items, paragraphs joined, tables kept."""
    writer = _Writer(layout)
    for block in blocks_of(lines, layout):
        writer.add(block)
    return writer.finish()


class _Writer:
    """Collects the parts of the body; bullets that follow each other form one list."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.parts: list[str] = []
        self.depth = -1  # of the last item of a list, -1 outside of one
        self.plus_nests = False  # "+" stands under "-", unless the list began with it
        self.sections: list[Section] = []
        self.removed: list[Removed] = []
        self.preamble_parts: int | None = None
        self.heading_before = 0  # number of the item before of level 3, when it was a heading

    def add(self, block: Block) -> None:
        """Write one block."""
        first = block.lines[0]
        if first.table:
            self._part("\n".join(line.text for line in block.lines))
        elif first.is_rule:
            self.removed.append(Removed(first.text, "đường kẻ"))
        elif block.label is None:
            self._unlabelled(block)
        elif block.label.level == 9:
            self._bullet(block)
        else:
            self._labelled(block, block.label)

    def finish(self) -> Body:
        """The whole body."""
        end = self.preamble_parts if self.preamble_parts is not None else len(self.parts)
        before = "".join(self.parts[:end])
        markdown = "".join(self.parts).strip("\n")
        return Body(markdown, self.sections, self.removed, min(len(before), len(markdown)))

    def _part(self, text: str) -> None:
        self.parts.append(("\n\n" if self.parts else "") + text)
        self.depth = -1

    def _text(self, block: Block) -> str:
        """The block's words on one line, safe as Markdown."""
        if self.layout.marked:
            return _joined(line.text for line in block.lines)
        return escape(_joined(line.bare for line in block.lines))

    def _inner(self, block: Block) -> str:
        """The same without the marks of a heading and of bold."""
        if self.layout.marked:
            return _joined(line.inner for line in block.lines)
        return escape(_joined(line.bare for line in block.lines))

    def _unlabelled(self, block: Block) -> None:
        first = block.lines[0]
        if first.heading:
            self._heading(max(2, first.heading), "", self._inner(block))
            return
        self._part(open_safely(self._text(block)))

    def _bullet(self, block: Block) -> None:
        assert block.label is not None
        text = self._text(block)
        text = text.removeprefix("\\")
        found = _BULLET.match(text) or _BULLET.match(self._inner(block))
        rest = found.group(2) if found else text
        plus = block.label.text == "+"
        item = f"{'+' if plus else '-'} {open_safely(rest)}"
        if self.depth < 0:
            self._part(item)
            self.depth, self.plus_nests = 0, not plus
            return
        indent = block.lines[0].depth if self.layout.marked else 0
        self.depth = min(max(indent, int(plus and self.plus_nests)), self.depth + 1)
        self.parts.append(f"\n{'    ' * self.depth}{item}")

    def _labelled(self, block: Block, label: Label) -> None:
        whole = _joined(line.bare for line in block.lines)
        rest = whole[len(label.text) :].strip()
        if self.layout.marked:
            rest = _after_label(self._inner(block), whole, label)
        title, text = self._split(block, label, rest)
        if title is None:
            if label.level == 3:
                self.heading_before = 0
            if label.level >= 5 and len(rest) <= 150 and not re.search(r"[.;,]$", rest):
                shown = words_alone(rest) if self.layout.marked else rest
                self.sections.append(Section(5, label.text, shown.rstrip(":").rstrip()))
            self._part(open_safely(self._paragraph(block)))
            return
        glued = rest and whole[len(label.text) : len(label.text) + 1] != " "
        self._heading(label.level, label.text, self._safe(title), "" if glued else " ")
        if label.level <= 3:
            self.heading_before = _count(label, self.heading_before) if label.level == 3 else 0
        if text:
            self._part(open_safely(self._safe(text)))

    def _paragraph(self, block: Block) -> str:
        return self._inner(block) if block.lines[0].heading else self._text(block)

    def _safe(self, text: str) -> str:
        return text if self.layout.marked else escape(text)

    def _split(self, block: Block, label: Label, rest: str) -> tuple[str | None, str]:
        """Title and running text of a labelled block; no title when it is a paragraph."""
        if label.level >= 5 and not re.match(r"\d", label.text):
            return (rest, "") if block.lines[0].heading else (None, "")
        if block.marked or not rest:
            return rest, ""
        lead = _BOLD_LEAD.match(" ".join(line.text for line in block.lines))
        if lead and lead.group(2) and label_of(re.sub(r"\\(.)", r"\1", lead.group(1))):
            return after(lead.group(1), len(label.text)).strip(" :"), lead.group(2)
        if label.text.endswith(")"):
            return None, ""
        before = self.heading_before
        next_one = not self.layout.marked and before > 0 and _count(label, before) == before + 1
        return _title_of(label, rest, after_heading=next_one)

    def _heading(self, level: int, label: str, title: str, joint: str = " ") -> None:
        if self.preamble_parts is None:
            self.preamble_parts = len(self.parts)
        level = min(level, 6)
        pictures = ""
        if self.layout.marked:
            title, pictures = pictures_apart(title)
        plain = words_alone(title) if self.layout.marked else _unescaped(title)
        text = f"{label}{joint}{title}".strip()
        if text:
            self.sections.append(Section(level, label, plain))
            self._part(f"{'#' * level} {text}")
        if pictures:
            self._part(pictures)
        if not label:
            self.heading_before = 0


def _after_label(inner: str, bare: str, label: Label) -> str:
    """What stands after the label in Markdown; without emphasis where that begins before it."""
    if inner[:1] in "*_":
        inner = without_pairs(inner)
    rest = escape(bare[len(label.text) :]) if inner[:1] in "*_[" else after(inner, len(label.text))
    return rest.strip()


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text).replace("&lt;", "<")


def _joined(lines: Iterable[str]) -> str:
    """Lines as one; "2021-" and "2030" were one span of years before the line was full."""
    return _BROKEN_SPAN.sub("", "\n".join(lines)).replace("\n", " ")


def _count(label: Label, before: int) -> int:
    """The number a label of level 3 counts; a scanned "S." goes on from the one before."""
    digits = re.sub(r"\D", "", label.text)
    return int(digits) if digits else before + 1


def _title_of(label: Label, rest: str, *, after_heading: bool) -> tuple[str | None, str]:
    """Is an unmarked labelled block a heading, a heading with its text run in, or a paragraph?"""
    if label.text.startswith(("Điều", "ĐIỀU")) and (len(rest) > 120 or rest.endswith((".", ";"))):
        return "", rest
    if label.level == 2 and _in_capitals(rest):
        return rest, ""
    finished = rest.endswith((".", ";", ","))
    if not finished and len(rest) <= 400:
        return rest.removesuffix(":").rstrip(), ""
    run_in = _RUN_IN.match(rest)
    if run_in and not rest.endswith(";") and _quotes_close(run_in.group(1)):
        return run_in.group(1), run_in.group(2)
    if after_heading and label.level == 3 and not rest.endswith(";") and len(rest) <= 360:
        return rest, ""
    return None, ""


def _quotes_close(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0

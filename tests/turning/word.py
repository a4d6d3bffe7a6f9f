"""A paper typed in Word: two-column head, signature block, numbers typed or counted by Word."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from tests.turning.paper import Paper, Piece

# (words, font) of one run: an old font is chosen letter by letter.
Setter = Callable[[str, str], Iterator[tuple[str, str]]]


def unicode_runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Words as they stand, in one run."""
    yield text, font


@dataclass(slots=True)
class Typist:
    """How a paper is typed. font: of all words. counted: Word counts headings and items."""

    font: str = "Times New Roman"
    runs: Setter = unicode_runs
    counted: bool = False

    def type(self, paper: Paper) -> bytes:
        """The paper as a DOCX file."""
        return _Sheet(self).of(paper)


class _Sheet:
    """One document being typed."""

    def __init__(self, typist: Typist) -> None:
        self.typist = typist
        self.document: Any = docx.Document()
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = typist.font, Pt(14)
        normal.paragraph_format.space_after = Pt(6)
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin, section.right_margin = Cm(3), Cm(2)
        self.numbers = _Numbers(self.document) if typist.counted else None

    def of(self, paper: Paper) -> bytes:
        self._head(paper)
        if paper.kind:
            self._line(self.document.add_paragraph(), paper.kind, bold=True, align=ALIGN.CENTER)
            self._line(self.document.add_paragraph(), paper.title, bold=True, align=ALIGN.CENTER)
        for piece in paper.pieces:
            self._piece(piece)
        self._foot(paper)
        kept = io.BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    def _head(self, paper: Paper) -> None:
        """Issuer and number on the left; nation, motto, place and date on the right."""
        about = f"V/v {paper.title}" if paper.is_letter else ""
        table = self.document.add_table(rows=2, cols=2)
        table.autofit = False
        for row in table.rows:
            row.cells[0].width, row.cells[1].width = Cm(6.2), Cm(9.8)
        self._cell(table.cell(0, 0), paper.organs, bold=True)
        self._cell(table.cell(0, 1), [paper.nation, paper.motto], bold=True)
        self._cell(table.cell(1, 0), [paper.number, about])
        self._cell(table.cell(1, 1), [paper.date], italic=True)
        self.document.add_paragraph()

    def _foot(self, paper: Paper) -> None:
        self.document.add_paragraph()
        table = self.document.add_table(rows=1, cols=2)
        left, right = table.rows[0].cells
        self._line(left.paragraphs[0], paper.label, bold=True, italic=True, size=12)
        for recipient in paper.recipients:
            self._line(left.add_paragraph(), recipient, size=11)
        name = [paper.signer] if paper.signer else []
        offices = paper.signature[: len(paper.signature) - len(name)]
        self._cell(right, [*offices, "", "", "", *name], bold=True)
        self.document.add_paragraph()  # Word itself always ends with one

    def _cell(self, cell: Any, lines: list[str], **look: bool) -> None:
        """The lines of a cell, centred, each a paragraph; empty ones at the end are left out."""
        while lines and not lines[-1]:
            lines = lines[:-1]
        for number, line in enumerate(lines):
            paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
            self._line(paragraph, line, align=ALIGN.CENTER, size=13, **look)

    def _piece(self, piece: Piece) -> None:
        if piece.kind == "table":
            self._table(piece)
            return
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        numbered = self.numbers.set(paragraph, piece) if self.numbers else False
        if piece.kind == "heading" and self.typist.counted:
            paragraph.style = self._heading_style(piece.level)
        words = piece.text if numbered else piece.whole
        centred = piece.kind == "text" and not piece.label and words.isupper()
        align = ALIGN.CENTER if centred else ALIGN.JUSTIFY
        self._line(paragraph, words, bold=piece.kind == "heading" or centred, align=align)

    def _heading_style(self, level: int) -> Any:
        style = self.document.styles[f"Heading {level - 1}"]
        assert style.type == WD_STYLE_TYPE.PARAGRAPH
        return style

    def _table(self, piece: Piece) -> None:
        table = self.document.add_table(rows=len(piece.rows), cols=len(piece.rows[0]))
        table.style = "Table Grid"
        for row, words in zip(table.rows, piece.rows, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                self._line(cell.paragraphs[0], text, bold=row is table.rows[0], size=13)

    def _line(
        self,
        paragraph: Any,
        text: str,
        *,
        bold: bool = False,
        italic: bool = False,
        size: int = 14,
        align: Any = None,
    ) -> None:
        paragraph.alignment = align
        for words, font in self.typist.runs(text, self.typist.font):
            run = paragraph.add_run(words)
            run.bold, run.italic = bold or None, italic or None
            run.font.size, run.font.name = Pt(size), font
            fonts = run._element.rPr.rFonts
            for script in ("w:cs", "w:eastAsia"):
                fonts.set(qn(script), font)


_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# level: (format, text) as Word keeps them; level 3 shows the number of level 1, too ("2.1.").
_LEVELS = (
    ("upperRoman", "%1."),
    ("decimal", "%2."),
    ("decimal", "%2.%3."),
    ("lowerLetter", "%4)"),
    ("bullet", "-"),
    ("bullet", "+"),
    ("decimal", "Điều %7."),
)
_ARTICLE = 6


class _Numbers:
    """Lists that Word counts; a number that counting would not give is typed instead."""

    def __init__(self, document: Any) -> None:
        self.part = document.part.numbering_part.element
        self.counts = [0] * len(_LEVELS)
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), "77")
        for level, (form, text) in enumerate(_LEVELS):
            abstract.append(_level(level, form, text))
        first = self.part.find(qn("w:num"))
        first.addprevious(abstract)
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), "77")
        inner = OxmlElement("w:abstractNumId")
        inner.set(qn("w:val"), "77")
        number.append(inner)
        self.part.append(number)

    def set(self, paragraph: Any, piece: Piece) -> bool:
        """Let Word count this paragraph; False where its label is not what comes next."""
        level = _level_of(piece.label)
        if level is None:
            return False
        counts = [*self.counts[: level + 1], *[0] * (len(_LEVELS) - level - 1)]
        counts[level] += 1
        if level == _ARTICLE:  # articles are counted through, whatever stands between them
            counts = [*self.counts[:level], self.counts[level] + 1]
        if _shown(level, counts) != piece.label:
            return False
        keep = self.counts[_ARTICLE]
        self.counts = counts if level == _ARTICLE else [*counts[:_ARTICLE], keep]
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 77
        return True


def _level_of(label: str) -> int | None:
    shapes = (r"[IVX]+\.", r"\d+\.", r"\d+\.\d+\.", r"[a-z]\)", "-", r"\+", r"Điều \d+\.")
    return next((i for i, s in enumerate(shapes) if label and re.fullmatch(s, label)), None)


def _shown(level: int, counts: list[int]) -> str:
    """The label that Word shows for these counts."""
    count = counts[level]
    if level == 0:
        return f"{_ROMAN[count]}." if count < len(_ROMAN) else ""
    if level == 2:
        return f"{counts[1]}.{count}."
    if level == 3:
        return f"{_LETTERS[count - 1]})" if count <= len(_LETTERS) else ""
    return {1: f"{count}.", 4: "-", 5: "+", 6: f"Điều {count}."}[level]


def _level(level: int, form: str, text: str) -> Any:
    element = OxmlElement("w:lvl")
    element.set(qn("w:ilvl"), str(level))
    for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        element.append(child)
        if name == "w:numFmt" and level == _ARTICLE:
            restart = OxmlElement("w:lvlRestart")
            restart.set(qn("w:val"), "0")
            element.append(restart)
    return element

"""Tables in Word: heads that come again on each sheet, rows that stay whole, places to sign."""

from __future__ import annotations

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.table import Table as Made
from docx.table import _Cell, _Row

from content.starter.making import habits
from content.starter.making.blocks import Paragraph, Table
from content.starter.making.word_look import Look, put


def add(document: Document, table: Table, look: Look, width: Length) -> None:
    """Append a table, and a small gap below it, which Word needs between two tables."""
    signing = habits.for_signing(table)
    shares = habits.widths(table)
    made = document.add_table(rows=0, cols=len(shares))
    made.style = document.styles["Normal Table" if signing else "Table Grid"]
    made.autofit = False
    for column, share in zip(made.columns, shares, strict=True):
        column.width = Length(int(width * share))
    if table.head:
        _fill(made.add_row(), table, table.head, look, head=True)
    for row in table.rows:
        _fill(made.add_row(), table, row, look, head=False)
    for line in made.rows:
        for cell, share in zip(line.cells, shares, strict=True):
            cell.width = Length(int(width * share))
    if signing or len(table.rows) <= habits.WHOLE_UP_TO:
        _keep_together(made)
    gap = document.add_paragraph().paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(5)


def _fill(made: _Row, table: Table, row: tuple[Paragraph, ...], look: Look, *, head: bool) -> None:
    signing = habits.for_signing(table)
    _mark(made, "cantSplit")
    if head and not signing:
        _mark(made, "tblHeader")
    if signing and row is table.rows[-1]:
        made.height, made.height_rule = Cm(look.sign_cm), WD_ROW_HEIGHT_RULE.AT_LEAST
    elif look.form and not head and not signing and habits.to_fill(row):
        made.height, made.height_rule = Cm(look.row_cm), WD_ROW_HEIGHT_RULE.AT_LEAST
    for column, (cell, given) in enumerate(zip(made.cells, row, strict=True)):
        middle = head or habits.to_fill(row)
        if middle and not signing:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        if head and not look.form:
            _shade(cell, look.ink)
        centred = (head and look.form) or signing or habits.narrow(table, column)
        _write(cell, given, look, centred=centred, bold=head, italic=signing and not head)


def _write(
    cell: _Cell, given: Paragraph, look: Look, *, centred: bool, bold: bool, italic: bool
) -> None:
    written = cell.paragraphs[0]
    written.paragraph_format.space_before = written.paragraph_format.space_after = Pt(1.5)
    written.paragraph_format.line_spacing = 1.0
    if centred:
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for position, line in enumerate(given.lines):
        if position:
            written.add_run().add_break()
        put(written, line, bold=bold, italic=italic)
    for run in written.runs:
        if bold and not look.form:
            run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        run.font.size = Pt(look.size - 1)


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))


def _keep_together(made: Made) -> None:
    """Each row stays with the next, so that the table moves to the next sheet as a whole."""
    for row in list(made.rows)[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True

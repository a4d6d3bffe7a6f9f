"""Workbooks written (XLSX): sheets of plain texts and numbers, first row or column bold. Pure.

Every text is written as a text, whatever it begins with, so that no cell is ever a formula; the
same content gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

Cell = str | int | float
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the workbook's own field knows no zone
_WIDEST, _NARROWEST, _LONGEST = 60, 9, 32_767
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[Cell]]]]) -> bytes:
    """The bytes of a workbook. sheets: name and rows of each.

    The first row of a sheet is its headings and stays in sight; a sheet whose name
    ends in ":" has them in its first column instead (the colon is not written).
    """
    # Here: only who asks for a sheet waits for it. It publishes no types.
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format(
            {"bold": True, "bg_color": "#E3EFEC", "text_wrap": True, "valign": "top"}
        )
        for name, rows in sheets:
            title = _NOT_IN_NAMES.sub(" ", _NEVER.sub("", name.rstrip(":")))[:31]
            _fill(book.add_worksheet(title), rows, (plain, bold), by_row=not name.endswith(":"))
    return out.getvalue()


def _fill(
    sheet: Any, rows: Sequence[Sequence[Cell]], looks: tuple[Any, Any], *, by_row: bool
) -> None:
    if by_row and len(rows) > 1:
        sheet.freeze_panes(1, 0)
    for at, width in enumerate(_widths(rows)):
        sheet.set_column(at, at, width)
    for row, cells in enumerate(rows):
        for at, value in enumerate(cells):
            look = looks[row == 0 if by_row else at == 0]
            if isinstance(value, str):
                text = _NEVER.sub("", value)[:_LONGEST]
                if text or look is looks[1]:
                    sheet.write_string(row, at, text, look)
            else:
                sheet.write_number(row, at, value, look)


def _widths(rows: Sequence[Sequence[Cell]]) -> list[int]:
    count = max((len(row) for row in rows), default=1)
    longest = [
        max((len(str(row[at])) for row in rows if at < len(row)), default=0) for at in range(count)
    ]
    return [min(max(length + 2, _NARROWEST), _WIDEST) for length in longest]

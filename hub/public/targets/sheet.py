"""The yearly table that higher levels ask for, as a workbook: numbers are numbers, words words."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from content.recognition import rates
from content.recognition.target_queries import COUNTRY, Line
from hub.public.cited import said

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    "Nơi",
    "Danh hiệu",
    "Tổng số",
    "Đăng ký",
    "Công nhận",
    "Tỷ lệ % (công nhận trên tổng số)",
    "Tỷ lệ % (công nhận trên đăng ký)",
    "Chỉ tiêu %",
    "Nguồn",
)
_WIDTHS = (34, 26, 12, 12, 12, 18, 18, 11, 60)
_NO_YEAR = "Chưa ghi năm"
# The same figures give the same bytes, whenever they are asked for.
_MADE = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - the workbook's own field knows no zone


def written(title: str, lines: list[Line], added: list[Line]) -> bytes:
    """A workbook with a sheet for each year. added: sums of the places below, by title and year.

    Texts are written as texts, whatever they begin with: no cell is ever a formula.
    """
    # Here: only who asks for a sheet waits for it. It publishes no types.
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title, "created": _MADE})
    looks = {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({"bold": True, "text_wrap": True, "border": 1, "valign": "top"}),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "count": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
        "share": book.add_format({"border": 1, "num_format": "0.00", "valign": "top"}),
    }
    years = sorted({line.year for line in (*lines, *added)}, key=lambda y: -(y or 0)) or [None]
    for year in years:
        sheet = book.add_worksheet(str(year) if year else _NO_YEAR)
        own = [line for line in lines if line.year == year]
        sums = [line for line in added if line.year == year]
        _fill(sheet, looks, f"{title}, {f'năm {year}' if year else _NO_YEAR.lower()}", own, sums)
    book.close()
    return out.getvalue()


def _fill(sheet: Any, looks: dict[str, Any], title: str, own: list[Line], sums: list[Line]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, title, looks["title"])
    for column, head in enumerate(HEADS):
        sheet.write_string(2, column, head, looks["head"])
    at = 3
    for line in own:
        place = line.place.full_name if line.place else COUNTRY
        _line(sheet, looks, at, place, line)
        at += 1
    for line in sums:
        _line(sheet, looks, at, "Cộng các nơi ngay bên dưới", line)
        at += 1
    sheet.write_string(at + 1, 0, rates.RULE)


def _line(sheet: Any, looks: dict[str, Any], at: int, place: str, line: Line) -> None:
    counts = (line.total, line.registered, line.recognised)
    shares = (line.of_total, line.of_registered, line.wanted)
    sheet.write_string(at, 0, place, looks["text"])
    sheet.write_string(at, 1, line.name, looks["text"])
    for column, count in enumerate(counts, start=2):
        _number(sheet, at, column, count, looks["count"])
    for column, share in enumerate(shares, start=5):
        _number(sheet, at, column, share, looks["share"])
    sheet.write_string(at, 8, _source(line), looks["text"])


def _number(sheet: Any, at: int, column: int, value: Any, look: Any) -> None:
    if value is None:
        sheet.write_blank(at, column, None, look)
    else:
        sheet.write_number(at, column, value, look)


def _source(line: Line) -> str:
    if line.row is not None:
        remark = f"nguồn in {line.printed}" if line.printed else ""
        return "; ".join(filter(None, (said(line.row), remark, line.row.remark)))
    return ", ".join(_decisions(line.decisions))


def _decisions(found: Iterable[Any]) -> Iterable[str]:
    for decision in found:
        day = f" ngày {decision.issued:%d/%m/%Y}" if decision.issued else ""
        yield f"{decision.number}{day}"

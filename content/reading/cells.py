"""How a workbook shows numbers: dates, percents, thousands, as a Vietnamese Excel would. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Formats that workbooks name by number alone (ECMA-376 part 1, 18.8.30).
_DATES = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 45, 46, 47})
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_FIRST_DAY, _FIRST_DAY_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001
_MOST_DAYS = 2_958_465  # the end of the year 9999
_PLAIN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Form:
    """How a cell is set. kind: "", "date", "time", "date and time", "percent".

    decimals: shown after the comma, None for as many as there are; grouped: dots by thousands.
    """

    kind: str = ""
    decimals: int | None = None
    grouped: bool = False
    font: str | None = None
    bold: bool = False
    since_1904: bool = False


def forms(styles: Any, workbook: Any) -> list[Form]:
    """The forms that cells name by number, of a styles part and the workbook's own."""
    if styles is None:
        return [Form()]
    properties = None if workbook is None else workbook.find(f"{_S}workbookPr")
    since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    codes = {
        int(entry.get("numFmtId")): entry.get("formatCode") or ""
        for entry in styles.iter(f"{_S}numFmt")
        if (entry.get("numFmtId") or "").isdigit()
    }
    fonts = [_font(entry) for entry in styles.iterfind(f"{_S}fonts/{_S}font")]
    found = []
    for entry in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        kind, decimals, grouped = _kind(int(entry.get("numFmtId") or 0), codes)
        font, bold = (fonts or [(None, False)])[min(int(entry.get("fontId") or 0), len(fonts) - 1)]
        found.append(Form(kind, decimals, grouped, font, bold, since_1904))
    return found or [Form()]


def _font(entry: Any) -> tuple[str | None, bool]:
    name, bold = entry.find(f"{_S}name"), entry.find(f"{_S}b")
    return (
        None if name is None else name.get("val"),
        bold is not None and bold.get("val") not in ("0", "false"),
    )


def _kind(number: int, codes: dict[int, str]) -> tuple[str, int | None, bool]:
    if number in _DATES and number not in codes:
        return ("date and time" if number == 22 else "date"), None, False
    if number in _TIMES and number not in codes:
        return "time", None, False
    code = codes.get(number, _BUILT_IN.get(number, ""))
    bare = _QUOTED.sub("", code).split(";")[0].lower()
    if "general" in bare or not bare:
        return "", None, False
    day, hour = bool(re.search(r"[dy]|mmm", bare)), bool(re.search(r"[hs]", bare))
    if day or hour:
        return ("date and time" if day and hour else "date" if day else "time"), None, False
    point = re.search(r"\.([0#?]+)", bare)
    decimals = len(point[1]) if point else 0
    if "e+" in bare or "/" in bare or "@" in bare:
        return "", None, False
    return ("percent" if "%" in bare else ""), decimals, "," in bare


def written(number: float, form: Form) -> str:
    """A number as the cell shows it: 45000 as a date is 15/03/2023, 0.855 as a percent 85,5%."""
    if form.kind == "percent":
        return f"{_figures(number * 100, form.decimals, grouped=False)}%"
    if form.kind and 0 <= number <= _MOST_DAYS:
        return _moment(number, form)
    return _figures(number, form.decimals, grouped=form.grouped)


def written_date(text: str) -> str:
    """A date as ISO writes it, as it is written here; anything else as it stands."""
    try:
        when = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return when.strftime("%d/%m/%Y" if when.time() == dt.time() else "%d/%m/%Y %H:%M")


def _moment(number: float, form: Form) -> str:
    first = _FIRST_DAY_1904 if form.since_1904 else _FIRST_DAY
    when = first + dt.timedelta(seconds=round(number * 86_400))
    time = when.strftime("%H:%M")
    if form.kind == "time":
        return time
    date = f"{when:%d/%m}/{when.year:04d}"
    return f"{date} {time}" if form.kind == "date and time" and when.time() != dt.time() else date


def _figures(number: float, decimals: int | None, *, grouped: bool) -> str:
    if decimals is None:
        plain = f"{number:.{_PLAIN_DIGITS}g}"
        text = plain if "e" not in plain else f"{number:.0f}"
    else:
        text = f"{number:.{decimals}f}"
    if not grouped:
        return text.replace(".", ",")
    whole, _, rest = text.partition(".")
    sign, whole = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    dotted = f"{int(whole):,}".replace(",", ".")
    return f"{sign}{dotted},{rest}" if rest else f"{sign}{dotted}"

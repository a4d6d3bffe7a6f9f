"""Shares as exact decimals: how they are reckoned, rounded, cut, written and read. Pure.

The rule of rounding, said wherever a share is shown: two decimals, half up. The printed source of
Quảng Trị cuts instead (86,93 where rounding gives 86,94), so both can be told.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from content.errors import BadInput

RULE = "Tỷ lệ tính từ các con số của bảng, làm tròn hai chữ số, nửa lên."
# What a share is of; a page names it beside every share.
OF_TOTAL, OF_REGISTERED = "trên tổng số", "trên số đăng ký"
_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_WRITTEN = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?")


def share(part: int | None, whole: int | None) -> Decimal | None:
    """`part` of `whole` in percent, two decimals, half up; None where either is not known or the
    whole is nothing."""
    return _reckoned(part, whole, ROUND_HALF_UP)


def cut(part: int | None, whole: int | None) -> Decimal | None:
    """As `share`, but cut after two decimals."""
    return _reckoned(part, whole, ROUND_DOWN)


def _reckoned(part: int | None, whole: int | None, rounding: str) -> Decimal | None:
    if part is None or not whole:
        return None
    return (Decimal(part) * _HUNDRED / Decimal(whole)).quantize(_CENT, rounding=rounding)


def written(value: Decimal | None) -> str:
    """A share as Vietnamese readers see it: "86,94"; whole ones without decimals: "85"."""
    if value is None:
        return ""
    whole = value == value.to_integral_value()
    return f"{value:.0f}" if whole else f"{value:.2f}".replace(".", ",")


def two_places(value: Decimal | None) -> str:
    """A reckoned share with both decimals, whole or not: "87,50"."""
    return "" if value is None else f"{value:.2f}".replace(".", ",")


def of_hundredths(count: int | None) -> Decimal | None:
    """A share as it is stored (8500 → 85)."""
    return None if count is None else Decimal(count) / _HUNDRED


def hundredths(text: str, what: str) -> int | None:
    """What was typed ("85", "72,84", "72.84 %") as hundredths; None for nothing.

    BadInput names the field (`what`) for anything else, and for more than 100.
    """
    if not text.strip():
        return None
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise BadInput(
            f"{what}: “{text.strip()[:40]}” không phải tỷ lệ phần trăm; ghi dạng 85 hoặc 72,84."
        )
    count = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
    if count > 10_000:
        raise BadInput(f"{what}: {text.strip()[:40]} lớn hơn 100%; hãy kiểm tra lại.")
    return count


def number(count: int | None) -> str:
    """A count with dots between the thousands: "167.687"; "" for None."""
    return "" if count is None else f"{count:,}".replace(",", ".")


def count(text: str, what: str) -> int | None:
    """A typed count ("167.687", "167687", "167 687"); None for nothing. BadInput names the field.

    A comma or a dot that stands before other than three digits is refused: it would be guessed.
    """
    plain = " ".join(text.split())
    if not plain:
        return None
    if not re.fullmatch(r"\d{1,9}(?:\.0+)?|\d{1,3}(?:([.,\s\u00a0])\d{3})(?:\1\d{3})*", plain):
        raise BadInput(f"{what}: “{plain[:40]}” không phải số đếm; ghi dạng 1.234 hoặc 1234.")
    if re.fullmatch(r"\d{1,9}\.0+", plain) and not re.fullmatch(r"\d{1,3}\.000", plain):
        plain = plain.partition(".")[0]  # a cell of a sheet: "12.0"
    return int(re.sub(r"\D", "", plain))

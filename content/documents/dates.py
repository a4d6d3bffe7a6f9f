"""Partial dates: what a document writes of its day, and nothing guessed."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple


class PartialDate(NamedTuple):
    """A date whose month or day may not be written; `day` is None when the month is."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def whole(self) -> dt.date | None:
        """The calendar date, when every part is written."""
        if self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day)

    @property
    def earliest(self) -> dt.date:
        """The first day it may mean: for the order of lists, never shown as the date."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def iso(self) -> str:
        """ISO 8601 at the precision known: "2022", "2022-07" or "2022-07-02"."""
        parts = [f"{self.year:04d}", *(f"{p:02d}" for p in (self.month, self.day) if p is not None)]
        return "-".join(parts)

    def shown(self) -> str:
        """As a reader sees it: "02/06/2022", "tháng 07/2022, ngày chưa rõ", "năm 2022"."""
        if self.month is None:
            return f"năm {self.year}"
        if self.day is None:
            return f"tháng {self.month:02d}/{self.year}, ngày chưa rõ"
        return f"{self.day:02d}/{self.month:02d}/{self.year}"

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read "2022", "2022-07" or "2022-07-02"; ValueError for anything else."""
        parts = [int(p) for p in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(text)
        date = cls(*parts)
        dt.date(date.year, date.month or 1, date.day or 1)  # raises on 2022-13 or 30 February
        return date

"""What one file may cost before the machine turns to others. Pure.

A page takes 3 to 5 seconds of the processor, a bad one some 15 (docs/decisions/0009). A file made
to be slow takes fifty for each, and has two thousand of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from content.scans.page_text import PageText

_FIRST_PAGES, _MOST_OF_A_PAGE = 10, 25.0  # after so many pages the mean may not be above
_MOST_SECONDS = 3 * 3600.0  # two thousand pages of five seconds
_MOST_LETTERS = 10_000_000  # of all pages: two thousand full ones


@dataclass
class Budget:
    """What the pages of a file took. seconds: of the processor. letters: of the pages read."""

    pages: int = 0
    seconds: float = 0.0
    letters: int = 0

    def count(self, page: PageText) -> None:
        """Count one more page."""
        self.pages += 1
        self.seconds += page.seconds
        self.letters += len(page.text)

    @property
    def over(self) -> str:
        """ "" while the file may go on; else the end of a sentence that says why it may not."""
        slow = self.pages >= _FIRST_PAGES and self.seconds > self.pages * _MOST_OF_A_PAGE
        if slow or self.seconds > _MOST_SECONDS:
            took = f"{self.pages} trang đã mất {round(self.seconds / 60)} phút máy tính"
            return f"mất quá nhiều thời gian ({took})"
        if self.letters > _MOST_LETTERS:
            return f"có quá nhiều chữ (hơn {_MOST_LETTERS // 1_000_000} triệu chữ cái)"
        return ""

"""The time that a file is granted: enough for books, soon over where each page is slow."""

from __future__ import annotations

import pytest

from content.reading import child


@pytest.mark.parametrize(
    ("a_page", "pages", "read"),
    [
        (0.05, 500, True),  # full pages of text
        (0.08, 500, True),  # pages full of cells
        (0.2, 300, True),  # those on a machine less than half as fast
        (0.44, 600, False),  # pages made to be slow
    ],
)
def test_honest_pages_never_come_to_an_end_of_their_time(
    a_page: float, pages: int, read: bool
) -> None:
    over = [at for at in range(pages) if (at + 1) * a_page > child.granted(at)]
    assert (not over) is read
    if over:
        assert over[0] * a_page < 16

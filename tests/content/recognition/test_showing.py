"""What is public of an entry: letters instead of names, and what stands before a name."""

from __future__ import annotations

import pytest

from content.recognition import showing


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Vàng A Chua", "V. A. C."),
        ("Hộ Vàng A Chua", "Hộ V. A. C."),
        ("Hộ gia đình ông Đỗ Văn Ổn", "Hộ gia đình ông Đ. V. Ổ."),
        ("Bà Ánh", "Bà Á."),
        ("Bà", "B."),
        ("  lò   văn ước ", "L. V. Ư."),
        ("Lò Văn Mẫu (1950)", "L. V. M."),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert showing.initials(name) == letters

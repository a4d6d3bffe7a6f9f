"""Passwords: what guessing lists begin with is refused, a sentence of one's own is not."""

from __future__ import annotations

import unicodedata

import pytest

from content import passwords


@pytest.mark.parametrize(
    "weak",
    [
        "hoctapsuotdoi",
        "Học Tập Suốt Đời",
        "HocTapSuotDoi2025",
        "matkhau123456",
        "M@tKh@u123456",
        "Mật khẩu 123",
        "1234567890",
        "0987654321",
        "qwertyuiop1",
        "aaaaaaaaaaaa",
        "khuyenhoc@2026",
        "admin@123456",
        "Vietnam2025!",
        "bientap.xamau",
        "ngắn thôi",
        "",
        "a\x00" * 10 + "xyzvw",
    ],
)
def test_weak_ones_are_refused(weak):
    assert passwords.fault(weak, email="bientap.xamau@xa.example", name="Biên tập Xã Mẫu")


@pytest.mark.parametrize(
    "strong",
    [
        "ba con trâu gặm cỏ xanh",
        "sáu quả cam trên bàn gỗ",
        "k7#Lp0qz!Wv2",
        "một hai ba bốn năm sáu bảy " * 4,  # longer than 72 characters
    ],
)
def test_sentences_of_ones_own_pass(strong):
    assert passwords.fault(strong, email="bientap@xa.example", name="Nguyễn Mẫu") is None


def test_the_own_name_is_no_password():
    assert passwords.fault("tranmau2024", email="tran.mau@xa.example")
    assert passwords.fault("lê thị mẫu 99", name="Lê Thị Mẫu")


def test_every_keyboard_gives_the_same_password():
    from argon2 import PasswordHasher

    word = "bàn phím tiếng Việt"
    stored = passwords.hashed(unicodedata.normalize("NFD", word))
    assert PasswordHasher().verify(stored, unicodedata.normalize("NFC", word))

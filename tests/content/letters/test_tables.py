"""The tables held against others': those of the C library, of Python, and lines that all know."""

from __future__ import annotations

import subprocess

import pytest

from content.letters.converting import convert
from content.vietnamese import nfc
from tests.content.letters.lexicon import SYLLABLES
from tests.old_letters import encode, encode_bytes

LINES = "\n".join(SYLLABLES)


def by_the_c_library(data: bytes, name: str) -> str:
    done = subprocess.run(
        ["iconv", "-f", name, "-t", "UTF-8"], input=data, capture_output=True, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("encoding", "name", "capitals"),
    [
        ("tcvn3", "TCVN5712-1", "ĂÂÊÔƠƯĐ"),
        ("viscii", "VISCII", LINES.upper()),
        ("cp1258", "CP1258", LINES.upper()),
    ],
)
def test_the_c_library_reads_every_syllable_the_same(
    encoding: str, name: str, capitals: str
) -> None:
    text = f"{LINES}\n{capitals}"
    assert by_the_c_library(encode_bytes(text, encoding), name) == text


@pytest.mark.parametrize(
    ("encoding", "name", "first"),
    [("tcvn3", "TCVN5712-1", 0xA1), ("viscii", "VISCII", 0x80), ("cp1258", "CP1258", 0xA0)],
)
def test_the_c_library_reads_every_byte_the_same(encoding: str, name: str, first: int) -> None:
    """After a letter, so that a loose mark has one to stand on."""
    for byte in range(first, 0x100):
        meant = nfc(by_the_c_library(b"A" + bytes([byte]), name))
        assert convert("A" + chr(byte), encoding) == meant, hex(byte)


@pytest.mark.parametrize(
    ("shown", "encoding", "meant"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "tcvn3", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", "tcvn3", "Độc lập - Tự do - Hạnh phúc"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA", "vni", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "vni", "Độc lập - Tự do - Hạnh phúc"),
        ("Cô\u00f2ng ho\u00e0 Viê\u00f2t", "cp1258", "Cộng hoà Việt"),
    ],
)
def test_lines_that_everybody_knows(shown: str, encoding: str, meant: str) -> None:
    assert convert(shown, encoding) == meant
    assert encode(meant, encoding) == shown


def test_vni_marks_may_stay_small_after_a_capital() -> None:
    """As they do at the head of a word where the keyboard's marks ignore the shift key."""
    for letter in {word[0] for word in SYLLABLES if not word[0].isascii()} - set("đĩìíịỉỵ"):
        written = encode(letter, "vni")
        if len(written) == 2:
            assert convert(written[0].upper() + written[1], "vni") == letter.upper()

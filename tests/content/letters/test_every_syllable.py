"""Every syllable that spelling allows, in every old encoding, there and back again."""

from __future__ import annotations

import unicodedata

import pytest

from content.letters.converting import convert
from content.letters.decoding import decode
from content.letters.result import Wish
from content.letters.runs import convert_runs
from content.vietnamese import tidy
from tests.content.letters.lexicon import DOCUMENTS, SYLLABLES, lines
from tests.old_letters import ENCODINGS, encode, encode_bytes

FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "viscii": "VI Times"}
# The sign "·" alone is a dot between words; TCVN3 writes the syllable "ã" with the same byte.
DOT = {"tcvn3": {"ã"}}


def known(words: list[str], encoding: str) -> list[str]:
    """The words without those that the encoding writes as a sign of all other texts."""
    return [word for word in words if word not in DOT.get(encoding, ())]


def test_the_lexicon_is_whole() -> None:
    assert len(SYLLABLES) > 20_000
    assert {"học", "tập", "suốt", "đời", "nghiêng", "quyển", "khuỷu", "hoà", "hòa"} < set(SYLLABLES)
    assert sum(map(len, DOCUMENTS)) == len(SYLLABLES)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_as_bytes_of_a_text_file(encoding: str) -> None:
    for words in DOCUMENTS:
        text = lines(known(words, encoding))
        if encoding == "tcvn3":  # its capitals with a tone stand in fonts only
            text = text.lower()
        found, met = decode(encode_bytes(text, encoding), Wish())
        assert found == text
        assert [(each.encoding, each.sure, each.by) for each in met] == [(encoding, True, "text")]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_in_lines_of_capitals(encoding: str) -> None:
    """Converted by its table; what recognises it is tried with small letters above."""
    for words in DOCUMENTS:
        told = [w for w in known(words, encoding) if encoding != "viscii" or "õ" not in w]
        text = lines(told, capitals=True)
        assert convert(encode(text, encoding), encoding) == text


def test_viscii_writes_a_capital_as_a_space_and_it_is_found_all_the_same() -> None:
    """Õ is the byte A0 there, which every program shows as a space."""
    text = "VÕ THỊ MẪU VÕNG LƯỚI, LÕI CÂY, ĐÕI THEO"
    assert convert(encode(text, "viscii"), "viscii") == text
    assert convert("Ủy\u00a0ban", "viscii").count("\u00a0") == 1


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_in_lines_between_others_in_unicode(encoding: str) -> None:
    """Old text pasted into a new one: three old lines, three that stay, all through the file.

    In small letters: capitals with a tone TCVN3 has none of, and at a line's beginning VISCII's Õ
    is a space between the two.
    """
    for words in DOCUMENTS:
        new = lines(words).split("\n")
        old = lines(known(words, encoding)).lower().split("\n")
        mixed, wanted = [], []
        for at in range(0, len(old), 3):
            mixed += [encode(line, encoding) for line in old[at : at + 3]] + new[at : at + 3]
            wanted += old[at : at + 3] + new[at : at + 3]
        (found,), met = convert_runs([("\n".join(mixed), None)], Wish())
        assert found.split("\n") == wanted
        assert [(each.encoding, each.sure) for each in met] == [(encoding, True)]


@pytest.mark.parametrize("encoding", sorted(FONTS))
def test_word_by_word_in_a_font(encoding: str) -> None:
    for words in DOCUMENTS:
        words = known(words, encoding)
        texts, met = convert_runs(
            [(encode(f"{w} ", encoding), FONTS[encoding]) for w in words], Wish()
        )
        assert texts == [f"{word} " for word in words]
        assert [(each.encoding, each.sure, each.by) for each in met] == [(encoding, True, "font")]


def test_in_the_capital_font_of_abc() -> None:
    for words in DOCUMENTS:
        words = known(words, "tcvn3")
        texts, _ = convert_runs([(encode(f"{w} ", "tcvn3"), ".VnTimeH") for w in words], Wish())
        assert texts == [f"{word} ".upper() for word in words]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_however_it_is_composed_is_only_composed(form: str) -> None:
    for words in DOCUMENTS:
        text = lines(words)
        found, met = decode(unicodedata.normalize(form, text).encode(), Wish())
        assert (found, met) == (text, ())


def test_eth_for_d_is_no_old_encoding_and_is_put_right() -> None:
    told = [word for word in SYLLABLES if "đ" in word]
    assert len(told) > 500
    for capitals in (False, True):
        text = lines(told, capitals=capitals)
        found, met = decode(text.replace("Đ", "Ð").replace("đ", "ð").encode(), Wish())
        assert met == ()
        assert tidy(found) == text

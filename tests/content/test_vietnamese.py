"""Vietnamese text: keys, order, slugs, syllables, encodings."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.vietnamese import (
    LOWER,
    UPPER,
    fold,
    is_skeleton,
    is_syllable,
    nfc,
    slugify,
    sort_key,
    syllable_key,
    tidy,
)

LETTERS = st.text(alphabet=LOWER + UPPER + " -0123456789.,", max_size=60)
ANY = st.text(max_size=200)


@given(LETTERS)
def test_fold_gives_one_character_for_one_so_that_offsets_hold(text: str) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert folded.isascii()
    assert folded == folded.lower()


@given(ANY)
def test_fold_is_idempotent_and_keeps_the_length_of_text_without_loose_marks(text: str) -> None:
    text = nfc(text)
    assert fold(fold(text)) == fold(text)
    if not any(unicodedata.combining(c) for c in text):
        assert len(fold(text)) == len(text)


@given(LETTERS)
def test_fold_and_keys_do_not_see_the_normal_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert fold(decomposed) == fold(text)
    assert syllable_key(decomposed) == syllable_key(text)
    assert sort_key(decomposed) == sort_key(text)
    assert slugify(decomposed) == slugify(text)
    assert tidy(decomposed) == nfc(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà", "hòa"),
        ("Uỷ ban", "Ủy ban"),
        ("quí", "quý"),
        ("qúy", "quý"),
        ("lí luận", "lý luận"),
        ("kĩ thuật", "Kỹ thuật"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("xoá mù", "xóa mù"),
    ],
)
def test_spellings_that_mean_the_same_have_one_key(one: str, other: str) -> None:
    assert syllable_key(one) == syllable_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ma", "má"), ("hoa", "hòa"), ("thúi", "thúy"), ("ai", "ay"), ("da", "đa")]
)
def test_words_that_differ_keep_different_keys(one: str, other: str) -> None:
    assert syllable_key(one) != syllable_key(other)


@given(ANY)
def test_syllable_key_is_idempotent(text: str) -> None:
    assert syllable_key(syllable_key(text)) == syllable_key(text)


def test_order_is_that_of_the_dictionary() -> None:
    ordered = [
        "2 lớp", "An", "án", "Ăn", "Âm", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "ca", "Da", "Đà",
        "em", "Ê đê", "Mà", "ma cả", "ma túy", "ô", "ơ", "tư", "ý",
    ]  # fmt: skip
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


@given(st.lists(LETTERS, max_size=8))
def test_order_is_total(words: list[str]) -> None:
    backwards = words[::-1]
    assert sorted(words, key=sort_key) == sorted(backwards, key=sort_key)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đề án", "de-an"),
        ("  Kế hoạch — năm 2024!  ", "ke-hoach-nam-2024"),
        ("", ""),
        ("…", ""),
        ("Ðồng Tháp", "dong-thap"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(ANY, st.integers(min_value=1, max_value=90))
def test_slugs_are_safe_and_short_and_stay_as_they_are(text: str, length: int) -> None:
    slug = slugify(text, length)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= length
    assert slugify(slug, length) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slugify("học tập suốt đời", 10) == "hoc-tap"
    assert slugify("học tập suốt đời", 12) == "hoc-tap-suot"
    assert slugify("nghiêng" * 5, 10) == "nghiengngh"


@pytest.mark.parametrize(
    "word",
    re.findall(
        r"\w+",
        "học tập suốt đời khuyến quyết nghị gì giêng giếng nghiêng Thủy thuỷ hoà quốc quý ươu rượu"
        " yêu đường xoong Ủy nghĩa quanh loong kỹ",
    ),
)
def test_vietnamese_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_skeleton(word)


@pytest.mark.parametrize(
    "word",
    ["hoc", "tap", "huyén", "chtrc", "t6", "Déy", "ngiêng", "cê", "school", "học̀", "", "UBND"],
)
def test_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_tidy_removes_what_nobody_sees() -> None:
    assert tidy("\ufeffÐề\u00a0án\u200b\x07 so\u0302\u0301\r\nmột\u2028hai\fba") == (
        "Đề án số\nmột\nhai\nba"
    )


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_tidy_is_idempotent_nfc_and_storable(text: str) -> None:
    clean = tidy(text)
    assert tidy(clean) == clean == nfc(clean)
    clean.encode("utf-8")
    assert "\x00" not in clean

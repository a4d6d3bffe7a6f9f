"""What is taken for old letters, what never is, and what a person is asked about."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import wtforms
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BadInput
from content.letters import fonts, tables
from content.letters.converting import convert
from content.letters.decoding import decode
from content.letters.result import Wish
from content.letters.runs import convert_runs
from content.vietnamese import nfc, tidy
from tests.content.letters.lexicon import SYLLABLES
from tests.old_letters import ENCODINGS, encode, encode_bytes
from tests.turning.letters import STRAIGHT

ROOT = Path(__file__).parents[3]
UNICODE_FILES = [
    *sorted((ROOT / "tests" / "fixtures" / "plans").glob("*.txt")),
    *sorted((ROOT / "content" / "starter").rglob("*.md")),
]
PLAN = (ROOT / "tests" / "fixtures" / "plans" / "commune_plan.txt").read_text(encoding="utf-8")
GARBLED = (ROOT / "tests" / "fixtures" / "plans" / "garbled.txt").read_text(encoding="utf-8")
FOREIGN = "Café Müller, 10 °C\nDéjà vu à Paris, señor\nGröße: 5 m², «très bien», naïve façade"
words = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=60).map(" ".join)
anything = st.text(max_size=200)


# ---- never ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", UNICODE_FILES, ids=lambda file: file.stem)
def test_unicode_stays_as_it_is_and_nobody_is_asked(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert convert_runs([(text, None)], Wish()) == ([text], ())
    assert decode(text.encode(), Wish())[1] == ()


def test_other_languages_stay_as_they_are() -> None:
    assert convert_runs([(FOREIGN, None)], Wish()) == ([FOREIGN], ())
    assert decode(FOREIGN.encode("cp1252"), Wish()) == (FOREIGN, ())


def test_unicode_in_a_font_of_old_stays_as_it_is() -> None:
    """Offices typed Unicode later and left the font's name standing."""
    runs = [(line, ".VnTime") for line in PLAN.split("\n")]
    texts, met = convert_runs(runs, Wish())
    assert texts == [text for text, _ in runs]
    assert met == ()


@pytest.mark.parametrize(
    "text", ["Ðinh Ðan, Ðoan, Ðông và ông Ðoàn", "ÐÃ ÐÀO ÐÓI ÐÁ ÐÔNG ÐOÀN HOÀN TOÀN"]
)
def test_eth_alone_raises_no_question(text: str) -> None:
    assert convert_runs([(text, None)], Wish()) == ([text], ())
    assert tidy(decode(text.encode(), Wish())[0]) == text.replace("Ð", "Đ")


def test_accents_that_windows_has_as_well_raise_no_question() -> None:
    for encoding in ("cp1258", "viscii"):
        found, met = decode(encode_bytes(GARBLED.translate(STRAIGHT), encoding), Wish())
        assert (found, met) == (GARBLED.translate(STRAIGHT), ())


def test_the_tongues_of_our_packages_are_never_converted() -> None:
    """Thirty and more languages of Europe and Asia, as UTF-8 and in bytes of their own."""
    tongues = sorted(Path(wtforms.__file__).parent.glob("locale/*/LC_MESSAGES/*.po"))
    assert len(tongues) > 25
    for file in tongues:
        text = file.read_text(encoding="utf-8")
        assert convert_runs([(text, None)], Wish()) == ([text], ())
        for encoding in ("cp1252", "cp1250", "cp1251", "iso8859-9"):
            _, met = decode(text.encode(encoding, "replace"), Wish())
            assert not any(each.sure for each in met)


@given(words)
def test_syllables_of_unicode_are_never_converted(text: str) -> None:
    assert convert_runs([(text, None)], Wish()) == ([text], ())


# ---- properties of the converters ----------------------------------------------------------------


@given(words, st.sampled_from(ENCODINGS))
def test_what_an_encoding_holds_comes_back(text: str, encoding: str) -> None:
    text = " ".join(word for word in text.split() if word != "ã")
    assert convert(encode(text, encoding), encoding) == text


@given(anything, st.sampled_from(ENCODINGS))
def test_converting_gives_composed_text_and_keeps_ascii(text: str, encoding: str) -> None:
    found = convert(text, encoding)
    assert found == nfc(found)
    assert [c for c in found if "0" <= c <= "9"] == [c for c in text if "0" <= c <= "9"]
    plain = "".join(c for c in text if " " <= c <= "~")
    assert convert(plain, encoding) == plain


@given(anything, st.sampled_from(ENCODINGS))
def test_converting_never_makes_a_text_much_longer(text: str, encoding: str) -> None:
    """A byte is at most a letter with a mark; NFC may take a strange letter apart, in four."""
    assert len(convert(text, encoding)) <= 4 * len(text)


@given(words, st.sampled_from(ENCODINGS))
def test_what_was_converted_once_stays(text: str, encoding: str) -> None:
    (once,), _ = convert_runs([(encode(text, encoding), None)], Wish(encoding))
    assert convert_runs([(once, None)], Wish()) == ([once], ())


@given(st.lists(st.tuples(anything, st.sampled_from([None, ".VnTime", "VNI-Times", "Arial"]))))
def test_any_runs_come_back_in_their_number(runs: list[tuple[str, str | None]]) -> None:
    texts, met = convert_runs(runs, Wish())
    assert len(texts) == len(runs)
    assert all(len(each.before) <= 300 and len(each.after) <= 300 for each in met)
    assert {each.encoding for each in met} <= set(ENCODINGS)


@given(anything, st.integers(0, 200), st.sampled_from(ENCODINGS))
def test_where_runs_are_cut_changes_no_letter(text: str, at: int, encoding: str) -> None:
    wish = Wish(encoding)
    (whole,), _ = convert_runs([(text, None)], wish)
    parts, _ = convert_runs([(text[:at], None), (text[at:], None)], wish)
    assert nfc("".join(parts)) == nfc(whole)


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_sentence(data: bytes) -> None:
    try:
        text, _ = decode(data, Wish())
    except BadInput as refused:
        assert refused.message.endswith(".")
    else:
        assert text == nfc(text)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02" * 50, bytes(range(32)) * 9, b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="văn bản thuần"):
        decode(data, Wish())


@given(words)
def test_unicode_files_of_every_kind_read_the_same(text: str) -> None:
    for data in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert decode(data, Wish()) == (text, ())


def test_every_byte_of_a_table_means_one_letter() -> None:
    for table in (tables.TCVN3, tables.VISCII):
        meant = [letter for byte, letter in table.items() if ord(byte) < 256 and letter > "\xbf"]
        assert len(meant) == len(set(meant))
    letters = {c for word in SYLLABLES for c in word if not c.isascii()}
    assert letters <= set(tables.TCVN3.values())
    assert letters <= set(tables.VISCII.values())


# ---- fonts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "encoding", "capital"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnArial NarrowH", "tcvn3", True),
        ("ABCDEF+.VnTime,Bold", "tcvn3", False),
        ("VnTime-BoldItalic", "tcvn3", False),
        ("'.VnHelvetIns'", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("ABCDEF+VNI-Helve-Condense,Bold", "vni", False),
        ("VI Times New Roman", "viscii", False),
    ],
)
def test_fonts_of_old(font: str, encoding: str, capital: bool) -> None:
    assert fonts.meaning(font) == fonts.Meaning(encoding, capital)


@pytest.mark.parametrize(
    "font", [None, "", "Times New Roman", "Arial Vni", "Vni", "Violet", "Visby Round", "VnExpress"]
)
def test_fonts_that_tell_nothing(font: str | None) -> None:
    assert fonts.meaning(font) is None


# ---- mixed, unsure, wished -----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_old_paragraphs_pasted_into_a_new_text(encoding: str) -> None:
    old = "Vận động các gia đình góp sách đã đọc; Hội Khuyến học nhận, lau sạch và đóng bìa."
    new = "Đài truyền thanh đọc sách hằng tuần, mỗi thôn một buổi."
    text = "\n".join([new, encode(old, encoding), new, encode(old, encoding), new])
    (found,), met = convert_runs([(text, None)], Wish())
    assert found == f"{new}\n{old}\n{new}\n{old}\n{new}"
    assert [(each.encoding, each.sure) for each in met] == [(encoding, True)]
    lines = [new.encode(), encode_bytes(old, encoding)] * 3
    assert decode(b"\n".join(lines), Wish())[0] == "\n".join([new, old] * 3)


def test_fonts_of_two_encodings_in_one_document() -> None:
    runs = [
        (encode("Lớp học buổi tối", "tcvn3"), ".VnTime"),
        ("\n", None),
        (encode("Góc đọc của thôn", "vni"), "VNI-Times"),
        ("\n", None),
        ("Hội Khuyến học", "Times New Roman"),
    ]
    texts, met = convert_runs(runs, Wish())
    assert texts == ["Lớp học buổi tối", "\n", "Góc đọc của thôn", "\n", "Hội Khuyến học"]
    assert {each.encoding for each in met} == {"tcvn3", "vni"}
    assert all(each.sure and each.by == "font" for each in met)


@pytest.mark.parametrize(("text", "encoding"), [("Mời họp", "vni"), ("Họp thôn tối mai.", "tcvn3")])
def test_a_few_words_are_asked_about_and_left(text: str, encoding: str) -> None:
    data = encode_bytes(text, encoding)
    found, (met,) = decode(data, Wish())
    assert found == encode(text, encoding)
    assert (met.encoding, met.sure, met.before, met.after) == (encoding, False, found, text)
    assert decode(data, Wish(encoding))[0] == text
    assert decode(data, Wish("unicode")) == (found, ())


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_bytes_that_hold_badly_recognised_words_are_asked_about(encoding: str) -> None:
    found, (met,) = decode(encode_bytes(GARBLED, encoding), Wish())
    assert not met.sure
    assert met.before in found.replace("\r", "")
    assert convert(met.before, met.encoding) == met.after


def test_badly_recognised_unicode_is_no_question() -> None:
    """Its wrong accents make Vietnamese words of TCVN3 by chance."""
    chance = "Phéi hop véi Hoi Khuyén hoc huyén xay dung va nhén rong cac moé hinh hoc tap. " * 9
    assert convert_runs([(chance, None)], Wish()) == ([chance], ())


def test_a_wish_is_no_licence_to_spoil_unicode() -> None:
    text = f"{encode('Lớp học', 'tcvn3')}\nHội Khuyến học"
    (found,), (met,) = convert_runs([(text, None)], Wish("tcvn3"))
    assert found == "Lớp học\nHội Khuyến học"
    assert (met.encoding, met.sure) == ("tcvn3", True)


def test_capitals_of_a_line_in_tcvn3_are_told_by_their_neighbours() -> None:
    text = "Nơi nhận: TM. UỶ BAN NHÂN DÂN\nCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBé học giỏi"
    assert convert(encode(text, "tcvn3"), "tcvn3") == text
    text = "Sở GDĐT và Bộ GDĐT; ông Tô UBND xã Mẫu"
    assert convert(encode(text, "tcvn3"), "tcvn3") == text


def test_letters_taken_apart_are_put_together_in_every_kind_of_file() -> None:
    apart = unicodedata.normalize("NFD", PLAN)
    assert decode(apart.encode("utf-16"), Wish()) == (nfc(PLAN), ())

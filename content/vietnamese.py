"""Vietnamese text: normal forms, keys for matching and sorting, slugs, syllables.

Pure. Keys are derived and never shown; what a person wrote is never changed but by `tidy`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Tone marks in dictionary order: ngang (none), huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_TONE_MARKS = ("", *_TONES)
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_VOWELS = frozenset("aăâeêioôơuưy")

_ONSETS = frozenset(
    re.split(" ", " b c ch d đ g gh gi h k kh l m n ng ngh nh p ph r s t th tr v x")  # and none
)
_RIMES = frozenset(
    re.findall(
        r"\w+",
        """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu
    im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oau oay oăc oăm oăn
    oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôông ôp ôt
    ơ ơi ơm ơn ơp ơt u ua uân uâng uât uâu uây uc uê uêch uên uênh uêt uêu ui um un ung uơ uơi
    uơt uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyp uyt uyu uym uyn ư ưa ưc
    ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu""",
    )
)
_STOPS = ("c", "ch", "p", "t")
_FRONT = frozenset("eêiy")

# Every letter in small and in capitals, as the inside of a character class of a pattern.
LOWER = "".join(
    unicodedata.normalize("NFC", letter + mark)
    for letter in _ALPHABET
    for mark in (_TONE_MARKS if letter in _VOWELS else ("",))
)
UPPER = LOWER.upper()

# Zero-width and directional characters: nobody sees them and they cut words in two.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Unicode's stream-safe form allows thirty marks on a letter; putting more in order costs the square
# of their number.
_MARK = (
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06ed\u0730-\u074a"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302f\ufe20-\ufe2f]"
)
_PILED_MARKS = re.compile(f"({_MARK}{{30}}){_MARK}+")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Word writes its bullets with Symbol's private code points, Eth looks like Đ and is not.
_LOOKALIKES = str.maketrans({"\u00d0": "Đ", "\u00f0": "đ", "\uf0b7": "•", "\uf02d": "-"})


def nfc(text: str) -> str:
    """The text in Unicode Normal Form C; no letter keeps more than thirty marks."""
    return unicodedata.normalize("NFC", text if text.isascii() else _PILED_MARKS.sub(r"\1", text))


def fold(text: str) -> str:
    """Lower case without marks, đ as d. On NFC text without loose marks one character gives one.

    So an offset into the folded text is an offset into the text.
    """
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    if character in "đĐðÐ":
        return "d"
    bases = [c for c in unicodedata.normalize("NFD", character.lower()) if not _is_mark(c)]
    if not bases:
        return ""
    # A Hangul syllable decomposes into several letters: it stays whole, so that offsets hold.
    return bases[0] if len(bases) == 1 else character


def _is_mark(character: str) -> bool:
    return unicodedata.combining(character) != 0


def syllable_key(text: str) -> str:
    """A key equal for spellings that mean the same: hoà/hòa, uỷ/ủy, quí/quý, lí/lý, NFC/NFD, case.

    Marks are kept ("ma" and "má" differ); for a key without marks fold the text.
    """
    return re.sub(r"[^\W\d_]+", lambda match: _word_key(match.group()), nfc(text).lower())


@lru_cache(maxsize=65536)
def _word_key(word: str) -> str:
    plain, tone, count = _without_tone(word)
    parts = _parts(plain)
    if parts is None or count > 1:
        return word
    onset, rime = parts
    if rime == "y" and onset:
        rime = "i"
    return onset + _with_tone(rime, tone)


def _with_tone(rime: str, tone: int) -> str:
    """The rime with the tone on its last marked vowel, else on its first one: one place a rime."""
    if not tone:
        return rime
    marked = [i for i, c in enumerate(rime) if c in "ăâêôơư"]
    place = marked[-1] if marked else next(i for i, c in enumerate(rime) if c in _VOWELS)
    return nfc(rime[: place + 1] + _TONE_MARKS[tone] + rime[place + 1 :])


def _without_tone(word: str) -> tuple[str, int, int]:
    """Word without its tone marks, the tone (0–5), and how many tone marks stood in it."""
    tones = [c for c in unicodedata.normalize("NFD", word) if c in _TONES]
    if not tones:
        return nfc(word), 0, 0
    plain = "".join(c for c in unicodedata.normalize("NFD", word) if c not in _TONES)
    return nfc(plain), _TONES[tones[-1]], len(tones)


@lru_cache(maxsize=65536)
def _parts(plain: str) -> tuple[str, str] | None:
    """Onset and rime of a lower-case toneless word; None when it is no Vietnamese syllable."""
    if plain.startswith("qu"):
        rest = plain[2:]
        glided = rest.replace("i", "y", 1) if rest.startswith("i") else rest
        known = any(glide + glided in _RIMES for glide in "ou")
        return ("qu", rest) if rest and known else None
    for length in (3, 2, 1, 0):
        onset, rime = plain[:length], plain[length:]
        if len(onset) == length and onset in _ONSETS and rime in _RIMES and _fits(onset, rime):
            return onset, rime
    return None


def _fits(onset: str, rime: str) -> bool:
    """Spelling of k/c, gh/g, ngh/ng before front vowels; "yê" only without an onset."""
    front = rime[0] in _FRONT
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    if onset == "g":
        return rime[0] not in "eêy"
    return not (onset and rime.startswith("yê"))


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Does the word obey Vietnamese spelling: onset, rime, and only sắc or nặng before c ch p t?

    "học" does; "hoc", "huyén", "chtrc" do not. Case and placement of the tone do not matter.
    """
    plain, tone, count = _without_tone(word.lower())
    parts = _parts(plain)
    if parts is None or count > 1:
        return False
    return tone in (4, 5) or not parts[1].endswith(_STOPS)


@lru_cache(maxsize=1)
def _skeletons() -> frozenset[str]:
    onsets = {fold(onset) for onset in _ONSETS} | {"qu"}
    rimes = {fold(rime) for rime in _RIMES} | {rime[1:] for rime in map(fold, _RIMES) if rime[1:]}
    return frozenset(onset + rime for onset in onsets for rime in rimes if rime[0] in "aeiouy")


def is_skeleton(word: str) -> bool:
    """Could the word be a Vietnamese syllable whose marks were lost or wrong ("hoc", "huyén")?"""
    return fold(word) in _skeletons()


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """Key for Vietnamese alphabetical order: letters (a ă â b c d đ …), then tones, then case.

    Spaces come first, then other signs, digits, letters.
    """
    letters: list[int] = []
    tones: list[int] = []
    for character in nfc(text):
        plain, tone, _ = _without_tone(character.lower())
        if not plain or _is_mark(plain[0]):
            continue
        letters.append(_rank(plain[0]))
        tones.append(tone)
    return tuple(letters), tuple(tones), nfc(text).swapcase()


def _rank(letter: str) -> int:
    """Place of a letter: whitespace, signs, digits, the alphabet, letters of other scripts."""
    if letter.isspace():
        return 0
    place = _ALPHABET.find(letter if letter in _ALPHABET else _fold_character(letter))
    if place >= 0:
        return 2_000_000 + place
    if letter.isdigit():
        return 1_500_000 + ord(letter)
    return (3_000_000 if letter.isalpha() else 1) + ord(letter)


def slugify(text: str, max_length: int = 80) -> str:
    """An address part of [a-z0-9-], at most `max_length` long, cut at a word; may be empty."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(nfc(text))).strip("-")
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1].rfind("-")
    return slug[: cut if cut > 0 else max_length].strip("-")


def tidy(text: str) -> str:
    """NFC text without invisible characters: Ð is Đ, every odd space a space, every line end \\n.

    Tabs and newlines stay; form feeds become newlines.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _INVISIBLE.sub("", _CONTROLS.sub("", text))
    text = _SURROGATES.sub("\ufffd", _SPACES.sub(" ", text))
    return nfc(nfc(text).translate(_LOOKALIKES))

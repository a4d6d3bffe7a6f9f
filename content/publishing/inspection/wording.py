"""Checks of the words: marks, capitals, old letters, broken letters, abbreviations. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice

from content.letters import tables
from content.letters.words import WORD, is_never_old, proves
from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import MUST, OK, SHOULD, Finding
from content.publishing.inspection.known import Known
from content.publishing.inspection.structure import shown
from content.publishing.snapshot import ItemFields
from content.vietnamese import LOWER, UPPER, fold, is_skeleton, is_syllable

_LETTERS = re.compile(r"[^\W\d_]+")
_SHORT = re.compile(rf"(?<![\w/.&-])[{UPPER}]{{2,10}}(?![\w/&]|-\w|\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+")
_BROKEN = re.compile("áº|á»|Ã[¡-¿]|Ä‘|Æ°|Æ¡|\ufffd")
_OCR = re.compile(rf"(?<!\w)[{LOWER}]{{3,10}}(?!\w)")
# Words looked at: enough to judge by, few enough to be quick.
_MOST_WORDS = 4000
_LEAST_UNMARKED, _LEAST_UNMARKED_TITLE = 12, 4
_FEW_MARKS = 0.08
_PROOFS = 3
_LISTED = 5
_EXPLAINING = re.compile(
    r"(?:^|\()\s*(?:sau đây\s+)?(?:gọi tắt là|viết tắt(?: là)?|gọi là)?\s*[\"“”']?\s*$"
)

_EXPLAINED = re.compile(r"[\"”']?\s?(?:\(\s?\w+\s\w+|(?:là|nghĩa là|:|\|)\s{1,3}\w+\s\w+)")


def check(fields: ItemFields, body: Body, known: Known) -> Iterator[Finding]:
    """Findings about the words of title, summary and body."""
    if not fields.language.startswith("vi"):
        return
    yield from _title(fields.title)
    unwell = list(_letters(body))
    if not unwell and is_unmarked(body.prose, _LEAST_UNMARKED):
        text = "Nội dung viết không dấu; hãy gõ lại có dấu để ai cũng đọc và tìm được."
        unwell.append(Finding("unmarked", MUST, text, "body", 0, 0, 1))
    yield from unwell
    if unwell:
        return  # words in wrong letters say nothing of abbreviations and spelling
    yield from _abbreviations(fields, body, known)
    if known.recognised or (fields.document and fields.document.poorly_recognised):
        yield from _machine_read(body)


def _title(title: str) -> Iterator[Finding]:
    letters = [c for c in title if c.isalpha()]
    if len(letters) >= 12 and all(c.isupper() for c in letters):
        text = "Tiêu đề viết toàn chữ hoa, khó đọc; hãy viết thường, chỉ hoa chữ đầu và tên riêng."
        yield Finding("title-capitals", SHOULD, text, "title", 0, len(title))
    if " " in title.strip() and is_unmarked(title, _LEAST_UNMARKED_TITLE):
        text = "Tiêu đề viết không dấu; hãy gõ lại có dấu."
        yield Finding("title-unmarked", SHOULD, text, "title", 0, len(title))


def is_unmarked(text: str, least: int) -> bool:
    """Whether Vietnamese was typed without its marks; `least`: words needed to judge."""
    words = [m.group() for m in islice(_LETTERS.finditer(text), _MOST_WORDS)]
    lower = [word for word in words if not word.isupper() or len(words) < 30]
    meant = [word for word in lower if is_skeleton(word)]
    if len(meant) < least or len(meant) < 0.7 * len(lower):
        return False
    marked = sum(not word.isascii() for word in meant)
    # English has words that could be syllables; Vietnamese without marks breaks its own spelling.
    return marked <= _FEW_MARKS * len(meant)


def _letters(body: Body) -> Iterator[Finding]:
    """Text in the letters of an old font, or letters that were broken on the way."""
    broken = list(islice(_BROKEN.finditer(body.prose), 1000))
    if broken:
        first = broken[0]
        line = body.line_of(first.start())
        text = f"Dòng {line}: có chữ bị vỡ khi chép (“{_around(body, first)}”); hãy gõ lại chỗ đó."
        span = first.span()
        yield Finding("letters-broken", MUST, text, "body", *span, line, len(broken))
    for encoding in tables.ENCODINGS:
        proofs = _proofs(body, encoding)
        if len(proofs) >= _PROOFS:
            first = proofs[0]
            line = body.line_of(first.start())
            text = (
                f"Dòng {line}: còn chữ kiểu cũ, hiện ra thành “{shown(first.group())}”; "
                "hãy nạp lại tệp gốc hoặc gõ lại chỗ đó."
            )
            yield Finding("letters-old", MUST, text, "body", *first.span(), line, len(proofs))
            return


def _proofs(body: Body, encoding: str) -> list[re.Match[str]]:
    """Different words that are Vietnamese in this old encoding only, in their order."""
    seen: dict[str, re.Match[str]] = {}
    for found in islice(WORD.finditer(body.prose), _MOST_WORDS):
        if not is_never_old(found.group()):
            seen.setdefault(found.group(), found)
    return [found for word, found in seen.items() if proves(word, encoding)]


def _around(body: Body, found: re.Match[str]) -> str:
    text = body.prose
    start = max(text.rfind(" ", 0, found.start()), text.rfind("\n", 0, found.start())) + 1
    return shown(text[max(start, found.start() - 20) : found.end() + 10].split("\n")[0])


def _abbreviations(fields: ItemFields, body: Body, known: Known) -> Iterator[Finding]:
    first: dict[str, tuple[int, int]] = {}
    counts: dict[str, int] = {}
    explained: set[str] = set()
    for start, line in body.lines(body.prose):
        if not line or _shouts(line):
            continue
        for found in _SHORT.finditer(line):
            word = found.group()
            counts[word] = counts.get(word, 0) + 1
            first.setdefault(word, (start + found.start(), start + found.end()))
            if _is_explained(line, found):
                explained.add(word)
    for word, (start, end) in first.items():
        if word not in explained and not _is_known(word, known):
            line_at = body.line_of(start)
            text = (
                f"Dòng {line_at}: chữ viết tắt “{word}” chưa được giải thích; "
                "hãy viết đủ ở lần đầu, rồi để chữ tắt trong ngoặc."
            )
            yield Finding("abbreviation", SHOULD, text, "body", start, end, line_at, counts[word])


def _shouts(line: str) -> bool:
    """A line in capitals as a whole: its words are no abbreviations."""
    letters = sum(c.isalpha() for c in line)
    return letters > 12 and sum(c.isupper() for c in line) > 0.6 * letters


def _is_explained(line: str, found: re.Match[str]) -> bool:
    """It stands alone in brackets behind its words, or its words stand in brackets behind it."""
    before = line[max(0, found.start() - 40) : found.start()]
    after = line[found.end() : found.end() + 60]
    in_brackets = "(" in before and bool(_EXPLAINING.search(before[before.rindex("(") :]))
    return in_brackets or bool(_EXPLAINED.match(after))


def _is_known(word: str, known: Known) -> bool:
    lower = word.lower()
    if _ROMAN.fullmatch(word) or lower in _everyday() or is_syllable(lower):
        return True  # a syllable in capitals is a word that somebody stressed
    return _made_of(fold(word), known.abbreviations, 3)


def _made_of(word: str, parts: frozenset[str], most: int) -> bool:
    """Whether a word is a known abbreviation, or a few of them in a row ("UBMTTQ")."""
    if word in parts:
        return True
    cuts = range(2, len(word) - 1) if most > 1 else ()
    return any(word[:cut] in parts and _made_of(word[cut:], parts, most - 1) for cut in cuts)


@lru_cache(maxsize=1)
def _everyday() -> frozenset[str]:
    """Abbreviations that every reader knows, in small letters."""
    folder = resources.files("content.publishing.inspection")
    text = folder.joinpath("everyday.txt").read_text(encoding="utf-8")
    lines = (line.split("#")[0] for line in text.splitlines())
    return frozenset(word.lower() for line in lines for word in line.split())


def _machine_read(body: Body) -> Iterator[Finding]:
    """Words of a recognised text that no Vietnamese word is spelled like."""
    wrong: dict[str, re.Match[str]] = {}
    count = 0
    for found in islice(_OCR.finditer(body.prose), _MOST_WORDS):
        word = found.group()
        if not word.isascii() and is_skeleton(word) and not is_syllable(word):
            wrong.setdefault(word, found)
            count += 1
    if not wrong:
        yield Finding("machine-words", OK, "Chữ do máy đọc: không thấy từ sai chính tả rõ rệt.")
        return
    first = next(iter(wrong.values()))
    line = body.line_of(first.start())
    words = ", ".join(f"“{word}”" for word in islice(wrong, _LISTED))
    text = f"Chữ do máy đọc có từ sai ({words}), từ dòng {line}; hãy so với bản gốc rồi sửa."
    yield Finding("machine-words", SHOULD, text, "body", *first.span(), line, count)

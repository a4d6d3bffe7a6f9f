"""The runs of a document (text and font), converted from old encodings where that is sure. Pure.

Where neither font nor words prove it, the text stays and a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from content.letters import samples
from content.letters.document import Document, Run
from content.letters.recognising import (
    LEAST_AROUND,
    UNICODE,
    candidates,
    label,
    speaks_for_unicode,
    verdict,
    vietnamese_share,
)
from content.letters.result import Letters, Wish
from content.letters.words import WORD, is_never_old, proves


def convert_runs(runs: Sequence[Run], wish: Wish) -> tuple[list[str], tuple[Letters, ...]]:
    """The texts of a document's runs (text, font name or None) in order, and what was met.

    A text is converted where its font or the words prove an old encoding, else it stays as it is.
    One Letters for each encoding (two, when only a part of it is sure). A run "\\n" ends a
    paragraph. wish.letters: an encoding that holds whatever the words say, or "unicode".
    """
    untouched = [text for text, _ in runs]
    if wish.letters == UNICODE:
        return untouched, ()
    document = Document.of(runs)
    different = set(WORD.findall(document.seen))
    if not candidates(different, document.old_fonts()) and not wish.letters:
        return untouched, ()
    document.read_words()
    for encoding in document.old_fonts():
        if _is_a_coat(document, encoding):
            document.take_for_a_coat(encoding)
    asked = candidates(different, document.old_fonts())
    if wish.letters:
        met = _forced(document, wish.letters)
    else:
        document.labels = label(document.words, asked)
        _settle(document)
        met = _judged(document, asked)
    if not met and not document.in_capitals():
        return untouched, ()
    return document.texts(), met


def _is_a_coat(document: Document, encoding: str) -> bool:
    """Do more words in the fonts of an encoding speak for Unicode than for it?"""
    mine = [word.text for word in document.words if word.font == encoding]
    against = sum(map(is_never_old, mine))
    return against > sum(proves(word, encoding) for word in mine)


def _judged(document: Document, asked: Sequence[str]) -> tuple[Letters, ...]:
    """What was met; what is not sure gets its label taken away."""
    met: list[Letters] = []
    unsure: list[tuple[str, list[int]]] = []
    for encoding in asked:
        mine = _labelled(document, encoding)
        by_font = [place for place in mine if document.words[place].font == encoding]
        by_text = [place for place in mine if document.words[place].font != encoding]
        texts = [document.words[place].text for place in by_text]
        around = document.around(by_text)
        found = verdict(texts, around, encoding, beside=bool(by_font))
        if by_font:
            met.append(_letters(document, encoding, by_font, by="font", sure=True))
        elif found == "sure":
            met.append(_letters(document, encoding, by_text, by="text", sure=True))
        if found == "unsure":
            met.append(_letters(document, encoding, by_text, by="text", sure=False))
        if found != "sure":
            unsure.append((encoding, by_text))
    for _, places in unsure:
        for place in places:
            document.labels[place] = UNICODE
    return tuple(met)


def _settle(document: Document) -> None:
    """Words that are Vietnamese in no way (misspelt, damaged) go with the old ones beside them.

    Over line ends only where the plain words around them are Vietnamese, and never where a word
    stands among them that is right only as it is.
    """
    labels, words = document.labels, document.words
    stretches = [
        (name, list(places)) for name, places in groupby(range(len(labels)), labels.__getitem__)
    ]
    for at, (name, places) in enumerate(stretches):
        beside = {stretches[n][0] for n in (at - 1, at + 1) if 0 <= n < len(stretches)}
        if name != UNICODE or len(beside) != 1:
            continue
        (old,) = beside
        if any(speaks_for_unicode(words[place].text, old) for place in places):
            continue
        if _in_one_line(document, places) or _among_vietnamese(document, places, old):
            labels[places[0] : places[-1] + 1] = [old] * len(places)


def _in_one_line(document: Document, places: Sequence[int]) -> bool:
    """Does a stretch of words share its line with a word before or after it?"""
    inside = all(document.words[place].before == "" for place in places[1:])
    after = places[-1] + 1
    joined = places[0] > 0 and document.words[places[0]].before == ""
    return inside and (
        joined or (after < len(document.words) and document.words[after].before == "")
    )


def _among_vietnamese(document: Document, places: Sequence[int], encoding: str) -> bool:
    return vietnamese_share(document.around(places), encoding) >= LEAST_AROUND


def _labelled(document: Document, encoding: str) -> list[int]:
    return [place for place, name in enumerate(document.labels) if name == encoding]


def _forced(document: Document, encoding: str) -> tuple[Letters, ...]:
    """A person's word holds, but where letters stand that no old encoding can show."""
    for line in _lines(document):
        if any(is_never_old(document.words[place].text) for place in line):
            continue
        for place in line:
            document.labels[place] = encoding
    _follow_fonts(document, encoding)
    mine = _labelled(document, encoding)
    return (_letters(document, encoding, mine, by="text", sure=True),) if mine else ()


def _lines(document: Document) -> Iterator[list[int]]:
    """The places of the words of each line."""
    line: list[int] = []
    end = 0
    for place, word in enumerate(document.words):
        if "\n" in document.seen[end : word.start] and line:
            yield line
            line = []
        line.append(place)
        end = word.start + len(word.text)
    if line:
        yield line


def _follow_fonts(document: Document, encoding: str) -> None:
    """Fonts of another encoding than the wished one keep it, when their words speak for it."""
    for other in document.old_fonts() - {encoding}:
        places = [p for p, word in enumerate(document.words) if word.font == other]
        mine = sum(proves(document.words[p].text, other) for p in places)
        wished = sum(proves(document.words[p].text, encoding) for p in places)
        for place in places if mine >= wished else []:
            if document.labels[place] != UNICODE:
                document.labels[place] = other


def _letters(
    document: Document, encoding: str, places: Sequence[int], *, by: str, sure: bool
) -> Letters:
    """What is said of an encoding, with the passage that shows it best."""
    words = [document.words[place] for place in places]
    telling = [word.start for word in words if proves(word.text, encoding)]
    start, end = samples.telling(document.found, telling or [word.start for word in words])
    before, after = document.found[start:end], document.passage(start, end)
    return Letters(encoding, sure, by, before[: samples.LENGTH], after[: samples.LENGTH])

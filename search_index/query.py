"""What a person typed: words, "phrases" and -words. Nothing that is typed is an error."""

from __future__ import annotations

import re
from typing import NamedTuple

from content.vietnamese import tidy
from search_index.analysis import Token, tokens
from search_index.codes import Code, codes_of

MOST_CHARACTERS = 300
MOST_WORDS = 40
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "″": '"'})
# A phrase, wanted or not, or a word that is not wanted: a sign after a space, before a letter.
_MARKED_OUT = re.compile(r'(?:(?<!\S)(-))?"([^"]*)"|(?<!\S)-(?=[^\W\d_])(\S+)')


class Query(NamedTuple):
    """A question as asked.

    `text` is what the words' offsets point into; `phrases` stand among the words too. `cut` says
    that the rest of a very long question was left out; `open_end` that its last word may be the
    beginning of one.
    """

    text: str
    words: tuple[Token, ...]
    phrases: tuple[tuple[Token, ...], ...]
    excluded: tuple[tuple[Token, ...], ...]
    codes: tuple[Code, ...]
    cut: bool
    open_end: bool


def parse(typed: str) -> Query:
    """Read a question: at most 300 characters and 40 words of it, the rest is left out."""
    text = tidy(typed[: MOST_CHARACTERS * 4])[:MOST_CHARACTERS].translate(_QUOTES)
    phrases, excluded, wanted = [], [], list(text)
    for match in _MARKED_OUT.finditer(text):
        minus, phrase, word = match.groups()
        words = tuple(tokens(phrase if phrase is not None else word))
        if minus or word is not None:
            excluded.append(words)
            wanted[match.start() : match.end()] = " " * (match.end() - match.start())
        elif len(words) > 1:
            phrases.append(words)
    kept = "".join(wanted)
    words = tuple(tokens(kept))
    return Query(
        text=kept,
        words=words[:MOST_WORDS],
        phrases=tuple(phrases),
        excluded=tuple(words for words in excluded if words),
        codes=tuple(codes_of(kept)),
        cut=len(typed.strip()) > MOST_CHARACTERS or len(words) > MOST_WORDS,
        open_end=bool(words) and kept.rstrip().endswith(words[-1].text) and kept == kept.rstrip(),
    )

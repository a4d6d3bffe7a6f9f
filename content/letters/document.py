"""The runs of a document laid end to end, its words, and what each is labelled with. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from content.letters import fonts
from content.letters.converting import completes, convert, tcvn3_letters
from content.letters.recognising import UNICODE, Word
from content.letters.words import WORD
from content.vietnamese import nfc

Run = tuple[str, str | None]

# Symbol fonts put the bytes 20 to FF here.
_PRIVATE = {0xF000 + byte: byte for byte in range(0x20, 0x100)}
_HAS_PRIVATE = re.compile("[\uf020-\uf0ff]")

# How far around a word, and around how many words, one looks to judge an encoding.
_AROUND, _SAMPLES = 120, 200


@dataclass(slots=True)
class Document:
    """found: the texts end to end; seen: the same, signs blanked, each character at its place.

    bounds: where each run begins, and the end. words: those with a character beyond ASCII, and
    labels: one for each of them.
    """

    found: str
    seen: str
    bounds: list[int]
    meanings: list[fonts.Meaning | None]
    names: list[str | None]
    words: list[Word] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Document:
        """The document of these runs, its words not yet read."""
        meanings = [fonts.meaning(font) for _, font in runs]
        seen = [_seen(text, font, m) for (text, font), m in zip(runs, meanings, strict=True)]
        return cls(
            found="".join(text for text, _ in runs),
            seen="".join(seen),
            bounds=list(accumulate(map(len, seen), initial=0)),
            meanings=meanings,
            names=[font for _, font in runs],
        )

    def old_fonts(self) -> set[str]:
        """The encodings of its fonts."""
        return {meaning.encoding for meaning in self.meanings if meaning}

    def in_capitals(self) -> bool:
        """Is a font among them that shows small letters as capitals?"""
        return any(meaning.capital for meaning in self.meanings if meaning)

    def read_words(self) -> None:
        """Find the words, with what stands between each and the one before; none is labelled."""
        end, run, previous = 0, 0, 0
        for found in WORD.finditer(self.seen):
            start = found.start()
            while self.bounds[run + 1] <= start:
                run += 1
            if self.words and self.names[run] != self.names[previous]:
                before = "font"
            else:
                before = "\n" if self.seen.find("\n", end, start) >= 0 else ""
            meaning = self.meanings[run]
            encoding = meaning.encoding if meaning else None
            self.words.append(Word(start, found.group(), encoding, before))
            end, previous = found.end(), run
        self.labels = [UNICODE] * len(self.words)

    def take_for_a_coat(self, encoding: str) -> None:
        """The fonts of this encoding say nothing here: Unicode was typed under their names."""
        self.meanings = [None if m and m.encoding == encoding else m for m in self.meanings]
        self.words = [w._replace(font=None) if w.font == encoding else w for w in self.words]

    def around(self, places: Sequence[int]) -> Iterator[str]:
        """What stands around some words in their lines, at most _SAMPLES of them."""
        for place in places[:: len(places) // _SAMPLES + 1]:
            at = self.words[place].start
            start = self.seen.rfind("\n", max(0, at - _AROUND), at) + 1
            end = self.seen.find("\n", at, at + _AROUND)
            start = start or self.seen.find(" ", max(0, at - _AROUND), at) + 1
            end = end if end >= 0 else self.seen.rfind(" ", at, at + _AROUND)
            yield self.seen[start : end if end >= 0 else None]

    def texts(self) -> list[str]:
        """The text of each run as its labels mean it."""
        changes = self._changes()
        bounds = self._whole_letters(changes)
        letters = self._letters(changes, 0, len(self.seen))
        return [
            self._between(start, end, run, changes, letters)
            for run, (start, end) in enumerate(pairwise(bounds))
        ]

    def passage(self, start: int, end: int) -> str:
        """A passage as its labels mean it."""
        changes = self._changes()
        bounds = self._whole_letters(changes)
        first = self.seen.rfind("\n", 0, start) + 1
        last = self.seen.find("\n", end)
        letters = self._letters(changes, first, last if last >= 0 else len(self.seen))
        return "".join(
            self._between(max(start, begin), min(end, stop), run, changes, letters)
            for run, (begin, stop) in enumerate(pairwise(bounds))
            if begin < end and stop > start
        )

    def _changes(self) -> Changes:
        """Where which label begins: at each word, and where an old font begins."""
        changes = {word.start: name for word, name in zip(self.words, self.labels, strict=True)}
        starts = [word.start for word in self.words]
        kept = self._fonts_that_hold()
        for run, (start, end) in enumerate(pairwise(self.bounds)):
            meaning = self.meanings[run]
            if meaning is None or start in changes:
                continue
            place = bisect_right(starts, start)
            first = self.words[place] if place < len(starts) else None
            if first and first.start < end:
                changes[start] = self.labels[place]
            elif not place or starts[place - 1] + len(self.words[place - 1].text) <= start:
                changes[start] = meaning.encoding if meaning.encoding in kept else UNICODE
        name, kept_changes = UNICODE, Changes([], [])
        for offset in sorted(changes):
            if changes[offset] != name:
                name = changes[offset]
                kept_changes.offsets.append(offset)
                kept_changes.labels.append(name)
        return kept_changes

    def _fonts_that_hold(self) -> set[str]:
        """Encodings whose fonts are not merely a coat over Unicode text."""
        old = {name for word, name in zip(self.words, self.labels, strict=True) if word.font}
        return self.old_fonts() if not old or old != {UNICODE} else set()

    def _whole_letters(self, changes: Changes) -> list[int]:
        """The bounds of the runs, moved on where a letter and its marks stand in two runs."""
        bounds = list(self.bounds)
        for place, bound in enumerate(bounds[1:-1], 1):
            if 0 < bound < len(self.seen):
                pair = self.seen[bound - 1 : bound + 1]
                if completes(pair, changes.at(bound - 1)):
                    bounds[place] = bound + 1
        return bounds

    def _letters(self, changes: Changes, start: int, end: int) -> str:
        """Whole lines, each character at its place, TCVN3 read: words around a run tell capitals.

        What stands before the lines is left blank.
        """
        return " " * start + "".join(
            tcvn3_letters(self.seen[begin:stop]) if name == "tcvn3" else self.seen[begin:stop]
            for begin, stop, name in changes.over(start, end)
        )

    def _between(self, start: int, end: int, run: int, changes: Changes, letters: str) -> str:
        meaning = self.meanings[run]
        pieces = []
        for begin, stop, name in changes.over(start, end):
            if name == UNICODE or fonts.holds_signs(self.names[run]):
                pieces.append(self.found[begin:stop])
                continue
            piece = (
                nfc(letters[begin:stop])
                if name == "tcvn3"
                else convert(self.seen[begin:stop], name)
            )
            pieces.append(piece.upper() if meaning and meaning.capital else piece)
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Changes:
    """Offsets, ascending, and the label that begins at each."""

    offsets: list[int]
    labels: list[str]

    def at(self, offset: int) -> str:
        """The label at an offset."""
        place = bisect_right(self.offsets, offset) - 1
        return self.labels[place] if place >= 0 else UNICODE

    def over(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The stretches of one label between two offsets: begin, end, label."""
        place, begin, name = bisect_right(self.offsets, start), start, self.at(start)
        while begin < end:
            last = place >= len(self.offsets)
            stop = end if last else min(end, self.offsets[place])
            yield begin, stop, name
            begin, name, place = stop, name if last else self.labels[place], place + 1


def _seen(text: str, font: str | None, meaning: fonts.Meaning | None) -> str:
    if meaning and _HAS_PRIVATE.search(text):
        return text.translate(_PRIVATE)
    return " " * len(text) if fonts.holds_signs(font) else text

"""The index as files of a static copy: small scripts, of which a question loads the few it needs.

    m.js      how many passages and items, which passages are whose, synonyms; loaded first
    w0.js …   words: folded key → its spellings and their posting lists; names of places
    p0.js …   pairs of neighbours, in the same way
    c0.js …   numbers and dates        s0.js …   pairs of bad scans
    l.js      all words with how often they occur, for slips of the finger
    t0.js …   texts of the passages, with title and address of whose they are

Each is a call `tim.s("w0", {…})`, which a page opened from a USB stick may load, too. Items are
numbered in the order in which ties are broken (newest first, then by address), so the files need no
dates. `hub/face/static/find.js` reads all this and ranks as `ranking` does.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import groupby, takewhile
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from search_index.analysis import Token
from search_index.documents import Facts
from search_index.packing import numbers, postings, shard_of
from search_index.streams import SPELLED, STREAMS, WORDS
from search_index.synonyms import Synonyms
from search_index.view import View, told

# Bytes of a file before it is packed on the line; texts are asked for ten at a time.
_SHARD = {"w": 2000, "p": 4000, "c": 4000, "s": 4000}
_TEXTS = 3000
FORMAT = 1
_PLACE = "@"  # before the first word of a name of a place, among the words
_COUNTS = "="  # before a key some list of which was cut
# In a copy of more passages than these a list is cut to those in which its term weighs most: long
# lists are nearly all that a phone would load. The server reads them whole.
WHOLE, MOST_POSTINGS = 8192, 512


class Text(NamedTuple):
    """A passage as it is shown: its text, (offset, heading) pairs, where in an attachment.

    attachment: address and title, or None for the item's own text.
    """

    text: str
    anchors: tuple[tuple[int, str], ...]
    attachment: tuple[str, str] | None


class Shown(NamedTuple):
    """An item as a hit shows it: its address, title, what it is called, and when it is from."""

    path: str
    title: str
    section: str
    when: str


Texts = Callable[[int, Sequence[Facts]], tuple[Shown, list[Text]]]


def write(
    folder: Path,
    view: View,
    synonyms: Mapping[str, Any],
    places: Iterable[str],
    texts: Texts,
) -> int:
    """Write the files of the live passages of a view into a new folder; returns their number.

    places: folded names of places, words joined by spaces. texts: of an item and the facts of its
    passages, how a hit shows them.
    """
    folder.mkdir(parents=True)
    counts = [count for _, count in sorted(Counter(view.item_of).items())]
    shards: dict[str, int] = {}
    for stream, letter in zip(STREAMS, "wpcs", strict=True):
        entries = _entries(view, stream)
        if stream == WORDS:
            entries.update(_places(places))
        shards[letter] = _write_shards(folder, letter, entries)
    _put(folder, "l", _lexicon(view))
    chunks = _write_texts(folder, view, counts, texts)
    manifest = {
        "v": FORMAT,
        "n": view.count,
        "of": numbers(counts),
        "poor": postings({number: 0 for number, facts in enumerate(view.facts) if facts.poor}),
        "shards": shards,
        "t": numbers(chunks),
        **synonyms,
    }
    _put(folder, "m", manifest)
    return len(list(folder.iterdir()))


def table(synonyms: Synonyms) -> dict[str, Any]:
    """Synonyms as the manifest holds them: phrase → other phrases, abbreviation → what it stands
    for, and the weak words.
    """
    return {
        "others": {" ".join(phrase): _phrases(same) for phrase, same in synonyms.others.items()},
        "abbreviations": {
            short: _phrases(meant) for short, meant in synonyms.abbreviations.items()
        },
        "weak": sorted(synonyms.weak),
    }


def _phrases(sequences: Iterable[Sequence[Token]]) -> list[str]:
    return [" ".join(token.text for token in sequence) for sequence in sequences]


def _entries(view: View, stream: str) -> dict[str, Any]:
    """Key → posting list; of words and pairs: spelling, list, spelling, list …

    "=" and a key → how many passages and items have it, then each of its spellings, where a list
    was cut.
    """
    found: dict[str, Any] = {}
    terms = ((*term.partition(" "), held) for term, held in view.every(stream))
    for folded, same in groupby(terms, key=itemgetter(0)):
        entry: list[str] = []
        counts: list[Any] = []
        every: set[int] = set()
        cut = False
        for _folded, _space, exact, held in same:
            spelling = "" if exact == folded else exact
            entry += spelling, postings(_kept(held, view.count))
            counts += spelling, *_counts(view, held)
            every.update(held)
            cut = cut or _is_cut(len(held), view.count)
        found[folded] = entry if stream in SPELLED else entry[1]
        if cut:
            found[_COUNTS + folded] = [*_counts(view, every), *counts]
    return found


def _is_cut(length: int, of: int) -> bool:
    return of > WHOLE and length > MOST_POSTINGS


def _kept(held: Mapping[int, int], of: int) -> Mapping[int, int]:
    """Of a list too long for a cold phone, the passages where the term weighs most."""
    if not _is_cut(len(held), of):
        return told(dict(held), of)
    return dict(sorted(held.items(), key=lambda row: (-row[1], row[0]))[:MOST_POSTINGS])


def _counts(view: View, held: Collection[int]) -> tuple[int, int]:
    return len(held), len(set(map(view.item_of.__getitem__, held)))


def bucket(letter: str, key: str) -> str:
    """What of a key decides in which file it stands: of pairs the first word and two letters.

    So the completions of a word while it is typed, and most of its misspellings, lie together.
    """
    key = key.lstrip(_PLACE + _COUNTS)
    if letter == "p":
        first, _, second = key.partition("_")
        return f"{first}_{second[:2]}"
    return key.partition("_")[0] if letter == "s" else key


def _places(names: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(set(names)):
        first, _, rest = name.partition(" ")
        if rest:
            found[_PLACE + first].append(rest)
    return found


def _write_shards(folder: Path, letter: str, entries: Mapping[str, Any]) -> int:
    size = sum(len(_json({key: value})) for key, value in entries.items())
    shards = max(1, -(-size // _SHARD[letter]))
    files: list[dict[str, Any]] = [{} for _ in range(shards)]
    for key in sorted(entries):
        files[shard_of(bucket(letter, key), shards)][key] = entries[key]
    for number, held in enumerate(files):
        _put(folder, f"{letter}{number}", held)
    return shards


def _lexicon(view: View) -> list[str]:
    """The words in order, each as the letters it shares with the one before and the rest."""
    lines, counts = [], []
    before = ""
    for word in sorted(view.words):
        if not word.isascii() or word.isdigit() or not view.postings(WORDS, word):
            continue
        same = takewhile(lambda two: two[0] == two[1], zip(before, word, strict=False))
        shared = min(9, len(list(same)))
        lines.append(f"{shared}{word[shared:]}")
        counts.append(view.words[word])
        before = word
    return [" ".join(lines), numbers(counts)]


def _write_texts(
    folder: Path,
    view: View,
    counts: Sequence[int],
    texts: Texts,
) -> list[int]:
    """The texts, in files of about equal size; returns how many passages each file has."""
    chunks: list[int] = []
    waiting: list[Any] = []
    shown: dict[int, Shown] = {}
    size = at = 0

    def put() -> None:
        _put(folder, f"t{len(chunks)}", {"i": shown, "p": waiting})
        chunks.append(len(waiting))

    for number, (item, count) in enumerate(zip(view.subjects, counts, strict=True)):
        about, passages = texts(item, view.facts[at : at + count])
        at += count
        for passage in passages:
            shown[number] = about
            waiting.append([number, passage.text, passage.anchors, *_attached(passage)])
            size += len(passage.text.encode())
            if size >= _TEXTS:
                put()
                waiting, shown, size = [], {}, 0
    if waiting:
        put()
    return chunks


def _attached(passage: Text) -> list[Any]:
    return [passage.attachment] if passage.attachment else []


def _put(folder: Path, name: str, value: Any) -> None:
    (folder / f"{name}.js").write_text(f'tim.s("{name}",{_json(value)})\n', encoding="utf-8")


def _json(value: Any) -> str:
    # U+2028 and U+2029 ended a line of a script before 2019.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

"""Reading the index: posting lists and facts of the live passages, cached as long as they hold.

Whoosh's readers seek in shared files, so reading is done under a lock; segments never change, so
what was read of one is kept for the next generation too.
"""

from __future__ import annotations

import heapq
import threading
from bisect import bisect_left
from collections import Counter, OrderedDict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import compress, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from search_index import posting_files, store
from search_index.documents import Facts
from search_index.streams import PLAIN_LEVEL, SPELLED, WORDS

# Postings kept in memory, all segments together; one takes about 100 bytes.
MOST_CACHED = 600_000

_MOST_COUNTS = 20_000
_MOST_BITMAPS = 5_000

Postings = Mapping[int, int]  # number of the passage → level of the weight
# A term of more passages than this, and than one passage of eight, tells little by its weight: it
# weighs the same everywhere, and the static copy needs one bit a passage for it.
DENSE, DENSE_SHARE = 2000, 8
# Lists longer than one passage of so many are kept as a byte for each passage.
_WIDE_SHARE = 64


_FACETS: dict[str, Callable[[Facts], tuple[str, ...]]] = {
    "kind": lambda facts: (facts.kind,),
    "topic": lambda facts: facts.topics,
    "place": lambda facts: facts.places,
    "year": lambda facts: (str(facts.year),),
}


class _Segment:
    """One segment of the Whoosh index: what was read of it so far."""

    def __init__(self, reader: Any) -> None:
        numbers = range(reader.doc_count_all())
        self.facts = [Facts(*reader.stored_fields(number)["facts"]) for number in numbers]
        self.words: Counter[str] = Counter()
        for term in reader.lexicon(WORDS):
            folded = term.decode("utf-8").partition(" ")[0]
            self.words[folded] += reader.doc_frequency(WORDS, term)


class View:
    """A sealed generation of the index, open for reading.

    Live passages are numbered from 0 in the order in which ties are broken: of the newer item
    first, then by address, then as they stand in the text. `facts` and `item_of` are by that
    number; items are numbered in the same order.
    """

    def __init__(self, path: Path, index: Any, state: store.State, older: View | None) -> None:
        self.path = path
        self.index = index
        self.state = state
        self._lock = threading.Lock()
        self._reader = index.reader()
        self._cache: OrderedDict[tuple[str, str, str], Postings] = OrderedDict()
        self._cached = 0
        self._bitmaps: dict[tuple[str, str, str], int] = {}
        self._values: dict[str, list[tuple[str, ...]]] = {}
        self._item_counts: dict[tuple[str, str, str], int] = {}
        self._parts: list[tuple[Any, list[int]]] = []
        self.segment_list: list[Any] = []
        self.segments: dict[str, _Segment] = {}
        self.words: Counter[str] = Counter()
        self.facts: list[Facts] = []
        self.dead = 0
        self._take(older)
        self.count = len(self.facts)
        self.subjects, self.item_of = _grouped(self.facts)
        self.items = len(self.subjects)
        for segment in self.segments.values():
            self.words.update(segment.words)
        self._sorted_words = sorted(self.words)

    def _take(self, older: View | None) -> None:
        """Read the facts of all segments, those read before taken over, and number the passages."""
        rows: list[tuple[int, str, int, int, Facts]] = []
        for leaf, _ in self._reader.leaf_readers():
            if not leaf.doc_count_all():
                continue
            name = leaf.segment().segment_id()
            segment = (older.segments.get(name) if older else None) or _Segment(leaf)
            deleted = frozenset(leaf.segment().deleted_docs())
            rows += [
                (-facts.day, facts.path, len(self._parts), number, facts)
                for number, facts in enumerate(segment.facts)
                if number not in deleted
            ]
            self.dead += len(deleted)
            self.segment_list.append(leaf.segment())
            self.segments[name] = segment
            self._parts.append((leaf, [-1] * len(segment.facts)))
        rows.sort()
        for number, (_day, _path, part, place, _facts) in enumerate(rows):
            self._parts[part][1][place] = number
        self.facts = [row[4] for row in rows]

    def postings(self, stream: str, term: str, exact: str = "") -> Postings:
        """The live passages with a term and the level of its weight in each.

        Of words and pairs `term` is the folded key, for all spellings together, and `exact` one of
        them.
        """
        key = (stream, term, exact)
        with self._lock:
            found = self._cache.get(key)
            if found is None:
                found = self._looked_up(stream, term, exact)
                self._keep(key, found)
            else:
                self._cache.move_to_end(key)
            return found

    def bitmap(self, stream: str, term: str, exact: str = "") -> int:
        """The passages with a term as bits of a number: bit 0 is passage 0."""
        key = (stream, term, exact)
        found = self._bitmaps.get(key)
        if found is None:
            held = self.postings(stream, term, exact)
            found = held.bits() if isinstance(held, Wide) else bits_of(held, self.count)
            if len(self._bitmaps) >= _MOST_BITMAPS:
                self._bitmaps.clear()
            self._bitmaps[key] = found
        return found

    def items_in(self, bits: int) -> set[int]:
        """The numbers of the items that some passages (bits) belong to."""
        return set(compress(self.item_of, _letters(bits)))

    def passages_of(self, items: Container[int]) -> int:
        """All passages (bits) of some items."""
        held = (number for number, item in enumerate(self.item_of) if item in items)
        return bits_of(held, self.count)

    def values(self, facet: str) -> list[tuple[str, ...]]:
        """For each item, its values of a facet: kind, topic, place or year."""
        if facet not in self._values:
            first = dict(zip(reversed(self.item_of), reversed(self.facts), strict=True))
            take = _FACETS[facet]
            self._values[facet] = [take(first[item]) for item in range(self.items)]
        return self._values[facet]

    def with_value(self, facet: str, value: str) -> int:
        """The passages (bits) of the items that have a value of a facet."""
        having = {item for item, held in enumerate(self.values(facet)) if value in held}
        return self.passages_of(having)

    def items_with(self, stream: str, term: str, exact: str = "") -> int:
        """In how many items a term stands."""
        key = (stream, term, exact)
        found = self._item_counts.get(key)
        if found is None:
            numbers = self.postings(stream, term, exact)
            found = len(set(map(self.item_of.__getitem__, numbers)))
            if len(self._item_counts) >= _MOST_COUNTS:
                self._item_counts.clear()
            self._item_counts[key] = found
        return found

    def beginning_with(self, prefix: str, limit: int) -> list[str]:
        """Folded words that begin so, the most frequent first, at most `limit`."""
        start = bisect_left(self._sorted_words, prefix)
        end = bisect_left(self._sorted_words, prefix + "\U0010ffff")
        found = self._sorted_words[start:end]
        return sorted(found, key=lambda word: (-self.words[word], word))[:limit]

    def every(self, stream: str) -> Iterator[tuple[str, Postings]]:
        """All terms of a stream as written, in order, with the live passages and the levels that
        were worked out for them, also of long lists; nothing is kept.
        """
        lists = [_numbered(leaf, places, stream) for leaf, places in self._parts]
        merged = heapq.merge(*lists, key=itemgetter(0))
        for term, same in groupby(merged, key=itemgetter(0)):
            found: dict[int, int] = {}
            for _term, postings in same:
                found.update(postings)
            found.pop(-1, None)
            if found:
                yield term, found

    def close(self) -> None:
        """Let the files go."""
        with self._lock:
            self._reader.close()

    def _looked_up(self, stream: str, term: str, exact: str) -> Postings:
        if stream not in SPELLED:
            return self._light(self._read(stream, term))
        if exact:
            return self._light(self._read(stream, f"{term} {exact}"))
        lists = [self._read(stream, f"{term} {exact}") for exact in self._exact_of(stream, term)]
        lists.sort(key=len, reverse=True)
        joined = lists[0] if lists else {}
        for postings in lists[1:]:
            for number, level in postings.items():
                if level > joined.get(number, -1):
                    joined[number] = level
        return self._light(joined)

    def _exact_of(self, stream: str, term: str) -> list[str]:
        found: set[str] = set()
        for leaf, _ in self._parts:
            found.update(t.decode("utf-8") for t in leaf.expand_prefix(stream, f"{term} "))
        return sorted(text.partition(" ")[2] for text in found)

    def _keep(self, key: tuple[str, str, str], postings: Postings) -> None:
        self._cache[key] = postings
        self._cached += _cost(postings)
        while self._cached > MOST_CACHED and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= _cost(dropped)

    def _read(self, stream: str, term: str) -> dict[int, int]:
        found: dict[int, int] = {}
        for leaf, places in self._parts:
            for ids, weights in posting_files.blocks(leaf, stream, term):
                found.update(zip(map(places.__getitem__, ids), map(int, weights), strict=True))
        return self._told(found)

    def _told(self, found: dict[int, int]) -> dict[int, int]:
        """A list as it counts, without passages that are no longer live."""
        found.pop(-1, None)
        return told(found, self.count)

    def _light(self, found: Postings) -> Postings:
        return Wide(found, self.count) if len(found) > self.count // _WIDE_SHARE else found


def _numbered(
    leaf: Any, places: Sequence[int], stream: str
) -> Iterator[tuple[str, dict[int, int]]]:
    """The terms of a segment with their postings by the numbers of the view (-1: not live)."""
    for term, blocks in posting_files.terms(leaf, stream):
        found: dict[int, int] = {}
        for ids, weights in blocks:
            found.update(zip(map(places.__getitem__, ids), map(int, weights), strict=True))
        yield term, found


class Wide(Mapping[int, int]):
    """A long posting list: a byte for each passage, 0 or one more than the level, so that it takes
    little room and ranking looks up a few passages in it at once.
    """

    def __init__(self, found: Mapping[int, int], size: int) -> None:
        self.letters = bytearray(size)
        if is_dense(len(found), size):
            for number in found:
                self.letters[number] = PLAIN_LEVEL + 1
        else:
            for number, level in found.items():
                self.letters[number] = level + 1
        self._count = len(found)

    def __getitem__(self, number: int) -> int:
        """The level of the weight; KeyError for a passage without the term."""
        letter = self.letters[number]
        if not letter:
            raise KeyError(number)
        return letter - 1

    def __iter__(self) -> Iterator[int]:
        """The passages, in order."""
        return compress(range(len(self.letters)), self.letters)

    def __len__(self) -> int:
        """How many passages have the term."""
        return self._count

    def bits(self) -> int:
        """The passages as bits."""
        return int(self.letters[::-1].translate(_AS_DIGITS), 2)


def told(found: dict[int, int], of: int) -> dict[int, int]:
    """A posting list with its levels, or with the plain one everywhere when it is long."""
    return dict.fromkeys(found, PLAIN_LEVEL) if is_dense(len(found), of) else found


def is_dense(found: int, of: int) -> bool:
    """Whether a term of so many passages weighs the same in all of them."""
    return found > max(DENSE, of // DENSE_SHARE)


def _cost(postings: Postings) -> int:
    return 1 + (len(postings.letters) // 100 if isinstance(postings, Wide) else len(postings))


def bits_of(numbers: Iterable[int], size: int) -> int:
    """Numbers below `size` as bits."""
    letters = bytearray(b"0" * (size or 1))
    for number in numbers:
        letters[-1 - number] = 49  # "1"
    return int(letters, 2)


def numbers_of(bits: int) -> list[int]:
    """The places of the bits that are set, the lowest first."""
    letters = _letters(bits)
    return list(compress(range(len(letters)), letters))


def _letters(bits: int) -> bytes:
    """A byte for each bit, the lowest first."""
    return f"{bits:b}".encode().translate(_AS_BITS)[::-1]


_AS_BITS = bytes.maketrans(b"01", b"\0\1")
_AS_DIGITS = bytes([48, *[49] * 255])


def _grouped(facts: Sequence[Facts]) -> tuple[list[int], list[int]]:
    """The items of passages in order, and for each passage the number of its item."""
    numbers: dict[int, int] = {}
    item_of = [numbers.setdefault(one.item_id, len(numbers)) for one in facts]
    return list(numbers), item_of


_view: list[tuple[tuple[str, int, int], View]] = []
_opening = threading.Lock()


def view() -> View:
    """The index as last sealed, opened at most once for each seal; Damaged when there is none."""
    with _opening:
        generation = store.current()
        stamp = store.stamp(generation) if generation else None
        if generation is None or stamp is None:
            _view.clear()
            raise store.Damaged("Chưa có chỉ mục tìm kiếm; nó sẽ được lập.")
        if _view and _view[0][0] == stamp:
            return _view[0][1]
        state = store.read_state(generation)
        try:
            older = _view[0][1] if _view and _view[0][0][0] == stamp[0] else None
            opened = View(generation, store.opened(generation, state), state, older)
        except store.Damaged:
            raise
        except Exception as error:  # whatever unpickling or seeking in broken files raises
            raise store.Damaged("Chỉ mục tìm kiếm hỏng; nó sẽ được lập lại.") from error
        _view[:] = [(stamp, opened)]
        return opened


def last_view() -> View | None:
    """The view that this process opened last, though it may be older than the index."""
    return _view[0][1] if _view else None


def forget() -> None:
    """Close what is open; the next question opens the index anew."""
    with _opening:
        _view.clear()

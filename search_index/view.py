"""Reading the index: posting lists and facts of the live passages, cached as long as they hold.

Whoosh's readers seek in shared files, so reading is done under a lock; segments never change, so
what was read of one is kept for the next generation too.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from search_index import store
from search_index.documents import Facts
from search_index.streams import FOLDED

# Postings kept in memory, all segments together; one takes about 100 bytes.
MOST_CACHED = 600_000

_MOST_COUNTS = 20_000

Postings = Mapping[int, int]  # number of the passage → weight in sixteenths
_NONE: Postings = {}


class _Segment:
    """One segment of the Whoosh index: what was read of it so far."""

    def __init__(self, reader: Any) -> None:
        numbers = range(reader.doc_count_all())
        self.facts = [Facts(*reader.stored_fields(number)["facts"]) for number in numbers]
        self.words = frozenset(term.decode("utf-8") for term in reader.lexicon(FOLDED))


class View:
    """A sealed generation of the index, open for reading. Passages are numbered from 0."""

    def __init__(self, path: Path, index: Any, state: store.State, older: View | None) -> None:
        self.path = path
        self.index = index
        self.state = state
        self._lock = threading.Lock()
        self._reader = index.reader()
        self._cache: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._cached = 0
        self._item_counts: dict[tuple[str, str], int] = {}
        self._parts: list[tuple[Any, int]] = []
        self.segment_list: list[Any] = []
        self.segments: dict[str, _Segment] = {}
        self.facts: list[Facts | None] = []
        for leaf, _ in self._reader.leaf_readers():
            if leaf.doc_count_all():
                self.segment_list.append(leaf.segment())
                self._take(leaf, older)
        self.has_deletions = None in self.facts
        self.count = sum(facts is not None for facts in self.facts)
        self.items = len({facts.item_id for facts in self.facts if facts is not None})
        self.words: frozenset[str] = frozenset().union(*(s.words for s in self.segments.values()))

    def _take(self, leaf: Any, older: View | None) -> None:
        name = leaf.segment().segment_id()
        segment = (older.segments.get(name) if older else None) or _Segment(leaf)
        deleted = frozenset(leaf.segment().deleted_docs())
        self.segments[name] = segment
        self._parts.append((leaf, len(self.facts)))
        self.facts += [None if n in deleted else facts for n, facts in enumerate(segment.facts)]

    def postings(self, stream: str, term: str) -> Postings:
        """The live passages with a term and its weight in each."""
        key = (stream, term)
        with self._lock:
            found = self._cache.get(key)
            if found is None:
                found = self._read(stream, term)
                self._keep(key, found)
            else:
                self._cache.move_to_end(key)
            return found

    def items_with(self, stream: str, term: str) -> int:
        """In how many items a term stands."""
        key = (stream, term)
        found = self._item_counts.get(key)
        if found is None:
            numbers = self.postings(stream, term)
            found = len({facts.item_id for n in numbers if (facts := self.facts[n]) is not None})
            if len(self._item_counts) >= _MOST_COUNTS:
                self._item_counts.clear()
            self._item_counts[key] = found
        return found

    def beginning_with(self, stream: str, prefix: str, limit: int) -> list[str]:
        """Terms of a stream that begin so, in order, at most `limit`."""
        found: set[str] = set()
        with self._lock:
            for leaf, _ in self._parts:
                for at, term in enumerate(leaf.expand_prefix(stream, prefix)):
                    if at >= limit:
                        break
                    found.add(term.decode("utf-8"))
        return sorted(found)[:limit]

    def close(self) -> None:
        """Let the files go."""
        with self._lock:
            self._reader.close()

    def _keep(self, key: tuple[str, str], postings: Postings) -> None:
        self._cache[key] = postings
        self._cached += len(postings) + 1
        while self._cached > MOST_CACHED and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached -= len(dropped) + 1

    def _read(self, stream: str, term: str) -> Postings:
        found: dict[int, int] = {}
        for leaf, base in self._parts:
            if (stream, term) in leaf:
                matcher = leaf.postings(stream, term)  # leaves deleted passages out
                while matcher.is_active():
                    found[base + matcher.id()] = int(matcher.weight())
                    matcher.next()
        return found or _NONE


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

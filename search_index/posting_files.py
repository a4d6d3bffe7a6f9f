"""Posting lists out of the files of a Whoosh segment, block by block.

Whoosh's matchers step from posting to posting, which takes ten times as long. What is used here of
Whoosh 2.7.5 is private (pinned in `pyproject.toml`), so all of it stands in this module.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.reading import TermNotFound

# The numbers of passages within the segment, deleted ones among them, and their weights.
Block = tuple[Sequence[int], Sequence[float]]


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own form of files, for lists that are read whole.

    Large blocks. (Short lists beside their terms would be quicker yet; writing them is broken in
    2.7.5.) The writer does not ask how long the field of each posting is: none of ours is measured,
    and asking costs half of the time of writing.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=4096)


def blocks(leaf: Any, stream: str, term: str) -> Iterator[Block]:
    """The posting list of a term of a stream; nothing when the segment does not have it."""
    try:
        info = leaf._terms.term_info(stream, term.encode("utf-8"))
    except TermNotFound:
        return iter(())
    return _blocks(leaf, stream, info)


def terms(leaf: Any, stream: str) -> Iterator[tuple[str, Iterator[Block]]]:
    """All terms of a stream in the order of their bytes, each with its posting list."""
    found = takewhile(lambda one: one[0][0] == stream, leaf._terms.items_from(stream, b""))
    for (_stream, term), info in found:
        yield term.decode("utf-8"), _blocks(leaf, stream, info)


def _blocks(leaf: Any, stream: str, info: Any) -> Iterator[Block]:
    offset, length = info.extent()
    matcher = W3LeafMatcher(leaf._terms._postfile, offset, length, leaf.schema[stream].format)
    while matcher.is_active():
        matcher._read_weights()
        yield tuple(accumulate(matcher._data[0])), matcher._weights
        matcher._next_block()

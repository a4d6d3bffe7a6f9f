"""Which segments of the Whoosh index are written anew, and when.

Rewriting costs about five milliseconds a passage, so segments stay small enough that taking one
text out for good never means writing the whole index. Whoosh's own policies merge without bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from whoosh.reading import SegmentReader

# Segments up to this size are joined once there are so many of them.
_SMALL, _MOST_SMALL = 32, 8
# More segments than this make every lookup slow: the middling ones are joined when tidying.
_MOST, _MIDDLING = 24, 256

Policy = Callable[[Any, Sequence[Any]], list[Any]]


def join_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """The policy of every commit: join the small segments when there are many."""
    small = [segment for segment in segments if segment.doc_count_all() <= _SMALL]
    return _joined(writer, segments, small if len(small) >= _MOST_SMALL else [])


def keep_all(_writer: Any, segments: Sequence[Any]) -> list[Any]:
    """The policy of a rebuild: what is written stays as written."""
    return list(segments)


def join_all(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """The policy of a small index: one segment, nothing deleted in it."""
    return _joined(writer, segments, segments)


def tidying(segments: Sequence[Any]) -> Policy | None:
    """The next rewriting that tidies up, one segment at a time; None: all is tidy."""
    for segment in segments:
        if segment.has_deletions():
            name = segment.segment_id()
            return lambda writer, all_: _joined(
                writer, all_, [s for s in all_ if s.segment_id() == name]
            )
    middling = [s for s in segments if s.doc_count_all() <= _MIDDLING]
    if len(segments) > _MOST and len(middling) > 1:
        names = {segment.segment_id() for segment in middling}
        return lambda writer, all_: _joined(
            writer, all_, [s for s in all_ if s.segment_id() in names]
        )
    return None


def _joined(writer: Any, segments: Sequence[Any], chosen: Sequence[Any]) -> list[Any]:
    """Write the live passages of the chosen segments into the new one; the others stay."""
    for segment in chosen:
        if segment.doc_count():
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in chosen]

"""The schema of the index: one field a stream, with weights that were worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Existence

from search_index.posting_files import Codec
from search_index.streams import STREAMS

# Raise it whenever what is indexed or how it is keyed changes: an older index is rebuilt.
SCHEMA_VERSION = 4


class Weighted(FieldType):  # type: ignore[misc]
    """A field whose value is term → level of its weight; neither analysed nor measured again."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(
        self, value: Mapping[str, int], **_options: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document: term, frequency, weight, no payload."""
        for term, weight in value.items():
            yield term.encode("utf-8"), 1, float(weight), b""


def schema() -> Schema:
    """A fresh schema: the key of the item, the streams, and the stored facts."""
    fields = {name: Weighted() for name in STREAMS}
    return Schema(item=ID(), facts=STORED(), **fields)


def writer(index: Any) -> Any:
    """The one writer of an index of this schema; whoever asks holds the lock of its folder."""
    return index.writer(timeout=0, codec=Codec())

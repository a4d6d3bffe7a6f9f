"""The letters of a whole file: old encodings converted where that is sure. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from content.letters.result import Letters, Wish
from content.letters.runs import convert_runs
from content.reading.result import Note
from content.reading.word.blocks import Span

_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "Windows-1258", "viscii": "VISCII"}
_SAMPLE = 80
_WRITTEN = ("text", "label")


def convert(paragraphs: Iterable[list[Span]], wish: Wish) -> tuple[Letters, ...]:
    """Convert the text of all spans in place; what was met, also where it stays as it was.

    Between paragraphs stands a line end, so that no letter is read together with a far accent.
    """
    spans: list[Span | None] = []
    for paragraph in paragraphs:
        spans += (span for span in paragraph if span.kind in _WRITTEN)
        spans.append(None)
    texts, met = convert_runs([(s.text, s.font) if s else ("\n", None) for s in spans], wish)
    for span, text in zip(spans, texts, strict=True):
        if span is not None:
            span.text = text
    return met


def notes(met: Iterable[Letters]) -> tuple[Note, ...]:
    """One sentence for each encoding that was converted, with a passage before and after."""
    return tuple(
        Note(
            "repaired",
            f"Chữ {_NAMES.get(found.encoding, found.encoding)} đã đổi sang Unicode, ví dụ "
            f"“{_short(found.before)}” thành “{_short(found.after)}”.",
        )
        for found in met
        if found.sure
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SAMPLE else text[:_SAMPLE].rsplit(" ", 1)[0] + "…"

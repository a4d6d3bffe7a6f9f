"""PDF files that hold text: read by where the letters stand on the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from content.errors import BadInput
from content.letters.result import Wish
from content.letters.runs import convert_runs
from content.reading.child import step
from content.reading.portable.layout import compose
from content.reading.portable.opening import enclosed, opened
from content.reading.portable.pieces import Sheet, Span, letters
from content.reading.portable.reporting import Findings, notes
from content.reading.portable.running import take_running
from content.reading.portable.sheets import read_sheet
from content.reading.result import Reading
from content.vietnamese import is_syllable, tidy

MEDIA_TYPE = "application/pdf"

_MOST_CHARACTERS = 10_000_000
_COVERED = 0.6  # share of a page that a picture covers, from which it may be a scan
_FEW_LETTERS = 60  # what a stamp or a running head over a scan holds, at most
_LEAST_LETTERS = 20  # of a whole document that is no scan
_UNMAPPED = 0.15
_READABLE = 0.5  # share of Vietnamese syllables
_PRIVATE = re.compile("[\ufffd\ue000-\uefff\uf100-\uf8ff]")


def read(data: bytes, wish: Wish) -> Reading:
    """The text as Markdown, one part a page, form feeds between them.

    BadInput for a broken, locked or endless file. Pages without text are named in `scanned`.
    """
    found = Findings()
    with opened(data) as document:
        pages = pdfium.FPDF_GetPageCount(document)
        _read_sheets(document, pages, found)
        found.scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0
        inside, found.left_inside = enclosed(document)
    if len(found.unread) == pages:
        raise BadInput("tệp PDF bị hỏng, không đọc được; hãy xuất lại tệp rồi nạp lại.")
    found.letters = _convert(found.sheets, wish)
    _judge(found)
    found.running = take_running(found.sheets)
    composed = compose(found.sheets, pages, step)
    found.merged = composed.merged
    text = "\n\n\f".join(tidy(part).strip() for part in composed.parts)
    return Reading(
        text if re.search(r"\w", text) else "",
        MEDIA_TYPE,
        "pdf",
        notes(found),
        pages,
        enclosed=tuple(inside),
        letters=found.letters,
        scanned=tuple(sorted({*found.scanned, *found.unmapped})),
    )


def _read_sheets(document: Any, pages: int, found: Findings) -> None:
    length = 0
    for number in range(1, pages + 1):
        sheet = read_sheet(document, number)
        step()
        if sheet is None:
            found.unread.append(number)
            continue
        length += sum(len(line.text) for line in sheet.every_line())
        if length > _MOST_CHARACTERS:
            raise BadInput("tệp PDF có quá nhiều chữ; hãy chia nhỏ.")
        found.sheets.append(sheet)
        if sheet.crowded:
            found.crowded.append(number)


def _convert(sheets: Sequence[Sheet], wish: Wish) -> tuple[Any, ...]:
    """Convert old letters where that is sure; between lines stands a line end."""
    spans: list[Span | None] = []
    for sheet in sheets:
        for line in sheet.every_line():
            spans += line.spans
            spans.append(None)
    runs = [(s.text, s.font or None) if s else ("\n", None) for s in spans]
    texts, met = convert_runs(runs, wish)
    for span, text in zip(spans, texts, strict=True):
        if span is not None:
            span.text = text
    return met


def _is_readable(text: str) -> bool:
    """Do letters that the file leaves unexplained make words all the same, as bytes often do?"""
    words = re.findall(r"[^\W\d_]+", text)
    return sum(map(is_syllable, words)) >= _READABLE * max(len(words), 1)


def _judge(found: Findings) -> None:
    """Tell pages that are scanned, empty, or whose letters nobody can read."""
    counts: dict[int, int] = {}
    for sheet in found.sheets:
        text = " ".join(line.text for line in sheet.every_line())
        counts[sheet.number] = letters(text)
        lost = len(_PRIVATE.findall(text)) / max(len(text), 1)
        if len(text) >= _LEAST_LETTERS and (
            lost > _UNMAPPED or (sheet.unmapped > _UNMAPPED and not _is_readable(text))
        ):
            found.unmapped.append(sheet.number)
            sheet.lines, sheet.grids = [], []
    lone = sum(counts.values()) < _LEAST_LETTERS
    for sheet in found.sheets:
        count = counts[sheet.number]
        if sheet.number in found.unmapped:
            continue
        if sheet.covered > _COVERED and count < _FEW_LETTERS:
            found.scanned.append(sheet.number)
        elif not count:
            seen = sheet.covered > 0 or sheet.drawn or lone
            (found.scanned if seen else found.blank).append(sheet.number)

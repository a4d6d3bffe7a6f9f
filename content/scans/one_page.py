"""One page through its processes: drawn, read, and turned and read anew when it lies wrong."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from content.errors import BadInput
from content.reading import cage, cage_folders
from content.scans import cores, ordering, tesseract
from content.scans.page_text import BLANK, PageText, PlacedLine

# Limits of each process: seconds of the processor, bytes it may write to, bytes of its answer.
_DRAW_SECONDS, _READ_SECONDS = 20, 60
_PAGE_SECONDS = 60.0  # of the processor, for all processes of a page; most take three to five
_MEMORY = 300 * 2**20
_MOST_ANSWERED = 20 * 2**20
_MOST_PAGES = 2_000
_PATIENCE = 300.0  # seconds by the clock on the wall, for a machine that is busy
# Below the first confidence a page is read once more with its grain softened, below the second it
# is asked whether it lies on its side or its head (0009 has the figures).
_SOFTEN_BELOW, _LIES_WRONG_BELOW = 88.0, 70.0
_BROKEN = "trang bị hỏng hoặc quá lớn nên không vẽ ra được"
_TOO_LONG = "không nhận dạng được trong thời gian cho phép"
_UNREAD = "chương trình nhận dạng dừng giữa chừng ở trang này"
_NOTHING = "không nhận ra chữ nào trên trang"


# Pages that look the same to the last point are read once: the newest of them, by their drawing.
_MOST_TWINS, _MOST_DRAWN = 32, 40 * 2**20
_twins: dict[str, PageText] = {}


class _Stopped(Exception):
    """Somebody asked for the end."""


class _Failed(Exception):
    """The page cannot be read; `reason` ends a Vietnamese sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Task:
    """A page to read. number: None for no page, only their count. place: a folder of its own.

    used: seconds of the processor that its processes took so far.
    """

    path: Path
    number: int | None
    place: Path
    stops: Sequence[threading.Event]
    used: list[float] = field(default_factory=list)

    @property
    def left(self) -> int:
        """Seconds of the processor that are left for the page."""
        return int(_PAGE_SECONDS - sum(self.used))

    @property
    def stopped(self) -> bool:
        """Whether somebody asked for the end."""
        return any(stop.is_set() for stop in self.stops)


def read(path: Path, number: int, stops: Sequence[threading.Event]) -> PageText | None:
    """Read page `number` of a file; None when one of `stops` was set."""
    source = tesseract.name()
    used: list[float] = []
    try:
        with cage_folders.new("page") as place:
            task = _Task(path, number, place, stops, used)
            with cores.one(lambda: task.stopped) as free:
                page = _best(task) if free else None
        return page and replace(page, number=number, seconds=sum(used))
    except _Stopped:
        return None
    except _Failed as failed:
        return PageText(number, "", 0.0, source, reason=failed.reason, seconds=sum(used))
    except (OSError, ValueError, TypeError, LookupError, ArithmeticError):
        # A caged program that was taken over may answer anything.
        return PageText(number, "", 0.0, source, reason=_UNREAD, seconds=sum(used))


def numbers(path: Path, stop: threading.Event) -> list[int]:
    """The numbers of all pages of a file; BadInput when it cannot be opened."""
    try:
        with cage_folders.new("count") as place:
            pages = int(_draw(_Task(path, None, place, (stop,)))["pages"])
    except _Stopped:
        return []
    except (_Failed, OSError, ValueError, TypeError, LookupError):
        raise BadInput(
            "không mở được tệp để nhận dạng chữ; hãy quét lại hoặc xuất lại tệp."
        ) from None
    return list(range(1, min(pages, _MOST_PAGES) + 1))


def _best(task: _Task) -> PageText:
    """The surest of as many readings as the page needs; nearly every page needs one."""
    facts = _draw(task)
    look = _look_of(task)
    if (twin := _twins.get(look)) is not None:
        return twin
    best = _read_drawn(task, facts)
    if best.reason != BLANK:
        with contextlib.suppress(_Failed):  # then the best so far stands
            for better in _bettered(task, best):
                best = better
    _twins[look] = best
    for oldest in list(_twins)[:-_MOST_TWINS]:
        _twins.pop(oldest, None)
    return best


def _bettered(task: _Task, best: PageText) -> Iterator[PageText]:
    """Each surer reading that turning and softening the page gives."""
    quarter = 0
    if best.confidence < _LIES_WRONG_BELOW and (turn := _quarter(task)):
        turned = _attempt(task, turn)
        if turned.confidence > best.confidence:
            best, quarter = turned, turn
            yield best
    if best.confidence < _SOFTEN_BELOW:
        soft = _attempt(task, quarter, soft=True)
        if soft.confidence > best.confidence:
            yield soft


def _look_of(task: _Task) -> str:
    """A word that is the same for pages drawn the same."""
    drawn = cage_folders.bytes_of(task.place / "page.png", _MOST_DRAWN)
    return hashlib.sha256(drawn).hexdigest()


def _quarter(task: _Task) -> int:
    """By how much the page that was drawn last must be turned to stand upright, in degrees."""
    out = task.place / "look"
    try:
        _run(tesseract.looking(task.place / "page.png", out), task, _READ_SECONDS)
        answer = cage_folders.bytes_of(out.with_suffix(".osd"), _MOST_ANSWERED)
    except (
        _Failed,
        OSError,
        ValueError,
    ):  # too few letters to tell, or the model for it is not installed
        return 0
    return tesseract.quarter_of(answer.decode("utf-8", "replace"))


def _attempt(task: _Task, quarter: int = 0, *, soft: bool = False) -> PageText:
    return _read_drawn(task, _draw(task, quarter, soft=soft))


def _read_drawn(task: _Task, facts: dict[str, Any]) -> PageText:
    """The page as it was drawn last, read."""
    assert task.number is not None
    source = tesseract.name()
    turned = round(float(facts["turned"]), 1)
    out = task.place / "read"
    table = out.with_suffix(".tsv")
    table.unlink(missing_ok=True)
    try:
        _run(tesseract.reading(task.place / "page.png", out), task, _READ_SECONDS)
        answer = cage_folders.bytes_of(table, _MOST_ANSWERED).decode("utf-8", "replace")
    except _Failed as failed:  # softened or turned it may go better
        return PageText(task.number, "", 0.0, source, reason=failed.reason, turned=turned)
    except ValueError:
        return PageText(task.number, "", 0.0, source, reason=_UNREAD, turned=turned)
    rows = ordering.rows_of(tesseract.words_of(answer), int(facts["height"]))
    text = ordering.text_of(rows)
    if not any(character.isalnum() for character in text):
        reason = BLANK if facts["blank"] else _NOTHING
        return PageText(task.number, "", 0.0, source, reason=reason, turned=turned)
    lines = tuple(_placed(row, facts["width"], facts["height"]) for row in rows)
    sure = round(ordering.confidence_of([word for row in rows for word in row.words]), 1)
    return PageText(task.number, text, sure, source, turned=turned, lines=lines)


def _placed(row: ordering.Row, width: int, height: int) -> PlacedLine:
    top, bottom = min(w.top for w in row.words), max(w.bottom for w in row.words)
    return PlacedLine(
        row.text,
        round(row.left * 10_000 / width),
        round(top * 10_000 / height),
        round((row.right - row.left) * 10_000 / width),
        round((bottom - top) * 10_000 / height),
    )


def _draw(task: _Task, quarter: int = 0, *, soft: bool = False) -> dict[str, Any]:
    """Draw a page into PLACE/page.png and return what is known of it; without number: count."""
    ask, answer = task.place / "ask.json", task.place / "page.json"
    wanted = {
        "path": str(task.path.resolve()),
        "page": task.number,
        "quarter": quarter,
        "soft": soft,
    }
    for left in (ask, answer):  # a program before us may have left a link there
        left.unlink(missing_ok=True)
    ask.write_text(json.dumps(wanted), encoding="utf-8")
    picture = str(task.place / "page.png")
    try:
        _run(cage.module("content.scans.drawing", str(ask), picture), task, _DRAW_SECONDS)
        facts = json.loads(cage_folders.bytes_of(answer, _MOST_ANSWERED))
    except (OSError, ValueError):
        raise _Failed(_BROKEN) from None
    except _Failed as failed:
        raise _Failed(_BROKEN if failed.reason == _UNREAD else failed.reason) from None
    if "reason" in facts:
        raise _Failed(str(facts["reason"]))
    return dict(facts)


def _run(command: list[str], task: _Task, seconds: int) -> None:
    """Run a program on the page, in the cage; it is ended when it is stopped or takes too long."""
    if task.left < 1:
        raise _Failed(_TOO_LONG)
    models = os.environ.get("TESSDATA_PREFIX", "")
    code = cage.run(
        command,
        task.place,
        seconds=min(seconds, task.left),
        memory=_MEMORY,
        patience=_PATIENCE,
        readable=[task.path.resolve(), *([Path(models)] if models else [])],
        also={"TESSDATA_PREFIX": models} if models else {},
        stopped=lambda: task.stopped,
        spent=task.used.append,
        name=f"page {task.number}",
    )
    if task.stopped:
        raise _Stopped
    if cage.too_long(code):
        raise _Failed(_TOO_LONG)
    if code != 0:
        raise _Failed(_UNREAD)

"""The loader: each file is a transaction of its own; a fault of one never stops the rest.

Markdown with front matter becomes what it says it is. Any other text is read as an official
document; where nothing in it is official, it is kept as a draft for a person to sort.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import sqlalchemy.exc
from sqlalchemy.orm.exc import StaleDataError

from content import files
from content.database import db
from content.errors import BadInput, HubError
from content.letters.result import Letters, Wish
from content.loading import (
    budget,
    criteria_register,
    front_matter,
    histories,
    pages,
    registers,
    report_queries,
    sources,
    texts,
    waiting,
)
from content.loading.budget import Budget
from content.loading.front_matter import FrontMatter
from content.loading.models import LoadEntry
from content.loading.order import FileReport, Order, guessed
from content.loading.sources import Source
from content.publishing.commands import arrival, rows
from content.publishing.models import Item
from content.reading import reader
from content.reading.result import Reading

# Kept files of a dump are read by the pages that name them, and never loaded by themselves: an
# attached ZIP or page would otherwise be published without anybody's right.
_KEPT_FILE = re.compile(r"(?:^|/)tep/[0-9a-f]{16}/")
# A file that is taken in at two places at once is met again as what the other one made of it.
_TRIES = 3
_CLASHES = (sqlalchemy.exc.DBAPIError, StaleDataError)
_CLASHED = (
    "Tệp này, hoặc bài của nó, đang được nạp hay sửa cùng lúc ở nơi khác nên chưa nạp được; "
    "hãy nạp lại tệp này."
)
_ANSWERED = (
    "Có người vừa trả lời câu hỏi này hoặc sửa bài này cùng lúc, nên câu trả lời của bạn chưa được "
    "dùng; hãy mở lại kết quả nạp để xem câu trả lời đó, rồi đổi nếu chưa đúng."
)
Progress = Callable[[int, int], None]
Tell = Callable[[FileReport], None]


def load_paths(
    paths: Iterable[Path],
    *,
    draft: bool = False,
    order: Order | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> list[FileReport]:
    """Load files, folders and ZIPs; a report for each file, in the order they were read.

    order: more than whether they become drafts, where the caller has more to say. tell: called
    with each report as soon as its file is in.
    """
    return _load_all(sources.of_paths(paths), order or Order(draft), progress, tell)


def load_bytes(
    name: str,
    data: bytes,
    *,
    draft: bool = False,
    actor_id: int | None = None,
    order: Order | None = None,
    tell: Tell | None = None,
) -> list[FileReport]:
    """Load one uploaded file (a ZIP: each of its entries), as `load_paths`."""
    return _load_all(sources.of_bytes(name, data), order or Order(draft, actor_id), tell=tell)


def load_again(entry_id: int, wish: Wish, actor_id: int | None = None) -> FileReport:
    """Read a file of an earlier load again, as a person wishes; its item gets a new revision.

    Nothing is published by it. BadInput when the file is not kept any more, or when the item was
    changed meanwhile: of several answers at once the first is taken.
    """
    try:
        return _read_again(entry_id, wish, actor_id)
    except (BadInput, *_CLASHES) as error:
        db.session.rollback()
        if not _is_clash(error):
            raise
        raise BadInput(_ANSWERED) from error


def _read_again(entry_id: int, wish: Wish, actor_id: int | None) -> FileReport:
    entry = db.session.get(LoadEntry, entry_id)
    if entry is None or not entry.file_sha256:
        raise BadInput("Bản gốc của tệp này không được giữ; hãy tải tệp lên lại.")
    into = db.session.get(Item, entry.item_id) if entry.item_id else None
    seen = into.version if into else 0
    data = files.read(entry.file_sha256)
    name = Path(entry.path).name
    source = Source(name, lambda: data, lambda _name: None)
    read = reader.read_file(name, data, wish)
    if into is not None:
        into = rows.fresh(into.id)
        if into.version != seen:
            raise BadInput(_ANSWERED)
    return texts.load(source, read, data, Order(True, actor_id, wish), into=into)


def _load_all(
    found: Sequence[Source],
    order: Order,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> list[FileReport]:
    every = {source.path for source in found}
    found = [source for source in found if not _is_of_another(source.path, every)]
    attached: set[str] = set()
    turns: dict[str, tuple[int, int, str]] = {}
    for source in found:
        front = None if order.late else _front_of(source)
        turns[source.path] = _turn(source, front)
        attached.update(_attached_paths(source, front))
    wanted = [source for source in found if source.path not in attached]
    wanted.sort(key=lambda source: turns[source.path])
    told: list[FileReport] = []
    for done, report in _each(wanted, order):
        if report is not None:
            told.append(report)
            if tell:
                tell(report)
        elif progress:
            progress(done, len(wanted))
    return told


def _is_of_another(path: str, every: set[str]) -> bool:
    """Whether a file is read by the page or the register that names it."""
    return bool(_KEPT_FILE.search(path)) or criteria_register.lies_beside(path, every)


def _each(wanted: Sequence[Source], order: Order) -> Iterator[tuple[int, FileReport | None]]:
    """The reports as they come, with the number of files that are done; None after each file."""
    budgets: dict[str, Budget] = {}
    unread: dict[str, list[str]] = {}
    for done, source in enumerate(wanted, start=1):
        handed = source.handed or source.path
        if order.late:
            unread.setdefault(handed, []).append(source.path)
            continue
        within = budgets.setdefault(handed, Budget())
        yield from ((done, report) for report in _load_one(source, order, within))
        yield done, None
    for handed, within in budgets.items():
        yield from ((len(wanted), report) for report in within.report(handed))
    for handed, paths in unread.items():
        yield len(wanted), budget.unread(handed, paths)


def _turn(source: Source, front: FrontMatter | None) -> tuple[int, int, str]:
    """Registers first, then pages, then their histories.

    Pages that a dump knows the first publication of come in that order: lists show what has the
    same day in the order of arrival, and are to look the same in another hub.
    """
    if registers.is_register(source.path):
        return 0, registers.turn(source.path), ""
    if histories.is_history(source.path):
        return 2, 0, ""
    first = front.first_published_at if front else None
    return 1, 0, first.astimezone(dt.UTC).isoformat() if first else ""


def _load_one(source: Source, order: Order, within: Budget, depth: int = 0) -> list[FileReport]:
    """Load one file and those inside it; what it refuses is reported, and nothing of it stays."""
    told, clashed = _try(source, order, within, depth)
    for attempt in range(1, _TRIES):
        if not clashed:
            break
        time.sleep(attempt * random.uniform(0.05, 0.3))  # noqa: S311 - not to meet again
        told, clashed = _try(source, order, within, depth)
    return told


def _try(source: Source, order: Order, within: Budget, depth: int) -> tuple[list[FileReport], bool]:
    """The reports on a file, and whether another writer was in the way."""
    clashed = False
    try:
        if source.fault:
            raise BadInput(source.fault)
        return _carry_in(source, order, within, depth), False
    except HubError as refused:
        clashed = _is_clash(refused)
        sentence = _CLASHED if clashed else refused.message
    except _CLASHES as error:
        clashed, sentence = _is_clash(error), _CLASHED
        if not clashed:
            raise
    except RecursionError:
        sentence = "Tệp lồng nhau quá sâu nên không đọc được; hãy lưu lại ở dạng đơn giản hơn."
    except OSError as error:
        sentence = f"Không đọc được tệp: {error.strerror or error}."
    db.session.rollback()
    if clashed:
        _forget_try(order, source.path)
    return [budget.refused(source.path, sentence)], clashed


def _is_clash(error: BaseException) -> bool:
    """Whether another writer was in the way, and trying again may help."""
    if isinstance(error, HubError):
        return error.__cause__ is not None and _is_clash(error.__cause__)
    if isinstance(error, sqlalchemy.exc.OperationalError):
        return any(word in str(error.orig) for word in ("locked", "deadlock", "serialize"))
    return isinstance(error, sqlalchemy.exc.IntegrityError | StaleDataError)


def _forget_try(order: Order, path: str) -> None:
    """Forget what a try that was rolled back left behind: its jobs, and what was known before."""
    order.known = None
    for job_id in [job_id for job_id, asked in order.asked.items() if asked == path]:
        del order.asked[job_id]


def _carry_in(source: Source, order: Order, within: Budget, depth: int) -> list[FileReport]:
    data = source.read()
    if depth:  # what an e-mail encloses is a text or nothing: no register, no history
        return _read_in(source, data, order, within, depth)
    if registers.is_register(source.path):
        status, notes = registers.load(
            source.path,
            data,
            beside=source.beside,
            actor_id=order.actor_id,
            draft=order.draft,
        )
        return [FileReport(source.path, status, kind="register", notes=guessed(*notes))]
    if histories.is_history(source.path):
        if order.draft:
            raise BadInput(
                "Lịch sử là chữ đã công bố, không nạp làm bản nháp được; "
                "hãy nhờ người quản máy nạp bằng lệnh “hub load”."
            )
        past = histories.load(source.path, data, source.beside, actor_id=order.actor_id)
        return [FileReport(source.path, past, kind="history")]
    return _read_in(source, data, order, within, depth)


def _as_before(source: Source, data: bytes, order: Order) -> FileReport | None:
    """The report on a file that became an item before; it is not even read again."""
    if source.suffix == ".eml" or order.wish.letters:
        return None
    if order.known is None:
        order.known = arrival.sources()
    sha256 = hashlib.sha256(data).hexdigest()
    item = db.session.get(Item, order.known.get(sha256, 0))
    if item is None:
        return None
    job = waiting.open_job(sha256)
    notes = waiting.still(job) if job else ()
    if job is not None:
        order.asked[job.id] = source.path
    elif item.source_sha256 != sha256:
        notes = texts.of_arrival(arrival.KEPT_OTHER)
    report = FileReport(source.path, "unchanged", item.kind, item.slug, notes, item.id)
    if job is None:
        return _asking_still(report, item)
    scanned = tuple(job.arguments["scanned"])
    return replace(report, sha256=job.arguments["file"], pages=max(scanned), scanned=scanned)


def _asking_still(report: FileReport, item: Item) -> FileReport:
    """With the question about its letters, where nobody has answered it since."""
    entry = report_queries.open_question(item.id)
    if entry is None:
        return report
    letters = tuple(Letters(**each) for each in entry.letters)
    still = waiting.notes(Reading("", "", "", letters=letters))
    notes = (*report.notes, *still)
    return replace(report, sha256=entry.file_sha256, letters=letters, notes=notes)


def _read_in(
    source: Source, data: bytes, order: Order, within: Budget, depth: int
) -> list[FileReport]:
    known = _as_before(source, data, order)
    if known is not None:
        return [known]
    read = reader.read_file(Path(source.path).name, data, order.wish)
    if source.suffix in (".md", ".markdown") and front_matter.split(read.text):
        return [pages.load(source, front_matter.read(read.text), data, order)]
    told = [texts.load(source, read, data, order)]
    # What a letter brings was written by whoever sent it: nothing of it is published unseen.
    unseen, around = replace(order, draft=True), f"{source.around}{source.name}/"
    for inner in read.enclosed:
        path, content = f"{source.path}/{inner.name}", inner.data
        if within.takes(path, depth + 1, late=order.late):
            enclosed = Source(path, partial(bytes, content), lambda _name: None, around=around)
            with within.at_work():
                told.extend(_load_one(enclosed, unseen, within, depth + 1))
    return told


def _attached_paths(source: Source, front: FrontMatter | None) -> Iterator[str]:
    """The report paths of the files that a page names as its attachments."""
    if front is None:
        return
    folder = Path(source.path).parent
    for entry in front.attachments:
        parts: list[str] = []
        for part in (folder / entry.file).parts:
            if part == "..":
                parts = parts[:-1]
            else:
                parts.append(part)
        yield str(Path(*parts))


def _front_of(source: Source) -> FrontMatter | None:
    """What a page declares; None for other files, and for one that cannot be read.

    A file that cannot be read is reported when its turn comes.
    """
    if source.fault or source.suffix not in (".md", ".markdown"):
        return None
    try:
        return front_matter.read(reader.read_file(Path(source.path).name, source.read()).text)
    except (HubError, OSError, RecursionError):
        return None

"""Scanned pages become text: the job that reads them, and how their words reach the item."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from content import files, jobs
from content.database import db
from content.errors import BadInput, HubError
from content.files import StoredFile
from content.jobs import Job
from content.loading import reports, texts, waiting
from content.loading.order import FileReport, Order
from content.loading.originals import Original
from content.publishing import desk_queries, file_titles
from content.publishing.commands import arrival, media, writing
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.reading import reader
from content.reading.result import Note
from content.scans import commands as scans
from content.scans import engine, layer
from content.scans import queries as scanned_pages
from content.scans.budget import Budget
from content.scans.judging import Judgement
from content.scans.page_text import PageText
from content.transactions import one_commit

Progress = Callable[[int, int], None]


def carry_out(
    arguments: Mapping[str, Any],
    stop: threading.Event | None = None,
    progress: Progress | None = None,
    *,
    turn: float = math.inf,
) -> str:
    """Recognise the pages that are still missing and bring the text to its item.

    arguments: as `waiting.asking` writes them. Each page is kept as soon as it is read, so a run
    that was cut off goes on where it stood. turn: seconds by the clock on the wall, after which
    the other jobs have theirs. Returns a Vietnamese sentence for the desk.
    """
    row = files.by_sha256(str(arguments["file"]))
    item = desk_queries.by_id(int(arguments["item"]))
    if row is None or item is None:
        reports.recognition_failed(str(arguments["file"]))
        raise HubError("Bài hoặc tệp này không còn, nên không nhận dạng nữa.")
    stop = stop or threading.Event()
    try:
        _read_missing(row, arguments, stop, progress, turn)
        if stop.is_set():
            raise jobs.Postponed
        if scanned_pages.missing_pages(row.sha256, _wanted(arguments)):
            raise jobs.Continued
        judgement = scans.finish(row.sha256, actor_id=arguments["actor"])
        db.session.commit()
        landed, came = _bring(item, row, arguments, judgement)
    except HubError:
        db.session.rollback()
        reports.recognition_failed(str(arguments["file"]))
        raise
    sentence = f"{judgement.sentence} {came}"
    reports.recognition_over(row.sha256, landed, sentence, poor=bool(judgement.poor_pages))
    return sentence


def follow(
    told: Sequence[FileReport], order: Order, progress: Progress | None = None
) -> list[FileReport]:
    """Carry out what a run of the loader asked for, now, and complete its reports.

    Where this machine cannot recognise, the jobs go on waiting and the reports stay as they are.
    """
    if engine.available():
        return list(told)
    worker = partial(carry_out, progress=progress)
    jobs.carry_out({waiting.RECOGNISE: worker}, limit=len(order.asked), only=list(order.asked))
    by_path = {path: jobs.by_id(job_id) for job_id, path in order.asked.items()}
    return [_completed(report, by_path.get(report.path)) for report in told]


def _completed(report: FileReport, job: Job | None) -> FileReport:
    if job is None:
        return report
    kept = tuple(note for note in report.notes if note.kind != "waiting")
    if job.state != "done":
        kind = "todo" if job.state == "failed" else "waiting"
        return replace(report, notes=(*report.notes, Note(kind, job.message)))
    item = arrival.item_from(str(job.arguments["source"]))
    return replace(
        report,
        status="changed" if report.status == "unchanged" else report.status,
        kind=item.kind if item else report.kind,
        slug=item.slug if item else report.slug,
        item_id=item.id if item else None,
        notes=(*kept, Note("read", job.message)),
    )


def _read_missing(
    row: StoredFile,
    arguments: Mapping[str, Any],
    stop: threading.Event,
    progress: Progress | None,
    turn: float,
) -> None:
    """Read pages until none is missing or the turn is over; HubError once the file costs too much.

    What it cost before stands with its job.
    """
    sha256, job_id, end = row.sha256, int(arguments["job"]), time.monotonic() + turn
    known = {page.number: page for page in scanned_pages.pages_of(sha256)}
    letters = sum(len(page.text) for page in known.values())
    cost = Budget(int(arguments.get("tried", 0)), float(arguments.get("spent", 0.0)), letters)

    def keep(page: PageText) -> None:
        scans.keep(sha256, page)
        jobs.renew(job_id)
        cost.count(page)
        jobs.remember(job_id, tried=cost.pages, spent=round(cost.seconds, 1))

    engine.recognise(
        files.path_of(sha256),
        _wanted(arguments),
        keep=keep,
        known=known,
        progress=progress,
        stop=stop,
        enough=lambda: bool(cost.over) or time.monotonic() >= end,
        alive=lambda: jobs.live(job_id),
    )
    left = len(scanned_pages.missing_pages(sha256, _wanted(arguments)))
    if cost.over and left and not stop.is_set():
        raise HubError(
            f"Nhận dạng chữ của tệp này {cost.over} nên máy đã dừng, còn {left} trang chưa đọc; "
            "tệp và các trang đã đọc vẫn giữ. Hãy quét lại ở 300 dpi hoặc chia nhỏ tệp rồi nạp lại."
        )


def _wanted(arguments: Mapping[str, Any]) -> list[int]:
    return [int(number) for number in arguments["scanned"]]


def _bring(
    item: Item, row: StoredFile, arguments: Mapping[str, Any], judgement: Judgement
) -> tuple[Item, str]:
    """The item where the words are now, and a sentence on it."""
    pages = scanned_pages.pages_of(row.sha256)
    text = _whole(row, arguments, pages)
    if not text.strip():
        return item, "Bài giữ nguyên tệp kèm."
    edited = None if _is_untouched(item, arguments) else desk_queries.working(item)
    if edited is not None and edited.body.strip():
        row.text = text
        db.session.commit()
        return item, "Bài đã được sửa trong lúc chờ: chữ nhận ra để trong tệp, tìm kiếm thấy."
    original = Original(
        str(arguments["name"]), str(arguments["source"]), row, str(arguments["file_name"])
    )
    told = texts.tell(text, original, _layered(row, original, pages), poor=judgement.poor)
    if edited is not None:
        told = replace(told, fields=_with_edits(told.fields, edited, original.name))
    return _placed(item, told, original, arguments)


def _with_edits(read: ItemFields, edited: ItemFields, name: str) -> ItemFields:
    """What was read, with what a person wrote beside the still empty text."""
    return replace(
        read,
        title=read.title if edited.title == name else edited.title,
        slug=edited.slug or read.slug,
        summary=edited.summary or read.summary,
        topics=edited.topics or read.topics,
        place=edited.place or read.place,
        attachments=tuple(dict.fromkeys((*edited.attachments, *read.attachments))),
    )


def _whole(row: StoredFile, arguments: Mapping[str, Any], pages: Sequence[PageText]) -> str:
    """The text of every page in order: what the file itself holds, and what was recognised."""
    recognised = {page.number: page.text for page in pages}
    in_order = "\f".join(page.text for page in pages)
    read = reader.read_file(str(arguments["name"]), files.read(row.sha256))
    if not read.text.strip():
        return in_order
    sheets = read.text.split("\f")
    if len(sheets) != read.pages:  # no telling which words stand on which page
        return f"{read.text}\f{in_order}"
    return "\f".join(recognised.get(at, sheet) for at, sheet in enumerate(sheets, start=1))


def _is_untouched(item: Item, arguments: Mapping[str, Any]) -> bool:
    newest = desk_queries.newest_revision(item)
    return newest is not None and newest.id == arguments["revision"]


def _layered(
    row: StoredFile, original: Original, pages: Sequence[PageText]
) -> tuple[AttachmentFields, ...]:
    """The original with the words laid under its pictures, kept beside it."""
    try:
        data = layer.searchable(files.read(row.sha256), pages)
        name = f"{Path(original.file_name).stem}-co-lop-chu.pdf"
        file_name, kept = media.take_in(name, data, with_text=False)
    except BadInput:
        return ()
    return (AttachmentFields(kept.sha256, file_name, file_titles.LAYERED),)


def _placed(
    item: Item, told: texts.Told, original: Original, arguments: Mapping[str, Any]
) -> tuple[Item, str]:
    """Bring a recognised text where it belongs; a better text of the same document stays."""
    # A machine's reading is nobody's word: a person holds it against the paper, then publishes.
    order = Order(True, arguments["actor"])
    standing = arrival.item_of(told.fields) if told.fields.document else None
    if standing is not None and standing.id != item.id and _has_good_text(standing):
        for extra in told.fields.attachments:
            arrival.give_original(
                standing,
                extra,
                original.sha256,
                actor_id=order.actor_id,
                draft=bool(arguments["draft"]),
            )
        _forget(item, order)
        return standing, f"Bài “{standing.title}” đã có toàn văn; bản chụp được đặt vào đó."
    landed, _status, _notes = texts.settle(told, original.sha256, order, into=item)
    if landed.id != item.id:
        _forget(item, order)
    return landed, f"Chữ đã vào bài “{landed.title}”, ở Nháp: hãy đối chiếu với bản chụp rồi đăng."


def _has_good_text(item: Item) -> bool:
    fields = desk_queries.working(item)
    came = any(a.title in file_titles.TEXT_TITLES for a in fields.attachments)
    return came and fields.document is not None and not fields.document.poorly_recognised


def _forget(item: Item, order: Order) -> None:
    """The place holder of a scan whose words stand elsewhere now."""
    if item.first_published_at is None:
        with one_commit():
            writing.forget(item, actor_id=order.actor_id)

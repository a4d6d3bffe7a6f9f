"""What a file still waits for when it was taken in: scanned pages, letters nobody is sure of."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from content import jobs
from content.database import db
from content.jobs import Job
from content.loading.order import Order
from content.loading.originals import Original
from content.publishing.desk_queries import newest_revision
from content.publishing.models import Item
from content.reading.result import Note, Reading
from content.scans import engine

RECOGNISE = "recognise"


def asking(read: Reading, original: Original, order: Order, path: str) -> Callable[[Item], None]:
    """What to do in the transaction that takes the file in: ask for its pages to be recognised."""

    def ask(item: Item) -> None:
        if not read.scanned or original.row is None:
            return
        newest = newest_revision(item)
        job = jobs.add(
            RECOGNISE,
            {
                "name": original.name,
                "file": original.row.sha256,
                "file_name": original.file_name,
                "source": original.sha256,
                "scanned": list(read.scanned),
                "item": item.id,
                "revision": newest.id if newest else None,
                "draft": order.draft,
                "actor": order.actor_id,
            },
            by=order.actor_id,
        )
        order.asked[job.id] = path

    return ask


def open_job(source_sha256: str) -> Job | None:
    """The job that still has to recognise a file, by the hash of the bytes as they came."""
    query = sa.select(Job).where(Job.kind == RECOGNISE, Job.state.in_(("waiting", "running")))
    jobs_left = (job for job in db.session.scalars(query.order_by(Job.id.desc())))
    return next((job for job in jobs_left if job.arguments["source"] == source_sha256), None)


def open_job_of(file_sha256: str) -> Job | None:
    """The job that still has to recognise a kept file, by the hash of the file."""
    query = sa.select(Job).where(
        Job.kind == RECOGNISE,
        Job.state.in_(("waiting", "running")),
        Job.arguments["file"].as_string() == file_sha256,
    )
    return db.session.scalar(query.order_by(Job.id.desc()).limit(1))


def left_over() -> tuple[int, str]:
    """How many files wait for their pages to be recognised, and why they still do, a sentence."""
    open_ones = sa.select(Job.state).where(
        Job.kind == RECOGNISE, Job.state.in_(("waiting", "running"))
    )
    states = list(db.session.scalars(open_ones))
    if missing := engine.available():
        return len(states), missing
    if "running" in states:
        return len(states), "Máy đang làm, hoặc lần làm trước đứt giữa chừng; lần sau làm tiếp."
    return len(states), "Lần chạy sau làm tiếp."


def still(job: Job) -> tuple[Note, ...]:
    """The note on a file whose pages are still not recognised."""
    count = len(job.arguments.get("scanned", ()))
    sentence = f"{count} trang chụp của tệp này còn chờ nhận dạng chữ. {engine.available()}"
    return (Note("waiting", sentence.strip()),)


def notes(read: Reading) -> tuple[Note, ...]:
    """What a person should hear of what is still to come."""
    found = []
    if read.scanned:
        found.append(Note("waiting", _on_pages(read)))
    for letters in read.letters:
        if not letters.sure:
            sentence = (
                f"Chữ trong tệp có vẻ gõ bằng bảng mã cũ ({letters.encoding.upper()}) nhưng chưa "
                "chắc, nên để nguyên và chưa đăng; hãy trả lời ở trang kết quả nạp."
            )
            found.append(Note("todo", sentence))
    return tuple(found)


def _on_pages(read: Reading) -> str:
    shown = ", ".join(map(str, read.scanned[:10])) + ("…" if len(read.scanned) > 10 else "")
    every = len(read.scanned) == read.pages
    which = f"Cả {read.pages} trang" if every and read.pages > 1 else f"Trang {shown}"
    missing = engine.available()
    then = missing or "Máy sẽ nhận dạng chữ; xong thì bài có chữ, vẫn ở Nháp để người đối chiếu."
    return f"{which} là bản chụp, chưa có chữ. {then}"

"""Tải lên: each file becomes a draft; a report of its own says what was read, guessed, left out."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, page_number
from admin.rooms.loads import LoadPages, whose
from content import files, people
from content.errors import BadInput
from content.loading import loader, report_queries, reports
from content.loading.models import Load
from content.loading.order import FileReport, Order
from content.people import Person
from content.publishing import active_content
from content.reading import kinds
from content.reading.result import Note

# What an editor may hand in. Registers (TOML) change places and topics: not through this door.
ENDINGS = (*kinds.ENDINGS, ".zip")
MOST_FILES = 20
# Each upload holds a thread of the server while it is read: readers need the others.
MOST_AT_WORK = 2
SECONDS = 180.0  # after them no further file of an upload is begun
_at_work = threading.BoundedSemaphore(MOST_AT_WORK)


class Busy(BadInput):
    """As many uploads as the server reads at once are at work."""


# How offices call the kinds, and the endings they know; the others are taken all the same.
_KINDS = (
    ("Văn bản Word và chữ", (".docx", ".doc", ".rtf", ".odt", ".txt", ".md")),
    ("PDF, kể cả bản chụp", (".pdf",)),
    ("Ảnh chụp trang giấy", (".jpg", ".png", ".tif", ".webp")),
    ("Bảng tính, trang chiếu", (".xlsx", ".xls", ".ods", ".pptx", ".ppt", ".odp")),
    ("Trang web lưu lại, thư điện tử", (".html", ".mht", ".eml")),
    ("Nhiều tệp nén thành một", (".zip",)),
)


class Uploads(LoadPages, Room):
    """The upload form, the past loads, and (in LoadPages) the report of each."""

    right = "upload"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Take files in and lead to their report, so that a reload sends nothing again."""
        fault, code = "", 200
        if request.method == "POST":
            code = 400
            sent = [f for f in request.files.getlist("files") if f.filename]
            if not sent:
                fault = "Chưa chọn tệp nào; hãy chọn tệp rồi bấm Tải lên."
            elif len(sent) > MOST_FILES:
                fault = f"Mỗi lần tải nhiều nhất {MOST_FILES} tệp; hãy gửi làm mấy lần."
            else:
                given = ((str(upload.filename), upload.read()) for upload in sent)
                try:
                    load, _told = take_in(given, me())
                except Busy as busy:
                    fault, code = busy.message, 503
                else:
                    return redirect(url_for("tai_len.report", load_id=load.id), 303)
        loads = report_queries.past_loads(whose(me()), page=page_number())
        page: str = self.render(
            "desk/rooms/uploads.html",
            fault=fault,
            kinds=[(title, _taken(endings)) for title, endings in _KINDS],
            endings=",".join(ENDINGS),
            most_files=MOST_FILES,
            most_megabytes=files.MOST_BYTES // 2**20,
            loads=loads,
            tallies=report_queries.tallies(loads.rows),
            names_of_files=report_queries.first_paths(loads.rows),
            state_of=report_queries.state_of,
            people=people.names_of(load.actor_id for load in loads.rows),
        )
        return page, code


def room() -> Uploads:
    """The upload page at /quan-tri/tai-len/."""
    return Uploads("Tải lên", "tai_len", f"{DESK}/tai-len", "upload")


def take_in(given: Iterable[tuple[str, bytes]], person: Person) -> tuple[Load, list[FileReport]]:
    """Load uploaded files (name, content) as drafts of `person`: the load and what it told.

    Busy, with nothing taken in, when too many uploads are at work. Files that there was no time for
    are told of in the report.
    """
    told: list[FileReport] = []
    with _a_turn(), reports.recording("desk", actor_id=person.id, draft=True) as load:
        until, tell = time.monotonic() + SECONDS, partial(reports.add, load)
        for name, data in given:
            short = name.replace("\\", "/").rsplit("/", 1)[-1][:200]
            told += _read(short, data, Order(True, person.id, until=until), tell)
    return load, told


@contextmanager
def _a_turn() -> Iterator[None]:
    """Hold one of the few places; nobody waits for one, since waiting holds a thread, too."""
    if not _at_work.acquire(blocking=False):
        raise Busy(
            f"Máy chủ đang đọc tệp của {MOST_AT_WORK} lượt tải khác nên chưa nhận tệp của bạn, và "
            "chưa lưu gì. Tệp vẫn còn trên máy bạn: hãy chờ vài phút, chọn lại tệp rồi tải lên."
        )
    try:
        yield
    finally:
        _at_work.release()


def _read(
    name: str, data: bytes, order: Order, tell: Callable[[FileReport], None]
) -> list[FileReport]:
    """The reports on one uploaded file, each told at once; a refusal is a report too."""
    try:
        check(name, data)
    except BadInput as refused:
        report = FileReport(name, "refused", notes=(Note("refused", refused.message),))
        tell(report)
        return [report]
    return loader.load_bytes(name, data, order=order, tell=tell)


def check(name: str, data: bytes) -> None:
    """BadInput for an ending that is not taken, or an archive with registers."""
    if not name.lower().endswith(ENDINGS):
        kind = kinds.KINDS[kinds.what_is(data)]
        if kind.advice and kind != kinds.KINDS["unknown"]:
            raise BadInput(f"Không nhận tệp “{name}”: đó là {kind.title}; {kind.advice}")
        raise BadInput(f"Không nhận tệp “{name}”; hãy dùng {kinds.LOADABLE}.")
    if name.lower().endswith(".zip") and _has_registers(data):
        raise BadInput(
            f"Tệp nén “{name}” có bảng đăng ký (.toml) hoặc tệp nén khác bên trong; "
            "hãy bỏ chúng ra, hoặc nhờ người quản máy nạp bằng lệnh."
        )


def _has_registers(data: bytes) -> bool:
    if active_content.is_crowded(data):
        return False  # the loader refuses it, and nobody lists its entries
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # the loader says what is wrong with it
    return any(entry.lower().endswith((".toml", ".zip", ".jsonl")) for entry in names)


def _taken(endings: tuple[str, ...]) -> str:
    """Those of some endings that are taken, as people write them: "DOCX, PDF"."""
    return ", ".join(ending[1:].upper() for ending in endings if ending in ENDINGS)

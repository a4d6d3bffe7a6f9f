"""Tải lên: a file becomes a draft; the page says what was read, guessed and left out."""

from __future__ import annotations

import io
import zipfile

from flask import request
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me
from content.errors import BadInput
from content.loading import loader
from content.loading.order import FileReport
from content.people import Person
from content.reading.result import Note

# What an editor may hand in. Registers (TOML) change places and topics: not through this door.
ENDINGS = (".docx", ".pdf", ".txt", ".md", ".markdown", ".zip")
MOST_FILES = 20


class Uploads(Room):
    """The upload form and its report."""

    right = "upload"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Take files in, each a draft of its own; refused ones are named with the reason."""
        reports: list[FileReport] = []
        fault = ""
        if request.method == "POST":
            sent = [f for f in request.files.getlist("files") if f.filename]
            if not sent:
                fault = "Chưa chọn tệp nào; hãy chọn tệp rồi bấm Tải lên."
            elif len(sent) > MOST_FILES:
                fault = f"Mỗi lần tải nhiều nhất {MOST_FILES} tệp; hãy gửi làm mấy lần."
            else:
                for upload in sent:
                    reports += take_in(str(upload.filename), upload.read(), me())
        page: str = self.render("desk/rooms/uploads.html", reports=reports, fault=fault)
        return page, 400 if fault else 200


def room() -> Uploads:
    """The upload page at /quan-tri/tai-len/."""
    return Uploads("Tải lên", "tai_len", f"{DESK}/tai-len", "upload")


def take_in(name: str, data: bytes, person: Person) -> list[FileReport]:
    """Load one uploaded file as drafts of `person`; a refusal is a report too."""
    short = name.replace("\\", "/").rsplit("/", 1)[-1][:200]
    try:
        check(short, data)
    except BadInput as refused:
        return [FileReport(short, "refused", notes=(Note("refused", refused.message),))]
    return loader.load_bytes(short, data, draft=True, actor_id=person.id)


def check(name: str, data: bytes) -> None:
    """BadInput for an empty file, an ending that is not taken, or an archive with registers."""
    if not name.lower().endswith(ENDINGS):
        known = ", ".join(ENDINGS)
        raise BadInput(f"Không nhận tệp “{name}”; hãy dùng một trong các loại {known}.")
    if not data:
        raise BadInput(f"Tệp “{name}” trống; hãy kiểm tra lại tệp trên máy của bạn.")
    if name.lower().endswith(".zip") and _has_registers(data):
        raise BadInput(
            f"Tệp nén “{name}” có bảng đăng ký (.toml) hoặc tệp nén khác bên trong; "
            "hãy bỏ chúng ra, hoặc nhờ người quản máy nạp bằng lệnh."
        )


def _has_registers(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False  # the loader says what is wrong with it
    return any(entry.lower().endswith((".toml", ".zip", ".jsonl")) for entry in names)

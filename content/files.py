"""Files by content hash: what came in once is kept once, with its type, size and extracted text."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.exc import IntegrityError

from content.database import Model, Row, UTCDateTime, db, utc_now
from content.errors import BadInput

MOST_BYTES = 100 * 1024 * 1024
# Served inline; everything else is sent as an attachment.
INLINE_TYPES = frozenset(
    {
        "application/pdf",
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "audio/mpeg",
        "video/mp4",
    }
)
TYPE_TITLES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/msword": "DOC",
    "application/vnd.ms-excel": "XLS",
    "application/vnd.ms-powerpoint": "PPT",
    "application/rtf": "RTF",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.oasis.opendocument.presentation": "ODP",
    "application/epub+zip": "EPUB",
    "application/zip": "ZIP",
    "text/plain": "TXT",
    "text/markdown": "MD",
    "text/csv": "CSV",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/tiff": "TIFF",
    "audio/mpeg": "MP3",
    "video/mp4": "MP4",
}


class StoredFile(Row):
    """Content held under its SHA-256; names belong to the attachments that use it."""

    __tablename__ = "stored_file"
    __change_kind__: ClassVar[str] = "file"

    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    size: orm.Mapped[int]
    media_type: orm.Mapped[str] = orm.mapped_column(sa.String(120))
    pages: orm.Mapped[int | None]
    seconds: orm.Mapped[int | None]  # how long sound or film plays
    # Whether pictures of its pages were made, or tried in vain.
    pictured: orm.Mapped[bool] = orm.mapped_column(default=False, server_default=sa.false())
    text: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    added_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())

    @property
    def type_title(self) -> str:
        """The short name of the type that readers see: "PDF"."""
        return TYPE_TITLES.get(self.media_type, "TỆP")


class PagePicture(Model):
    """A picture of one page or slide of a file; made from it, so it can always be made again."""

    __tablename__ = "page_picture"

    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), primary_key=True)
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)  # from 1
    picture_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"))
    width: orm.Mapped[int]
    height: orm.Mapped[int]

    picture: orm.Mapped[StoredFile] = orm.relationship(foreign_keys=[picture_id])


_folder: list[Path] = []


def keep_in(folder: Path) -> None:
    """Name the folder that holds the content; called once by the application factory."""
    _folder[:] = [folder]


def folder() -> Path:
    """The folder that holds the content."""
    return _folder[0]


def path_of(sha256: str) -> Path:
    """Where the content of a hash lies."""
    return folder() / sha256[:2] / sha256


def by_sha256(sha256: str) -> StoredFile | None:
    """The row of a hash."""
    return db.session.scalar(sa.select(StoredFile).where(StoredFile.sha256 == sha256))


def by_prefix(prefix: str) -> StoredFile | None:
    """The row whose hash begins with these 16 hex digits, as addresses of files name it."""
    if not re.fullmatch(r"[0-9a-f]{16}", prefix):
        return None
    query = sa.select(StoredFile).where(StoredFile.sha256.startswith(prefix))
    return db.session.scalar(query.order_by(StoredFile.id).limit(1))


def read(sha256: str) -> bytes:
    """The content of a hash; BadInput when the file is gone from the disk."""
    try:
        return path_of(sha256).read_bytes()
    except FileNotFoundError:
        raise BadInput(
            f"Tệp {sha256[:12]}… không còn trên đĩa; hãy khôi phục từ bản sao lưu."
        ) from None


def add(data: bytes, media_type: str, *, pages: int | None = None, text: str = "") -> StoredFile:
    """Keep content and return its row, in the running transaction; the same bytes are kept once.

    That holds, too, where two take the same bytes in at once: the second finds the first one's row.
    The bytes are written beside and moved in place before the row exists, so a crash leaves at
    most an unnamed file, never a row without content.
    """
    if not data:
        raise BadInput("Tệp trống, không có gì để lưu.")
    if len(data) > MOST_BYTES:
        raise BadInput(f"Tệp lớn hơn {MOST_BYTES // 2**20} MB; hãy chia nhỏ hoặc nén lại.")
    sha256 = hashlib.sha256(data).hexdigest()
    _write_once(path_of(sha256), data)
    known = by_sha256(sha256)
    if known is not None:
        return known
    row = StoredFile(sha256=sha256, size=len(data), media_type=media_type, pages=pages, text=text)
    # SQLite begins no transaction for a savepoint, and would commit it by itself when it ends: a
    # write that touches nothing begins one, and waits here for whoever writes.
    db.session.execute(sa.update(StoredFile).where(sa.false()).values(size=0))
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        known = by_sha256(sha256)
        if known is None:
            raise
        return known
    return row


def _write_once(target: Path, data: bytes) -> None:
    if target.exists() and target.stat().st_size == len(data):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

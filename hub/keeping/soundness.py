"""Whether the database can be used: cheap reads at every start, the full check for the doctor."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from content.errors import HubError
from hub.config import Settings

# Up to this size the whole file is checked at each start: well under a tenth of a second.
CHECKED_AT_START = 16 * 1024 * 1024
_HEADER = b"SQLite format 3\x00"
_MARK = "prepared"


class Damaged(HubError):
    """The database cannot be used; the message carries the command that restores it."""


def sqlite_path(settings: Settings) -> Path | None:
    """The file of a SQLite database, or None for another kind."""
    url = sa.make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database)


def mark_prepared(settings: Settings) -> None:
    """Remember in the data folder that this database was prepared, so that its loss is noticed."""
    path = settings.home / _MARK
    if not was_prepared(settings):
        path.write_text(_fingerprint(settings), encoding="ascii")


def was_prepared(settings: Settings) -> bool:
    """Whether the database of these settings was prepared from this data folder before."""
    try:
        return (settings.home / _MARK).read_text(encoding="ascii") == _fingerprint(settings)
    except FileNotFoundError:
        return False


def check_start(settings: Settings) -> None:
    """Refuse a damaged, cut or vanished SQLite database: never an empty site by mistake."""
    path = sqlite_path(settings)
    if path is None:
        return
    if path.exists() and not path.is_file():
        raise Damaged(_sentence(path, "không phải một tệp"))
    if not path.exists() or path.stat().st_size == 0:
        if was_prepared(settings):
            raise Damaged(_sentence(path, "đã mất hoặc trống"))
        return
    if not _has_header(path):
        raise Damaged(_sentence(path, "bị hỏng"))
    if _is_cut(path):
        raise Damaged(_sentence(path, "bị cắt ngắn"))
    fault = sqlite_fault(path, full=path.stat().st_size <= CHECKED_AT_START)
    if fault:
        raise Damaged(_sentence(path, f"bị hỏng ({fault})"))


def sqlite_fault(path: Path, *, full: bool) -> str:
    """What SQLite finds wrong with a file; "" when nothing. `full` reads all of it."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=15)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            rows = connection.execute("PRAGMA quick_check(1)").fetchall() if full else []
    except sqlite3.OperationalError as error:
        if "readonly" in str(error) or "unable to open" in str(error):
            return ""  # a folder that may not be written is another fault, told elsewhere
        return str(error)
    except sqlite3.DatabaseError as error:
        return str(error)
    found = [str(row[0]) for row in rows if row[0] != "ok"]
    return found[0].replace("\n", " ") if found else ""


def _has_header(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def _is_cut(path: Path) -> bool:
    """Whether the file is shorter than its header says. With a log beside it SQLite decides."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return False
    with path.open("rb") as file:
        header = file.read(100)
    if header[:16] != _HEADER or len(header) < 100:
        return True
    page = int.from_bytes(header[16:18], "big")
    size = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    return path.stat().st_size < size


def _sentence(path: Path, fault: str) -> str:
    return (
        f"Cơ sở dữ liệu {path} {fault}; hãy khôi phục bằng lệnh "
        "“hub restore BẢN-SAO-LƯU.zip --replace” (dữ liệu cũ được giữ lại bên cạnh)."
    )


def _fingerprint(settings: Settings) -> str:
    """Of the database's address; one inside the data folder is the same wherever that is moved."""
    path = sqlite_path(settings)
    inside = path is not None and path.is_relative_to(settings.home)
    told = str(path.relative_to(settings.home)) if path and inside else settings.database_url
    return hashlib.sha256(told.encode()).hexdigest()

"""Names that were taken down stay down: in restored backups and in copies made before upgrades."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from content.database import db
from content.errors import HubError
from content.recognition import erasing, suppression
from content.recognition.models import Suppressed
from content.recognition.suppression import FILE, Marks
from hub.config import Settings
from hub.keeping import archive

COPIES = "before-upgrade"
_log = logging.getLogger(__name__)


def gathered(settings: Settings, fresh: Path, handed: Path | None) -> Marks:
    """What was taken down, as this machine, the backup and a handed list know it; kept in `fresh`.

    fresh: the extracted backup. BadInput when a list is damaged: nothing is restored then.
    """
    marks = suppression.read(settings.home / FILE)
    if handed is not None:
        if not handed.is_file():
            raise HubError(f"Không có tệp {handed}; kiểm tra lại đường dẫn.")
        marks.merge(suppression.read(handed))
    marks.merge(suppression.read(fresh / FILE))
    if marks:
        suppression.write(fresh / FILE, marks)
    return marks


def again_in_backup(fresh: Path, marks: Marks) -> None:
    """Empty the entries in the SQLite copy of an extracted backup, and drop hidden files."""
    if marks and (fresh / archive.SQLITE).exists():
        _drop(fresh / "files", erasing.again_in_file(fresh / archive.SQLITE, marks))


def again_on_server(url: str, fresh: Path, marks: Marks) -> None:
    """The same on PostgreSQL, right after it was filled."""
    if not marks:
        return
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        hidden = erasing.again(connection, marks)
    erasing.compact(engine)
    engine.dispose()
    _drop(fresh / "files", hidden)


def forget(settings: Settings) -> str:
    """Write the database anew and empty its older copies; the sentence is for the desk.

    Inside an application context. HubError when somebody keeps the database busy: tried again.
    """
    marks = suppression.current()
    for copy in sorted((settings.home / COPIES).glob("*.sqlite")):
        erasing.again_in_file(copy, marks)
    db.session.remove()
    try:
        done = erasing.compact(db.engine)
    except sa.exc.OperationalError as error:
        raise HubError(f"Cơ sở dữ liệu đang bận nên chưa xóa hết dấu vết: {error.orig}.") from error
    if not done:
        _log.warning("the write-ahead log could not be emptied: somebody reads")
    return "Đã xóa dấu vết của tên đã gỡ trong cơ sở dữ liệu."


def fault() -> str:
    """What is wrong with this machine's list, for the doctor; "" when it knows all that is gone."""
    try:
        known = {digest for found in suppression.current().lists.values() for digest in found}
    except HubError as error:
        return error.message
    lost = sum(digest not in known for digest in db.session.scalars(sa.select(Suppressed.digest)))
    if not lost:
        return ""
    return f"Tệp {FILE} mất hoặc thiếu {lost} dấu: khôi phục bản cũ có thể hiện lại tên đã gỡ."


def _drop(folder: Path, hashes: Iterable[str]) -> None:
    for sha256 in hashes:
        (folder / sha256[:2] / sha256).unlink(missing_ok=True)

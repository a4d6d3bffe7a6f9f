"""Puts a backup into an empty data folder, checked first, and whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from content.database import utc_now
from content.errors import BadInput
from content.recognition.suppression import Marks
from hub import locks
from hub.config import Settings, make_home
from hub.keeping import archive, postgres, soundness
from hub.keeping import withdrawn as taken_down
from hub.keeping.archive import Manifest

# What reading the settings or a refused start leaves behind is no data.
_NO_DATA = {
    "secret-key",
    "prepare.lock",
    "serving.lock",
    "hub.log",
    # What was taken down is no data of the hub that is restored: it is merged with the backup's.
    archive.WITHDRAWN,
    Path(archive.WITHDRAWN).with_suffix(".lock").name,
}
# Signed-in browsers, one-time links and invitations stay in the past: what was ended or used since
# must not live again. A backup of an older release may lack some of them.
_ENDED_TABLES = ("desk_session", "sign_in_link", "sign_in_attempt", "invitation")


def put_back(
    settings: Settings,
    source: Path,
    *,
    replace: bool = False,
    withdrawn: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Manifest, list[str]]:
    """Restore a backup; returns its manifest and where the replaced data was kept.

    Every hash is checked before anything of the data folder is touched. Names that were taken down
    since are taken down in it before anybody is served: those that this machine knows of, those
    of the backup, those of a list (`withdrawn`) handed over from another machine.
    BadInput: no backup, a damaged one, a folder or database that holds data (without `replace`),
    a hub that is serving.
    """
    make_home(settings.home)
    if os.path.ismount(settings.home):
        raise BadInput(
            f"{settings.home} là điểm gắn đĩa nên không đổi tên được; "
            "đặt HUB_HOME là một thư mục con của nó rồi chạy lại."
        )
    with locks.held(settings.home / "serving.lock", "khôi phục"):
        if not replace:
            _refuse_data(settings)
        fresh = Path(tempfile.mkdtemp(dir=settings.home.parent, prefix=f".{settings.home.name}."))
        try:
            manifest = _extract(source, fresh, settings, progress)
            marks = taken_down.gathered(settings, fresh, withdrawn)
            taken_down.again_in_backup(fresh, marks)
            kept = _put_in_place(settings, fresh, marks)
        except OSError as error:
            raise BadInput(
                f"Không khôi phục được vào {settings.home}: {error.strerror or error}."
            ) from error
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return manifest, kept


def _refuse_data(settings: Settings) -> None:
    found = sorted(p.name for p in settings.home.iterdir() if p.name not in _NO_DATA)
    path = soundness.sqlite_path(settings)
    if found or (path is not None and path.exists()):
        raise BadInput(
            f"Thư mục dữ liệu {settings.home} không trống ({(found or ['cơ sở dữ liệu'])[0]}); "
            "thêm --replace để thay, dữ liệu cũ được giữ lại bên cạnh."
        )
    if path is None and not postgres.is_empty(settings.database_url):
        raise BadInput(
            "Cơ sở dữ liệu PostgreSQL không trống; thêm --replace để thay, dữ liệu cũ được giữ lại "
            "ở một schema khác."
        )


def _extract(
    source: Path,
    fresh: Path,
    settings: Settings,
    progress: Callable[[int, int], None] | None,
) -> Manifest:
    try:
        with zipfile.ZipFile(source) as zipped:
            manifest = archive.read_manifest(zipped)
            _refuse_other_database(settings, manifest)
            for done, (name, expected) in enumerate(manifest.entries.items(), start=1):
                archive.take(zipped, name, expected, fresh / name)
                if progress:
                    progress(done, len(manifest.entries))
    except FileNotFoundError as error:
        raise BadInput(f"Không có tệp {source}; kiểm tra lại đường dẫn.") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise BadInput(f"{source} không phải bản sao lưu, hoặc đã hỏng ({error}).") from error
    if manifest.database == "sqlite":
        _check_copy(fresh / archive.SQLITE)
    return manifest


def _refuse_other_database(settings: Settings, manifest: Manifest) -> None:
    is_sqlite = soundness.sqlite_path(settings) is not None
    if is_sqlite != (manifest.database == "sqlite"):
        wanted = "SQLite (bỏ HUB_DATABASE_URL)" if not is_sqlite else "PostgreSQL"
        raise BadInput(f"Bản sao lưu này cần {wanted}; hãy sửa HUB_DATABASE_URL rồi chạy lại.")


def _check_copy(path: Path) -> None:
    fault = soundness.sqlite_fault(path, full=True)
    if fault:
        raise BadInput(f"Cơ sở dữ liệu trong bản sao lưu bị hỏng ({fault}); hãy dùng bản khác.")
    with closing(sqlite3.connect(path)) as connection:
        known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        for table in known.intersection(_ENDED_TABLES):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  # names of the list above
        connection.commit()


def _put_in_place(settings: Settings, fresh: Path, marks: Marks) -> list[str]:
    """Move the old data aside and the checked data in; returns where the old data went."""
    kept = []
    stamp = f"{utc_now():%Y%m%d-%H%M%S}"
    target = soundness.sqlite_path(settings)
    if target is None:
        if not postgres.is_empty(settings.database_url):
            kept.append(f"schema {postgres.set_aside(settings.database_url)}")
        postgres.restore(settings.database_url, fresh / archive.POSTGRES)
        _end_sessions(settings.database_url)
        taken_down.again_on_server(settings.database_url, fresh, marks)
        (fresh / archive.POSTGRES).unlink()
    elif target.is_relative_to(settings.home):
        inside = fresh / target.relative_to(settings.home)
        inside.parent.mkdir(parents=True, exist_ok=True)
        (fresh / archive.SQLITE).rename(inside)
    else:
        kept += _replace_outside(fresh / archive.SQLITE, target, stamp)
    (fresh / archive.SECRET).chmod(0o600)
    fresh.chmod(0o700)
    aside = settings.home.with_name(f"{settings.home.name}.old-{stamp}")
    has_data = any(p.name not in _NO_DATA for p in settings.home.iterdir())
    os.rename(settings.home, aside)
    os.rename(fresh, settings.home)
    if has_data:
        return [*kept, str(aside)]
    shutil.rmtree(aside)
    return kept


def _replace_outside(source: Path, target: Path, stamp: str) -> list[str]:
    kept = []
    for ending in ("", "-wal", "-shm"):
        old = target.with_name(target.name + ending)
        if old.exists():
            aside = target.with_name(f"{target.name}.old-{stamp}{ending}")
            old.rename(aside)
            kept.append(str(aside))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)
    return kept[:1]


def _end_sessions(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        known = set(sa.inspect(connection).get_table_names())
        for table in known.intersection(_ENDED_TABLES):
            connection.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608  # our own names
    engine.dispose()

"""Takes a backup while the hub serves: the database first, then the files it speaks of."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import sqlalchemy as sa

from content.database import utc_now
from content.errors import BadInput
from content.migrations import schema
from hub.config import Settings
from hub.keeping import archive, postgres, soundness
from hub.keeping.archive import Manifest


def take(
    settings: Settings, target: Path, *, progress: Callable[[int, int], None] | None = None
) -> Manifest:
    """Write one backup file (0600) and return its manifest; an earlier file is replaced at the end.

    A file is written before the row that names it, so the database, copied first, never speaks of
    a file the backup lacks. BadInput when the disk is full or the database cannot be read.
    """
    target = target.absolute()
    soundness.check_start(settings)
    _refuse_another_file(target)
    try:
        workshop = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    except OSError as error:
        raise BadInput(f"Không ghi được vào {target.parent}: {error.strerror}.") from error
    try:
        part = workshop / "backup.zip"
        manifest = _write(settings, workshop, part, progress)
        os.replace(part, target)
    except OSError as error:
        reason = error.strerror or error
        raise BadInput(f"Không ghi được bản sao lưu {target}: {reason}.") from error
    except sqlite3.Error as error:
        raise BadInput(f"Không chép được cơ sở dữ liệu vào {target.parent}: {error}.") from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return manifest


def _refuse_another_file(target: Path) -> None:
    """A typing error must replace nothing: only a new file or an earlier backup of ours."""
    if not target.parent.is_dir():
        raise BadInput(f"Không có thư mục {target.parent}; hãy tạo trước, hoặc sửa đường dẫn.")
    if not target.exists():
        return
    if not target.is_file() or not archive.is_backup(target):
        raise BadInput(f"{target} đã có và không phải bản sao lưu; hãy chọn tên tệp khác.")


def _write(
    settings: Settings,
    workshop: Path,
    part: Path,
    progress: Callable[[int, int], None] | None,
) -> Manifest:
    name, database, revision = _copy_database(settings, workshop)
    manifest = Manifest(
        hub=version("khuyenhoc-hub"),
        made_at=utc_now().isoformat(),
        database=name.split(".")[1],
        revision=revision,
    )
    secret = workshop / "secret"
    secret.write_text(settings.secret_key)
    told = workshop / "settings"
    told.write_bytes(_told_settings(settings))
    first = [(name, database), (archive.SECRET, secret), (archive.SETTINGS, told)]
    withdrawn = settings.home / archive.WITHDRAWN
    if withdrawn.exists():
        first.append((archive.WITHDRAWN, withdrawn))
    kept = [(f"files/{path.parent.name}/{path.name}", path) for path in _files(settings)]
    damaged = []
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with zipfile.ZipFile(out, "w") as zipped:
            for done, (entry, path) in enumerate([*first, *kept], start=1):
                manifest.entries[entry] = archive.put(zipped, entry, path)
                if entry.startswith("files/") and manifest.entries[entry][0] != path.name:
                    damaged.append(path.name)
                if progress:
                    progress(done, len(first) + len(kept))
            manifest = replace(manifest, damaged=tuple(damaged))
            zipped.writestr(archive.MANIFEST, manifest.to_bytes())
        out.flush()
        os.fsync(out.fileno())
    return manifest


def _copy_database(settings: Settings, workshop: Path) -> tuple[str, Path, str]:
    """A consistent copy of the database: (entry name, file, schema revision)."""
    path = soundness.sqlite_path(settings)
    if path is None:
        target = workshop / archive.POSTGRES
        revision = _revision(settings.database_url)
        postgres.dump(settings.database_url, target)
        return archive.POSTGRES, target, revision
    if not path.exists():
        raise BadInput(f"Chưa có dữ liệu ở {settings.home}; kiểm tra HUB_HOME.")
    target = workshop / archive.SQLITE
    with closing(sqlite3.connect(path, timeout=30)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")
    return archive.SQLITE, target, _revision(f"sqlite:///{target}")


def _revision(url: str) -> str:
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        revision = schema.current(connection)
    engine.dispose()
    if revision is None:
        raise BadInput("Cơ sở dữ liệu chưa được chuẩn bị; chưa có gì để sao lưu.")
    return revision


def _files(settings: Settings) -> Iterator[Path]:
    for path in sorted(settings.files_folder.glob("??/*")):
        if re.fullmatch(r"[0-9a-f]{64}", path.name) and path.name.startswith(path.parent.name):
            yield path


def _told_settings(settings: Settings) -> bytes:
    """The settings for a person who restores elsewhere; without passwords of a database."""
    import json

    hidden = {"secret_key", "home", "export_folder", "database_url", "debug"}
    told = {
        f"HUB_{name.upper()}": getattr(settings, name)
        for name in settings.__dataclass_fields__
        if name not in hidden
    }
    told["HUB_DATABASE_URL"] = sa.make_url(settings.database_url).render_as_string()
    return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()


def default_name(now: dt.datetime) -> str:
    """The name of a backup whose target is a folder: "hub-20261122-181500.zip" (UTC)."""
    return f"hub-{now:%Y%m%d-%H%M%S}.zip"

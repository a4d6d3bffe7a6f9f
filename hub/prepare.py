"""Prepares a data folder: schema, roles, registers, starter, index; quick when all is there."""

from __future__ import annotations

import shutil
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from content import trail
from content.database import db, utc_now
from content.errors import BadInput
from content.migrations import schema
from hub import locks
from hub.config import Settings
from hub.keeping import index_care, soundness

# One entry in the trail says that registers and starter were brought in; it travels with backups.
PREPARED = "hub.prepared"
# Another one, each time a newer program brings criteria sets that this hub has not been offered.
OFFERED = "criteria.offered"
KEPT_COPIES = 3


def prepare(app: Flask, *, desk: bool, bare: bool) -> None:
    """Make the data folder of an application ready; several processes may start at once.

    desk: also the roles. bare: the schema alone. HubError when the database is damaged or the
    folder cannot be written.
    """
    settings: Settings = app.extensions["hub_settings"]
    soundness.check_start(settings)
    with app.app_context():
        try:
            if _is_ready(desk=desk):
                soundness.mark_prepared(settings)
                return
            with locks.held(settings.home / "prepare.lock", "chuẩn bị dữ liệu", wait=300):
                _prepare(settings, desk=desk, bare=bare)
        except PermissionError as error:
            raise BadInput(
                f"Không ghi được vào thư mục dữ liệu {settings.home}: {error.strerror}."
            ) from error
        except sa.exc.OperationalError as error:
            raise BadInput(_unreachable(settings, error)) from error


def _unreachable(settings: Settings, error: sa.exc.OperationalError) -> str:
    path = soundness.sqlite_path(settings)
    reason = str(error.orig).strip().splitlines()[0]
    if path is None:
        return f"Không kết nối được cơ sở dữ liệu, hãy kiểm tra HUB_DATABASE_URL ({reason})."
    return f"Không mở được cơ sở dữ liệu {path}, hãy kiểm tra quyền và chỗ trống ({reason})."


def _is_ready(*, desk: bool) -> bool:
    with db.engine.connect() as connection:
        if schema.current(connection) != schema.head():
            return False
        prepared = connection.execute(
            sa.select(trail.TrailEntry.id).where(trail.TrailEntry.action == PREPARED).limit(1)
        ).first()
        roles = connection.execute(sa.text("SELECT count(*) FROM role")).scalar() if desk else 1
        offered = connection.execute(_offers()).scalar()
    return bool(prepared and roles) and offered == _edition()


def _offers() -> sa.Select[Any]:
    """The edition of the criteria sets that this hub was offered last."""
    edition = trail.TrailEntry.detail["edition"].as_string()
    offered = sa.select(edition).where(trail.TrailEntry.action == OFFERED)
    return offered.order_by(trail.TrailEntry.id.desc()).limit(1)


def _edition() -> str:
    from content.criteria import shipped_sets

    return shipped_sets.edition()


def _prepare(settings: Settings, *, desk: bool, bare: bool) -> None:
    with db.engine.connect() as connection:
        revision = schema.current(connection)
    if revision is None and soundness.was_prepared(settings):
        raise soundness.Damaged(
            "Cơ sở dữ liệu trống dù thư mục dữ liệu đã từng dùng; hãy kiểm tra HUB_DATABASE_URL, "
            "hoặc khôi phục bằng “hub restore BẢN-SAO-LƯU.zip --replace”."
        )
    if revision is None or revision < schema.head():
        _upgrade(settings, revision)
    elif revision > schema.head():
        raise BadInput(
            f"Cơ sở dữ liệu ở phiên bản {revision}, mới hơn chương trình ({schema.head()}); "
            "hãy cài bản mới của chương trình."
        )
    soundness.mark_prepared(settings)
    if desk:
        _seed_roles()
    first = not _has_entry()
    if not bare:
        _load_titles()
    if first:
        _bring_content(settings, bare=bare)
    if db.session.scalar(_offers()) != _edition():
        _offer_sets(bare=bare and first)


def _upgrade(settings: Settings, revision: str | None) -> None:
    path = soundness.sqlite_path(settings)
    if revision is not None and path is not None:
        _copy_before_upgrade(settings, path, revision)
    db.engine.dispose()
    schema.upgrade(settings.database_url)


def _copy_before_upgrade(settings: Settings, path: Path, revision: str) -> None:
    """Keep the database as it was: an upgrade that fails or is killed can be taken back."""
    import sqlite3

    folder = settings.home / "before-upgrade"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{utc_now():%Y%m%d-%H%M%S}-{revision}.sqlite"
    if shutil.disk_usage(folder).free < path.stat().st_size * 2:
        raise BadInput(
            f"Đĩa không đủ chỗ để chép cơ sở dữ liệu trước khi nâng cấp ({folder}); hãy dọn đĩa."
        )
    part = target.with_suffix(".part")
    with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(part)) as new:
        old.backup(new)
    part.rename(target)
    for stale in sorted(folder.glob("*.sqlite"))[:-KEPT_COPIES]:
        stale.unlink()


def _seed_roles() -> None:
    from content import people  # here, so that the export never loads the sign-in machinery

    people.seed_roles()
    db.session.commit()


def _load_titles() -> None:
    """The titles that are recognised: what the register's work needs, with or without starter."""
    from content.recognition.commands import titles

    titles.load_shipped()


def _has_entry() -> bool:
    query = sa.select(trail.TrailEntry.id).where(trail.TrailEntry.action == PREPARED).limit(1)
    return db.session.scalar(query) is not None


def _bring_content(settings: Settings, *, bare: bool) -> None:
    """Registers and starter items, once in the life of a database; a killed run begins again."""
    if not bare:
        _load_starter(items=settings.starter)
    trail.write(PREPARED, "hub", None, detail={"bare": bare, "starter": settings.starter})
    db.session.commit()
    index_care.keep_up()


def _offer_sets(*, bare: bool) -> None:
    """Criteria sets that ship, each once; a hub that a dump is loaded into brings its own."""
    from content.criteria import commands

    if not bare:
        commands.load_shipped()
    trail.write(OFFERED, "hub", None, detail={"edition": _edition()})
    db.session.commit()
    index_care.keep_up()


def _load_starter(*, items: bool) -> None:
    from content.loading import loader, registers

    with resources.as_file(resources.files("content.starter")) as folder:
        # Registers that the starter lacks (old addresses, a library of its own) are no fault.
        wanted = [n for n in registers.ORDER if items or n not in registers.STARTER_ONLY]
        paths = [folder / name for name in wanted if (folder / name).is_file()]
        if items:
            paths.append(folder / "items")
        reports = loader.load_paths(paths)
    refused = [report for report in reports if report.status == "refused"]
    if refused:
        raise BadInput(f"Nội dung mẫu “{refused[0].path}” không nạp được: {refused[0].notes[0]}")

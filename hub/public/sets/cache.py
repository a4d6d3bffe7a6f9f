"""Kept packages: made once under the hash of their content, moved into place whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO

from content.errors import HubError
from hub import locks, storage_faults
from hub.public.sets.archive import Survey

_PATIENCE = 900.0  # seconds that a second process waits for the first to finish a large set
_NEW = ".new-"


def kept(folder: Path, item_id: int, survey: Survey, write: Callable[[IO[bytes]], str]) -> Path:
    """The package of a survey, made by `write` (which returns its key) when it is not there yet.

    HubError, one sentence, when the disk is full or may not be written.
    """
    path = folder / name_of(item_id, survey)
    if _is_whole(path, survey):
        return path
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with locks.held(folder / "lock", "đóng gói bộ tài liệu", wait=_PATIENCE):
            if not _is_whole(path, survey):
                _make(path, survey, write)
            for old in folder.glob(f"{item_id}-*.zip"):
                if old != path:
                    old.unlink(missing_ok=True)
    except OSError as error:
        fault = storage_faults.named(error)
        if not fault:
            raise
        raise HubError(f"Máy chủ chưa đóng được gói: {fault}. Hãy tải từng tệp.") from error
    return path


def name_of(item_id: int, survey: Survey) -> str:
    """The name that the package of an item is kept under."""
    return f"{item_id}-{survey.key}.zip"


def item_ids(folder: Path) -> set[int]:
    """The items that packages are kept of."""
    return {int(path.name.partition("-")[0]) for path in folder.glob("*-*.zip")}


def sweep(folder: Path, wanted: Collection[str]) -> int:
    """Remove all packages but those of these names, and what a killed process left; how many."""
    if not folder.is_dir():
        return 0
    with locks.held(folder / "lock", "dọn gói tài liệu", wait=_PATIENCE):
        stale = [path for path in folder.glob("*.zip") if path.name not in wanted]
        stale += folder.glob(f"{_NEW}*")
        for path in stale:
            path.unlink(missing_ok=True)
    return len(stale)


def _is_whole(path: Path, survey: Survey) -> bool:
    return path.is_file() and path.stat().st_size == survey.size


def _make(path: Path, survey: Survey, write: Callable[[IO[bytes]], str]) -> None:
    """Write beside and move in place; only under the lock, so what is left there is nobody's."""
    for left in path.parent.glob(f"{_NEW}*"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=_NEW)
    try:
        with os.fdopen(handle, "w+b") as out:
            key = write(out)
            out.flush()
            os.fsync(out.fileno())
        if key != survey.key or not _is_whole(Path(name), survey):
            raise HubError("Bộ tài liệu vừa thay đổi trong lúc đóng gói; hãy tải lại trang.")
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise

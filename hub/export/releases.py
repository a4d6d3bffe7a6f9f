"""Releases: whole static copies beside their address, which is a symbolic link to one of them.

`DIR` → `.DIR.releases/000007`. A release is written as `000007.part`, renamed when it is whole, and
put in place by moving a new link over the old one, so a reader sees all of one or all of the other.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.errors import BadInput
from hub import locks

MANIFEST = "manifest.json"
MAKER = "khuyenhoc-hub"
KEPT = 3
PATIENCE = 1800.0  # seconds that a second export waits for the first
_AT_CURRENT_FOLDER, _EXCHANGE = -100, 2


@dataclass(frozen=True, slots=True)
class Release:
    """A whole release: where it lies and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def files(self) -> dict[str, str]:
        """SHA-256 of each file by its path within the release."""
        return dict(self.manifest["files"])


class Releases:
    """The releases of one address."""

    def __init__(self, address: Path) -> None:
        self.address = address.absolute()
        self.folder = self.address.parent / f".{self.address.name}.releases"

    @contextmanager
    def held(self, wait: float = PATIENCE) -> Iterator[None]:
        """Keep other exports to this address out; BadInput when it cannot be used at all."""
        _refuse_foreign(self.address)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"Không tạo được {self.folder}: {error.strerror}.") from error
        with locks.held(self.folder / "lock", "xuất bản tĩnh", wait=wait):
            self._clear_leftovers()
            yield

    def current(self) -> Release | None:
        """The release that readers see; None before the first."""
        manifest = _manifest_of(self.address)
        return None if manifest is None else Release(self.address.resolve(), manifest)

    def begin(self) -> Path:
        """An empty folder for the next release."""
        numbers = [int(p.name) for p in self._whole()]
        part = self.folder / f"{max(numbers, default=0) + 1:06d}.part"
        part.mkdir()
        return part

    def put_in_place(self, part: Path, hashes: dict[str, str], facts: dict[str, Any]) -> Release:
        """Seal a folder with its manifest and let readers see it; older releases beyond KEPT go.

        hashes: of every file in the folder, as `hashes_of` gives them.
        """
        manifest = {"maker": MAKER, **facts, "files": hashes}
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
        (part / MANIFEST).write_text(text, encoding="utf-8")
        os.sync()  # the link must never be on the disk before what it points to
        whole = part.with_suffix("")
        part.rename(whole)
        self._link(whole)
        for old in self._whole()[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return Release(whole, manifest)

    def forget(self, too_old: Callable[[dict[str, Any]], bool]) -> None:
        """Remove the releases, but for the one that readers see, whose manifest is too old.

        One without a manifest goes, too: nobody can say what it shows.
        """
        seen = self.address.resolve().name
        for old in self._whole():
            manifest = _manifest_of(old)
            if old.name != seen and (manifest is None or too_old(manifest)):
                shutil.rmtree(old)

    def _link(self, whole: Path) -> None:
        fresh = self.folder / "link"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path(self.folder.name) / whole.name)
        # The link is made in the releases' folder but means a path from beside it.
        if self.address.is_dir() and not self.address.is_symlink():
            _exchange(fresh, self.address)
            shutil.rmtree(fresh)  # the real folder that carried our manifest
        else:
            fresh.replace(self.address)

    def _whole(self) -> list[Path]:
        return sorted(p for p in self.folder.iterdir() if re.fullmatch(r"\d{6}", p.name))

    def _clear_leftovers(self) -> None:
        """Remove what a killed export left: unfinished releases, and whole ones never shown."""
        seen = self.address.resolve().name if self.address.is_symlink() else ""
        for path in self.folder.iterdir():
            unseen = re.fullmatch(r"\d{6}", path.name) and path.name > seen
            if path.is_symlink():
                path.unlink()
            elif path.is_dir() and (unseen or not re.fullmatch(r"\d{6}", path.name)):
                shutil.rmtree(path)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> Iterator[Path]:
    """The files below a folder, by path."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def hashes_of(folder: Path) -> dict[str, str]:
    """SHA-256 of each file below a folder, by its path within."""
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in files_of(folder)}


def _manifest_of(folder: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ours = isinstance(manifest, dict) and manifest.get("maker") == MAKER
    return manifest if ours and isinstance(manifest.get("files"), dict) else None


def _refuse_foreign(address: Path) -> None:
    """Only an address that is free, our link, or a folder with our manifest may be replaced."""
    if address.is_symlink():
        if address.readlink().parent.name == f".{address.name}.releases":
            return
    elif not address.exists() or (address.is_dir() and _manifest_of(address) is not None):
        return
    raise BadInput(f"“{address}” đã có và không phải bản tĩnh do hub tạo; hãy chọn đường dẫn khác.")


def _exchange(first: Path, second: Path) -> None:
    """Swap two names in one step (Linux renameat2), so that neither is ever missing."""
    system = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(first), os.fsencode(second)
    if system.renameat2(_AT_CURRENT_FOLDER, names[0], _AT_CURRENT_FOLDER, names[1], _EXCHANGE):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(second))

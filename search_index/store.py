"""The folder of the index: one current generation, sealed by a checksum, written by one writer.

    FOLDER/CURRENT        the name of the generation that answers
    FOLDER/lock           held (flock) by whoever writes
    FOLDER/g-…/           a Whoosh index, and state.json: what it holds, and checksums

`state.json` is written after Whoosh's commit. A crash between the two leaves a generation that does
not match its seal; it counts as damaged and is rebuilt. The index is disposable by design.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import FileLock

from content.errors import HubError
from search_index.fields import SCHEMA_VERSION, schema

_STATE, _CURRENT = "state.json", "CURRENT"


class Damaged(HubError):
    """The index cannot be read or does not match its seal; a rebuild mends it."""


class Busy(HubError):
    """Somebody else is writing the index."""


@dataclass(frozen=True, slots=True)
class State:
    """What a sealed generation holds. `cursor`: the last change carried out; `documents`: items.

    `seen_at`: POSIX seconds of the clock when visibility was last looked at; `turn`: when it next
    changes by the clock alone, or None. `gone`: words of a text that readers may no longer see are
    still in the files (`keeper.tidy_files`). `files`: name → [size, CRC-32].
    """

    cursor: int
    documents: int
    seen_at: float
    turn: float | None = None
    gone: bool = False
    version: int = SCHEMA_VERSION
    files: dict[str, list[int]] = field(default_factory=dict)


_folder: list[Path] = []
# Files this process has read through and found whole: (path, size, time of change).
_verified: set[tuple[str, int, int]] = set()


def keep_in(folder: Path) -> None:
    """Name the folder of the index; nothing is created until something is written."""
    _folder[:] = [folder]


def folder() -> Path:
    """The folder of the index."""
    return _folder[0]


@contextmanager
def writing(timeout: float) -> Iterator[None]:
    """Be the only writer, among threads and processes; Busy after `timeout` seconds.

    The lock of a killed process frees itself.
    """
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(str(folder() / "lock"))
    until = time.monotonic() + timeout
    while not lock.acquire():
        if time.monotonic() >= until:
            raise Busy("Chỉ mục tìm kiếm đang được ghi; hãy thử lại sau ít phút.")
        time.sleep(0.05)
    try:
        yield
    finally:
        lock.release()


def current() -> Path | None:
    """The folder of the generation that answers; None when there is none yet."""
    try:
        name = (folder() / _CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    generation = folder() / name
    return generation if name.startswith("g-") and generation.is_dir() else None


def fresh() -> tuple[Path, FileIndex]:
    """A new empty generation, beside the one that answers."""
    path = Path(tempfile.mkdtemp(prefix="g-", dir=folder()))
    return path, FileIndex.create(FileStorage(str(path)), schema())


def read_state(generation: Path) -> State:
    """The seal of a generation; Damaged when it is missing, broken or of another version."""
    try:
        state = State(**json.loads((generation / _STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise Damaged("Chỉ mục tìm kiếm hỏng hoặc thiếu; nó sẽ được lập lại.") from error
    if state.version != SCHEMA_VERSION:
        raise Damaged("Chỉ mục tìm kiếm thuộc bản cũ; nó sẽ được lập lại.")
    return state


def stamp(generation: Path) -> tuple[str, int, int] | None:
    """What changes whenever a generation is sealed anew; None when it has no seal."""
    try:
        status = (generation / _STATE).stat()
    except OSError:
        return None
    return str(generation), status.st_mtime_ns, status.st_ino


def opened(generation: Path, state: State) -> FileIndex:
    """The Whoosh index of a generation whose files match its seal; Damaged otherwise."""
    _verify(generation, state)
    try:
        return FileIndex(FileStorage(str(generation)))
    except Exception as error:  # Whoosh raises whatever unpickling broken bytes raises
        raise Damaged("Chỉ mục tìm kiếm hỏng; nó sẽ được lập lại.") from error


def seal(generation: Path, state: State, known: State | None = None) -> None:
    """Write the checksums of a generation after its commit, so that it counts; files are synced.

    Whoosh never changes a segment once written, so checksums in `known` are taken over.
    """
    files: dict[str, list[int]] = {}
    for path in sorted(generation.iterdir()):
        if not path.is_file() or path.name == _STATE or path.name.endswith("WRITELOCK"):
            continue
        size = path.stat().st_size
        old = known.files.get(path.name) if known else None
        files[path.name] = old if old and old[0] == size else [size, _crc(path, sync=True)]
    _write(generation / _STATE, json.dumps(asdict(state) | {"files": files}))


def make_current(generation: Path) -> None:
    """Let a sealed generation answer from now on, and remove the others."""
    _write(folder() / _CURRENT, generation.name)
    for other in leftovers():
        discard(other)


def leftovers() -> list[Path]:
    """Generations that do not answer: what a crashed rebuild left behind."""
    kept = current()
    return [path for path in folder().glob("g-*") if path != kept]


def discard(generation: Path) -> None:
    """Remove a generation that does not answer."""
    shutil.rmtree(generation, ignore_errors=True)


def _verify(generation: Path, state: State) -> None:
    present = {path.name for path in generation.glob("*.toc")}
    if present - set(state.files):
        raise Damaged("Chỉ mục tìm kiếm chưa ghi xong; nó sẽ được lập lại.")
    for name, (size, crc) in state.files.items():
        path = generation / name
        try:
            status = path.stat()
            key = (str(path), status.st_size, status.st_mtime_ns)
            if status.st_size != size or (key not in _verified and _crc(path) != crc):
                raise Damaged(f"Chỉ mục tìm kiếm hỏng ở tệp {name}; nó sẽ được lập lại.")
        except OSError as error:
            raise Damaged("Chỉ mục tìm kiếm thiếu tệp; nó sẽ được lập lại.") from error
        _verified.add(key)


def _crc(path: Path, *, sync: bool = False) -> int:
    crc = 0
    with path.open("r+b" if sync else "rb") as file:
        while block := file.read(1 << 20):
            crc = zlib.crc32(block, crc)
        if sync:
            os.fsync(file.fileno())
    return crc


def _write(target: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def distrust() -> None:
    """Read the files through again when the index is opened next."""
    _verified.clear()

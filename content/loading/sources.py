"""Sources: the files that `hub load` was pointed at, from folders, single paths and ZIPs."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from content.errors import BadInput
from content.reading import archives, kinds

LOADABLE = frozenset(kinds.ENDINGS)
MOST_FILE_BYTES = 100 * 1024 * 1024
# Words alone, without a picture: a book of 400 pages, and they are read in this very process.
MOST_TEXT_BYTES, _MOST_LINES = 1_000_000, 60_000
_ODD = "không phải tệp thường (là thiết bị, ống dẫn hoặc ổ cắm); hãy chép nội dung ra một tệp."


@dataclass(frozen=True, slots=True)
class Source:
    """One file to load. `path` is how reports name it; `beside` reads a file next to it, or None.

    `fault` is set instead of content when the file could not even be taken out of its archive.
    `read` and `beside` raise BadInput or OSError for what can only be told then. `handed`: the path
    of the ZIP it came in, "" where it came by itself. `around`: the names of the mails that enclose
    it, each with a slash.
    """

    path: str
    read: Callable[[], bytes]
    beside: Callable[[str], bytes | None]
    fault: str = ""
    handed: str = ""
    around: str = ""

    @property
    def suffix(self) -> str:
        """The lower-case ending, ".md"."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def name(self) -> str:
        """The name of the file alone."""
        return Path(self.path).name


def of_paths(paths: Iterable[Path]) -> list[Source]:
    """Every file under the paths, in the order of their names; a ZIP stands for its entries.

    A path that does not exist is a source whose fault says so, and so is what is no plain file.
    Links inside a folder are followed to files of that folder only.
    """
    return [source for path in paths for source in _of_path(path)]


def of_bytes(name: str, data: bytes) -> list[Source]:
    """The sources of one uploaded file: itself, or the entries of a ZIP."""
    if _is_zip(name, data):
        return list(_of_zip(name, io.BytesIO(data)))
    fault = _size_fault(name, len(data))
    if fault:
        return [_faulty(name, fault)]
    return [Source(name, lambda: _fitting(name, data), lambda _name: None)]


def _of_path(path: Path) -> Iterator[Source]:
    if path.is_dir():
        root = path.resolve()
        for file in sorted(_files_under(path)):
            yield from _of_file(file, root)
    elif path.exists():
        yield from _of_file(path, path.resolve().parent)
    else:
        yield _faulty(str(path), f"Không có tệp hay thư mục “{path}”; hãy kiểm tra lại đường dẫn.")


def _files_under(folder: Path) -> Iterator[Path]:
    """Everything below a folder that is no folder; hidden ones left out, no linked folder entered.

    A folder that may not be listed is told as if it were a file.
    """
    unlisted: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=unlisted.append):
        linked = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = [name for name in folders if not _is_hidden(name) and name not in linked]
        for name in (*files, *linked):
            if not _is_hidden(name):
                yield Path(place, name)
    for error in unlisted:
        yield Path(os.fsdecode(error.filename))


def _of_file(file: Path, root: Path) -> Iterator[Source]:
    path, name = _shown(str(file)), _shown(file.name)
    fault, size = _file_fault(file, root)
    if fault:
        yield _faulty(path, f"“{name}” {fault}")
    elif file.suffix.lower() == ".zip":
        try:
            yield from _of_zip(path, io.BytesIO(_plain_bytes(file)))
        except OSError as error:
            yield _faulty(path, f"Không đọc được “{name}”: {error.strerror}.")
        except BadInput as refused:
            yield _faulty(path, refused.message)
    elif too_large := _size_fault(name, size):
        yield _faulty(path, too_large)
    else:
        beside = file.parent
        yield Source(path, lambda: _plain_bytes(file), lambda name: _inside(root, beside / name))


def _file_fault(file: Path, root: Path) -> tuple[str, int]:
    """Why a file of a folder is not even opened (the end of a sentence), and its size."""
    try:
        real = file.resolve(strict=True)
        about = real.stat()
    except FileNotFoundError:
        return "chỉ tới một tệp không còn ở đó; hãy chép chính tệp đó vào.", 0
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a ring
        return f"không đọc được: {getattr(error, 'strerror', '') or 'liên kết vòng tròn'}.", 0
    if file.is_symlink() and not real.is_relative_to(root):
        return "là liên kết ra ngoài thư mục được nạp; hãy chép chính tệp đó vào.", 0
    if stat.S_ISDIR(about.st_mode):
        said = "là liên kết tới thư mục; hãy nạp thẳng thư mục đó."
        return (said if file.is_symlink() else "là thư mục không được phép đọc."), 0
    if not stat.S_ISREG(about.st_mode):
        return _ODD, 0
    if about.st_size > MOST_FILE_BYTES:
        return f"lớn hơn {MOST_FILE_BYTES // 2**20} MB; hãy chia nhỏ.", about.st_size
    return "", about.st_size


def _size_fault(name: str, size: int) -> str:
    """The sentence for a file that is larger than any of its kind need be; "" for others."""
    if size > MOST_FILE_BYTES:
        return f"“{name}” lớn hơn {MOST_FILE_BYTES // 2**20} MB; hãy chia nhỏ."
    if size > MOST_TEXT_BYTES and PurePosixPath(name.lower()).suffix in kinds.TEXT_ENDINGS:
        return f"“{name}” có quá nhiều chữ (hơn {MOST_TEXT_BYTES // 1_000_000} MB); hãy chia nhỏ."
    return ""


def _fitting(name: str, data: bytes) -> bytes:
    """The content itself; BadInput where it is more than any file of its kind need be."""
    fault = _size_fault(name, len(data))
    if not fault and PurePosixPath(name.lower()).suffix in kinds.TEXT_ENDINGS:
        lines = max(data.count(b"\n"), data.count(b"\r"))  # old Macs wrote the latter
        fault = f"“{name}” có quá nhiều dòng; hãy chia nhỏ." if lines > _MOST_LINES else ""
    if fault:
        raise BadInput(fault)
    return data


def _plain_bytes(file: Path) -> bytes:
    """The content of a plain file as it is now; it may have changed since it was listed.

    What would block (a pipe, a device) is not waited for.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(file, flags), "rb") as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise BadInput(f"“{_shown(file.name)}” {_ODD}")
        return _fitting(_shown(file.name), opened.read(MOST_FILE_BYTES + 1))


def _inside(root: Path, wanted: Path) -> bytes | None:
    """The content of a file, when it truly lies under the root (links followed)."""
    try:
        real = wanted.resolve()
    except (ValueError, OSError, RuntimeError):  # a name that no disk can hold, links in a ring
        return None
    return _plain_bytes(real) if real.is_relative_to(root) and real.is_file() else None


def _of_zip(name: str, file: io.BytesIO) -> Iterator[Source]:
    """The entries of a ZIP; a refused entry, or a refused ZIP, is a source with a fault.

    The packed bytes stay in memory, the unpacked ones do not.
    """
    try:
        found = archives.entries(file)
    except BadInput as refused:
        yield _faulty(name, refused.message)
        return
    held = {entry.name: entry for entry in found if not entry.fault}
    for entry in sorted(held):
        fault = _size_fault(entry, held[entry].size)
        yield _faulty(f"{name}/{entry}", fault) if fault else _zipped(name, entry, held)
    for refused_one in (entry for entry in found if entry.fault):
        yield _faulty(f"{name}/{refused_one.name}", refused_one.fault)


def _zipped(name: str, entry: str, held: dict[str, archives.Entry]) -> Source:
    def beside(wanted: str) -> bytes | None:
        found = held.get(str(_normal(PurePosixPath(entry).parent / wanted)))
        return found.read() if found else None

    path = f"{name}/{entry}"
    return Source(path, lambda: _fitting(entry, held[entry].read()), beside, handed=name)


def _normal(path: PurePosixPath) -> PurePosixPath:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return PurePosixPath(*parts)


def _faulty(path: str, fault: str) -> Source:
    return Source(path, lambda: b"", lambda _name: None, fault)


def _shown(path: str) -> str:
    """A path as reports may hold it: a disk takes names that are no text at all."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in path)


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"


def _is_zip(name: str, data: bytes) -> bool:
    return name.lower().endswith(".zip") and data[:4] in (b"PK\x03\x04", b"PK\x05\x06")

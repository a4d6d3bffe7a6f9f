"""Sources: the files that `hub load` was pointed at, from folders, single paths and ZIPs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from content.errors import BadInput
from content.reading import archives

LOADABLE = frozenset({".md", ".markdown", ".txt", ".docx", ".pdf"})
MOST_FILE_BYTES = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """One file to load. `path` is how reports name it; `beside` reads a file next to it, or None.

    `fault` is set instead of content when the file could not even be taken out of its archive.
    """

    path: str
    read: Callable[[], bytes]
    beside: Callable[[str], bytes | None]
    fault: str = ""

    @property
    def suffix(self) -> str:
        """The lower-case ending, ".md"."""
        return PurePosixPath(self.path).suffix.lower()


def of_paths(paths: Iterable[Path]) -> list[Source]:
    """Every file under the paths, in the order of their names; a ZIP stands for its entries.

    A path that does not exist is a source whose fault says so.
    """
    return [source for path in paths for source in _of_path(path)]


def of_bytes(name: str, data: bytes) -> list[Source]:
    """The sources of one uploaded file: itself, or the entries of a ZIP."""
    if _is_zip(name, data):
        return list(_of_zip(name, data))
    return [Source(name, lambda: data, lambda _name: None)]


def _of_path(path: Path) -> Iterator[Source]:
    if path.is_dir():
        root = path.resolve()
        for file in sorted(p for p in path.rglob("*") if p.is_file() and not _hidden(p, path)):
            yield from _of_file(file, root)
    elif path.is_file():
        yield from _of_file(path, path.resolve().parent)
    else:
        yield _faulty(str(path), f"Không có tệp hay thư mục “{path}”; hãy kiểm tra lại đường dẫn.")


def _of_file(file: Path, root: Path) -> Iterator[Source]:
    try:
        size = file.stat().st_size
        if file.suffix.lower() == ".zip" and size <= MOST_FILE_BYTES:
            yield from _of_zip(str(file), file.read_bytes())
            return
    except OSError as error:
        yield _faulty(str(file), f"Không đọc được “{file.name}”: {error.strerror}.")
        return
    if size > MOST_FILE_BYTES:
        limit = MOST_FILE_BYTES // 2**20
        yield _faulty(str(file), f"“{file.name}” lớn hơn {limit} MB; hãy chia nhỏ.")
        return
    yield Source(str(file), file.read_bytes, lambda name: _inside(root, file.parent / name))


def _inside(root: Path, wanted: Path) -> bytes | None:
    """The content of a file, when it truly lies under the root (links followed)."""
    try:
        real = wanted.resolve()
    except (ValueError, OSError):  # a name that no disk can hold
        return None
    return real.read_bytes() if real.is_relative_to(root) and real.is_file() else None


def _of_zip(name: str, data: bytes) -> Iterator[Source]:
    """The entries of a ZIP; a refused entry, or a refused ZIP, is a source with a fault."""
    held: dict[str, bytes] = {}
    faults: list[Source] = []
    try:
        for entry, content in archives.entries(data):
            if isinstance(content, BadInput):
                faults.append(_faulty(f"{name}/{entry}", content.message))
            else:
                held[entry] = content
    except BadInput as refused:
        yield _faulty(name, refused.message)
        return
    for entry in sorted(held):
        yield _zipped(name, entry, held)
    yield from faults


def _zipped(name: str, entry: str, held: dict[str, bytes]) -> Source:
    def beside(wanted: str) -> bytes | None:
        return held.get(str(_normal(PurePosixPath(entry).parent / wanted)))

    return Source(f"{name}/{entry}", lambda: held[entry], beside)


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


def _hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in path.relative_to(root).parts)


def _is_zip(name: str, data: bytes) -> bool:
    return name.lower().endswith(".zip") and data[:4] == b"PK\x03\x04"

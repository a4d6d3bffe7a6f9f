"""Names that were taken down, as keyed hashes in one file of the data folder.

A backup that is older than a withdrawal still holds the name, so what was taken down must be known
outside it: `hub restore` merges this file with the one in the backup, and empties those entries
before any page is served. Each list has its own random key; without it nobody tries names against
the hashes, and lists of two machines can stand side by side.

An entry has three marks, each of what a later correction may leave alone: its name and where it
stands; its row and its name; its row and where it stands.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from content.errors import BadInput
from content.vietnamese import fold

FILE = "withdrawn-names.json"
MOST_BYTES = 200 * 1024 * 1024
_KEY, _DIGEST = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{64}")

_path: list[Path] = []


class Standing(NamedTuple):
    """An entry as its marks see it: the address of its decision, its row, its name and place."""

    slug: str
    entry_id: int
    position: int
    folded: str
    place_text: str


@dataclass(slots=True)
class Marks:
    """Lists of hashes by their keys; the first list is the one that new marks go into."""

    lists: dict[str, set[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.lists.values())

    def add(self, marks: Iterable[bytes]) -> list[str]:
        """Take marks in under the first key (made when there is none); returns their hashes."""
        if not self.lists:
            self.lists[secrets.token_hex(32)] = set()
        key, known = next(iter(self.lists.items()))
        digests = [_digest(key, mark) for mark in marks]
        known.update(digests)
        return digests

    def holds(self, marks: Iterable[bytes]) -> bool:
        """Whether any of the marks was taken down under any key."""
        return any(
            _digest(key, mark) in known
            for mark in marks
            for key, known in self.lists.items()
            if known
        )

    def merge(self, other: Marks) -> None:
        """Add the lists of another file; those of this one stay first."""
        for key, digests in other.lists.items():
            self.lists.setdefault(key, set()).update(digests)

    def to_bytes(self) -> bytes:
        """The file."""
        lists = [{"key": key, "digests": sorted(found)} for key, found in self.lists.items()]
        return json.dumps({"format": 1, "lists": lists}, indent=1).encode()


def keep_in(path: Path) -> None:
    """Name the file; called once by the application factory."""
    _path[:] = [path]


def marks_of(entry: Standing) -> list[bytes]:
    """The three marks of an entry."""
    place, name = fold(entry.place_text).strip(), " ".join(entry.folded.split())
    row = f"{entry.entry_id}"
    return [
        _mark("name", entry.slug, name, place),
        _mark("row", entry.slug, row, name),
        _mark("place", entry.slug, row, str(entry.position), place),
    ]


def mark_of_file(sha256: str) -> bytes:
    """The mark of a file that showed a name."""
    return _mark("file", sha256)


def mark_of_request(receipt: str) -> bytes:
    """The mark of a request that was finished, so that what was typed in it is forgotten."""
    return _mark("request", receipt)


def read(path: Path) -> Marks:
    """The marks of a file; none when there is no file. BadInput when it is no such file."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"{path} lớn bất thường; đây không phải danh sách tên đã gỡ.")
        return parsed(path.read_bytes())
    except FileNotFoundError:
        return Marks()
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{path} không phải danh sách tên đã gỡ, hoặc đã hỏng; hãy lấy lại tệp {FILE} từ "
            "thư mục dữ liệu."
        ) from error


def parsed(data: bytes) -> Marks:
    """The marks of a file's content; ValueError, KeyError or TypeError when it is not ours."""
    told: Mapping[str, Any] = json.loads(data)
    if told["format"] != 1:
        raise ValueError("unknown format")
    found = Marks()
    for entry in told["lists"]:
        if not _KEY.fullmatch(entry["key"]) or not all(map(_DIGEST.fullmatch, entry["digests"])):
            raise ValueError("not a list of hashes")
        found.lists.setdefault(entry["key"], set()).update(entry["digests"])
    return found


def write(path: Path, marks: Marks) -> None:
    """Put the marks in place of the file at once, readable by its owner alone."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as out:
            out.write(marks.to_bytes())
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def current() -> Marks:
    """What was taken down on this machine, as the file has it now."""
    return read(_path[0])


def remember(marks: Iterable[bytes]) -> list[str]:
    """Take marks into the file, before the row is emptied; returns their hashes.

    A crash in between leaves a hash too many, never a name that comes back.
    """
    with _held(_path[0]):
        known = read(_path[0])
        digests = known.add(marks)
        write(_path[0], known)
    return digests


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """One writer of the file at a time, in every process of this machine."""
    handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _mark(*parts: str) -> bytes:
    return "\n".join(part.replace("\n", " ") for part in parts).encode()


def _digest(key: str, mark: bytes) -> str:
    return hmac.digest(bytes.fromhex(key), mark, "sha256").hex()

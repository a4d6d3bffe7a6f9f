"""What a hostile file is to a test: how it is made, and what the hub must say of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Stands in the canary's file; met anywhere in a hub, something from outside was read.
SECRET = "CHIM-HOANG-YEN-0f3a"
_SERIAL = itertools.count(1)


def sentence() -> str:
    """A sentence of its own each time: two files that say the same would claim one address."""
    return f"Thôn Mẫu {next(_SERIAL)} mời bà con tới buổi đọc sách vào tối thứ bảy hằng tuần."


@dataclass(frozen=True, slots=True)
class Bait:
    """What hostile files reach for: an address that counts its visitors, a file with SECRET."""

    url: str
    file: Path


@dataclass(frozen=True, slots=True)
class Bite:
    """One hostile file.

    said: a pattern of the one sentence that refuses it; "" where it is taken in and harmless;
    "?" where either is right (a file cut in half may still give its first pages). why: what it
    tries, and for one that is taken in, why that is right.
    """

    name: str
    said: str
    why: str
    write: Callable[[Path, Bait], None]


def bite(name: str, said: str, why: str, data: bytes | Callable[[Bait], bytes]) -> Bite:
    """A file that is made in memory."""

    def write(path: Path, bait: Bait) -> None:
        path.write_bytes(data if isinstance(data, bytes) else data(bait))

    return Bite(name, said, why, write)


def sparse(name: str, said: str, why: str, beginning: bytes, size: int) -> Bite:
    """A file that has a size and hardly any bytes on the disk."""

    def write(path: Path, _bait: Bait) -> None:
        with path.open("wb") as file:
            file.write(beginning)
            file.truncate(size)

    return Bite(name, said, why, write)

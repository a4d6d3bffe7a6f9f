"""Makes the hostile corpus: `python -m tests.hostile.making FOLDER`.

Nothing of it is kept in the repository. Three good files lie among them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from types import ModuleType

from tests.hostile import archives, images, offices, portables, words
from tests.hostile.bites import SECRET, Bait, Bite, sentence

ROOMS: dict[str, tuple[ModuleType, ...]] = {
    "tep-nen-va-van-phong": (archives, images, offices),
    "pdf-va-chu": (portables, words),
}
GOOD = {
    "tot-1.txt": f"{sentence()}\n\nMời bà con tới dự.\n".encode(),
    "tot-2.docx": offices.docx(),
    "tot-3.pdf": portables.one_page(),
}


def corpus(rooms: Iterable[ModuleType] | None = None) -> list[Bite]:
    """Every hostile file of some rooms, or of all, by name."""
    wanted = chain.from_iterable(ROOMS.values()) if rooms is None else rooms
    found = [each for room in wanted for each in room.all_of_them()]
    names = [each.name for each in found]
    assert len(set(names)) == len(names), "two of one name"
    return sorted(found, key=lambda each: each.name)


def write_canary(file: Path) -> None:
    """Write the file that nobody may read."""
    file.write_text(f"{SECRET}\n{sentence()}\n", encoding="utf-8")


def make(folder: Path, bait: Bait, bites: Sequence[Bite]) -> None:
    """Write hostile files, and good ones among them."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in bites:
        each.write(folder / each.name, bait)
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)


def make_odd_files(folder: Path, bait: Bait) -> None:
    """A pipe, a link out, a link to itself, a dead link, a folder in a ring, a name of no text."""
    folder.mkdir(parents=True, exist_ok=True)
    os.mkfifo(folder / "ong.txt")
    (folder / "ra-ngoai.txt").symlink_to(bait.file)
    (folder / "vong.txt").symlink_to("vong.txt")
    (folder / "chet.txt").symlink_to("khong-co.txt")
    (folder / "vong").symlink_to(folder)
    (folder / os.fsdecode(b"x\xff\x1b[2J.txt")).write_text(sentence(), encoding="utf-8")
    (folder / "tot.txt").write_text(f"{sentence()} Lần nữa.", encoding="utf-8")


if __name__ == "__main__":
    place = Path(sys.argv[1])
    beside = Bait("http://127.0.0.1:9/", place.parent / "canary.txt")
    write_canary(beside.file)
    make(place, beside, corpus())
    for one in corpus():
        print(f"{one.name:22} {one.said or 'taken in':32} {one.why}")

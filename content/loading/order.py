"""What one run of the loader was asked for, and what it reports of each file."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from content.errors import BadInput
from content.letters.result import Letters, Wish
from content.reading.result import NOTE_KINDS, Note

# How notes stand in the report of a load, in the order it shows them: first what a person has to
# do, then what the readers of files tell.
REPORT_KINDS = {
    "edited": "Đã sửa tay sau lần nạp trước",
    "gap": "Còn thiếu, hãy bổ sung",
    "todo": "Cần bạn xem",
    **NOTE_KINDS,
}
# Kinds that only a person can settle; the others are for information.
FOR_A_PERSON = frozenset({"edited", "gap", "todo", "refused"})


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `status`: loaded, changed, unchanged or refused.

    sha256: of the original, where the hub keeps it. scanned: pages whose text is still to be
    recognised. letters: old encodings that were met; an unsure one waits for a person's answer.
    """

    path: str
    status: str
    kind: str | None = None
    slug: str | None = None
    notes: tuple[Note, ...] = ()
    item_id: int | None = None
    sha256: str | None = None
    pages: int = 1
    scanned: tuple[int, ...] = ()
    letters: tuple[Letters, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that `hub load --json` prints."""
        return {
            "path": self.path,
            "status": self.status,
            "kind": self.kind,
            "slug": self.slug,
            "notes": [note.text for note in self.notes],
            "findings": [asdict(note) for note in self.notes],
            "pages": self.pages,
            "scanned": list(self.scanned),
            "letters": [asdict(letters) for letters in self.letters],
        }


@dataclass(slots=True)
class Order:
    """How to load: as drafts or published, for whom, and which addresses this run gave out.

    wish: how the files are to be read, where a person said so. known: for each file (by hash) that
    once became an item, the item's id; filled when first asked for. asked: the jobs that this run
    left, each with the path of its file. came: the path of the file that brought each item its text
    in this run, by the item's id. until: the moment (of `time.monotonic`) after which no further
    file is begun; None where a load may take its time.
    """

    draft: bool = False
    actor_id: int | None = None
    wish: Wish = field(default_factory=Wish)
    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    known: dict[str, int] | None = None
    asked: dict[int, str] = field(default_factory=dict)
    came: dict[int, str] = field(default_factory=dict)
    until: float | None = None

    @property
    def late(self) -> bool:
        """Whether the time of this run is over."""
        return self.until is not None and time.monotonic() >= self.until

    def claim(self, kind: str, slug: str, path: str) -> None:
        """Give an address to a file; two files of one run cannot both be the newer one."""
        first = self.taken.setdefault((kind, slug), path)
        if slug and first != path:
            raise BadInput(
                f"Địa chỉ “{slug}” đã do tệp “{Path(first).name}” dùng trong lần nạp này; "
                "hãy đặt “slug” khác."
            )


def guessed(*sentences: str) -> tuple[Note, ...]:
    """Sentences on what was supposed, as notes."""
    return tuple(Note("guessed", sentence) for sentence in sentences)

"""An office's own template, looked at in the cage before any other process of the hub opens it.

`python -m content.recognition.papers.caged FOLDER` reads FOLDER/in and FOLDER/ask.json and writes
FOLDER/words.json, or why not.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from content.errors import BadInput
from content.reading import apart, cage, cage_folders, child, passing
from content.recognition.papers import checking

_ANSWER = "words.json"
_MOST_ANSWER = 100_000
_MEMORY = 260 * 2**20
_SECONDS, _PATIENCE = 10, 60.0  # of the processor, and by the clock on the wall
_log = logging.getLogger(__name__)


def check(template: bytes, known: Collection[str], each: str, of_row: Collection[str]) -> set[str]:
    """As `checking.check`, in a process of its own; BadInput, one sentence, as there."""
    if not_here := cage.possible():
        raise BadInput(f"Chưa nhận được mẫu: {not_here}")
    if len(template) > checking.MOST_BYTES:
        checking.opened(template)  # says so, and opens nothing
    reference = hashlib.sha256(template).hexdigest()[:8]
    with cage_folders.new("paper") as folder:
        (folder / "in").write_bytes(template)
        ask = {"known": sorted(known), "each": each, "of_row": sorted(of_row)}
        (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
        code = cage.run(
            cage.module(__name__, os.fspath(folder)),
            folder,
            seconds=_SECONDS,
            memory=_MEMORY,
            patience=_PATIENCE,
            name=f"paper {reference}",
        )
        if sentence := passing.refusal(folder):
            raise BadInput(sentence)
        if code == 0:
            try:
                answer = cage_folders.bytes_of(folder / _ANSWER, _MOST_ANSWER)
                return _believed(json.loads(answer), known)
            except passing.FAULTS as fault:
                _log.warning("words of paper %s not taken: %r", reference, fault)
    raise BadInput(f"Mẫu {apart.why(code, reference)}")


def _believed(answer: Any, known: Collection[str]) -> set[str]:
    """The answer, every word of it known; ValueError for any other."""
    if not isinstance(answer, list) or not answer or not set(answer) <= set(known):
        raise ValueError("words")
    return set(answer)


def main(folder: Path) -> int:
    """Write FOLDER/words.json, or the refusal; the exit code."""
    try:
        ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
        found = checking.check((folder / "in").read_bytes(), **ask)
        (folder / _ANSWER).write_text(json.dumps(sorted(found)), encoding="utf-8")
    except BadInput as refused:
        passing.refuse(refused.message, folder)
    except RecursionError:
        passing.refuse("Mẫu lồng nhau quá sâu; hãy chép nội dung vào một tệp Word mới.", folder)
    except MemoryError:
        return child.NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

"""The process in which one file is taken apart: `python -m content.reading.child FOLDER`.

FOLDER holds `in` (the bytes) and `ask.json`; the answer is written beside them. The cage it runs
in was closed before a byte is looked at, so a file made to break its reader breaks this alone.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

# Seconds of the processor to begin with, for each of the first steps of the work, for each later
# one, and in all. A page full of cells takes 0.08, a full page of text half of that; one that was
# made to be slow 0.4.
FIRST_SECONDS, STEP_SECONDS, LATER_SECONDS, MOST_SECONDS = 6, 0.4, 0.2, 120
_FIRST_STEPS = 10
# How the process ends when memory ran out: told apart from a fault of the reader.
NO_MEMORY = 77
_steps = 0


def step() -> None:
    """Grant the work of one more page or sheet; readers call it for each they have finished.

    Pages that take as long as pages do never come to an end of their time; where each is made to
    be slow, time is over soon. Readers count pages before they begin.
    """
    global _steps
    _steps += 1
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = granted(_steps)
    if resource.RLIM_INFINITY not in (soft, hard) and soft < wanted:
        resource.setrlimit(resource.RLIMIT_CPU, (min(hard, wanted), hard))


def granted(steps: int) -> int:
    """Seconds of the processor that a file has after so many steps of its work."""
    first = min(steps, _FIRST_STEPS)
    return FIRST_SECONDS + int(first * STEP_SECONDS + (steps - first) * LATER_SECONDS)


def main(folder: Path) -> int:
    """Read the file, write the answer; the exit code."""
    from content.errors import BadInput
    from content.letters.result import Wish
    from content.reading import passing, taking_apart

    ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    data = (folder / "in").read_bytes()
    try:
        passing.put(taking_apart.read(ask["kind"], data, Wish(letters=ask["letters"])), folder)
    except BadInput as refused:
        passing.refuse(refused.message, folder)
    except RecursionError:
        passing.refuse("lồng nhau quá sâu nên không đọc được; hãy lưu lại đơn giản hơn.", folder)
    except MemoryError:
        return NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

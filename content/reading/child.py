"""The process in which one file is taken apart: `python -m content.reading.child FOLDER`.

FOLDER holds `in` (the bytes) and `ask.json`; the answer is written beside them. The limits are set
before a byte is looked at, so a file that is made to break its reader breaks this process only.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

# Seconds of the processor to begin with, for each further step of the work, and in all.
FIRST_SECONDS, STEP_SECONDS, MOST_SECONDS = 7, 2, 120
MEMORY = 300 * 2**20  # bytes this process may write to: what its libraries take included
_MOST_WRITTEN = 250 * 2**20


def step() -> None:
    """Grant the work of one more page or sheet; readers call it for each they have finished.

    Work without an end calls it without an end only where there are pages without an end, so
    readers count pages before they begin.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY and soft < hard:
        used = resource.getrusage(resource.RUSAGE_SELF)
        wanted = int(used.ru_utime + used.ru_stime) + 1 + FIRST_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (min(hard, max(soft, wanted)), hard))


def main(folder: Path) -> None:
    """Set the limits, read the file, write the answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (FIRST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MOST_WRITTEN, _MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    from content.errors import BadInput
    from content.reading import passing, taking_apart
    from content.reading.result import Wish

    ask = json.loads((folder / "ask.json").read_text(encoding="utf-8"))
    data = (folder / "in").read_bytes()
    try:
        passing.put(taking_apart.read(ask["kind"], data, Wish(letters=ask["letters"])), folder)
    except BadInput as refused:
        sentence = json.dumps({"refused": refused.message})
        (folder / "refused.json").write_text(sentence, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

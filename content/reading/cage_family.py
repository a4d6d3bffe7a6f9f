"""Starts LibreOffice in the cage: `python -I -S cage_family.py PROGRAM ARGUMENT…`.

Its own launcher insists on a socket in /tmp. What that one launches takes the folder it is told, so
it is started here without the launcher, and once more when it asks for that (it does with a new
profile). Any other program is started as it stands.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

_AGAIN = 81  # how it says that it wants to be started once more


def main(command: list[str]) -> int:
    """Run the command; its exit code, as a shell says it."""
    program = shutil.which(command[0]) or command[0]
    beneath = Path(program).resolve().with_name("soffice.bin")
    program = str(beneath) if beneath.exists() else program
    for _ in range(3):
        code = os.spawnv(os.P_WAIT, program, [program, *command[1:]])  # noqa: S606 - no shell is wanted
        if code != _AGAIN:
            break
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

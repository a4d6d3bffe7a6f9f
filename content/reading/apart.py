"""Reading in a process of its own, with limits: what a file breaks there, the hub does not feel."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from content.errors import BadInput
from content.reading import passing
from content.reading.result import Reading, Wish

# By the clock on the wall; the child itself counts seconds of the processor, which no other work
# on the machine can eat up.
_PATIENCE = 240.0
_STOPPED = (signal.SIGXCPU, signal.SIGKILL)


def read_apart(kind: str, data: bytes, wish: Wish) -> Reading:
    """Read a file of a known kind in a child process.

    BadInput holds the end of a sentence that begins with the file's name.
    """
    with tempfile.TemporaryDirectory(prefix="hub-read-") as name:
        folder = Path(name)
        (folder / "in").write_bytes(data)
        ask = {"kind": kind, "letters": wish.letters}
        (folder / "ask.json").write_text(json.dumps(ask), encoding="utf-8")
        code = _run([sys.executable, "-m", "content.reading.child", name], folder)
        refused = folder / "refused.json"
        if refused.exists():
            raise BadInput(str(json.loads(refused.read_text(encoding="utf-8"))["refused"]))
        if code == 0:
            try:
                return passing.take(folder)
            except (OSError, ValueError, KeyError, TypeError):
                pass
    raise BadInput(_why(code))


def _run(command: list[str], folder: Path) -> int:
    """The exit code; a negative one names the signal that ended the process."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        env=_surroundings(folder),
        start_new_session=True,
    ) as process:
        try:
            return process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return -signal.SIGKILL


def _surroundings(folder: Path) -> dict[str, str]:
    """What the child may know of this machine: where programs lie, nothing of the hub's settings.

    No secret key, no database address; temporary files of its libraries fall into its own folder.
    """
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "PYTHONPATH") if key in os.environ}
    here = str(Path(__file__).resolve().parents[2])
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [here, kept.get("PYTHONPATH")]))
    return {**kept, "HOME": str(folder), "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def _why(code: int) -> str:
    if -code in _STOPPED:
        return "đọc quá lâu nên đã dừng; hãy xuất lại tệp hoặc chia nhỏ rồi nạp lại."
    return "quá lớn hoặc bị hỏng nên không đọc được; hãy xuất lại tệp hoặc chia nhỏ rồi nạp lại."

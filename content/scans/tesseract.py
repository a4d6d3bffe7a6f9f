"""Tesseract: where it lies, which languages it has, what it is asked and what it answers."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

LANGUAGE = "vie"
# Pages that lie on their side or head are found with this model; without it they stay poor.
DIRECTIONS = "osd"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"


@dataclass(frozen=True, slots=True)
class Word:
    """A word in pixels of the page. confidence: 0–100. paragraph: (block, paragraph, line)."""

    text: str
    confidence: float
    left: int
    top: int
    width: int
    height: int
    line: tuple[int, int, int]

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.top + self.height


def missing() -> str:
    """ "" when Vietnamese can be recognised here, else one Vietnamese sentence what to install."""
    program = shutil.which("tesseract")
    if program is None:
        return (
            "Máy chủ chưa có chương trình nhận dạng chữ tesseract; "
            f"người quản trị cài bằng lệnh: {INSTALL}."
        )
    if LANGUAGE not in _about(program, _folder_changed())[1]:
        return (
            "Chương trình tesseract trên máy chủ chưa có tiếng Việt; "
            "người quản trị cài bằng lệnh: apt-get install tesseract-ocr-vie."
        )
    return ""


def name() -> str:
    """What reads here, as it is kept with each page: "tesseract 5.3.0 vie"."""
    program = shutil.which("tesseract")
    version = _about(program, _folder_changed())[0] if program else "?"
    return f"tesseract {version} {LANGUAGE}"


def reading(picture: Path, out: Path) -> list[str]:
    """The command that writes the words of a picture into OUT.tsv, in the order of its layout."""
    ways = ["-l", LANGUAGE, "--psm", "3", "--dpi", "300", "-c", "tessedit_create_tsv=1"]
    return ["tesseract", str(picture), str(out), *ways]


def looking(picture: Path, out: Path) -> list[str]:
    """The command that writes into OUT.osd which way up a picture lies."""
    return ["tesseract", str(picture), str(out), "-l", DIRECTIONS, "--psm", "0", "--dpi", "300"]


def words_of(table: str) -> list[Word]:
    """The words of a TSV answer, in its order."""
    found = []
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5" or not cells[11].strip():
            continue
        block, paragraph, line, _, left, top, width, height = map(int, cells[2:10])
        where = (block, paragraph, line)
        sure = float(cells[10])
        found.append(Word(cells[11].strip(), sure, left, top, width, height, where))
    return found


def quarter_of(answer: str) -> int:
    """Degrees (0, 90, 180, 270) to turn a page clockwise, as an OSD answer says; 0 when unsure."""
    facts = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
    try:
        turn, sure = int(facts["Rotate"]), float(facts["Orientation confidence"])
    except (KeyError, ValueError):
        return 0
    return turn if turn in (90, 180, 270) and sure >= 1 else 0


def _folder_changed() -> tuple[str, float]:
    """Changes when programs or languages are installed, so that what was learnt is asked anew."""
    program = shutil.which("tesseract") or ""
    try:
        return program, Path("/usr/share/tesseract-ocr/5/tessdata").stat().st_mtime
    except OSError:
        return os.environ.get("TESSDATA_PREFIX", ""), 0.0


@functools.lru_cache(maxsize=4)
def _about(program: str, _key: tuple[str, float]) -> tuple[str, frozenset[str]]:
    """(version, languages) of the program."""
    try:
        answer = subprocess.run(
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
        version = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "?", frozenset()
    languages = frozenset((answer.stdout + answer.stderr).split())
    first = (version.stdout + version.stderr).split()
    return (first[1] if len(first) > 1 else "?"), languages

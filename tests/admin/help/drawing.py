"""Pictures of the desk for its help: drawn again on demand, else compared by their words.

`HELP_PICTURES=1 pytest tests/admin/help` (or `make help-pictures`) writes them to the desk's static
files. Any other run only reads: a picture is out of date when the screen says other words by now.
"""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator

from admin.desk import STATIC

FOLDER = STATIC / "help"
FACTS = FOLDER / "pictures.json"
WRITES = bool(os.environ.get("HELP_PICTURES"))
SCALE = 1.5  # device pixels for a CSS pixel: sharp on a phone, light on a slow line
MOST_HEIGHT = 620  # CSS pixels; the lower part of a longer screen tells nothing more
MOST_BYTES = 60_000
# What is another one each day: hours, days, addresses with keys in them.
_CHANGES = re.compile(r"\d+:\d\d|\d+/\d+(?:/\d+)?|Thứ \w+|Chủ nhật")


class Album:
    """The pictures of one walk; `faults` tells which are out of date."""

    def __init__(self) -> None:
        self.facts: dict[str, dict[str, object]] = {}
        self.faults: list[str] = []
        self._known = json.loads(FACTS.read_text(encoding="utf-8")) if FACTS.is_file() else {}

    def take(self, name: str, part: Locator) -> None:
        """A picture of a part of the screen."""
        part.evaluate("part => part.scrollIntoView({ block: 'start' })")
        box = part.bounding_box()
        assert box, name
        words = _CHANGES.sub("…", " ".join(part.inner_text().split()))
        box["height"] = min(box["height"], MOST_HEIGHT)
        size = {"width": round(box["width"]), "height": round(box["height"])}
        self.facts[name] = {**size, "words": words}
        if WRITES:
            FOLDER.mkdir(exist_ok=True)
            png = part.page.screenshot(clip=box, animations="disabled")  # type: ignore[arg-type]
            _write(FOLDER / f"{name}.webp", png)
            return
        known = self._known.get(name)
        if known is None or not (FOLDER / f"{name}.webp").is_file():
            self.faults.append(f"{name}: no picture yet")
        elif known["words"] != words:
            self.faults.append(f"{name}: the screen says {words!r}, the picture {known['words']!r}")

    def close(self) -> None:
        """Write the facts, where pictures are written."""
        if WRITES:
            text = json.dumps(self.facts, ensure_ascii=False, indent=1, sort_keys=True)
            FACTS.write_text(f"{text}\n", encoding="utf-8")
            for old in FOLDER.glob("*.webp"):
                if old.stem not in self.facts:
                    old.unlink()


def _write(path: Path, png: bytes) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        picture.convert("RGB").save(path, "WEBP", quality=72, method=6)

"""Pictures of the pages of a PDF, made in the cage.

`python -m content.publishing.page_rendering SOURCE FOLDER` writes FOLDER/001.webp and so on. A file
from outside may be made to break its reader; then that process ends and the hub goes on.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from content.errors import BadInput
from content.reading import cage, cage_folders, office

MOST_PAGES = 6
WIDTH = 640  # pixels; wide enough to read a slide on a phone, about 20 kB a page
_MOST_HEIGHT = 960
_QUALITY = 55
_SECONDS = 10
_PATIENCE = 120.0
_MOST_BYTES = 2**20  # of one picture


def render(source: Path) -> list[bytes]:
    """WebP pictures of the first pages of a PDF; as many as can be drawn within the limits."""
    if cage.possible():
        return []
    with cage_folders.new("pages") as folder:
        command = cage.module(__name__, str(source.resolve()), os.fspath(folder))
        cage.run(
            command,
            folder,
            seconds=_SECONDS,
            memory=cage.MEMORY,
            patience=_PATIENCE,
            readable=[source.resolve()],
            name=source.name,
        )
        drawn: list[bytes] = []  # pages that were finished in time are worth showing
        with contextlib.suppress(OSError, ValueError):
            for number in range(1, MOST_PAGES + 1):
                drawn.append(cage_folders.bytes_of(folder / _name(number), _MOST_BYTES))
        return drawn


def render_slides(source: Path) -> list[bytes]:
    """As `render`, of a presentation: LibreOffice turns it into a PDF first (`can_slides`)."""
    try:
        pdf = office.convert(source.read_bytes(), "pptx", "pdf")
    except BadInput:
        return []
    with cage_folders.new("slides") as folder:
        made = folder / "slides.pdf"
        made.write_bytes(pdf)
        return render(made)


def can_slides() -> bool:
    """Whether this machine can turn presentations into pictures."""
    return not office.available()


def _name(number: int) -> str:
    return f"{number:03d}.webp"


def main(source: Path, folder: Path) -> None:
    """Draw the pages; runs in the child only."""
    import pypdfium2

    document = pypdfium2.PdfDocument(source)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), _MOST_HEIGHT / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        part = folder / f"{number + 1:03d}.part"
        picture.save(part, "WEBP", quality=_QUALITY, method=6)
        part.rename(folder / _name(number + 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Pictures of the pages of a PDF, made in a process of its own with limits. Pure: files in and out.

`python -m content.publishing.page_rendering SOURCE FOLDER` writes FOLDER/001.webp and so on. A file
from outside may be made to break its reader; then this process ends and the hub goes on.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

MOST_PAGES = 6
WIDTH = 640  # pixels; wide enough to read a slide on a phone, about 20 kB a page
_MOST_HEIGHT = 960
_QUALITY = 55
_MEMORY = 1_500 * 2**20
_PROCESSOR_SECONDS = 10
_PATIENCE = 30.0
_OFFICE_PATIENCE = 150.0


def render(source: Path) -> list[bytes]:
    """WebP pictures of the first pages of a PDF; as many as can be drawn within the limits."""
    with tempfile.TemporaryDirectory(prefix="hub-pages-") as folder:
        command = [sys.executable, "-m", __name__, str(source), folder]
        _ended_well(command, _PATIENCE)  # pages that were finished in time are worth showing
        return [path.read_bytes() for path in sorted(Path(folder).glob("*.webp"))]


def render_slides(source: Path) -> list[bytes]:
    """As `render`, of a presentation: LibreOffice turns it into a PDF first (`can_slides`)."""
    office = shutil.which("soffice")
    if office is None:
        return []
    with tempfile.TemporaryDirectory(prefix="hub-slides-") as folder:
        copy = Path(folder) / "slides.pptx"
        shutil.copyfile(source, copy)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        ways = ["--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder]
        made = _ended_well([office, profile, *ways, str(copy)], _OFFICE_PATIENCE)
        pdf = copy.with_suffix(".pdf")
        return render(pdf) if made and pdf.exists() else []


def can_slides() -> bool:
    """Whether this machine can turn presentations into pictures."""
    return shutil.which("soffice") is not None


def _ended_well(command: list[str], patience: float) -> bool:
    """Run a command in a session of its own; what it started ends with it when time is over."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            return process.wait(patience) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False


def main(source: Path, folder: Path) -> None:
    """Draw the pages; runs in the child only."""
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_SECONDS, _PROCESSOR_SECONDS))
    document = pypdfium2.PdfDocument(source)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), _MOST_HEIGHT / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        part = folder / f"{number + 1:03d}.part"
        picture.save(part, "WEBP", quality=_QUALITY, method=6)
        part.rename(part.with_suffix(".webp"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Files turned into other kinds by LibreOffice, many in one call, as an office saves them."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

# ending → the filter that writes it.
FILTERS = {
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt",
    "pdf": "pdf:writer_pdf_Export",
}
_PATIENCE = 180.0


def save_as(ending: str, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """The DOCX files of these names saved as another kind; a key of FILTERS names it."""
    with tempfile.TemporaryDirectory(prefix="turning-") as name:
        folder = Path(name)
        for stem, data in documents.items():
            (folder / f"{stem}.docx").write_bytes(data)
        command = [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            FILTERS[ending],
            "--outdir",
            str(folder / "out"),
            *(str(folder / f"{stem}.docx") for stem in documents),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
        return {stem: (folder / "out" / f"{stem}.{ending}").read_bytes() for stem in documents}

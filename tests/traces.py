"""Traces of a name: every spelling in which bytes may hold it, and the files that do."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from urllib.parse import quote

from content.vietnamese import fold, slugify


def spellings(name: str) -> list[bytes]:
    """Every form in which bytes may hold a name."""
    texts = {name, name.upper(), name.lower(), fold(name), slugify(name), slugify(name).upper()}
    texts |= {unicodedata.normalize("NFD", text) for text in tuple(texts)}
    texts |= {quote(text) for text in tuple(texts)} | {json.dumps(text)[1:-1] for text in texts}
    return [text.encode() for text in texts] + [name.encode("utf-16-le"), name.encode("utf-16-be")]


def holders(folder: Path, name: str) -> list[str]:
    """The files below a folder whose bytes hold a name in any spelling."""
    forms = spellings(name)
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]

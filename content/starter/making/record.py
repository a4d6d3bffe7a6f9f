"""The record of what was made: a hash of each printed section and of each made file.

It proves, without making anything again, that the files in the folder belong to the texts beside
them; other versions of the libraries may make other bytes, and that is no fault of the text.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from content.starter.making import works

NAME = "making/record.json"


def rebuild(starter: Path = works.STARTER) -> list[Path]:
    """Make every file again, write those that changed and the record; returns the written."""
    written, record = [], {}
    for work in works.all_works(starter):
        made = work.make()
        for path, data in made.items():
            if not path.exists() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                written.append(path)
        files = {
            _name(path, starter): hashlib.sha256(data).hexdigest() for path, data in made.items()
        }
        record[_name(work.source, starter)] = {"printed": work.digest(), "files": files}
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (starter / NAME).write_text(text, encoding="utf-8")
    return written


def faults(starter: Path = works.STARTER) -> list[str]:
    """What does not fit together, each in one Vietnamese sentence; empty when all is well."""
    noted = json.loads((starter / NAME).read_text(encoding="utf-8"))
    found = []
    for work in works.all_works(starter):
        name = _name(work.source, starter)
        note = noted.pop(name, {"printed": "", "files": {}})
        if note["printed"] != work.digest():
            found.append(f"{name}: chữ đã đổi sau lần in cuối; hãy chạy make starter-files.")
        found += [
            f"{_name(path, starter)}: tệp thiếu hoặc không phải bản đã in."
            for path in work.outputs
            if note["files"].get(_name(path, starter)) != _hash(path)
        ]
    return found + [f"{name}: trang không còn, hãy xóa tệp in của nó." for name in noted]


def _name(path: Path, starter: Path) -> str:
    return path.relative_to(starter).as_posix()


def _hash(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else None

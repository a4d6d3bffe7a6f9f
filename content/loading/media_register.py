"""The register of the library: `media.toml`, whose files lie beside it in `tep/`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from content.errors import BadInput
from content.publishing.commands import shelving
from content.publishing.commands.shelving import Shelved

NAME = "media.toml"
KEYS = ("key", "file", "title", "alt", "credit", "licence", "topics", "earlier")
_TABLE = "file"


def load(
    content: dict[str, Any], beside: Callable[[str], bytes | None], actor_id: int | None
) -> str:
    """Take the files and what is said of them in: "loaded" or "unchanged".

    BadInput names the first faulty key, or the file that does not lie where the register says.
    """
    entries = content.get(_TABLE, [])
    if not isinstance(entries, list) or set(content) - {_TABLE}:
        raise BadInput(f"{NAME} chỉ gồm các mục [[{_TABLE}]].")
    changed = [shelving.shelve(_read(entry, beside), actor_id=actor_id) for entry in entries]
    return "loaded" if any(changed) else "unchanged"


def _read(entry: Any, beside: Callable[[str], bytes | None]) -> Shelved:
    if not isinstance(entry, dict) or set(entry) - set(KEYS):
        unknown = sorted(set(entry) - set(KEYS)) if isinstance(entry, dict) else ["?"]
        raise BadInput(f"{NAME}: khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(KEYS)}.")
    words = {key: entry.get(key, "") for key in KEYS if key not in ("topics", "earlier")}
    lists = {key: entry.get(key, []) for key in ("topics", "earlier")}
    if not all(isinstance(word, str) for word in words.values()):
        raise BadInput(f"{NAME}: các khóa ghi dạng chữ trong ngoặc kép.")
    if not all(
        isinstance(found, list) and all(isinstance(each, str) for each in found)
        for found in lists.values()
    ):
        raise BadInput(f"{NAME}: topics và earlier là danh sách chữ trong ngoặc kép.")
    name = PurePosixPath(words["file"]).name
    return Shelved(
        key=words["key"],
        file_name=name,
        data=_bytes(words["file"], beside),
        earlier=tuple(_bytes(path, beside) for path in lists["earlier"]),
        title=words["title"],
        alt=words["alt"],
        credit=words["credit"],
        licence=words["licence"],
        topics=tuple(lists["topics"]),
    )


def _bytes(path: str, beside: Callable[[str], bytes | None]) -> bytes:
    data = beside(path) if path else None
    if data is None:
        raise BadInput(f"Không thấy tệp “{path}” bên cạnh {NAME}.")
    return data

"""The registers of targets, figures and deadlines, each a TOML file of its own."""

from __future__ import annotations

from typing import Any

from content.errors import BadInput
from content.recognition import target_portable
from content.recognition.commands import targets
from content.recognition.target_fields import checked

NAMES = tuple(target_portable.REGISTERS)


def load(name: str, content: dict[str, Any], actor_id: int | None) -> str:
    """Take the rows in: "loaded" or "unchanged". BadInput names the first faulty one."""
    word, kind, _model = target_portable.REGISTERS[name]
    entries = content.get(word, [])
    if not isinstance(entries, list) or set(content) - {word}:
        raise BadInput(f"{name} chỉ gồm các mục [[{word}]].")
    rows = []
    for count, entry in enumerate(entries, start=1):
        try:
            if not isinstance(entry, dict):
                raise BadInput("mục ghi sai kiểu.")
            rows.append(checked(target_portable.read(kind, entry)))
        except BadInput as fault:
            raise BadInput(f"{name}, mục {count}: {fault.message}") from None
    return "loaded" if targets.record_all(rows, actor_id=actor_id) else "unchanged"

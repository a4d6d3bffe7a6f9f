"""The register of titles and decisions: what was recognised where and when, in numbers."""

from __future__ import annotations

from typing import Any

from content.errors import BadInput
from content.recognition import decision_portable
from content.recognition.commands import loaded

NAME = decision_portable.NAME
_TABLES = {"title", "decision"}


def load(content: dict[str, Any], actor_id: int | None) -> str:
    """Take the rows in: "loaded" or "unchanged". BadInput names what is wrong."""
    rows = [content.get(name, []) for name in ("title", "decision")]
    if set(content) - _TABLES or not all(isinstance(found, list) for found in rows):
        raise BadInput(f"{NAME} chỉ gồm các mục [[title]] và [[decision]].")
    try:
        return "loaded" if loaded.record_all(*rows, actor_id=actor_id) else "unchanged"
    except BadInput as fault:
        raise BadInput(f"{NAME}: {fault.message}") from None

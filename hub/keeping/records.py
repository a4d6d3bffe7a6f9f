"""What was done last (backup, export), kept as small files in the data folder for the doctor."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import Any

from content.database import utc_now
from hub.config import Settings


def remember(settings: Settings, what: str, facts: dict[str, Any]) -> None:
    """Note that `what` ("backup", "export") succeeded now, with facts that can be JSON."""
    path = settings.home / f"last-{what}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"at": utc_now().isoformat(), **facts}, ensure_ascii=False))
    os.replace(part, path)


def last(settings: Settings, what: str) -> tuple[dt.datetime, dict[str, Any]] | None:
    """When `what` last succeeded and its facts; None when never, or when the note is damaged."""
    try:
        facts = json.loads((settings.home / f"last-{what}.json").read_text())
        return dt.datetime.fromisoformat(facts.pop("at")), facts
    except (OSError, ValueError, KeyError, AttributeError):
        return None

"""The desk's menu: the rooms that the account at work may enter, where it is now marked."""

from __future__ import annotations

from typing import Any

from flask import Flask, request


def menu(app: Flask) -> list[dict[str, Any]]:
    """The entries that the account at work may open: title, address, icon, whether it is here."""
    return [
        {
            "title": entry.name,
            "url": entry.get_url(),
            "icon": entry.get_icon_value(),
            "current": request.blueprint == entry._view.endpoint
            or getattr(entry._view, "also", None) == request.blueprint,
        }
        for entry in app.extensions["admin"][0].menu()
        if entry.is_visible() and entry.is_accessible()
    ]

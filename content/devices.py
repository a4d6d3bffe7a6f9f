"""Devices: what a browser says it is, in a few words that its owner knows it by. Pure."""

from __future__ import annotations

# The first that is met counts: Edge and Cốc Cốc also call themselves Chrome, all of them Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("coc_coc", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("Zalo", "Zalo"),
    ("FBAN", "Facebook"),
    ("FBAV", "Facebook"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "máy Mac"),
    ("Linux", "Linux"),
)
UNKNOWN = "Trình duyệt không rõ tên"


def words(user_agent: str) -> str:
    """A browser and its system, "Chrome trên Windows"; nothing of what it said is kept as it was.

    user_agent: the header that browsers send, or whatever stands in its place.
    """
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if not browser:
        return f"Một trình duyệt trên {system}" if system else UNKNOWN
    return f"{browser} trên {system}" if system else browser

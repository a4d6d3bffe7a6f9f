"""Where an entry of the menu or a task may lead: a page of this site, or a whole https address."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from content.errors import BadInput
from content.vietnamese import nfc

MOST = 500
# Rooms that are nobody's reading: the desk, previews, what programs ask.
_CLOSED = ("/quan-tri", "/xem-truoc", "/api")
_OWN = re.compile(r"/(?:[A-Za-z0-9._~%-]+/)*(?:[A-Za-z0-9._~%-]+)?(?:\?[^#]*)?(?:#.*)?")
_EXAMPLE = "ghi địa chỉ của trang này, ví dụ /huong-dan/, hoặc https://…"


def tidied(written: str) -> str:
    """A path of this site or an https address, as it may be stored; BadInput for anything else.

    A missing stroke at the end is added, Vietnamese letters are escaped as browsers do.
    """
    text = nfc(written).strip()
    if not text:
        raise BadInput(f"Chưa có nơi dẫn tới; {_EXAMPLE}.")
    if len(text) > MOST or "\\" in text or any(c.isspace() or ord(c) < 33 for c in text):
        raise BadInput(f"“{text[:60]}” không dùng được; {_EXAMPLE}.")
    if text.startswith("/"):
        return _own(text)
    return _elsewhere(text)


def _own(text: str) -> str:
    path = quote(text, safe="/?&=#%+._~-:,;")
    if path.startswith("//") or ".." in path.split("/") or not _OWN.fullmatch(path):
        raise BadInput(f"“{text[:60]}” không phải địa chỉ của trang này; {_EXAMPLE}.")
    if path.startswith(_CLOSED):
        raise BadInput(f"“{text[:60]}” không dành cho người đọc; hãy chọn một trang khác.")
    folder, sign, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", path, re.S).groups()  # type: ignore[union-attr]
    last = folder.rsplit("/", 1)[1]
    return f"{folder}{'/' if last and '.' not in last else ''}{sign}{rest}"


def _elsewhere(text: str) -> str:
    try:
        parts = urlsplit(text)
        _port = parts.port
        sound = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        sound = False
    if not sound or any(c in text for c in "<>\"'`{}|^"):
        raise BadInput(f"“{text[:60]}” không dùng được; {_EXAMPLE}.")
    return text

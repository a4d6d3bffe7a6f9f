"""What a mail or a saved web page calls itself, read from its head as it came. Pure."""

from __future__ import annotations

import re

from content.publishing.commands.origins import Origin

_HEAD = 64_000  # bytes that are looked at
_MOST = 1_000  # characters of an address
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id:\s{0,9}(<[^<>\r\n]{1,900}>)", re.I | re.M)
# As browsers write it: Internet Explorer and Chrome, SingleFile, and a page in one file.
_ADDRESSES = (
    re.compile(rb"<!--\s{0,99}saved from url=\(\d{1,6}\)(https?://[^\s<>\"]{1,999})", re.I),
    re.compile(rb"Page saved with SingleFile\s{1,99}url:\s{0,9}(https?://[^\s<>\"]{1,999})", re.I),
    re.compile(rb"^(?:snapshot-)?content-location:\s{0,9}(https?://[^\s<>\"]{1,999})", re.I | re.M),
)


def origin_of(file: str, kind: str, data: bytes) -> Origin:
    """Where a file of a kind (as readers name it) came from; `file` as `Origin` has it."""
    head = data[:_HEAD]
    if kind == "eml":
        found = _MESSAGE_ID.search(_BLANK.split(head.lstrip(), maxsplit=1)[0])
        return Origin(file, f"mail {_text(found[1])}" if found else "")
    if kind in ("html", "mhtml"):
        for pattern in _ADDRESSES:
            if found := pattern.search(head):
                return Origin(file, f"page {_text(found[1]).partition('#')[0]}")
    return Origin(file)


def _text(found: bytes) -> str:
    return found.decode("utf-8", "replace")[:_MOST]

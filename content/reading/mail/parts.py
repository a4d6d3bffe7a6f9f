"""A message and its parts, as the standard library reads them, with limits. Pure."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage

from content.errors import BadInput

_MOST_PARTS = 500
_MOST_DEPTH = 20
# Lines that begin as the borders of parts do, asked before parts are made of them.
_MOST_BORDERS = 5_000


def message_of(data: bytes) -> EmailMessage:
    """The message; BadInput when it has too many parts."""
    if data.count(b"\n--") > _MOST_BORDERS:
        raise _crowded()
    if data.startswith(b"From "):  # the line before a message in a mailbox
        data = data.partition(b"\n")[2]
    try:
        message = email.message_from_bytes(
            data.removeprefix(b"\xef\xbb\xbf"), policy=policy.default
        )
    except (ValueError, LookupError, RecursionError):
        raise broken() from None
    if sum(1 for _ in leaves(message)) > _MOST_PARTS:
        raise _crowded()
    return message


def _crowded() -> BadInput:
    return BadInput(f"thư có hơn {_MOST_PARTS} phần; hãy lưu riêng từng tệp kèm.")


def broken() -> BadInput:
    """The refusal of a message that cannot be read."""
    return BadInput("thư bị hỏng, không đọc được; hãy lưu lại thư từ hộp thư hoặc in ra PDF.")


def leaves(message: EmailMessage, depth: int = 0) -> Iterator[EmailMessage]:
    """The parts that hold something, in order; a message inside a message is one of them."""
    if message.get_content_maintype() != "multipart" or depth > _MOST_DEPTH:
        yield message
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from leaves(part, depth + 1)


def content_of(part: EmailMessage) -> bytes:
    """The bytes of a part; empty when it is broken."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def charset_of(part: EmailMessage) -> str:
    """The encoding a part declares; "" when it declares none."""
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError):
        return ""


def header(message: EmailMessage, name: str) -> str:
    """A header on one line; "" when it is missing or broken."""
    try:
        value = message[name]
    except (ValueError, LookupError, IndexError, TypeError):
        return ""
    return re.sub(r"\s+", " ", str(value or "")).strip()


def file_name(part: EmailMessage) -> str:
    """The name that a part gives its file, without any folder; "" when it gives none."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    return re.sub(r"[\x00-\x1f/\\:*?\"<>|]+", "-", name.replace("\\", "/").rsplit("/", 1)[-1])[:150]

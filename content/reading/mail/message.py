"""E-mail as a text with the files it carries. Who wrote to whom is left out: that is theirs. Pure.

Nothing in a message is fetched or run; what it shows from elsewhere counts as left out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import PurePosixPath

from content.errors import BadInput
from content.escaping import escape, open_safely
from content.letters.result import Letters, Wish
from content.reading.mail.parts import (
    charset_of,
    content_of,
    file_name,
    header,
    leaves,
    message_of,
)
from content.reading.result import Enclosed, Note, Picture, Reading
from content.reading.web.decoding import text_of
from content.reading.web.document import read_page

_MOST_FILES = 100
_MOST_BYTES = 100 * 2**20
_VIETNAM = dt.timezone(dt.timedelta(hours=7))
_NO_WORDS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "text/calendar",
                       "application/x-pkcs7-signature"})  # fmt: skip
_ENDINGS = {
    "application/pdf": ".pdf", "message/rfc822": ".eml", "image/jpeg": ".jpg", "image/png": ".png",
    "text/plain": ".txt", "text/html": ".html", "application/msword": ".doc",
}  # fmt: skip
# Lines that hold nothing but who wrote to whom, in the mail programs that offices use.
_PEOPLE = re.compile(
    r"^\W*(?:(?:from|to|cc|bcc|reply-to|sender|từ|người gửi|đến|tới|người nhận)\s*:.*@.*"
    r"|(?:on|vào)\b.{5,200}(?:wrote|đã viết)\s*:?\W*)$",
    re.IGNORECASE,
)
_PARTIES = ("From", "To", "Cc", "Bcc", "Reply-To", "Sender")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(slots=True)
class _Found:
    """What the parts of a message come to."""

    plain: EmailMessage | None = None
    page: EmailMessage | None = None
    pictures: dict[str, bytes] = field(default_factory=dict)
    files: list[Enclosed] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read(data: bytes, wish: Wish) -> Reading:
    """A message as Markdown with its attachments as files inside; BadInput for an empty one."""
    message = message_of(data)
    if message.get_content_type() in ("application/pkcs7-mime", "multipart/encrypted"):
        raise BadInput("thư đã mã hóa nên không đọc được; hãy mở thư rồi lưu lại không mã hóa.")
    found = _parts(message)
    body, notes, pictures, met = _body(found, wish)
    body, people = _without_people(body, message)
    title = escape(header(message, "Subject"))
    head = [f"# {title}"] if title else []
    day = _day(message)
    if day:
        head.append(f"Thư ngày {day}")
    if not (body.strip() or title or found.files):
        raise BadInput("thư không có chữ và không có tệp kèm; hãy kiểm tra lại.")
    return Reading(
        "\n\n".join([*head, body]).strip(),
        "message/rfc822",
        "eml",
        (*notes, *_on_people(message, people), *found.notes, *_on_files(found.files)),
        pictures=pictures,
        enclosed=tuple(found.files),
        letters=met,
    )


# ---- the words ----------------------------------------------------------------------------------


def _body(
    found: _Found, wish: Wish
) -> tuple[str, tuple[Note, ...], tuple[Picture, ...], tuple[Letters, ...]]:
    """The page of a message where it has one, for its tables and headings; else its plain text."""
    if found.page is not None:
        text, met = text_of(content_of(found.page), wish, charset_of(found.page))
        try:
            read = read_page(text, wish, met=met, pictures=found.pictures, whole=True)
            return read.text, read.notes, read.pictures, read.letters
        except BadInput:
            pass  # a page without words; the plain text may have some
    if found.plain is not None:
        text, met = text_of(content_of(found.plain), wish, charset_of(found.plain))
        return _plain(text), (), (), met
    return "", (), (), ()


def _plain(text: str) -> str:
    """Plain text as Markdown that shows it as it stands, quoted lines as quotations."""
    out = []
    for line in text.replace("\r\n", "\n").split("\n"):
        quoted = re.match(r"^((?:>\s?)+)(.*)$", line)
        if quoted:
            out.append(f"> {escape(quoted[2].strip())}")
        else:
            out.append(_line(line.strip()))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()


def _line(line: str) -> str:
    return line if re.match(r"^[-+*]\s", line) else open_safely(escape(line))


# ---- people -------------------------------------------------------------------------------------


def _without_people(text: str, message: EmailMessage) -> tuple[str, int]:
    """The text without lines that only say who wrote to whom, and how many places it lost.

    Addresses of those who wrote or received it go, too; others are part of what is said.
    """
    lines = text.split("\n")
    kept = [line for line in lines if not _PEOPLE.match(line)]
    theirs = {a for name in _PARTIES for a in _ADDRESS.findall(header(message, name).lower())}
    lost = 0

    def bare(match: re.Match[str]) -> str:
        nonlocal lost
        if match[0].lower() not in theirs:
            return match[0]
        lost += 1
        return "(địa chỉ thư)"

    told = _ADDRESS.sub(bare, "\n".join(kept))
    return told, len(lines) - len(kept) + lost


def _on_people(message: EmailMessage, found: int) -> tuple[Note, ...]:
    """People's names and addresses are theirs: of the header nothing is taken over."""
    if not (found or any(header(message, name) for name in _PARTIES)):
        return ()
    more = f", {found} chỗ trong thân thư" if found else ""
    sentence = f"Bỏ tên và địa chỉ của người gửi, người nhận (ở đầu thư{more})."
    return (Note("dropped", sentence),)


def _day(message: EmailMessage) -> str:
    try:
        when = message["Date"].datetime
        return when.astimezone(_VIETNAM).strftime("%d/%m/%Y") if when else ""
    except (AttributeError, ValueError, LookupError, TypeError, OverflowError):
        return ""


# ---- the parts ----------------------------------------------------------------------------------


def _parts(message: EmailMessage) -> _Found:
    found = _Found()
    for part in leaves(message):
        kind = part.get_content_type()
        attached = part.get_content_disposition() == "attachment" or bool(file_name(part))
        if kind == "text/plain" and not attached and found.plain is None:
            found.plain = part
        elif kind == "text/html" and not attached and found.page is None:
            found.page = part
        elif kind.startswith("image/") and header(part, "Content-ID"):
            found.pictures[f"cid:{header(part, 'Content-ID').strip('<> ')}"] = content_of(part)
        else:
            _attach(part, kind, found)
    return found


def _attach(part: EmailMessage, kind: str, found: _Found) -> None:
    """Take a part over as a file, or say why not."""
    name = file_name(part) or f"tep-kem-{len(found.files) + 1}{_ENDINGS.get(kind, '')}"
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        found.notes.append(
            Note(
                "refused",
                "Tệp kèm nằm trong winmail.dat của Outlook nên không lấy ra được; "
                "hãy nhờ người gửi gửi lại ở dạng HTML, hoặc lưu riêng từng tệp kèm.",
            )
        )
        return
    if kind in _NO_WORDS:
        found.notes.append(Note("dropped", f"Bỏ phần “{name}” của thư (chữ ký số, lịch hẹn)."))
        return
    data = _inner_message(part) if kind == "message/rfc822" else content_of(part)
    if kind == "message/rfc822" and not name.lower().endswith(".eml"):
        name = f"{PurePosixPath(name).stem}.eml"
    size = sum(len(file.data) for file in found.files)
    if len(found.files) >= _MOST_FILES or size + len(data) > _MOST_BYTES:
        found.notes.append(Note("refused", f"Bỏ tệp kèm “{name}”: thư có quá nhiều tệp kèm."))
        return
    if not data:
        found.notes.append(Note("refused", f"Tệp kèm “{name}” rỗng hoặc hỏng; hãy gửi lại thư."))
        return
    found.files.append(Enclosed(_unique(name, found.files), data))


def _inner_message(part: EmailMessage) -> bytes:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    return inner.as_bytes() if isinstance(inner, EmailMessage) else b""


def _unique(name: str, files: list[Enclosed]) -> str:
    taken = {file.name for file in files}
    path, number, wanted = PurePosixPath(name), 2, name
    while wanted in taken:
        wanted = f"{path.stem} ({number}){path.suffix}"
        number += 1
    return wanted


def _on_files(files: list[Enclosed]) -> tuple[Note, ...]:
    if not files:
        return ()
    names = ", ".join(f"“{file.name}”" for file in files[:5])
    more = f" và {len(files) - 5} tệp khác" if len(files) > 5 else ""
    return (Note("read", f"Thư có {len(files)} tệp kèm, mỗi tệp đọc riêng: {names}{more}."),)

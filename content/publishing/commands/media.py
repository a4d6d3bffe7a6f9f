"""Media: files that people bring; kept under their hash, offered under a safe name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from content import files, trail
from content.errors import BadInput
from content.files import StoredFile
from content.publishing import file_types, lengths, pictures
from content.publishing.commands import adopting
from content.reading import reader
from content.transactions import one_commit
from content.vietnamese import tidy

_MOST_TEXT = 2_000_000  # characters of a file's text that search may see


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file looked at and, if a picture, encoded anew; nothing of it is kept yet.

    name: the safe one. pages, seconds: where its kind has them.
    """

    name: str
    data: bytes
    media_type: str
    text: str = ""
    pages: int | None = None
    seconds: int | None = None


def attach_upload(name: str, data: bytes, actor_id: int | None = None) -> tuple[str, StoredFile]:
    """Keep an uploaded file; commits. The safe file name and the row, for `AttachmentFields`.

    BadInput, one sentence, for a type that is not kept, active content, or a false name.
    """
    prepared = prepare(name, data)
    with one_commit():
        file_name, row = keep(prepared, actor_id=actor_id)
        _refuse_replaced(row)
        detail = {"name": file_name, "sha256": row.sha256}
        trail.write("file.kept", "file", row.id, actor_id=actor_id, detail=detail)
    return file_name, row


def take_in(name: str, data: bytes, *, with_text: bool = True) -> tuple[str, StoredFile]:
    """As `attach_upload`, in the running transaction; what `prepare` and `keep` do, at once."""
    return keep(prepare(name, data, with_text=with_text))


def prepare(name: str, data: bytes, *, with_text: bool = True) -> Prepared:
    """Do the long part of the work, and nothing in the database: others may write meanwhile.

    BadInput as `attach_upload`. with_text: also read the text of a PDF, DOCX, TXT or MD, so that
    search finds it; leave it out for the original of an item whose body already is that text.
    """
    if not data:
        raise BadInput("Tệp trống; hãy chọn lại tệp.")
    if len(data) > files.MOST_BYTES:
        raise BadInput(f"Tệp lớn hơn {files.MOST_BYTES // 2**20} MB; hãy chia nhỏ hoặc nén lại.")
    kind = file_types.decide(name, data)
    if kind.is_picture:
        data = pictures.encode_anew(data, kind.ending)
    file_name = file_types.safe_name(name, kind.ending)
    text, pages = _text_of(file_name, data) if with_text else ("", None)
    pages = pages or lengths.pages(kind.ending, data)
    seconds = lengths.seconds(kind.ending, data)
    return Prepared(file_name, data, kind.media_type, text, pages, seconds)


def safe(name: str) -> str:
    """The name that a file is offered under, whatever name it came with."""
    return file_types.safe_name(name, PurePosixPath(name).suffix.lower())


def keep(prepared: Prepared, *, actor_id: int | None = None) -> tuple[str, StoredFile]:
    """Keep a prepared file in the running transaction: its safe name and the row.

    The library gets an asset for it, unless it has one.
    """
    row = stored(prepared)
    adopting.adopt(row, prepared.name, actor_id=actor_id)
    return prepared.name, row


def stored(prepared: Prepared) -> StoredFile:
    """Keep the content of a prepared file alone; the caller gives it its place in the library."""
    text, pages = prepared.text, prepared.pages
    row = files.add(prepared.data, prepared.media_type, pages=pages, text=text)
    if row.seconds is None:
        row.seconds = prepared.seconds
    if text and not row.text:
        row.text, row.pages = text, pages
    return row


def _refuse_replaced(row: StoredFile) -> None:
    asset = adopting.asset_of(row)
    if asset is not None and asset.file_id != row.id:
        raise BadInput(
            f"Tệp này là bản cũ đã được thay của “{asset.shown_title}”; hãy mở tệp đó trong Thư "
            "viện tệp để dùng bản mới, hoặc dùng lại bản cũ."
        )


def _text_of(file_name: str, data: bytes) -> tuple[str, int | None]:
    """The text of a file and the pages of a PDF; nothing where it cannot be read as text."""
    ending = PurePosixPath(file_name).suffix
    if ending not in (".pdf", ".docx", ".txt", ".md"):
        return "", None
    try:
        read = reader.read_file(file_name, data)
    except BadInput:
        return "", None  # a scan or a locked file is kept all the same
    return tidy(read.text)[:_MOST_TEXT], read.pages if ending == ".pdf" else None

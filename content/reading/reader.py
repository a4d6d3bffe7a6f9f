"""Files into text, told apart by their content; all but plain text in a process of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from content.errors import BadInput
from content.reading.apart import read_apart
from content.reading.archives import ZIP_FAULTS
from content.reading.result import Reading, Wish
from content.vietnamese import decode_bytes

_KINDS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".docx": "docx",
    ".pdf": "pdf",
}
_MEDIA_TYPES = {
    "text": "text/plain",
    "markdown": "text/markdown",
}
# What a file's first bytes say it is, as a person calls it.
_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tệp Office đời cũ (.doc, .xls)"),
    (b"\x89PNG\r\n", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"II*\x00", "ảnh TIFF"),
    (b"MM\x00*", "ảnh TIFF"),
    (b"RIFF", "tệp ảnh hoặc âm thanh"),
    (b"{\\rtf", "tệp RTF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén GZIP"),
    (b"MZ", "chương trình Windows"),
    (b"\x7fELF", "chương trình"),
)
_NAMES = {"text": "văn bản thuần", "docx": "tệp Word (.docx)", "pdf": "tệp PDF"}


def read_file(name: str, data: bytes, wish: Wish | None = None) -> Reading:
    """Read a file; BadInput (one sentence that names it) when it is empty, broken or another thing.

    What a file is, its content decides; it must agree with the ending of its name.
    """
    shown = PurePosixPath(name.replace("\\", "/")).name or name
    suffix = PurePosixPath(name.lower()).suffix
    kind = _KINDS.get(suffix)
    if kind is None:
        raise BadInput(f"“{shown}”: chỉ nạp được tệp .md, .txt, .docx, .pdf hoặc .zip của chúng.")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        raise BadInput(f"“{shown}” là tệp rỗng; hãy kiểm tra lại tệp rồi nạp lại.")
    found = what_is(data)
    if found != ("text" if kind == "markdown" else kind):
        really = _NAMES.get(found, found)
        raise BadInput(f"“{shown}” mang đuôi {suffix} nhưng nội dung là {really}; hãy lưu lại.")
    try:
        return _read(kind, data, wish or Wish())
    except BadInput as error:
        raise BadInput(f"“{shown}”: {error.message}") from None


def what_is(data: bytes) -> str:
    """ "text", "docx", "pdf", or a Vietnamese name of what else the bytes are."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:2] == b"PK":
        return _zip_kind(data)
    for signature, meaning in _SIGNATURES:
        if data.startswith(signature):
            # "MZ" and "RIFF" may begin a text, too; a program or a sound holds zero bytes.
            return meaning if b"\x00" in data[:4096] or not signature.isalnum() else "text"
    return "text"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except ZIP_FAULTS:
        return "docx" if b"word/" in data else "tệp nén ZIP bị hỏng"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "bảng tính Excel (.xlsx)"
    return "tệp nén ZIP"


def _read(kind: str, data: bytes, wish: Wish) -> Reading:
    if kind in ("text", "markdown"):
        return Reading(decode_bytes(data), _MEDIA_TYPES[kind], kind)
    return read_apart(kind, data, wish)

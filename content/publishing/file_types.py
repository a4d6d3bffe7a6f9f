"""What an uploaded file is: told by its content, held against its name; active content is refused.

Pure: bytes in, a media type and the right ending out.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from content.errors import BadInput
from content.publishing import active_content
from content.reading import compound, kinds
from content.vietnamese import slugify

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES: dict[str, str] = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".rtf": "application/rtf",
    ".odt": f"{_OPEN}text",
    ".ods": f"{_OPEN}spreadsheet",
    ".odp": f"{_OPEN}presentation",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".md": "text/markdown",
}
_SAME_ENDING = {
    ".jpeg": ".jpg",
    ".jpe": ".jpg",
    ".text": ".txt",
    ".markdown": ".md",
    ".m4v": ".mp4",
    ".tiff": ".tif",
    ".dot": ".doc",
}
# Every ending that a file may come with and be kept.
ENDINGS = frozenset({*TYPES, *_SAME_ENDING})
# Endings that people mix up; a file is kept under the one its content speaks for.
_FAMILIES = (
    frozenset({".jpg", ".png", ".webp", ".gif", ".tif"}),
    frozenset({".docx", ".doc", ".rtf", ".odt"}),
    frozenset({".xlsx", ".xls", ".ods"}),
    frozenset({".pptx", ".ppt", ".odp"}),
)
_PICTURES = frozenset({".jpg", ".png", ".webp", ".gif"})
_TEXTS = frozenset({".txt", ".csv", ".md"})
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"II*\x00", ".tif"),
    (b"MM\x00*", ".tif"),
    (b"{\\rtf", ".rtf"),
    (b"ID3", ".mp3"),
)
_OLD = ("doc", "xls", "ppt")
_DECLARED = {TYPES[ending]: ending for ending in (".epub", ".odt", ".ods", ".odp")}
_ZIP_PARTS = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/", ".pptx"))
_NOT_VIDEO = {b"heic", b"heix", b"hevc", b"mif1", b"avif", b"msf1"}
_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_HERTZ = (44_100, 48_000, 32_000)


@dataclass(frozen=True, slots=True)
class FileType:
    """A type that is kept: the media type, the ending, and whether it is a picture."""

    media_type: str
    ending: str

    @property
    def is_picture(self) -> bool:
        """Whether it is to be encoded anew."""
        return self.ending in _PICTURES


def decide(name: str, data: bytes) -> FileType:
    """The type of a file that may be kept. BadInput says why another may not."""
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    ending = _SAME_ENDING.get(ending, ending)
    if ending not in TYPES:
        raise BadInput(
            f"Không nhận tệp “{_shown(name)}”; chỉ nhận PDF, DOCX, XLSX, PPTX (và bản đời cũ, "
            "RTF, ODT, ODS, ODP), EPUB, ZIP, MP3, MP4, JPG, PNG, WEBP, GIF, TIFF, TXT, CSV."
        )
    if active_content.is_crowded(data):
        raise BadInput(f"“{_shown(name)}” có quá nhiều tệp bên trong; hãy chia nhỏ rồi tải lên.")
    found = _by_content(data, ending)
    if found != ending and any({found, ending} <= family for family in _FAMILIES):
        ending = found
    if found != ending:
        raise BadInput(
            f"Nội dung của “{_shown(name)}” không phải {ending[1:].upper()}; "
            "hãy kiểm tra tệp rồi tải lại đúng tệp."
        )
    fault = active_content.fault_of(ending, data)
    if fault:
        raise BadInput(f"“{_shown(name)}” {fault}")
    return FileType(TYPES[ending], ending)


def may_keep(name: str, data: bytes) -> FileType | None:
    """As `decide`, for whoever reads a file whether or not it may be kept; None: not kept."""
    try:
        return decide(name, data)
    except BadInput:
        return None


def safe_name(name: str, ending: str) -> str:
    """An ASCII name for a folder or an address: "Kế hoạch số 1.PDF" → "ke-hoach-so-1.pdf"."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    slug = slugify(last.rpartition(".")[0] or last.lstrip("."), 100) or "tep"
    # Names of devices open no file on Windows, where packages are unpacked too.
    if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug):
        slug = f"tep-{slug}"
    return f"{slug}{ending}"


def _shown(name: str) -> str:
    return " ".join(name.split())[-80:]


def _by_content(data: bytes, claimed: str) -> str:
    """The ending that the content speaks for; "" when nothing known does."""
    for signature, ending in _SIGNATURES:
        if data.startswith(signature):
            return ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return ".webp"
    if data[4:8] == b"ftyp":
        return "" if data[8:12] in _NOT_VIDEO else ".mp4"
    if data.startswith((b"PK\x03\x04", compound.SIGNATURE)):
        return _of_package(data)
    if claimed == ".mp3" and _is_mpeg_audio(data):
        return ".mp3"
    if claimed in _TEXTS and _is_text(data):
        return claimed
    return ""


def _is_mpeg_audio(data: bytes) -> bool:
    """Whether MPEG audio frames without a tag begin here: at least two, one behind the other."""
    length = _frame_length(data[:4])
    return length > 0 and _frame_length(data[length : length + 4]) > 0


def _frame_length(header: bytes) -> int:
    """Bytes of the MPEG-1 layer III frame of this header (ISO 11172-3, 2.4.2.3); 0 for none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xFE != 0xFA:
        return 0
    rate, sampling = header[2] >> 4, header[2] >> 2 & 3
    if rate in (0, 15) or sampling == 3:
        return 0
    return 144_000 * _KBITS[rate] // _HERTZ[sampling] + (header[2] >> 1 & 1)


def _is_text(data: bytes) -> bool:
    return b"\x00" not in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _of_package(data: bytes) -> str:
    if data.startswith(compound.SIGNATURE):
        kind = kinds.what_is(data)
        return f".{kind}" if kind in _OLD else ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                return _DECLARED.get(archive.read("mimetype").decode("latin-1").strip(), "")
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return ""
    for part, ending in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return ending
    return ".zip"

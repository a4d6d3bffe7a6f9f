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
from content.vietnamese import slugify

_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, str] = {
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}wordprocessingml.document",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}presentationml.presentation",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
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
}
_PICTURES = frozenset({".jpg", ".png", ".webp", ".gif"})
_TEXTS = frozenset({".txt", ".csv", ".md"})
_LEGACY = frozenset({".doc", ".xls", ".ppt", ".rtf", ".odt", ".ods", ".odp"})
_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF87a", ".gif"),
    (b"GIF89a", ".gif"),
    (b"ID3", ".mp3"),
)
_ZIP_PARTS = (("word/document.xml", ".docx"), ("xl/workbook.xml", ".xlsx"), ("ppt/", ".pptx"))
# What a browser or an office program would run.
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|script|svg|iframe|body|head|object|embed|\?xml|\?php)", re.IGNORECASE
)
_PAGE = re.compile(rb"<\s*(?:html|script|svg|iframe|body)\b", re.IGNORECASE)
_PDF_STREAM = re.compile(rb"\bstream\r?\n.*?\bendstream\b", re.DOTALL)
_PDF_ACTION = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = (
    "exe dll js mjs vbs wsf bat cmd scr com msi ps1 jar apk html htm xhtml svg hta lnk php"
).replace(" ", "|")
_MACROS = re.compile(rf"(?i)vbaproject\.bin|/activex/|\.(?:{_RUNS})\Z")
_NOT_VIDEO = {b"heic", b"heix", b"hevc", b"mif1", b"avif", b"msf1"}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_HERTZ = (44_100, 48_000, 32_000)
_MOST_ENTRIES = 10_000
_MOST_UNPACKED = 1024 * 1024 * 1024
_MOST_RATIO = 200


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
    if ending in _LEGACY:
        raise BadInput(
            f"“{_shown(name)}” là định dạng cũ; "
            "hãy lưu lại thành DOCX, XLSX, PPTX hoặc PDF rồi tải lên."
        )
    if ending not in TYPES:
        raise BadInput(
            f"Không nhận tệp “{_shown(name)}”; chỉ nhận PDF, DOCX, XLSX, PPTX, EPUB, ZIP, "
            "MP3, MP4, JPG, PNG, WEBP, GIF, TXT, CSV."
        )
    found = _by_content(data, ending)
    if found != ending:
        raise BadInput(
            f"Nội dung của “{_shown(name)}” không phải {ending[1:].upper()}; "
            "hãy kiểm tra tệp rồi tải lại đúng tệp."
        )
    _refuse_active(name, data, ending)
    return FileType(TYPES[ending], ending)


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
    if data.startswith(b"PK\x03\x04"):
        return _of_zip(data)
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


def _of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 100:
                return ".epub" if archive.read("mimetype") == b"application/epub+zip" else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError):
        return ""
    for part, ending in _ZIP_PARTS:
        if any(name.startswith(part) for name in names):
            return ending
    return ".zip"


# ---- active content -----------------------------------------------------------------------------


def _refuse_active(name: str, data: bytes, ending: str) -> None:
    if ending in _TEXTS:
        head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        if _MARKUP.match(head) or head.startswith(_PROGRAMS):
            raise _active(name)
    elif ending == ".pdf":
        if _PDF_ACTION.search(_pdf_names(_PDF_STREAM.sub(b"", data))) or _PAGE.search(data[:1024]):
            raise _active(name)
    elif data.startswith(b"PK\x03\x04"):
        _refuse_archive(name, data, ending)


def _pdf_names(data: bytes) -> bytes:
    """A PDF with the escapes in its names resolved: "/J#61vaScript" is "/JavaScript"."""
    return _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


def _refuse_archive(name: str, data: bytes, ending: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swollen = unpacked > 10_000_000 and unpacked / packed > _MOST_RATIO
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or swollen:
        raise BadInput(f"“{_shown(name)}” bung ra quá lớn; hãy chia nhỏ rồi tải lên.")
    if any(_leads_out(entry) for entry in entries):
        raise BadInput(f"“{_shown(name)}” chứa đường dẫn ra ngoài; hãy nén lại từ đầu.")
    # An e-book is made of pages; its reader runs no scripts, and it is only ever downloaded.
    if ending != ".epub" and any(_MACROS.search(entry.filename) for entry in entries):
        raise _active(name)


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return linked or path.startswith("/") or ":" in path[:3] or ".." in path.split("/")


def _active(name: str) -> BadInput:
    return BadInput(
        f"“{_shown(name)}” chứa mã chạy được (script, macro hoặc trang web); "
        "hãy lưu lại thành tệp thường rồi tải lên."
    )

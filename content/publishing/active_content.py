"""What a file could run, fetch or open by itself: macros, scripts, packages, other formats inside.

Pure. A file with any of it may be read for its words, but is not kept and offered to readers.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from content.reading import compound
from content.reading.archives import ZIP_FAULTS

_TEXTS = frozenset({".txt", ".csv", ".md"})
_OLD = frozenset({".doc", ".xls", ".ppt"})
# What a browser or an office program would run.
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|script|svg|iframe|body|head|object|embed|\?xml|\?php)", re.IGNORECASE
)
_PAGE = re.compile(rb"<\s*(?:html|script|svg|iframe|body)\b", re.IGNORECASE)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
# A PDF's streams begin and end so; what is no picture or font in them is objects, packed.
_PDF_STREAM = re.compile(rb"\bstream\r?\n")
_PDF_END = b"endstream"
_PDF_ACTION = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_PDF_HEAD = 400  # bytes before a stream that hold what is said of it
_MOST_OBJECTS = 32 * 2**20  # bytes of packed objects that are looked at
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_RUNS = (
    "exe dll js mjs vbs wsf bat cmd scr com msi ps1 jar apk html htm xhtml svg hta lnk php"
).replace(" ", "|")
_MACROS = re.compile(
    rf"(?i)vbaproject\.bin|/activex/|/macrosheets/|^(?:basic|scripts)/|\.(?:{_RUNS})\Z"
)
# A template from elsewhere is fetched when the document opens, and its macros with it.
_TEMPLATE_PART = "word/_rels/settings.xml.rels"
_TAG = re.compile(rb"<[^<>]*>")
_ELSEWHERE = re.compile(
    rb"\bTarget\s*=\s*[\"']\s*(?:https?:|ftp:|(?:file:/*)?\\\\|file://[^/])", re.IGNORECASE
)
# Objects, controls and outside templates of RTF, and fields that start programs.
_RTF = re.compile(
    rb"\\obj(?:ect|data|ocx|emb|link|autlink|html|attph|class|update)\b"
    rb"|\\\*\s*\\template[{\s]*(?:https?:|\\\\)|fldinst[^}]{0,200}\bDDE(?:AUTO)?\b",
    re.IGNORECASE,
)
# Storages and streams of macros, and of files of any kind packed into a document.
_OLD_MACROS = frozenset({"_vba_project", "_vba_project_cur", "vba", "macros", "\x01ole10native"})
_PPT_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}(.{4})", re.DOTALL)
_SHEET, _SHEET_MACROS = 0x85, frozenset({1, 6})  # BIFF: BOUNDSHEET, and its kinds that run
_GLOBALS = 400_000  # bytes of a workbook in which its sheets are named
_MOST_ENTRIES = 10_000
_MOST_UNPACKED = 1024 * 1024 * 1024
_MOST_RATIO = 200
_GPS = 34_853  # the tag of TIFF under which a camera writes where it was

_RUNNABLE = (
    "chứa mã chạy được (script, macro hoặc trang web); hãy lưu lại thành tệp thường rồi tải lên."
)


def is_crowded(data: bytes) -> bool:
    """Whether an archive names more files than are looked at; asked before it is opened."""
    return data.startswith(b"PK") and data.count(b"PK\x01\x02") > 2 * _MOST_ENTRIES


def fault_of(ending: str, data: bytes) -> str:
    """Why a file of this type must not be kept, as the end of a sentence; "" when it may be."""
    if ending in _TEXTS:
        head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        active = bool(_MARKUP.match(head)) or head.startswith(_PROGRAMS)
    elif ending == ".pdf":
        active = bool(_PAGE.search(data[:1024])) or any(
            _PDF_ACTION.search(_pdf_names(words)) for words in _pdf_words(data)
        )
    elif ending == ".rtf":
        active = bool(_RTF.search(data))
    elif ending in _OLD:
        active = _is_active_old(ending, data)
    elif ending == ".tif" and _has_place(data):
        return "mang theo vị trí chụp (GPS); hãy lưu lại thành JPG hoặc PDF rồi tải lên."
    else:
        return _archive_fault(ending, data) if data.startswith(b"PK\x03\x04") else ""
    return _RUNNABLE if active else ""


def _pdf_words(data: bytes) -> Iterator[bytes]:
    """What a PDF says of itself: all but its streams, and those of them that pack objects.

    Each byte is looked at once, whatever the file names a stream.
    """
    at, left = 0, _MOST_OBJECTS
    while (end := data.find(_PDF_END, at)) >= 0:
        start = _PDF_STREAM.search(data, at, end)
        outside = data[at : start.start() if start else end]
        yield outside
        if start and left > 0 and b"/ObjStm" in _pdf_names(outside[-_PDF_HEAD:]):
            inside = _unpacked(data[start.end() : end], left)
            left -= len(inside)
            yield inside
        at = end + len(_PDF_END)
    yield data[at:]


def _unpacked(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, most)
    except zlib.error:
        return data  # not packed, or locked: then nothing is found in it


def _pdf_names(data: bytes) -> bytes:
    """A PDF with the escapes in its names resolved: "/J#61vaScript" is "/JavaScript"."""
    return _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), data)


# ---- Word, Excel and PowerPoint of old ----------------------------------------------------------


def _is_active_old(ending: str, data: bytes) -> bool:
    file = compound.read(data)
    if {name.lower() for name in file.names} & _OLD_MACROS:
        return True
    if ending == ".ppt":  # it packs its macros into its one stream, and only says that they exist
        return any(any(match[1]) for match in _PPT_MACROS.finditer(data))
    if ending == ".xls":
        stream = "Workbook" if "Workbook" in file.names else "Book"
        return any(kind in _SHEET_MACROS for kind in _sheets(file.beginning(stream, _GLOBALS)))
    return False


def _sheets(globals_: bytes) -> Iterator[int]:
    """The kinds of the sheets that a workbook names."""
    at = 0
    while at + 4 <= len(globals_):
        record, length = struct.unpack_from("<HH", globals_, at)
        if record == _SHEET and length >= 6 and at + 10 <= len(globals_):
            yield globals_[at + 9] & 0x0F
        if record == 0x0A:  # the end of what is said of the whole workbook
            return
        at += 4 + length


# ---- packed files -------------------------------------------------------------------------------


def _archive_fault(ending: str, data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        outside = ending == ".docx" and _has_outside_template(archive)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    swollen = unpacked > 10_000_000 and unpacked / packed > _MOST_RATIO
    if len(entries) > _MOST_ENTRIES or unpacked > _MOST_UNPACKED or swollen:
        return "bung ra quá lớn; hãy chia nhỏ rồi tải lên."
    if any(_leads_out(entry) for entry in entries):
        return "chứa đường dẫn ra ngoài; hãy nén lại từ đầu."
    # An e-book is made of pages; its reader runs no scripts, and it is only ever downloaded.
    active = ending != ".epub" and any(_MACROS.search(entry.filename) for entry in entries)
    return _RUNNABLE if active or outside else ""


def _has_outside_template(archive: zipfile.ZipFile) -> bool:
    try:
        with archive.open(_TEMPLATE_PART) as part:
            tags = _TAG.findall(part.read(1_000_000))
    except KeyError:
        return False
    except ZIP_FAULTS:
        return True  # what cannot be looked at is not offered
    return any(b"attachedtemplate" in tag.lower() and _ELSEWHERE.search(tag) for tag in tags)


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    return linked or path.startswith("/") or ":" in path[:3] or ".." in path.split("/")


# ---- pictures -----------------------------------------------------------------------------------


def _has_place(data: bytes) -> bool:
    """Whether a page of a TIFF says where it was taken."""
    order = "<" if data[:2] == b"II" else ">"
    seen: set[int] = set()
    try:
        at = struct.unpack_from(f"{order}I", data, 4)[0]
        while at and at not in seen:
            seen.add(at)
            count = struct.unpack_from(f"{order}H", data, at)[0]
            tags = struct.unpack_from(f"{order}" + "H10x" * count, data, at + 2)
            if _GPS in tags:
                return True
            at = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)[0]
    except struct.error:
        return False  # broken: its reader says so
    return False

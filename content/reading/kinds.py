"""What bytes are, told by their content; the endings that may be loaded, in one place. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from content.reading import compound
from content.reading.archives import ZIP_FAULTS

TEXT_ENDINGS = (".md", ".markdown", ".txt")
WORD_ENDINGS = (".docx", ".doc", ".docm", ".dotx", ".dot", ".rtf", ".odt", ".ott")
SHEET_ENDINGS = (".xlsx", ".xls", ".xlsm", ".ods")
SLIDE_ENDINGS = (".pptx", ".ppt", ".pptm", ".ppsx", ".pps", ".odp")
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
WEB_ENDINGS = (".html", ".htm", ".xhtml")
# Every ending that may be loaded as one file; ".zip" stands for the files inside it.
ENDINGS: tuple[str, ...] = (
    *TEXT_ENDINGS, *WORD_ENDINGS, ".pdf", *PICTURE_ENDINGS, *SHEET_ENDINGS, *SLIDE_ENDINGS,
    *WEB_ENDINGS, ".mht", ".mhtml", ".eml", ".xml",
)  # fmt: skip
# As a person would name them, in the sentence that refuses another.
LOADABLE = (
    "văn bản Word (.docx, .doc, .rtf, .odt), PDF, chữ thuần (.txt, .md), ảnh chụp trang giấy "
    "(.jpg, .png, .tif, .webp), bảng tính (.xlsx, .xls, .ods), trang chiếu (.pptx, .ppt, .odp), "
    "trang web (.html, .mht), thư (.eml) hoặc .zip của chúng"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    title: as a person calls it. own: the endings that are truly its own. also: endings of the same
    family, under which it is read all the same and said so. media_type: "" where it is not read.
    advice: what to do with a file that is not read.
    """

    title: str
    own: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    media_type: str = ""
    advice: str = ""


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_LOOK = "hãy kiểm tra lại nguồn gốc của tệp."
_UNPACK = "hãy giải nén rồi nạp từng tệp, hoặc nén lại thành ZIP."
_AS_JPG = "hãy lưu lại thành ảnh JPG hoặc PNG."
KINDS: dict[str, Kind] = {
    "text": Kind("văn bản thuần", (".txt", ".md", ".markdown"), (), "text/plain"),
    "docx": Kind(
        "tệp Word (.docx)", (".docx", ".docm", ".dotx"), WORD_ENDINGS,
        f"{_OOXML}wordprocessingml.document",
    ),
    "doc": Kind("tệp Word đời cũ (.doc)", (".doc", ".dot"), WORD_ENDINGS, "application/msword"),
    "rtf": Kind("tệp RTF", (".rtf",), WORD_ENDINGS, "application/rtf"),
    "odt": Kind("văn bản OpenDocument (.odt)", (".odt", ".ott"), WORD_ENDINGS, f"{_ODF}text"),
    "wordml": Kind("tệp Word XML", (".xml",), (".doc",), "application/xml"),
    "pdf": Kind("tệp PDF", (".pdf",), (), "application/pdf"),
    "html": Kind("trang web (HTML)", WEB_ENDINGS, (".doc", ".xls"), "text/html"),
    "mhtml": Kind("trang web một tệp (.mht)", (".mht", ".mhtml"), (".doc",), "multipart/related"),
    "eml": Kind("thư điện tử (.eml)", (".eml",), (), "message/rfc822"),
    "xlsx": Kind(
        "bảng tính Excel (.xlsx)", (".xlsx", ".xlsm"), SHEET_ENDINGS,
        f"{_OOXML}spreadsheetml.sheet",
    ),
    "xls": Kind(
        "bảng tính Excel đời cũ (.xls)", (".xls",), SHEET_ENDINGS, "application/vnd.ms-excel"
    ),
    "ods": Kind("bảng tính OpenDocument (.ods)", (".ods",), SHEET_ENDINGS, f"{_ODF}spreadsheet"),
    "sheetml": Kind("bảng tính Excel XML", (), (".xls", ".xml"), "application/xml"),
    "pptx": Kind(
        "trang chiếu PowerPoint (.pptx)", (".pptx", ".pptm", ".ppsx"), SLIDE_ENDINGS,
        f"{_OOXML}presentationml.presentation",
    ),
    "ppt": Kind(
        "trang chiếu PowerPoint đời cũ (.ppt)", (".ppt", ".pps"), SLIDE_ENDINGS,
        "application/vnd.ms-powerpoint",
    ),
    "odp": Kind(
        "trang chiếu OpenDocument (.odp)", (".odp",), SLIDE_ENDINGS, f"{_ODF}presentation"
    ),
    "jpeg": Kind("ảnh JPEG", (".jpg", ".jpeg"), PICTURE_ENDINGS, "image/jpeg"),
    "png": Kind("ảnh PNG", (".png",), PICTURE_ENDINGS, "image/png"),
    "tiff": Kind("ảnh TIFF", (".tif", ".tiff"), PICTURE_ENDINGS, "image/tiff"),
    "webp": Kind("ảnh WebP", (".webp",), PICTURE_ENDINGS, "image/webp"),
    # ---- what is not read ----
    "gif": Kind("ảnh GIF", advice=_AS_JPG),
    "bmp": Kind("ảnh BMP", advice=_AS_JPG),
    "heic": Kind("ảnh HEIC của điện thoại", advice=_AS_JPG),
    "svg": Kind("hình vẽ SVG (có thể chứa mã chạy được)", advice=_AS_JPG),
    "locked": Kind(
        "tệp Office đã khóa bằng mật khẩu", advice="hãy gỡ mật khẩu, lưu lại rồi nạp lại."
    ),
    "msg": Kind(
        "thư của Outlook (.msg)",
        advice="hãy mở thư rồi lưu thành .eml hoặc in ra PDF.",
    ),
    "ole": Kind(
        "tệp Office đời cũ không rõ loại", advice="hãy mở tệp rồi lưu lại thành DOCX hoặc PDF."
    ),
    "xlsb": Kind("bảng tính Excel nhị phân (.xlsb)", advice="hãy lưu lại thành XLSX."),
    "flat": Kind(
        "tệp XML của bộ văn phòng", advice="hãy mở tệp rồi lưu lại thành DOCX, XLSX hoặc PDF."
    ),
    "xml": Kind("tệp XML", advice="hãy xuất lại thành DOCX hoặc PDF."),
    "epub": Kind("sách điện tử EPUB", advice="hãy đính kèm tệp vào một bài thay vì nạp."),
    "zip": Kind("tệp nén ZIP", advice="hãy đổi đuôi thành .zip rồi nạp lại."),
    "crowded": Kind("tệp nén có quá nhiều tệp bên trong", advice="hãy chia nhỏ."),
    "broken": Kind("tệp nén ZIP bị hỏng", advice="hãy xuất lại tệp rồi nạp lại."),
    "rar": Kind("tệp nén RAR", advice=_UNPACK),
    "7z": Kind("tệp nén 7z", advice=_UNPACK),
    "gzip": Kind("tệp nén", advice=_UNPACK),
    "media": Kind("tệp âm thanh hoặc phim", advice="hãy đính kèm tệp vào một bài thay vì nạp."),
    "program": Kind("chương trình chạy được", advice=_LOOK),
    "shortcut": Kind("lối tắt Windows (.lnk)", advice="hãy nạp chính tệp mà lối tắt chỉ tới."),
    "unknown": Kind("dữ liệu không nhận ra được", advice=_LOOK),
}  # fmt: skip

_MOST_ENTRIES = 20_000
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh9", "gzip"),
    (b"\xfd7zXZ", "gzip"),
    (b"\x28\xb5\x2f\xfd", "gzip"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\x00asm", "program"),
    (b"#!/", "program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"OggS", "media"),
    (b"ID3", "media"),
)
_PDF = re.compile(rb"(?:\A|[\s\x00])%PDF-\d")
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"})
_ODF_KINDS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
_OOXML_PARTS = (
    ("word/", "docx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"), ("ppt/", "pptx"),
)  # fmt: skip
_PROGRAM_PARTS = frozenset({"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"})
# What may stand before the first element of a page or an XML file.
_PROLOGUE = re.compile(rb"\A(?:\s|<!--.*?-->|<\?.*?\?>|<!doctype\s+(?!html)[^>\[]*>)+", re.I | re.S)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|base)\b", re.I)
_FRAGMENT = re.compile(
    rb"<(?:div|p|table|span|font|style|center|h[1-6]|br|b|link|script)\b[^<]*>", re.I
)
_WORD_XML = re.compile(rb"""progid\s*=\s*["']Word\.Document|<w:wordDocument\b""")
_SHEET_XML = re.compile(rb"""progid\s*=\s*["']Excel\.Sheet|<(?:ss:)?Workbook\b""")
_FLAT_XML = re.compile(rb"<(?:pkg:package|office:document)\b")
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]*):")
_CARRIED = frozenset({"to", "received", "return-path", "delivered-to", "message-id"})


def what_is(data: bytes) -> str:
    """A key of KINDS: what the first bytes, and the parts inside, say that a file is.

    "text" for what carries no sign of anything else and no zero bytes (but those of UTF-16).
    """
    if data[:2] == b"PK":
        return _zip_kind(data)
    if data.startswith(compound.SIGNATURE):
        return _compound_kind(data)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return kind
    return _by_more_than_a_signature(data) or _words_kind(data)


def is_fragment(data: bytes) -> bool:
    """Whether bytes begin like the inside of a page: portals save such pieces as ".doc"."""
    return _FRAGMENT.match(_PROLOGUE.sub(b"", _head(data))) is not None


def _by_more_than_a_signature(data: bytes) -> str:
    zeros = b"\x00" in data[:4096]
    if data[:2] == b"MZ" and zeros:
        return "program"
    if data[:2] == b"BM" and zeros:
        return "bmp"
    if data[:4] == b"RIFF" and zeros:
        return "webp" if data[8:12] == b"WEBP" else "media"
    if data[4:8] == b"ftyp":
        return "heic" if data[8:12] in _HEIC else "media"
    return ""


def _words_kind(data: bytes) -> str:
    """What a file is that is made of words, or might be."""
    head = _head(data)
    marked = _markup_kind(head)
    if marked:
        return marked
    if _PDF.search(data[:1024]):
        return "pdf"
    mail = _mail_kind(head)
    if mail:
        return mail
    return "unknown" if b"\x00" in head else "text"


def _head(data: bytes) -> bytes:
    """The beginning of a file as bytes of ASCII where it is; UTF-16 is folded to them."""
    head = data[:8192]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\x00", b"").lstrip()
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()


def _markup_kind(head: bytes) -> str:
    if not head.startswith(b"<"):
        return ""
    for pattern, kind in ((_WORD_XML, "wordml"), (_SHEET_XML, "sheetml"), (_FLAT_XML, "flat")):
        if pattern.search(head):
            return kind
    first = _PROLOGUE.sub(b"", head)
    if _PAGE.match(first):
        return "html"
    if re.match(rb"<(?:\w+:)?svg\b", first):
        return "svg"
    return "xml" if head.startswith(b"<?xml") else ""


def _mail_kind(head: bytes) -> str:
    """ "eml" or "mhtml" when the bytes begin with the headers of a message, else ""."""
    text = head.decode("latin-1").replace("\r\n", "\n")
    if text.startswith("From "):  # the line before each message of a mailbox
        text = text.partition("\n")[2]
    block = text.partition("\n\n")[0]
    lines = [line for line in block.split("\n") if line and line[0] not in " \t"]
    found = [_HEADER.match(line) for line in lines]
    if not found or found[0] is None:
        return ""
    names = {match[1].lower() for match in found if match}
    if not (names & {"mime-version"} or len(names & {"from", "to", "date", "subject"}) >= 3):
        return ""
    page = re.search(r"^content-type:\s*(?:multipart/related|text/html)", block, re.I | re.M)
    return "mhtml" if page and not names & _CARRIED else "eml"


def _compound_kind(data: bytes) -> str:
    file = compound.read(data)
    names = file.names
    if names & {"EncryptedPackage", "EncryptedSummary"}:
        return "locked"
    if "WordDocument" in names:
        flags = file.beginning("WordDocument", 12)[10:12]
        return "locked" if len(flags) == 2 and flags[1] & 0x01 else "doc"
    if names & {"Workbook", "Book"}:
        stream = "Workbook" if "Workbook" in names else "Book"
        return "locked" if _has_password(file.beginning(stream, 4096)) else "xls"
    if "PowerPoint Document" in names:
        return "ppt"
    return "msg" if "__properties_version1.0" in names else "ole"


def _has_password(beginning: bytes) -> bool:
    """Whether a FILEPASS record stands among the first records of a workbook."""
    at = 0
    for _ in range(64):
        record = int.from_bytes(beginning[at : at + 2], "little")
        if record == 0x2F:
            return True
        at += 4 + int.from_bytes(beginning[at + 2 : at + 4], "little")
        if at + 4 > len(beginning):
            break
    return False


def _zip_kind(data: bytes) -> str:
    # Counted before the directory is read: a hundred megabytes of entries would fill the memory.
    if data.count(b"PK\x01\x02") > _MOST_ENTRIES:
        return "crowded"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _packed_kind(archive)
    except ZIP_FAULTS:
        for part, kind in ((b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")):
            if part in data:
                return kind  # its reader says that it is broken, in words for this kind
        return "broken" if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") else "text"


def _packed_kind(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names:
        return _open_document_kind(archive, set(names))
    if "[Content_Types].xml" in names:
        for part, kind in _OOXML_PARTS:
            if any(name.startswith(part) for name in names):
                return kind
    if "word/document.xml" in names:
        return "docx"
    return "program" if _PROGRAM_PARTS & set(names) else "zip"


def _open_document_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    declared = _part(archive, "mimetype", 200).decode("latin-1").strip()
    if declared == "application/epub+zip":
        return "epub"
    form = declared.removeprefix("application/vnd.oasis.opendocument.").removesuffix("-template")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b":encryption-data" in _part(archive, manifest, 1_000_000):
        return "locked"
    return _ODF_KINDS.get(form, "zip")


def _part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        return part.read(most)

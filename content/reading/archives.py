"""ZIP archives of files to load, with limits: nothing is unpacked onto the disk. Pure."""

from __future__ import annotations

import contextlib
import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from content.errors import BadInput
from content.vietnamese import tidy

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024  # unpacked, all entries together
MOST_RATIO = 200  # unpacked to packed, for archives that unpack to more than 20 MiB
_RATIO_FROM = 20 * 1024 * 1024
_ARCHIVES = frozenset(
    {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".cab", ".iso"}
)
# What Python's zipfile lets out of a broken archive.
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, RuntimeError,
    NotImplementedError,
)  # fmt: skip
_SIGNATURES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xfd7zXZ", b"BZh9")


def entries(data: bytes) -> Iterator[tuple[str, bytes | BadInput]]:
    """(name, content) of every file; a refused one has a BadInput for content, the others go on.

    Names are NFC with "/" between folders. Folders, __MACOSX and dot files are left out. Raises
    BadInput for the whole archive when it is broken or a bomb.
    """
    with _opened(data) as archive:
        infos = archive.infolist()
        _check(infos, len(data))
        seen: set[str] = set()
        for info in infos:
            name = _name(info)
            if info.is_dir() or _is_hidden(name):
                continue
            content = _content(archive, info, name)
            if name in seen:
                content = BadInput(f"“{name}” có hai lần trong tệp nén; hãy giữ lại một.")
            seen.add(name)
            yield name, content


def check_size(infos: list[zipfile.ZipInfo], packed: int, *, most_entries: int) -> str:
    """Why an archive must not be unpacked, as the end of a sentence; empty when it may be."""
    if len(infos) > most_entries:
        return f"có hơn {most_entries} tệp bên trong; hãy chia nhỏ."
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        return f"bung ra lớn hơn {MOST_BYTES // 2**20} MB; hãy chia nhỏ."
    if total > _RATIO_FROM and total > MOST_RATIO * max(packed, 1):
        return "nén chặt bất thường nên không được mở, để giữ an toàn."
    return ""


def _opened(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except ZIP_FAULTS:
        raise BadInput("Tệp nén ZIP bị hỏng, không mở được; hãy nén lại rồi nạp lại.") from None


def _check(infos: list[zipfile.ZipInfo], packed: int) -> None:
    fault = check_size(infos, packed, most_entries=MOST_ENTRIES)
    if fault:
        raise BadInput(f"Tệp nén {fault}")


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 by its flag, else UTF-8 if the bytes are, else the old DOS page."""
    name = info.orig_filename.split("\x00", 1)[0]
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    return re.sub(r"\s+", " ", tidy(name)).replace("\\", "/")


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | BadInput:
    fault = _name_fault(name) or _entry_fault(info, name)
    if fault:
        return BadInput(f"“{name}” trong tệp nén bị từ chối: {fault}.")
    try:
        with archive.open(info) as entry:
            content = entry.read(info.file_size + 1)
    except ZIP_FAULTS:
        return BadInput(f"“{name}” trong tệp nén bị hỏng, không đọc được.")
    if len(content) > info.file_size:
        return BadInput(f"“{name}” trong tệp nén lớn hơn kích thước đã khai.")
    if content.startswith(_SIGNATURES) or _is_plain_zip(content):
        return BadInput(f"“{name}” trong tệp nén bị từ chối: tệp nén nằm trong tệp nén.")
    return content


def _name_fault(name: str) -> str:
    if not name.strip("/ "):
        return "không có tên"
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name):
        return "tên là đường dẫn tuyệt đối"
    if ".." in name.split("/"):
        return "tên chỉ ra ngoài thư mục"
    return ""


def _entry_fault(info: zipfile.ZipInfo, name: str) -> str:
    if stat.S_ISLNK(info.external_attr >> 16):
        return "là liên kết, không phải tệp"
    if PurePosixPath(name.lower()).suffix in _ARCHIVES:
        return "tệp nén nằm trong tệp nén"
    return "đã khóa bằng mật khẩu" if info.flag_bits & 0x1 else ""


def _is_plain_zip(content: bytes) -> bool:
    """A ZIP that is no Office file: those are ZIPs, too, and are read as what they are."""
    return content[:4] == b"PK\x03\x04" and b"[Content_Types].xml" not in content[:200_000]

"""ZIP archives of files to load, with limits: nothing is unpacked onto the disk.

What an archive holds is told first, from its directory alone; each file in it is unpacked when it
is asked for, so that no more than one of them is in memory at a time.
"""

from __future__ import annotations

import contextlib
import io
import re
import stat
import struct
import weakref
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from content.errors import BadInput
from content.vietnamese import tidy

MOST_ENTRIES = 2_000
MOST_BYTES = 200 * 1024 * 1024  # unpacked, all entries together
MOST_RATIO = 200  # unpacked to packed, for archives that unpack to more than 20 MiB
_RATIO_FROM = 20 * 1024 * 1024
_MOST_DIRECTORY = 4 * 1024 * 1024  # bytes of the list of entries: more than the most need
_CHUNK = 1024 * 1024
_ARCHIVES = frozenset(
    {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".jar", ".cab", ".iso"}
)
# What Python's zipfile lets out of a broken archive.
ZIP_FAULTS = (
    zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, EOFError, RuntimeError,
    NotImplementedError,
)  # fmt: skip
_SIGNATURES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"\xfd7zXZ", b"BZh9")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # others take memory as a file demands it
_END, _END_SIZE, _LOCATOR64, _ONE = b"PK\x05\x06", 22, b"PK\x06\x07", b"PK\x01\x02"
_LOCAL_HEAD = 30  # bytes before the name of an entry, where it lies in the archive


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive. fault: the sentence that refuses it, known without unpacking it.

    read: its content; BadInput when it is broken, larger than it says, or an archive itself.
    """

    name: str
    size: int
    fault: str
    read: Callable[[], bytes]


def entries(file: BinaryIO) -> list[Entry]:
    """The files of an archive in its order; the archive is closed when the last of them is gone.

    Names are NFC with "/" between folders. Folders, __MACOSX and dot files are left out. Raises
    BadInput for the whole archive when it is broken or a bomb.
    """
    return _Archive(file).entries()


def check_size(infos: list[zipfile.ZipInfo], packed: int, *, most_entries: int) -> str:
    """Why an archive must not be unpacked, as the end of a sentence; empty when it may be."""
    if len(infos) > most_entries:
        return f"có hơn {most_entries} tệp bên trong; hãy chia nhỏ."
    total = sum(info.file_size for info in infos)
    if total > MOST_BYTES:
        return f"bung ra lớn hơn {MOST_BYTES // 2**20} MB; hãy chia nhỏ."
    if total > _RATIO_FROM and total > MOST_RATIO * max(packed, 1):
        return "nén chặt bất thường nên không được mở, để giữ an toàn."
    if _overlap(infos):
        return "có các tệp bên trong chồng lên nhau nên không được mở, để giữ an toàn."
    return ""


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether entries share bytes: a few of them then unpack to thousands of times their size."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return True
        end = info.header_offset + _LOCAL_HEAD + info.compress_size
    return False


class _Archive:
    """An opened archive that is closed with the last entry that may still be read."""

    def __init__(self, file: BinaryIO) -> None:
        weakref.finalize(self, file.close)
        _count(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except ZIP_FAULTS:
            raise _broken() from None
        self._infos = self._zip.infolist()
        fault = check_size(self._infos, file.seek(0, io.SEEK_END), most_entries=MOST_ENTRIES)
        if fault:
            raise BadInput(f"Tệp nén {fault}")

    def entries(self) -> list[Entry]:
        found: list[Entry] = []
        seen: set[str] = set()
        for info in self._infos:
            name = _name(info)
            if name.endswith("/") or _is_hidden(name):
                continue
            found.append(self._entry(info, name, twice=name in seen))
            seen.add(name)
        return found

    def _entry(self, info: zipfile.ZipInfo, name: str, *, twice: bool) -> Entry:
        fault = _name_fault(name) or _entry_fault(info, name)
        if fault:
            fault = f"“{name[-200:]}” trong tệp nén bị từ chối: {fault}."
        elif twice:
            fault = f"“{name}” có hai lần trong tệp nén; hãy giữ lại một."
        return Entry(name[-200:], info.file_size, fault, lambda: self._content(info, name, fault))

    def _content(self, info: zipfile.ZipInfo, name: str, fault: str) -> bytes:
        if fault:
            raise BadInput(fault)
        out = io.BytesIO()
        try:
            with self._zip.open(info) as entry:
                while chunk := entry.read(_CHUNK):
                    out.write(chunk)
        except ZIP_FAULTS:
            raise BadInput(f"“{name}” trong tệp nén bị hỏng; hãy nén lại rồi nạp lại.") from None
        content = out.getvalue()
        if content.startswith(_SIGNATURES) or _is_plain_zip(content):
            raise BadInput(f"“{name}” trong tệp nén bị từ chối: tệp nén nằm trong tệp nén.")
        return content


def _count(file: BinaryIO) -> None:
    """BadInput for too many entries, found before a list of them is made in memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - _END_SIZE - 0xFFFF - 20, 0))
    tail = file.read()
    at = len(tail) - _END_SIZE
    if tail[at : at + 4] != _END or tail[-2:] != b"\x00\x00":
        at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise _broken()
    if tail[max(at - 20, 0) : at].startswith(_LOCATOR64):
        raise BadInput("Tệp nén thuộc loại ZIP64; hãy chia nhỏ rồi nén lại.")
    length = struct.unpack_from("<I", tail, at + 12)[0]
    end = size - len(tail) + at
    if length > end:
        raise _broken()
    file.seek(end - length)
    if length > _MOST_DIRECTORY or file.read(length).count(_ONE) > MOST_ENTRIES:
        raise BadInput(f"Tệp nén có hơn {MOST_ENTRIES} tệp bên trong; hãy chia nhỏ.")
    file.seek(0)


def _broken() -> BadInput:
    return BadInput("Tệp nén ZIP bị hỏng, không mở được; hãy nén lại rồi nạp lại.")


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name: UTF-8 by its flag, else UTF-8 if the bytes are, else the old DOS page."""
    name = info.orig_filename.split("\x00", 1)[0]
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
            name = name.encode("cp437").decode("utf-8")
    name = "".join(sign if sign.isprintable() else " " for sign in tidy(name))
    return re.sub(r"\s+", " ", name).replace("\\", "/")


def _is_hidden(name: str) -> bool:
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


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
    if info.flag_bits & 0x1:
        return "đã khóa bằng mật khẩu; hãy nén lại không đặt mật khẩu"
    if info.compress_type not in _METHODS:
        return "nén theo cách ít gặp; hãy nén lại bằng cách thường (Deflate)"
    return ""


def _is_plain_zip(content: bytes) -> bool:
    """A ZIP that is no Office file: those are ZIPs, too, and are read as what they are."""
    return (
        content[:4] == b"PK\x03\x04"
        and b"[Content_Types].xml" not in content[:200_000]
        and content[30:38] != b"mimetype"
    )

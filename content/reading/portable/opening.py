"""PDF files opened by PDFium, and what they hold beside pages."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from content.errors import BadInput
from content.reading.portable.frames import Frame
from content.reading.result import Enclosed

MOST_PAGES = 2000
MOST_ENCLOSED, MOST_ENCLOSED_BYTES = 20, 20 * 2**20
_LEAST_SIDE, _MOST_SIDE = 10.0, 20_000.0  # points; PDF itself ends at 14,400


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document's handle. BadInput for a broken or locked file, or one with too many pages."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise _refused(pdfium.FPDF_GetLastError())
    try:
        pages = pdfium.FPDF_GetPageCount(document)
        if pages > MOST_PAGES:
            raise BadInput(
                f"tệp PDF dài {_number(pages)} trang, chỉ đọc được tới {_number(MOST_PAGES)} "
                "trang; hãy chia nhỏ rồi nạp lại."
            )
        if pages < 1:
            raise broken()
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def broken() -> BadInput:
    """The refusal of a file that cannot be read."""
    return BadInput("tệp PDF bị hỏng, không đọc được; hãy xuất lại tệp rồi nạp lại.")


def frame_of(page: Any) -> Frame | None:
    """The box of a page that is shown; None for one without a size that paper can have."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box)):
        return None
    sides = (box.right - box.left, box.top - box.bottom)
    if not all(_LEAST_SIDE <= side <= _MOST_SIDE for side in sides):
        return None
    rotation = pdfium.FPDFPage_GetRotation(page)
    return Frame(box.left, box.bottom, box.right, box.top, rotation % 4)


def enclosed(document: Any) -> tuple[list[Enclosed], int]:
    """Files attached to the document, and how many more there are than are taken out."""
    count = max(pdfium.FPDFDoc_GetAttachmentCount(document), 0)
    found: list[Enclosed] = []
    room = MOST_ENCLOSED_BYTES
    for number in range(min(count, MOST_ENCLOSED)):
        attachment = pdfium.FPDFDoc_GetAttachment(document, number)
        data = _attached(attachment, room) if attachment else None
        if data:
            room -= len(data)
            found.append(Enclosed(_attached_name(attachment) or f"tep-{number + 1}", data))
    return found, count - len(found)


def _attached(attachment: Any, room: int) -> bytes | None:
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, ctypes.byref(length)):
        return None
    if not 0 < length.value <= room:
        return None
    buffer = ctypes.create_string_buffer(length.value)
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, ctypes.byref(length)):
        return None
    return buffer.raw


def _attached_name(attachment: Any) -> str:
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    buffer = (ctypes.c_ushort * (min(length, 1000) // 2 + 1))()
    pdfium.FPDFAttachment_GetName(attachment, buffer, min(length, 1000))
    name = bytes(buffer).decode("utf-16-le", "ignore").split("\0", 1)[0]
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()


def _refused(error: int) -> BadInput:
    if error == pdfium.FPDF_ERR_PASSWORD:
        return BadInput("tệp PDF đã khóa bằng mật khẩu; hãy mở khóa rồi nạp lại.")
    if error == pdfium.FPDF_ERR_SECURITY:
        return BadInput(
            "tệp PDF khóa theo cách không mở được; hãy mở bằng chương trình đã tạo ra nó, lưu lại "
            "không khóa rồi nạp lại."
        )
    return broken()


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")

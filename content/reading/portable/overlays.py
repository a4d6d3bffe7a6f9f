"""What lies on a page as annotations: fields, typed text, stamps, notes of readers."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

_MOST = 2000  # of one page
_MOST_TEXT = 4000  # characters of one
_SHOWN_AS_TEXT = (pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_WIDGET)
_COMMENTS = (
    pdfium.FPDF_ANNOT_TEXT,
    pdfium.FPDF_ANNOT_HIGHLIGHT,
    pdfium.FPDF_ANNOT_UNDERLINE,
    pdfium.FPDF_ANNOT_STRIKEOUT,
    pdfium.FPDF_ANNOT_SQUIGGLY,
    pdfium.FPDF_ANNOT_CARET,
)
_UNSEEN = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_HIDDEN = 0x02 | 0x20  # flags: hidden, not to be viewed


@dataclass(slots=True)
class Laid:
    """Annotations of a page. drawn: some have a picture of their own, to be laid on the page.

    typed: the words of those that have none, with their upper left corner and their width.
    """

    drawn: bool = False
    typed: list[tuple[float, float, float, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def annotations_of(page: Any) -> Laid:
    """What lies on the page."""
    found = Laid()
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if annotation:
            _take(found, annotation)
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def lay_down(document: Any, page: Any, number: int) -> tuple[Any, frozenset[int]]:
    """Make the annotations' pictures part of the page, in memory only.

    The page anew (the old handle is closed), and the addresses of the text objects laid down.
    """
    before = pdfium.FPDFPage_CountObjects(page)
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    pdfium.FPDF_ClosePage(page)
    page = pdfium.FPDF_LoadPage(document, number)
    if not page or done != pdfium.FLATTEN_SUCCESS:
        return page, frozenset()
    addresses: set[int] = set()
    for index in range(before, pdfium.FPDFPage_CountObjects(page)):
        _addresses(pdfium.FPDFPage_GetObject(page, index), addresses, 0)
    return page, frozenset(addresses)


def _addresses(handle: Any, found: set[int], depth: int) -> None:
    if not handle or depth > 5 or len(found) > 100_000:
        return
    kind = pdfium.FPDFPageObj_GetType(handle)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        found.add(ctypes.addressof(handle.contents))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM:
        for index in range(pdfium.FPDFFormObj_CountObjects(handle)):
            _addresses(pdfium.FPDFFormObj_GetObject(handle, index), found, depth + 1)


def _take(found: Laid, annotation: Any) -> None:
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind in _UNSEEN or pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
        return
    if kind in _COMMENTS:
        words = _string(annotation, b"Contents")
        if words:
            found.comments.append(words)
        return
    if pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > 2:
        found.drawn = True
    elif kind in _SHOWN_AS_TEXT:
        words = _string(annotation, b"Contents" if kind == pdfium.FPDF_ANNOT_FREETEXT else b"V")
        box = pdfium.FS_RECTF()
        if words and pdfium.FPDFAnnot_GetRect(annotation, ctypes.byref(box)):
            left, wide = min(box.left, box.right), abs(box.right - box.left)
            found.typed.append((left, max(box.top, box.bottom), wide, words))


def _string(annotation: Any, key: bytes) -> str:
    length = min(pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0), 2 * _MOST_TEXT)
    if length <= 2:
        return ""
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, length)
    return bytes(buffer).decode("utf-16-le", "ignore").split("\0", 1)[0].strip()

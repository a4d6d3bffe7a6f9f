"""DOCX files as Markdown: headings, numbered lists, tables, letterheads as lines. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from content.errors import BadInput
from content.reading.archives import ZIP_FAULTS, check_size
from content.reading.escaping import escape, open_safely
from content.reading.result import Note, Reading, Wish
from content.reading.word.numbering import Numbering
from content.vietnamese import fold, tidy

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_ENTRIES = 10_000
_MOST_PART = 30 * 1024 * 1024  # bytes of one XML part; a tree of it takes many times as much
_LETTERHEAD = re.compile(
    r"cong\s+hoa\s+xa\s+hoi|doc\s+lap\s*[-–]\s*tu\s+do|^so\s*:.*/", re.MULTILINE
)
_SIGNATURE = re.compile(r"noi\s+nhan\s*:|^(?:tm|kt|tl|tuq)\s?\.", re.MULTILINE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), _FALLBACK})


def read(data: bytes, wish: Wish) -> Reading:
    """A DOCX file as Markdown; BadInput for a broken or dangerous one."""
    _check(data)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_blocks(document))
        notes = _notes(document)
    except Exception:  # python-docx lets any error of a broken package out
        raise _broken() from None
    text = "\n\n".join(block for block in blocks if block.strip())
    if not re.search(r"\w", text):
        raise BadInput("tệp Word không có chữ nào; hãy kiểm tra lại tệp rồi nạp lại.")
    return Reading(text, MEDIA_TYPE, "docx", tuple(Note("dropped", note) for note in notes))


def _broken() -> BadInput:
    return BadInput("tệp Word bị hỏng, không đọc được; hãy mở bằng Word và lưu lại.")


def _check(data: bytes) -> None:
    """Sizes before anything is unpacked, and no document type in any part (entity bombs)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
            fault = check_size(infos, len(data), most_entries=_MOST_ENTRIES)
            if fault:
                raise BadInput(f"tệp Word {fault}")
            for info in infos:
                if info.filename.endswith((".xml", ".rels")):
                    if info.file_size > _MOST_PART:
                        raise BadInput("tệp Word dài quá mức đọc được; hãy chia nhỏ.")
                    with package.open(info) as part:
                        text = part.read(_MOST_PART).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise BadInput("tệp Word có khai báo DOCTYPE; không được phép.")
    except ZIP_FAULTS:
        raise _broken() from None


def _blocks(document: WordDocument) -> Iterator[str]:
    """Markdown blocks of the body in their order."""
    numbering = Numbering(document)
    names = {style.style_id: style.name or "" for style in document.styles}
    for element in _children(document.element.body):
        if element.tag == qn("w:p"):
            yield from _paragraph(element, numbering, names)
        else:
            yield from _table(element)


def _children(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, also inside content controls and tracked insertions."""
    for element in parent:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _children(element)


def _words(element: Any) -> str:
    """Visible text of an element: tabs as spaces, line breaks as newlines, deletions left out."""
    if element.tag in _SKIPPED:
        return ""
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag in (qn("w:br"), qn("w:cr")):
        return "\n"
    if element.tag == qn("w:tab"):
        return " "
    if element.tag == qn("w:noBreakHyphen"):
        return "-"
    inner = "".join(_words(child) for child in element)
    # A paragraph inside a paragraph is a text box: its words stand on lines of their own.
    return f"\n{inner}\n" if element.tag == qn("w:txbxContent") else inner


def _lines(element: Any) -> list[str]:
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in tidy(_words(element)).split("\n"))
    return [line for line in lines if line]


def _paragraph(element: Any, numbering: Numbering, names: dict[str, str]) -> Iterator[str]:
    """One paragraph: a heading by its style, a list item with its number, bold, or plain."""
    label = numbering.label(element)
    lines = _lines(element)
    if not lines:
        return
    level = _heading_level(element, names)
    if level:
        yield f"{'#' * level} {escape(' '.join([label, *lines]).strip())}"
        return
    for position, line in enumerate(lines):
        counted = f"{label} {line}" if label and position == 0 else line
        if label in ("-", "+"):
            yield f"{label} {escape(line)}" if position == 0 else escape(line)
        elif _is_bold(element) and len(counted) <= 400:
            yield f"**{escape(counted)}**"
        else:
            yield _plain(counted)


def _plain(line: str) -> str:
    """A line whose dash stays the dash of an item, and whose number stays as written."""
    return escape(line) if re.match(r"^[-+] ", line) else open_safely(escape(line))


def _heading_level(element: Any, names: dict[str, str]) -> int:
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = names.get(style.get(qn("w:val")), "").lower() if style is not None else ""
    if name == "title":
        return 1
    found = re.match(r"heading (\d)", name)
    return min(int(found.group(1)), 6) if found else 0


def _is_bold(element: Any) -> bool:
    """Is every run with words in it set bold?"""
    runs = [run for run in element.iter(qn("w:r")) if _words(run).strip()]
    return bool(runs) and all(_has_bold(run) for run in runs)


def _has_bold(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:b')}")
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off")


# ---- tables -------------------------------------------------------------------------------------


def _table(element: Any) -> Iterator[str]:
    """A pipe table; a letterhead, a signature block or a single column as lines."""
    rows = [_row(row) for row in element.iter(qn("w:tr")) if _owner(row) is element]
    rows = [row for row in rows if any(row)]
    if not rows:
        return
    if _is_layout(rows):
        for row in rows:
            for cell in row:
                yield from (_plain(line) for line in cell)
        return
    width = max(map(len, rows))
    written = [_pipe(row, width) for row in rows]
    yield "\n".join([written[0], "|" + " --- |" * width, *written[1:]])


def _owner(row: Any) -> Any:
    parent = row.getparent()
    while parent is not None and parent.tag != qn("w:tbl"):
        parent = parent.getparent()
    return parent


def _row(row: Any) -> list[list[str]]:
    """Lines of each cell; a cell that spans columns is followed by empty ones."""
    cells: list[list[str]] = []
    for cell in (c for c in row.iter(qn("w:tc")) if _owner_row(c) is row):
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        wide = int(span.get(qn("w:val"))) if span is not None else 1
        lines = [line for part in cell.iter(qn("w:p")) for line in _lines(part)]
        cells += [lines, *([[]] * (min(wide, 60) - 1))]
        if len(cells) >= 63:  # Word has no wider table
            break
    return cells[:63]


def _owner_row(cell: Any) -> Any:
    parent = cell.getparent()
    while parent is not None and parent.tag != qn("w:tr"):
        parent = parent.getparent()
    return parent


def _is_layout(rows: list[list[list[str]]]) -> bool:
    """Is the table only there to set text side by side: a head, a foot, one column?"""
    if max(map(len, rows)) == 1:
        return True
    text = fold("\n".join(line for row in rows for cell in row for line in cell))
    return len(rows) <= 4 and bool(_LETTERHEAD.search(text) or _SIGNATURE.search(text))


def _pipe(row: list[list[str]], width: int) -> str:
    cells = [" <br> ".join(escape(line).replace("|", r"\|") for line in cell) for cell in row]
    cells += [""] * (width - len(cells))
    return "| " + " | ".join(cells) + " |"


def _notes(document: WordDocument) -> list[str]:
    """What the text leaves out."""
    kinds = [rel.reltype.rsplit("/", 1)[-1] for rel in document.part.rels.values()]
    notes = []
    if "image" in kinds:
        notes.append("Tệp Word có hình: hình chưa được đưa vào bài, hãy đính kèm riêng.")
    if _has_footnotes(document):
        notes.append("Tệp Word có chú thích cuối trang: phần chú thích chưa được đưa vào.")
    return notes


def _has_footnotes(document: WordDocument) -> bool:
    return next(iter(document.element.body.iter(qn("w:footnoteReference"))), None) is not None

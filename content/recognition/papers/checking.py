"""What may be a template: a Word file that neither acts nor reaches outside, {{words}} in place.

Pure. An office's own file is looked at in the cage first: `caged`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from content.errors import BadInput
from content.reading.package import Parts

MOST_BYTES = 5 * 2**20
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
FILLED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
WORD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_HALF = re.compile(r"\{\{[^{}]*$|\{\{[^{}]*\{\{")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_CONTENT_TYPES = "[Content_Types].xml"
# What a part may name that brings a program, or a text that nobody has looked at.
_MACROS = frozenset({"vbaproject", "wordvbadata", "control", "activexcontrolbinary"})
_FOREIGN = frozenset(
    {"afchunk", "attachedtemplate", "frame", "oleobject", "package", "subdocument"}
)
_CLICKED = ("http://", "https://", "mailto:")
# Fields that say something of the paper itself. Others fetch, run or compute.
_FIELDS = frozenset(
    (
        "DATE",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "FORMTEXT",
        "HYPERLINK",
        "NOTEREF",
        "NUMPAGES",
        "PAGE",
        "PAGEREF",
        "REF",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "STYLEREF",
        "SYMBOL",
        "TIME",
        "TOC",
    )
)


def check(
    template: bytes, known: Collection[str], each: str = "", of_row: Collection[str] = ()
) -> set[str]:
    """The {{words}} of a template; BadInput, one sentence, for what is no template.

    known: the words that may stand in it. each: how the list stands in it (`kinds.Kind.each`).
    of_row: those of the known that each line of the list has its own of.
    """
    parts = opened(template)
    found: set[str] = set()
    for name in filter(FILLED.fullmatch, parts.names()):
        words = _words_in(parts.tree(name))
        found |= words
        if each and name != DOCUMENT:
            _refuse_stray(words & set(of_row), "không đứng được ở đầu trang, cuối trang")
    allowed = sorted(known)
    if strange := sorted(found - set(allowed)):
        raise BadInput(
            f"Mẫu có chỗ trống lạ “{{{{{strange[0]}}}}}”; chỉ dùng: {', '.join(allowed)}."
        )
    if not found:
        raise BadInput(f"Mẫu không có chỗ trống nào; hãy ghi vào mẫu, ví dụ {{{{{allowed[0]}}}}}.")
    if each and "ten" not in found:
        raise BadInput("Mẫu này cần chỗ trống {{ten}} để ghi từng tên; hãy thêm vào mẫu.")
    if each == "rows":
        _check_rows(parts.tree(DOCUMENT), set(of_row))
    return found


def opened(template: bytes) -> Parts:
    """A Word file without anything that acts or reaches outside; else BadInput."""
    if len(template) > MOST_BYTES:
        raise BadInput(f"Mẫu lớn hơn {MOST_BYTES // 2**20} MB; hãy bỏ bớt ảnh.")
    if not template.startswith(b"PK"):
        raise BadInput("Mẫu phải là tệp Word .docx; hãy mở tệp rồi lưu thành .docx.")
    parts = Parts(template, "Mẫu")
    root = parts.tree(DOCUMENT)
    if root is None or root.find(f"{W}body") is None:
        raise BadInput("Mẫu phải là tệp Word .docx; tệp này không có nội dung Word.")
    _refuse_macros(parts)
    for name in parts.names():
        if name.lower().endswith(".rels"):
            _refuse_reaching(parts.tree(name))
        elif name.lower().startswith("word/") and name.lower().endswith(".xml"):
            _refuse_fields(parts.tree(name))
    return parts


def rows_with(root: Any, words: Collection[str]) -> list[Any]:
    """The table rows that hold one of the words, the innermost where tables stand in tables."""
    wanted = set(words)
    return [
        row
        for row in root.iter(f"{W}tr")
        if wanted & _words_of(row)
        and not any(wanted & _words_of(inner) for inner in row.iter(f"{W}tr") if inner is not row)
    ]


def texts(part: Any) -> list[Any]:
    """The elements that hold the text of a part, in order."""
    return list(part.iter(f"{W}t"))


def _check_rows(root: Any, words: set[str]) -> None:
    inside = {one for row in rows_with(root, words) for one in _paragraphs(row)}
    for paragraph in _paragraphs(root):
        if paragraph not in inside:
            _refuse_stray(words & _said(paragraph), "phải đứng trong một hàng của bảng")


def _words_in(root: Any) -> set[str]:
    found: set[str] = set()
    for paragraph in _paragraphs(root):
        text = "".join(one.text or "" for one in texts(paragraph))
        if _HALF.search(text):
            raise BadInput(
                f"Mẫu có chỗ trống mở mà không đóng: “{text[:60]}”; hãy ghi đủ {{{{…}}}}."
            )
        found |= set(WORD.findall(text))
    return found


def _paragraphs(root: Any) -> list[Any]:
    return list(root.iter(f"{W}p"))


def _words_of(part: Any) -> set[str]:
    return {word for paragraph in part.iter(f"{W}p") for word in _said(paragraph)}


def _said(paragraph: Any) -> set[str]:
    return set(WORD.findall("".join(one.text or "" for one in texts(paragraph))))


def _refuse_stray(words: set[str], where: str) -> None:
    if words:
        raise BadInput(f"Chỗ trống “{{{{{min(words)}}}}}” {where}; hãy dời nó trong mẫu.")


def _refuse_macros(parts: Parts) -> None:
    types = parts.bytes_of(_CONTENT_TYPES).replace(b"\x00", b"").lower()
    named = any("vbaproject" in name.lower() or "activex" in name.lower() for name in parts.names())
    if named or b"macroenabled" in types or b"vbaproject" in types:
        raise _with_macros()


def _refuse_reaching(root: Any) -> None:
    for one in () if root is None else root.iter(_RELATION):
        kind = str(one.get("Type")).rsplit("/", 1)[-1].lower()
        target = str(one.get("Target")).strip().lower()
        if kind in _MACROS:
            raise _with_macros()
        outside = str(one.get("TargetMode")).strip().lower() == "external"
        clicked = kind == "hyperlink" and target.startswith(_CLICKED)
        if kind in _FOREIGN or (outside and not clicked):
            raise BadInput(
                "Mẫu dẫn tới tệp ở máy khác, hoặc nhúng tệp khác bên trong; hãy chép nội dung vào "
                "một tệp Word mới."
            )


def _refuse_fields(root: Any) -> None:
    for said in () if root is None else _fields(root):
        name = (said.split() or [""])[0].upper()
        if name and name not in _FIELDS:
            raise BadInput(
                f"Mẫu có trường tự động “{name[:30]}” của Word, không được phép; hãy xóa trường "
                "này, cần thì ghi chỗ trống {{…}} vào đó."
            )


def _fields(root: Any) -> Iterator[str]:
    """What each field of a part tells Word to do; it may be cut into runs, and hold others."""
    begun: list[str] = []
    for one in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}delInstrText"):
        if one.tag == f"{W}fldSimple":
            yield one.get(f"{W}instr") or ""
        elif one.tag != f"{W}fldChar":
            begun = [*begun[:-1], (begun[-1] if begun else "") + (one.text or "")]
        elif one.get(f"{W}fldCharType") == "begin":
            begun.append("")
        elif one.get(f"{W}fldCharType") == "end" and begun:
            yield begun.pop()
    yield from begun


def _with_macros() -> BadInput:
    return BadInput("Mẫu có macro, không được phép; hãy lưu lại thành .docx thường.")

"""Fields: what they show is text, what they ask for is never done. Pure.

A field runs from a "begin" over its instruction and a "separate" to an "end", often across
paragraphs, and may hold others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from content.reading.word.names import child, number, q, switch

_TYPE = q("w:fldCharType")
_CONTENTS = frozenset({"TOC", "TOA", "INDEX"})
_HYPERLINK = re.compile(r'^\s*HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]*)"', re.IGNORECASE)
_WEB = re.compile(r"(?i)^(?:https?://|mailto:)[^\x00-\x1f]+$")
_LONGEST_LINK = 2_000
_LONGEST_ASKED = 4_000
_UNSAFE = re.compile(r"[\s<>()\[\]\\|\"`*_{}^]")


@dataclass(slots=True)
class _Open:
    """A field that has begun. shown: its "separate" is past. form: what a form field holds."""

    asked: str = ""
    shown: bool = False
    contents: bool = False
    link: str = ""
    form: Any = None


class Fields:
    """The fields that stand open while a part is read from its beginning to its end."""

    def __init__(self, root: Any) -> None:
        self._whole = _whole_fields(root)
        self._open: list[_Open] = []
        self.formulas = 0  # of the old kind, drawn by an instruction

    @property
    def silent(self) -> bool:
        """Is what stands here no text of its own: part of an instruction, or a made list?"""
        return any(field.contents or not field.shown for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Are we inside a generated table of contents?"""
        return any(field.contents for field in self._open)

    @property
    def link(self) -> str:
        """The outside address that the innermost open field leads to."""
        return next((f.link for f in reversed(self._open) if f.link), "")

    def meet(self, element: Any) -> str:
        """Go past a w:fldChar; gives the text of a form field that ends here."""
        if element not in self._whole:
            return ""
        kind = element.get(_TYPE)
        if kind == "begin":
            self._open.append(_Open(form=child(element, "w:ffData")))
        elif kind == "separate" and self._open:
            self._open[-1].shown = True
            _understand(self._open[-1])
        elif kind == "end" and self._open:
            field = self._open.pop()
            self.formulas += field.asked.lstrip().upper().startswith("EQ ")
            return "" if self.silent else _form_text(field)
        return ""

    def ask(self, text: str) -> None:
        """Take a piece of an instruction."""
        if self._open and not self._open[-1].shown and len(self._open[-1].asked) < _LONGEST_ASKED:
            self._open[-1].asked += text[:_LONGEST_ASKED]


def link_of(instruction: str) -> str:
    """The outside address that the instruction of a field leads to, or ""."""
    found = _HYPERLINK.match(instruction)
    return outside(found.group(1)) if found else ""


def is_contents(instruction: str) -> bool:
    """Does an instruction make a table of contents or an index?"""
    return instruction.split(maxsplit=1)[:1] != [] and instruction.split()[0].upper() in _CONTENTS


def outside(address: str) -> str:
    """An address that a reader may be led to, safe in Markdown; else ""."""
    address = address.strip()
    if len(address) > _LONGEST_LINK or not _WEB.match(address):
        return ""
    return _UNSAFE.sub(lambda m: "".join(f"%{byte:02X}" for byte in m.group().encode()), address)


def _understand(field: _Open) -> None:
    field.link = link_of(field.asked)
    field.contents = is_contents(field.asked)


def _whole_fields(root: Any) -> frozenset[Any]:
    """The fldChars of fields that both begin and end: a torn one must not swallow the text."""
    whole: list[Any] = []
    open_: list[list[Any]] = []
    for element in root.iter(q("w:fldChar")):
        kind = element.get(_TYPE)
        if kind == "begin":
            open_.append([element])
        elif open_:
            open_[-1].append(element)
            if kind == "end":
                whole += open_.pop()
    return frozenset(whole)


def _form_text(field: _Open) -> str:
    """What a form field without written words shows: a box, or the chosen entry of a list."""
    box = child(field.form, "w:checkBox")
    if box is not None:
        checked = switch(box, "w:checked")
        return "☒" if (switch(box, "w:default") if checked is None else checked) else "☐"
    choice = child(field.form, "w:ddList")
    if choice is None:
        return ""
    entries = [e.get(q("w:val"), "") for e in choice.findall(q("w:listEntry"))]
    chosen = number(choice, "w:result") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""

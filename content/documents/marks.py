"""Marks of Markdown inside a line: read past, taken off, told from words. Pure."""

from __future__ import annotations

import re

_PICTURE = r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)"
_NOTE = r"\[\^[^\[\]\s]{1,40}\]"
_LINK_OPENS = r"\[(?=[^\[\]\n]{1,300}\]\([^()\s]{1,500}\))"
_LINK_CLOSES = r"\]\([^()\s]{1,500}\)"
_ESCAPE = r"\\(?=[^\w\s])"
_MARK = re.compile(
    rf"{_PICTURE}|{_NOTE}|{_LINK_OPENS}|{_LINK_CLOSES}|{_ESCAPE}|\*+|<br ?/?>"
    r"|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"
)
_NO_WORDS = re.compile(rf"{_PICTURE}|{_NOTE}")
_PAIR = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.{1,600}?)(?<=\S)\1(?!\w)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)")
_ESCAPED = re.compile(r"\\([^\w\s])")
_PICTURES = re.compile(rf"\s*(?:{_PICTURE}\s*)+")
_NOTE_TEXT = re.compile(rf"{_NOTE}:")


def blanked(text: str) -> str:
    """The text with a space for each character of a mark: what stands in it keeps its place."""
    return _MARK.sub(lambda mark: " " * len(mark.group()), text)


def words_alone(text: str) -> str:
    """A line of Markdown as a title shows it: without pictures, notes, links, emphasis, escapes."""
    text = _LINK.sub(r"\1", _NO_WORDS.sub("", text))
    return re.sub(r" {2,}", " ", _ESCAPED.sub(r"\1", _PAIR.sub(r"\2", text))).strip()


def without_notes(text: str) -> str:
    """A line without its raised signs of footnotes ("[^1]")."""
    return re.sub(_NOTE, "", text)


def is_picture(text: str) -> bool:
    """Does a line hold pictures and nothing else?"""
    return _PICTURES.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Is it the text of a footnote ("[^1]: …")?"""
    return _NOTE_TEXT.match(text) is not None

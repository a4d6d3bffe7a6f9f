"""Marks of Markdown inside a line: read past, taken off, told from words. Pure."""

from __future__ import annotations

import re

_PICTURE = r"!\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)"
_NOTE = r"\[\^[^\[\]\s]{1,40}\]"
_LINK_OPENS = r"\[(?=[^\[\]\n]{1,300}\]\([^()\s]{1,500}\))"
_LINK_CLOSES = r"\]\([^()\s]{1,500}\)"
_ESCAPE = r"\\(?=[^\w\s]|_)"
_MARK = re.compile(
    rf"{_PICTURE}|{_NOTE}|{_LINK_OPENS}|{_LINK_CLOSES}|{_ESCAPE}|\*+|<br ?/?>"
    r"|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"
)
_NO_WORDS = re.compile(rf"\s*{_PICTURE}|{_NOTE}")
# Only a whole run of stars opens: in a long one each star would look for its end.
_OPENS = r"(?<![\\*\w])\*{1,3}(?![*\s])|(?<![\\\w])_{1,3}(?![_\s])"
_PAIR = re.compile(rf"({_OPENS})(.{{1,600}}?)(?<=\S)\1(?!\w)")
_STRAY = re.compile(r"^[*_\s]+|(?<!\\)[*_]+$")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\s]{1,500}\)")
_ESCAPED = re.compile(r"\\([^\w\s]|_)")
_SIGNS = re.compile(r"[\\*_\[&]")
# A word with the signs before and after it; only there do two stars mean bold ("1**1" is a word).
_WORD = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_PICTURES = re.compile(rf"\s*(?:{_PICTURE}\s*)+")
_NOTE_TEXT = re.compile(rf"{_NOTE}:")


def blanked(text: str) -> str:
    """The text with a space for each character of a mark: what stands in it keeps its place."""
    return _MARK.sub(lambda mark: " " * len(mark.group()), text)


def words_alone(text: str) -> str:
    """A line of Markdown as a title shows it: without pictures, notes, links, emphasis, escapes."""
    return _unescaped(_STRAY.sub("", without_pairs(_without_links(text)).strip()))


def unmarked(text: str) -> str:
    """A line with each sign that belongs to no pair: it may begin an item, or blank a number.

    A line that holds nothing but pictures and notes stays as it is.
    """
    if not _SIGNS.search(text):
        return text.strip()
    words = _unescaped(without_bold(without_pairs(_without_links(text))))
    return words.replace("&lt;", "<") or text.strip()


def without_pairs(text: str) -> str:
    """A line without its stars and underscores of emphasis."""
    return _PAIR.sub(r"\2", _PAIR.sub(r"\2", text))


def without_bold(text: str) -> str:
    """A line without its marks of bold text, closed or not."""
    if "**" not in text:
        return text

    def bare(word: re.Match[str]) -> str:
        parts = _WORD.fullmatch(word[0])
        assert parts is not None  # the three parts take any text
        before, core, after = parts.groups()
        return f"{before.replace('**', '')}{core}{after.replace('**', '')}"

    return re.sub(r"\S+", bare, text)


def _without_links(text: str) -> str:
    return _LINK.sub(r"\1", _NO_WORDS.sub("", text))


def _unescaped(text: str) -> str:
    return re.sub(r"\s{2,}", " ", _ESCAPED.sub(r"\1", text)).strip()


def pictures_apart(text: str) -> tuple[str, str]:
    """A line of Markdown without its pictures, and the pictures."""
    pictures = re.findall(_PICTURE, text)
    return re.sub(r" {2,}", " ", re.sub(_PICTURE, "", text)).strip(), " ".join(pictures)


def after(text: str, count: int) -> str:
    """What follows in a line of Markdown after so many characters as a reader counts them."""
    end = 0
    for _ in range(count):
        end += 2 if _ESCAPED.match(text, end) else 1
    return text[end:]


def is_picture(text: str) -> bool:
    """Does a line hold pictures and nothing else?"""
    return _PICTURES.fullmatch(text) is not None


def is_note(text: str) -> bool:
    """Is it the text of a footnote ("[^1]: …")?"""
    return _NOTE_TEXT.match(text) is not None

"""Identifiers of works: ISBN, ISSN, DOI and handles recognised, checked and brought to one form.

A wrong check digit is a warning and never a refusal: books are printed with wrong numbers, and
readers look for what is printed. It is kept under "local", so that it joins no two records.
"""

from __future__ import annotations

import re

from stdnum import isbn, issn

from content.catalogue.record import Identifier

_DOI = re.compile(r"(?:doi:\s*|(?:https?://)?(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.I)
_HANDLE = re.compile(r"(?:hdl:\s*|https?://hdl\.handle\.net/)(\S+/\S+)", re.I)
_HANDLE_OF_DSPACE = re.compile(r"https?://[^/]+/(?:xmlui/|jspui/)?handle/(\S+/\S+)", re.I)
_ISBN = re.compile(r"^(?:urn:\s*)?(?:isbn[\s:-]*(?:1[03][\s:]+)?)?([\d\s–-]{9,20}[\dxX])\b", re.I)
_ISSN = re.compile(r"^(?:urn:\s*)?(?:e?-?issn[\s:]*)?(\d{4})[\s–-]?(\d{3}[\dxX])$", re.I)


def read(text: str) -> tuple[Identifier | None, str]:
    """The identifier in a text such as "ISBN: 978-604-…"; None for an ordinary address or number.

    Returns it with a Vietnamese sentence, "" when nothing is wrong.
    """
    bare = text.strip()
    handle = _HANDLE.match(bare) or _HANDLE_OF_DSPACE.match(bare)
    if handle:
        return Identifier("handle", handle[1].rstrip("/")), ""
    doi = _DOI.fullmatch(bare)
    if doi:
        return Identifier("doi", doi[1].rstrip(".").lower()), ""
    if _ISSN.match(bare) and ("issn" in bare.lower() or re.match(r"\d{4}[-–]", bare)):
        return _issn(bare)
    if _ISBN.match(bare) and ("isbn" in bare.lower() or _looks_like_isbn(bare)):
        return of_isbn(bare)
    return None, ""


def of_isbn(text: str) -> tuple[Identifier, str]:
    """An ISBN as 13 digits; a wrong one stays as printed under "local", with a sentence."""
    found = _ISBN.match(text.strip())
    number = re.sub(r"[^\dXx]", "", found[1] if found else text).upper()
    if isbn.is_valid(number):
        return Identifier("isbn", isbn.to_isbn13(number)), ""
    printed = text.strip()[:60]
    return (
        Identifier("local", printed),
        f"ISBN “{printed}” sai chữ số kiểm tra nên được giữ làm mã riêng; hãy so lại với bìa sách.",
    )


def _issn(text: str) -> tuple[Identifier, str]:
    found = _ISSN.match(text)
    number = f"{found[1]}-{found[2].upper()}" if found else text
    if issn.is_valid(number):
        return Identifier("issn", number), ""
    return (
        Identifier("local", text),
        f"ISSN “{text}” sai chữ số kiểm tra nên được giữ làm mã riêng; hãy so lại với bản in.",
    )


def _looks_like_isbn(text: str) -> bool:
    digits = re.sub(r"[^\dXx]", "", text)
    return len(digits) == 13 and digits[:3] in ("978", "979")

"""Whether two descriptions mean one document: certain, or not taken for certain. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.documents.keys import document_key, issuer_key, issuer_of, number_key
from content.vietnamese import slugify

# "30/2020/NĐ-CP": the number itself says the year.
_COUNCIL = re.compile(r"^(uy ban nhan dan|hoi dong nhan dan) ")
_YEAR_IN_NUMBER = re.compile(r"/(19|20)\d{2}/")


@dataclass(frozen=True, slots=True)
class Identity:
    """The parts of a key in comparable form; "" or None where a part is not known."""

    number: str
    issued: PartialDate | None
    issuer: str
    words: str


def key_of(fields: DocumentFields | LinkFields) -> str:
    """The key of what is described; the issuer is taken from the number where that names it."""
    issuer = fields.issuer or issuer_of(fields.number)
    return document_key(fields.number, fields.issued, issuer, fields.title)


def identity_of(
    number: str | None, issued: PartialDate | None, issuer: str | None, title: str
) -> Identity:
    """The comparable form of the parts of a key."""
    known = issuer or issuer_of(number)
    return Identity(number_key(number), issued, issuer_key(known), slugify(title, 300))


def surely_same(one: Identity, other: Identity) -> bool:
    """Whether two descriptions can only mean one document.

    Number and issuer must be the same and the dates must not differ; numbers begin anew each
    year, so the year must be known on both sides, stand in the number, or the titles be equal.
    """
    if not one.number or one.number != other.number:
        return False
    if not one.issuer or one.issuer != other.issuer or not dates_agree(one.issued, other.issued):
        return False
    years_known = one.issued is not None and other.issued is not None
    same_title = bool(one.words) and one.words == other.words
    return years_known or same_title or bool(_YEAR_IN_NUMBER.search(one.number))


def dates_agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether no part that both dates know differs."""
    if one is None or other is None:
        return True
    return all(a == b for a, b in zip(one, other, strict=True) if a is not None and b is not None)


def slug_stem(fields: DocumentFields | LinkFields) -> str:
    """The address part a document asks for: "387-qd-ttg-2022", "115-kh-ubnd-2022-huyen-mau"."""
    if not fields.number:
        kind = fields.kind if isinstance(fields, DocumentFields) else ""
        year = str(fields.issued.year) if fields.issued else ""
        named = "" if (kind or "") in fields.title.lower()[:40] else kind
        return slugify(f"{named or ''} {fields.title} {year}", 90) or "van-ban"
    parts = [fields.number]
    if fields.issued and not _YEAR_IN_NUMBER.search(fields.number):
        parts.append(str(fields.issued.year))
    if fields.issuer and issuer_of(fields.number) is None:
        parts.append(
            re.sub(r"^(uy ban nhan dan|hoi dong nhan dan) ", "", issuer_key(fields.issuer))
        )
    return slugify(" ".join(parts), 90) or "van-ban"

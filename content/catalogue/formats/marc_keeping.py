"""What stays of the MARC that a record came as: every field whose element nobody changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import pymarc
from pymarc import Field, Indicators, Subfield

from content.catalogue.record import Record
from content.vietnamese import fold


class Family(NamedTuple):
    """Fields that say the same elements of a record."""

    elements: tuple[str, ...]
    tags: frozenset[str]


def _family(elements: str, tags: str) -> Family:
    return Family(tuple(elements.split()), frozenset(tags.split()))


_FAMILIES = (
    _family("identifiers", "020 022 024"),
    _family("languages", "041"),
    _family("names", "100 110 111 700 710 711"),
    _family("title subtitle", "245"),
    _family("other_titles", "246"),
    _family("edition", "250"),
    _family("publisher published_in date year", "260 264"),
    _family("extent", "300"),
    _family("series", "440 490"),
    _family("host volume issue pages", "773"),
    _family("notes", "500"),
    _family("contents", "505"),
    _family("access", "506"),
    _family("abstract", "520"),
    _family("audiences level", "521"),
    _family("coverage", "522"),
    _family("rights rights_url", "540"),
    _family("subjects", "600 610 611 630 650 651 653"),
    _family("kind", "655"),
    _family("links", "856"),
)
_OURS = frozenset({"001", "003"})
# Where one value changed, the fields of the others stay; all else is written anew as a whole.
_ONE_BY_ONE = frozenset({"names", "subjects", "identifiers", "links", "other_titles"})


def read(kept: bytes | None) -> pymarc.Record | None:
    """The record of an ISO 2709 text in UTF-8; None without one, or when it is broken."""
    if not kept:
        return None
    return next(iter(pymarc.MARCReader(kept, force_utf8=True, utf8_handling="replace")), None)


def joined(
    new: Sequence[Field], before: pymarc.Record, record: Record, came: Record | None
) -> list[Field]:
    """The fields of a record that came as MARC: its own, and new ones where something changed.

    The number that it had at its source is kept in 035.
    """
    every = frozenset[str]().union(*(family.tags for family in _FAMILIES))
    fields = [one for one in new if one.tag in _OURS]
    fields += [one for one in before.fields if one.tag not in every | _OURS and one.tag != "008"]
    fields += [_fixed(new, before, came is not None and came.year != record.year)]
    fields += _number_there(before)
    for family in _FAMILIES:
        mine = [one for one in new if one.tag in family.tags]
        old = [one for one in before.fields if one.tag in family.tags]
        if not _is_changed(family, mine, old, record, came):
            fields += _with_page(mine, old) if "856" in family.tags else old or mine
        else:
            fields += _renewed(mine, old if family.elements[0] in _ONE_BY_ONE else [])
    return fields


def _renewed(mine: list[Field], old: list[Field]) -> list[Field]:
    left = list(old)
    fields = []
    for one in mine:
        twin = next((each for each in left if _is_same(one, each)), None)
        if twin is not None:
            left.remove(twin)
        fields.append(twin or one)
    return fields


def _with_page(mine: list[Field], old: list[Field]) -> list[Field]:
    """The links that came, behind the one to the page here, which is always new."""
    return mine[:1] + [one for one in old if mine and one.get("u") != mine[0].get("u")]


def _is_changed(
    family: Family, mine: list[Field], old: list[Field], record: Record, came: Record | None
) -> bool:
    if came is not None:
        return any(getattr(came, name) != getattr(record, name) for name in family.elements)
    if "kind" in family.elements:  # the leader says it as well
        return False
    said = set[str]().union(*(_words(one) for one in old))
    skipped = 1 if "856" in family.tags else 0  # the link to our own page is always new
    return any(not _words(one) <= said for one in mine[skipped:])


def _is_same(new: Field, old: Field) -> bool:
    """Whether two fields say one thing, be the name turned round and the subject divided."""
    said = Field(old.tag, old.indicators, [one for one in old.subfields if one.code in "au"])
    return _words(new) == _words(said)


def _words(field: Field) -> set[str]:
    """The words of a field without marks; codes of sources, roles and languages left out."""
    texts = (one.value for one in field.subfields if one.code not in "0245ceqy")
    return set(re.findall(r"\w+", fold(" ".join(texts))))


def _fixed(new: Sequence[Field], before: pymarc.Record, year_changed: bool) -> Field:
    made = next(one for one in new if one.tag == "008")
    old = before.get("008")
    there, wanted = (old.data if old is not None else "") or "", made.data or ""
    if len(there) != len(wanted):
        return made
    return Field("008", data=f"{there[:6]}{wanted[6:11]}{there[11:]}" if year_changed else there)


def _number_there(before: pymarc.Record) -> list[Field]:
    number, agency = before.get("001"), before.get("003")
    if number is None or not number.data:
        return []
    whole = f"({agency.data}){number.data}" if agency is not None else number.data
    if any(one.get("a") == whole for one in before.get_fields("035")):
        return []
    return [Field("035", Indicators(" ", " "), [Subfield("a", whole)])]

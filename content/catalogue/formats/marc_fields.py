"""The fields of a MARC21 record as a plain record. Pure.

Tags after https://www.loc.gov/marc/bibliographic/; relator codes after
https://www.loc.gov/marc/relators/.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pymarc

from content.catalogue import identifiers
from content.catalogue.formats import terms
from content.catalogue.record import Identifier, Link, Name, Record, Subject
from content.errors import BadInput
from content.vietnamese import fold

_ROLES = {
    "aut": "author", "edt": "editor", "trl": "translator", "ill": "illustrator", "art":
    "illustrator", "ths": "advisor", "dgs": "advisor", "isb": "issuer", "pbd": "editor",
}  # fmt: skip
# Words of $e, folded, and the role that each means.
_SAID_ROLES = (
    ("dich", "translator"), ("transl", "translator"), ("bien dich", "translator"),
    ("chu bien", "editor"), ("bien tap", "editor"), ("edit", "editor"), ("ch.b", "editor"),
    ("minh hoa", "illustrator"), ("ve ", "illustrator"), ("illus", "illustrator"),
    ("huong dan", "advisor"), ("supervis", "advisor"), ("advisor", "advisor"),
    ("ban hanh", "issuer"), ("tac gia", "author"), ("author", "author"), ("bien soan", "author"),
)  # fmt: skip
_KINDS = {"e": "hinh-anh", "f": "hinh-anh", "k": "hinh-anh", "g": "video", "i": "am-thanh",
          "j": "am-thanh"}  # fmt: skip
_PERSONS, _BODIES = ("100", "700"), ("110", "111", "710", "711")
_SUBJECTS = ("600", "610", "611", "630", "650", "651", "653")
_AUDIENCES = {"a": "Mầm non", "b": "Tiểu học", "c": "Tiểu học", "d": "Trung học", "j": "Thiếu nhi"}


def control(marc: pymarc.Record, tag: str) -> str:
    """The text of a control field; "" without it."""
    return next((field.data or "" for field in marc.get_fields(tag)), "")


def record_of(marc: pymarc.Record) -> tuple[Record, tuple[str, ...]]:
    """The plain value and sentences on what was odd; BadInput without a title."""
    title = _bare(_first(marc, "245", "a"))
    part = " ".join(_bare(one) for one in _first_field(marc, "245", "np"))
    if part:
        title = f"{title}. {part}" if title else part
    if not title:
        raise BadInput("Bản ghi không có nhan đề (trường 245).")
    numbers, faults = _numbers(marc)
    fixed = control(marc, "008")
    date = _bare(_first(marc, "260", "c") or _first(marc, "264", "c")) or _fixed_date(fixed)
    rights = [*_each(marc, "506", "af"), *_each(marc, "540", "af")]
    record = Record(
        title=title,
        subtitle=_bare(_first(marc, "245", "b")),
        other_titles=tuple(map(_bare, [*_each(marc, "246", "a"), *_each(marc, "240", "a")])),
        kind=_kind(marc),
        names=_names(marc),
        publisher=_bare(_first(marc, "260", "b") or _first(marc, "264", "b")),
        published_in=_bare(_first(marc, "260", "a") or _first(marc, "264", "a")),
        date=date,
        edition=_bare(_first(marc, "250", "a")),
        series=_bare(_first(marc, "490", "a") or _first(marc, "830", "a")),
        extent=_bare(_first(marc, "300", "a")),
        languages=_languages(marc, fixed),
        subjects=_subjects(marc),
        abstract="\n".join(_each(marc, "520", "a")),
        contents="\n".join(_each(marc, "505", "a")),
        identifiers=tuple(dict.fromkeys(numbers)),
        links=_links(marc),
        access=terms.access([*rights, *_each(marc, "856", "z")]),
        rights=next(iter(rights), ""),
        rights_url=next(iter(_each(marc, "540", "u")), ""),
        audiences=_audiences(marc, fixed),
        coverage=tuple(map(_bare, _each(marc, "522", "a"))),
        notes="\n".join([*_each(marc, "500", "a"), *_each(marc, "502", "a")]),
        **_host(marc),
    )
    return record, tuple(faults)


def _names(marc: pymarc.Record) -> tuple[Name, ...]:
    found: list[Name] = []
    for field in marc.get_fields(*_PERSONS, *_BODIES):
        if field.get_subfields("t"):
            continue  # another work, named by author and title
        body = field.tag in _BODIES
        codes = ("a", "b") if body else ("a", "b", "c")
        text = " ".join(_bare(one) if body else one for one in field.get_subfields(*codes))
        bare = " ".join(text.split()).rstrip(" ,;:/")
        if bare:
            name = bare if body else terms.name(_turned(bare, field.indicators))
            found.append(Name(name, _role(field, body), body))
    return tuple(dict.fromkeys(found))


def _turned(text: str, indicators: Sequence[str] | None) -> str:
    """ "Smith, John" as "John Smith" where the indicator says that the surname stands first.

    Vietnamese names are left to `terms.name`, which knows which part is the family's.
    """
    left, comma, right = (part.strip() for part in text.partition(","))
    if not comma or "," in right or not text.isascii() or not indicators or indicators[0] != "1":
        return text
    vietnamese = terms.name(text)
    return vietnamese if vietnamese != text else f"{right} {left}"


def _role(field: pymarc.Field, body: bool) -> str:
    for code in field.get_subfields("4"):
        role = _ROLES.get(code.strip().rsplit("/", 1)[-1].lower())
        if role:
            return role
    said = f"{fold(' '.join(field.get_subfields('e', 'j')))} "
    for sign, role in _SAID_ROLES:
        if sign in said:
            return role
    if field.tag in ("100", "110", "111"):
        return "issuer" if body else "author"
    return "contributor"


def _numbers(marc: pymarc.Record) -> tuple[list[Identifier], list[str]]:
    found: list[Identifier] = []
    faults: list[str] = []
    for tag, label in (("020", "ISBN "), ("022", "ISSN ")):
        for text in _each(marc, tag, "a"):
            number, fault = identifiers.read(label + text.split("(")[0].strip())
            faults += [fault] if fault else []
            found += [number] if number else []
    for field in marc.get_fields("024"):
        text = next(iter(field.get_subfields("a")), "")
        number, _fault = identifiers.read(text)
        if number:
            found.append(number)
        elif text:
            handle = "hdl" in "".join(field.get_subfields("2"))
            found.append(Identifier("handle" if handle else "local", text.strip()))
    return found, faults


def _subjects(marc: pymarc.Record) -> tuple[Subject, ...]:
    found = []
    for field in marc.get_fields(*_SUBJECTS):
        apart = ("a",) if field.tag == "653" else ("a", "x", "y", "z", "v")
        texts = [_bare(one) for one in field.get_subfields(*apart)]
        if field.tag == "653":
            found += texts
        elif texts:
            found.append(" -- ".join(filter(None, texts)))
    return tuple(Subject(one) for one in dict.fromkeys(found) if one)


def _links(marc: pymarc.Record) -> tuple[Link, ...]:
    found = []
    for field in marc.get_fields("856"):
        title = next(iter(field.get_subfields("y", "3", "z")), "")
        media = next(iter(field.get_subfields("q")), "")
        for url in field.get_subfields("u"):
            if re.match(r"https?://\S+$", url.strip()):
                found.append(Link(url.strip(), title, media if "/" in media else ""))
    return tuple(dict.fromkeys(found))


def _host(marc: pymarc.Record) -> dict[str, Any]:
    """What 773 says: title in $t, and volume, issue, pages in $g or $q."""
    found: dict[str, Any] = {"host": _bare(_first(marc, "773", "t"))}
    said = " ".join(_first_field(marc, "773", "gq"))
    for name, sign in (
        ("volume", r"(?:tập|vol\.?|quyển|t\.)\s*([\w/-]+)"),
        ("issue", r"(?:số|no\.?|iss\.?)\s*([\w/-]+)"),
        ("pages", r"(?:tr\.?|trang|pp?\.?)\s*(\d+\s*[-–]\s*\d+)"),
    ):
        match = re.search(sign, said, re.IGNORECASE)
        if match:
            found[name] = match[1]
    return found


def _languages(marc: pymarc.Record, fixed: str) -> tuple[str, ...]:
    codes = [fixed[35:38]] if re.fullmatch(r"[a-zA-Z]{3}", fixed[35:38]) else []
    for text in _each(marc, "041", "a"):
        # Old rules wrote several codes without anything between them.
        codes += re.findall("...", text) if re.fullmatch(r"(?:[a-z]{3})+", text) else [text]
    return tuple(dict.fromkeys(filter(None, map(terms.language, codes))))


def _kind(marc: pymarc.Record) -> str:
    said = terms.kind(
        [*_each(marc, "655", "a"), *_each(marc, "502", "a"), *_each(marc, "245", "h")]
    )
    if marc.get_fields("502"):
        return "luan-van"
    leader = str(marc.leader)
    kind = _KINDS.get(leader[6:7], "")
    if kind or said != "khac":
        return kind or said
    level = leader[7:8]
    if level == "s":
        return "tap-chi"
    if level in "ab" and marc.get_fields("773"):
        return "bai-bao"
    return "sach" if leader[6:7] in ("a", "t") else "khac"


def _audiences(marc: pymarc.Record, fixed: str) -> tuple[str, ...]:
    said = list(map(_bare, _each(marc, "521", "a")))
    known = _AUDIENCES.get(fixed[22:23], "") if str(marc.leader)[6:7] in ("a", "t") else ""
    return tuple(dict.fromkeys([*said, *([known] if known else [])]))


def _fixed_date(fixed: str) -> str:
    return fixed[7:11] if re.fullmatch(r"\d{4}", fixed[7:11]) else ""


def _first(marc: pymarc.Record, tag: str, code: str) -> str:
    return next(iter(_each(marc, tag, code)), "")


def _first_field(marc: pymarc.Record, tag: str, codes: str) -> list[str]:
    return next((field.get_subfields(*codes) for field in marc.get_fields(tag)), [])


def _each(marc: pymarc.Record, tag: str, codes: Iterable[str]) -> list[str]:
    """The values of subfields of all fields of a tag, blanks made one."""
    return [
        " ".join(value.split())
        for field in marc.get_fields(tag)
        for value in field.get_subfields(*codes)
        if value.strip()
    ]


def _bare(text: str) -> str:
    """A value without the punctuation that cards put behind it; "J. K." and "tr." keep theirs."""
    bare = " ".join(text.split()).rstrip(" /:;,=")
    if bare.endswith(".") and not re.search(r"(?:\b\w|\btr|\bp|\bed|\bNxb|\.\.)\.$", bare):
        bare = bare.rstrip(".")
    pairs = (("[", "]"), ("(", ")"))
    for opened, closed in pairs:
        if bare.startswith(opened) and bare.endswith(closed) and bare.count(opened) == 1:
            bare = bare[1:-1]
    return bare.strip()

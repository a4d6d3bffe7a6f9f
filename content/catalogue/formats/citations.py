"""A record as citation managers take it, and as one line a person copies.

Names are never turned round: Vietnamese names are written family name first and called by the
last word, so BibTeX gets them in braces and CSL-JSON as `literal`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from content.catalogue.formats.dublin_core_writing import host_line
from content.catalogue.record import LANGUAGES, Record, clean

# Kind → how BibTeX, RIS, CSL and OpenURL call it.
_KINDS = {
    "sach": ("book", "BOOK", "book", "book"),
    "bai-bao": ("article", "JOUR", "article-journal", "article"),
    "tap-chi": ("misc", "JFULL", "periodical", "journal"),
    "luan-van": ("phdthesis", "THES", "thesis", "dissertation"),
    "bao-cao": ("techreport", "RPRT", "report", "report"),
    "van-ban": ("misc", "STAT", "legislation", "document"),
    "tap-huan": ("misc", "GEN", "document", "document"),
    "am-thanh": ("misc", "SOUND", "song", "unknown"),
    "video": ("misc", "VIDEO", "motion_picture", "unknown"),
    "hinh-anh": ("misc", "ART", "graphic", "unknown"),
    "khac": ("misc", "GEN", "document", "unknown"),
}
# BCP 47 for the languages that have a short code there; others keep theirs.
_SHORT = {
    "vie": "vi", "eng": "en", "fre": "fr", "chi": "zh", "rus": "ru", "ger": "de", "jpn": "ja",
    "kor": "ko", "spa": "es", "tha": "th", "lao": "lo", "khm": "km",
}  # fmt: skip
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED |= {sign: f"\\{sign}" for sign in "{}%$#&_"}


def readable(record: Record, *, url: str) -> str:
    """The citation in words, as Vietnamese bibliographies have it: who (year). What. Where."""
    who = ", ".join(record.authors)
    year = f"({record.year})" if record.year else ""
    parts = [f"{who} {year}".strip(), record.whole_title, record.edition, host_line(record)]
    parts.append(": ".join(filter(None, [record.published_in, record.publisher])))
    doi = record.identifier("doi")
    parts.append(f"https://doi.org/{doi}" if doi else url)
    return ". ".join(part.rstrip(" .") for part in parts if part)


# ---- BibTeX -------------------------------------------------------------------------------------


def bibtex(record: Record, *, key: str, url: str) -> str:
    """The entry of a record in UTF-8, as biber and modern BibTeX read it. key: its name."""
    sound = clean(record)
    kind = _KINDS[sound.kind][0]
    lines = [f"  {name} = {{{text}}}" for name, text in _bibtex_fields(sound, kind, url) if text]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex_fields(record: Record, kind: str, url: str) -> Iterator[tuple[str, str]]:
    yield "author", _whole_names(record.authors)
    editors = tuple(one.name for one in record.names if one.role == "editor")
    if editors != record.authors:
        yield "editor", _whole_names(editors)
    yield "title", "{" + _tex(record.whole_title) + "}" if record.title else ""
    publisher = {"phdthesis": "school", "techreport": "institution"}.get(kind, "publisher")
    given = (
        ("journal" if kind == "article" else "booktitle", record.host),
        (publisher, record.publisher),
        ("address", record.published_in),
        ("year", str(record.year or "")),
        ("edition", record.edition),
        ("series", record.series),
        ("volume", record.volume),
        ("number", record.issue or record.identifier("number")),
        ("pages", re.sub(r"(?<=\d)[-–](?=\d)", "--", record.pages)),
        ("isbn", record.identifier("isbn")),
        ("issn", record.identifier("issn")),
    )
    yield from ((name, _tex(text)) for name, text in given)
    # Addresses are taken as they stand; only what would end the field is told otherwise.
    yield "doi", _address(record.identifier("doi"))
    yield "url", _address(url)
    yield "langid", "vietnamese" if record.languages[:1] == ("vie",) else ""
    yield "abstract", _tex(record.abstract.replace("\n", " "))


def _whole_names(names: Iterable[str]) -> str:
    return " and ".join("{" + _tex(name) + "}" for name in names)


def _tex(text: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in text)


def _address(text: str) -> str:
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


# ---- RIS ----------------------------------------------------------------------------------------


def ris(record: Record, *, url: str) -> str:
    """The entry of a record in UTF-8 with the line ends that the format wants."""
    sound = clean(record)
    lines = [("TY", _KINDS[sound.kind][1]), *_ris_lines(sound, url), ("ER", "")]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in lines if text or tag == "ER")


def _ris_lines(record: Record, url: str) -> Iterator[tuple[str, str]]:
    # A comma would part family name and given name; a semicolon says the same to a person.
    yield from (("AU", name.replace(",", ";")) for name in record.authors)
    others = [one for one in record.names if one.name not in record.authors]
    for one in others:
        tag = {"editor": "A2", "translator": "A4"}.get(one.role, "A3")
        yield tag, one.name.replace(",", ";")
    first, last = _ends(record.pages)
    yield from (
        ("TI", record.whole_title),
        ("T2", record.host),
        ("T3", record.series),
        ("PY", str(record.year or "")),
        ("PB", record.publisher),
        ("CY", record.published_in),
        ("ET", record.edition),
        ("VL", record.volume),
        ("IS", record.issue),
        ("M1", record.identifier("number")),
        ("SP", first),
        ("EP", last),
        ("SN", record.identifier("isbn") or record.identifier("issn")),
        ("DO", record.identifier("doi")),
        ("LA", LANGUAGES.get(record.languages[0], "") if record.languages else ""),
        ("AB", record.abstract.replace("\n", " ")),
    )
    yield from (("KW", one.term) for one in record.subjects)
    yield "UR", url
    yield from (("L2", one.url) for one in record.links)


def _ends(pages: str) -> tuple[str, str]:
    first, _sign, last = re.sub(r"[–—]", "-", pages).partition("-")
    return first.strip(), last.strip()


# ---- CSL-JSON -----------------------------------------------------------------------------------


def csl_json(record: Record, *, key: str, url: str) -> str:
    """A list of one item (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html)."""
    return json.dumps([csl(record, key=key, url=url)], ensure_ascii=False, indent=1) + "\n"


def csl(record: Record, *, key: str, url: str) -> dict[str, Any]:
    """One item of CSL-JSON; names are literal."""
    sound = clean(record)
    language = sound.languages[0] if sound.languages else ""
    item: dict[str, Any] = {
        "id": key,
        "type": _KINDS[sound.kind][2],
        "title": sound.whole_title,
        "author": [{"literal": name} for name in sound.authors],
        "translator": [{"literal": one.name} for one in sound.names if one.role == "translator"],
        "issued": {"date-parts": [[sound.year]]} if sound.year else None,
        "publisher": sound.publisher,
        "publisher-place": sound.published_in,
        "container-title": sound.host,
        "collection-title": sound.series,
        "edition": sound.edition,
        "volume": sound.volume,
        "issue": sound.issue,
        "page": sound.pages,
        "number": sound.identifier("number"),
        "ISBN": sound.identifier("isbn"),
        "ISSN": sound.identifier("issn"),
        "DOI": sound.identifier("doi"),
        "language": _SHORT.get(language, language),
        "URL": url,
        "abstract": sound.abstract,
    }
    return {name: value for name, value in item.items() if value}


def language_tag(code: str) -> str:
    """A language as web pages name it: "vi" for "vie"; codes without a short form stay."""
    return _SHORT.get(code, code)


# ---- COinS --------------------------------------------------------------------------------------


def coins(record: Record, *, url: str) -> str:
    """The title of a `Z3988` span: an OpenURL 1.0 context object (ANSI/NISO Z39.88)."""
    genre = _KINDS[record.kind][3]
    is_part = record.kind in ("bai-bao", "tap-chi")
    form = "journal" if is_part else "dissertation" if genre == "dissertation" else "book"
    if genre == "unknown":
        form = "dc"
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", f"info:ofi/fmt:kev:mtx:{form}")]
    pairs += [(f"rft.{name}", text) for name, text in _coins(record, form, genre) if text]
    pairs += [("rft_id", f"info:doi/{doi}") for doi in [record.identifier("doi")] if doi]
    pairs.append(("rft_id", url))
    return "&".join(f"{name}={quote(text, safe='')}" for name, text in pairs)


def _coins(record: Record, form: str, genre: str) -> Iterator[tuple[str, str]]:
    year = str(record.year or "")
    if form == "dc":
        yield "title", record.whole_title
        yield from (("creator", name) for name in record.authors)
        yield from (("publisher", record.publisher), ("date", year))
        return
    yield "genre", genre
    main = {"journal": "atitle" if record.kind == "bai-bao" else "jtitle"}.get(form)
    yield main or ("title" if form == "dissertation" else "btitle"), record.whole_title
    if record.kind == "bai-bao":
        yield "jtitle", record.host
    yield from (("au", name) for name in record.authors)
    yield from (
        ("pub", record.publisher),
        ("place", record.published_in),
        ("date", year),
        ("volume", record.volume),
        ("issue", record.issue),
        ("pages", record.pages),
        ("isbn", record.identifier("isbn")),
        ("issn", record.identifier("issn")),
    )

"""The form of a library record: boxes of lines, what stands in them, and the record they mean.

Repeated elements are lines of text: a volunteer types one name or subject a line, as on a card of
the old catalogue, and nothing needs a script.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from admin.row_form import Box
from content import place_choice, places
from content.catalogue import identifiers, thesaurus
from content.catalogue.record import (
    ACCESS,
    IDENTIFIERS,
    KINDS,
    LANGUAGES,
    LONG,
    ROLES,
    Identifier,
    Link,
    Name,
    Record,
)
from content.errors import BadInput
from content.vietnamese import fold

_SELDOM, _RIGHTS = "Điều ít dùng", "Dùng lại, cho ai đọc"
AUDIENCES = ("Mọi người", "Người lớn", "Cán bộ khuyến học", "Giáo viên", "Học sinh", "Thiếu nhi")
LEVELS = ("", "Mầm non", "Tiểu học", "Trung học cơ sở", "Trung học phổ thông", "Đại học trở lên")
_ROLE_KEYS = {fold(words): key for key, words in ROLES.items()}
_LANGUAGE_KEYS = {fold(words): key for key, words in LANGUAGES.items()} | {
    fold(words.removeprefix("Tiếng ")): key for key, words in LANGUAGES.items()
}
_NUMBER_KEYS = {fold(words): key for key, words in IDENTIFIERS.items()}
# How names of organisations begin; only a first guess, the box lets it be said.
_ORGANISATIONS = re.compile(
    r"(bộ|sở|ubnd|ủy ban|hội|trường|viện|trung tâm|ban|thư viện|đại học|học viện|đảng|chính phủ|"
    r"quốc hội|thủ tướng|nhà xuất bản|liên hiệp|công ty|unesco|văn phòng|phòng|cục|tổng cục)\b",
    re.I,
)
_WITH_ROLE = re.compile(r"(?P<name>.+?)\s*\((?P<role>[^()]+)\)\s*")
_FORMER = "khac"


def boxes() -> tuple[Box, ...]:
    """The boxes of the form, in order; those with `apart` are folded away."""
    first = (
        Box("title", "Nhan đề", "Như in trên bìa", required=True),
        Box("subtitle", "Phụ đề"),
        Box("kind", "Loại tài liệu", "", "choice", tuple(KINDS.items())),
        Box("names", "Tác giả, người góp phần", _NAMES, "area"),
        Box("publisher", "Nhà xuất bản hoặc cơ quan đưa ra"),
        Box("date", "Năm xuất bản", "Năm, hoặc ngày/tháng/năm"),
        Box("languages", "Ngôn ngữ", "Cách nhau bằng dấu chấm phẩy"),
        Box("abstract", "Tóm tắt", "Vài câu: sách nói gì, có ích cho ai", "area"),
        Box("subjects", "Chủ đề", "Mỗi dòng một chủ đề; gõ không dấu cũng nhận ra", "area"),
        Box("numbers", "ISBN, ISSN, DOI, số hiệu", "Mỗi dòng một mã, ví dụ: ISBN 978…", "area"),
        Box("links", "Đọc ở đâu trên mạng", "Mỗi dòng một địa chỉ; sau dấu | là tên", "area"),
        Box("access", "Quyền đọc", "", "choice", tuple((k, v) for k, v in ACCESS.items())),
    )
    rights = (
        Box("rights", "Được dùng lại thế nào", "Ví dụ: CC BY 4.0, văn bản nhà nước"),
        Box("rights_url", "Trang của giấy phép"),
        Box("audiences", "Cho ai", f"Mỗi dòng một nhóm: {', '.join(AUDIENCES)}", "area"),
        Box(
            "level", "Trình độ", "", "choice", tuple((one, one or "Mọi trình độ") for one in LEVELS)
        ),
        Box("place", "Nói về nơi nào", "Ví dụ: xã Mẫu, tỉnh Mẫu", "place"),
        Box("coverage", "Thời gian, vùng đất được nói đến", "Mỗi dòng một điều", "area"),
    )
    seldom = (
        Box("other_titles", "Nhan đề khác", "Mỗi dòng một nhan đề", "area"),
        Box("published_in", "Nơi xuất bản"),
        Box("edition", "Lần xuất bản"),
        Box("series", "Tùng thư, bộ sách"),
        Box("host", "In trong", "Tên tạp chí hoặc sách chứa bài này"),
        Box("volume", "Tập"),
        Box("issue", "Số"),
        Box("pages", "Trang", "Ví dụ 12-20"),
        Box("extent", "Dung lượng", "Ví dụ 250 trang, 45 phút"),
        Box("contents", "Mục lục", "", "area"),
        Box("notes", "Ghi chú", "", "area"),
    )
    return (
        *first,
        *(dataclasses.replace(one, apart=_RIGHTS) for one in rights),
        *(dataclasses.replace(one, apart=_SELDOM) for one in seldom),
    )


_NAMES = "Mỗi dòng một tên; vai trò khác tác giả ghi trong ngoặc, ví dụ: Lò Văn Mẫu (người dịch)"
_LINES = ("audiences", "coverage", "other_titles")
_PLAIN = (
    "title", "subtitle", "kind", "publisher", "date", "abstract", "access", "rights", "rights_url",
    "level", "published_in", "edition", "series", "host", "volume", "issue", "pages", "extent",
    "contents", "notes",
)  # fmt: skip


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """What stands in each box, as it was typed."""
    return {box.name: form.get(box.name, "").replace("\x00", "")[: LONG + 1] for box in boxes()}


def shown(record: Record) -> dict[str, str]:
    """What the boxes hold for a record."""
    values = {name: str(getattr(record, name) or "") for name in _PLAIN}
    values |= {name: "\n".join(getattr(record, name)) for name in _LINES}
    place = places.by_slug(record.place) if record.place else None
    return values | {
        "date": record.date or str(record.year or ""),
        "names": "\n".join(_name_line(one) for one in record.names),
        "languages": "; ".join(LANGUAGES.get(code, code) for code in record.languages),
        "subjects": "\n".join(one.term for one in record.subjects),
        "numbers": "\n".join(f"{IDENTIFIERS[n.scheme]} {n.value}" for n in record.identifiers),
        "links": "\n".join(" | ".join(filter(None, (x.url, x.title))) for x in record.links),
        "place": place.full_name if place else record.place,
    }


def meant(values: Mapping[str, str], topics: tuple[str, ...], before: Record | None) -> Record:
    """The record that typed values mean. before: what was known keeps what the form cannot say.

    BadInput names the box that cannot be understood.
    """
    base = before or Record("")
    given: dict[str, Any] = {name: values[name].strip() for name in _PLAIN}
    if max(map(len, values.values())) > LONG:
        raise BadInput("Một ô dài hơn 20.000 chữ; hãy rút gọn, phần dài nên để trong tệp kèm theo.")
    given |= {name: _lines(values[name]) for name in _LINES}
    place = values["place"].strip()
    return dataclasses.replace(
        base,
        **given,
        year=None,
        names=tuple(_name(line, base) for line in _lines(values["names"])),
        languages=tuple(
            _language(one) for one in re.split(r"[;\n]", values["languages"]) if one.strip()
        ),
        subjects=tuple(thesaurus.subject(line) for line in _lines(values["subjects"])),
        identifiers=tuple(_number(line) for line in _lines(values["numbers"])),
        links=tuple(_link(line, base) for line in _lines(values["links"])),
        topics=topics,
        place=place_choice.chosen(place).slug if place else "",
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def _name_line(one: Name) -> str:
    return (
        one.name
        if one.role == "author"
        else f"{one.name} ({ROLES.get(one.role, one.role).lower()})"
    )


def _name(line: str, base: Record) -> Name:
    """A name as typed; what a known name is (person or organisation) stays as it was."""
    found = _WITH_ROLE.fullmatch(line)
    role = _ROLE_KEYS.get(fold(found["role"])) if found else None
    name = found["name"] if found and role else line
    known = next((one.organisation for one in base.names if one.name == name), None)
    organisation = bool(_ORGANISATIONS.match(name)) if known is None else known
    return Name(name, role or "author", organisation)


def _language(words: str) -> str:
    bare = " ".join(words.split())
    code = _LANGUAGE_KEYS.get(fold(bare))
    if code is None and re.fullmatch(r"[a-z]{3}", bare):
        return bare
    if code is None:
        raise BadInput(
            f"Ngôn ngữ: chưa biết “{bare[:40]}”; ghi ví dụ Tiếng Việt, Tiếng Anh, Tiếng Mông."
        )
    return code


def _number(line: str) -> Identifier:
    """A number by its word in front ("Số hiệu 387/QĐ-TTg"), else by its shape."""
    for words, scheme in _NUMBER_KEYS.items():
        if fold(line).startswith(f"{words} ") or fold(line).startswith(f"{words}:"):
            value = line[len(words) :].lstrip(" :")
            if scheme in ("isbn", "issn"):
                return Identifier(scheme, value)  # checked, with a sentence, when it is saved
            return identifiers.read(line)[0] or Identifier(scheme, value)
    return identifiers.read(line)[0] or Identifier("local", line)


def _link(line: str, base: Record) -> Link:
    url, _bar, title = (part.strip() for part in line.partition("|"))
    if not re.match(r"https?://[^\s/]+\.[^\s]+", url) and not url.startswith("/"):
        raise BadInput(
            f"Đọc ở đâu trên mạng: “{url[:60]}” chưa phải địa chỉ; ghi cả https:// ở đầu."
        )
    media_type = next((one.media_type for one in base.links if one.url == url), "")
    return Link(url, title, media_type)

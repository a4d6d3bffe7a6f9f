"""The edge for details: sources, events, training material; tidied, measured, or refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from content.errors import BadInput
from content.publishing import audiences
from content.publishing.detail_fields import (
    EventFields,
    PartFields,
    SourceFields,
    TrainingFields,
)
from content.vietnamese import tidy

MOST_SOURCES = 60
MOST_PARTS = 200
_MOST_TEXT = 500
_ADDRESS = re.compile(r"/(?:[a-z0-9-]+/){1,2}")


def sources(given: tuple[SourceFields, ...], name: str = "Nguồn") -> tuple[SourceFields, ...]:
    """Sources (or links elsewhere) as they may be stored; each needs words, an address may be."""
    if len(given) > MOST_SOURCES:
        raise BadInput(f"{name} có tối đa {MOST_SOURCES} dòng; hãy gộp bớt.")
    kept = []
    for entry in given:
        url = check_url(entry.url, name)
        title = _short(entry.title, name) or url
        if title:
            kept.append(SourceFields(title, url))
    return tuple(dict.fromkeys(kept))


def check_url(url: str, name: str) -> str:
    """A whole http(s) address, or ""; BadInput for anything that a browser must not follow."""
    url = url.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        _port = parts.port  # raises for one that no host has
        plain = not set("@\\") & set(parts.netloc)
        sound = parts.scheme in ("http", "https") and parts.hostname and plain
    except ValueError:
        sound = False
    if not sound or len(url) > 1000 or any(c.isspace() or ord(c) < 32 for c in url):
        raise BadInput(
            f"{name}: địa chỉ “{url[:80]}” không dùng được; ghi dạng https://ten-mien.vn/…."
        )
    return url


def event(given: EventFields) -> EventFields:
    """An event as it may be stored: it ends no earlier than it starts."""
    for day in (given.starts, given.ends):
        if day is not None and not 1900 <= day.year <= 2200:
            raise BadInput(f"Ngày {day.day}/{day.month}/{day.year} của sự kiện không hợp lý.")
    last = given.ends or given.starts
    if last < given.starts or (last == given.starts and _hour(given.ends_at) < _begin(given)):
        raise BadInput("Sự kiện kết thúc trước khi bắt đầu; hãy sửa một trong hai.")
    return replace(
        given,
        venue=_short(given.venue, "Nơi diễn ra"),
        contact=_short(given.contact, "Người liên hệ"),
    )


def training(given: TrainingFields, file_names: Iterable[str]) -> TrainingFields:
    """Particulars as they may be stored. file_names: the names of the item's own files."""
    if given.year is not None and not 1900 <= given.year <= 2200:
        raise BadInput(f"Năm {given.year} của tài liệu không hợp lý; hãy kiểm tra lại.")
    if given.licence and given.licence not in audiences.LICENCES:
        raise BadInput(
            f"Giấy phép “{given.licence}” không có; "
            f"dùng một trong: {', '.join(audiences.LICENCES)}."
        )
    if len(given.parts) > MOST_PARTS:
        raise BadInput(f"Một bộ có tối đa {MOST_PARTS} phần; hãy chia thành nhiều bộ.")
    names = set(file_names)
    for link in given.links:
        if not link.url.strip():
            raise BadInput(
                f"Liên kết “{link.title[:80]}” thiếu địa chỉ; ghi thêm địa chỉ https://…, "
                "hoặc đưa câu này vào nội dung."
            )
    edition = _short(given.edition, "Lần biên soạn")
    if len(edition) > 40:
        raise BadInput("Lần biên soạn dài quá 40 ký tự; hãy rút ngắn.")
    return replace(
        given,
        titles=_words(given.titles, audiences.TITLES, "Danh hiệu"),
        roles=_words(given.roles, audiences.ROLES, "Dành cho"),
        levels=_words(given.levels, audiences.LEVELS, "Cấp"),
        edition=edition,
        links=sources(given.links, "Liên kết"),
        parts=tuple(_part(part, names) for part in given.parts),
    )


def _part(part: PartFields, names: set[str]) -> PartFields:
    if bool(part.target) == bool(part.file_name):
        raise BadInput("Mỗi phần của bộ tài liệu là một bài hoặc một tệp; hãy ghi một trong hai.")
    if part.file_name and part.file_name not in names:
        raise BadInput(
            f"Bộ tài liệu nêu tệp “{part.file_name}” nhưng tệp đó không đính kèm bài này."
        )
    if part.target and not (_ADDRESS.fullmatch(part.target) and len(part.target) <= 240):
        raise BadInput(
            f"Phần “{part.target[:80]}” của bộ không phải địa chỉ một bài; "
            "ghi dạng /huong-dan/ten-bai/."
        )
    return replace(part, note=_short(part.note, "Ghi chú của phần"))


def _words(given: tuple[str, ...], known: Mapping[str, str], name: str) -> tuple[str, ...]:
    for word in given:
        if word not in known:
            raise BadInput(f"{name} “{word}” không có; dùng một trong: {', '.join(known)}.")
    return tuple(sorted(set(given)))


def _short(text: str, name: str) -> str:
    line = " ".join(tidy(text).split())
    if len(line) > _MOST_TEXT:
        raise BadInput(f"{name} dài {len(line)} ký tự; hãy rút còn tối đa {_MOST_TEXT} ký tự.")
    return line


def _begin(given: EventFields) -> dt.time:
    return given.starts_at or dt.time.min


def _hour(at: dt.time | None) -> dt.time:
    return at or dt.time.max

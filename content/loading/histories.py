"""Histories: `lich-su/SECTION/SLUG.jsonl` of a dump, one published state of an item a line."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from content.errors import BadInput
from content.publishing import desk_queries
from content.publishing.commands import media, past
from content.publishing.commands.past import Past
from content.publishing.models import SECTIONS, Revision
from content.publishing.snapshot import AttachmentFields, ItemFields

FOLDER = "lich-su"
PAGES = "trang"  # the folder of kinds without a section
_PATH = re.compile(rf"(?:^|/){FOLDER}/(?P<section>[a-z0-9-]+)/(?P<slug>[a-z0-9-]+)\.jsonl$")
_KEYS = ("published_at", "at", "label", "change_note", "fields")


def is_history(path: str) -> bool:
    """Whether a file of this path is a history, by its folder and ending."""
    return _PATH.search(path) is not None


def write(revisions: Sequence[Revision]) -> str:
    """The lines of published revisions, oldest first; `load` brings them back."""
    return "".join(f"{json.dumps(_line(row), ensure_ascii=False)}\n" for row in revisions)


def attached(revisions: Sequence[Revision]) -> Iterator[AttachmentFields]:
    """The files that any of the revisions has; a dump keeps them too."""
    for row in revisions:
        yield from ItemFields.from_json(row.fields).attachments


def load(
    path: str, data: bytes, beside: Callable[[str], bytes | None], *, actor_id: int | None = None
) -> str:
    """Bring the history of an item back: "loaded", or "unchanged" when it is there already.

    BadInput names the line that cannot be read, or the item that is missing.
    """
    found = _PATH.search(path)
    assert found is not None
    kind = next((k for k, (s, _) in SECTIONS.items() if (s or PAGES) == found["section"]), "")
    item = desk_queries.any_at(kind, found["slug"])
    if item is None:
        name = f"{found['section']}/{found['slug']}.md"
        raise BadInput(f"Lịch sử này thuộc {name}, nhưng chưa có bài đó; hãy nạp bài trước.")
    try:
        entries = [_with_files(entry, beside) for entry in _entries(data)]
        return "loaded" if past.bring_back(item, entries, actor_id=actor_id) else "unchanged"
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise BadInput(
            "Tệp lịch sử có dòng ghi sai kiểu dữ liệu; hãy lấy lại tệp này từ bản kết xuất gốc."
        ) from None


def _line(row: Revision) -> dict[str, Any]:
    return {
        "published_at": _moment(row.published_at or row.at),
        "at": _moment(row.at),
        "label": row.label,
        "change_note": row.change_note,
        "fields": row.fields,
    }


def _moment(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat()


def _entries(data: bytes) -> Iterator[Past]:
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise BadInput("Tệp lịch sử không phải chữ UTF-8.") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _entry(number, line)


def _entry(number: int, line: str) -> Past:
    try:
        given: Mapping[str, Any] = json.loads(line)
        if set(given) != set(_KEYS):
            raise ValueError("other keys")
        return Past(
            fields=ItemFields.from_json(given["fields"]),
            published_at=_aware(given["published_at"]),
            at=_aware(given["at"]),
            label=str(given["label"]),
            change_note=str(given["change_note"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise BadInput(
            f"Dòng {number} của tệp lịch sử không đọc được; "
            "hãy lấy lại tệp này từ bản kết xuất gốc."
        ) from None


def _aware(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment


def _with_files(entry: Past, beside: Callable[[str], bytes | None]) -> Past:
    """The entry with its files kept; their hashes are those that keeping them gives."""
    kept = []
    for file in entry.fields.attachments:
        place = PurePosixPath("../../tep") / file.sha256[:16] / file.file_name
        data = beside(str(place))
        if data is None:
            raise BadInput(f"Không thấy tệp “{place.name}” của một bản cũ trong thư mục tep/.")
        file_name, row = media.take_in(file.file_name, data)
        kept.append(replace(file, sha256=row.sha256, file_name=file_name))
    return replace(entry, fields=replace(entry.fields, attachments=tuple(kept)))

"""What the forms of the criteria room bring: a file with its facts, and the facts of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request

from content.criteria import files, queries, toml_format
from content.criteria.files import Came
from content.criteria.models import CriteriaSet
from content.criteria.sets import STATUSES, Source, Version
from content.criteria.sheet_words import day_of, issued_of
from content.errors import BadInput

MOST_TEXT = 1_000_000
# Field → what it is called where it is wrong.
DAYS = {"in_force": "Có hiệu lực từ", "over": "Hết hiệu lực từ"}


def given() -> Came:
    """The version in the sent file, else in the pasted cells, with the form's facts beside it."""
    facts = _facts()
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return files.read(str(upload.filename), upload.read(), facts)
    pasted = request.form.get("list", "")
    if not pasted.strip():
        raise BadInput("Chưa có tệp nào; hãy chọn tệp, hoặc dán các ô vào khung.")
    return files.read("các ô đã dán.csv", pasted.encode(), facts)


def _facts() -> dict[str, str]:
    set_id = request.form.get("set", "") or request.form.get("new_set", "")
    known = queries.by_slug(set_id.strip())
    marks = {name: request.form.get(name, "")[:40] for name in ("pass_sum", "least_item")}
    return {
        "set": set_id.strip()[:80],
        "version": request.form.get("version_id", "").strip()[:80],
        "title": known.title if known else "",
        **marks,
    }


def carried() -> Version:
    """The version that a preview carried along, with the day the person set beside it."""
    text = request.form.get("text", "")[:MOST_TEXT]
    return replace(toml_format.read(text, "bản xem trước"), **_days())


def with_facts(version: Version) -> Version:
    """A version with the facts of the form; its groups and its rule stay."""
    form = request.form
    status = form.get("status", version.status)
    if status not in STATUSES:
        raise BadInput("Hãy chọn tình trạng trong danh sách.")
    months = form.get("months", "").strip()
    if months and not (months.isascii() and months.isdecimal() and len(months) < 4):
        raise BadInput("Thời hạn công nhận: hãy ghi số tháng, ví dụ 36, hoặc để trống.")
    return replace(
        version,
        title=_line("title"),
        status=status,
        subject=_line("subject"),
        decided_by=_line("decided_by"),
        months=int(months or 0),
        document=_document(),
        **_days(),
    )


def _document() -> Source | None:
    issued = _line("issued")
    known = issued_of(issued) if issued else ""
    if known is None:
        raise BadInput(f"Ngày ban hành “{issued[:40]}” không phải ngày; hãy ghi dạng 25/10/2023.")
    found = Source(
        number=_line("number"),
        issued=known or "",
        issuer=_line("issuer"),
        title=_line("document_title"),
        url=_line("url"),
    )
    return found if found != Source() else None


def _days() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, title in DAYS.items():
        if name not in request.form:
            continue
        text = _line(name)
        found[name] = day_of(text) if text else None
        if text and found[name] is None:
            raise BadInput(f"{title}: “{text[:40]}” không phải ngày; hãy ghi dạng 12/02/2026.")
    return found


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:1000]


def typed() -> Mapping[str, str]:
    """What was typed, to be shown again."""
    return {name: value[:MOST_TEXT] for name, value in request.form.items()}


def choices() -> list[CriteriaSet]:
    """The sets that a file may belong to."""
    return queries.every_set()

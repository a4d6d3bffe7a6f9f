"""The papers of a decision, the words that may stand in their templates, and what these say."""

from __future__ import annotations

import datetime as dt
import re
from importlib import resources
from typing import NamedTuple

import sqlalchemy as sa

from content.database import db
from content.errors import BadInput
from content.places import Place
from content.recognition.entry_fields import folded
from content.recognition.models import Decision, Entry, RecognitionTitle
from content.recognition.papers import caged, filling

_CHAIR = re.compile(r"^chủ tịch\s+", re.IGNORECASE)
TAKEN_DOWN = "(đã gỡ theo yêu cầu)"
# Word → what it says, for whoever makes a template.
WORDS = {
    "co_quan": "cơ quan, người ban hành",
    "ten_co_quan": "cơ quan, bỏ chữ Chủ tịch ở đầu",
    "so": "số quyết định",
    "ngay_thang": "ngày 02 tháng 3 năm 2026",
    "ngay": "02/03/2026",
    "noi": "tên xã, phường",
    "dia_danh": "địa danh trước ngày tháng",
    "danh_hieu": "danh hiệu",
    "nam": "năm đánh giá",
    "giai_doan": "giai đoạn",
    "tong_so": "số được công nhận",
    "nguoi_ky": "người ký",
    "chuc_vu": "chức vụ người ký",
}
ROW_WORDS = {
    "stt": "số thứ tự",
    "ten": "họ tên, tên đơn vị",
    "thon": "thôn, bản",
    "o_dau": "thôn, bản và xã, phường",
    "danh_hieu_cua": "danh hiệu của dòng",
    "muc": "mức đạt",
    "dung_dau": "người đứng đầu",
}


class Kind(NamedTuple):
    """A paper: what it is called, the name of its file, how the list stands in it."""

    title: str
    file_name: str
    each: str  # "rows", "pages" or ""


KINDS = {
    "to-trinh": Kind("Tờ trình đề nghị công nhận", "to-trinh.docx", ""),
    "danh-sach": Kind("Danh sách kèm theo quyết định", "danh-sach-kem-theo.docx", "rows"),
    "giay-cong-nhan": Kind("Giấy công nhận", "giay-cong-nhan.docx", "pages"),
}


def words_of(kind: str) -> dict[str, str]:
    """The words that may stand in a template of a kind, each with what it says."""
    return WORDS | ROW_WORDS if KINDS[kind].each else dict(WORDS)


def check(kind: str, template: bytes) -> set[str]:
    """The words of an office's own template, looked at in the cage; BadInput for what is none."""
    of_row = ROW_WORDS if KINDS[kind].each else {}
    return caged.check(template, words_of(kind), KINDS[kind].each, of_row)


def shipped(kind: str) -> bytes:
    """The template that comes with the hub."""
    folder = resources.files("content.recognition.papers.shipped")
    return folder.joinpath(f"{kind}.docx").read_bytes()


def made(decision: Decision, kind: str, template: bytes) -> bytes:
    """The paper of a decision, with names in full: the office's own paper, no page of readers.

    A name that was taken down stands in no new one. BadInput, one sentence, for a decision that was
    taken back and where nobody is left to name.
    """
    if decision.state == "withdrawn":
        raise BadInput("Quyết định này đã thu hồi nên không in giấy tờ nữa.")
    values, each = _values(decision), KINDS[kind].each
    if not each:
        return filling.fill(template, values)
    rows = _rows(decision, named_only=each == "pages")
    if not rows:
        raise BadInput("Danh sách chưa có tên nào để in; hãy nhập danh sách trước.")
    if each == "rows":
        return filling.fill(template, values, rows=rows)
    return filling.fill(template, values, pages=rows)


def _values(decision: Decision) -> dict[str, str]:
    titles = (
        sa.select(RecognitionTitle.title)
        .where(
            RecognitionTitle.id.in_(
                sa.select(Entry.title_id).where(Entry.decision_id == decision.id)
            )
        )
        .order_by(RecognitionTitle.position)
    )
    count = sa.select(sa.func.count(Entry.id)).where(Entry.decision_id == decision.id)
    place: Place | None = decision.place
    return {
        "co_quan": decision.body,
        "ten_co_quan": _held_together(_CHAIR.sub("", decision.body), place),
        "so": decision.number or "…",
        "ngay_thang": _long(decision.issued),
        "ngay": f"{decision.issued:%d/%m/%Y}" if decision.issued else "…/…/…",
        "noi": place.name if place else "…",
        "dia_danh": _stands_before_day(place),
        "danh_hieu": ", ".join(db.session.scalars(titles)),
        "nam": str(decision.year),
        "giai_doan": decision.period,
        "tong_so": str(db.session.scalar(count) or 0),
        "nguoi_ky": decision.signer,
        "chuc_vu": decision.signer_post,
    }


def _rows(decision: Decision, *, named_only: bool) -> list[dict[str, str]]:
    query = sa.select(Entry).where(Entry.decision_id == decision.id).order_by(Entry.position)
    if named_only:
        query = query.where(Entry.name != "")
    wanted = sa.select(Entry.place_id).where(Entry.decision_id == decision.id)
    places = {
        one.id: one for one in db.session.scalars(sa.select(Place).where(Place.id.in_(wanted)))
    }
    return [
        {
            "stt": str(number),
            "ten": entry.name or TAKEN_DOWN,
            "thon": entry.place_text,
            "o_dau": _where(entry.place_text, places.get(entry.place_id or 0) or decision.place),
            "danh_hieu_cua": entry.title.title,
            "muc": entry.level,
            "dung_dau": entry.head,
        }
        for number, entry in enumerate(db.session.scalars(query), start=1)
    ]


def _held_together(office: str, place: Place | None) -> str:
    """The name of an office, cut into lines before the name of its place and not within."""
    name = place.name if place else ""
    return office.replace(name, name.replace(" ", "\u00a0")) if name else office


def _where(written: str, place: Place | None) -> str:
    """Where somebody lives: what is written, and the unit unless it is named there already."""
    if place is None or folded(place.name) in folded(written):
        return written
    return f"{written}, {place.name}" if written else place.name


def _stands_before_day(place: Place | None) -> str:
    """The name of a place as it stands before the day: "Thanh Tân", but "Phường 1"."""
    if place is None:
        return "…"
    return f"{place.kind_word.capitalize()} {place.title}" if place.title.isdigit() else place.title


def _long(day: dt.date | None) -> str:
    """A day as official letters write it: of January and February with a zero, too."""
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"

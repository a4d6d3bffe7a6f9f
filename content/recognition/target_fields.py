"""Targets, figures and deadlines as typed or read from files, and what is refused. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, TypeVar

from content.errors import BadInput
from content.recognition import deadline_rules
from content.recognition.deadline_rules import Rule
from content.recognition.rates import number
from content.recognition.target_models import KINDS, SUBMITTERS
from content.vietnamese import nfc

FIRST_YEAR, LAST_YEAR = 1990, 2100
_MOST = {
    "number": 80, "issuer": 300, "link": 300, "source": 1000, "remark": 1000, "title": 80,
    "measure": 300, "denominator": 300, "words": 80, "printed": 20, "slug": 120, "what": 300,
    "sender": 200, "receiver": 200, "level": 10, "kind": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedFields:
    """Where something was read, and of which place it is (None: the whole country)."""

    place_id: int | None = None
    number: str = ""
    issued: dt.date | None = None
    issuer: str = ""
    link: str = ""
    source: str = ""
    remark: str = ""
    to_check: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetFields(SourcedFields):
    """A target: of a title (its slug) or of a free measure; a share in hundredths, or words."""

    # Two rows that are equal in these are the same target.
    KEY: ClassVar[tuple[str, ...]] = (
        "place_id", "title", "measure", "denominator", "year", "number", "issued", "issuer",
    )  # fmt: skip

    title: str = ""
    measure: str = ""
    denominator: str = ""
    year: int = 0
    hundredths: int | None = None
    words: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFields(SourcedFields):
    """The yearly figures of a title, or of a free measure, in one place."""

    KEY: ClassVar[tuple[str, ...]] = ("place_id", "title", "measure", "year")

    title: str = ""
    measure: str = ""
    year: int | None = None
    total: int | None = None
    registered: int | None = None
    recognised: int | None = None
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFields(SourcedFields):
    """Something that is due or takes place."""

    KEY: ClassVar[tuple[str, ...]] = ("slug",)

    slug: str = ""
    kind: str = "deadline"
    what: str = ""
    sender: str = ""
    receiver: str = ""
    level: str = ""
    before: bool = False
    month: int | None = None
    day: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    on: dt.date | None = None
    until: dt.date | None = None
    words: str = ""
    first_year: int | None = None
    last_year: int | None = None

    @property
    def rule(self) -> Rule:
        """When it falls."""
        return rule_of(self)


Given = TargetFields | FigureFields | DeadlineFields
Fields = TypeVar("Fields", bound=Given)


def rule_of(row: Any) -> Rule:
    """When a deadline falls; a row of the table or its fields."""
    return Rule(**{field.name: getattr(row, field.name) for field in fields(Rule)})


def checked(given: Fields) -> Fields:
    """The fields tidied; BadInput, one sentence that says what to do, for what cannot be kept."""
    words = {f.name: _tidied(f.name, getattr(given, f.name)) for f in fields(given)}
    made = replace(given, **words)
    if made.link and not (made.link.startswith("/") and not made.link.startswith("//")):
        raise BadInput(
            "Trang của văn bản: ghi địa chỉ trong trang này, ví dụ /van-ban/387-qd-ttg/."
        )
    if isinstance(made, TargetFields):
        _check_target(made)
    elif isinstance(made, FigureFields):
        _check_figure(made)
    else:
        _check_deadline(made)
    if not (made.number or made.issuer or made.source or made.link):
        raise BadInput("Chưa ghi nguồn; hãy ghi số, ngày, cơ quan của văn bản, hoặc nơi đã đọc.")
    return made


def _tidied(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = " ".join(nfc(value.replace("\x00", "")).split())
    if len(text) > _MOST[name]:
        raise BadInput(f"“{text[:40]}…” dài hơn {_MOST[name]} chữ; hãy viết gọn lại.")
    return text


def _check_target(made: TargetFields) -> None:
    _need_subject(made.title, made.measure)
    _check_year(made.year)
    if made.hundredths is None and not made.words:
        raise BadInput("Chưa có chỉ tiêu; ghi tỷ lệ phần trăm, hoặc ghi bằng lời như “7/9 xã”.")
    if made.hundredths is not None and not 0 <= made.hundredths <= 10_000:
        raise BadInput("Chỉ tiêu phải từ 0 đến 100%; hãy kiểm tra lại.")
    if not made.denominator:
        raise BadInput("Chưa ghi “tính trên ai, trên cái gì”; 60% của ai thì phải nói rõ.")


def _check_figure(made: FigureFields) -> None:
    _need_subject(made.title, made.measure)
    if made.year is not None:
        _check_year(made.year)
    counts = (made.total, made.registered, made.recognised)
    if all(count is None for count in counts):
        raise BadInput("Chưa có con số nào; ghi ít nhất một trong ba: tổng số, đăng ký, công nhận.")
    if any(count is not None and not 0 <= count < 10**9 for count in counts):
        raise BadInput("Con số phải từ 0 trở lên; hãy kiểm tra lại.")
    _refuse_more("Đăng ký", made.registered, "tổng số", made.total)
    _refuse_more("Công nhận", made.recognised, "tổng số", made.total)
    if not made.remark:
        why = "nếu đúng vậy, hãy ghi lý do ở Ghi chú rồi lưu lại"
        _refuse_more("Công nhận", made.recognised, "số đăng ký", made.registered, why)


def _refuse_more(
    what: str, part: int | None, of: str, whole: int | None, do: str = "hãy xem lại hai con số"
) -> None:
    if part is not None and whole is not None and part > whole:
        raise BadInput(f"{what} ({number(part)}) lớn hơn {of} ({number(whole)}); {do}.")


def _check_deadline(made: DeadlineFields) -> None:
    if not made.what:
        raise BadInput("Chưa ghi việc gì; ví dụ “Báo cáo năm về khuyến học”.")
    if made.kind not in KINDS:
        raise BadInput("Hãy chọn: hạn nộp, hay ngày, sự kiện.")
    if made.level and made.level not in SUBMITTERS:
        raise BadInput("Hãy chọn ai phải nộp trong danh sách.")
    for year in (made.first_year, made.last_year):
        if year is not None:
            _check_year(year)
    if made.on is not None:
        _check_year(made.on.year)
    deadline_rules.checked(made.rule)


def _need_subject(title: str, measure: str) -> None:
    if not title and not measure:
        raise BadInput("Chưa nói là của danh hiệu nào; hãy chọn danh hiệu, hoặc ghi tên chỉ số.")


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(f"Năm {year} không dùng được; ghi năm từ {FIRST_YEAR} đến {LAST_YEAR}.")

"""The form of a supplement: facts in fields, what it adds as lines with bars between the parts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from flask import request

from content import place_choice
from content.criteria.models import CriteriaSupplement, CriteriaVersion
from content.criteria.scoring import hundredths
from content.criteria.sets import Indicator, Source, Special
from content.criteria.sheet_words import day_of, issued_of, shown_day
from content.criteria.supplements import Added, Explained, Supplement
from content.criteria.words import points
from content.errors import BadInput

FIELDS = (
    "slug", "title", "place", "number", "issued", "issuer", "url", "in_force", "over",
    "explained", "added", "thresholds",
)  # fmt: skip
_MOST = 100_000


def typed() -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: request.form.get(name, "")[:_MOST] for name in FIELDS}


def shown(row: CriteriaSupplement) -> dict[str, str]:
    """A supplement as the form shows it."""
    made = row.read
    return {
        "slug": made.id,
        "title": made.title,
        "place": row.place.full_name,
        "number": made.document.number,
        "issued": made.document.issued,
        "issuer": made.document.issuer,
        "url": made.document.url,
        "in_force": shown_day(made.in_force),
        "over": shown_day(made.over),
        "explained": "\n".join(
            " | ".join(filter(None, (each.id, each.text or "-", "; ".join(each.evidence))))
            for each in made.explained
        ),
        "added": "\n".join(
            f"{each.criterion} | {each.indicator.id} | {each.indicator.text}" for each in made.added
        ),
        "thresholds": "\n".join(
            " | ".join((each.id, each.title, points(each.pass_sum) if each.pass_sum else ""))
            for each in made.thresholds
        ),
    }


def given(base: CriteriaVersion, row: CriteriaSupplement | None = None) -> Supplement:
    """The supplement that the form describes.

    row: the one that is changed; it keeps its name, and what came by a file and the form does not
    show: how an indicator is answered, the document's title. BadInput names the field, or the line
    of a field.
    """
    old = row.read if row else None
    issued = _line("issued")
    known = issued_of(issued) if issued else ""
    if known is None:
        raise BadInput(f"Ngày văn bản “{issued[:40]}” không phải ngày; hãy ghi dạng 01/02/2026.")
    return Supplement(
        set_id=base.set.slug,
        version_id=base.slug,
        id=old.id if old else _line("slug"),
        title=_line("title"),
        place=place_choice.chosen(_line("place"), level="province").slug,
        document=Source(
            number=_line("number"),
            issued=known or "",
            issuer=_line("issuer"),
            title=old.document.title if old else "",
            url=_line("url"),
        ),
        in_force=_day("in_force", "Có hiệu lực từ"),
        over=_day("over", "Hết hiệu lực từ"),
        explained=tuple(_explained()),
        added=tuple(_added({a.indicator.id: a.indicator for a in old.added} if old else {})),
        thresholds=tuple(_thresholds()),
    )


def _explained() -> Iterator[Explained]:
    for number, (name, text, evidence) in _lines("explained", 3):
        if not text and not evidence:
            raise BadInput(f"Giải thích thêm, dòng {number}: hãy ghi mã | lời | minh chứng.")
        parts = tuple(part for part in re.split(r"\s*;\s*", evidence) if part)
        yield Explained(name, "" if text == "-" else text, parts)


def _added(known: dict[str, Indicator]) -> Iterator[Added]:
    for number, (criterion, name, text) in _lines("added", 3):
        if not name or not text:
            raise BadInput(f"Thêm chỉ tiêu, dòng {number}: hãy ghi mã tiêu chí | mã | lời.")
        kept = known.get(name, Indicator(name, text, "yes", local=True))
        yield Added(criterion, replace(kept, text=text))


def _thresholds() -> Iterator[Special]:
    for number, (name, title, mark) in _lines("thresholds", 3):
        pass_sum = hundredths(mark) if mark else 0
        if pass_sum is None:
            raise BadInput(f"Ngưỡng riêng, dòng {number}: “{mark[:20]}” không phải số điểm.")
        yield Special(name, title, pass_sum)


def _lines(field: str, parts: int) -> Iterator[tuple[int, list[str]]]:
    """The filled lines of a field, each in so many parts."""
    for number, line in enumerate(request.form.get(field, "")[:_MOST].splitlines(), start=1):
        if line.strip():
            cells = [" ".join(cell.split()) for cell in line.split("|", parts - 1)]
            yield number, [*cells, *[""] * (parts - len(cells))]


def _day(name: str, title: str) -> dt.date | None:
    text = _line(name)
    found = day_of(text) if text else None
    if text and found is None:
        raise BadInput(f"{title}: “{text[:40]}” không phải ngày; hãy ghi dạng 12/02/2026.")
    return found


def _line(name: str) -> str:
    return " ".join(request.form.get(name, "").split())[:1000]

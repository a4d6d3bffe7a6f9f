"""What the pages of targets show, made of rows: grids of targets, lines of figures, JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from content.places import Place
from content.recognition import rates, target_queries
from content.recognition.target_models import Target
from content.recognition.target_queries import Line
from hub.public.cited import Cited, Sources, said


@dataclass(slots=True)
class Row:
    """One thing that a plan wants, with its share for each year."""

    name: str
    denominator: str
    by_year: dict[int, Target] = field(default_factory=dict)

    @property
    def remarks(self) -> list[str]:
        """What is to be known of it, each once."""
        return list(dict.fromkeys(t.remark for t in self.by_year.values() if t.remark))


@dataclass(slots=True)
class Plan:
    """The targets that one document sets for one place."""

    cited: Cited
    place: Place | None
    source: str
    to_check: bool
    rows: list[Row]
    years: list[int]


def plans(targets: list[Target], sources: Sources) -> list[Plan]:
    """The targets by their documents, in the order they come."""
    known = target_queries.titles()
    grouped: dict[tuple[Any, ...], list[Target]] = defaultdict(list)
    for target in targets:
        grouped[target.place_id, target.number, target.issued, target.issuer].append(target)
    return [_plan(found, sources, known) for found in grouped.values()]


def _plan(found: list[Target], sources: Sources, known: dict[str, str]) -> Plan:
    rows: dict[tuple[str, str], Row] = {}
    for target in found:
        name = target_queries.name_of(target.title, target.measure, known)
        row = rows.setdefault((name, target.denominator), Row(name, target.denominator))
        row.by_year[target.year] = target
    first = found[0]
    return Plan(
        sources.of(first),
        first.place,
        first.source,
        any(target.to_check for target in found),
        list(rows.values()),
        sorted({target.year for target in found}),
    )


def newest(lines: Iterable[Line]) -> list[Line]:
    """Of each thing the line of its newest year, where it has a share of all."""
    found: dict[tuple[str, str], Line] = {}
    for line in lines:
        if line.of_total is not None:
            found.setdefault(line.key, line)
    return list(found.values())


def as_many(lines: list[Line], most: int = 60) -> list[Line]:
    """As many lines as a page on a telephone bears: those of the widest places; the sheet beside
    the page has all of them."""
    if len(lines) <= most:
        return lines
    level = lines[0].place.level if lines[0].place else ""
    return [line for line in lines if not line.place or line.place.level == level][:most]


def over_years(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Things that have a share in two years or more, each with its lines, the oldest first."""
    found: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.of_total is not None and line.year is not None:
            found[line.key].append(line)
    return [(each[0].name, each[::-1]) for each in found.values() if len(each) > 1]


def read_in(lines: Iterable[Line], sources: Sources) -> list[Cited]:
    """Where the figures of lines were read, each source once."""
    return list(dict.fromkeys(sources.of(line.row) for line in lines if line.row))


def verdict(line: Line) -> tuple[str, str, str]:
    """How a line stands to its target: the words, the tone and the icon of a badge."""
    gap = line.gap
    if gap is None:
        return "", "", ""
    points = rates.two_places(abs(gap))
    if line.year is None:  # nobody knows which year's target it should have met
        return f"{'Hơn' if gap >= 0 else 'Kém'} chỉ tiêu {points} điểm phần trăm", "", "info"
    if gap > 0:
        return f"Vượt {points} điểm phần trăm", "good", "ok"
    if gap == 0:
        return "Đúng bằng chỉ tiêu", "good", "ok"
    return f"Còn thiếu {points} điểm phần trăm", "warn", "clock"


def heading(lines: list[Line]) -> str:
    """What the bars say together; "" where nothing of a known year is held against a target."""
    held = [line for line in lines if line.gap is not None and line.year is not None]
    reached = [line for line in held if line.gap is not None and line.gap >= 0]
    if not held:
        return ""
    if len(reached) == len(held):
        return "Đã đạt chỉ tiêu" if len(held) == 1 else f"Cả {len(held)} đều đạt chỉ tiêu"
    return f"{len(reached)} trong {len(held)} đạt chỉ tiêu"


def share_of(target: Target) -> str:
    """What a target wants, in words: "85%" or "7/9 xã"."""
    share = rates.of_hundredths(target.hundredths)
    return f"{rates.written(share)}%" if share is not None else target.words


def mark_at(wanted: Decimal) -> str:
    """Where the mark of a target begins on a bar of a hundred, inside of it, in SVG units."""
    return f"{min(max(wanted - Decimal('0.45'), Decimal(0)), Decimal('99.1')):.2f}"


# ---- JSON ---------------------------------------------------------------------------------------


def to_json(place: Place | None, targets: list[Target], lines: list[Line]) -> dict[str, Any]:
    """The numbers of a page for programs; shares are plain numbers with at most two decimals."""
    known = target_queries.titles()
    return {
        "place": _place(place),
        "rounding": rates.RULE,
        "targets": [_target(target, known) for target in targets],
        "figures": [_figure(line) for line in lines],
    }


def _target(target: Target, known: dict[str, str]) -> dict[str, Any]:
    return {
        "title": target.title or None,
        "name": target_queries.name_of(target.title, target.measure, known),
        "denominator": target.denominator,
        "place": _place(target.place),
        "year": target.year,
        "percent": _number(rates.of_hundredths(target.hundredths)),
        "words": target.words or None,
        "document": said(target),
        "source": target.source or None,
        "to_check": target.to_check,
        "remark": target.remark or None,
    }


def _figure(line: Line) -> dict[str, Any]:
    row = line.row
    return {
        "title": line.key.title or None,
        "name": line.name,
        "place": _place(line.place),
        "year": line.year,
        "total": line.total,
        "registered": line.registered,
        "recognised": line.recognised,
        "percent_of_total": _number(line.of_total),
        "percent_of_registered": _number(line.of_registered),
        "percent_printed": row.printed or None if row else None,
        "target": _number(line.wanted),
        "target_year": line.target.year if line.target else None,
        "source": said(row) if row else None,
        "decisions": [decision.number for decision in line.decisions],
    }


def _place(place: Place | None) -> dict[str, str] | None:
    return {"slug": place.slug, "name": place.full_name} if place else None


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)

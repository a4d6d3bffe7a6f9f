"""Targets and figures: all of them, of a place, of a year; each page with JSON and a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import places
from content.places import Place
from content.recognition import rates, target_queries, target_sums
from content.recognition.target_models import Target
from content.recognition.target_queries import Line
from hub.public.addresses import Address, Route
from hub.public.cited import Sources
from hub.public.targets import sheet, shown

START = "/chi-tieu/"
SHEET, JSON = "bao-cao.xlsx", "index.json"
_TITLE = "Kết quả công nhận các danh hiệu học tập"


class Matter(NamedTuple):
    """What one page is made of. below: the lines of the places under the page's own."""

    place: Place | None
    year: int | None
    targets: list[Target]
    lines: list[Line]
    below: list[Line]


def show() -> ResponseReturnValue:
    """Every place that has something, with the country's targets and the widest place's figures."""
    known = target_queries.places_with_any()
    country = _of_country()
    first, lines = _first_with_figures(known)
    sources = Sources([*country.targets, *(line.row for line in lines if line.row)])
    return render_template(
        "public/targets.html",
        page_title=_("Chỉ tiêu và kết quả"),
        description="Chỉ tiêu học tập suốt đời của các kế hoạch và kết quả công nhận, có nguồn.",
        canonical_path=START,
        places=known,
        years=target_queries.years(),
        first=first,
        bars=shown.newest(lines),
        lines=country.lines,
        plans=shown.plans(country.targets, sources),
        **_tools(sources),
    )


def show_place(slug: str) -> ResponseReturnValue:
    """What a place wants and what it has reached."""
    matter = _of_place(slug, with_rows=False)
    assert matter.place is not None
    rows = [*matter.targets, *(x.row for x in matter.lines if x.row)]
    sources = Sources([*rows, *(x.target for x in matter.lines if x.target)])
    with_any = {place.id for place in target_queries.places_with_any()}
    return render_template(
        "public/targets_place.html",
        page_title=_("Chỉ tiêu và kết quả, %(where)s", where=matter.place.full_name),
        description=f"Chỉ tiêu, kết quả công nhận danh hiệu học tập: {matter.place.full_name}.",
        canonical_path=f"{START}noi/{slug}/",
        place=matter.place,
        became=[link.new for link in places.became(matter.place)],
        above=[p for p in places.lineage(matter.place)[1:] if p.id in with_any],
        under=[p for p in places.below(matter.place) if p.id in with_any],
        bars=shown.newest(matter.lines),
        over_years=shown.over_years(matter.lines),
        lines=matter.lines,
        sums=target_sums.sums(matter.below),
        plans=shown.plans(matter.targets, sources),
        **_tools(sources),
    )


def show_year(year: int) -> ResponseReturnValue:
    """What every plan wants by a year, and the figures of that year."""
    matter = _of_year(year)
    sources = Sources([*matter.targets, *(line.row for line in matter.lines if line.row)])
    return render_template(
        "public/targets_year.html",
        page_title=_("Chỉ tiêu và kết quả, năm %(y)s", y=year),
        description=f"Chỉ tiêu của các kế hoạch cho năm {year} và kết quả của năm đó.",
        canonical_path=f"{START}nam/{year}/",
        year=year,
        years=target_queries.years(),
        lines=(few := shown.as_many(matter.lines)),
        left_out=len(matter.lines) - len(few),
        plans=shown.plans(matter.targets, sources),
        **_tools(sources),
    )


def show_json(slug: str = "", year: int | None = None) -> ResponseReturnValue:
    """The numbers of a page for programs."""
    matter = _matter(slug, year)
    # What all places have is beside their own pages; here stands what the overview tells.
    lines = matter.lines if slug or year is not None else shown.as_many(matter.lines)
    return jsonify(shown.to_json(matter.place, matter.targets, [*lines, *matter.below]))


def show_sheet(slug: str = "", year: int | None = None) -> ResponseReturnValue:
    """The yearly table of a page as a workbook."""
    matter = _matter(slug, year)
    title = f"{_TITLE}, {matter.place.full_name}" if matter.place else _TITLE
    data = sheet.written(title, [*matter.lines, *matter.below], target_sums.sums(matter.below))
    response = Response(data, mimetype=sheet.MEDIA_TYPE)
    name = "-".join(filter(None, ("bao-cao", slug, str(year or ""))))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


# ---- what a page is made of ---------------------------------------------------------------------


def _matter(slug: str, year: int | None) -> Matter:
    if slug:
        return _of_place(slug)
    return _of_year(year) if year is not None else _everything()


def _of_place(slug: str, *, with_rows: bool = True) -> Matter:
    place = places.by_slug(slug)
    if place is None or place.id not in {p.id for p in target_queries.places_with_any()}:
        abort(404)
    targets = target_queries.targets(place_id=place.id)
    below = target_sums.below(place, with_rows=with_rows)
    return Matter(place, None, targets, target_queries.lines(place), below)


def _of_year(year: int) -> Matter:
    if year not in target_queries.years():
        abort(404)
    targets = target_queries.targets(year=year)
    return Matter(None, year, targets, target_queries.lines_of_year(year), [])


def _of_country() -> Matter:
    return Matter(None, None, target_queries.of_country(), target_queries.lines(None), [])


def _everything() -> Matter:
    return Matter(None, None, target_queries.targets(), target_queries.lines_of_year(None), [])


def _first_with_figures(known: list[Place]) -> tuple[Place | None, list[Line]]:
    """The widest place whose figures give a share, and its lines."""
    for place_id in target_queries.ids_with_shares():
        place = next((p for p in known if p.id == place_id), None)
        if place is not None:
            return place, target_queries.lines(place)
    return None, []


def _tools(sources: Sources) -> dict[str, Any]:
    return {
        "source_of": sources.of,
        "read_in": lambda lines: shown.read_in(lines, sources),
        "verdict": shown.verdict,
        "heading": shown.heading,
        "share_of": shown.share_of,
        "mark_at": shown.mark_at,
        "rate": rates.two_places,
        "count": rates.number,
        "rounding": rates.RULE,
    }


def addresses() -> Iterator[Address]:
    """The overview, each place and each year, with their JSON and sheets."""
    changed = target_queries.last_change()
    pages = [START]
    pages += [f"{START}noi/{place.slug}/" for place in target_queries.places_with_any()]
    pages += [f"{START}nam/{year}/" for year in target_queries.years()]
    for page in pages:
        yield Address(page, changed)
        yield Address(f"{page}{JSON}", changed)
        yield Address(f"{page}{SHEET}", changed)


def pages() -> Iterator[Address]:
    """Those of the addresses that a search engine should know."""
    yield from (address for address in addresses() if address.path.endswith("/"))


ROUTES = (
    Route(START, "targets", show),
    Route(f"{START}{JSON}", "targets_json", show_json),
    Route(f"{START}{SHEET}", "targets_sheet", show_sheet),
    Route(f"{START}noi/<slug>/", "targets_place", show_place),
    Route(f"{START}noi/<slug>/{JSON}", "targets_place_json", show_json),
    Route(f"{START}noi/<slug>/{SHEET}", "targets_place_sheet", show_sheet),
    Route(f"{START}nam/<int:year>/", "targets_year", show_year),
    Route(f"{START}nam/<int:year>/{JSON}", "targets_year_json", show_json),
    Route(f"{START}nam/<int:year>/{SHEET}", "targets_year_sheet", show_sheet),
)

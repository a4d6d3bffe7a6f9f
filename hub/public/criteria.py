"""Tiêu chí: the sets, each version with a permalink for each criterion, its data, its differences.

What a page shows is read out of the version's own text: nothing of a set stands in a template.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from content import safe_csv
from content.criteria import differences, portable, queries, sheet_writing
from content.criteria import supplements as supplementing
from content.criteria.models import CriteriaSet, CriteriaSupplement, CriteriaVersion
from content.criteria.sets import Version
from hub.face import site
from hub.public import criteria_words
from hub.public.addresses import Address, Route

SECTION = "/tieu-chi/"
TITLE = "Tiêu chí"
JSON, CSV = "index.json", "tieu-chi.csv"
_STATE = "Đối chiếu"  # a line of the sheet that says what the page's badge says


class Line(NamedTuple):
    """A set in the list: what holds now, or else the newest of what readers may see."""

    found: CriteriaSet
    row: CriteriaVersion
    version: Version


class Shown(NamedTuple):
    """A version as one page shows it: alone, or with what a place lays over it."""

    row: CriteriaVersion
    version: Version
    path: str
    supplement: CriteriaSupplement | None = None


def show_list() -> ResponseReturnValue:
    """Every set that has something to see."""
    return render_template(
        "public/criteria_list.html",
        current="criteria",
        page_title=TITLE,
        description="Các bộ tiêu chí học tập: xem từng tiêu chí, tự chấm, so các phiên bản.",
        canonical_path=SECTION,
        lines=list(lines()),
        words=criteria_words,
    )


def show_set(set_slug: str) -> ResponseReturnValue:
    """All versions of a set; the one that holds first."""
    found = queries.by_slug(set_slug)
    shown = queries.published(found) if found else []
    if found is None or not shown:
        abort(404)
    holding = queries.in_force(found)
    return render_template(
        "public/criteria_set.html",
        current="criteria",
        page_title=found.title,
        description=f"Các phiên bản của bộ tiêu chí {found.title}.",
        canonical_path=f"{SECTION}{set_slug}/",
        found=found,
        rows=shown,
        holding=holding,
        words=criteria_words,
    )


def show_version(
    set_slug: str, version_slug: str, supplement_slug: str = ""
) -> ResponseReturnValue:
    """One version, every criterion at its anchor; one that was taken back says so."""
    if (told := gone(set_slug, version_slug)) is not None:
        return told
    shown = shown_at(set_slug, version_slug, supplement_slug)
    row, version, supplement = shown.row, shown.version, shown.supplement
    where = f", {supplement.place.name}" if supplement else ""
    return render_template(
        "public/criteria_version.html",
        current="criteria",
        page_title=f"Tiêu chí {version.title}, {version.id}{where}",
        description=criteria_words.rule_of(version) or criteria_words.state_of(row).sentence,
        canonical_path=shown.path,
        row=row,
        version=version,
        supplement=supplement,
        path=shown.path,
        state=criteria_words.state_of(row),
        others=[each for each in queries.published(row.set) if each.id != row.id],
        supplements=[] if supplement else queries.supplements(row),
        holding=queries.in_force(row.set),
        document_path=criteria_words.document_path(version.document),
        address=site.current().site_url + shown.path,
        citation=criteria_words.citation(
            row, version, site.current().site_url + shown.path, supplement
        ),
        words=criteria_words,
    )


def show_json(set_slug: str, version_slug: str) -> ResponseReturnValue:
    """The version as data; `verified`: two people have held its words against the official text."""
    row = seen(set_slug, version_slug)
    text = portable.text({**portable.to_json(row.read), "verified": row.verified})
    return Response(text, content_type="application/json; charset=utf-8")


def show_csv(set_slug: str, version_slug: str) -> ResponseReturnValue:
    """The version as a sheet, facts above indicators, which another hub can bring in as it is."""
    row = seen(set_slug, version_slug)
    state = criteria_words.state_of(row).title
    rows: list[list[sheet_writing.Cell]] = [[_STATE, state], *sheet_writing.one_sheet(row.read)]
    name = f"{set_slug}-{version_slug}.csv"
    return Response(
        safe_csv.whole(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def show_differences(set_slug: str, version_slug: str, other_slug: str) -> ResponseReturnValue:
    """What changed from `other` to this version, in plain words."""
    row, other = seen(set_slug, version_slug), seen(set_slug, other_slug)
    if row.id == other.id:
        abort(404)
    return render_template(
        "public/criteria_differences.html",
        current="criteria",
        page_title=f"{row.title}: {row.slug} so với {other.slug}",
        description=f"Khác nhau giữa hai phiên bản của bộ tiêu chí {row.title}.",
        canonical_path=f"{row.path}so-voi/{other.slug}/",
        row=row,
        other=other,
        changes=differences.changes(other.read, row.read),
        words=criteria_words,
    )


def gone(set_slug: str, version_slug: str) -> ResponseReturnValue | None:
    """What readers are told of a version that was taken from them; None for any other."""
    row = queries.version(set_slug, version_slug)
    if row is None or row.state != "withdrawn":
        return None
    page = render_template(
        "public/criteria_gone.html",
        current="criteria",
        page_title=row.title,
        row=row,
        holding=queries.in_force(row.set),
    )
    return page, 410


def seen(set_slug: str, version_slug: str) -> CriteriaVersion:
    """A version that readers may see; else 404."""
    row = queries.version(set_slug, version_slug)
    if row is None or row.state != "published":
        abort(404)
    return row


def shown_at(set_slug: str, version_slug: str, supplement_slug: str = "") -> Shown:
    """What stands at an address, with the supplement that it names; else 404."""
    row = seen(set_slug, version_slug)
    if not supplement_slug:  # a special threshold holds only by a document of a place
        return Shown(row, supplementing.without_thresholds(row.read), row.path)
    known = {each.slug: each for each in queries.supplements(row)}
    supplement = known.get(supplement_slug)
    if supplement is None:
        abort(404)
    laid = supplementing.laid_over(row.read, supplement.read)
    return Shown(row, laid, f"{row.path}bo-sung/{supplement.slug}/", supplement)


def lines() -> Iterator[Line]:
    """The sets in their order, each with the version to begin with."""
    for found in queries.every_set():
        shown = queries.published(found)
        if shown:
            row = queries.in_force(found) or shown[0]
            yield Line(found, row, row.read)


def addresses() -> Iterator[Address]:
    """The list, every set, every version with its data and its differences."""
    yield Address(SECTION)
    for found in queries.every_set():
        rows = queries.published(found)
        if rows:
            yield Address(f"{SECTION}{found.slug}/", max(row.updated_at for row in rows))
        for row in rows:
            for name in ("", JSON, CSV):
                yield Address(f"{row.path}{name}", row.updated_at)
            for each in queries.supplements(row):
                yield Address(f"{row.path}bo-sung/{each.slug}/", each.updated_at)
            for other in rows:
                if other.id != row.id:
                    yield Address(f"{row.path}so-voi/{other.slug}/", row.updated_at)


def pages() -> Iterator[Address]:
    """Those of the addresses that a search engine should know."""
    yield from (address for address in addresses() if address.path.endswith("/"))


_VERSION = "/tieu-chi/<set_slug>/<version_slug>/"
ROUTES = (
    Route(SECTION, "criteria", show_list),
    Route("/tieu-chi/<set_slug>/", "criteria_set", show_set),
    Route(_VERSION, "criteria_version", show_version),
    Route(f"{_VERSION}{JSON}", "criteria_json", show_json),
    Route(f"{_VERSION}{CSV}", "criteria_csv", show_csv),
    Route(f"{_VERSION}bo-sung/<supplement_slug>/", "criteria_supplement", show_version),
    Route(f"{_VERSION}so-voi/<other_slug>/", "criteria_differences", show_differences),
)

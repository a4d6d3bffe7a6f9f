"""The checks before publishing as the desk asks and shows them: one report, one mark a finding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from admin.item_form import ItemForm
from content.loading import report_queries
from content.publishing import desk_queries
from content.publishing.inspection import body as bodies
from content.publishing.inspection.findings import Finding, Report
from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.lookups import known_around
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields
from hub.face import site
from search_index.synonyms import synonyms

# Field of ItemFields → the element of the form where it is typed.
PLACES = {
    "title": "ten",
    "summary": "tom",
    "body": "than",
    "sources": "nguon-dong",
    "attachments": "tep",
    "publish_at": "khi",
    "expires_at": "het",
    "event_starts": "sk-tu",
}
_MOST_QUOTED = 300


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding and where its link leads in the form.

    start, end: as scripts count characters (UTF-16). quoted: what stands there, by which the place
    is found again after typing; words: the same as readers see it.
    """

    finding: Finding
    place: str
    start: int
    end: int
    quoted: str
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What the panel of the form shows."""

    report: Report
    marks: tuple[Mark, ...]


def report_of(fields: ItemFields, item: Item | None = None) -> Report:
    """The findings of a text, with all that the desk knows around it."""
    known = known_around(
        fields,
        item,
        contacts=contacts(),
        abbreviations=_abbreviations(),
        site_url=site.current().site_url,
        letters_open=item is not None and report_queries.open_question(item.id) is not None,
    )
    return inspect(fields, known)


def panel_of(fields: ItemFields, item: Item | None = None) -> Panel:
    """The findings of a text with their places in the form."""
    report = report_of(fields, item)
    return Panel(report, tuple(_mark(finding, fields) for finding in report.findings))


def panel_of_form(form: ItemForm, item: Item | None) -> Panel:
    """The findings of what is typed, saved or not; a field that cannot be read stays as it was."""
    base = desk_queries.working(item) if item is not None else None
    faults = dict(form.errors)
    fields = form.fields(base)
    form.errors = faults
    if fields is None:
        whole = base or ItemFields(kind=form.kind, title="")
        title, summary, body = (form.values[name].strip() for name in ("title", "summary", "body"))
        fields = replace(whole, kind=form.kind, title=title, summary=summary, body=body)
    return panel_of(fields, item)


def contacts() -> list[str]:
    """The official telephone numbers and mail addresses of the site, as they are written."""
    here = site.current()
    people = [(officer.phone, officer.email) for officer in here.officers]
    lines = [here.contact_phone, here.contact_email, *(line for pair in people for line in pair)]
    return [line for line in lines if line]


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """What search can write out, readers of this programme know."""
    return frozenset(synonyms().abbreviations)


def _mark(finding: Finding, fields: ItemFields) -> Mark:
    text = str(getattr(fields, finding.field, "")) if finding.end else ""
    quoted = text[finding.start : finding.end][:_MOST_QUOTED]
    return Mark(
        finding,
        PLACES.get(finding.field, ""),
        _units(text[: finding.start]),
        _units(text[: finding.end]),
        quoted,
        bodies.plain(quoted.split("\n")[0].lstrip("# |")),
    )


def _units(text: str) -> int:
    """The length of a text as scripts count it: signs beyond the first plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)

"""Findings: what is wrong or well with a text, how grave it is, and where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

# "must": readers would be hurt or stand before nothing; publishing asks for a reason.
# "should": better put right. "ok": looked at and found well.
MUST, SHOULD, OK = "must", "should", "ok"
_ORDER = (MUST, SHOULD, OK)
_FIELDS = ("title", "summary", "body", "sources", "attachments", "publish_at", "expires_at")
# Of one kind as many are told one by one; the rest is one line with their number.
MOST_OF_A_KIND = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about one place.

    code: what kind of fault, for programs. field: the field of `ItemFields` it stands in; start
    and end: characters of that field's text; line: of the body, from 1, else 0. count: how many
    places the sentence speaks for.
    """

    code: str
    severity: str
    text: str
    field: str = ""
    start: int = 0
    end: int = 0
    line: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of a text, the gravest first."""

    findings: tuple[Finding, ...]

    @property
    def must(self) -> list[Finding]:
        """What keeps the text from being published without a reason."""
        return [f for f in self.findings if f.severity == MUST]

    @property
    def should(self) -> list[Finding]:
        """What is better put right."""
        return [f for f in self.findings if f.severity == SHOULD]

    @property
    def good(self) -> list[Finding]:
        """What was looked at and found well."""
        return [f for f in self.findings if f.severity == OK]

    def count(self, severity: str) -> int:
        """How many places the findings of a severity speak for."""
        return sum(f.count for f in self.findings if f.severity == severity)


def gathered(found: Iterable[Finding]) -> Report:
    """The report of findings: by gravity, then by place; many of one kind become one line."""
    ordered = sorted(found, key=_place)
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in ordered:
        kinds.setdefault((finding.severity, finding.code), []).append(finding)
    kept = [finding for group in kinds.values() for finding in _few(group)]
    return Report(tuple(sorted(kept, key=_place)))


def _few(group: list[Finding]) -> list[Finding]:
    if len(group) <= MOST_OF_A_KIND + 1:
        return group
    rest = group[MOST_OF_A_KIND:]
    count = sum(f.count for f in rest)
    more = replace(rest[0], text=f"Còn {count} chỗ khác như vậy; hãy sửa cả những chỗ đó.")
    return [*group[:MOST_OF_A_KIND], replace(more, count=count)]


def _place(finding: Finding) -> tuple[int, int, int]:
    at = _FIELDS.index(finding.field) if finding.field in _FIELDS else len(_FIELDS)
    return _ORDER.index(finding.severity), at, finding.start

"""The inspector: every check over one text, in one report. Pure, linear in the text's length."""

from __future__ import annotations

from content.publishing.inspection import describing, linking, privacy, structure, wording
from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import Finding, Report, gathered
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields


def inspect(fields: ItemFields, known: Known) -> Report:
    """What should be put right before the fields are published.

    Takes a few milliseconds for an ordinary article. Places are characters of the fields' texts.
    """
    body = Body(fields.body)
    found: list[Finding] = [
        *structure.check(fields, body),
        *linking.check(body, known),
        *privacy.check(fields, body, known),
        *wording.check(fields, body, known),
        *describing.check(fields, body, known),
    ]
    return gathered(found)

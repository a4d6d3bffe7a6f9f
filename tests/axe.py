"""What axe finds wrong on a page: the one place where it is asked."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
# Only violations are described: describing what passes takes three times as long as finding out.
_DESCRIBED = {"resultTypes": ["violations"]}


def violations(
    page: Page, *, colours_alone: bool = False, colours_apart: bool = False
) -> list[str]:
    """Each violation by its rule and the first places of it.

    colours_alone: of contrast only: a dark page differs from the light one by its colours alone.
    colours_apart: of all but contrast, by far the dearest rule: where the same page was asked
    for its colours at another width.
    """
    only = {"runOnly": ["color-contrast"]} if colours_alone else {}
    but = {"rules": {"color-contrast": {"enabled": False}}} if colours_apart else {}
    found = _AXE.run(page, options=_DESCRIBED | only | but).response["violations"]
    return [f"{each['id']}: {[node['html'][:200] for node in each['nodes'][:2]]}" for each in found]

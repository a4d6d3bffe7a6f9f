"""What LibreOffice saves of the plans, made once a run; the figures of recognition at its end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.turning.forms import saved
from tests.turning.originals import ORIGINALS


class Office:
    """Files saved by LibreOffice: those of one kind in one call, when the first is asked for."""

    def __init__(self) -> None:
        self._saved: dict[str, dict[str, bytes]] = {}

    def file(self, ending: str, name: str, names: Sequence[str]) -> bytes:
        """The plan of this name saved as another kind; names: of all that are wanted in it."""
        if ending not in self._saved:
            self._saved[ending] = saved(ending, {each: ORIGINALS[each] for each in names})
        return self._saved[ending][name]


@pytest.fixture(scope="session")
def office() -> Office:
    """LibreOffice's own files."""
    return Office()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many characters of the scans were wrong, whatever the tests made of it."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    figures = [f"{key}: {value}" for report in reports for key, value in report.user_properties]
    if figures:
        terminalreporter.section("scans")
        terminalreporter.write_line("\n".join(sorted(figures)))

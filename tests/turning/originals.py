"""The plans that are turned: those of the fixtures, and real ones from the folder HUB_PLANS."""

from __future__ import annotations

import os
from pathlib import Path

from tests.turning.forms import Original

_FIXTURES = Path(__file__).parents[1] / "fixtures" / "plans"
OWN = sorted(_FIXTURES.glob("*.txt"))
REAL = sorted(Path(os.environ["HUB_PLANS"]).glob("*.txt")) if os.environ.get("HUB_PLANS") else []
ORIGINALS = {original.name: original for original in map(Original.of, [*OWN, *REAL])}
# What was recognised badly was never typed in an old font, nor scanned again to be shown here.
CLEAN = {name: one for name, one in ORIGINALS.items() if not one.plan.quality.poor}

"""Writes the next revision: `python -m content.migrations.authoring WHAT_CHANGES`.

Until the first release there is one revision only: with `--first` it is written anew.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from content.migrations import schema

_GUARDED = """    for statement in guards.STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)
"""


def main(arguments: list[str]) -> None:
    """Upgrade an empty database, compare it with the models, write the revision file."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'hub.sqlite'}"
        known = sorted((schema.FOLDER / "versions").glob("[0-9]*_*.py"))
        if "--first" in arguments:
            for path in known:
                path.unlink()
            _guard(schema.author(url, "0001", "first"))
            return
        schema.upgrade(url)
        message = " ".join(arguments) or "changes"
        sys.stdout.write(f"{schema.author(url, f'{len(known) + 1:04d}', message)}\n")


def _guard(path: Path) -> None:
    """Let the first revision also make the triggers, which no model says."""
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "from alembic import op\n",
        "from alembic import op\n\nfrom content.migrations import guards\n",
    )
    start, _mark, rest = text.partition("    # ### end Alembic commands ###\n")
    path.write_text(start + _GUARDED + rest, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

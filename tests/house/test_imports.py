"""Each module imports alone in a fresh interpreter, and the reading commands load little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

# One parent that has loaded the big outside packages forks a child for each module: a child has
# nothing of ours loaded, and the whole takes seconds instead of minutes.
ALONE = """
import importlib, os, sys
import flask, flask_sqlalchemy, sqlalchemy, whoosh.index, flask_admin, flask_security, markdown
import alembic, click, flask_babel, flask_frozen, flask_wtf, icalendar, itsdangerous, lxml.etree
import lxml.html, nh3, PIL.Image, pypdfium2, pymdownx.tasklist, yaml
failed = []
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(f"{name}: {error!r}", flush=True)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
sys.exit(bool(failed))
"""


def module_names() -> list[str]:
    names = []
    for package in ("content", "search_index", "admin", "hub"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if path.parent.name == "versions" or path.stem == "env":
                continue  # Alembic's own entries run inside an upgrade only
            parts = path.relative_to(ROOT).with_suffix("").parts
            names.append(".".join(parts).removesuffix(".__init__"))
    return names


def test_each_module_imports_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALONE, *module_names()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

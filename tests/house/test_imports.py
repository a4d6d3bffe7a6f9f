"""Whatever is started first imports in a fresh interpreter, and with it every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.test_circles import imported, modules

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


def imported_by_nobody() -> list[str]:
    """The files that no other file of ours imports. There is no circle (`test_circles`), so each of
    the others is imported whole, before whoever asks for it, while one of these is."""
    files = modules()
    asked = set[str]()
    for name, path in files.items():
        asked |= imported(ast.parse(path.read_text(encoding="utf-8")), set(files)) - {name}
    # Alembic's own entries run inside an upgrade only.
    return sorted(name for name in files if name not in asked and not name.endswith(".env"))


def test_every_module_is_imported_from_a_fresh_interpreter() -> None:
    names = imported_by_nobody()
    assert 30 < len(names) < len(modules()) / 4
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ALONE, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

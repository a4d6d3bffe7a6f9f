"""Laws of the house that a reader of the code can check: sizes, names, directions, docstrings."""

from __future__ import annotations

import ast
import re
import subprocess
import tokenize
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("content", "search_index", "admin", "hub")
TEXTS = {".py", ".md", ".html", ".css", ".js", ".toml", ".xml", ".txt", ".svg", ".json", ".mako"}


def modules(*folders: str) -> list[Path]:
    return sorted(p for folder in folders for p in (ROOT / folder).rglob("*.py"))


def named(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports(path: Path) -> Iterator[str]:
    """Dotted names that a module imports, "from a import b" also as "a.b"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


WRITTEN = [p for p in modules(*CODE, "tests", "bench") if p.parent.name != "versions"]


def test_the_house_is_seen_at_all() -> None:
    assert len(modules(*CODE)) > 100


@pytest.mark.parametrize("path", WRITTEN, ids=named(WRITTEN))
def test_a_file_is_small_and_so_is_each_function(path: Path) -> None:
    with tokenize.open(path) as file:
        assert sum(1 for _ in file) <= 400
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in functions(path)
        if node.end_lineno is not None and node.end_lineno - node.lineno >= 50
    ]
    assert long == []


def test_no_file_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "core"}
    assert [p for p in modules(*CODE, "tests", "bench") if p.stem in drawers] == []


def test_the_factory_stays_short() -> None:
    assert len((ROOT / "hub/app.py").read_text().splitlines()) <= 120


def test_an_init_holds_a_docstring_and_nothing_else() -> None:
    for path in modules(*CODE):
        if path.name == "__init__.py":
            body = tree(path).body
            assert len(body) == 1, path
            assert ast.get_docstring(tree(path)), path


def test_every_package_of_the_house_says_what_it_is() -> None:
    folders = {path.parent for path in modules(*CODE)}
    without = [str(f) for f in folders if not (f / "__init__.py").exists()]
    assert [f for f in without if not f.endswith("migrations/versions")] == []


def test_no_package_in_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_every_module_says_in_one_line_what_it_is() -> None:
    for path in WRITTEN:
        docstring = ast.get_docstring(tree(path))
        assert docstring, path
        assert len(docstring.splitlines()[0]) <= 110, path


READERS = modules("hub/public", "hub/export", "search_index")


@pytest.mark.parametrize("path", READERS, ids=named(READERS))
def test_a_reader_cannot_write(path: Path) -> None:
    forbidden = re.compile(r"content\..*\bcommands\b|content\.(loading|dumping|people)|^admin\b")
    assert [name for name in imports(path) if forbidden.search(name)] == []


def test_content_never_imports_flask_but_where_it_must() -> None:
    allowed = {ROOT / "content/database.py", ROOT / "content/people.py"}
    flask = re.compile(r"^(flask|flask_\w+|werkzeug|jinja2|whoosh)\b")
    found = [
        f"{path}: {name}"
        for path in modules("content")
        if path not in allowed
        for name in imports(path)
        if flask.match(name)
    ]
    # Passwords are hashed as the sign-in machinery checks them.
    assert [f for f in found if "content/passwords.py" not in f] == []


def test_no_addresses_by_endpoint_below_the_third_floor() -> None:
    for path in modules("content", "search_index"):
        assert "url_for" not in path.read_text(encoding="utf-8"), path


def test_floors_run_down_only() -> None:
    above = {
        "content": ("search_index", "admin", "hub"),
        "search_index": ("admin", "hub"),
        "admin": ("hub.public", "hub.export", "hub.app", "hub.cli", "hub.shell"),
        "hub/face": ("admin", "hub.public", "hub.export", "hub.app", "hub.shell"),
        "hub/public": ("admin", "hub.export", "hub.app", "hub.cli", "hub.shell"),
        "hub/export": ("admin", "hub.app", "hub.cli", "hub.shell", "hub.keeping"),
    }
    for folder, forbidden in above.items():
        for path in modules(folder):
            found = [n for n in imports(path) if n.startswith(tuple(f"{f}." for f in forbidden))]
            assert found == [], path


def test_wings_are_strangers_but_for_the_documents() -> None:
    for path in modules("content/documents"):
        assert not [n for n in imports(path) if n.startswith("content.publishing")], path


def tracked_texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [p for p in paths if p.suffix in TEXTS and p.is_file()]


def test_all_text_is_nfc() -> None:
    texts = tracked_texts()
    assert len(texts) > 100
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path


def test_nothing_is_left_for_later() -> None:
    # Spelled in pieces, so that this line does not find itself.
    left = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "raise NotImplemented"]))
    skipped = re.compile(r"pytest\.(skip|importorskip)|mark\.(skip|xfail)")
    for path in modules(*CODE, "tests", "bench"):
        if path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8")
        assert not left.search(text), path
        assert not skipped.search(text), path

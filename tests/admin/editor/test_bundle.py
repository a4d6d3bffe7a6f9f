"""The committed bundle: made from these sources, with every licence, small, alone in the wheel."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import tomllib
from pathlib import Path

from playwright.sync_api import expect

ROOT = Path(__file__).parents[3]
EDITOR = ROOT / "admin/editor"
STATIC = ROOT / "admin/static"
BUNDLE = (STATIC / "editor.js").read_text(encoding="utf-8")
LICENCES = (STATIC / "editor.LICENSES.txt").read_text(encoding="utf-8")
MOST_FORM = 250_000  # bytes of the form page and all it loads, gzip


def test_it_was_made_from_the_sources_that_stand_here():
    sources = [EDITOR / name for name in ("build.mjs", "package-lock.json", "package.json")]
    sources += sorted((EDITOR / "src").iterdir())
    digest = hashlib.sha256()
    for path in sources:
        name = path.relative_to(EDITOR).as_posix()
        digest.update(f"{name}\0{path.read_text(encoding='utf-8')}\0".encode())
    recorded = re.search(r"sources: ([0-9a-f]{64})", BUNDLE[:300])
    assert recorded is not None
    assert recorded[1] == digest.hexdigest(), "sources changed: run `make editor` and commit"


def test_each_package_is_pinned_and_brings_its_licence():
    package = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((EDITOR / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in {**package["dependencies"], **package["devDependencies"]}.items():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version), name
        assert lock[f"node_modules/{name}"]["version"] == version
    heads = re.findall(r"^((?:@[\w-]+/)?[\w-]+) (\d+\.\d+\.\d+) \(([\w.-]+)\)$", LICENCES, re.M)
    named = {name: (version, licence) for name, version, licence in heads}
    assert {"@tiptap/core", "@tiptap/extension-table", "prosemirror-view", "w3c-keyname"} <= set(
        named
    )
    for name, (version, licence) in named.items():
        assert lock[f"node_modules/{name}"]["version"] == version
        assert licence == "MIT", name
    assert len(re.findall(r"Permission is hereby granted", LICENCES)) == len(named)
    for locked in lock.values():
        assert "resolved" not in locked or locked["resolved"].startswith(
            "https://registry.npmjs.org/"
        )


def test_it_is_one_classic_script_that_loads_and_styles_nothing():
    assert not re.search(r"\bimport\s*\(|^\s*(?:import|export)\s", BUNDLE, re.M)
    assert "eval(" not in BUNDLE
    assert "sourceMappingURL" not in BUNDLE
    addresses = set(re.findall(r"https?://[\w.]+", BUNDLE))
    assert {a for a in addresses if "w3.org" not in a and a not in ("https://", "http://")} <= {
        "https://prosemirror.net",
        "https://tiptap.dev",
    }


def test_the_wheel_takes_the_bundle_and_not_what_made_it():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "/admin/editor" in project["tool"]["hatch"]["build"]["targets"]["wheel"]["exclude"]
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "node_modules/" in ignored


def test_the_form_and_all_it_loads_stay_within_the_budget(open_form, office):
    item = office.item("Bài", body="Chữ", by=office.id_of("editor"))
    sizes = {}
    form = open_form(375, item)
    expect(form.text).to_be_visible()
    form.page.on("response", lambda got: sizes.update({got.url: len(gzip.compress(got.body(), 9))}))
    form.page.context.new_cdp_session(form.page).send(
        "Network.setCacheDisabled", {"cacheDisabled": True}
    )
    form.page.reload(wait_until="networkidle")
    expect(form.text).to_be_visible()
    assert any("editor.js" in url for url in sizes)
    assert any("desk.css" in url for url in sizes)
    print(sum(sizes.values()), sizes)
    assert sum(sizes.values()) <= MOST_FORM, sizes
    assert form.faults == []

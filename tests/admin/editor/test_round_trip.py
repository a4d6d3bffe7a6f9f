"""Texts through the rich editor: untouched the same bytes come back, touched the same meaning."""

from __future__ import annotations

import os
from pathlib import Path

from content.documents import plan
from content.markup import render

ROOT = Path(__file__).parents[3]
STARTER = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
    for path in sorted((ROOT / "content/starter").rglob("*.md"))
}
PLAN_FILES = sorted((ROOT / "tests/fixtures/plans").glob("*.txt"))
if os.environ.get("HUB_PLANS"):  # real plans, where the machine has them
    PLAN_FILES += sorted(Path(os.environ["HUB_PLANS"]).glob("*.txt"))
PLANS = {
    path.name: plan.parse(path.read_text(encoding="utf-8"), name=path.name).body_markdown
    for path in PLAN_FILES
}


TEXTS = {name: body.replace("\r\n", "\n") for name, body in {**STARTER, **PLANS}.items()}
# Put in by the tests, and taken out of the rendered page again.
WORD = "ZQX"
TOUCH = """(editor, word) => {
  const spots = [];
  editor.state.doc.descendants((node, at, parent) => {
    const inside = node.isTextblock && node.content.size && node.type.name !== "source";
    if (inside && node.type.name !== "heading") spots.push(at + node.nodeSize - 1);
  });
  const spot = spots[Math.floor(spots.length / 2)];
  if (spot === undefined) return false;
  editor.view.dispatch(editor.state.tr.insertText(word, spot));
  return true;
}"""
FLUSH = "document.getElementById('than').form.dispatchEvent(new Event('formdata'))"


def same(html: str) -> str:
    """Rendered text whose white space is one kind: a line end within a paragraph is a space."""
    return " ".join(html.split())


def test_the_texts_are_seen_at_all() -> None:
    assert len(STARTER) > 100
    assert len(PLANS) > 4


def test_an_untouched_text_stays_byte_for_byte_and_a_touched_one_means_the_same(form):
    for name, body in TEXTS.items():
        form.put(body)
        assert form.text.is_visible(), name
        form.page.evaluate(FLUSH)
        assert form.stored == body, name
        if not form.run(TOUCH, WORD):
            continue
        form.page.evaluate(FLUSH)
        touched = form.stored
        assert touched.count(WORD) == 1, name
        assert same(render(touched).html.replace(WORD, "")) == same(render(body).html), name
        form.run("editor => editor.commands.undo()")
        form.page.evaluate(FLUSH)
        assert form.stored == body, name


def test_each_block_written_anew_means_what_it_meant(form):
    for name, body in TEXTS.items():
        blocks = form.page.evaluate("text => document.getElementById('ed').rewritten(text)", body)
        for block in blocks:
            raw, fresh = block["raw"], block["fresh"]
            assert same(render(raw).html) == same(render(fresh).html), (name, raw, fresh)

"""The inside of a paragraph: runs, links, fields, tracked changes, signs, notes. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from content.reading.word import fields
from content.reading.word.blocks import Block, Span
from content.reading.word.context import Story
from content.reading.word.drawings import Drawing, read_drawing
from content.reading.word.formulas import linear
from content.reading.word.names import R_PR, TXBX, VAL, child, q, value
from content.reading.word.signs import is_picture_font, raised, sign, signs
from content.reading.word.styles import Look

_MOVED = re.compile("[\uf020-\uf0ff]")
_WHITE = re.compile(r"[\t\r\n]")
_IGNORED = frozenset(map(q, (
    "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr", "w:rt", "w:rubyPr",
    "w:softHyphen", "w:delText", "w:delInstrText", "w:fldData",
)))  # fmt: skip


class Inline:
    """What one paragraph holds: its spans, and the text boxes that hang on it."""

    def __init__(self, story: Story, style: str) -> None:
        self.spans: list[Span] = []
        self.before: list[Block] = []
        self.after: list[Block] = []
        self._story = story
        self._style = style
        self._look = Look()
        self._link = ""
        self._was_hidden = False

    def walk(self, element: Any) -> None:
        """Read all that an element holds."""
        for inner in element:
            if inner.tag in _IGNORED:
                continue
            reader = _READERS.get(inner.tag)
            if reader is None:
                self.walk(inner)
            else:
                reader(self, inner)

    # ---- what stands between runs -------------------------------------------------------------

    def _run(self, run: Any) -> None:
        properties = run.find(R_PR)
        base = self._story.of.styles.look(self._style, value(properties, "w:rStyle") or "")
        outer, self._look = self._look, self._story.of.styles.look_of(properties).over(base)
        self.walk(run)
        self._look = outer

    def _hyperlink(self, element: Any) -> None:
        address = self._story.target(element.get(q("r:id")), outside=True)
        outer, self._link = self._link, fields.outside(address) or self._link
        self.walk(element)
        self._link = outer

    def _simple_field(self, element: Any) -> None:
        asked = element.get(q("w:instr"), "")
        if fields.is_contents(asked):
            self._story.of.leftovers.count("contents")
            return
        outer, self._link = self._link, fields.link_of(asked) or self._link
        self.walk(element)
        self._link = outer

    def _inserted(self, element: Any) -> None:
        if next(element.iter(q("w:t")), None) is not None:
            self._story.of.leftovers.count("inserted")
        self.walk(element)

    def _deleted(self, element: Any) -> None:
        self._leave(element, "deleted")

    def _moved_away(self, element: Any) -> None:
        self._leave(element, "moved")

    def _leave(self, element: Any, why: str) -> None:
        """Count what is gone; a field whose parts lie in there goes on all the same."""
        if any(e.text for name in ("w:delText", "w:t") for e in element.iter(q(name))):
            self._story.of.leftovers.count(why)
        for part in element.iter(q("w:fldChar"), q("w:instrText")):
            (self._field if part.tag == q("w:fldChar") else self._asked)(part)

    def _control(self, element: Any) -> None:
        """A content control: what was filled in; its hint is no text."""
        if is_empty_control(element):
            self._story.of.leftovers.count("placeholders")
        elif is_contents_control(element):
            self._story.of.leftovers.count("contents")
        else:
            self.walk(element)

    def _formula(self, element: Any) -> None:
        text = re.sub(r"\s+", " ", linear(element)).strip()
        if text:
            self._story.of.leftovers.count("formulas")
            self._add(text)

    def _alternatives(self, element: Any) -> None:
        """The newest choice; the older drawing of the same only when that shows nothing."""
        for choice in element:
            before = (len(self.spans), len(self.before), len(self.after))
            self.walk(choice)
            if (len(self.spans), len(self.before), len(self.after)) != before:
                return

    # ---- what stands in a run -----------------------------------------------------------------

    def _text(self, element: Any) -> None:
        self._add(_WHITE.sub(" ", element.text or ""))

    def _tab(self, _element: Any) -> None:
        self._add("\t")

    def _break(self, _element: Any) -> None:
        self._add("\n")

    def _hyphen(self, _element: Any) -> None:
        self._add("-")

    def _sign(self, element: Any) -> None:
        code = element.get(q("w:char"), "")
        known = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code)
        text = sign(element.get(q("w:font")), int(code, 16)) if known else ""
        if not text:
            self._story.of.leftovers.count("signs")
        self._add(text, set_in_text_font=True)

    def _field(self, element: Any) -> None:
        story, contents = self._story, self._story.fields.in_contents
        text = story.fields.meet(element)
        if text:
            self._add(text)
        if story.fields.in_contents and not contents:
            story.of.leftovers.count("contents")

    def _asked(self, element: Any) -> None:
        self._story.fields.ask(element.text or "")

    def _note(self, element: Any) -> None:
        kind = "footnote" if element.tag == q("w:footnoteReference") else "endnote"
        if self._look.hidden or self._story.fields.silent:
            return
        number = self._story.of.marks.number(kind, element.get(q("w:id"), ""))
        if number:
            self.spans.append(Span(str(number), "mark"))
        if element.get(q("w:customMarkFollows")) in ("1", "true", "on"):
            for follower in list(element.itersiblings(q("w:t"), q("w:sym"))):
                follower.getparent().remove(follower)  # the mark that the note itself now bears

    def _comment(self, _element: Any) -> None:
        self._story.of.leftovers.count("comments")

    def _drawing(self, element: Any) -> None:
        if self._look.hidden or self._story.fields.in_contents:
            return
        found = read_drawing(element, self._story)
        self._hang(found)
        for part, alt in found.pictures:
            self.spans.append(Span(part, "picture", alt=alt, link=self._link))
        if found.words:
            self._add(f"\n{found.words}\n")

    def _box(self, element: Any) -> None:
        self._hang(Drawing(boxes=[element]))

    def _hang(self, found: Drawing) -> None:
        """Text boxes stand above the words they hang on, or below when they hang behind them."""
        for box in found.boxes:
            blocks = self._story.boxed(box)
            (self.after if any(s.text.strip() for s in self.spans) else self.before).extend(blocks)

    def _add(self, text: str, *, set_in_text_font: bool = False) -> None:
        look = self._look
        if not text or self._story.fields.silent:
            return
        if look.hidden:
            if text.strip() and not self._was_hidden:
                self._story.of.leftovers.count("hidden")
                self._was_hidden = True
            return
        self._was_hidden = False
        font = look.font_of(text)
        if is_picture_font(font) and not set_in_text_font:
            text, font = self._signs(font, text), None
        elif _MOVED.search(text):
            text = _MOVED.sub(lambda m: sign(None, ord(m[0])), text)
        if look.raised:
            text = raised(text, look.raised)
        self.spans.append(
            Span(text, "text", font, bool(look.bold), bool(look.italic), bool(look.caps),
                 look.raised or 0, self._link or self._story.fields.link)
        )  # fmt: skip

    def _signs(self, font: str | None, text: str) -> str:
        shown = signs(font, text)
        if text.strip() and not shown.strip():
            self._story.of.leftovers.count("signs")
        return shown


def is_empty_control(control: Any) -> bool:
    """Does a content control only show its hint ("Bấm để nhập")?"""
    shows = child(control, "w:sdtPr", "w:showingPlcHdr")
    return shows is not None and shows.get(VAL, "1") not in ("0", "false", "off")


def is_contents_control(control: Any) -> bool:
    """Does a content control hold a generated table of contents?"""
    gallery = value(control, "w:sdtPr", "w:docPartObj", "w:docPartGallery") or ""
    return gallery.lower().startswith("table of contents")


_READERS: dict[str, Callable[[Inline, Any], None]] = {
    q(name): reader
    for names, reader in (
        ("w:r", Inline._run),
        ("w:hyperlink", Inline._hyperlink),
        ("w:fldSimple", Inline._simple_field),
        ("w:ins", Inline._inserted),
        ("w:del", Inline._deleted),
        ("w:moveFrom", Inline._moved_away),
        ("w:sdt", Inline._control),
        ("m:oMath", Inline._formula),
        ("mc:AlternateContent", Inline._alternatives),
        ("w:t", Inline._text),
        ("w:tab w:ptab", Inline._tab),
        ("w:br w:cr", Inline._break),
        ("w:noBreakHyphen", Inline._hyphen),
        ("w:sym", Inline._sign),
        ("w:fldChar", Inline._field),
        ("w:instrText", Inline._asked),
        ("w:footnoteReference w:endnoteReference", Inline._note),
        ("w:commentReference", Inline._comment),
        ("w:drawing w:pict w:object", Inline._drawing),
    )
    for name in names.split()
} | {TXBX: Inline._box}

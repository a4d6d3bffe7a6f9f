"""Documents of any make as the editor writes them: the hub's Markdown reads back what was meant."""

from __future__ import annotations

import random
import re
from html.parser import HTMLParser

from content.markup import render

WORDS = (
    "chữ", "Tên_tệp", "a*b", "**", "*", "_", "__", "`mã`", "[x]", "(y)", "[x](y)", "<b>", "<br>",
    "&lt;", "&", "\\", "!", "#", "1.", "-", "+", ">", "|", ":::", "::: lien-quan", "---", "===",
    "https://a.vn/b_c", "x]", "[^1]", "~", "Điều 1.", "2) ", "“q”", "é", "a  b", "=", '"', "'", "{",
)  # fmt: skip
LINKS = ("/a/", "https://a.vn/b_c*d", "https://a.vn/(x)?q=1&b=2", "mailto:a@b.vn", "#x")
SRC = "/tep/0123456789abcdef/a.png"
NOTE = {"type": "note", "attrs": {"id": "1"}, "content": [{"type": "text", "text": "ghi chú"}]}
WRITE = "docs => docs.map(content => document.getElementById('ed').write({ type: 'doc', content }))"
BLOCKS = {"h2", "h3", "h4", "li", "ul", "ol", "blockquote", "table", "tr", "td", "th", "hr"}
BLOCKS |= {"figure", "figcaption", "aside"}
# Lists and quotes that touch each other are one; the editor joins them at once.
JOINING = {"bulletList", "orderedList", "blockquote"}
TITLE = [(sign, frozenset(), None) for sign in "Nênđọc"]


class Maker:
    """Makes documents, the same for the same seed."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def often(self, share):
        return self.chance.random() < share

    def words(self, most=5):
        joint = " " if self.often(0.8) else ""
        return joint.join(self.chance.choices(WORDS, k=self.chance.randint(1, most)))

    def inline(self):
        return [self.leaf(first=at == 0) for at in range(self.chance.randint(1, 4))]

    def leaf(self, *, first):
        if not first and self.often(0.06):
            return {"type": "hardBreak"}
        if self.often(0.06):
            return {"type": "noteMark", "attrs": {"id": "1"}}
        if self.often(0.07):
            attrs = {"src": SRC, "alt": self.words(3).strip(), "caption": ""}
            return {"type": "picture", "attrs": attrs}
        marks = [{"type": name} for name in ("bold", "italic") if self.often(0.3)]
        if self.often(0.2):
            marks.append({"type": "link", "attrs": {"href": self.chance.choice(LINKS)}})
        text = self.chance.choice(("", "", " ")) + self.words() + self.chance.choice(("", " "))
        return {"type": "text", "text": text, "marks": marks}

    def paragraph(self):
        return {"type": "paragraph", "content": self.inline()}

    def items(self, depth=0):
        items = []
        for _ in range(self.chance.randint(1, 3)):
            content = [self.paragraph(), *([self.paragraph()] if self.often(0.15) else [])]
            if depth < 2 and self.often(0.25):
                content.append(self.items(depth + 1))
            items.append({"type": "listItem", "content": content})
        attrs = {"loose": self.often(0.2)}
        if self.often(0.5):
            return {"type": "bulletList", "attrs": attrs, "content": items}
        attrs["start"] = self.chance.choice((1, 1, 3))
        return {"type": "orderedList", "attrs": attrs, "content": items}

    def table(self):
        width = self.chance.randint(1, 3)
        kinds = ["tableHeader"] + ["tableCell"] * self.chance.randint(1, 2)
        rows = [
            [{"type": kind, "content": [self.paragraph()]} for _ in range(width)] for kind in kinds
        ]
        return {"type": "table", "content": [{"type": "tableRow", "content": r} for r in rows]}

    def box(self):
        inner = self.items(2) | {"type": "bulletList", "attrs": {"loose": False}}
        for item in inner["content"]:
            item["content"] = item["content"][:1]
        return {"type": "box", "attrs": {"kind": "nen-doc"}, "content": [inner]}

    def figure(self):
        caption = self.words() if self.often(0.5) else ""
        attrs = {"src": SRC, "alt": self.words(4).strip(), "caption": caption.strip()}
        return {"type": "figure", "attrs": attrs}

    def quote(self):
        more = [self.items()] if self.often(0.3) else []
        return {"type": "blockquote", "content": [self.paragraph(), *more]}

    def heading(self):
        first = {"type": "text", "text": "T"}
        return {"type": "heading", "attrs": {"level": 2}, "content": [first, *self.inline()]}

    def document(self):
        makers = [self.paragraph, self.heading, self.items, self.quote, self.table, self.figure]
        makers += [self.box, lambda: {"type": "horizontalRule"}]
        blocks = []
        for _ in range(self.chance.randint(1, 4)):
            block = self.chance.choice(makers)()
            if not (blocks and block["type"] in JOINING and blocks[-1]["type"] == block["type"]):
                blocks.append(block)
        return [*blocks, NOTE]


# ---- what is meant, and what is rendered: letters with their marks, blocks by name ---


def meant(node):
    kind, content = node["type"], node.get("content", [])
    if kind in ("paragraph", "tableHeader", "tableCell"):
        found = letters(content) if kind == "paragraph" else meant(content[0])
        return found if kind == "paragraph" else ["th" if kind == "tableHeader" else "td", *found]
    if kind == "heading":
        return ["h2", *letters(content)]
    if kind == "figure":
        return meant_figure(**node["attrs"])
    names = {"bulletList": "ul", "orderedList": "ol", "listItem": "li", "tableRow": "tr"}
    names |= {"horizontalRule": "hr", "box": "aside"}
    found = [names.get(kind, kind), *(TITLE if kind == "box" else [])]
    return found + [each for child in content for each in meant(child)]


def meant_figure(src, alt, caption):
    if not caption:
        return [("picture", " ".join(alt.split()))]
    quoted = re.sub(r'"([^"]*)"', "“\\1”", caption).replace('"', "”").replace("`", "'")
    words = [(sign, frozenset(), None) for sign in quoted if not sign.isspace()]
    return ["figure", ("picture", " ".join(alt.split())), "figcaption", *words]


def letters(content):
    found = []
    for node in content:
        if node["type"] == "text":
            names = (
                {mark["type"]: mark.get("attrs", {}) for mark in node["marks"]}
                if "marks" in node
                else {}
            )
            href = names.pop("link", {}).get("href")
            href = href and href.replace("(", "%28").replace(")", "%29")
            signs = (sign for sign in node["text"] if not sign.isspace())
            found += [(sign, frozenset(names), href) for sign in signs]
        elif node["type"] == "picture":
            found.append(("picture", " ".join(node["attrs"]["alt"].split())))
        else:
            found.append((node["type"],))
    while found and found[-1] == ("hardBreak",):
        found.pop()
    return found


class Rendered(HTMLParser):
    """The rendered text in the form of `meant`."""

    def __init__(self, html):
        super().__init__()
        self.found, self.marks, self.links, self.mark = [], [], [], 0
        self.feed(html.split('<div class="footnote">')[0])

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in BLOCKS:
            self.found.append(tag)
        elif tag in ("strong", "em"):
            self.marks.append("bold" if tag == "strong" else "italic")
        elif tag == "br":
            self.found.append(("hardBreak",))
        elif tag == "img":
            self.found.append(("picture", " ".join(given["alt"].split())))
        elif tag == "a":
            self.mark = given.get("class") == "footnote-ref"
            self.links.append(given["href"])
            self.found += [("noteMark",)] if self.mark else []

    def handle_endtag(self, tag):
        if tag in ("strong", "em"):
            self.marks.remove("bold" if tag == "strong" else "italic")
        elif tag == "a":
            self.links.pop()
            self.mark = False

    def handle_data(self, data):
        href = self.links[-1] if self.links else None
        signs = (sign for sign in data if not sign.isspace() and not self.mark)
        self.found += [(sign, frozenset(self.marks), href) for sign in signs]


def test_every_document_reads_back_as_it_was_meant(form):
    maker = Maker(7)
    documents = [maker.document() for _ in range(500)]
    for blocks, text in zip(documents, form.page.evaluate(WRITE, documents), strict=True):
        wanted = [each for block in blocks[:-1] for each in meant(block)]
        assert Rendered(render(text).html).found == wanted, text

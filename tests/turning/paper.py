"""A plan as an office has it before it is typed: what stands at the head, the text, the foot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from content.documents.plan import Plan, parse
from content.vietnamese import fold

NATION, MOTTO = "quốc hiệu", "tiêu ngữ"
_HEADING = re.compile(r"(#{2,6}) (.*)")
_ITEM = re.compile(r"( *)([-+])\s+(.*)")
_LABEL = re.compile(
    r"((?:Điều|Chương|Phần) \w+\.|[IVX]{1,5}\.|\d{1,2}(?:\.\d{1,2})*\.|[a-zđ]\))(?: (.*)|$)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text. kind: "heading", "text", "item" or "table".

    level: 2–6 of a heading, 1 or 2 of an item. label: the number as written ("I.", "2.1.", "-"),
    which an office types or lets Word count.
    """

    kind: str
    text: str = ""
    label: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def whole(self) -> str:
        """Label and words, as they are typed."""
        return f"{self.label} {self.text}".strip()


@dataclass(slots=True)
class Paper:
    """A document before it is typed; every field holds words as the text writes them."""

    organs: list[str] = field(default_factory=list)
    nation: str = ""
    motto: str = ""
    number: str = ""
    date: str = ""
    kind: str = ""
    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    label: str = "Nơi nhận:"
    recipients: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)

    @property
    def is_letter(self) -> bool:
        """A công văn: its subject stands under the number, and no kind above the text."""
        return not self.kind

    @property
    def signer(self) -> str:
        """The name under the signature, "" without one."""
        last = self.signature[-1] if self.signature else ""
        return "" if last.isupper() else last


def paper_of(text: str) -> Paper:
    """The paper that a plan's text was typed from."""
    return of_plan(parse(text))


def of_plan(plan: Plan) -> Paper:
    """The paper of a plan that was read."""
    removed = {r.reason: r.text for r in plan.removed}
    paper = Paper(nation=removed.get(NATION, ""), motto=removed.get(MOTTO, ""), title=plan.title)
    paper.label = removed.get("nhãn “Nơi nhận”", paper.label)
    for line in plan.head_lines:
        _place(paper, line)
    paper.pieces = pieces_of(plan.body_markdown)
    for line in plan.foot_lines:
        (paper.recipients if line.startswith("-") else paper.signature).append(line)
    return paper


def _place(paper: Paper, line: str) -> None:
    folded = fold(line)
    if re.match(r"s.{1,2}\s?:.*/", folded):
        paper.number = line
    elif re.search(r"\bng\w{1,2}y\b.*\bn\w{1,2}m\b", folded):
        paper.date = line
    elif re.match(r"v\s?/\s?v\b", folded):
        pass
    elif paper.number:
        paper.kind = line
    else:
        paper.organs.append(line)


def pieces_of(markdown: str) -> list[Piece]:
    """The parts of a body in their order, without the marks of Markdown."""
    pieces: list[Piece] = []
    for block in markdown.split("\n\n"):
        lines = block.split("\n")
        if block.startswith("|"):
            rows = tuple(_cells(line) for line in lines if not re.fullmatch(r"[|\s:-]+", line))
            pieces.append(Piece("table", rows=rows))
        elif heading := _HEADING.fullmatch(block):
            pieces.append(_counted("heading", heading[2], len(heading[1])))
        elif all(_ITEM.match(line) for line in lines):
            pieces += [_item(line) for line in lines]
        elif pieces and pieces[-1].kind == "heading" and not pieces[-1].text:
            # "Điều 3." stands in one line with its text.
            pieces[-1] = Piece("text", _plain(block.replace("\n", " ")), pieces[-1].label)
        else:
            pieces.append(_counted("text", block.replace("\n", " "), 0))
    return pieces


def _counted(kind: str, text: str, level: int) -> Piece:
    found = _LABEL.fullmatch(_plain(text))
    label, rest = (found[1], found[2] or "") if found else ("", _plain(text))
    return Piece(kind, rest, label, level)


def _item(line: str) -> Piece:
    found = _ITEM.match(line)
    assert found is not None
    return Piece("item", _plain(found[3]), found[2], 2 if found[1] else 1)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(_plain(cell.strip()) for cell in line.strip("|").split("|"))


def _plain(text: str) -> str:
    text = text.replace("**", "").replace("&lt;", "<")
    return re.sub(r"\\([\W_])", r"\1", text).strip()

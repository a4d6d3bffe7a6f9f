"""Paper: blocks as one A4 PDF with real letters, tags and a language, made by WeasyPrint."""

from __future__ import annotations

import hashlib
from html import escape
from importlib import resources
from io import BytesIO

import weasyprint
from pypdf import PdfReader

from content.starter.making import blocks, habits
from content.starter.making.blocks import (
    Block,
    Heading,
    Line,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from content.starter.making.habits import Role
from content.starter.making.pages import Page


def look(name: str) -> str:
    """The style sheet of this name, from the folder beside this module."""
    return (resources.files("content.starter.making") / "looks" / f"{name}.css").read_text("utf-8")


def form(page: Page) -> tuple[str, bytes]:
    """A form to fill by hand: its fit and the PDF's bytes, the same for the same page."""
    parts = blocks.read(page.source)
    lying = "lying" if habits.lying(parts) else ""
    return _fitted(page, markup(parts, form=True), "form", lying)


def handout(page: Page) -> tuple[str, bytes]:
    """A text to read and pass on: its fit and the PDF's bytes."""
    title, parts = blocks.titled(blocks.read(page.source), page.title)
    inner = f"<h1>{escape(title)}</h1>{markup(parts, form=False)}"
    return _fitted(page, inner, "handout", "")


def _fitted(page: Page, inner: str, style: str, also: str) -> tuple[str, bytes]:
    """The loosest of three fits that needs the fewest sheets.

    A second sheet that holds nothing but signatures is paper wasted and a sheet to lose.
    """
    made = {
        fit: pdf(page, f'<body class="{fit} {also}">{inner}</body>', look(style))
        for fit in habits.FITS
    }
    sheets = {fit: len(PdfReader(BytesIO(data)).pages) for fit, data in made.items()}
    best = min(habits.FITS, key=lambda fit: sheets[fit])
    return best, made[best]


def pdf(page: Page, body: str, style: str) -> bytes:
    """A tagged PDF (PDF/UA) of one HTML body; dates and identity come from the page alone."""
    day = page.date.isoformat()
    html = (
        f'<!doctype html><html lang="vi-VN"><head><title>{escape(page.title)}</title>'
        f'<meta name="dcterms.created" content="{day}"><meta name="dcterms.modified"'
        f' content="{day}"><style>{style}</style></head>{body}</html>'
    )
    identity = hashlib.sha256(html.encode()).digest()[:16]
    made = weasyprint.HTML(string=html, url_fetcher=_nothing_from_outside).write_pdf(
        pdf_variant="pdf/ua-1", pdf_identifier=identity
    )
    return bytes(made)


def markup(parts: tuple[Block, ...], *, form: bool) -> str:
    """Blocks as HTML; in a form, paragraphs and tables get the habits of office paper."""
    return "".join(_Writer(form).of(parts))


def line(runs: Line) -> str:
    """One line as HTML."""
    made = ""
    for run in runs:
        letters = escape(run.text, quote=False).replace("☐", '<span class="box">☐</span>')
        letters = f"<em>{letters}</em>" if run.italic else letters
        made += f"<strong>{letters}</strong>" if run.bold else letters
    return made


def _nothing_from_outside(url: str) -> dict[str, object]:
    raise ValueError(f"a made file takes nothing from outside: {url}")


class _Writer:
    """Writes blocks one after the other, knowing what stood before."""

    def __init__(self, form: bool) -> None:
        self._form = form
        self._titled = False

    def of(self, parts: tuple[Block, ...]) -> list[str]:
        made, position = [], 0
        while position < len(parts):
            ticks = habits.tick_group(parts, position) if self._form else 0
            group = parts[position : position + max(ticks, 1)]
            position += len(group)
            following = parts[position] if position < len(parts) else None
            inner = "".join(self._block(block, following) for block in group)
            made.append(f'<div class="ticks">{inner}</div>' if ticks else inner)
        return made

    def _block(self, block: Block, following: Block | None) -> str:
        match block:
            case Heading(level=level, line=runs):
                return f"<h{level}>{line(runs)}</h{level}>"
            case Paragraph():
                return self._paragraph(block, following)
            case Listing():
                return self._list(block)
            case Table():
                return self._table(block)
            case Quote(blocks=inner):
                return f"<blockquote>{''.join(self.of(inner))}</blockquote>"
            case Rule():
                return "<hr>"

    def _paragraph(self, block: Paragraph, following: Block | None) -> str:
        kind = habits.role(block)
        if kind is Role.CENTRED:
            return self._centred(block, following) if self._form else _key(block)
        lines, ends = [], False
        for runs in block.lines:
            kept, ends = habits.without_dots(runs)
            lines.append(line(kept))
        classes = [kind.value] if kind is not Role.TEXT else []
        if ends:
            classes.append("leader")
            # No room behind a long question: the hand gets a line of its own.
            lines += [""] if len(blocks.text(block)) > habits.LONG_QUESTION else []
        return f'<p class="{" ".join(classes)}">{"<br>".join(lines)}</p>'

    def _centred(self, block: Paragraph, following: Block | None) -> str:
        written = blocks.text(block)
        classes = ["centred"]
        if written.startswith("Độc lập"):
            classes.append("motto")
        elif written.isupper() and not written.startswith("CỘNG HÒA"):
            classes.append("title")
            self._titled = True
        if self._titled and not (
            isinstance(following, Paragraph) and blocks.wholly_bold(following)
        ):
            classes.append("after-title")
        inner = "<br>".join(line(runs) for runs in block.lines)
        return f'<p class="{" ".join(classes)}">{inner}</p>'

    def _list(self, block: Listing) -> str:
        tag = "ol" if block.ordered else "ul"
        made = ""
        for item in block.items:
            first = blocks.text(item[0]) if item and isinstance(item[0], Paragraph) else ""
            tick = ' class="tick"' if first.startswith("☐") else ""
            made += f"<li{tick}>{''.join(self.of(item))}</li>"
        return f"<{tag}>{made}</{tag}>"

    def _table(self, block: Table) -> str:
        signing = habits.for_signing(block)
        shares = "".join(
            f'<col style="width:{share:.2%}">' for share in habits.widths(block)
        )  # fmt: skip
        head = "".join(f'<th scope="col">{_cell(cell)}</th>' for cell in block.head)
        body = "".join(self._row(block, row, signing=signing) for row in block.rows)
        whole = ' class="whole"' if len(block.rows) <= habits.WHOLE_UP_TO else ""
        kind = ' class="signing"' if signing else whole
        top = f"<thead><tr>{head}</tr></thead>" if head else ""
        return f"<table{kind}><colgroup>{shares}</colgroup>{top}<tbody>{body}</tbody></table>"

    def _row(self, table: Table, row: tuple[Paragraph, ...], *, signing: bool) -> str:
        made = ""
        for column, cell in enumerate(row):
            narrow = ' class="narrow"' if not signing and habits.narrow(table, column) else ""
            made += f"<td{narrow}>{_cell(cell)}</td>"
        fill = ' class="to-fill"' if self._form and not signing and habits.to_fill(row) else ""
        return f"<tr{fill}>{made}</tr>"


def _key(block: Paragraph) -> str:
    return f'<p class="key">{"<br>".join(line(runs) for runs in block.lines)}</p>'


def _cell(cell: Paragraph) -> str:
    return "<br>".join(line(runs) for runs in cell.lines)

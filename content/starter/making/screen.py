"""Screen: a deck as a 16:9 PDF, for machines without an office program and for printing."""

from __future__ import annotations

from html import escape

from content.starter.making import fitting, habits, paper
from content.starter.making.blocks import Block, Listing, Paragraph, Table
from content.starter.making.deck import Slide
from content.starter.making.fitting import Fitted, Place
from content.starter.making.pages import Page


def slides(page: Page, given: tuple[Slide, ...]) -> bytes:
    """The deck as PDF bytes, one slide a page; notes stay with the speaker's own file."""
    fitted = fitting.fit(given)
    body = "".join(_slide(one, len(fitted)) for one in fitted)
    return paper.pdf(page, f"<body>{body}</body>", paper.look("slides"))


def _slide(one: Fitted, count: int) -> str:
    tag = "h1" if one.slide.cover else "h2"
    kind = "cover" if one.slide.cover else "plain"
    if one.slide.cover:
        inner = "".join(_text((part,)) for part in one.slide.parts)
    else:
        inner = "".join(_place(place, one.size) for place in one.places)
    return (
        f'<section class="{kind}"><{tag}>{escape(one.slide.title)}</{tag}>{inner}'
        f"{_thread(one.number, count)}</section>"
    )


def _place(place: Place, size: float) -> str:
    size = fitting.size_of(place.kind, size)
    where = f"top:{place.top:.1f}pt;font-size:{size}pt"
    if place.kind == "table":
        assert isinstance(place.parts[0], Table)
        return _table(place.parts[0], place, size)
    return f'<div class="{place.kind}" style="{where}">{_text(place.parts)}</div>'


def _text(parts: tuple[Block, ...]) -> str:
    made = ""
    for part in parts:
        if isinstance(part, Listing):
            tag = "ol" if part.ordered else "ul"
            items = "".join(f"<li>{_text(item)}</li>" for item in part.items)
            made += f"<{tag}>{items}</{tag}>"
        elif isinstance(part, Paragraph):
            made += f"<p>{'<br>'.join(paper.line(runs) for runs in part.lines)}</p>"
    return made


def _table(table: Table, place: Place, size: float) -> str:
    cols = "".join(f'<col style="width:{share:.2%}">' for share in habits.widths(table))
    rows = ""
    for position, row in enumerate(((table.head,) if table.head else ()) + table.rows):
        tag = "th" if table.head and position == 0 else "td"
        cells = "".join(
            f"<{tag}{' class=figures' if habits.figures(table, column) else ''}>"
            f"{'<br>'.join(paper.line(x) for x in cell.lines)}</{tag}>"
            for column, cell in enumerate(row)
        )
        rows += f'<tr style="height:{place.rows[position]:.1f}pt">{cells}</tr>'
    return (
        f'<table style="top:{place.top:.1f}pt;font-size:{size}pt"><colgroup>{cols}</colgroup>'
        f"{rows}</table>"
    )


def _thread(number: int, count: int) -> str:
    """The thread at the foot: what was, what is now, what comes; and the slide's number."""
    knots = ""
    for knot in range(1, count + 1):
        state = "now" if knot == number else "past" if knot < number else "coming"
        at = fitting.LEFT + (fitting.BODY_WIDTH - 60) * (knot - 1) / max(count - 1, 1)
        knots += f'<i class="{state}" style="left:{at:.1f}pt"></i>'
    return f'<div class="thread">{knots}<b>{number}</b></div>'

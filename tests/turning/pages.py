"""A paper as a portal shows it and as a printed PDF: running heads, page numbers, long tables."""

from __future__ import annotations

import html
import io
from email.message import EmailMessage
from itertools import groupby

import pypdfium2
import weasyprint

from tests.turning.paper import Paper, Piece

_PRINTED = """
@page { size: A4; margin: 25mm 20mm 22mm 30mm;
  @bottom-center { content: counter(page) "/" counter(pages); font: 11pt serif } }
body { font: 14pt/1.3 "Liberation Serif", serif; text-align: justify }
p { text-indent: 12mm; margin: 2mm 0 } h1, h2, h3, h4 { font-size: 14pt; margin: 3mm 0 }
table { border-collapse: collapse; width: 100% } .head p, .foot p { text-indent: 0; margin: 0 }
.head, .foot { margin-bottom: 6mm } .head td { text-align: center; vertical-align: top; width: 50% }
.foot td { vertical-align: top; width: 50% } .foot td + td { text-align: center }
.grid td, .grid th { border: 1px solid #000; padding: 1mm 2mm } .centre { text-align: center }
ul { list-style: none; margin: 0; padding: 0 }
"""
_RUNNING = """
@page { @top-center { content: "Cổng thông tin xã Mẫu: văn bản chỉ đạo"; font: 10pt serif } }
@page :first { @top-center { content: "" } }
"""
_MENU = ("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Liên hệ")


def printed(paper: Paper, *, running: bool = True) -> bytes:
    """The paper as a PDF with text: justified, page numbers, a running head from page 2 on."""
    style = _PRINTED + (_RUNNING if running else "")
    body = f'<html lang="vi"><style>{style}</style><body>{_content(paper)}</body></html>'
    pdf: bytes = weasyprint.HTML(string=body).write_pdf()
    return pdf


def first_pages(pdf: bytes, count: int) -> bytes:
    """A PDF of the first pages of one."""
    with pypdfium2.PdfDocument(pdf) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, list(range(min(count, len(whole)))))
        kept = io.BytesIO()
        part.save(kept)
    return kept.getvalue()


def portal(paper: Paper) -> bytes:
    """The page of a portal, saved from a browser: menus and counters around the document."""
    menu = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(_MENU))
    title = html.escape(paper.title)
    page = f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title} - Cổng thông tin xã Mẫu</title>
<script>var luot = 120345; document.title += " "; function dem() {{ return luot++; }}</script>
<style>.menu li {{ display: inline }}</style></head>
<body onload="dem()"><header><h1>Cổng thông tin xã Mẫu</h1></header>
<nav class="menu"><ul>{menu}</ul></nav>
<main><article>{_content(paper)}</article></main>
<footer><p>Địa chỉ: thôn Mẫu Một, xã Mẫu. Lượt xem: 120345</p></footer>
</body></html>"""
    return page.encode()


def mailed(name: str, data: bytes) -> bytes:
    """An e-mail that brings the file."""
    mail = EmailMessage()
    mail["Subject"] = "Gửi văn bản để đưa lên trang"
    mail["From"], mail["To"] = "vanthu@xamau.example", "bientap@xamau.example"
    mail["Date"] = "Mon, 01 Jun 2026 08:00:00 +0700"
    mail.set_content("Kính gửi anh chị văn bản đính kèm.\n")
    kind = "vnd.openxmlformats-officedocument.wordprocessingml.document"
    mail.add_attachment(data, maintype="application", subtype=kind, filename=name)
    return mail.as_bytes()


def _content(paper: Paper) -> str:
    parts = [_head(paper)]
    if paper.kind:
        parts.append(f'<h1 class="centre">{_words(paper.kind)}</h1>')
        parts.append(f'<p class="centre"><strong>{_words(paper.title)}</strong></p>')
    for is_item, pieces in groupby(paper.pieces, key=lambda piece: piece.kind == "item"):
        written = "\n".join(map(_piece, pieces))
        parts.append(f"<ul>{written}</ul>" if is_item else written)
    return "\n".join([*parts, _foot(paper)])


def _head(paper: Paper) -> str:
    about = f"V/v {paper.title}" if paper.is_letter else ""
    cells = (
        (paper.organs, [paper.nation, paper.motto]),
        ([paper.number, about], [paper.date]),
    )
    return _table("head", [[_lines(left), _lines(right)] for left, right in cells])


def _foot(paper: Paper) -> str:
    return _table("foot", [[_lines([paper.label, *paper.recipients]), _lines(paper.signature)]])


def _table(name: str, rows: list[list[str]]) -> str:
    inner = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f'<table class="{name}">{inner}</table>'


def _lines(lines: list[str]) -> str:
    return "".join(f"<p>{_words(line)}</p>" for line in lines if line)


def _words(text: str) -> str:
    return html.escape(text, quote=False)


def _piece(piece: Piece) -> str:
    if piece.kind == "table":
        head, *rows = piece.rows
        first = "".join(f"<th>{_words(cell)}</th>" for cell in head)
        rest = "".join(
            f"<tr>{''.join(f'<td>{_words(cell)}</td>' for cell in row)}</tr>" for row in rows
        )
        return f'<table class="grid"><thead><tr>{first}</tr></thead><tbody>{rest}</tbody></table>'
    if piece.kind == "heading":
        return f"<h{piece.level}>{_words(piece.whole)}</h{piece.level}>"
    if piece.kind == "item":
        return f"<li>{_words(piece.whole)}</li>"
    centred = ' class="centre"' if piece.whole.isupper() else ""
    return f"<p{centred}>{_words(piece.whole)}</p>"

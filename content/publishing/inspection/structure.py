"""Checks of the build of a body: pictures, headings, tables, and whether there is a body. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from content.publishing.inspection.body import Body, Spot, Table
from content.publishing.inspection.findings import MUST, OK, SHOULD, Finding
from content.publishing.snapshot import ItemFields
from content.vietnamese import fold

_MOST_ALT = 250
_SHOWN = 60
# The national name and motto stand in bold over every form and head nothing.
_MOTTO = ("cong hoa xa hoi chu nghia viet nam", "doc lap")
# What programs and cameras put there, which says nothing of a picture.
_NO_ALT = re.compile(
    r"(?:ảnh|hình|hình ảnh|image|picture|photo|img|untitled)?[\s_.-]*\d*"
    r"|.*\.(?:jpe?g|png|gif|webp)",
    re.IGNORECASE,
)


def check(fields: ItemFields, body: Body) -> Iterator[Finding]:
    """Findings about the build of the body."""
    yield from _emptiness(fields, body)
    yield from _pictures(body)
    yield from _headings(body)
    yield from _tables(body)


def shown(text: str) -> str:
    """Words of a text as a sentence quotes them: short, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN].rsplit(" ", 1)[0] + " …"


def _emptiness(fields: ItemFields, body: Body) -> Iterator[Finding]:
    if any(c.isalnum() for c in body.prose) or body.pictures:
        return
    if fields.attachments:
        text = "Nội dung trống, chỉ có tệp đính kèm; hãy viết vài câu cho biết trong tệp có gì."
        yield Finding("empty-body", SHOULD, text, "body")
    else:
        yield Finding("empty-body", MUST, "Nội dung trống; hãy viết nội dung của bài.", "body")


def _pictures(body: Body) -> Iterator[Finding]:
    bad = False
    for picture in body.pictures:
        line = body.line_of(picture.start)
        if not picture.text or _NO_ALT.fullmatch(picture.text[:_MOST_ALT]):
            bad = True
            text = (
                f"Dòng {line}: ảnh chưa có lời mô tả cho người không nhìn thấy; "
                "hãy ghi trong ảnh có gì."
            )
            yield _at(picture, line, "picture-words", MUST, text)
        elif len(picture.text) > _MOST_ALT:
            text = (
                f"Dòng {line}: lời mô tả ảnh dài {len(picture.text)} chữ; "
                "hãy rút còn một câu, phần còn lại viết vào bài."
            )
            yield _at(picture, line, "picture-words-long", SHOULD, text)
    if body.pictures and not bad:
        yield Finding("picture-words", OK, "Ảnh nào cũng có lời mô tả.")


def _headings(body: Body) -> Iterator[Finding]:
    bad = False
    for finding in (*_each_heading(body), *_order(body), *_fakes(body)):
        bad = True
        yield finding
    if body.headings and not bad:
        yield Finding("headings", OK, "Tiêu đề mục đúng thứ bậc.")


def _each_heading(body: Body) -> Iterator[Finding]:
    for heading in body.headings:
        line = body.line_of(heading.start)
        if not heading.text:
            text = f"Dòng {line}: tiêu đề mục trống; hãy ghi chữ cho mục này hoặc xóa dấu #."
            yield _at(heading, line, "heading-empty", SHOULD, text)
        elif heading.level == 1:
            text = (
                f"Dòng {line}: mục “{shown(heading.text)}” dùng cấp 1, là cấp của tiêu đề bài; "
                "hãy dùng ## thay cho #."
            )
            yield _at(heading, line, "heading-first", SHOULD, text)


def _order(body: Body) -> Iterator[Finding]:
    told = [h for h in body.headings if h.text]
    if told and told[0].level > 2:
        yield _skipped(body, told[0], 2)
    for before, heading in pairwise(told):
        if heading.level > before.level + 1:
            yield _skipped(body, heading, before.level + 1)


def _skipped(body: Body, heading: Spot, right: int) -> Finding:
    line = body.line_of(heading.start)
    text = (
        f"Dòng {line}: mục “{shown(heading.text)}” nhảy xuống cấp {heading.level}; "
        f"hãy dùng {'#' * right} cho đúng thứ bậc."
    )
    return _at(heading, line, "heading-order", SHOULD, text)


def _fakes(body: Body) -> Iterator[Finding]:
    last = len(body.text.rstrip())
    for bold in body.bold_lines:
        if bold.end >= last or fold(bold.text).startswith(_MOTTO):
            continue  # a signature or a last word heads nothing
        line = body.line_of(bold.start)
        text = (
            f"Dòng {line}: “{shown(bold.text)}” chỉ in đậm mà dùng như tiêu đề mục; "
            "hãy đổi thành ## để mục lục và người nghe máy đọc thấy được."
        )
        yield _at(bold, line, "heading-fake", SHOULD, text)


def _tables(body: Body) -> Iterator[Finding]:
    for table in body.tables:
        line = body.line_of(table.start)
        spot = Spot(table.start, table.end)
        if not table.ruled:
            text = (
                f"Dòng {line}: bảng thiếu dòng gạch |---| dưới hàng đầu nên không thành bảng; "
                "hãy thêm dòng đó."
            )
            yield _at(spot, line, "table-rule", SHOULD, text)
        elif _is_headless(table):
            text = f"Dòng {line}: bảng chưa có hàng tiêu đề; hãy ghi tên từng cột ở hàng đầu."
            yield _at(spot, line, "table-header", SHOULD, text)


def _is_headless(table: Table) -> bool:
    """No name over any column, or numbers alone where names should stand."""
    named = [cell for cell in table.header if any(c.isalpha() for c in cell)]
    return not named


def _at(spot: Spot, line: int, code: str, severity: str, text: str) -> Finding:
    return Finding(code, severity, text, "body", spot.start, spot.end, line)

"""The forms of "Trang của chúng tôi": typed text to a part of the identity, and into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import zip_longest
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from admin.moving import Asked, changed
from content.identity.fields import (
    BLOCK_TITLES,
    BLOCKS,
    PARTS,
    Block,
    MenuEntry,
    Officer,
    SiteFields,
    Task,
)
from content.publishing.models import SECTIONS

Sent = MultiDict[str, str]
_LINES = {
    "name": "Tên trang",
    "place": "Địa phương",
    "organisation": "Cơ quan, tổ chức",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
    "hours": "Giờ làm việc",
    "footer": "Dòng cuối trang",
}


class Row(NamedTuple):
    """One line of a list as it was sent: its values, where it is to stand, which line it was.

    number: of the line when it was shown, which a script may have moved since; at: as sent.
    """

    values: dict[str, str]
    position: float
    number: int
    at: int


def of_request(part: str, sent: Sent, known: SiteFields, site_url: str) -> SiteFields:
    """The identity with one part as it was typed, unchecked: it shows again what was typed.

    Lines stand in the order of their numbers; emptied lines and those marked to go are gone.
    """
    if part == "menu":
        return replace(known, menu=tuple(_menu(sent, site_url)))
    if part == "home":
        return replace(known, blocks=tuple(_blocks(sent, site_url)))
    if part == "logo":
        return replace(known, logo="" if sent.get("logo_remove") else known.logo)
    texts: dict[str, Any] = {n: _clean(sent.get(n, "")) for n in PARTS[part] if n in _LINES}
    if part == "contact":
        texts["officers"] = tuple(_officers(sent))
    return replace(known, **texts)


def with_move(fields: SiteFields, what: Asked) -> SiteFields:
    """The typed identity with what a button asked for done to one of its lists."""
    if what.list_name == "menu":
        return replace(fields, menu=tuple(changed(fields.menu, what)))
    if what.list_name == "officer":
        return replace(fields, officers=tuple(changed(fields.officers, what)))
    if what.list_name == "block":
        return replace(fields, blocks=tuple(changed(fields.blocks, what)))
    # There is one block of errands (`content.identity.checks`).
    blocks = (
        replace(block, tasks=tuple(changed(block.tasks, what))) if block.kind == "tasks" else block
        for block in fields.blocks
    )
    return replace(fields, blocks=tuple(blocks))


def with_lead(fields: SiteFields, asked: str) -> SiteFields:
    """The typed identity with a picked page in the field that it was picked for."""
    field_id, _colon, path = asked.partition(":")
    head, _dash, number = field_id.rpartition("-")
    at = int(number) - 1 if number.isdecimal() and len(number) < 5 else -1
    if head == "ml-den":
        entries = [replace(e, path=path) if n == at else e for n, e in enumerate(fields.menu)]
        return replace(fields, menu=tuple(entries))
    blocks = []
    for block in fields.blocks:
        tasks = [replace(t, path=path) if n == at else t for n, t in enumerate(block.tasks)]
        blocks.append(replace(block, tasks=tuple(tasks)))
    return replace(fields, blocks=tuple(blocks))


def in_brief(part: str, given: SiteFields) -> list[tuple[str, str]]:
    """What a part says at a glance; empty values are left out."""
    if part == "menu":
        return [("Các mục", " · ".join(entry.title for entry in given.menu))]
    if part == "home":
        names = (BLOCK_TITLES.get(block.kind, block.kind) for block in given.blocks)
        return [("Các khối", " · ".join(names))]
    if part == "logo":
        return []
    return [(title, text) for title, text in in_words(part, given) if text]


def in_words(part: str, given: SiteFields) -> list[tuple[str, str]]:
    """What a part says, title by title, for comparing two versions of it."""
    found = [(title, getattr(given, n)) for n, title in _LINES.items() if n in PARTS[part]]
    if part == "contact":
        people = (", ".join(filter(None, _values(o))) for o in given.officers)
        found.append(("Người phụ trách", "\n\n".join(people)))
    if part == "menu":
        found.append(("Mục lục", "\n\n".join(f"{e.title}: {e.path}" for e in given.menu)))
    if part == "home":
        found.append(("Trang chủ", "\n\n".join(_block_in_words(block) for block in given.blocks)))
    if part == "logo":
        found.append(("Biểu trưng", f"Ảnh {given.logo[:8]}" if given.logo else "Không có"))
    return found


def _block_in_words(block: Block) -> str:
    parts = [f"{BLOCK_TITLES.get(block.kind, block.kind)}: {block.title}".rstrip(": ")]
    parts += [f"{task.title} ({task.path})" for task in block.tasks]
    kinds = ", ".join(SECTIONS[kind][1] for kind in block.kinds if kind in SECTIONS)
    parts += [block.hint, block.topic, kinds, block.body]
    parts += [f"{block.count} bài" if block.count else ""]
    return "\n".join(filter(None, parts))


def _officers(sent: Sent) -> Iterator[Officer]:
    for row in _ordered(sent, "officer", ("name", "post", "phone", "email")):
        yield Officer(**row.values)


def _menu(sent: Sent, site_url: str) -> Iterator[MenuEntry]:
    for row in _ordered(sent, "menu", ("title", "path"), ("icon",)):
        yield MenuEntry(**{**row.values, "path": _path(row.values["path"], site_url)})


def _blocks(sent: Sent, site_url: str) -> Iterator[Block]:
    names = ("kind", "title", "hint", "count", "topic", "body")
    ticked = [entry.partition(":") for entry in sent.getlist("block_kinds")]
    for row in _ordered(sent, "block", names):
        given = row.values
        kinds = tuple(kind for number, _, kind in ticked if number == str(row.number))
        count = given["count"]
        yield Block(
            given["kind"],
            title=given["title"],
            hint=given["hint"],
            tasks=tuple(_tasks(sent, str(row.number), site_url)),
            kinds=kinds,
            count=int(count) if count.isdecimal() and len(count) < 4 else 0,
            topic=given["topic"],
            body=given["body"],
        )
    if sent.get("new_block") in BLOCKS:
        yield Block(sent["new_block"])


def _tasks(sent: Sent, block: str, site_url: str) -> Iterator[Task]:
    owners = sent.getlist("task_block")
    for row in _ordered(sent, "task", ("title", "path", "line"), ("icon",)):
        if row.at < len(owners) and owners[row.at] == block:
            yield Task(**{**row.values, "path": _path(row.values["path"], site_url)})


def _ordered(
    sent: Sent, prefix: str, names: tuple[str, ...], more: tuple[str, ...] = ()
) -> list[Row]:
    """The lines of a list: `prefix_name`, `prefix_position`, `prefix_remove` (a line's number).

    names: a line in which all of these are empty is none. more: values that make no line.
    """
    removed = set(sent.getlist(f"{prefix}_remove"))
    columns = [sent.getlist(f"{prefix}_{name}") for name in (*names, *more)]
    positions, ats = sent.getlist(f"{prefix}_position"), sent.getlist(f"{prefix}_at")
    rows = []
    for index, values in enumerate(zip_longest(*columns, fillvalue="")):
        number = _number(ats, index)
        given = dict(zip((*names, *more), map(_clean, values), strict=True))
        if str(number) in removed or not any(given[name].strip() for name in names):
            continue
        text = positions[index].strip() if index < len(positions) else ""
        usable = text.isdecimal() and len(text) < 5
        rows.append(Row(given, float(text) if usable else index + 1, number, index))
    return sorted(rows, key=lambda row: row.position)


def _number(ats: list[str], index: int) -> int:
    """Which line it was when it was shown; forms without that word send lines in their order."""
    text = ats[index] if index < len(ats) else ""
    return int(text) if text.isdecimal() and len(text) < 5 else index


def _path(text: str, site_url: str) -> str:
    """What people paste: a whole address of this very site is one of its paths."""
    written = text.strip()
    if written.startswith(f"{site_url}/"):
        return written.removeprefix(site_url)
    return written


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:30_000]


def _values(officer: Officer) -> list[str]:
    return [getattr(officer, f.name) for f in fields(officer)]

"""The edge of the identity wing: what comes in is tidied, measured, or refused field by field."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ParamSpec, TypeVar

from content import markup
from content.errors import BadInput
from content.identity import addresses
from content.identity.faults import Faults
from content.identity.fields import (
    BLOCK_TITLES,
    BLOCKS,
    ICONS,
    Block,
    MenuEntry,
    Officer,
    SiteFields,
    Task,
)
from content.vietnamese import slugify, tidy

MOST_MENU, MOST_OFFICERS, MOST_BLOCKS, MOST_TASKS, MOST_COUNT = 12, 20, 12, 5, 20
USUAL_COUNT = 5
_MOST_BODY_BYTES = 20_000
# (field, what the desk calls it, most characters)
_LINES = (
    ("name", "Tên trang", 200),
    ("place", "Địa phương", 200),
    ("organisation", "Cơ quan, tổ chức", 300),
    ("address", "Địa chỉ", 500),
)
_TEXTS = (("hours", "Giờ làm việc", 500), ("footer", "Dòng cuối trang", 2000))
_PHONE = re.compile(r"[+(]?\d[\d .()/-]*(?:[;,] *[+(]?\d[\d .()/-]*)*")
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()]+@[^@\s<>\"'\\,;:()]+\.[^@\s<>\"'\\,;:()]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")
P = ParamSpec("P")


def checked(fields: SiteFields) -> SiteFields:
    """The fields as they may be stored; `Faults` names every field that may not.

    Whether a path or a topic leads to something is no question here: what leads nowhere is left
    out for readers until it does.
    """
    return _Check().site(fields)


class _Check:
    """Reads on after a fault, so that a person hears of all of them at once."""

    def __init__(self) -> None:
        self._faults: dict[str, str] = {}

    def site(self, given: SiteFields) -> SiteFields:
        texts: dict[str, Any] = {
            name: self._try(name, _line, getattr(given, name), title, most) or ""
            for name, title, most in _LINES
        } | {
            name: self._try(name, _text, getattr(given, name), title, most) or ""
            for name, title, most in _TEXTS
        }
        found = replace(
            given,
            **texts,
            phone=self._try("phone", _phone, given.phone) or "",
            email=self._try("email", _email, given.email) or "",
            logo=self._try("logo", _logo, given.logo) or "",
            officers=self._officers(given.officers),
            menu=self._menu(given.menu),
            blocks=self._blocks(given.blocks),
        )
        if self._faults:
            raise Faults(self._faults)
        return found

    def _try(self, name: str, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return read(*args, **kwargs)
        except BadInput as fault:
            self._faults[name] = fault.message
            return None

    def _cap(self, name: str, count: int, most: int, what: str) -> None:
        if count > most:
            self._faults[name] = f"{what} có tối đa {most} dòng; hãy bỏ bớt {count - most}."

    def _officers(self, given: tuple[Officer, ...]) -> tuple[Officer, ...]:
        self._cap("officers", len(given), MOST_OFFICERS, "Người phụ trách")
        kept = []
        for at, officer in enumerate(given):
            key = f"officers.{at}"
            kept.append(
                Officer(
                    self._try(f"{key}.name", _needed, officer.name, "Họ tên", 120) or "",
                    self._try(f"{key}.post", _line, officer.post, "Chức vụ", 200) or "",
                    self._try(f"{key}.phone", _phone, officer.phone) or "",
                    self._try(f"{key}.email", _email, officer.email) or "",
                )
            )
        return tuple(kept)

    def _menu(self, given: tuple[MenuEntry, ...]) -> tuple[MenuEntry, ...]:
        self._cap("menu", len(given), MOST_MENU, "Mục lục")
        kept = []
        for at, entry in enumerate(given):
            key = f"menu.{at}"
            title = self._try(f"{key}.title", _needed, entry.title, "Tên mục", 40)
            path = self._try(f"{key}.path", addresses.tidied, entry.path)
            icon = self._try(f"{key}.icon", _icon, entry.icon)
            kept.append(MenuEntry(title or "", path or "", icon or ""))
        return tuple(kept)

    def _blocks(self, given: tuple[Block, ...]) -> tuple[Block, ...]:
        self._cap("blocks", len(given), MOST_BLOCKS, "Trang chủ")
        for kind in ("hero", "tasks", "events"):
            if sum(block.kind == kind for block in given) > 1:
                self._faults["blocks"] = (
                    f"Trang chủ chỉ có một khối “{BLOCK_TITLES[kind]}”; hãy bỏ bớt."
                )
        return tuple(self._block(f"blocks.{at}", block) for at, block in enumerate(given))

    def _block(self, key: str, block: Block) -> Block:
        if block.kind not in BLOCKS:
            self._faults[f"{key}.kind"] = (
                f"Khối “{block.kind}” không có; dùng một trong: {', '.join(BLOCKS)}."
            )
            return block
        return self._filled(key, block, BLOCKS[block.kind])

    def _filled(self, key: str, block: Block, needs: tuple[str, ...]) -> Block:
        found = Block(block.kind)
        if "title" in needs:
            title = self._try(f"{key}.title", _line, block.title, "Tiêu đề khối", 120)
            found = replace(found, title=title or "")
        if "hint" in needs:
            hint = self._try(f"{key}.hint", _line, block.hint, "Câu tìm thử", 80)
            found = replace(found, hint=hint or "")
        if "tasks" in needs:
            found = replace(found, tasks=self._tasks(key, block.tasks))
        if "kinds" in needs:
            kinds = tuple(slugify(kind) for kind in dict.fromkeys(block.kinds))[:10]
            found = replace(found, kinds=kinds)
        if "count" in needs:
            found = replace(found, count=self._try(f"{key}.count", _count, block) or 0)
        if "topic" in needs:
            found = replace(found, topic=self._try(f"{key}.topic", _topic, block) or "")
        if "body" in needs:
            found = replace(found, body=self._try(f"{key}.body", _body, block.body) or "")
        return found

    def _tasks(self, key: str, given: tuple[Task, ...]) -> tuple[Task, ...]:
        self._cap(f"{key}.tasks", len(given), MOST_TASKS, "Khối việc thường làm")
        kept = []
        for at, task in enumerate(given):
            name = f"{key}.tasks.{at}"
            kept.append(
                Task(
                    self._try(f"{name}.path", addresses.tidied, task.path) or "",
                    self._try(f"{name}.icon", _icon, task.icon) or "",
                    self._try(f"{name}.title", _needed, task.title, "Tên việc", 60) or "",
                    self._try(f"{name}.line", _line, task.line, "Dòng dưới", 120) or "",
                )
            )
        return tuple(kept)


def _line(text: str, title: str, most: int) -> str:
    line = " ".join(tidy(text).split())
    if len(line) > most:
        raise BadInput(f"{title} dài {len(line)} ký tự; hãy rút còn tối đa {most} ký tự.")
    return line


def _needed(text: str, title: str, most: int) -> str:
    line = _line(text, title, most)
    if not line:
        raise BadInput(f"{title} còn trống; hãy ghi vào, hoặc bỏ dòng này.")
    return line


def _text(text: str, title: str, most: int) -> str:
    lines = [" ".join(line.split()) for line in tidy(text).strip().split("\n")]
    joined = "\n".join(lines)
    if len(joined) > most:
        raise BadInput(f"{title} dài {len(joined)} ký tự; hãy rút còn tối đa {most} ký tự.")
    return joined


def _phone(text: str) -> str:
    line = _line(text, "Điện thoại", 100)
    if line and (not _PHONE.fullmatch(line) or sum(c.isdigit() for c in line) < 3):
        raise BadInput(
            f"Điện thoại “{line}” không đọc được; ghi dạng 0215 384 5112, "
            "nhiều số cách nhau bằng dấu chấm phẩy."
        )
    return line


def _email(text: str) -> str:
    line = _line(text, "Thư điện tử", 200)
    if line and not _EMAIL.fullmatch(line):
        raise BadInput(f"Thư điện tử “{line}” không đúng dạng; ghi dạng ten@noi.vn.")
    return line


def _logo(sha256: str) -> str:
    if sha256 and not _SHA256.fullmatch(sha256):
        raise BadInput("Biểu trưng không hợp lệ; hãy chọn lại ảnh.")
    return sha256


def _icon(name: str) -> str:
    if name and name not in ICONS:
        raise BadInput(f"Hình “{name}” không có; dùng một trong: {', '.join(ICONS)}.")
    return name


def _count(block: Block) -> int:
    count = block.count or USUAL_COUNT
    if not 1 <= count <= MOST_COUNT:
        raise BadInput(f"Số bài là {count}; hãy chọn từ 1 đến {MOST_COUNT}.")
    return count


def _topic(block: Block) -> str:
    topic = slugify(block.topic)
    if not topic:
        raise BadInput("Chưa chọn chủ đề của khối này.")
    return topic


def _body(text: str) -> str:
    body = tidy(text).strip("\n")
    if len(body.encode()) > _MOST_BODY_BYTES:
        raise BadInput("Đoạn chữ dài quá 20 kB; hãy viết thành một bài rồi dẫn tới bài đó.")
    markup.render(body)  # refuses what cannot be rendered before it is stored
    if not body.strip():
        raise BadInput("Đoạn chữ còn trống; hãy viết vào, hoặc bỏ khối này.")
    return body

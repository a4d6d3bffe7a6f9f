"""Identity as plain values: whose site this is, its menu, the blocks of its home page. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

# The kinds of blocks of a home page → what each needs besides its kind.
BLOCKS: dict[str, tuple[str, ...]] = {
    "hero": ("title", "hint"),
    "tasks": ("title", "tasks"),
    "events": (),
    "latest": ("title", "kinds", "count"),
    "topic": ("title", "topic", "count"),
    "books": ("title", "count"),
    "text": ("title", "body"),
    "topics": ("title",),
    "places": ("title",),
}
BLOCK_TITLES = {
    "hero": "Câu hỏi mở đầu và ô tìm",
    "tasks": "Việc thường làm",
    "events": "Sự kiện và thông báo",
    "latest": "Bài mới nhất",
    "topic": "Bài của một chủ đề",
    "books": "Sách mới trong thư viện",
    "text": "Một đoạn chữ",
    "topics": "Các chủ đề",
    "places": "Theo địa phương",
}
# The marks that menu and tasks may carry, as people name them; a test holds that each is drawn.
ICONS = {
    "signpost": "Biển chỉ đường",
    "document": "Văn bản",
    "download": "Tải về",
    "person": "Một người",
    "users": "Nhiều người",
    "news": "Báo",
    "bell": "Chuông",
    "chat": "Trò chuyện",
    "checklist": "Danh sách việc",
    "medal": "Huy chương",
    "chart": "Biểu đồ",
    "calendar": "Lịch",
    "book": "Sách",
    "search": "Kính tìm",
    "home": "Nhà",
    "pin": "Nơi chốn",
    "info": "Thông tin",
    "edit": "Bút",
    "print": "In",
    "clock": "Đồng hồ",
    "link": "Liên kết",
    "letters": "Chữ",
    "image": "Ảnh",
    "layers": "Bộ tài liệu",
}
# What one screen of the desk saves → the fields it holds. Two people may save two parts at once.
PARTS: dict[str, tuple[str, ...]] = {
    "name": ("name", "place", "organisation"),
    "contact": ("address", "phone", "email", "hours", "officers", "footer"),
    "logo": ("logo",),
    "menu": ("menu",),
    "home": ("blocks",),
}


@dataclass(frozen=True, slots=True)
class Officer:
    """An official contact person: who receives questions, in which post, how to reach them."""

    name: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: `path` is an address of this site or a whole https one."""

    title: str = ""
    path: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """An errand of the home page: where it leads, its mark, its title, one line under it."""

    path: str = ""
    icon: str = ""
    title: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the home page; which values count is what BLOCKS says of its kind.

    hint: an example to search for. kinds: of items. count: how many. topic: a slug. body: Markdown.
    """

    kind: str
    title: str = ""
    hint: str = ""
    tasks: tuple[Task, ...] = ()
    kinds: tuple[str, ...] = ()
    count: int = 0
    topic: str = ""
    body: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON object with the kind and what it needs; empty values are left out."""
        entry: dict[str, Any] = {"kind": self.kind}
        for name in BLOCKS.get(self.kind, ()):
            value = getattr(self, name)
            if name == "tasks":
                value = [_filled(asdict(task)) for task in value]
            entry[name] = list(value) if name == "kinds" else value
        return _filled(entry)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Block:
        """The inverse of `to_json`."""
        values = dict(data)
        values["tasks"] = tuple(Task(**task) for task in data.get("tasks", ()))
        values["kinds"] = tuple(data.get("kinds", ()))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class SiteFields:
    """Whose site this is. An empty name: nobody said yet, and the settings speak instead.

    logo: the hash of a kept picture, or "". set_up: whether the first-run page is done with.
    """

    name: str = ""
    place: str = ""
    organisation: str = ""
    logo: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    officers: tuple[Officer, ...] = ()
    footer: str = ""
    menu: tuple[MenuEntry, ...] = ()
    blocks: tuple[Block, ...] = ()
    set_up: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field; entries of lists without their empty values."""
        values: dict[str, Any] = {f.name: getattr(self, f.name) for f in fields(self)}
        values["officers"] = [_filled(asdict(officer)) for officer in self.officers]
        values["menu"] = [_filled(asdict(entry)) for entry in self.menu]
        values["blocks"] = [block.to_json() for block in self.blocks]
        return values

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SiteFields:
        """The inverse of `to_json`; what is left out is empty."""
        values = dict(data)
        values["officers"] = tuple(Officer(**entry) for entry in data.get("officers", ()))
        values["menu"] = tuple(MenuEntry(**entry) for entry in data.get("menu", ()))
        values["blocks"] = tuple(Block.from_json(entry) for entry in data.get("blocks", ()))
        return cls(**values)


def _filled(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in ("", 0, [], ())}

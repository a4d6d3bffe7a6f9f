"""Hướng dẫn: a page for each task, the pages that belong to a room, the keys of the desk."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin.cookies import DESK
from admin.door import current_person
from admin.help import pages
from admin.help.pages import HelpPage
from admin.room import Room, expose, me
from content.people import Person

# Pressed anywhere but in a field; admin/static/keys.js does the same.
KEYS = (
    ("/", "Đến ô tìm trong bàn biên tập"),
    ("n", "Viết bài mới"),
    ("v", "Việc chờ"),
    ("h", "Việc hôm nay"),
    ("?", "Mở trang phím tắt này"),
)
FORM_KEYS = (
    ("Ctrl + S", "Lưu nháp, khi đang soạn bài"),
    ("Ctrl + B, Ctrl + I", "Chữ đậm, chữ nghiêng"),
    ("Ctrl + Z", "Hoàn tác chữ vừa gõ"),
)


class Help(Room):
    """The list of tasks, one task, and the keys."""

    right = "desk"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The tasks of the account at work, by group."""
        mine = [page for page in pages.every_page() if me().may(page.right)]
        groups = [
            (title, [page for page in mine if page.group == key])
            for key, title in pages.GROUPS.items()
        ]
        page: str = self.render("desk/rooms/help.html", groups=[g for g in groups if g[1]])
        return page

    @expose("/phim-tat/")
    def keys(self) -> ResponseReturnValue:
        """The keys, and the switch that turns the single ones off."""
        page: str = self.render("desk/rooms/help_keys.html", keys=KEYS, form_keys=FORM_KEYS)
        return page

    @expose("/<slug>/")
    def page(self, slug: str) -> ResponseReturnValue:
        """One task."""
        found = pages.by_slug(slug)
        if found is None:
            raise NotFound()
        mine = [page for page in pages.every_page() if me().may(page.right)]
        others = [page for page in mine if page.group == found.group and page is not found]
        shown: str = self.render("desk/rooms/help_page.html", help=found, others=others)
        return shown


def room() -> Help:
    """The pages under /quan-tri/huong-dan/."""
    return Help("Hướng dẫn", "huong_dan", f"{DESK}/huong-dan", "book")


def of_this_room() -> tuple[HelpPage, ...]:
    """The tasks that are done where the account at work is now; for the frame of every page."""
    person: Person | None = current_person()
    if person is None or not request.endpoint:
        return ()
    return tuple(page for page in pages.for_room(request.endpoint) if person.may(page.right))

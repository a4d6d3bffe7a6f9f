"""Việc chờ: what waits for a decision, for its hour, or for somebody to look at it again."""

from __future__ import annotations

from typing import NamedTuple

from flask.typing import ResponseReturnValue

from admin import rights
from admin.cookies import DESK
from admin.room import Room, expose, me
from content import calendar
from content.database import utc_now
from content.publishing import board_queries as board
from content.publishing import desk_queries
from content.publishing.board_queries import Waiting
from content.publishing.models import Item


class List(NamedTuple):
    """One list: its anchor, title, mark, what an empty one says, and what is in it."""

    anchor: str
    title: str
    icon: str
    empty: str
    found: Waiting


class Board(Room):
    """All that waits, on one page."""

    right = "edit_all"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Six lists, the most urgent first."""
        today = calendar.today()
        page: str = self.render(
            "desk/rooms/board.html",
            lists=_lists(rights.within(me())),
            today=today,
            now=utc_now(),
            since=_since,
            person=me(),
        )
        return page


def room() -> Board:
    """The board at /quan-tri/viec-cho/."""
    return Board("Việc chờ", "viec_cho", f"{DESK}/viec-cho", "checklist")


def _lists(within: board.Scope) -> list[List]:
    return [
        List(
            "cho-duyet",
            "Chờ duyệt",
            "clock",
            "Không có bài nào chờ duyệt. Bài gửi duyệt sẽ hiện ở đây.",
            board.in_state("in_review", within),
        ),
        List(
            "da-duyet",
            "Đã duyệt, chờ đăng",
            "ok",
            "Không có bài nào đã duyệt mà chưa đăng.",
            board.in_state("approved", within),
        ),
        List(
            "tra-lai",
            "Trả lại, chờ sửa",
            "undo",
            "Không có bài nào bị trả lại.",
            board.in_state("returned", within),
        ),
        List(
            "hen-gio",
            "Hẹn giờ đăng",
            "calendar",
            "Không có bài nào hẹn giờ. Ghi “Ngày giờ đăng” khi soạn để hẹn.",
            board.scheduled(within),
        ),
        List(
            "het-han",
            "Sắp hết hạn, vừa hết hạn",
            "no",
            "Không có bài nào hết hạn trong 30 ngày tới.",
            board.ending(within),
        ),
        List(
            "ra-soat",
            "Đến ngày rà soát",
            "eye",
            "Chưa bài nào đến ngày. Ghi “Rà soát lại trước ngày” khi soạn để được nhắc.",
            board.ageing(within),
        ),
    ]


def _since(item: Item) -> int:
    """For how many days the working text has lain as it is."""
    revision = desk_queries.newest_revision(item)
    at = revision.at if revision else item.updated_at
    return max((calendar.today() - calendar.local(at).date()).days, 0)

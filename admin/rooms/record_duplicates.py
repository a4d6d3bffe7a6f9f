"""Pages of the catalogue's room: records that may be one work, and the figures of the library."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

from admin import record_form
from admin.figure_scope import scope
from admin.room import expose, me, need, page_number, say
from content.catalogue import desk_queries, shelf_queries
from content.catalogue.commands import duplicates
from content.catalogue.models import DuplicatePair
from content.errors import BadInput, HubError
from content.recognition import target_queries

PER_PAGE = 10
_ROW = "/<int(max=2147483647):row_id>/"


class DuplicatePages:
    """Pairs side by side, merging and telling apart; what the library holds in figures."""

    @expose("/trung-nhau/", ("GET", "POST"))
    def duplicates(self: BaseView) -> ResponseReturnValue:
        """The pairs that wait; POST: `act` keep-first, keep-second or apart, of `pair`."""
        if request.method == "POST":
            need("publish")
            _must_be_unlimited()
            try:
                say(_settle(request.form.get("pair", ""), request.form.get("act", "")))
            except HubError as refused:
                say(refused.message, "warn")
            return redirect(url_for("thu_vien_so.duplicates", trang=page_number()))
        total = desk_queries.count_waiting_pairs()
        pages = max(1, -(-total // PER_PAGE))
        page = min(page_number(), pages)
        pairs = desk_queries.waiting_pairs(offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
        shown: str = self.render(
            "desk/rooms/record_duplicates.html",
            pairs=[(pair, _lines(pair)) for pair in pairs],
            total=total,
            page=page,
            pages=pages,
        )
        return shown

    @expose(f"{_ROW}gop/", ("POST",))
    def merge(self: BaseView, row_id: int) -> ResponseReturnValue:
        """Merge a record that somebody names by number or address (`other`) into this one."""
        need("publish")
        _must_be_unlimited()
        found = desk_queries.by_address(request.form.get("other", "")[:300])
        if found is None:
            say("Không thấy tài liệu nào có địa chỉ ấy; hãy chép địa chỉ trang của nó.", "warn")
        else:
            try:
                duplicates.merge(row_id, found.id, actor_id=me().id)
                say(f"Đã gộp “{found.title}” vào tài liệu này; địa chỉ cũ của nó dẫn về đây.")
            except HubError as refused:
                say(refused.message, "warn")
        return redirect(url_for("thu_vien_so.record", row_id=row_id))

    @expose(f"{_ROW}tach/", ("POST",))
    def part(self: BaseView, row_id: int) -> ResponseReturnValue:
        """Let a merged record stand for itself again."""
        need("publish")
        _must_be_unlimited()
        try:
            parted = duplicates.part(row_id, actor_id=me().id)
            say(f"Đã tách “{parted.title}” ra thành tài liệu riêng như trước khi gộp.")
        except HubError as refused:
            say(refused.message, "warn")
        return redirect(url_for("thu_vien_so.record", row_id=row_id))

    @expose("/thong-ke/")
    def figures(self: BaseView) -> ResponseReturnValue:
        """Records by source, subject, kind, place; books of the shelves for each person."""
        counts = shelf_queries.counts(hidden=True)
        page: str = self.render(
            "desk/rooms/record_figures.html",
            tally=desk_queries.by_state(),
            sources=desk_queries.of_sources(),
            subjects=desk_queries.figures("subject"),
            kinds=desk_queries.figures("kind"),
            places=desk_queries.figures("place"),
            shelves=counts,
            books=sum(one.books for one in counts),
            people=_people(),
            wanted=target_queries.measured("Sách"),
        )
        return page


def _people() -> int:
    """How many people the reader of the page counts on: typed into the page, kept nowhere."""
    text = request.args.get("dan", "").replace(".", "").replace(" ", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _settle(pair_text: str, act: str) -> str:
    number = int(pair_text) if pair_text.isdecimal() and len(pair_text) < 10 else 0
    pair = desk_queries.pair(number)
    if pair is None or pair.state != "waiting":
        raise BadInput("Câu hỏi này đã có người trả lời; xem câu tiếp theo.")
    if act == "apart":
        duplicates.keep_apart(pair.id, actor_id=me().id)
        return "Đã ghi là hai tài liệu khác nhau; không hỏi lại nữa."
    first, second = pair.first_id, pair.second_id
    kept, other = (first, second) if act == "keep-first" else (second, first)
    duplicates.merge(kept, other, actor_id=me().id)
    return "Đã gộp; địa chỉ cũ dẫn về tài liệu được giữ. Muốn tách lại, mở tài liệu ấy."


def _lines(pair: DuplicatePair) -> list[tuple[str, str, str, bool]]:
    """(box, first, second, whether they differ) for each box that one of the two fills."""
    one, two = record_form.shown(pair.first.record), record_form.shown(pair.second.record)
    titles = {box.name: box.label for box in record_form.boxes()}
    choices: dict[str, dict[str, Any]] = {
        box.name: dict(box.choices) for box in record_form.boxes() if box.choices
    }

    def words(name: str, value: str) -> str:
        return str(choices.get(name, {}).get(value, value))

    return [
        (label, words(name, one[name]), words(name, two[name]), one[name] != two[name])
        for name, label in titles.items()
        if one[name] or two[name]
    ]


def _must_be_unlimited() -> None:
    if scope().place_id is not None:
        raise BadInput(
            "Tài khoản này chỉ làm phần của một địa bàn; hãy nhờ quản trị viên gộp tài liệu."
        )

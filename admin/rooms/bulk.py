"""Several items at once: a page that asks, then each item by itself, then one page of results."""

from __future__ import annotations

import hashlib
import secrets
from typing import NamedTuple

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from sqlalchemy.exc import SQLAlchemyError

from admin import bulk_acts, item_questions, rights, times
from admin.bulk_acts import ACTS, Act, Given
from admin.room import expose, me, need, say
from content import places
from content.database import db
from content.errors import BadInput, HubError
from content.people import Person
from content.publishing import checks, desk_queries
from content.publishing.autosaves import Answer, receipt
from content.publishing.commands import form_receipts
from content.publishing.conflicts import Conflict
from content.publishing.models import Item

MOST = 100  # items at once
_CHANGED = "Có người vừa sửa bài này nên chưa làm; hãy mở bài ra xem."
_BUSY = "Máy chủ đang bận nên chưa làm được; hãy thử lại bài này."


class Line(NamedTuple):
    """One item before the act: why it is not possible ("": it is), and what will happen."""

    item: Item
    why: str
    will: str


class BulkPages:
    """The page that asks, the act itself, and its result."""

    @expose("/hang-loat/", ("POST",))
    def ask_many(self: BaseView) -> ResponseReturnValue:
        """What would happen to each of the chosen items (`chon`) by an act (`viec`)."""
        act = ACTS.get(request.form.get("viec", ""))
        chosen = _chosen()
        if act is None or not chosen:
            say(
                "Hãy chọn việc cần làm."
                if chosen
                else "Chưa chọn bài nào; hãy đánh dấu vào ô trước tên bài.",
                "warn",
            )
            return redirect(_back())
        if len(chosen) > MOST:
            say(f"Mỗi lần làm nhiều nhất {MOST} bài; hãy chọn bớt.", "warn")
            return redirect(_back())
        return _ask(self, act, list(chosen), need(act.right))

    @expose("/hang-loat/lam/", ("POST",))
    def do_many(self: BaseView) -> ResponseReturnValue:
        """Carry the act out, item by item; pressed twice, it acts once."""
        act, chosen, mark = ACTS.get(request.form.get("viec", "")), _chosen(), _mark()
        if act is None or not chosen or not mark:
            return redirect(_back())
        person = need(act.right)
        try:
            given = _given(act)
        except BadInput as fault:
            return _ask(self, act, list(chosen), person, fault.message)
        if form_receipts.claim(person.id, mark, content_sha256=_print(), count=0) is None:
            try:
                told = [_one(act, number, seen, person, given) for number, seen in chosen.items()]
                first = desk_queries.by_id(next(iter(chosen)))
                if first is not None:
                    answer = Answer(_print(), 0, _back(), tuple(told))
                    form_receipts.complete(person.id, mark, first, answer)
            finally:
                db.session.rollback()
                form_receipts.release(person.id, mark)
        where = url_for("noi_dung.many_done", dau=mark, viec=act.key)
        return redirect(where)

    @expose("/hang-loat/ket-qua/")
    def many_done(self: BaseView) -> ResponseReturnValue:
        """What came of each item; it may be loaded again."""
        act = ACTS.get(request.args.get("viec", ""))
        row = receipt(me().id, request.args.get("dau", "")[:40])
        if act is None or row is None or row.item_id is None:
            return redirect(url_for("noi_dung.index"))
        lines = [_of_told(kind, text) for kind, text in row.told]
        page: str = self.render(
            "desk/rooms/bulk_done.html",
            act=act,
            done=[line for line in lines if line[1]],
            left=[line for line in lines if not line[1]],
            back=row.location,
        )
        return page


def _ask(
    room: BaseView, act: Act, chosen: list[int], person: Person, fault: str = ""
) -> ResponseReturnValue:
    lines = []
    for number in chosen:
        item = desk_queries.by_id(number)
        if item is not None:
            lines.append(Line(item, *bulk_acts.outlook(act, item, person)))
    visible = [line for line in lines if not _secret(line, person)]
    page: str = room.render(
        "desk/rooms/bulk.html",
        act=act,
        possible=[line for line in visible if not line.why],
        hindered=[line for line in visible if line.why],
        topics=desk_queries.every_topic(),
        may_go_straight=act.changes and bulk_acts.may_go_straight(person),
        mark=_mark() or f"hl-{secrets.token_hex(12)}",
        back=_back(),
        fault=fault,
        typed=request.form,
        most_note=checks.MOST_NOTE,
    )
    return page, 400 if fault else 200


def _secret(line: Line, person: Person) -> bool:
    """Of a text beyond somebody's rights not even the title is told."""
    return not rights.may_see(person, line.item)


def _one(act: Act, number: int, seen: int, person: Person, given: Given) -> tuple[str, str]:
    """("good:7" or "bad:7", what is said of item 7)."""
    item = desk_queries.by_id(number)
    if item is None:
        return f"bad:{number}", "Bài này không còn."
    why, _will = bulk_acts.outlook(act, item, person)
    if why:
        return f"bad:{number}", why
    try:
        told = act.carry_out(item, person, seen or item.version, given)
    except Conflict:
        return f"bad:{number}", _CHANGED
    except HubError as refused:
        return f"bad:{number}", refused.message
    except SQLAlchemyError:
        db.session.rollback()
        return f"bad:{number}", _BUSY
    return f"good:{number}", told or act.done


def _of_told(kind: str, text: str) -> tuple[Item | None, bool, str]:
    good, _colon, number = kind.partition(":")
    item = desk_queries.by_id(int(number))
    mine = item is not None and rights.may_see(me(), item)
    return item if mine else None, good == "good", text


def _given(act: Act) -> Given:
    """What the form gives for an act; BadInput says what is missing."""
    straight = bool(request.form.get("straight")) and bulk_acts.may_go_straight(me())
    if act.needs in ("reason", "notice"):
        words = checks.line(request.form.get("words", "")[:5000])
        if not words:
            raise BadInput(
                "Hãy ghi lý do trả lại để người viết biết phải sửa gì."
                if act.needs == "reason"
                else "Hãy ghi vì sao gỡ; người đọc sẽ thấy câu này tại địa chỉ cũ."
            )
        return Given(words=checks.capped(words, "Lời nhắn", checks.MOST_NOTE))
    if act.needs == "topic":
        topic = desk_queries.topic_at(request.form.get("topic", "")[:80])
        if topic is None:
            raise BadInput("Hãy chọn một chủ đề.")
        return Given(topic=topic.slug, straight=straight)
    if act.needs == "place":
        return Given(place=_place(request.form.get("place", "")), straight=straight)
    if act.needs == "day":
        day = times.day(request.form.get("day", "")[:40], "Ngày rà soát")
        return Given(day=day, straight=straight)
    return Given()


def _place(written: str) -> str | None:
    written = written.strip()[:200]
    if not written:
        return None
    found = places.find(written)
    if not found:
        raise BadInput(f"Không thấy địa bàn “{written[:80]}”; hãy ghi đúng tên, ví dụ “xã Mẫu”.")
    alike = [p.full_name for p in found if (p.level, p.title) == (found[0].level, found[0].title)]
    if len(alike) > 1:
        raise BadInput(f"Có hơn một nơi tên như vậy; hãy ghi rõ một trong: {'; '.join(alike[:4])}.")
    return found[0].slug


def _chosen() -> dict[int, int]:
    """Number → version of each chosen item, as the page before this one showed it (0: no word)."""
    found: dict[int, int] = {}
    for text in request.form.getlist("chon")[: MOST + 1]:
        number, _colon, seen = text.partition(":")
        if number.isdecimal() and len(number) < 10:
            found[int(number)] = int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return found


def _mark() -> str:
    text = request.form.get("dau", "")[:40]
    return text if text.startswith("hl-") and text[3:].isalnum() else ""


def _print() -> str:
    return hashlib.sha256(repr(sorted(_chosen().items())).encode()).hexdigest()


def _back() -> str:
    """The list that the items were chosen from."""
    return item_questions.address(item_questions.of_text(request.form.get("question", "")[:2000]))

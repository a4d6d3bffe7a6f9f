"""What can be done with several items at once: who may, what it will do to each, and why not.

Each act goes through the command that does it for one item, so nothing is possible here that is
not possible there; what is said beforehand is only what that command will say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from admin import inspecting, rights
from admin.rooms import checks
from content import house_rules
from content.errors import HubError
from content.people import Person
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.models import STATES, Item
from content.publishing.snapshot import ItemFields


@dataclass(frozen=True, slots=True)
class Given:
    """What the act was given: a sentence (reason or notice), a topic's slug, a place, a day.

    straight: whether changes of published items go out at once.
    """

    words: str = ""
    topic: str = ""
    place: str | None = None
    day: dt.date | None = None
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act. needs: the field of `Given` that is asked for; done: what the result says.

    changes: whether it changes what is written, and is saved like any other edit.
    """

    key: str
    title: str
    right: str
    done: str
    hinders: Callable[[Item, Person], str]
    carry_out: Callable[[Item, Person, int, Given], str]
    needs: str = ""
    changes: bool = False
    warns: Callable[[Item], str] = lambda _item: ""


def offered(person: Person) -> list[Act]:
    """The acts whose right an account has."""
    return [act for act in ACTS.values() if person.may(act.right)]


def may_go_straight(person: Person) -> bool:
    """Whether changes of published items may go out at once: nobody else has to look."""
    return person.may("publish") and not house_rules.holds("second_eyes")


def outlook(act: Act, item: Item, person: Person) -> tuple[str, str]:
    """(why it is not possible or "", what will happen)."""
    if not rights.may_see(person, item):
        return "Bạn không có quyền với bài này.", ""
    why = act.hinders(item, person)
    return why, "" if why else _will(act, item, person)


def _will(act: Act, item: Item, person: Person) -> str:
    if not act.changes:
        return act.warns(item)
    if item.first_published_at is None:
        back = " Bài đã duyệt sẽ chờ duyệt lại." if item.state == "approved" else ""
        return f"Sửa ngay trong bản nháp.{back}"
    if item.pending_revision_id is not None:
        return "Thêm vào bản sửa đang chờ; người đọc chưa thấy."
    if may_go_straight(person):
        return "Đang đăng: sửa và đăng luôn nếu bạn để dấu chọn ở trên."
    return "Đang đăng: thành một bản sửa chờ duyệt."


# ---- what hinders -------------------------------------------------------------------------------


def _editing(item: Item, person: Person) -> str:
    if rights.may_edit(person, item):
        return ""
    return "Bài đã gửi duyệt nên bạn không sửa được nữa."


def _sending(item: Item, person: Person) -> str:
    state = desk_queries.state_of(item)
    if state not in ("draft", "returned"):
        return f"Bài đang ở trạng thái “{STATES[state]}”, không gửi duyệt được."
    return _editing(item, person)


def _approving(item: Item, person: Person) -> str:
    state = desk_queries.state_of(item)
    if state != "in_review":
        return f"Bài đang ở trạng thái “{STATES[state]}”, không phải chờ duyệt."
    return _alone(item, person)


def _publishing(item: Item, person: Person) -> str:
    state = desk_queries.state_of(item)
    if state in ("published", "withdrawn", "returned"):
        return {
            "published": "Bài đang đăng, không có bản sửa nào chờ.",
            "withdrawn": "Bài đã gỡ; muốn đăng lại, hãy mở bài ra xem trước.",
            "returned": "Bài bị trả lại, còn chờ sửa.",
        }[state]
    if state == "approved":
        return ""
    if why := _alone(item, person):
        return why
    must = inspecting.report_of(desk_queries.working(item), item).must
    return f"Còn {len(must)} việc phải sửa trước khi đăng." if must else ""


def _returning(item: Item, _person: Person) -> str:
    state = desk_queries.state_of(item)
    if state in ("in_review", "approved"):
        return ""
    return f"Bài đang ở trạng thái “{STATES[state]}”, không có gì để trả lại."


def _withdrawing(item: Item, _person: Person) -> str:
    if item.state == "published":
        return ""
    return f"Bài đang ở trạng thái “{STATES[item.state]}”, không có gì để gỡ."


def _alone(item: Item, person: Person) -> str:
    if workflow.needs_another(item, person.id):
        return "Bạn vừa sửa bài này; trang yêu cầu người khác duyệt."
    return ""


def _to_mend(item: Item) -> str:
    must = inspecting.report_of(desk_queries.working(item), item).must
    return f"Còn {len(must)} việc nên sửa trước khi gửi." if must else ""


def _what_goes_out(item: Item) -> str:
    moment = desk_queries.working(item).publish_at
    waits = item.pending_revision_id is not None
    told = "Bản sửa thay bản đang đăng." if waits else ""
    return f"{told} Theo giờ hẹn của bài.".strip() if moment else told


# ---- carrying out -------------------------------------------------------------------------------


def _send(item: Item, person: Person, seen: int, _given: Given) -> str:
    checks.carry_out("review", item, person, seen=seen)
    return ""


def _approve(item: Item, person: Person, seen: int, _given: Given) -> str:
    workflow.approve(item.id, seen_version=seen, actor_id=person.id)
    return ""


def _publish(item: Item, person: Person, seen: int, _given: Given) -> str:
    checks.carry_out("publish", item, person, seen=seen)
    return ""


def _send_back(item: Item, person: Person, seen: int, given: Given) -> str:
    workflow.return_to_author(item.id, given.words, seen_version=seen, actor_id=person.id)
    return ""


def _withdraw(item: Item, person: Person, seen: int, given: Given) -> str:
    workflow.withdraw(item.id, given.words, seen_version=seen, actor_id=person.id)
    return ""


def _changing(
    change: Callable[[ItemFields, Given], ItemFields],
) -> Callable[[Item, Person, int, Given], str]:
    """An act that saves changed fields; what readers see follows where that is wanted."""

    def carry_out(item: Item, person: Person, seen: int, given: Given) -> str:
        before = desk_queries.working(item)
        fields = change(before, given)
        if fields == before:
            return "Đã như vậy từ trước, không sửa gì."
        waited = item.pending_revision_id is not None
        public = item.state == "published"
        saved = writing.save(item.id, fields, seen_version=seen, actor_id=person.id)
        if not public:
            return ""
        if waited or not given.straight:
            return "Đã ghi vào bản sửa, chờ đăng."
        try:
            checks.carry_out("publish", saved, person, seen=saved.version)
        except HubError as refused:
            return f"Đã ghi vào bản sửa, chưa đăng: {refused.message}"
        return "Đã sửa và đăng."

    return carry_out


def _with_topic(fields: ItemFields, given: Given) -> ItemFields:
    if given.topic in fields.topics:
        return fields
    return replace(fields, topics=tuple(sorted((*fields.topics, given.topic))))


def _without_topic(fields: ItemFields, given: Given) -> ItemFields:
    return replace(fields, topics=tuple(slug for slug in fields.topics if slug != given.topic))


def _at_place(fields: ItemFields, given: Given) -> ItemFields:
    return replace(fields, place=given.place)


def _by_day(fields: ItemFields, given: Given) -> ItemFields:
    return replace(fields, review_by=given.day)


ACTS = {
    act.key: act
    for act in (
        Act("gui", "Gửi duyệt", "write", "Đã gửi duyệt.", _sending, _send, warns=_to_mend),
        Act("duyet", "Duyệt", "publish", "Đã duyệt, chờ đăng.", _approving, _approve),
        Act("dang", "Đăng", "publish", "Đã đăng.", _publishing, _publish, warns=_what_goes_out),
        Act("tra", "Trả lại", "publish", "Đã trả lại.", _returning, _send_back, "reason"),
        Act("go", "Gỡ khỏi trang", "publish", "Đã gỡ.", _withdrawing, _withdraw, "notice"),
        Act(
            "them-cd",
            "Thêm chủ đề",
            "write",
            "Đã thêm chủ đề.",
            _editing,
            _changing(_with_topic),
            "topic",
            changes=True,
        ),
        Act(
            "bo-cd",
            "Bỏ chủ đề",
            "write",
            "Đã bỏ chủ đề.",
            _editing,
            _changing(_without_topic),
            "topic",
            changes=True,
        ),
        Act(
            "noi",
            "Đổi địa bàn",
            "write",
            "Đã đổi địa bàn.",
            _editing,
            _changing(_at_place),
            "place",
            changes=True,
        ),
        Act(
            "ra-soat",
            "Đặt ngày rà soát",
            "write",
            "Đã đặt ngày rà soát.",
            _editing,
            _changing(_by_day),
            "day",
            changes=True,
        ),
    )
}

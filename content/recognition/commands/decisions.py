"""Decisions: kept as drafts, sent to a second pair of eyes, announced, taken back with a reason."""

from __future__ import annotations

import hashlib
import secrets

import sqlalchemy as sa

from content import house_rules, jobs, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.recognition import suppression
from content.recognition.commands.counting import recount
from content.recognition.decision_fields import DecisionFields, checked, missing, names
from content.recognition.models import Decision, Entry, RecognitionCount
from content.transactions import one_commit
from content.vietnamese import slugify

SECOND_EYES = "second_eyes"
_LEAST_REASON = 5


def record(
    given: DecisionFields,
    *,
    decision_id: int | None = None,
    seen_version: int = 0,
    actor_id: int | None = None,
) -> Decision:
    """Make a draft, or change a decision; commits. Its address is settled when it is announced.

    BadInput for what cannot be kept, for a number that another decision of the same body and day
    has, for one that was taken back, and where somebody saved since `seen_version`.
    """
    made = checked(given)
    decision = known(decision_id, seen_version) if decision_id is not None else None
    _refuse(made, decision)
    with one_commit():
        fresh = decision is None
        if decision is None:
            decision = Decision(slug=f"nhap-{secrets.token_hex(6)}", created_by_id=actor_id)
        moved = decision.place_id != made.place_id and not fresh
        before = decision.place_id
        for name in names():
            setattr(decision, name, getattr(made, name))
        decision.updated_at = utc_now()
        db.session.add(decision)
        db.session.flush()
        if moved:
            _move(decision, before)
        act = "decision.made" if fresh else "decision.changed"
        trail.write(act, "decision", decision.id, actor_id=actor_id)
        _follow(decision, actor_id)
    return decision


def attach(
    decision_id: int,
    sha256: str | None,
    file_name: str,
    *,
    seen_version: int,
    actor_id: int | None = None,
) -> Decision:
    """Give a decision its file, or (None) take it away; commits. The file is kept already.

    BadInput for a file that was taken down because it shows a name.
    """
    decision = known(decision_id, seen_version)
    if sha256:
        _refuse_file(sha256)
    with one_commit():
        decision.file_sha256, decision.file_name = sha256, file_name if sha256 else ""
        decision.updated_at = utc_now()
        trail.write("decision.file_attached", "decision", decision.id, actor_id=actor_id)
        _follow(decision, actor_id)
    return decision


def refuse_taken_down(data: bytes) -> None:
    """BadInput for the bytes of a file that was taken down, before they are kept anywhere."""
    _refuse_file(hashlib.sha256(data).hexdigest())


def _refuse_file(sha256: str) -> None:
    if suppression.current().holds([suppression.mark_of_file(sha256)]):
        raise BadInput("Tệp này đã được gỡ vì có tên người xin gỡ; hãy kèm bản đã che tên.")


def send(decision_id: int, seen_version: int, actor_id: int | None = None) -> Decision:
    """Send a whole draft to whoever announces; commits. BadInput when something is missing."""
    decision = known(decision_id, seen_version)
    _check_whole(decision)
    with one_commit():
        decision.sent_at, decision.sent_by_id = utc_now(), actor_id
        trail.write("decision.sent", "decision", decision.id, actor_id=actor_id)
    return decision


def announce(decision_id: int, seen_version: int, actor_id: int | None = None) -> Decision:
    """Let readers see a decision, at an address that stays; commits.

    BadInput when number, day, body or the list is missing, when it is announced or taken back
    already, when somebody changed it since `seen_version`, and where the house asks for two people
    and `actor_id` made or sent it.
    """
    decision = known(decision_id, seen_version)
    _check_whole(decision)
    if waits_for_other(decision, actor_id):
        raise BadInput(
            "Theo quy định của bàn biên tập, quyết định phải do người khác công bố; "
            "hãy gửi để người duyệt xem."
        )
    with one_commit():
        decision.slug = _settled_slug(decision)
        decision.state, decision.announced_at = "announced", utc_now()
        recount(decision.id)
        trail.write("decision.announced", "decision", decision.id, actor_id=actor_id)
        _ask_for_export(actor_id)
    return decision


def take_back(
    decision_id: int, reason: str, *, seen_version: int, actor_id: int | None = None
) -> Decision:
    """Take an announced decision back: its address says why, and names nobody; commits."""
    decision = known(decision_id, seen_version)
    why = " ".join(reason.split())
    if decision.state != "announced":
        raise BadInput("Chỉ thu hồi được quyết định đã công bố; bản nháp thì xóa.")
    if len(why) < _LEAST_REASON or len(why) > 1000:
        raise BadInput("Hãy ghi lý do thu hồi, một hai câu; người đọc sẽ thấy câu này.")
    with one_commit():
        decision.state, decision.withdrawn_why = "withdrawn", why
        trail.write("decision.taken_back", "decision", decision.id, actor_id=actor_id)
        _ask_for_export(actor_id)
    return decision


def drop(decision_id: int, *, seen_version: int, actor_id: int | None = None) -> None:
    """Delete a draft with its list; commits. BadInput for one that readers have seen."""
    decision = known(decision_id, seen_version)
    if decision.state != "draft":
        raise BadInput("Quyết định đã công bố thì không xóa được; hãy thu hồi, có ghi lý do.")
    with one_commit():
        for table in (Entry, RecognitionCount):
            db.session.execute(sa.delete(table).where(table.decision_id == decision.id))
        trail.write("decision.dropped", "decision", decision.id, actor_id=actor_id)
        db.session.delete(decision)


def waits_for_other(decision: Decision, actor_id: int | None) -> bool:
    """Whether the house asks for another person than this one to announce it."""
    own = actor_id is not None and actor_id in (decision.created_by_id, decision.sent_by_id)
    return own and house_rules.holds(SECOND_EYES)


def known(decision_id: int, seen_version: int | None = None) -> Decision:
    """A decision that can be worked on; BadInput when it is gone, changed since, or taken back."""
    decision = db.session.get(Decision, decision_id)
    if decision is None:
        raise BadInput("Quyết định này không còn; có thể người khác vừa xóa.")
    if seen_version is not None and decision.version != seen_version:
        raise BadInput("Có người vừa sửa quyết định này; hãy tải lại trang, xem rồi làm tiếp.")
    if decision.state == "withdrawn":
        raise BadInput("Quyết định này đã thu hồi nên không sửa được nữa.")
    return decision


def _refuse(made: DecisionFields, decision: Decision | None) -> None:
    if decision is not None and decision.state == "announced" and (gone := missing(made)):
        raise BadInput(f"Quyết định đã công bố phải có {', '.join(gone)}; hãy ghi đủ.")
    if not made.number:
        return
    same = sa.select(Decision.id).where(
        Decision.number == made.number,
        Decision.issued.is_(None) if made.issued is None else Decision.issued == made.issued,
        Decision.body == made.body,
        Decision.state != "withdrawn",
        Decision.id != (decision.id if decision is not None else 0),
    )
    if db.session.scalar(same.limit(1)) is not None:
        raise BadInput(
            f"Đã có quyết định số {made.number} của cơ quan này cùng ngày; hãy mở quyết định đó "
            "mà bổ sung."
        )


def _check_whole(decision: Decision) -> None:
    """BadInput for a decision that readers must not see yet."""
    if decision.state != "draft":
        raise BadInput("Quyết định này đã công bố rồi.")
    if gone := missing(decision):
        raise BadInput(f"Chưa công bố được: còn thiếu {', '.join(gone)}. Bản nháp vẫn được giữ.")
    one = sa.select(Entry.id).where(Entry.decision_id == decision.id).limit(1)
    if db.session.scalar(one) is None:
        raise BadInput("Chưa công bố được: danh sách chưa có ai. Bản nháp vẫn được giữ.")


def _move(decision: Decision, before: int | None) -> None:
    """Lines that stood at the decision's own place go with it."""
    here = Entry.place_id.is_(None) if before is None else Entry.place_id == before
    moved = sa.update(Entry).where(Entry.decision_id == decision.id, here)
    db.session.execute(moved.values(place_id=decision.place_id))
    recount(decision.id)


def _settled_slug(decision: Decision) -> str:
    """The permanent address: number and year, with the place where another one has it."""
    stem = slugify(f"{decision.number} {decision.issued:%Y}", 80)
    place = decision.place.slug if decision.place else ""
    stems = [stem, slugify(f"{stem} {place}", 110)]
    taken = set(
        db.session.scalars(
            sa.select(Decision.slug).where(
                Decision.slug.startswith(stem, autoescape=True), Decision.id != decision.id
            )
        )
    )
    tried = [*stems, *(f"{stems[-1]}-{count}" for count in range(2, len(taken) + 3))]
    return next(slug for slug in tried if slug not in taken)


def _follow(decision: Decision, actor_id: int | None) -> None:
    if decision.state == "announced":
        _ask_for_export(actor_id)


def _ask_for_export(actor_id: int | None) -> None:
    """Ask for the static copy in the same commit; one that waits is enough."""
    waiting = sa.select(jobs.Job.id).where(jobs.Job.state == "waiting", jobs.Job.kind == "export")
    if db.session.scalar(waiting.limit(1)) is None:
        jobs.add("export", {}, by=actor_id)

"""Việc hôm nay: what waits for whom, what came back, whether the site is well."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView

from admin import load_lines, rights
from admin.cookies import DESK
from admin.decision_reach import places_of
from admin.room import Guarded, expose, me
from admin.rooms import deadlines
from admin.rooms.loads import whose
from admin.rooms.name_requests import waiting_for
from content import calendar, jobs, people, trail
from content.database import db
from content.documents import queries as documents
from content.documents.models import Document
from content.loading import report_queries
from content.loading.models import LoadEntry
from content.people import Person
from content.publishing import desk_queries, scope
from content.publishing.models import Item
from content.recognition import decision_queries
from content.scans import engine
from search_index import keeper, store

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_FEW = 8


class Home(Guarded, AdminIndexView):  # type: ignore[misc]
    """The first page after signing in."""

    def create_blueprint(self, admin: Any) -> Any:
        """As Flask-Admin makes it, but without its Bootstrap and jQuery files."""
        self.static_folder = None
        return super().create_blueprint(admin)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Waiting, returned, own drafts, missing documents, newest acts, health."""
        person = me()
        today = calendar.today()
        acts = _newest_acts(person) if person.may("edit_all") else []
        page: str = self.render(
            "desk/rooms/home.html",
            weekday=_WEEKDAYS[today.weekday()],
            today=today,
            waiting=_some(person, "in_review") if person.may("edit_all") else None,
            returned=_some(person, "returned", own=not person.may("publish")),
            drafts=_some(person, "draft", own=True),
            missing=_missing(person) if person.may("upload") else [],
            files=_waiting_files(person) if person.may("upload") else None,
            due=deadlines.soon(person),
            due_when=deadlines.when,
            acts=acts,
            names=people.names_of(act.actor_id for act in acts),
            titles=_titles(acts),
            health=_health(person),
            requests=waiting_for(person),
            decisions=_decisions(person),
        )
        return page


def room() -> Home:
    """The home page at /quan-tri/."""
    return Home(
        name="Việc hôm nay",
        endpoint="quantri",
        url=DESK,
        menu_icon_type="desk",
        menu_icon_value="home",
    )


def _some(person: Person, state: str, *, own: bool = False) -> Any:
    author = person.id if own else None
    within = rights.within(person)
    return desk_queries.desk_listing(state=state, author_id=author, per_page=_FEW, scope=within)


def _decisions(person: Person) -> int:
    """How many decisions wait for an account to announce them."""
    return decision_queries.sent_count(places_of(person)) if person.may("publish") else 0


def _missing(person: Person) -> list[tuple[Document, int]]:
    """Documents that those within the account's limits cite and nobody has handed in."""
    return documents.missing(4, holders=scope.holders(rights.scope_of(person)))


def _waiting_files(person: Person) -> tuple[list[LoadEntry], int, str]:
    """Files whose letters wait for an answer, how many scans wait, and what the machine lacks."""
    mine = whose(person)
    lacking = load_lines.for_editors(engine.available())
    # Several loads may have met the same file: one answer is for all of them.
    asking = {entry.file_sha256: entry for entry in report_queries.open_questions(mine)}
    return list(asking.values()), report_queries.open_recognitions(mine), lacking


def _newest_acts(person: Person) -> list[trail.TrailEntry]:
    """What was done last; an account with limits reads of the items within them alone."""
    query = db.select(trail.TrailEntry).where(trail.TrailEntry.subject_kind != "person")
    if rights.scope_of(person).limited:
        mine = db.select(Item.id).where(*rights.within(person))
        query = query.where(
            trail.TrailEntry.subject_kind == "item", trail.TrailEntry.subject_id.in_(mine)
        )
    return list(db.session.scalars(query.order_by(trail.TrailEntry.id.desc()).limit(_FEW)))


def _search_health() -> tuple[bool, str]:
    """Whether the search index answers for what is stored; reads its seal only."""
    try:
        generation = store.current()
        if generation is None:
            return False, "Chưa lập chỉ mục tìm kiếm."
        behind = keeper.is_behind(store.read_state(generation))
    except store.Damaged as damaged:
        return False, damaged.message
    return True, "Tìm kiếm đang cập nhật." if behind else "Tìm kiếm tốt."


def _titles(acts: list[trail.TrailEntry]) -> dict[int, str]:
    """The titles of the items that acts are about."""
    ids = {act.subject_id for act in acts if act.subject_kind == "item"}
    rows = db.session.execute(db.select(Item.id, Item.title).where(Item.id.in_(ids)))
    return {row.id: row.title for row in rows}


def _health(person: Person) -> list[tuple[bool, str]]:
    """What an editor should know of the machine: (well or not, sentence)."""
    if not person.may("publish"):
        return []
    last = jobs.newest("export", 1)
    failed = [job for job in last if job.state == "failed"]
    found = []
    if failed:
        found.append((False, f"Xuất bản tĩnh lần cuối không xong: {failed[0].message[:200]}"))
    elif last and last[0].finished_at:
        at = calendar.local(last[0].finished_at)
        found.append((True, f"Bản tĩnh xuất lúc {at:%H:%M %d/%m/%Y}."))
    elif last:
        found.append((True, "Bản tĩnh đang chờ xuất."))
    else:
        found.append((False, "Chưa xuất bản tĩnh lần nào."))
    found.append(_search_health())
    if person.tf_primary_method is None:
        found.append((False, "Tài khoản của bạn chưa bật xác nhận hai lớp."))
    return found

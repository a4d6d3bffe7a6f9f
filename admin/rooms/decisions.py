"""Công nhận: a list becomes an announcement in four pages, and nothing is public before the last.

The list is checked by its rows; the second page shows what readers will see, and nothing else
decides it than what makes their page; then the decision itself; then it is sent or announced.
"""

from __future__ import annotations

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from admin import rights, sent_lists
from admin.cookies import DESK
from admin.decision_reach import known, places_of, sent_version
from admin.room import Room, expose, me, page_number, say
from admin.rooms.deciding_bodies import BodyPages
from admin.rooms.decision_downloads import DownloadPages
from admin.rooms.decision_papers import PaperPages
from content import place_choice
from content.database import db
from content.errors import BadInput, HubError
from content.places import Place
from content.recognition import decision_queries, list_queries, register_queries
from content.recognition.commands import decisions, lists
from content.recognition.decision_fields import DecisionFields, names
from content.recognition.lists import checking
from content.recognition.lists.checking import Checked
from content.recognition.lists.reading import Line
from content.recognition.models import DISPLAYS, GROUNDS, Decision, RecognitionTitle
from hub.face.decision_words import heading_of, name_of

_ONE = "/<int(max=2147483647):decision_id>/"
_TOLD = "cong_nhan"


class Decisions(PaperPages, DownloadPages, BodyPages, Room):
    """The decisions, and the four pages of each."""

    right = "edit_all"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Drafts and what waits, then what was announced (`?trang=`)."""
        places = places_of(me())
        page: str = self.render(
            "desk/rooms/decisions.html",
            waiting=decision_queries.waiting(places),
            finished=decision_queries.finished(page_number(), places),
            titles_of=decision_queries.titles_of,
            heading_of=heading_of,
            name_of=name_of,
        )
        return page

    @expose("/moi/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Take a list in as a new draft: title, year, place and the list itself."""
        fault = ""
        if request.method == "POST":
            try:
                title, place = _title(), _place()
                found = sent_lists.given(title)
                fields = DecisionFields(
                    year=_year(),
                    place_id=place.id if place else None,
                    display=decision_queries.usual_display(place.id if place else None),
                )
                made = decisions.record(fields, actor_id=me().id)
                _tell(made, found.fields, found.left_out, found.notes)
                return _taken(self, made, found.lines, title)
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        page: str = self.render("desk/rooms/decision_new.html", fault=fault, **_asked())
        return page, 400 if fault else 200

    @expose(f"{_ONE}danh-sach/", ("GET", "POST"))
    def list(self, decision_id: int) -> ResponseReturnValue:
        """More of the list: `act` take (a file or cells), replace (all of it), mend."""
        decision = known(decision_id)
        fault = ""
        if request.method == "POST":
            try:
                return self._more(decision)
            except HubError as refused:
                db.session.rollback()
                fault, decision = refused.message, known(decision_id)
        return _list_page(self, decision, fault=fault)

    def _more(self, decision: Decision) -> ResponseReturnValue:
        title, act = _title(), request.form.get("act", "")
        if act == "mend":
            decisions.known(decision.id, sent_version())  # sent twice, a line would come in twice
            return _taken(self, decision, sent_lists.mended(), title)
        found = sent_lists.given(title)
        _tell(decision, found.fields, found.left_out, found.notes)
        return _taken(self, decision, found.lines, title, replace=act == "replace")

    @expose(f"{_ONE}rieng-tu/", ("GET", "POST"))
    def privacy(self, decision_id: int) -> ResponseReturnValue:
        """What readers will see. `act`: show (`display`), ground (`ground`, `evidence`)."""
        decision = known(decision_id)
        fault = ""
        if request.method == "POST":
            try:
                return self._shown_so(decision)
            except HubError as refused:
                db.session.rollback()
                fault, decision = refused.message, known(decision_id)
        listed = list_queries.of(decision)
        number = min(page_number(), listed.pages)
        told = session.get(_TOLD) or {}
        page: str = self.render(
            "desk/rooms/decision_privacy.html",
            decision=decision,
            listed=listed,
            lines=listed.page(number),
            number=number,
            places={place.number: place for place in listed.places},
            total=decision_queries.total_of(decision),
            without_ground=decision_queries.without_ground(decision),
            displays=DISPLAYS,
            grounds={key: title for key, title in GROUNDS.items() if key},
            told=told if told.get("decision") == decision.id else {},
            fault=fault,
            typed=request.form,
            step=2,
        )
        return page, 400 if fault else 200

    def _shown_so(self, decision: Decision) -> ResponseReturnValue:
        form, person = request.form, me().id
        if form.get("act") == "ground":
            count = lists.give_ground(
                decision.id, form.get("ground", ""), form.get("evidence", ""), actor_id=person
            )
            say(f"Đã ghi căn cứ cho {count} dòng.")
            return redirect(url_for("cong_nhan.privacy", decision_id=decision.id))
        display = form.get("display", decision.display)
        if display != decision.display:
            values = {name: getattr(decision, name) for name in names()} | {"display": display}
            decisions.record(
                DecisionFields(**values),
                decision_id=decision.id,
                seen_version=sent_version(),
                actor_id=person,
            )
        if form.get("act") == "on":
            return redirect(url_for("cong_nhan.paper", decision_id=decision.id))
        return redirect(url_for("cong_nhan.privacy", decision_id=decision.id))


def room() -> Decisions:
    """The decisions at /quan-tri/cong-nhan/."""
    return Decisions("Công nhận", "cong_nhan", f"{DESK}/cong-nhan", "medal")


# ---- taking a list in ---------------------------------------------------------------------------


def _taken(
    room: Room,
    decision: Decision,
    lines: list[Line],
    title: RecognitionTitle,
    *,
    replace: bool = False,
) -> ResponseReturnValue:
    """Take what is ready into the draft; what is not is shown to be mended on the spot."""
    done = checking.check(lines, decision, register_queries.every_title(), title)
    taken = lists.take_in(decision.id, done.ready, replace=replace, actor_id=me().id)
    for note in done.notes:
        say(note, "warn")
    if taken.taken_down:
        say(f"{taken.taken_down} tên đã gỡ theo yêu cầu vẫn được tính, không hiện lại.", "warn")
    if done.faulty:
        return _list_page(room, decision, done=done, added=taken.added, title=title)
    there = f"; {taken.there} dòng đã có từ trước" if taken.there else ""
    say(f"Đã nhận {taken.added} dòng mới{there}.")
    return redirect(url_for("cong_nhan.privacy", decision_id=decision.id))


def _list_page(
    room: Room,
    decision: Decision,
    *,
    done: Checked | None = None,
    added: int = 0,
    title: RecognitionTitle | None = None,
    fault: str = "",
) -> ResponseReturnValue:
    used = decision_queries.titles_of(decision)
    page: str = room.render(
        "desk/rooms/decision_list.html",
        decision=decision,
        done=done,
        added=added,
        shown=done.faulty[: sent_lists.MOST_MENDED] if done else [],
        to_mend=sent_lists.to_mend,
        as_json=sent_lists.as_json,
        titles=register_queries.every_title(),
        chosen=(title or (used[0] if used else None)),
        total=decision_queries.total_of(decision),
        typed=request.form.get("list", "")[:200_000] if fault else "",
        fault=fault,
        step=1,
    )
    return page, 400 if fault else 200


def _asked() -> dict[str, object]:
    """What the form of a new list shows: what was typed, else the usual."""
    form = request.form
    return {
        "titles": register_queries.every_title(),
        "chosen": register_queries.title_by_slug(form.get("title", "gia-dinh-hoc-tap")),
        "year": form.get("year", ""),
        "place": form.get("place", rights.home_name(me())),
        "typed": form.get("list", "")[:200_000],
        "step": 1,
    }


def _title() -> RecognitionTitle:
    found = register_queries.title_by_slug(request.form.get("title", ""))
    if found is None:
        raise BadInput("Hãy chọn danh hiệu của danh sách.")
    return found


def _year() -> int:
    text = request.form.get("year", "").strip()
    if not text.isdecimal() or len(text) != 4:
        raise BadInput("Hãy ghi năm đánh giá bằng bốn chữ số, ví dụ 2025.")
    return int(text)


def _place() -> Place | None:
    """The place of the form, which must be within the limits of the account at work."""
    written = request.form.get("place", "").strip()
    places = places_of(me())
    if not written and places is None:
        return None
    found = place_choice.chosen(written, level="commune")
    if places is not None and found.id not in places:
        raise BadInput("Địa bàn này ngoài phần việc được giao; hãy chọn nơi của mình.")
    return found


def _tell(
    decision: Decision, fields: dict[str, str], left_out: dict[str, str], notes: list[str]
) -> None:
    """Keep for the next page where each column went; headings only, and short."""
    session[_TOLD] = {
        "decision": decision.id,
        "fields": [[key, heading[:60]] for key, heading in fields.items()],
        "left_out": [[heading[:60], why] for heading, why in list(left_out.items())[:12]],
        "notes": [note[:200] for note in notes[:4]],
    }

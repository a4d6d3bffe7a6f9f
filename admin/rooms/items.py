"""Nội dung: every item that the account may see, narrowed, chosen from, and acted upon together."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin import bulk_acts, item_questions, rights
from admin.cookies import DESK
from admin.item_questions import Question
from admin.room import Room, expose, me, page_number
from admin.rooms.bulk import BulkPages
from admin.rooms.filters import FilterPages
from content import people
from content.people import Person
from content.publishing import desk_queries, item_filters


class Items(BulkPages, FilterPages, Room):
    """The list of items."""

    right = "desk"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?q=` words or a number, `?loai=` kind, `?tt=` state, and the other parts of a question.

        `?chon=het` ticks every item of the page, for who has no script.
        """
        return show(self, item_questions.asked(request.args, me()))


def room() -> Items:
    """The list at /quan-tri/noi-dung/."""
    return Items("Nội dung", "noi_dung", f"{DESK}/noi-dung", "document")


def show(room: Room, question: Question, fault: str = "") -> ResponseReturnValue:
    """The list that a question leaves; fault: why it could not be kept."""
    person, within = me(), rights.within(me())
    conditions = question.wanted.conditions(within)
    found = desk_queries.desk_listing(scope=conditions, page=page_number())
    tabs = item_questions.tabs(person, question)
    page: str = room.render(
        "desk/rooms/items.html",
        found=found,
        question=question,
        part=question.parts,
        place=item_questions.shown_place(question),
        tabs=tabs,
        kept=next((tab for tab in tabs if tab.current and tab.number), None),
        counts=desk_queries.counts_by_state(within) if person.may("edit_all") else {},
        kinds=rights.kinds(person),
        topics=desk_queries.every_topic(),
        authors=_authors(person, within),
        acts=bulk_acts.offered(person),
        every=request.args.get("chon") == "het",
        fault=fault,
        at=lambda **other: item_questions.address(question.but(**other)),
        of_tab=lambda tab: item_questions.address(tab.parts),
    )
    return page, 400 if fault else 200


def _authors(person: Person, within: Any) -> list[tuple[int, str]]:
    """Who began the items that are seen, by name; nobody for an account that sees only its own."""
    if not person.may("edit_all"):
        return []
    names = people.names_of(item_filters.authors(within))
    return sorted(names.items(), key=lambda pair: pair[1])

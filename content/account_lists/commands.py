"""A list carried out: all of its lines in one commit, or none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content import accounts, invitations, trail
from content.account_lists.entries import Entry
from content.account_lists.planning import Planned, plan, tally
from content.database import db
from content.errors import BadInput
from content.people import Person


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line and what became of it; token: of the invitation that is shown once, "" for none."""

    planned: Planned
    token: str = ""


def carry_out(
    entries: Sequence[Entry],
    *,
    default_role: str,
    kinds: Mapping[str, str],
    days: int = invitations.DAYS,
    again: bool = False,
    actor_id: int | None = None,
) -> list[Outcome]:
    """Plan a list anew and do it, and commit once; the outcomes in the order of the list.

    again: also a new invitation for those on the list who never set a password. BadInput when any
    line is refused: then nothing is done, so that nobody is left out unnoticed.
    """
    planned = plan(entries, default_role=default_role, kinds=kinds)
    refused = [line for line in planned if line.status == "refused"]
    if refused:
        raise BadInput(
            f"Có {len(refused)} dòng không nhận được nên chưa tạo hay đổi gì. "
            f"Dòng {refused[0].entry.line}: {refused[0].said}"
        )
    try:
        made = _made([line for line in planned if line.status == "new"], days, actor_id)
        outcomes = [
            made.get(line.entry.line) or _settled(line, days, again, actor_id) for line in planned
        ]
        counts: dict[str, object] = {key: n for key, n in tally(planned).items() if n}
        trail.write("people.listed", "hub", None, actor_id=actor_id, detail=counts)
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return outcomes


def _made(lines: Sequence[Planned], days: int, actor_id: int | None) -> dict[int, Outcome]:
    """The new accounts with their invitations, by the number of their line."""
    wanted = [
        accounts.NewPerson(line.email, line.role, line.name, line.kinds, line.place_id)
        for line in lines
    ]
    return {
        line.entry.line: Outcome(
            line, invitations.open_for_new(person, days=days, actor_id=actor_id)
        )
        for line, person in zip(
            lines, accounts.new_people(wanted, actor_id=actor_id) if wanted else [], strict=True
        )
    }


def _settled(line: Planned, days: int, again: bool, actor_id: int | None) -> Outcome:
    person = db.session.get_one(Person, line.person_id)
    if line.status == "changed":
        _change(person, line, actor_id)
    token = ""
    if again and not person.password:
        token = invitations.open_for(person, days=days, actor_id=actor_id)
    return Outcome(line, token)


def _change(person: Person, line: Planned, actor_id: int | None) -> None:
    if person.name != line.name:
        accounts.rename(person, line.name, actor_id=actor_id)
    if line.role and [role.name for role in person.roles] != [line.role]:
        accounts.give_roles(person, [line.role], actor_id=actor_id)
    accounts.limit(person, line.kinds, line.place_id, actor_id=actor_id)

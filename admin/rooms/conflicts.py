"""Hai người cùng lưu: both texts side by side, chosen place by place, and the result before it is
saved. Everything works without a script; what is not chosen stays in the history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from admin import item_form, kept_forms, merged_form, typed
from admin.field_titles import TITLES
from admin.item_form import ItemForm
from admin.merged_form import Merge
from content import markup, people
from content.errors import BadInput
from content.people import Person
from content.publishing import desk_queries
from content.publishing.commands import rows, settling, writing
from content.publishing.conflicts import Conflict
from content.publishing.models import STATES, Item
from content.publishing.snapshot import ItemFields
from hub.face.prose import prose

PICK, HAND, ASIDE, OPENED = (
    f"{typed.PREFIX}{word}" for word in ("pick-", "hand-", "mine", "opened")
)
# What a button of these pages asks for; "" is the writing form itself.
STEPS = frozenset({"pick", "show", "again"})


def next_step(room: BaseView, form: ItemForm, item: Item) -> ItemForm | ResponseReturnValue:
    """The form to save, or the page that comes before saving it.

    `form` is my text; the request holds the choices of the page.
    """
    step = request.form.get("choice", "")
    if step not in STEPS:
        return form
    mine = (_aside(item) or form) if step == "again" else form
    fields = mine.fields(desk_queries.working(item))
    if fields is None:
        return mine
    clash = rows.conflict(item, fields)
    if kept_forms.seen_version() != item.version:
        return page(room, item, clash)
    merge = _merge(item, clash)
    picks, hands = _given(PICK), _given(HAND)
    unsure = _unsure(merge, picks, hands)
    if unsure or step == "again":
        return page(room, item, clash, picks=picks, hands=hands, unsure=unsure)
    made = merge.form(picks, hands)
    g.keep_aside, g.keep_mine = fields, json.dumps([*_pairs(mine)], ensure_ascii=False)
    return made if step == "pick" else _result(room, item, made, merge)


def settle(person: Person, item: Item, fields: ItemFields, change_note: str) -> Item:
    """Save what was decided: theirs, mine, or a text made of both; nothing leaves the history."""
    choice, seen = request.form.get("choice", ""), kept_forms.seen_version()
    if choice == "theirs":
        label = "Giữ bản của người kia"
        return settling.settle(
            item.id, None, fields, seen_version=seen, actor_id=person.id, label=label
        )
    if choice not in ("pick", "merge"):
        return writing.save(
            item.id, fields, seen_version=seen, actor_id=person.id, change_note=change_note
        )
    aside = _aside(item)
    mine = g.get("keep_aside") or (aside and aside.fields(desk_queries.working(item))) or fields
    return settling.settle(
        item.id,
        fields,
        mine,
        seen_version=seen,
        actor_id=person.id,
        label="Bản ghép",
        change_note=change_note,
    )


def page(
    room: BaseView,
    item: Item,
    conflict: Conflict,
    *,
    picks: Mapping[str, str] | None = None,
    hands: Mapping[str, str] | None = None,
    unsure: frozenset[str] = frozenset(),
) -> ResponseReturnValue:
    """Both texts, word by word, with a choice at each place where they differ.

    picks, hands: what was chosen and typed already. unsure: places where something was typed but
    another choice was left standing.
    """
    merge = _merge(item, conflict)
    result = merge.form({}, {}) if merge.clean and merge.places else None
    shown: str = room.render(
        "desk/rooms/conflict.html",
        item=item,
        merge=merge,
        result=result,
        preview=_preview(result) if result else None,
        conflict=conflict,
        who=people.names_of([conflict.by_id]).get(conflict.by_id or 0, "Người khác"),
        clashes=sum(place.kind == "clash" for place in merge.places),
        picks=picks or {},
        hands=hands or {},
        unsure=unsure,
        of=typed.sent(),
        opened=_opened(),
        state=STATES[desk_queries.state_of(item)],
        act=_act(),
    )
    return shown, 409


def _result(room: BaseView, item: Item, made: ItemForm, merge: Merge) -> ResponseReturnValue:
    """The merged text, to be changed by hand and looked at before it is saved."""
    changed = {place.key for place in merge.places}
    newest = desk_queries.newest_revision(item)
    shown: str = room.render(
        "desk/rooms/conflict_result.html",
        item=item,
        form=made,
        changed=[name for name in made.values if name in changed],
        lines=merged_form.BY_LINE,
        titles=TITLES,
        mine=g.keep_mine,
        preview=_preview(made),
        of=typed.sent(),
        base=newest.id if newest else "",
        opened=_opened(),
        carried=[pair for pair in request.form.items() if pair[0].startswith((PICK, HAND))],
        version=item.version,
        act=_act(),
    )
    return shown


def _merge(item: Item, conflict: Conflict) -> Merge:
    names = {topic.slug: topic.name for topic in desk_queries.every_topic()}
    opened = desk_queries.revision(_opened() or 0)
    base = None
    if opened is not None and opened.item_id == item.id:
        base = item_form.of_fields(ItemFields.from_json(opened.fields), names)
    return merged_form.of(
        base,
        item_form.of_fields(conflict.mine, names),
        item_form.of_fields(conflict.theirs, names),
    )


def _unsure(merge: Merge, picks: Mapping[str, str], hands: Mapping[str, str]) -> frozenset[str]:
    """Places where words were typed but "hand" was not chosen: a script chooses it by itself."""
    return frozenset(
        place.key
        for place in merge.places
        if place.key in hands
        and picks.get(place.key, place.default) != "hand"
        and hands[place.key].strip() != place.both.strip()
    )


def _given(prefix: str) -> dict[str, str]:
    return {
        name.removeprefix(prefix): value.replace("\r\n", "\n").replace("\x00", "")
        for name, value in request.form.items()
        if name.startswith(prefix)
    }


def _aside(item: Item) -> ItemForm | None:
    """My own text, which the page with the result carries along."""
    try:
        pairs = [(str(name), str(value)) for name, value in json.loads(request.form[ASIDE])]
    except (KeyError, ValueError, TypeError, RecursionError):
        return None
    return item_form.of_request(MultiDict(pairs), item.kind)


def _pairs(form: ItemForm) -> list[tuple[str, str]]:
    files = [
        (name, value)
        for row in form.attachments
        for name, value in (
            ("file_sha256", row.sha256),
            ("file_name", row.file_name),
            ("file_title", row.title),
            ("file_position", row.position),
            *((("file_remove", row.sha256),) if row.remove else ()),
        )
    ]
    return [*form.values.items(), *files]


def _preview(form: ItemForm) -> Markup | None:
    """The merged text as readers will see it; pictures come from the desk."""
    try:
        html = markup.render(form.values["body"]).html
    except BadInput:
        return None
    desk = url_for("chen.pages").rstrip("/")
    return prose(html.replace('src="/tep/', f'src="{desk}/tep/'))


def _opened() -> int | None:
    """The revision that I opened. The page with the result stands on theirs, and carries mine."""
    text = request.form.get(OPENED, "")
    known = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
    return known if request.form.get("choice") == "again" else typed.sent().base_id


def _act() -> str:
    act: Any = request.form.get("act", "save")
    return str(act)

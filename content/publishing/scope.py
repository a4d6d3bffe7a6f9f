"""What a limited account sees of the items, and where it may put one; asked of each request anew.

Three doors rest on it: lists take `conditions`, every text that is stored goes through `fitted`
(`commands.rows.settled`), and every step of the workflow asks `refuse_beyond`.
"""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa

from content import places, scopes
from content.errors import BadInput
from content.publishing.models import SECTIONS, Item
from content.publishing.snapshot import ItemFields
from content.scopes import Scope


def conditions(scope: Scope) -> tuple[sa.ColumnElement[bool], ...]:
    """What a list of items asks beside its own questions; nothing for an account without limits."""
    found: list[sa.ColumnElement[bool]] = []
    if scope.kinds:
        found.append(Item.kind.in_(sorted(scope.kinds)))
    if scope.place_id is not None:
        found.append(_at(scope.place_ids))
    return tuple(found)


def sees(scope: Scope, item: Item) -> bool:
    """Whether an item is within the limits, as it stands on its row."""
    return scope.covers(item.kind, item.place_id)


def holders(scope: Scope) -> sa.Select[tuple[int]] | None:
    """The documents of items within the limits; None for an account without limits."""
    if not scope.limited:
        return None
    published = sa.select(Item.document_id).where(Item.document_id.is_not(None))
    return published.where(*conditions(scope))  # type: ignore[return-value]


def titles(scope: Scope) -> dict[str, str]:
    """The kinds that may be written and their titles."""
    return {
        kind: title
        for kind, (_address, title) in SECTIONS.items()
        if not scope.kinds or kind in scope.kinds
    }


def refuse_beyond(item: Item, actor_id: int | None) -> None:
    """BadInput for an item that the account may not touch, as it stands on its row.

    Commands ask it themselves, whatever the page before them asked.
    """
    scope = scopes.of(actor_id)
    if scope.limited and not sees(scope, item):
        raise BadInput("Bài này ngoài phần việc của tài khoản bạn nên không sửa được.")


def fitted(fields: ItemFields, item: Item | None, actor_id: int | None) -> ItemFields:
    """The fields as an account may store them: without a place they get the account's own.

    BadInput for a kind or a place beyond its limits, and for an item that it may not touch.
    """
    scope = scopes.of(actor_id)
    if not scope.limited:
        return fields
    if item is not None:
        refuse_beyond(item, actor_id)
    if scope.kinds and fields.kind not in scope.kinds:
        allowed = ", ".join(titles(scope).values())
        raise BadInput(
            f"Tài khoản của bạn chỉ viết mục {allowed}; hãy chọn mục đó, hoặc hỏi quản trị viên."
        )
    if scope.place_id is None:
        return fields
    own = scopes.home(scope)
    if fields.place is None and own is not None:
        return replace(fields, place=own.slug)
    wanted = places.by_slug(fields.place) if fields.place else None
    if wanted is None or wanted.id not in scope.place_ids:
        name = own.full_name if own else "địa bàn được giao"
        raise BadInput(f"Tài khoản của bạn chỉ viết cho {name}; hãy ghi địa bàn trong phạm vi đó.")
    return fields


def _at(place_ids: frozenset[int]) -> sa.ColumnElement[bool]:
    """Numbers of our own, written into the question: SQLite binds no more than 32,766 values."""
    return Item.place_id.in_(
        sa.bindparam(None, sorted(place_ids), sa.Integer, expanding=True, literal_execute=True)
    )

"""Which unit a written name means today: those that stand come before those that have ended."""

from __future__ import annotations

import datetime as dt

from content import calendar, places
from content.errors import BadInput
from content.places import Place

_MOST_NAME, _MOST_SHOWN = 300, 80


def chosen(written: str, *, level: str = "", today: dt.date | None = None) -> Place:
    """The one unit that a name means; BadInput, one sentence, when it means none or several.

    level: of places.LEVELS, preferred where a bare name ("Mẫu") could mean several levels.
    """
    name = " ".join(written.split())[:_MOST_NAME]
    found = places.find(name) if name else []
    if not found:
        raise BadInput(
            f"Không thấy địa bàn “{name[:_MOST_SHOWN]}”; hãy thêm ở mục Địa bàn trước, "
            "hoặc ghi đúng tên đã có."
        )
    day = today or calendar.today()
    standing = [place for place in found if place.exists_on(day)] or found
    alike = _alike(standing, level if places.split_level(name.partition(",")[0])[1] is None else "")
    if len(alike) > 1:
        options = "; ".join(place.full_name for place in alike[:4])
        raise BadInput(
            f"Có hơn một nơi tên “{name[:_MOST_SHOWN]}”; hãy ghi rõ một trong: {options}."
        )
    return alike[0]


def _alike(found: list[Place], level: str) -> list[Place]:
    """Those that the name fits as well as the best; `found` is in the order of places.find."""
    of_level = [place for place in found if place.level == level]
    if of_level:
        found = of_level
    best = found[0]
    return [p for p in found if (p.level, p.title) == (best.level, best.title)]

"""Resumption tokens: where a list goes on, written into the token itself.

Nothing is kept between pages, so a token may be used twice, outlives the harvest and a restart.
It holds a position and not a page number: what is added meanwhile shifts nothing.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import zlib
from dataclasses import dataclass

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: what is listed, up to when, behind which entry.

    after: (stamp, rank of the kind of source, id) of the last entry given; None at the start.
    """

    prefix: str
    part: str  # the set, "" for all
    since: dt.datetime | None
    before: dt.datetime
    after: tuple[dt.datetime, int, int] | None = None
    given: int = 0
    total: int = 0


def write(place: Place) -> str:
    """The token of a place."""
    after = place.after
    plain = [
        place.prefix,
        place.part,
        place.since.isoformat() if place.since else "",
        place.before.isoformat(),
        [after[0].isoformat(), after[1], after[2]] if after else None,
        place.given,
        place.total,
    ]
    data = json.dumps(plain, separators=(",", ":")).encode()
    mark = zlib.crc32(data).to_bytes(4, "big")  # against slips; nothing secret stands in it
    return base64.urlsafe_b64encode(mark + data).decode().rstrip("=")


def read(token: str) -> Place | None:
    """The place of a token; None for one that was not written here."""
    if len(token) > _LONGEST:
        return None
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        mark, data = whole[:4], whole[4:]
        if zlib.crc32(data).to_bytes(4, "big") != mark:
            return None
        return _place(json.loads(data))
    except (ValueError, TypeError, IndexError, binascii.Error, OverflowError):
        return None


def _place(plain: list[object]) -> Place:
    prefix, part, since, before, after, given, total = plain
    return Place(
        str(prefix),
        str(part),
        _aware(str(since)) if since else None,
        _aware(str(before)),
        (_aware(after[0]), int(after[1]), int(after[2])) if isinstance(after, list) else None,
        int(given),  # type: ignore[call-overload]  # TypeError is caught
        int(total),  # type: ignore[call-overload]
    )


def _aware(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment

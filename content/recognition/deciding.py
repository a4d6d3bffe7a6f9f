"""Who decides a title on a day, and whether the body of a decision fits its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from content.recognition.entry_fields import folded
from content.recognition.models import DecidingBody, RecognitionTitle


def body_on(title: RecognitionTitle, day: dt.date) -> DecidingBody | None:
    """Who decides a title on a Vietnamese day; None where nobody is known to."""
    for row in title.bodies:
        if (row.starts is None or row.starts <= day) and (row.ends is None or day < row.ends):
            return row
    return None


def doubts(titles: Iterable[RecognitionTitle], body: str, day: dt.date | None) -> list[str]:
    """What does not fit between a decision's titles, its body and its day, in sentences.

    Nothing is said of titles whose bodies are not known at all.
    """
    if day is None or not body.strip():
        return []
    found = []
    for title in titles:
        known = body_on(title, day)
        if known is None and title.bodies:
            found.append(
                f"Chưa rõ ai quyết định “{title.title}” vào ngày {day:%d/%m/%Y}; hãy xem lại "
                "thẩm quyền, rồi ghi ở mục Cơ quan quyết định."
            )
        elif known is not None and not _same(known.body, body):
            found.append(
                f"Ngày {day:%d/%m/%Y}, “{title.title}” do {known.body} quyết định; "
                f"quyết định này ghi “{body}”."
            )
    return found


def _same(known: str, given: str) -> bool:
    """ "Chủ tịch UBND huyện Mẫu" is "Chủ tịch UBND huyện", and short and long forms are one."""
    short, long = _plain(known), _plain(given)
    return long.startswith(short) or short.startswith(long)


def _plain(name: str) -> str:
    text = folded(name).replace("uy ban nhan dan", "ubnd").replace("gd&dt", "giao duc va dao tao")
    return text.replace("ubnd quan ", "ubnd huyen ").replace("ubnd thi xa ", "ubnd huyen ")

"""Where the desk asks for an ISBN: the catalogue's sources that can be asked, one by one."""

from __future__ import annotations

from content.catalogue.harvest.isbn import look_up_isbn
from content.catalogue.record import Taken


def look_up(isbn: str) -> list[tuple[str, Taken]]:
    """(name of the source, what it knows) for 13 digits; nothing when no source answers."""
    return look_up_isbn(isbn)

"""One line of a list on its way into the register. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from content.vietnamese import fold


class Key(NamedTuple):
    """What makes two lines of one decision the same: title, name and place as they fold."""

    title_id: int
    folded: str
    place: str


@dataclass(frozen=True, slots=True)
class EntryFields:
    """One that is to be recognised, as `Entry` keeps it. `place_text`: the place as written.

    another: a person said that it is not the one of the same name and place that is there already.
    """

    name: str
    title_id: int
    place_id: int | None = None
    place_text: str = ""
    head: str = ""
    level: str = ""
    child: bool = False
    ground: str = ""
    evidence: str = ""
    both_consents: bool = False
    another: bool = False

    @property
    def folded(self) -> str:
        """The name as it is looked for."""
        return folded(self.name)

    @property
    def key(self) -> Key:
        """What tells it from the other lines."""
        return Key(self.title_id, self.folded, folded(self.place_text))


def folded(text: str) -> str:
    """A text as names are compared: without marks, capitals and doubled spaces."""
    return " ".join(fold(text).split())

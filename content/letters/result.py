"""What is asked about old letters, and what is told of them. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """An old encoding that was met. Sure: the text is converted; else it stands as it was found.

    encoding: "tcvn3", "vni", "cp1258" or "viscii". by: "font" or "text". before, after: the same
    passage (at most 300 characters) as found and as converted.
    """

    encoding: str
    sure: bool
    by: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants a file read.

    letters: an encoding to take for certain, "unicode" to leave them as they are, None to find out.
    """

    letters: str | None = None

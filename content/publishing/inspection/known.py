"""What is known around a text: addresses, files, abbreviations, whose contacts are official. Pure.

The checks ask a `Known`; `content.publishing.inspection.lookups` answers from the database.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

# What may stand at an address: a page readers see; one they do not see, and why; nothing.
STANDINGS = ("visible", "draft", "withdrawn", "later", "over", "moved", "missing", "unasked")


@dataclass(frozen=True, slots=True)
class Target:
    """What stands at an address. path: where it leads when moved; anchors: None where unknown."""

    standing: str
    path: str = ""
    anchors: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Facts from outside the text; a fact that is not given is not held against it.

    now: aware. published: readers have seen the item already. addresses: targets by path without
    query and anchor; a path that is not among them was not asked. files: addresses of files that
    readers can fetch. abbreviations: folded. phones: digits only; mails: lower case; both are the
    official contacts of the site. recognised: a machine read the text from pictures. letters_open:
    nobody has said yet which letters the source file is in.
    """

    now: dt.datetime
    published: bool = False
    addresses: dict[str, Target] = field(default_factory=dict)
    files: frozenset[str] | None = None
    abbreviations: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    site_url: str = ""
    recognised: bool = False
    letters_open: bool = False

    def target(self, path: str) -> Target:
        """What stands at a path of this site."""
        return self.addresses.get(path, Target("unasked"))

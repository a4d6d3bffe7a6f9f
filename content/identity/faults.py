"""What is wrong with an identity, field by field, and the refusal of a save that saw too little."""

from __future__ import annotations

import datetime as dt

from content.errors import BadInput, HubError
from content.identity.fields import SiteFields


class Faults(BadInput):
    """One sentence for each faulty field.

    by_field: "name", "officers.2.email", "menu.0.path", "blocks.1.tasks.3.title" → sentence;
    numbers count from 0.
    """

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(next(iter(by_field.values())))
        self.by_field = by_field


class SiteConflict(HubError):
    """Somebody saved the same part since it was opened; both are handed back, nothing is lost."""

    def __init__(
        self,
        mine: SiteFields,
        theirs: SiteFields,
        version: int,
        by_id: int | None = None,
        at: dt.datetime | None = None,
    ) -> None:
        super().__init__("Có người vừa lưu phần này trước bạn; hãy so hai bản rồi chọn bản giữ.")
        self.mine = mine
        self.theirs = theirs
        self.version = version
        self.by_id = by_id
        self.at = at

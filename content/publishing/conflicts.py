"""Conflicts: two people saved one item; both texts are handed back, so that nothing is lost."""

from __future__ import annotations

import datetime as dt

from content.errors import HubError
from content.publishing.snapshot import ItemFields


class Conflict(HubError):
    """A save that had not seen the last one.

    mine: the fields that were refused; theirs: the working fields now. version: what to pass as
    `seen_version` to save over theirs. by_id, at: who saved theirs, and when.
    """

    def __init__(
        self,
        mine: ItemFields,
        theirs: ItemFields,
        version: int,
        by_id: int | None = None,
        at: dt.datetime | None = None,
    ) -> None:
        super().__init__("Có người vừa lưu bài này trước bạn; hãy so hai bản rồi chọn bản giữ lại.")
        self.mine = mine
        self.theirs = theirs
        self.version = version
        self.by_id = by_id
        self.at = at

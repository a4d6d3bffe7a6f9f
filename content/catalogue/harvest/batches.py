"""What every client gives: batches with the place to go on from, and guards against no end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from content.catalogue.record import Refused, Taken
from content.errors import BadInput

MOST_RECORDS = 1_000_000
_MOST_EMPTY = 3  # pages in a row that give nothing and still promise more


class Endless(BadInput):
    """A list that repeats itself or does not come to its end."""


@dataclass(slots=True)
class Batch:
    """A page. checkpoint: where a run goes on once this page is kept; {} after the last one."""

    items: Sequence[Taken | Refused]
    checkpoint: dict[str, Any] = field(default_factory=dict)
    size: int | None = None  # of the whole list, where the source tells


class Guard:
    """Watches one list: tokens that come again, pages without anything new, too many records."""

    def __init__(self, seen: int = 0, most: int = MOST_RECORDS) -> None:
        self._tokens: set[str] = set()
        self._last: tuple[str, ...] = ()
        self._empty = 0
        self._seen, self._most = seen, most

    @property
    def seen(self) -> int:
        """How many records came so far."""
        return self._seen

    def page(self, items: Sequence[Taken | Refused], token: str) -> None:
        """Note a page and the token of the next one; Endless when it leads nowhere."""
        self._seen += len(items)
        names = tuple(one.foreign_id for one in items if isinstance(one, Taken))
        if token and token in self._tokens:
            raise Endless(
                "Nguồn đưa lại mã trang đã dùng nên danh sách không bao giờ hết; đã dừng."
            )
        if token and names and names == self._last:
            raise Endless("Nguồn đưa lại đúng trang vừa đọc nên danh sách không tiến; đã dừng.")
        self._empty = 0 if items else self._empty + 1
        if token and self._empty >= _MOST_EMPTY:
            raise Endless("Nguồn đưa mấy trang rỗng liền mà vẫn báo còn tiếp; đã dừng.")
        if token and self._seen >= self._most:
            told = f"{self._most:,}".replace(",", ".")
            raise Endless(f"Danh sách dài quá {told} bản ghi mà chưa hết; đã dừng.")
        self._tokens.add(token)
        self._last = names

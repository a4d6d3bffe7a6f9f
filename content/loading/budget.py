"""Budgets: how much may come out of one file that was handed in, and how long a load may take.

A mail of two megabytes can hold ten thousand files, each of which costs a process to read. What is
over the budget stays unread and is told of in one sentence; what was read stays. The files of a ZIP
were handed in as a folder is, and have limits of their own: this counts what mails enclose.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from content.loading.order import FileReport
from content.reading.result import Note

MOST_FILES = 200
# A mail may hold a mail that holds a file; what lies deeper nobody finds on purpose.
DEEPEST = 3
SECONDS = 120.0
_NAMED = 1_200  # characters of names in a sentence


@dataclass(slots=True)
class Budget:
    """What was read so far of all that one file encloses, and the names of what was left."""

    files: int = 0
    seconds: float = 0.0
    since: float | None = None
    left: list[str] = field(default_factory=list)
    why: str = ""

    def takes(self, name: str, depth: int, *, late: bool) -> bool:
        """Whether one more enclosed file may be read; if not, it is noted as left.

        depth: how many files lie around it. late: the time of the whole load is over.
        """
        why = self._refusal(depth, late)
        if why:
            self.left.append(name)
            self.why = self.why or why
            return False
        self.files += 1
        return True

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Count the time of an enclosed file; the time of those inside it is in its own."""
        outermost = self.since is None
        if outermost:
            self.since = time.monotonic()
        try:
            yield
        finally:
            if outermost and self.since is not None:
                self.seconds += time.monotonic() - self.since
                self.since = None

    def report(self, path: str) -> list[FileReport]:
        """The report on what was left unread, or nothing."""
        if not self.left:
            return []
        sentence = (
            f"Còn {len(self.left)} tệp kèm không được đọc vì {self.why}: {named(self.left)}. "
            "Hãy lưu riêng các tệp cần dùng ra máy rồi nạp chúng, mỗi lần một ít."
        )
        return [refused(f"{path}/(tệp kèm còn lại)", sentence)]

    def _refusal(self, depth: int, late: bool) -> str:
        if depth > DEEPEST:
            return f"chúng nằm sâu hơn {DEEPEST} lớp thư trong thư"
        if self.files >= MOST_FILES:
            return f"một tệp nạp vào chỉ được mở ra nhiều nhất {MOST_FILES} tệp"
        running = time.monotonic() - self.since if self.since is not None else 0.0
        if late or self.seconds + running > SECONDS:
            return "đọc các tệp kèm trước đó đã quá lâu"
        return ""


def unread(handed: str, paths: Sequence[str]) -> FileReport:
    """The report on what a load that took too long did not come to, of one file handed in."""
    why = "lần tải lên này đã dài quá mức máy chủ cho phép"
    if list(paths) == [handed]:
        return refused(handed, f"Chưa xem đến tệp này vì {why}; hãy tải tiếp tệp này.")
    inner = [path.removeprefix(f"{handed}/") for path in paths]
    sentence = (
        f"Chưa xem đến {len(inner)} tệp trong tệp nén này vì {why}: {named(inner)}. "
        "Hãy tải tiếp các tệp còn lại."
    )
    return refused(f"{handed}/(các tệp còn lại)", sentence)


def named(names: Sequence[str]) -> str:
    """Names as a sentence holds them: the first ones, and how many more there are."""
    shown: list[str] = []
    for name in names:
        if shown and sum(map(len, shown)) + len(name) > _NAMED:
            break
        shown.append(name[-200:])
    quoted = ", ".join(f"“{name}”" for name in shown)
    more = len(names) - len(shown)
    return f"{quoted} và {more} tệp nữa" if more else quoted


def refused(path: str, sentence: str) -> FileReport:
    """The report on a file that was not taken in."""
    return FileReport(path, "refused", notes=(Note("refused", sentence),))

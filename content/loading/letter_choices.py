"""The question about old letters: how a file's own passages read in each encoding. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.letters.converting import convert
from content.letters.result import Letters
from content.reading.result import Note

# Encoding → how offices call it, and where such texts come from.
TITLES = {
    "tcvn3": ("TCVN3 (ABC)", "các phông tên bắt đầu bằng .Vn, như .VnTime, .VnArial"),
    "vni": ("VNI", "các phông tên bắt đầu bằng VNI-, như VNI-Times, VNI-Helve"),
    "cp1258": ("Windows-1258", "chữ tiếng Việt của Windows đời cũ"),
    "viscii": ("VISCII", "thư điện tử và phần mềm đời cũ, các phông tên bắt đầu bằng VI"),
}
# Characters of a passage that a note quotes.
_SAMPLE = 80
KEEP = "unicode"
KEEP_TITLE = ("Giữ nguyên", "chữ trong tệp đã đúng, không cần đổi gì")


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer. texts: the passages as they would read; guessed: the machine's guess."""

    encoding: str
    title: str
    hint: str
    texts: tuple[str, ...]
    guessed: bool


def title_of(encoding: str) -> str:
    """What people call an encoding."""
    return TITLES.get(encoding, KEEP_TITLE)[0]


def converted(letters: Iterable[Letters]) -> tuple[Note, ...]:
    """A note on each encoding whose letters were converted, with a passage before and after."""
    return tuple(
        Note(
            "repaired",
            f"Chữ {title_of(each.encoding)} đã đổi sang Unicode, ví dụ “{_short(each.before)}” "
            f"thành “{_short(each.after)}”.",
        )
        for each in letters
        if each.sure
    )


def passages(letters: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The passages to judge by, as the file has them: of unsure letters, else of all."""
    unsure = [entry for entry in letters if not entry["sure"]]
    return tuple(dict.fromkeys(str(entry["before"]) for entry in unsure or letters))


def choices(letters: Sequence[Mapping[str, Any]]) -> list[Choice]:
    """The possible answers, the guess first, "as it is" last; those that change nothing are out."""
    found = passages(letters)
    guesses = {entry["encoding"] for entry in letters}
    made = [
        Choice(encoding, *TITLES[encoding], _converted(found, encoding, letters), False)
        for encoding in sorted(TITLES, key=lambda encoding: encoding not in guesses)
    ]
    changing = [
        Choice(c.encoding, c.title, c.hint, c.texts, c.encoding in guesses)
        for c in made
        if c.texts != found
    ]
    return [*changing, Choice(KEEP, *KEEP_TITLE, found, False)]


def _converted(
    found: tuple[str, ...], encoding: str, letters: Sequence[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The passages in an encoding: as the reading of the file told it, else made here."""
    told = {e["before"]: str(e["after"]) for e in letters if e["encoding"] == encoding}
    return tuple(told.get(text) or convert(text, encoding) for text in found)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SAMPLE else text[:_SAMPLE].rsplit(" ", 1)[0] + "…"

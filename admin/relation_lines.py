"""Relations of a document as lines that people can type: "Căn cứ | 387/QĐ-TTg | 25/3/2022 | …"."""

from __future__ import annotations

from collections.abc import Iterable

from admin import times
from content.documents.fields import LinkFields
from content.errors import BadInput
from content.vietnamese import fold, tidy

TITLES = {
    "based_on": "Căn cứ",
    "implements": "Thi hành",
    "replaces": "Thay thế",
    "amends": "Sửa đổi",
    "mentions": "Nhắc đến",
}
_BY_WORD = {fold(title): key for key, title in TITLES.items()} | {key: key for key in TITLES}
MOST_LINES = 300


def write(links: Iterable[LinkFields]) -> str:
    """One line a relation: relation | number | date | issuer | title."""
    return "\n".join(_line(link) for link in links)


def read(text: str, known: Iterable[LinkFields] = ()) -> tuple[LinkFields, ...]:
    """The relations of typed lines; BadInput names the line.

    A line that still says what a known link says keeps that link whole, with its quote and origin.
    """
    lines = [line.strip() for line in tidy(text).split("\n") if line.strip()]
    if len(lines) > MOST_LINES:
        raise BadInput(f"Có hơn {MOST_LINES} dòng văn bản liên quan; hãy bớt lại.")
    before = {_line(link): link for link in known}
    return tuple(
        before.get(" | ".join(_parts(line))) or _read_line(line, at)
        for at, line in enumerate(lines, start=1)
    )


def _parts(line: str) -> list[str]:
    parts = [" ".join(part.split()) for part in line.split("|")]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _line(link: LinkFields) -> str:
    return " | ".join(
        _parts(
            "|".join(
                part.replace("|", "/")
                for part in (
                    TITLES.get(link.relation, link.relation),
                    link.number or "",
                    times.shown_partial(link.issued),
                    link.issuer or "",
                    link.title,
                )
            )
        )
    )


def _read_line(line: str, at: int) -> LinkFields:
    parts = [*_parts(line), "", "", "", ""]
    relation = _BY_WORD.get(fold(parts[0]))
    if relation is None:
        words = ", ".join(TITLES.values())
        raise BadInput(
            f"Văn bản liên quan, dòng {at}: bắt đầu bằng một trong các từ {words}, "
            "rồi dấu | và số văn bản."
        )
    number, issued, issuer, title = parts[1:5]
    if not (number or title):
        raise BadInput(f"Văn bản liên quan, dòng {at}: thiếu số văn bản.")
    return LinkFields(
        relation=relation,
        number=number or None,
        issued=times.partial(issued, f"Văn bản liên quan, dòng {at}, ngày"),
        issuer=issuer or None,
        title=title,
        origin="editor",
    )

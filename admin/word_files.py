"""Word files for the writing form: text, title, pictures kept, what a person should hear."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from content import files, markup, trail
from content.documents import plan as plans
from content.errors import BadInput
from content.escaping import escape
from content.loading import originals
from content.loading.transcript import title_of, without_title
from content.people import Person
from content.publishing import library_addresses
from content.publishing.snapshot import AttachmentFields
from content.reading import reader
from content.reading.result import NOTE_KINDS, Note, Reading
from content.transactions import one_commit

MOST_BYTES = 30 * 2**20
MOST_PICTURES = 40  # an item holds 50 files; some are to come by hand
# How the words of a bold paragraph tell its level; the editor's script reads the same table.
HEADING_RULES: tuple[tuple[str, int], ...] = (
    (r"^(?:Phần|PHẦN|Chương|CHƯƠNG)\s", 2),
    (r"^[IVXLC]+\s?[.\/]", 2),
    (r"^\d+\.\d+", 4),
    (r"^\d+\s?[.\/]", 3),
    (r"^[a-zđ]\s?[).]", 4),
)
_LONGEST_HEADING = 120
_BOLD = re.compile(r"^\*\*((?:\\.|[^*\\\n])+)\*\*$")


@dataclass(frozen=True, slots=True)
class WordText:
    """What a Word file gives a form. files: the kept pictures, to be attached to the item.

    headed: the body below the title, for a form that has another title already.
    """

    title: str
    body: str
    headed: str
    files: tuple[AttachmentFields, ...]
    notes: tuple[tuple[str, str], ...]  # (heading of the kind, sentence)


def read(name: str, data: bytes, person: Person) -> WordText:
    """Read a .docx and keep its pictures; commits. BadInput names what cannot be taken."""
    if PurePosixPath(name.lower()).suffix != ".docx":
        raise BadInput(
            f"“{name[-80:]}” không phải tệp Word .docx; hãy mở tệp đó bằng Word, chọn Lưu thành, "
            "kiểu .docx rồi thử lại."
        )
    if len(data) > MOST_BYTES:
        raise BadInput(
            f"“{name[-80:]}” nặng {len(data) // 2**20} MB, quá mức {MOST_BYTES // 2**20} MB; hãy "
            "thu nhỏ hình trong tệp, hoặc đính kèm tệp và viết một bài giới thiệu ngắn."
        )
    reading = reader.read_file(name, data)
    if reading.kind != "docx":
        raise BadInput(f"“{name[-80:]}” không thật là tệp Word .docx; hãy lưu lại bằng Word.")
    _refuse_much(name, reading)
    with one_commit():
        text, kept, dropped = originals.with_pictures(reading)
        for file in kept:
            row = files.by_sha256(file.sha256)
            detail = {"name": file.file_name, "sha256": file.sha256}
            trail.write(
                "file.kept", "file", row.id if row else None, actor_id=person.id, detail=detail
            )
            there = library_addresses.address_of(file.sha256, file.file_name)
            text = text.replace(f"/tep/{file.sha256[:16]}/{file.file_name}", there)
    plan = plans.parse(text, name=name, markdown=True)
    body = (plan.body_markdown if plan.official else without_title(plan)).strip()
    told = tuple(map(_told, [*reading.notes, *dropped]))
    if not body:  # one paragraph: it is the text, not its title
        return WordText("", text.strip(), text.strip(), kept, told)
    title = title_of(plan)
    return WordText(title, body, f"## {escape(title)}\n\n{body}" if title else body, kept, told)


def _refuse_much(name: str, reading: Reading) -> None:
    size = len(reading.text.encode())
    if size > markup.MOST_BYTES:
        raise BadInput(
            f"“{name[-80:]}” có {size // 1000} kB chữ, quá mức {markup.MOST_BYTES // 1000} kB của "
            "một bài (chừng 70 trang); hãy chia thành nhiều tệp, hoặc nạp cả tệp ở mục Tải lên."
        )
    if len(reading.pictures) > MOST_PICTURES:
        raise BadInput(
            f"“{name[-80:]}” có {len(reading.pictures)} hình, quá mức {MOST_PICTURES} hình của "
            "một bài; hãy chia thành nhiều tệp."
        )


def _told(note: Note) -> tuple[str, str]:
    return NOTE_KINDS.get(note.kind, "Đã đọc"), note.text


def repaired(body: str) -> str:
    """The text with its bold paragraphs that look like headings made headings."""
    return "\n\n".join(map(_as_heading, body.split("\n\n")))


def fake_headings(body: str) -> list[str]:
    """The words of the paragraphs that `repaired` would change."""
    return [part.strip()[2:-2] for part in body.split("\n\n") if _as_heading(part) != part]


def _as_heading(part: str) -> str:
    match = _BOLD.match(part.strip("\n"))
    words = match[1] if match else ""
    if not words or len(words) > _LONGEST_HEADING or re.search(r"(?<!\.\.)[.;,]$", words):
        return part
    level = next((level for rule, level in HEADING_RULES if re.search(rule, words)), 2)
    return f"{'#' * level} {words}"

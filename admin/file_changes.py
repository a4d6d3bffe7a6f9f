"""What became of the files of a text between two of its states. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content.publishing.snapshot import AttachmentFields


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file: what happened to it, in words, and the two states of it that are known."""

    what: str
    old: AttachmentFields | None
    new: AttachmentFields | None


def changes(old: Sequence[AttachmentFields], new: Sequence[AttachmentFields]) -> list[FileChange]:
    """Files added, taken away, replaced, renamed; the order where nothing else differs.

    A file is replaced when the one behind the same title or name is another.
    """
    found = list(_kept(old, new))
    gone = [entry for entry in old if _key(entry) not in set(map(_key, new))]
    come = [entry for entry in new if _key(entry) not in set(map(_key, old))]
    for entry in gone:
        after = next((e for e in come if _same_place(entry, e)), None)
        if after is not None:
            come.remove(after)
        found.append(FileChange("Thay tệp" if after else "Bỏ tệp", entry, after))
    found += [FileChange("Thêm tệp", None, entry) for entry in come]
    if not found and list(map(_key, old)) != list(map(_key, new)):
        found.append(FileChange("Đổi thứ tự tệp", None, None))
    return found


def _kept(old: Sequence[AttachmentFields], new: Sequence[AttachmentFields]) -> Iterator[FileChange]:
    after = {_key(entry): entry for entry in new}
    for entry in old:
        now = after.get(_key(entry))
        if now is None:
            continue
        if now.until != entry.until:
            yield FileChange("Thành bản cũ" if now.until else "Thành bản đang dùng", entry, now)
        elif now.title != entry.title:
            yield FileChange("Đổi tên hiện ra", entry, now)


def _key(entry: AttachmentFields) -> tuple[str, str]:
    return entry.sha256, entry.file_name


def _same_place(old: AttachmentFields, new: AttachmentFields) -> bool:
    return old.file_name == new.file_name or (bool(old.title) and old.title == new.title)

"""The files behind a text: its original, and the pictures that stand in it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from content.documents.plan import Plan
from content.errors import BadInput
from content.files import StoredFile
from content.publishing import file_titles, file_types
from content.publishing.commands import media
from content.publishing.snapshot import AttachmentFields
from content.reading.result import Note, Reading

# Of a line, and never over another picture's beginning: that would cost the square of the length.
_PICTURE = re.compile(r"!\[((?:\\.|[^\]\[\\\n])*+)\]\(hinh:([^)\s]+)\)")
# Files that hold words alone; any other original also keeps the look of the paper.
_WORDS_ONLY = frozenset({".txt", ".md", ".markdown"})


@dataclass(frozen=True, slots=True)
class Original:
    """The file a text was read from. `row` is None where it is not kept, and `fault` says why.

    sha256: of the bytes as they came; a picture is kept encoded anew, under another hash.
    """

    name: str
    sha256: str
    row: StoredFile | None = None
    file_name: str = ""
    fault: str = ""

    def attachment(self, plan: Plan | None = None) -> tuple[AttachmentFields, ...]:
        """The original as readers are offered it, named for what it is to them."""
        if self.row is None:
            return ()
        title = file_titles.ORIGINAL
        if Path(self.name).suffix.lower() in _WORDS_ONLY:
            poor = plan is not None and plan.quality.poor
            title = file_titles.READ_WORDS if poor else file_titles.WORDS
        return (AttachmentFields(self.row.sha256, self.file_name, title),)

    def notes(self) -> tuple[Note, ...]:
        """What a person should hear of an original that is not kept."""
        if self.row is not None or not self.fault:
            return ()
        return (Note("dropped", f"Chữ đã đọc, còn bản gốc không được giữ: {self.fault}"),)


def keep(name: str, data: bytes) -> Original:
    """Keep an original in the running transaction; one that must not be kept is read all the same.

    Its text becomes the body of an item: kept with the file, too, search would meet it twice.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    ending = Path(name).suffix.lower()
    if ending not in file_types.ENDINGS:
        fault = f"tệp {ending[1:].upper()} không đưa lên cho người đọc tải."
        return Original(name, sha256, fault=fault)
    try:
        file_name, row = media.take_in(name, data, with_text=False)
    except BadInput as refused:
        return Original(name, sha256, fault=refused.message)
    return Original(name, sha256, row, file_name)


def with_pictures(read: Reading) -> tuple[str, tuple[AttachmentFields, ...], tuple[Note, ...]]:
    """The text with its pictures at their addresses, the kept pictures, notes on the others."""
    if not read.pictures:
        return read.text, (), ()
    kept: dict[str, AttachmentFields] = {}
    notes = []
    for picture in read.pictures:
        try:
            file_name, row = media.take_in(picture.name, picture.data, with_text=False)
        except BadInput as refused:
            sentence = f"Hình “{picture.name}” trong tệp bị bỏ: {refused.message}"
            notes.append(Note("dropped", sentence))
            continue
        kept[picture.name] = AttachmentFields(row.sha256, file_name, file_titles.SHOWN)

    def placed(match: re.Match[str]) -> str:
        entry = kept.get(match[2])
        return f"![{match[1]}](/tep/{entry.sha256[:16]}/{entry.file_name})" if entry else match[1]

    text = _PICTURE.sub(placed, read.text)
    return text, tuple(dict.fromkeys(kept.values())), tuple(notes)

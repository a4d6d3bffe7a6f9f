"""The files behind a text: its original, and the pictures that stand in it."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from content.documents.plan import Plan
from content.errors import BadInput
from content.files import StoredFile
from content.publishing import file_titles, file_types, picture_sizes
from content.publishing.commands import media
from content.publishing.commands.media import Prepared
from content.publishing.snapshot import AttachmentFields
from content.reading.result import Note, Picture, Reading

# Of a line, and never over another picture's beginning: that would cost the square of the length.
_PICTURE = re.compile(r"!\[((?:\\.|[^\]\[\\\n])*+)\]\(hinh:([^)\s]+)\)")
# What the pictures of one file may cost: fifty photographs of a telephone, some ten seconds of the
# processor; and by the clock, for those that are many or made to be slow.
MOST_PIXELS, SECONDS = 600_000_000, 60.0
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


def prepared(read: Reading) -> dict[str, Prepared | BadInput]:
    """The pictures of a text by name, encoded anew, or why not; those over the budget are missing.

    Nothing is kept by it, so that nobody waits for the database meanwhile.
    """
    until, left = time.monotonic() + SECONDS, MOST_PIXELS
    found: dict[str, Prepared | BadInput] = {}
    for picture in read.pictures:
        left -= picture_sizes.pixels(picture.data)
        if left < 0 or time.monotonic() > until:
            break
        try:
            found[picture.name] = media.prepare(picture.name, picture.data, with_text=False)
        except BadInput as refused:
            found[picture.name] = refused
    return found


def with_pictures(
    read: Reading, made: Mapping[str, Prepared | BadInput] | None = None
) -> tuple[str, tuple[AttachmentFields, ...], tuple[Note, ...]]:
    """The text with its pictures at their addresses, the kept pictures, notes on the others.

    made: what `prepared` gave, where that was asked before.
    """
    if not read.pictures:
        return read.text, (), ()
    made = prepared(read) if made is None else made
    kept: dict[str, AttachmentFields] = {}
    notes = []
    for picture in read.pictures:
        ready = made.get(picture.name)
        if isinstance(ready, Prepared):
            file_name, row = media.keep(ready)
            kept[picture.name] = AttachmentFields(row.sha256, file_name, file_titles.SHOWN)
        elif ready is not None:
            sentence = f"Hình “{picture.name}” trong tệp bị bỏ: {ready.message}"
            notes.append(Note("dropped", sentence))
    notes.extend(_over_budget([each for each in read.pictures if each.name not in made]))

    def placed(match: re.Match[str]) -> str:
        entry = kept.get(match[2])
        return f"![{match[1]}](/tep/{entry.sha256[:16]}/{entry.file_name})" if entry else match[1]

    text = _PICTURE.sub(placed, read.text)
    return text, tuple(dict.fromkeys(kept.values())), tuple(notes)


def _over_budget(left: Sequence[Picture]) -> tuple[Note, ...]:
    if not left:
        return ()
    most = MOST_PIXELS // 1_000_000
    sentence = (
        f"Bỏ {len(left)} hình, từ “{left[0].name}” đến “{left[-1].name}”: các hình trong tệp quá "
        f"lớn hoặc quá nhiều (nhận tối đa {most} triệu điểm ảnh một tệp). Chữ đã đọc đủ; muốn có "
        "hình, hãy nén hình trong tệp rồi nạp lại."
    )
    return (Note("dropped", sentence),)

"""Records written by hand: add, change, show, hide, offer, files, cover, many at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import sqlalchemy as sa
from PIL import Image, UnidentifiedImageError

from content import files, trail
from content.catalogue import identifiers, thesaurus
from content.catalogue.commands import rows
from content.catalogue.models import STATES, LibraryRecord, RecordFile
from content.catalogue.record import KINDS, Identifier, Record, clean
from content.database import db
from content.errors import BadInput
from content.transactions import one_commit
from content.vietnamese import slugify

# Words that stand where a record's slug stands in addresses.
RESERVED = frozenset(
    {"chu-de", "loai", "tieng", "nam", "nguon", "doc-ngay", "tu-sach", "danh-sach", "moi", "noi",
     "tim", "tac-gia", "bo-loc", "trich-dan", "tat-ca"}
)  # fmt: skip
COVER_WIDTH = 320  # pixels; shown at half of it, so that it is sharp on a telephone
MOST_COVER = 30_000_000  # pixels of a picture that is given as a cover


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that was kept, with sentences about what is odd and was kept all the same."""

    row: LibraryRecord
    notes: tuple[str, ...] = ()


def save(
    record: Record,
    *,
    row_id: int | None = None,
    seen_version: int = 0,
    show: bool = False,
    marc: bytes | None = None,
    actor_id: int | None = None,
) -> Saved:
    """Add a record, or change the one of this id; commits.

    A new one is this hub's own: it is offered to harvesters. BadInput without a title, for an
    unknown kind, and where somebody else has saved the record since `seen_version`.
    """
    given, notes = _checked(record)
    with one_commit():
        if row_id is None:
            new = rows.NewRecord(given, free_slug(given), _first(show), marc=marc, offered=True)
            number = rows.add([new])[0]
            act = "added"
        else:
            number, act = _change(row_id, given, seen_version, show)
        trail.write(f"record.{act}", "record", number, actor_id=actor_id)
    return Saved(db.session.get_one(LibraryRecord, number), notes)


def set_state(ids: Sequence[int], state: str, *, actor_id: int | None = None) -> int:
    """Show, hide or send back records, in one commit; how many there were. Merged ones stay."""
    if state not in STATES or state == "gone":
        raise BadInput("Trạng thái này không có; hãy chọn lại trong danh sách.")
    found = _known(ids)
    with one_commit():
        rows.set_state([row.id for row in found if row.state != state], state)
        for number in [row.id for row in found]:
            trail.write(f"record.{state}", "record", number, actor_id=actor_id)
    return len(found)


def drop(ids: Sequence[int], *, actor_id: int | None = None) -> int:
    """Take records down for good: their pages say so, harvesters hear of it; the rows stay."""
    found = [row.id for row in _known(ids)]
    with one_commit():
        rows.set_state(found, "gone")
        for number in found:
            trail.write("record.gone", "record", number, actor_id=actor_id)
    return len(found)


def offer(ids: Sequence[int], on: bool, *, actor_id: int | None = None) -> int:
    """Choose whether records are given on at /oai; commits. How many there were."""
    found = _known(ids)
    with one_commit():
        for row in found:
            row.offered = on
        db.session.flush()
        rows.touch([row.id for row in found])
        act = "record.offered" if on else "record.not_offered"
        trail.write(act, "record", None, actor_id=actor_id, detail={"count": len(found)})
    return len(found)


def change_many(
    ids: Sequence[int], how: Callable[[Record], Record], *, actor_id: int | None = None
) -> int:
    """Change records in one way, in one commit; how many came out different."""
    found = _known(ids)
    changed = []
    for row in found:
        before = row.record
        after = clean(how(before))
        if after != before:
            changed.append((row.id, after))
    with one_commit():
        rows.change(changed)
        for number, _record in changed:
            trail.write("record.changed", "record", number, actor_id=actor_id)
    return len(changed)


def put_file(
    row_id: int,
    data: bytes,
    media_type: str,
    name: str,
    *,
    title: str = "",
    text: str = "",
    pages: int | None = None,
    actor_id: int | None = None,
) -> RecordFile:
    """Join a file of our own to a record; commits. The same file again is the one that is there."""
    row = known(row_id)
    with one_commit():
        kept = files.add(data, media_type, pages=pages, text=text)
        there = next((one for one in row.files if one.file_id == kept.id), None)
        if there is None:
            there = RecordFile(
                record_id=row.id,
                file_id=kept.id,
                file_name=_file_name(name),
                title=title.strip()[:200],
                position=len(row.files),
            )
            db.session.add(there)
            db.session.flush()
            rows.touch([row_id])
            trail.write("record.file_added", "record", row_id, actor_id=actor_id)
    return there


def drop_file(row_id: int, file_id: int, *, actor_id: int | None = None) -> None:
    """Take a file off a record; commits. Nothing happens when it is off already."""
    row = known(row_id)
    with one_commit():
        for one in [each for each in row.files if each.file_id == file_id]:
            db.session.delete(one)
            trail.write("record.file_dropped", "record", row_id, actor_id=actor_id)
        db.session.flush()
        rows.touch([row_id])


def put_cover(row_id: int, data: bytes | None, *, actor_id: int | None = None) -> None:
    """Set the cover from a picture, or take it away with None; commits.

    What is kept is made anew, small and without the camera's data. BadInput for no picture.
    """
    known(row_id)
    small = small_cover(data) if data is not None else None
    with one_commit():
        kept = files.add(small, "image/webp") if small is not None else None
        db.session.execute(
            sa.update(LibraryRecord)
            .where(LibraryRecord.id == row_id)
            .values(cover_id=kept.id if kept else None)
            .execution_options(synchronize_session=False)
        )
        rows.touch([row_id])
        trail.write("record.cover", "record", row_id, actor_id=actor_id)


def small_cover(data: bytes) -> bytes:
    """A picture as WebP, `COVER_WIDTH` pixels wide at most; BadInput for anything else."""
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            if picture.width * picture.height > MOST_COVER:
                raise BadInput("Ảnh bìa quá lớn (trên 30 triệu điểm ảnh); hãy thu nhỏ rồi gửi lại.")
            picture.draft("RGB", (COVER_WIDTH * 2, COVER_WIDTH * 3))
            whole = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise BadInput("Ảnh bìa phải là JPG, PNG, WEBP hoặc GIF; hãy chọn tệp khác.") from error
    whole.thumbnail((COVER_WIDTH, COVER_WIDTH * 2))
    out = BytesIO()
    whole.save(out, "WEBP", quality=72, method=6)
    return out.getvalue()


def known(row_id: int) -> LibraryRecord:
    """The record of an id; BadInput when there is none."""
    row = db.session.get(LibraryRecord, row_id)
    if row is None:
        raise BadInput("Tài liệu này không còn; hãy tải lại danh sách.")
    return row


def free_slug(record: Record) -> str:
    """An address that no record has: the title, with a number where it is taken."""
    stem = slugify(record.title, 90) or "tai-lieu"
    taken = set(
        db.session.scalars(sa.select(LibraryRecord.slug).where(LibraryRecord.slug.startswith(stem)))
    )
    slug, count = stem, 1
    while slug in taken or slug in RESERVED or slug.startswith("trang-"):
        count += 1
        slug = f"{stem}-{count}"
    return slug


def _first(show: bool) -> str:
    return "shown" if show else "review"


def _change(row_id: int, given: Record, seen_version: int, show: bool) -> tuple[int, str]:
    row = known(row_id)
    if row.version != seen_version:
        raise BadInput("Có người vừa lưu tài liệu này; hãy mở lại, xem bản mới rồi sửa tiếp.")
    if row.merged_into_id is not None:
        raise BadInput("Tài liệu này đã gộp vào tài liệu khác; hãy sửa ở tài liệu đó.")
    if row.record != given:
        rows.change([(row_id, given)])
    if show and row.state != "shown":
        rows.set_state([row_id], "shown")
    return row_id, "changed"


def _checked(record: Record) -> tuple[Record, tuple[str, ...]]:
    if not record.title.strip():
        raise BadInput("Chưa có nhan đề; hãy nhập tên tài liệu như in trên bìa.")
    if record.kind not in KINDS:
        raise BadInput(f"Không có loại tài liệu “{record.kind}”; hãy chọn trong danh sách.")
    numbers: list[Identifier] = []
    notes: list[str] = []
    for one in record.identifiers:
        number, odd = _number(one)
        numbers.append(number)
        notes += [odd] if odd else []
    whole = clean(dataclasses.replace(record, identifiers=tuple(numbers)))
    return thesaurus.settled(whole), tuple(notes)


def _number(one: Identifier) -> tuple[Identifier, str]:
    if one.scheme in ("isbn", "issn"):
        found, odd = identifiers.read(f"{one.scheme} {one.value}")
        return found or Identifier("local", one.value), odd
    return one, ""


def _known(ids: Sequence[int]) -> list[LibraryRecord]:
    """The records of these ids that stand for themselves; merged ones are left out."""
    query = sa.select(LibraryRecord).where(
        LibraryRecord.id.in_(ids), LibraryRecord.merged_into_id.is_(None)
    )
    return list(db.session.scalars(query.order_by(LibraryRecord.id)))


def _file_name(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    return f"{slugify(stem, 100) or 'tai-lieu'}{dot}{slugify(ending, 10)}"

"""The loader: each file is a transaction of its own; a fault of one never stops the rest.

Markdown with front matter becomes what it says it is. Any other text is read as an official
document; where nothing in it is official, it is kept as a draft for a person to sort.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from content import places
from content.database import db
from content.documents import plan as plans
from content.errors import BadInput, HubError
from content.loading import completing, front_matter, histories, registers, sources
from content.loading.front_matter import FrontMatter
from content.loading.sources import Source
from content.loading.transcript import fields_of_plan, without_title, written_place
from content.publishing.commands import arrival, media
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.reading import reader
from content.reading.result import Note, Reading
from content.vietnamese import slugify

# Kept files of a dump are read by the pages that name them, and never loaded by themselves: an
# attached ZIP or page would otherwise be published without anybody's right.
_KEPT_FILE = re.compile(r"(?:^|/)tep/[0-9a-f]{16}/")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file. `status`: loaded, changed, unchanged or refused."""

    path: str
    status: str
    kind: str | None = None
    slug: str | None = None
    notes: tuple[Note, ...] = ()
    item_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that `hub load --json` prints."""
        return {
            "path": self.path,
            "status": self.status,
            "kind": self.kind,
            "slug": self.slug,
            "notes": [note.text for note in self.notes],
            "findings": [asdict(note) for note in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Order:
    """How to load: as drafts or published, for whom, and which addresses this run gave out."""

    draft: bool = False
    actor_id: int | None = None
    taken: dict[tuple[str, str], str] = field(default_factory=dict)

    def claim(self, kind: str, slug: str, path: str) -> None:
        """Give an address to a file; two files of one run cannot both be the newer one."""
        first = self.taken.setdefault((kind, slug), path)
        if slug and first != path:
            raise BadInput(
                f"Địa chỉ “{slug}” đã do tệp “{Path(first).name}” dùng trong lần nạp này; "
                "hãy đặt “slug” khác."
            )


def load_paths(
    paths: Iterable[Path],
    *,
    draft: bool = False,
    actor_id: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[FileReport]:
    """Load files, folders and ZIPs; a report for each file, in the order they were read."""
    return _load_all(sources.of_paths(paths), Order(draft, actor_id), progress)


def load_folder(folder: Path, *, draft: bool = False) -> list[FileReport]:
    """Load one folder, as `load_paths`."""
    return load_paths([folder], draft=draft)


def load_bytes(
    name: str, data: bytes, *, draft: bool = False, actor_id: int | None = None
) -> list[FileReport]:
    """Load one uploaded file (a ZIP: each of its entries)."""
    return _load_all(sources.of_bytes(name, data), Order(draft, actor_id), None)


def _load_all(
    found: Sequence[Source], order: Order, progress: Callable[[int, int], None] | None
) -> list[FileReport]:
    found = [source for source in found if not _KEPT_FILE.search(source.path)]
    attached: set[str] = set()
    turns: dict[str, tuple[int, int, str]] = {}
    for source in found:
        front = _front_of(source)
        turns[source.path] = _turn(source, front)
        attached.update(_attached_paths(source, front))
    wanted = [source for source in found if source.path not in attached]
    wanted.sort(key=lambda source: turns[source.path])
    reports = []
    for done, source in enumerate(wanted, start=1):
        reports.append(_load_one(source, order))
        if progress:
            progress(done, len(wanted))
    return reports


def _turn(source: Source, front: FrontMatter | None) -> tuple[int, int, str]:
    """Registers first, then pages, then their histories.

    Pages that a dump knows the first publication of come in that order: lists show what has the
    same day in the order of arrival, and are to look the same in another hub.
    """
    if registers.is_register(source.path):
        name = Path(source.path).name
        return 0, registers.ORDER.index(name), ""
    if histories.is_history(source.path):
        return 2, 0, ""
    first = front.first_published_at if front else None
    return 1, 0, first.astimezone(dt.UTC).isoformat() if first else ""


def _load_one(source: Source, order: Order) -> FileReport:
    """Load one file; what it refuses is reported, and nothing of it stays."""
    try:
        if source.fault:
            raise BadInput(source.fault)
        return _carry_in(source, order)
    except HubError as refused:
        db.session.rollback()
        return FileReport(source.path, "refused", notes=(Note("refused", refused.message),))
    except RecursionError:
        db.session.rollback()
        sentence = "Tệp lồng nhau quá sâu nên không đọc được; hãy lưu lại ở dạng đơn giản hơn."
        return FileReport(source.path, "refused", notes=(Note("refused", sentence),))
    except OSError as error:
        db.session.rollback()
        sentence = f"Không đọc được tệp: {error.strerror or error}."
        return FileReport(source.path, "refused", notes=(Note("refused", sentence),))


def _carry_in(source: Source, order: Order) -> FileReport:
    data = source.read()
    if registers.is_register(source.path):
        status, notes = registers.load(
            source.path, data, beside=source.beside, actor_id=order.actor_id
        )
        return FileReport(source.path, status, kind="register", notes=_guessed(notes))
    if histories.is_history(source.path):
        if order.draft:
            raise BadInput(
                "Lịch sử là chữ đã công bố, không nạp làm bản nháp được; "
                "hãy nhờ người quản máy nạp bằng lệnh “hub load”."
            )
        status = histories.load(source.path, data, source.beside, actor_id=order.actor_id)
        return FileReport(source.path, status, kind="history")
    if source.suffix not in sources.LOADABLE:
        raise BadInput(
            f"Không nạp được tệp loại “{source.suffix or 'không đuôi'}”; "
            "dùng .md, .txt, .docx, .pdf hoặc .zip của các loại đó."
        )
    name = Path(source.path).name
    read = reader.read_file(name, data)
    if not read.text:
        raise BadInput(f"“{name}” là bản chụp (scan), không có chữ; hãy nhận dạng chữ trước.")
    if source.suffix in (".md", ".markdown") and front_matter.split(read.text):
        return _load_page(source, front_matter.read(read.text), data, order)
    return _load_transcript(source, read, data, order)


def _load_page(source: Source, front: FrontMatter, data: bytes, order: Order) -> FileReport:
    order.claim(front.kind, slugify(front.slug or front.title), source.path)
    digest = hashlib.sha256(data)
    kept = []
    for entry in front.attachments:
        content = source.beside(entry.file)
        if content is None:
            raise BadInput(f"Không thấy tệp kèm “{entry.file}” bên cạnh trang này.")
        digest.update(hashlib.sha256(content).digest())
        file_name, row = media.take_in(entry.name or Path(entry.file).name, content)
        kept.append(AttachmentFields(row.sha256, file_name, entry.title))
    fields = replace(_fields_of_front(front), attachments=tuple(kept))
    arrived = arrival.Arrival(
        fields=fields,
        source_sha256=digest.hexdigest(),
        state="draft" if order.draft else (front.state or "published"),
        first_published_at=front.first_published_at,
        withdrawn_notice=front.withdrawn_notice,
        old_addresses=front.old_addresses,
    )
    item, status, notes = arrival.load(arrived, actor_id=order.actor_id)
    return _report(source, item, status, _guessed(notes))


def _fields_of_front(front: FrontMatter) -> ItemFields:
    document = front.document
    if document is not None and not document.links and front.body and not front.sources:
        # Relations that nobody stated are read from the text; stated ones are taken as whole. A
        # page that names its sources speaks of a document in words of its own: it cites nothing.
        document = replace(document, links=fields_of_plan(plans.parse(front.body)).links)
    return ItemFields(
        kind=front.kind,
        title=front.title,
        slug=front.slug,
        summary=front.summary,
        body=front.body,
        date=front.date,
        language=front.language,
        topics=front.topics,
        place=_place(front.place),
        publish_at=front.publish_at,
        expires_at=front.expires_at,
        sources=front.sources,
        checked=front.checked,
        event=front.event,
        training=front.training,
        document=document,
    )


def _place(written: str | None) -> str | None:
    """The slug of a written place; BadInput when none or more than one is meant."""
    if not written:
        return None
    found = places.find(written)
    if not found:
        raise BadInput(
            f"Không thấy địa bàn “{written}”; hãy thêm ở mục Địa bàn hoặc sửa khóa “place”."
        )
    first, others = found[0], [p for p in found[1:] if p.level == found[0].level]
    if others and first.title == others[0].title:
        raise BadInput(f"Có hơn một địa bàn tên “{written}”; hãy ghi thêm tên tỉnh.")
    return first.slug


def _load_transcript(source: Source, read: Reading, data: bytes, order: Order) -> FileReport:
    name = Path(source.path).name
    plan = plans.parse(read.text, name=name)
    official = plan.official
    # Its text is the body already: kept with the file too, search would meet it twice.
    file_name, row = media.take_in(name, data, with_text=False)
    document = fields_of_plan(plan)
    notes = [*read.notes, *_guessed(plan.notes)]
    if not official:
        sentence = (
            "Không thấy số, cơ quan hay loại văn bản: để Nháp như một tin; chọn loại rồi đăng."
        )
        notes.append(Note("guessed", sentence))
    found = places.find(written_place(plan)) if official else []
    fields = ItemFields(
        kind="document" if official else "news",
        title=plan.title or name,
        body=plan.body_markdown if official else without_title(plan),
        date=document.issued.earliest if official and document.issued else None,
        place=found[0].slug if found else None,
        attachments=(AttachmentFields(row.sha256, file_name, _file_title(source, plan)),),
        document=document if official else None,
    )
    described = arrival.described(fields) if official else None
    state = "published" if official and not order.draft else "draft"
    if described is not None:
        fields, more = completing.completed(fields, described[0]), completing.notes(described[0])
        notes.extend(_guessed(more))
        if described[1] != "published":
            # Who took it down, or never approved it, decides; a file that arrives does not.
            state = "draft"
            sentence = "Bài của văn bản này không ở trạng thái đã đăng; bản nạp chờ người duyệt."
            notes.append(Note("waiting", sentence))
    notes.extend(Note("dropped", f"Bỏ khỏi thân bài ({r.reason}): {r.text}") for r in plan.removed)
    arrived = arrival.Arrival(
        fields=fields,
        source_sha256=hashlib.sha256(data).hexdigest(),
        state=state,
    )
    item, status, more = arrival.load(arrived, actor_id=order.actor_id)
    return _report(source, item, status, [*notes, *_guessed(more)])


def _file_title(source: Source, plan: plans.Plan) -> str:
    """What the file is to a reader: an original keeps its look, a text file only the words."""
    if source.suffix in (".pdf", ".docx"):
        return completing.ORIGINAL
    return completing.READ_WORDS if plan.quality.poor else completing.WORDS


def _guessed(sentences: Iterable[str]) -> tuple[Note, ...]:
    return tuple(Note("guessed", sentence) for sentence in sentences)


def _report(source: Source, item: Item, status: str, notes: Sequence[Note]) -> FileReport:
    return FileReport(source.path, status, item.kind, item.slug, tuple(notes), item.id)


def _attached_paths(source: Source, front: FrontMatter | None) -> Iterator[str]:
    """The report paths of the files that a page names as its attachments."""
    if front is None:
        return
    folder = Path(source.path).parent
    for entry in front.attachments:
        parts: list[str] = []
        for part in (folder / entry.file).parts:
            if part == "..":
                parts = parts[:-1]
            else:
                parts.append(part)
        yield str(Path(*parts))


def _front_of(source: Source) -> FrontMatter | None:
    """What a page declares; None for other files, and for one that cannot be read.

    A file that cannot be read is reported when its turn comes.
    """
    if source.fault or source.suffix not in (".md", ".markdown"):
        return None
    try:
        return front_matter.read(reader.read_file(Path(source.path).name, source.read()).text)
    except (HubError, OSError, RecursionError):
        return None

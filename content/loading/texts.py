"""Texts without front matter: read as an official document where they are one, else a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content import markup, places
from content.documents import plan as plans
from content.documents.lines import Removed
from content.errors import BadInput
from content.letters.result import Letters
from content.loading import completing, originals, waiting
from content.loading.order import FileReport, Order, guessed
from content.loading.originals import Original
from content.loading.sources import Source
from content.loading.transcript import fields_of_plan, title_of, without_title, written_place
from content.publishing.commands import arrival
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.reading.result import Note, Reading

# What the body of one item may hold, with room for an account of the document above it.
_MOST_BODY = markup.MOST_BYTES - 20_000


@dataclass(frozen=True, slots=True)
class Told:
    """A text as the fields of an item; `sure` when it may be published as the document it is."""

    fields: ItemFields
    sure: bool
    notes: tuple[Note, ...]


def load(
    source: Source, read: Reading, data: bytes, order: Order, *, into: Item | None = None
) -> FileReport:
    """Take a read text in; `into` is the item that an earlier reading of the same file became."""
    name = Path(source.path).name
    original = originals.keep(name, data)
    if not read.text.strip() and (original.row is None or not read.scanned):
        raise BadInput(original.fault or f"“{name}” không có chữ nào; hãy kiểm tra lại tệp.")
    text, pictures, dropped = originals.with_pictures(read)
    # A letter is not what it encloses: it stays a draft, whatever it looks like.
    unsure = _unsure(read.letters) or read.kind == "eml"
    told = tell(text, original, pictures, unsure=unsure, markdown=is_markdown(read))
    asking = waiting.asking(read, original, order, source.path)
    item, status, notes = settle(told, original.sha256, order, into=into, also=asking)
    return FileReport(
        source.path,
        status,
        item.kind,
        item.slug,
        (*read.notes, *dropped, *original.notes(), *told.notes, *notes, *waiting.notes(read)),
        item.id,
        sha256=original.row.sha256 if original.row else None,
        pages=read.pages,
        scanned=read.scanned,
        letters=read.letters,
    )


def tell(
    text: str,
    original: Original,
    others: Iterable[AttachmentFields] = (),
    *,
    poor: bool = False,
    unsure: bool = False,
    markdown: bool | None = None,
) -> Told:
    """The fields that a text gives. poor: measured as badly recognised; unsure: of its letters.

    markdown: whether the text is Markdown; None finds out by its lines.
    """
    plan = plans.parse(text, name=original.name, markdown=markdown)
    official = plan.official
    document = fields_of_plan(plan) if official else None
    if document is not None and poor:
        document = replace(document, poorly_recognised=True)
    found = places.find(written_place(plan)) if official else []
    body, rest = _fitting(plan.body_markdown if official else without_title(plan))
    fields = ItemFields(
        kind="document" if official else "news",
        title=title_of(plan) or original.name,
        body=body,
        date=document.issued.earliest if document and document.issued else None,
        place=found[0].slug if found else None,
        attachments=(*original.attachment(plan), *others),
        document=document,
    )
    if rest and original.row is not None and not original.row.text:
        original.row.text = rest  # search finds the rest in the file
    notes = [*guessed(*plan.notes), *_on_kind(official, text), *_on_rest(rest)]
    notes += _on_removed(plan.removed)
    return Told(fields, official and not unsure, tuple(notes))


def is_markdown(read: Reading) -> bool | None:
    """Whether a reader wrote Markdown; None where people wrote the text and either may stand."""
    return None if read.kind in ("text", "markdown") else True


def settle(
    told: Told,
    sha256: str,
    order: Order,
    *,
    into: Item | None = None,
    also: Callable[[Item], None] | None = None,
) -> tuple[Item, str, tuple[Note, ...]]:
    """Bring a told text to its item and commit: the item, what became of it, further notes."""
    fields, notes = told.fields, list[Note]()
    state = "published" if told.sure and not order.draft else "draft"
    described = arrival.described(fields) if fields.document is not None else None
    if described is not None:
        known, known_state = described
        notes.extend(guessed(*completing.notes(known)))
        fields = completing.completed(fields, known)
        if known_state != "published":
            # Who took it down, or never approved it, decides; a file that arrives does not.
            sentence = "Bài này chưa đăng hoặc đã gỡ: chữ vừa nạp ở Nháp, chờ người soát."
            state = "draft"
            notes.append(Note("waiting", sentence))
    arrived = arrival.Arrival(fields, sha256, state, into=into.id if into else None)
    item, status, more = arrival.load(arrived, actor_id=order.actor_id, also=also)
    return item, status, (*notes, *guessed(*more))


def _unsure(letters: Iterable[Letters]) -> bool:
    return any(not entry.sure for entry in letters)


def _fitting(body: str) -> tuple[str, str]:
    """The part of a body that one item may hold, cut between paragraphs, and the rest."""
    if len(body.encode()) <= _MOST_BODY:
        return body, ""
    cut = body.encode()[:_MOST_BODY].decode("utf-8", "ignore")
    at = cut.rfind("\n\n")
    at = at if at > len(cut) // 2 else max(cut.rfind("\n"), cut.rfind(" "), 1)
    return body[:at].rstrip(), body[at:].lstrip()


def _on_kind(official: bool, text: str) -> tuple[Note, ...]:
    if official or not text.strip():
        return ()
    return guessed(
        "Không thấy số, cơ quan hay loại văn bản: để ở Nháp như một tin; hãy soát lại rồi đăng."
    )


def _on_removed(removed: Sequence[Removed]) -> tuple[Note, ...]:
    """What of the paper is no text, by reason, in one line: it is so with every official letter."""
    by_reason: dict[str, list[str]] = {}
    for each in removed:
        by_reason.setdefault(each.reason, []).append(f"“{each.text}”")
    if not by_reason:
        return ()
    listed = "; ".join(f"{why} {', '.join(words)}" for why, words in by_reason.items())
    return (Note("dropped", f"Bỏ khỏi thân bài: {listed}."),)


def _on_rest(rest: str) -> tuple[Note, ...]:
    if not rest:
        return ()
    length = len(rest) // 1000
    sentence = (
        f"Văn bản dài quá mức một bài: {length} nghìn chữ cái cuối chỉ có trong tệp kèm "
        "(tìm kiếm vẫn thấy); nên tách thành nhiều bài."
    )
    return (Note("dropped", sentence),)

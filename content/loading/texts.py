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
from content.loading import (
    completing,
    hand_edits,
    letter_choices,
    originals,
    saved_from,
    small_capitals,
    waiting,
)
from content.loading.hand_edits import Hand
from content.loading.order import FileReport, Order, guessed
from content.loading.originals import Original
from content.loading.sources import Source
from content.loading.transcript import fields_of_plan, title_of, without_title, written_place
from content.publishing import desk_queries
from content.publishing.commands import arrival
from content.publishing.commands.origins import Origin
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.reading.result import Note, Reading

# How the plan's sentences begin that tell what it lacks, by the field of the document.
_GAPS = {
    "number": ("Không thấy số văn bản", "Số văn bản để trống"),
    "issued": ("Không thấy ngày ban hành",),
    "issuer": ("Không thấy cơ quan ban hành",),
    "signer": ("Không thấy tên người ký",),
    "": ("Không thấy trích yếu", "Ngày ban hành không ghi đủ"),
}
_POOR = "Văn bản nhận dạng kém"
# What the body of one item may hold, with room for an account of the document above it.
_MOST_BODY = markup.MOST_BYTES - 20_000
# What of a text is looked through for what it is: 160 pages, more than twice what a body holds.
_MOST_LOOKED_AT = 400_000


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
    name = source.name
    prepared = originals.prepared(read)
    original = originals.keep(name, data)
    if not read.text.strip() and (original.row is None or not read.scanned):
        raise BadInput(original.fault or f"“{name}” không có chữ nào; hãy kiểm tra lại tệp.")
    text, pictures, dropped = originals.with_pictures(read, prepared)
    # A letter is not what it encloses: it stays a draft, whatever it looks like.
    unsure = _unsure(read.letters) or read.kind == "eml"
    told = tell(text, original, pictures, unsure=unsure, markdown=is_markdown(read))
    asking = waiting.asking(read, original, order, source.path)
    item, status, notes = settle(
        told,
        original.sha256,
        order,
        into=into,
        also=asking,
        path=source.path,
        origin=_origin(source, read, data, original),
    )
    letters, waits = _on_letters(read), waiting.notes(read)
    return FileReport(
        source.path,
        status,
        item.kind,
        item.slug,
        (*read.notes, *letters, *dropped, *original.notes(), *_still(told, item), *notes, *waits),
        item.id,
        sha256=original.row.sha256 if original.row else None,
        pages=read.pages,
        scanned=read.scanned,
        letters=read.letters,
    )


def _origin(source: Source, read: Reading, data: bytes, original: Original) -> Origin | None:
    """Where a text came from that is known by nothing else: its original is not kept."""
    if original.row is not None:
        return None
    return saved_from.origin_of(source.around + source.name, read.kind, data)


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
    text, unlooked = _fitting(text, _MOST_LOOKED_AT)
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
    rest = "\n\n".join(filter(None, (rest, unlooked)))
    if rest and original.row is not None and not original.row.text:
        original.row.text = rest  # search finds the rest in the file
    notes = [*map(_on_plan, plan.notes), *_on_kind(official, text), *_on_rest(rest)]
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
    path: str = "",
    origin: Origin | None = None,
) -> tuple[Item, str, tuple[Note, ...]]:
    """Bring a told text to its item and commit: the item, what became of it, further notes."""
    fields, state = told.fields, "published" if told.sure and not order.draft else "draft"
    standing = arrival.item_of(fields, origin, sha256, into)
    hand = hand_edits.of(standing)
    known = arrival.described(fields) if fields.document is not None else None
    notes: list[Note] = []
    if known is not None:
        fields = completing.completed(fields, known[0])
    if known is not None and known[1] != "published" and state == "published":
        # Who took it down, or never approved it, decides; a file that arrives does not.
        sentence = "Bài này chưa đăng hoặc đã gỡ: chữ vừa nạp ở Nháp, chờ người soát."
        state = "draft"
        notes.append(Note("waiting", sentence))
    if state == "published" and hand_edits.shield(standing, fields):
        state = "draft"  # what a person mended is not taken from readers by a machine's reading
    within = into.id if into else None
    arrived = arrival.Arrival(fields, sha256, state, into=within, origin=origin)
    item, status, more = arrival.load(arrived, actor_id=order.actor_id, also=also)
    if status == "changed":
        notes.extend(_on_replaced(item, known[0] if known else None, hand, fields, order))
    if path and status != "unchanged":
        order.came[item.id] = path
    edited = any(note.kind == "edited" for note in notes)
    told_of = (each for each in more if not (edited and each == arrival.NEWER_WAITS))
    return item, status, (*notes, *of_arrival(*told_of))


def of_arrival(*sentences: str) -> tuple[Note, ...]:
    """What taking a text in said of it, as notes."""
    kinds = {arrival.KEPT_OTHER: "read", arrival.NEWER_WAITS: "waiting"}
    return tuple(
        Note("guessed" if each.startswith("Chủ đề mới") else kinds.get(each, "todo"), each)
        for each in sentences
    )


def _on_replaced(
    item: Item, known: ItemFields | None, hand: Hand | None, fields: ItemFields, order: Order
) -> tuple[Note, ...]:
    """What a person should hear of the text that gave way."""
    if item.id in order.came:
        first = Path(order.came[item.id]).name
        sentence = (
            f"Cùng một văn bản với tệp “{first}” nạp trước trong lần này: bài lấy chữ của tệp này, "
            "chữ của tệp kia còn trong Lịch sử."
        )
        return (Note("read", sentence),)
    edited = hand.note(item) if hand is not None else ()
    if edited or known is None or known.body == fields.body:
        return edited
    return tuple(Note("read", each) for each in completing.notes(known))


def _unsure(letters: Iterable[Letters]) -> bool:
    return any(not entry.sure for entry in letters)


def _fitting(body: str, most: int = _MOST_BODY) -> tuple[str, str]:
    """The part of a body that one item may hold, cut between paragraphs, and the rest."""
    if len(body.encode()) <= most:
        return body, ""
    cut = body.encode()[:most].decode("utf-8", "ignore")
    at = cut.rfind("\n\n")
    at = at if at > len(cut) // 2 else max(cut.rfind("\n"), cut.rfind(" "), 1)
    return body[:at].rstrip(), body[at:].lstrip()


def _on_letters(read: Reading) -> tuple[Note, ...]:
    """Old letters that were converted; readers of Word and PDF files have said so themselves."""
    converted = letter_choices.converted(read.letters) if is_markdown(read) is None else ()
    return (*converted, *small_capitals.notes(read.text, read.letters))


def _on_plan(sentence: str) -> Note:
    """A sentence of the plan: on what it does not say, else on what was supposed."""
    if sentence.startswith(_POOR):
        return Note("todo", sentence)
    is_gap = any(sentence.startswith(start) for starts in _GAPS.values() for start in starts)
    return Note("gap" if is_gap else "guessed", sentence)


def _still(told: Told, item: Item) -> tuple[Note, ...]:
    """The notes without the gaps that the hub could fill from what it knew of the document."""
    document = desk_queries.working(item).document
    filled = tuple(
        start
        for name, starts in _GAPS.items()
        if name and document is not None and getattr(document, name)
        for start in starts
    )
    return tuple(n for n in told.notes if not (n.kind == "gap" and n.text.startswith(filled)))


def _on_kind(official: bool, text: str) -> tuple[Note, ...]:
    if official or not text.strip():
        return ()
    return guessed(
        "Không thấy số, cơ quan hay loại văn bản: để ở Nháp như một tin; hãy soát trước khi đăng."
    )


def _on_removed(removed: Sequence[Removed]) -> tuple[Note, ...]:
    """What of the paper is no text, by reason, in one line: it is so with every official letter."""
    by_reason: dict[str, list[str]] = {}
    for each in removed:
        by_reason.setdefault(each.reason, []).append(f"“{each.text}”")
    if not by_reason:
        return ()
    listed = "; ".join(
        # A label is its own reason: “Nơi nhận” need not be quoted twice.
        why if why.endswith("”") else f"{why} {', '.join(words)}"
        for why, words in by_reason.items()
    )
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

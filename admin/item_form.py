"""The writing form: typed text to fields of an item and back; what was typed is never lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from werkzeug.datastructures import MultiDict

from admin import detail_form, relation_lines, times
from content import places
from content.documents.fields import DocumentFields
from content.errors import BadInput
from content.publishing.models import KINDS, Topic
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.vietnamese import fold, tidy

TEXTS = (
    "title",
    "slug",
    "summary",
    "body",
    "date",
    "topics",
    "place",
    "publish_at",
    "expires_at",
    "review_by",
)
DOCUMENT_TEXTS = (
    "number",
    "document_kind",
    "issuer",
    "issued",
    "issued_at_place",
    "signer",
    "signer_role",
    "effective",
    "expires",
    "recipients",
    "relations",
)
MOST_TITLE, MOST_LINE, MOST_BODY = 500, 2_000, 200_000
_LONG = frozenset({"body", "recipients", "relations"})
T = TypeVar("T")


@dataclass(slots=True)
class AttachmentRow:
    """One file of the form: what it is, its title, where it stands, whether it goes.

    until: the day on which another file took its place, as typed; "" while it is in force; None
    where the form does not say, and what is stored holds.
    """

    sha256: str
    file_name: str
    title: str
    position: str
    remove: bool = False
    until: str | None = ""


@dataclass(slots=True)
class ItemForm:
    """What stands in the form now (`values`: as typed), and the fault of each field."""

    kind: str
    values: dict[str, str]
    attachments: list[AttachmentRow] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)

    def fields(self, base: ItemFields | None = None) -> ItemFields | None:
        """The fields that the typed text means, or None with `errors` filled.

        `base` gives what the form does not show (language, quotes of read citations).
        """
        read: dict[str, Any] = {
            "title": self._read("title", _title),
            "date": self._read("date", lambda t: times.day(t, "Ngày")),
            "publish_at": self._read("publish_at", lambda t: times.moment(t, "Ngày giờ đăng")),
            "expires_at": self._read("expires_at", lambda t: times.moment(t, "Ngày giờ hết hạn")),
            "review_by": self._read("review_by", lambda t: times.day(t, "Rà soát lại trước ngày")),
            "place": self._read("place", _place),
            "attachments": self._read_attachments(base),
            **self._details(base),
        }
        document = self._document(base) if self.kind == "document" else None
        for name in ("summary", "slug", "body"):
            read[name] = self._read(name, _text(name))
        if self.errors:
            return None
        whole = base or ItemFields(kind=self.kind, title="")
        topics = tuple(_list(self.values["topics"]))
        return replace(whole, kind=self.kind, topics=topics, document=document, **read)

    def shown(self, name: str) -> str:
        """What stands in a field, in words for people."""
        return detail_form.in_words(name, self.values[name])

    def _details(self, base: ItemFields | None) -> dict[str, Any]:
        whole = base or ItemFields(kind=self.kind, title="")
        files = self._read_attachments(base)
        read: dict[str, Any] = {
            "sources": detail_form.sources(self._read, whole.sources),
            "checked": self._read("checked", lambda t: times.day(t, "Kiểm tra lần cuối")),
            "event": None,
            "training": None,
        }
        if self.kind == "notice":
            read["event"] = detail_form.event(self.values, self._read)
        if self.kind == "training":
            given = detail_form.training(self.values, self._read, files, whole.training)
            read["training"] = given
        return read

    def _read(self, name: str, reader: Callable[[str], T]) -> T | None:
        try:
            return reader(self.values[name])
        except BadInput as fault:
            self.errors[name] = fault.message
            return None

    def _read_attachments(self, base: ItemFields | None) -> tuple[AttachmentFields, ...]:
        kept = [row for row in self.attachments if not row.remove]
        known = {(a.sha256, a.file_name): a.until for a in base.attachments} if base else {}
        order = {id(row): _position(row.position, at) for at, row in enumerate(kept, 1)}
        kept.sort(key=lambda row: order[id(row)])
        return tuple(
            AttachmentFields(
                row.sha256,
                row.file_name,
                tidy(row.title).strip(),
                known.get((row.sha256, row.file_name)) if row.until is None else self._until(row),
            )
            for row in kept
        )

    def _until(self, row: AttachmentRow) -> dt.date | None:
        try:
            return times.day(_clean(row.until or ""), "Ngày thay tệp")
        except BadInput as fault:
            self.errors["files"] = fault.message
            return None

    def _document(self, base: ItemFields | None) -> DocumentFields:
        known = (base.document if base else None) or DocumentFields()
        texts = {name: tidy(self.values[name]).strip() for name in DOCUMENT_TEXTS}
        issued = self._read("issued", lambda t: times.partial(t, "Ngày ban hành"))
        effective = self._read("effective", lambda t: times.day(t, "Có hiệu lực từ"))
        expires = self._read("expires", lambda t: times.day(t, "Hết hiệu lực từ"))
        links = self._read("relations", lambda t: relation_lines.read(t, known.links))
        return replace(
            known,
            number=texts["number"] or None,
            kind=texts["document_kind"] or None,
            title=tidy(self.values["title"]).strip(),
            issuer=texts["issuer"] or None,
            issued=issued,
            issued_at_place=texts["issued_at_place"],
            signer=texts["signer"] or None,
            signer_role=texts["signer_role"],
            effective=effective,
            expires=expires,
            recipients=tuple(line.strip() for line in texts["recipients"].split("\n") if line),
            links=links or (),
        )


def of_request(sent: MultiDict[str, str], kind: str | None = None) -> ItemForm:
    """The form as it was sent; an unknown kind is news, so that nothing typed is refused whole."""
    given = kind or sent.get("kind", "")
    names = (*TEXTS, *DOCUMENT_TEXTS, *detail_form.TEXTS)
    values = {name: _clean(sent.get(name, "")) for name in names}
    values |= {name: _clean(", ".join(sent.getlist(name))) for name in detail_form.TICKED}
    rows = [
        AttachmentRow(
            sha256=sha,
            file_name=_at(sent.getlist("file_name"), at),
            title=_clean(_at(sent.getlist("file_title"), at)),
            position=_at(sent.getlist("file_position"), at),
            remove=sha in sent.getlist("file_remove"),
            until=sent.get(f"file_until-{sha}"),
        )
        for at, sha in enumerate(sent.getlist("file_sha256"))
    ]
    return ItemForm(given if given in KINDS else "news", values, rows)


def of_fields(fields: ItemFields, topic_names: Mapping[str, str] | None = None) -> ItemForm:
    """The form that shows fields. `topic_names`: a topic's name by its slug."""
    names = topic_names or {}
    values = {
        "title": fields.title,
        "slug": fields.slug,
        "summary": fields.summary,
        "body": fields.body,
        "date": times.shown_day(fields.date),
        "topics": ", ".join(names.get(topic, topic) for topic in fields.topics),
        "place": _place_name(fields.place),
        "publish_at": times.shown(fields.publish_at),
        "expires_at": times.shown(fields.expires_at),
        "review_by": times.shown_day(fields.review_by),
        **_document_values(fields.document or DocumentFields()),
        **detail_form.values_of(fields),
    }
    rows = [
        AttachmentRow(a.sha256, a.file_name, a.title, str(at), until=times.shown_day(a.until))
        for at, a in enumerate(fields.attachments, start=1)
    ]
    return ItemForm(fields.kind, values, rows)


def empty(kind: str, today: dt.date) -> ItemForm:
    """A form for a new item of a kind."""
    return of_fields(ItemFields(kind=kind, title="", date=today))


def unknown_topics(fields: ItemFields, known: Iterable[Topic]) -> list[str]:
    """The written topics that no topic is called, compared without marks and case."""
    names = {fold(name) for topic in known for name in (topic.name, topic.slug)}
    return [topic for topic in fields.topics if fold(topic) not in names]


def _document_values(document: DocumentFields) -> dict[str, str]:
    return {
        "number": document.number or "",
        "document_kind": document.kind or "",
        "issuer": document.issuer or "",
        "issued": times.shown_partial(document.issued),
        "issued_at_place": document.issued_at_place,
        "signer": document.signer or "",
        "signer_role": document.signer_role,
        "effective": times.shown_day(document.effective),
        "expires": times.shown_day(document.expires),
        "recipients": "\n".join(document.recipients),
        "relations": relation_lines.write(document.links),
    }


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _title(text: str) -> str:
    title = " ".join(tidy(text).split())
    if not title:
        raise BadInput("Hãy ghi tiêu đề.")
    if len(title) > MOST_TITLE:
        raise BadInput(f"Tiêu đề dài quá {MOST_TITLE} chữ; hãy rút ngắn.")
    return title


def _text(name: str) -> Callable[[str], str]:
    most = MOST_BODY if name in _LONG else MOST_LINE

    def read(text: str) -> str:
        if len(text) > most:
            raise BadInput(f"Phần này dài quá {most:,} chữ; hãy rút ngắn hoặc chia bài.")
        return tidy(text).strip()

    return read


def _place(text: str) -> str | None:
    """The slug of a written place; BadInput when none or more than one is meant."""
    written = " ".join(text.split())
    if not written:
        return None
    found = places.find(written[:300])
    if not found:
        raise BadInput(f"Không thấy địa bàn “{written[:80]}”; hãy thêm ở mục Địa bàn trước.")
    alike = [p for p in found[1:] if (p.level, p.title) == (found[0].level, found[0].title)]
    if alike:
        options = "; ".join(p.full_name for p in (found[0], *alike[:3]))
        raise BadInput(f"Có hơn một nơi tên “{written[:80]}”; hãy ghi rõ một trong: {options}.")
    return found[0].slug


def _place_name(slug: str | None) -> str:
    place = places.by_slug(slug) if slug else None
    return place.full_name if place else ""


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(p for p in (" ".join(t.split()) for t in text.split(",")) if p))


def _position(text: str, otherwise: int) -> float:
    return float(text) if text.isdecimal() and len(text) < 5 else float(otherwise)


def _at(values: list[Any], at: int) -> str:
    return str(values[at]) if at < len(values) else ""

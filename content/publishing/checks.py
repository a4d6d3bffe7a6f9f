"""The edge of the publishing wing: what comes in is tidied, measured, or refused."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from content import calendar
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.documents.models import RELATIONS
from content.errors import BadInput
from content.publishing import audiences, detail_checks
from content.publishing.detail_fields import EventFields, TrainingFields
from content.publishing.models import KINDS, RESERVED_SLUGS, SECTIONS
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.vietnamese import slugify, tidy

MOST_TITLE = 500  # characters
MOST_SUMMARY = 1000
MOST_BODY_BYTES = 200_000
MOST_NOTE = 1000
MOST_SLUG = 100
_MOST_TOPICS = 20
_MOST_TOPIC_NAME = 120
_MOST_ATTACHMENTS = 50
_MOST_LINKS = 500
_MOST_QUOTE = 1000
_MOST_RECIPIENTS = 200
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?")
_PAGING = re.compile(r"trang-\d+")
_FILTER_WORDS = frozenset({"chu-de", "noi", "nam", *audiences.FACETS})
_SAFE_NAME = re.compile(r"[a-z0-9][a-z0-9-]*(\.[a-z0-9]{1,5})?")
# (field of DocumentFields, what the form calls it, most characters)
_DOCUMENT_CAPS = (
    ("number", "Số, ký hiệu", 80),
    ("kind", "Loại văn bản", 40),
    ("title", "Trích yếu", 2000),
    ("issuer", "Cơ quan ban hành", 300),
    ("issued_at_place", "Nơi ban hành", 120),
    ("signer", "Người ký", 120),
    ("signer_role", "Chức vụ người ký", 200),
)


def checked(fields: ItemFields) -> ItemFields:
    """The fields as they may be stored: NFC, one-line titles, caps held; BadInput names a fault.

    The slug stays empty where none was given, and the date becomes today's Vietnamese date.
    """
    if fields.kind not in KINDS:
        raise BadInput(f"Loại bài “{fields.kind}” không có; hãy chọn một loại trong danh sách.")
    title = capped(line(fields.title), "Tiêu đề", MOST_TITLE)
    if not title:
        raise BadInput("Chưa có tiêu đề; hãy ghi tiêu đề rồi lưu lại.")
    _check_moments(fields)
    attachments = _attachments(fields.attachments)
    return replace(
        fields,
        title=title,
        slug=slugify(fields.slug, MOST_SLUG),
        summary=capped(line(fields.summary), "Tóm tắt", MOST_SUMMARY),
        body=_body(fields.body),
        date=_date(fields.date),
        language=_language(fields.language),
        topics=_topics(fields.topics),
        attachments=attachments,
        sources=detail_checks.sources(fields.sources),
        checked=_date(fields.checked) if fields.checked else None,
        review_by=_date(fields.review_by) if fields.review_by else None,
        event=_event(fields),
        training=_training(fields, attachments),
        document=_document(fields, title),
    )


def line(text: str) -> str:
    """Tidied text on one line."""
    return " ".join(tidy(text).split())


def capped(text: str, name: str, most: int) -> str:
    """The text, when it has at most `most` characters; else BadInput by the field's name."""
    if len(text) > most:
        raise BadInput(f"{name} dài {len(text)} ký tự; hãy rút còn tối đa {most} ký tự.")
    return text


def check_slug(kind: str, slug: str) -> None:
    """BadInput when a slug is empty or names a room of the site."""
    if not slug:
        raise BadInput("Tiêu đề không có chữ để đặt địa chỉ; hãy ghi địa chỉ bằng chữ không dấu.")
    if slug in (_FILTER_WORDS if SECTIONS[kind][0] else RESERVED_SLUGS) or _PAGING.fullmatch(slug):
        raise BadInput(f"Địa chỉ “{slug}” dành riêng cho trang web; hãy đặt địa chỉ khác.")


def _body(body: str) -> str:
    text = tidy(body).strip("\n")
    size = len(text.encode())
    if size > MOST_BODY_BYTES:
        raise BadInput(
            f"Nội dung dài {size // 1000} kB, quá mức {MOST_BODY_BYTES // 1000} kB; "
            "hãy tách thành nhiều bài hoặc đính kèm tệp."
        )
    return text


def _date(date: dt.date | None) -> dt.date:
    day = date or calendar.today()
    if not 1900 <= day.year <= 2200:
        raise BadInput(f"Ngày {day.day}/{day.month}/{day.year} không hợp lý; hãy kiểm tra lại năm.")
    return day


def _language(language: str) -> str:
    if not _LANGUAGE.fullmatch(language):
        raise BadInput(f"Mã ngôn ngữ “{language}” không đúng; dùng vi cho tiếng Việt.")
    return language


def _check_moments(fields: ItemFields) -> None:
    for moment in (fields.publish_at, fields.expires_at):
        if moment is not None and moment.tzinfo is None:
            raise ValueError("naive moments have no place in ItemFields")
    begin, end = fields.publish_at, fields.expires_at
    if begin and end and end <= begin:
        raise BadInput("Giờ gỡ bài phải sau giờ đăng bài; hãy sửa một trong hai.")


def _topics(names: tuple[str, ...]) -> tuple[str, ...]:
    found = dict.fromkeys(name for name in map(line, names) if name)
    if len(found) > _MOST_TOPICS:
        raise BadInput(f"Một bài có tối đa {_MOST_TOPICS} chủ đề; hãy bỏ bớt.")
    for name in found:
        check_topic_name(name)
    return tuple(found)


def check_topic_name(name: str) -> None:
    """BadInput when a topic's name is too long or gives no address."""
    capped(name, "Tên chủ đề", _MOST_TOPIC_NAME)
    if not slugify(name):
        raise BadInput(f"Tên chủ đề “{name}” không có chữ nào; hãy ghi lại.")


def _attachments(given: tuple[AttachmentFields, ...]) -> tuple[AttachmentFields, ...]:
    if len(given) > _MOST_ATTACHMENTS:
        raise BadInput(f"Một bài có tối đa {_MOST_ATTACHMENTS} tệp đính kèm; hãy gộp thành ZIP.")
    kept: dict[tuple[str, str], AttachmentFields] = {}
    for entry in given:
        if not _SAFE_NAME.fullmatch(entry.file_name) or len(entry.file_name) > 200:
            raise BadInput("Tên tệp đính kèm không hợp lệ; hãy tải tệp lên lại.")
        title = capped(line(entry.title), "Tên hiển thị của tệp", MOST_TITLE)
        kept[entry.sha256, entry.file_name] = replace(entry, title=title)
    return tuple(kept.values())


def _event(fields: ItemFields) -> EventFields | None:
    if fields.kind != "notice" or fields.event is None:
        return None
    return detail_checks.event(fields.event)


def _training(
    fields: ItemFields, attachments: tuple[AttachmentFields, ...]
) -> TrainingFields | None:
    """Every piece of training material has particulars, be they empty: lists narrow by them."""
    if fields.kind != "training":
        return None
    given = fields.training or TrainingFields()
    return detail_checks.training(given, [entry.file_name for entry in attachments])


# ---- documents ----------------------------------------------------------------------------------


def _document(fields: ItemFields, title: str) -> DocumentFields | None:
    if fields.kind != "document":
        return None
    given = fields.document or DocumentFields()
    texts = {
        name: capped(line(getattr(given, name) or ""), label, most)
        for name, label, most in _DOCUMENT_CAPS
    }
    if given.effective and given.expires and given.expires <= given.effective:
        raise BadInput("Ngày hết hiệu lực phải sau ngày có hiệu lực; hãy sửa một trong hai.")
    _check_partial(given.issued)
    if len(given.links) > _MOST_LINKS:
        raise BadInput(f"Văn bản dẫn chiếu {len(given.links)} văn bản, quá mức {_MOST_LINKS}.")
    return replace(
        given,
        number=texts["number"] or None,
        kind=texts["kind"] or None,
        title=texts["title"] or title,
        issuer=texts["issuer"] or None,
        issued_at_place=texts["issued_at_place"],
        signer=texts["signer"] or None,
        signer_role=texts["signer_role"],
        recipients=_recipients(given.recipients),
        links=tuple(_link(link) for link in given.links),
    )


def _recipients(given: tuple[str, ...]) -> tuple[str, ...]:
    lines = tuple(text for text in map(line, given) if text)
    if len(lines) > _MOST_RECIPIENTS:
        raise BadInput(f"Nơi nhận có tối đa {_MOST_RECIPIENTS} dòng; hãy rút bớt.")
    return tuple(capped(text, "Một dòng nơi nhận", MOST_TITLE) for text in lines)


def _link(link: LinkFields) -> LinkFields:
    if link.relation not in RELATIONS or link.origin not in ("text", "editor"):
        raise BadInput("Quan hệ giữa hai văn bản không có trong danh sách; hãy chọn lại.")
    _check_partial(link.issued)
    return replace(
        link,
        number=capped(line(link.number or ""), "Số của văn bản dẫn chiếu", 80) or None,
        issuer=capped(line(link.issuer or ""), "Cơ quan của văn bản dẫn chiếu", 300) or None,
        title=line(link.title)[:MOST_SUMMARY].rstrip(),
        quote=line(link.quote)[:_MOST_QUOTE].rstrip(),
    )


def _check_partial(date: PartialDate | None) -> None:
    if date is None:
        return
    try:
        valid = 1900 <= date.year <= 2200 and PartialDate.from_iso(date.iso()) == date
    except ValueError:
        valid = False
    if not valid:
        raise BadInput(f"Ngày ban hành “{date.shown()}” không có trong lịch; hãy kiểm tra lại.")

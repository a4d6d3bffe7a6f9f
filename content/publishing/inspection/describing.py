"""Checks of what stands around a body: title, summary, sources, files, dates, the event. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content import calendar
from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import MUST, SHOULD, Finding
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields
from content.vietnamese import fold

_LONG_TITLE, _LONG_TITLE_OF_DOCUMENT, _LONG_SUMMARY = 120, 300, 320
# What a page at the root tells is short by itself; a document's title says what it is about.
_NEEDS_SUMMARY = frozenset({"news", "guidance", "story", "notice", "training"})
_FILE_NAME = re.compile(r".*\.(?:docx?|pdf|xlsx?|pptx?|txt|rtf|odt|jpe?g|png|zip)", re.IGNORECASE)
_JOINED = re.compile(r"\S+[_]\S*|\S+(?:-\S+){2,}")
_FACTS = re.compile(
    r"\d\s{0,2}(?:%|người|hộ|gia đình|dòng họ|học sinh|lượt|triệu|tỷ|tỉ đồng|trường|lớp)"
    r"|\btheo (?:báo cáo|số liệu|thống kê|kế hoạch|quyết định|nghị định|công văn|hướng dẫn)",
    re.IGNORECASE,
)
_OUTSIDE = ("http://", "https://", "/van-ban/")


def check(fields: ItemFields, body: Body, known: Known) -> Iterator[Finding]:
    """Findings about everything but the text itself."""
    yield from _title(fields)
    yield from _summary(fields)
    yield from _sources(fields, body)
    yield from _dates(fields, known)
    yield from _event(fields, known)
    if known.letters_open:
        text = "Chưa trả lời câu hỏi về kiểu chữ của tệp gốc; hãy trả lời ở mục Tải lên trước."
        yield Finding("letters-open", MUST, text, "body")


def _title(fields: ItemFields) -> Iterator[Finding]:
    title = fields.title.strip()
    most = _LONG_TITLE_OF_DOCUMENT if fields.kind == "document" else _LONG_TITLE
    whole = (0, len(fields.title))
    if not title:
        yield Finding("title-empty", MUST, "Chưa có tiêu đề; hãy ghi tiêu đề.", "title")
    elif _FILE_NAME.fullmatch(title) or (" " not in title and _JOINED.fullmatch(title)):
        text = "Tiêu đề là tên tệp; hãy ghi tiêu đề cho người đọc hiểu."
        yield Finding("title-file", SHOULD, text, "title", *whole)
    elif len(title) > most:
        text = f"Tiêu đề dài {len(title)} chữ; hãy rút còn dưới {most}."
        yield Finding("title-long", SHOULD, text, "title", *whole)


def _summary(fields: ItemFields) -> Iterator[Finding]:
    summary = fields.summary.strip()
    whole = (0, len(fields.summary))
    if not summary:
        if fields.kind in _NEEDS_SUMMARY:
            text = "Chưa có tóm tắt; hãy viết một, hai câu, hiện trong danh sách và khi chia sẻ."
            yield Finding("summary-empty", SHOULD, text, "summary")
    elif fold(summary).strip(" .") == fold(fields.title).strip(" ."):
        text = "Tóm tắt chép lại tiêu đề; hãy viết điều người đọc cần biết thêm."
        yield Finding("summary-title", SHOULD, text, "summary", *whole)
    elif len(summary) > _LONG_SUMMARY:
        text = f"Tóm tắt dài {len(summary)} chữ; hãy rút còn một, hai câu."
        yield Finding("summary-long", SHOULD, text, "summary", *whole)


def _sources(fields: ItemFields, body: Body) -> Iterator[Finding]:
    if fields.sources or (fields.document and fields.document.links and fields.attachments):
        return
    if fields.kind == "document":
        if not fields.attachments:
            text = "Văn bản chưa có tệp gốc và chưa ghi nguồn; hãy đính kèm tệp hoặc ghi nguồn."
            yield Finding("no-file", SHOULD, text, "attachments")
        return
    if any(link.target.startswith(_OUTSIDE) for link in (*body.links, *body.bare)):
        return
    asked = fields.kind == "guidance" or (
        fields.kind in ("news", "story") and _FACTS.search(body.prose)
    )
    if asked:
        text = "Chưa ghi nguồn; hãy ghi văn bản hoặc trang mà các thông tin trong bài lấy ra."
        yield Finding("no-source", SHOULD, text, "sources")


def _dates(fields: ItemFields, known: Known) -> Iterator[Finding]:
    if fields.expires_at is not None and fields.expires_at <= known.now:
        text = "Giờ hết hạn đã qua nên đăng lên cũng không hiện; hãy đổi hoặc bỏ trống."
        yield Finding("expires-past", MUST, text, "expires_at")
    past = fields.publish_at is not None and fields.publish_at <= known.now
    if past and not known.published:
        text = "Giờ đăng đã qua nên bài sẽ hiện ngay; hãy kiểm tra lại giờ đăng."
        yield Finding("publish-past", SHOULD, text, "publish_at")


def _event(fields: ItemFields, known: Known) -> Iterator[Finding]:
    event = fields.event
    if event is None or known.published:
        return
    last = event.ends or event.starts
    if last < calendar.today(known.now):
        day = f"{last.day}/{last.month}/{last.year}"
        text = f"Sự kiện đã qua từ ngày {day}; hãy kiểm tra lại ngày diễn ra."
        yield Finding("event-past", SHOULD, text, "event_starts")

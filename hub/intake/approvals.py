"""Approval without an account: a link opens the text, a button answers. Opening it changes nothing:
messengers open links by themselves to draw a picture of them."""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from content import files, markup, places
from content.errors import BadInput
from content.publishing import approval_queries, desk_queries
from content.publishing.approvals import ApprovalLink
from content.publishing.commands import approving
from content.publishing.models import SECTIONS
from content.publishing.snapshot import ItemFields
from hub.face import approval_links, drafted
from hub.intake import origins

_DEAD = (
    "Liên kết này đã trả lời, đã hết hạn, đã thu lại hoặc không đúng. "
    "Nếu ông/bà vẫn cần duyệt bài, hãy xin người gửi một liên kết mới."
)
_STALE = (
    "Bài đã được sửa hoặc đã xử lý sau khi gửi liên kết này. "
    "Hãy xin người gửi một liên kết mới để đọc đúng bản sẽ đăng."
)


def show(token: str) -> ResponseReturnValue:
    """The text that is asked about, and the form that answers."""
    key = approval_links.key_of(token)
    link = approval_queries.link_of(approving.key_hash(key)) if key else None
    if link is not None and link.answered_at is not None:
        return _private(_answered(link))
    if key is None or approval_queries.open_link(approving.key_hash(key)) is None or link is None:
        return _over(_DEAD)
    if not approval_queries.is_current(link):
        return _over(_STALE)
    return _private(_question(link, token))


def take(token: str) -> ResponseReturnValue:
    """Carry out an answer; whatever is wrong is said on the page, with what was typed."""
    key = approval_links.key_of(token)
    hashed = approving.key_hash(key) if key else ""
    link = approval_queries.open_link(hashed) if key else None
    if key is None or link is None:
        return _over(_DEAD, 400)
    if not origins.is_ours(hashed):
        return _private(_question(link, token, "Trang này mở đã lâu; hãy bấm lại lần nữa."), 400)
    try:
        answered = approving.answer(
            key,
            approve=request.form.get("decision") == "approve",
            note=request.form.get("note", ""),
            pin=request.form.get("pin", "")[:20],
        )
    except BadInput as fault:
        current = approval_queries.open_link(hashed)
        if current is None or not approval_queries.is_current(current):
            return _over(fault.message, 400)
        return _private(_question(current, token, fault.message), 400)
    return _private(_answered(answered))


def _question(link: ApprovalLink, token: str, fault: str = "") -> str:
    revision = desk_queries.revision(link.revision_id)
    assert revision is not None
    fields = ItemFields.from_json(revision.fields)
    preview = drafted.path_of(link.preview)
    html = drafted.with_files(markup.render(fields.body).html, preview, fields.attachments)
    return render_template(
        "intake/approval.html",
        page_title=fields.title,
        link=link,
        fields=fields,
        kind=SECTIONS[fields.kind][1],
        place=places.by_slug(fields.place) if fields.place else None,
        html=html,
        preview=preview,
        attached=_attached(fields, preview),
        action=approval_links.RULE.replace("<token>", token),
        form_token=origins.form_token(link.key_sha256),
        note=request.form.get("note", ""),
        fault=fault,
    )


def _attached(fields: ItemFields, preview: str) -> list[tuple[str, str, Any]]:
    found = [(a, files.by_sha256(a.sha256)) for a in fields.attachments]
    return [(a.title or a.file_name, drafted.file_path(preview, a), f) for a, f in found if f]


def _answered(link: ApprovalLink) -> str:
    item = desk_queries.by_id(link.item_id)
    out = item is not None and item.state == "published" and not item.pending_state
    return render_template(
        "intake/answered.html",
        page_title="Đã ghi ý kiến",
        link=link,
        published=item if out and link.answer == "approved" else None,
    )


def _over(sentence: str, status: int = 404) -> ResponseReturnValue:
    page = render_template("intake/over.html", page_title="Liên kết duyệt", sentence=sentence)
    return _private(page, status)


def _private(page: str, status: int = 200) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"  # the address itself is the key
    return response

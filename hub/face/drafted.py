"""Drafts that a signed link shows: the link's token, and files under the link's own address.

The file of a draft has no public address; whoever may see the draft fetches it through the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from content.publishing import library_addresses
from content.publishing.snapshot import AttachmentFields

PREFIX = "/xem-truoc/"


def path_of(nonce: str) -> str:
    """The address of the preview that a nonce opens."""
    return f"{PREFIX}{_signer().dumps({'n': nonce})}/"


def nonce_of(token: str) -> str | None:
    """The nonce of a token that we signed; None of any other."""
    try:
        payload = _signer().loads(token)
    except BadSignature:
        return None
    return str(payload.get("n")) if isinstance(payload, dict) else None


def file_path(preview: str, attachment: AttachmentFields) -> str:
    """Where a preview (its address) offers an attached file."""
    return f"{preview}tep/{attachment.sha256[:16]}/{attachment.file_name}"


def with_files(html: str, preview: str, attachments: Iterable[AttachmentFields]) -> str:
    """The HTML of a draft whose pictures and links to attached files go through its preview."""
    given = list(attachments)
    known = library_addresses.stable_paths([attachment.sha256 for attachment in given])
    for attachment in given:
        there = f'"{file_path(preview, attachment)}"'
        html = html.replace(f'"/tep/{attachment.sha256[:16]}/{attachment.file_name}"', there)
        for prefix in known.get(attachment.sha256, ()):
            html = re.sub(rf'"/tep/{prefix}/[a-z0-9.-]+"', there, html)
    return html


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="preview")

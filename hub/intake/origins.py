"""Where a form came from: only our own pages, lately shown, may send one here.

Readers get no cookie, so nothing rides on one; what is refused here is a form on another site that
was given a stolen address, and a page that lay open for days.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

FORM_SECONDS = 12 * 3600


def form_token(subject: str) -> str:
    """What a form carries: signed, for one subject, good for 12 hours."""
    return _signer().dumps(subject)


def is_ours(subject: str) -> bool:
    """Whether the request was sent by a form of ours for this subject."""
    try:
        named = _signer().loads(request.form.get("form", ""), max_age=FORM_SECONDS)
    except BadSignature:
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return bool(named == subject) and (origin is None or urlsplit(origin).netloc == request.host)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="intake form")

"""The address that asks somebody without an account about a text; the desk hands it out, the
intake answers it."""

from __future__ import annotations

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

RULE = "/duyet/<token>/"


def path_of(key: str) -> str:
    """The address that asks the holder of a key."""
    return RULE.replace("<token>", _signer().dumps(key))


def key_of(token: str) -> str | None:
    """The key in a token that we signed; None of any other."""
    try:
        key = _signer().loads(token)
    except BadSignature:
        return None
    return key if isinstance(key, str) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="approval")

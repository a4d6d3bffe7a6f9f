"""Passkeys: signing in by the finger, face or PIN of one's own telephone or computer (WebAuthn).

Flask-Security has the steps; here stand its settings, its forms without guesses at accounts, and
the origin that browsers name. A passkey is opened by its owner, so it counts as both factors.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, request
from flask_security import (
    WebAuthnRegisterForm,
    WebAuthnSigninForm,
    WebauthnUtil,
    wan_deleted,
    wan_registered,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from content import trail
from content.database import utc_now
from content.people import Person

NAMELESS = "Hãy đặt tên để nhận ra khóa này, ví dụ “Điện thoại của tôi”."
# Asking for the password again by a passkey: the desk asks for the password itself.
SHUT = frozenset({"security.wan_verify", "security.wan_verify_response"})
SIGN_IN, ANSWER = "security.wan_signin", "security.wan_signin_response"


class RegisterForm(WebAuthnRegisterForm):
    """A name for the new key; what it is for is not for the browser to say."""

    name = StringField(validators=[InputRequired(NAMELESS), Length(max=64, message=NAMELESS)])
    usage = HiddenField()

    def validate(self, **kwargs: Any) -> bool:
        """As Flask-Security checks it; always for signing in."""
        self.usage.data = "first"
        return bool(super().validate(**kwargs))


class SigninForm(WebAuthnSigninForm):
    """No account is named before the key is shown, so nobody learns which accounts exist."""

    remember = HiddenField()

    def validate(self, **kwargs: Any) -> bool:
        """As Flask-Security checks it; nothing is remembered."""
        self.identity.data, self.remember.data = "", ""
        return bool(super().validate(**kwargs))


class KeyRules(WebauthnUtil):
    """What is asked of a key: that it knows its account, and that its owner opened it."""

    def origin(self) -> str:
        """The address that browsers name: the configured one, also behind a server with TLS."""
        site = urlsplit(current_app.extensions["hub_settings"].site_url)
        if site.netloc == request.host:
            return f"{site.scheme}://{site.netloc}"
        return str(request.host_url.rstrip("/"))

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """For registering: any kind of key that keeps the account and asks its owner."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        """For signing in: the owner's finger, face or PIN, each time."""
        return UserVerificationRequirement.REQUIRED


def settings(site_name: str) -> dict[str, Any]:
    """The settings of Flask-Security for passkeys."""
    return {
        "SECURITY_WEBAUTHN": True,
        "SECURITY_WAN_RP_NAME": site_name,
        "SECURITY_WAN_REGISTER_URL": "/khoa-truy-cap/",
        "SECURITY_WAN_SIGNIN_URL": "/vao-bang-khoa/",
        "SECURITY_WAN_DELETE_URL": "/khoa-truy-cap/bo/",
        "SECURITY_WAN_VERIFY_URL": "/khoa-truy-cap/hoi-lai/",
        "SECURITY_WAN_POST_REGISTER_VIEW": "security.wan_register",
        "SECURITY_WAN_ALLOW_USER_HINTS": False,
        "SECURITY_WAN_ALLOW_AS_FIRST_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_MULTI_FACTOR": True,
        "SECURITY_WAN_ALLOW_AS_VERIFY": ["first"],
        "SECURITY_WAN_NAME_ALLOWED_CHARS": None,
        "SECURITY_WAN_REGISTER_TEMPLATE": "desk/door/passkeys.html",
        "SECURITY_WAN_SIGNIN_TEMPLATE": "desk/door/passkey.html",
        # Rows of ours take aware moments only.
        "SECURITY_DATETIME_FACTORY": utc_now,
    }


def watch(app: Flask) -> None:
    """Note in the trail when a key comes or goes; Flask-Security commits both together."""
    wan_registered.connect(_came, app)
    wan_deleted.connect(_went, app)


def _came(_app: Flask, user: Person, **_: Any) -> None:
    trail.write("person.passkey_added", "person", user.id, actor_id=user.id)


def _went(_app: Flask, user: Person, **_: Any) -> None:
    trail.write("person.passkey_dropped", "person", user.id, actor_id=user.id)

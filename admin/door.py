"""The door: Flask-Security set up for the desk, with throttle, live sessions and one-time codes.

What happens here is in the trail: who came in, who failed, who left.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import math
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as cookie
from flask_login import user_logged_out
from flask_security import (
    LoginForm,
    Security,
    SQLAlchemyUserDatastore,
    Totp,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
)
from flask_security.tf_plugin import tf_clean_session
from passlib.exc import TokenError
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from admin import messages, passkeys
from admin.cookies import DESK, DeskSessions, is_desk
from content import devices, passwords, people, sign_in, trail
from content.database import db
from content.people import Passkey, Person, Role

SESSION_KEY = "desk_session"
_LEADING = frozenset({"security.two_factor_token_validation", "quantri.index", passkeys.SIGN_IN})
# The account that came by a sign-in link: its next password needs no old one.
BY_LINK = "by_link"
# Set at sign-in where the house asks for a second factor that the account has not set up yet.
LEAD = "lead_to_second_factor"
WANTED = (
    "Trang này yêu cầu xác nhận hai lớp với người đăng bài và quản trị. Hãy bật ngay, chỉ một lần, "
    "khoảng hai phút; chưa bật thì vẫn viết bài được, nhưng chưa đăng bài được."
)
# Throttled when posted to: endpoint → where the account's name stands.
_GUARDED = {
    "security.login": "form",
    "security.two_factor_token_validation": "session",
    "security.mf_recovery": "session",
    "security.verify": "person",
    passkeys.ANSWER: "passkey",
}
# What a try is called in the trail, where it fails.
_WAYS = {
    "security.two_factor_token_validation": "code",
    "security.mf_recovery": "recovery",
    passkeys.ANSWER: "passkey",
}
# Routes of Flask-Security that need mail or more than one method; the desk has neither.
_SHUT = frozenset({"security.two_factor_rescue", "security.tf_select"}) | passkeys.SHUT


class DeskLoginForm(LoginForm):
    """Mail address and password, nothing remembered; any account name may be tried."""

    email = StringField(validators=[InputRequired(messages.WRONG), Length(max=254)])
    remember = None

    def validate(self, **kwargs: Any) -> bool:
        """Check like Flask-Security, on a tidy address and a password of sane length."""
        self.email.data = (self.email.data or "").strip().lower().replace("\x00", "")
        if len(self.password.data or "") > passwords.LONGEST:
            self.password.data = self.password.data[: passwords.LONGEST]
        return bool(super().validate(**kwargs))


class SetupForm(TwoFactorSetupForm):
    """Switch the second factor on or off: two buttons, no list of methods."""

    setup = HiddenField()


class RescueForm(TwoFactorRescueForm):
    """Never shown: what it offers needs mail."""

    help_setup = RadioField(choices=[], validate_choice=False)


class OneTimeTotp(Totp):
    """Codes of the telephone, each good once."""

    def verify_totp(self, token: str, totp_secret: str, user: Any, window: int = 0) -> bool:
        """Whether a code is right and was not used; a secret sealed by another key never is."""
        try:
            match = self._totp.verify(token, totp_secret, window=max(window, 30))
        except (TokenError, ValueError, KeyError):
            return False
        return sign_in.use_code_once(user, match.counter)


def install(app: Flask, *, site_name: str, secure: bool) -> None:
    """Sign-in of the desk: settings, cookie, throttle. `app.secret_key` must be set before."""
    secret = str(app.secret_key)
    app.config.update(_settings(secret, site_name), **messages.settings())
    app.config.update(passkeys.settings(site_name))
    app.config.update(
        SESSION_COOKIE_NAME="ban_bien_tap",
        SESSION_COOKIE_PATH=DESK,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
    )
    app.session_interface = DeskSessions()
    security = Security(
        app,
        SQLAlchemyUserDatastore(db, Person, Role, Passkey),
        login_form=DeskLoginForm,
        two_factor_setup_form=SetupForm,
        two_factor_rescue_form=RescueForm,
        totp_cls=OneTimeTotp,
        wan_register_form=passkeys.RegisterForm,
        wan_signin_form=passkeys.SigninForm,
        webauthn_util_cls=passkeys.KeyRules,
    )
    security.want_json(lambda _request: False)  # the desk has no JSON interface
    _watch_sessions(app)
    passkeys.watch(app)
    app.before_request(_guard)
    app.after_request(_tell_apart)


def key_for(secret: str, purpose: str) -> bytes:
    """A 32-byte key derived from the site's secret for one purpose."""
    return hashlib.sha256(f"{purpose}\n{secret}".encode()).digest()


def current_person() -> Person | None:
    """The account that is signed in, or None."""
    from flask_login import current_user  # a proxy: bound to the request, not to this module

    return current_user._get_current_object() if current_user.is_authenticated else None


def session_token() -> str:
    """The token of the session at work, "" for a stranger."""
    return str(cookie.get(SESSION_KEY) or "")


def _settings(secret: str, site_name: str) -> dict[str, Any]:
    return {
        "SECURITY_URL_PREFIX": DESK,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_LOGIN_URL": "/dang-nhap/",
        "SECURITY_LOGOUT_URL": "/dang-xuat/",
        "SECURITY_LOGOUT_CSRF": True,
        "SECURITY_VERIFY_URL": "/xac-nhan/",
        "SECURITY_POST_LOGIN_VIEW": f"{DESK}/",
        "SECURITY_POST_LOGOUT_VIEW": f"{DESK}/dang-nhap/",
        "SECURITY_POST_VERIFY_VIEW": f"{DESK}/tai-khoan/",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_INPUT_NORMALIZE_FORM": "NFC",
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": True,  # content.passwords hashes without this app
        "SECURITY_PASSWORD_NORMALIZE_FORM": "NFC",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            "argon2__rounds": passwords.ROUNDS,
            "argon2__memory_cost": passwords.MEMORY_KIB,
            "argon2__parallelism": passwords.LANES,
        },
        "SECURITY_PASSWORD_SALT": key_for(secret, "password").hex(),
        "SECURITY_FRESHNESS": dt.timedelta(hours=1),
        "SECURITY_FRESHNESS_GRACE_PERIOD": dt.timedelta(minutes=10),
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/hai-lop/",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/hai-lop/ma/",
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/hai-lop/cuu/",
        "SECURITY_TWO_FACTOR_SELECT_URL": "/hai-lop/chon/",
        "SECURITY_TOTP_SECRETS": {"1": key_for(secret, "totp").hex()},
        "SECURITY_TOTP_ISSUER": site_name,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS": [
            base64.urlsafe_b64encode(key_for(secret, "recovery"))
        ],
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL": "/hai-lop/ma-du-phong/",
        "SECURITY_MULTI_FACTOR_RECOVERY_URL": "/hai-lop/dung-ma-du-phong/",
        "SECURITY_LOGIN_USER_TEMPLATE": "desk/door/login.html",
        "SECURITY_LOGOUT_USER_TEMPLATE": "desk/door/logout.html",
        "SECURITY_VERIFY_TEMPLATE": "desk/door/verify.html",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "desk/door/second_factor.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "desk/door/code.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_TEMPLATE": "desk/door/recovery.html",
        "SECURITY_MULTI_FACTOR_RECOVERY_CODES_TEMPLATE": "desk/door/recovery_codes.html",
    }


# ---- live sessions ------------------------------------------------------------------------------


def _watch_sessions(app: Flask) -> None:
    """Tie each cookie to a row: without the row the cookie is nobody's."""
    manager: Any = app.login_manager  # type: ignore[attr-defined]
    by_uniquifier = manager._user_callback
    manager._request_callback = None  # no sign-in by token

    def load(uniquifier: str) -> Person | None:
        token = cookie.get(SESSION_KEY)
        person: Person | None = by_uniquifier(uniquifier) if token else None
        return person if person and sign_in.is_signed_in(str(token), person.id) else None

    manager.user_loader(load)
    user_authenticated.connect(_begin, app)
    user_logged_out.connect(_end, app)
    tf_profile_changed.connect(_factor_on, app)
    tf_disabled.connect(_factor_off, app)


def _begin(_app: Flask, user: Person, **_: Any) -> None:
    """A new session row, and a new form token: nothing from before signing in stays valid."""
    if cookie.get(SESSION_KEY):
        sign_in.end_session(str(cookie[SESSION_KEY]))
    device = devices.words(request.headers.get("User-Agent", ""))
    cookie[SESSION_KEY] = sign_in.start_session(user, device)
    cookie.pop("csrf_token", None)
    g.pop("csrf_token", None)
    if user.waits_for_second_factor():
        cookie[LEAD] = True


def _end(_app: Flask, **_: Any) -> None:
    for name in (BY_LINK, LEAD):  # the next one at this browser may be somebody else
        cookie.pop(name, None)
    token = cookie.pop(SESSION_KEY, None)
    if token:
        sign_in.end_session(str(token), signed_out=True)


def _factor_on(_app: Flask, user: Person, **_: Any) -> None:
    """In the trail beside the change, which Flask-Security commits."""
    trail.write("person.second_factor_on", "person", user.id, actor_id=user.id)


def _factor_off(_app: Flask, user: Person, **_: Any) -> None:
    trail.write("person.second_factor_off", "person", user.id, actor_id=user.id)


# ---- throttle -----------------------------------------------------------------------------------


def _tried() -> sign_in.Attempt:
    source = _GUARDED[str(request.endpoint)]
    if source == "form":
        account = request.form.get("email", "")
    elif source == "session":
        account = f"code of {cookie.get('tf_user_id', '')}"
    elif source == "passkey":
        account = "passkey"
    else:
        person = current_person()
        account = f"verify {person.id if person else ''}"
    return sign_in.attempt(account, request.remote_addr or "")


def _guard() -> Response | None:
    """Count each try at the door, and send those that tried too often away for a while."""
    if request.endpoint in _SHUT:
        abort(404)
    led = _led_elsewhere()
    if led is not None or request.method != "POST":
        return led
    if request.endpoint not in _GUARDED:
        if is_desk(request.path) and session_token():
            sign_in.touch_session(session_token())
        return None
    tried = _tried()
    wait = sign_in.waiting_time(tried)
    if wait > dt.timedelta():
        return _too_many(wait)
    sign_in.count(tried)
    g.tried = tried
    return None


def _led_elsewhere() -> Response | None:
    """Where a request to the door goes instead, given who asks."""
    person = current_person() if request.endpoint in _LEADING else None
    if request.endpoint == passkeys.SIGN_IN and person is None:
        # A password that waits for its code is no reason to refuse a passkey.
        tf_clean_session()  # type: ignore[no-untyped-call]
    if person is None:
        return None
    if request.endpoint == "security.two_factor_token_validation":
        return _to_setup()  # Flask-Security would sign out whoever opens it
    if request.endpoint == "quantri.index" and cookie.pop(LEAD, None):
        return lead_to_second_factor() if person.waits_for_second_factor() else None
    return None


def lead_to_second_factor() -> Response:
    """Where the house asks for a second factor: say so, and go where it is set up."""
    flash(WANTED, "warn")
    return _to_setup()


def _to_setup() -> Response:
    return make_response(redirect(url_for("security.two_factor_setup")))


def _too_many(wait: dt.timedelta) -> Response:
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    page = render_template(
        "desk/door/wait.html", minutes=minutes, email=request.form.get("email", "")[:254]
    )
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return answer


def _tell_apart(response: Response) -> Response:
    """A try that led on was right and is not counted; any other one is told in the trail."""
    tried = g.pop("tried", None)
    if tried is None or not current_app.extensions:
        return response
    led_on = response.status_code == 302
    if request.endpoint == passkeys.ANSWER:  # it leads back to the button where it failed
        led_on = current_person() is not None
    if led_on:
        sign_in.forgive(tried)
    else:
        sign_in.note_failure(_whose_try(), _WAYS.get(str(request.endpoint), "password"))
    return response


def _whose_try() -> int | None:
    """The account that a failed try was about; None where there is none of that name."""
    source = _GUARDED[str(request.endpoint)]
    person = current_person()
    if source == "form":
        person = people.by_email(request.form.get("email", "")[:254].replace("\x00", ""))
    elif source == "session":
        uniquifier = str(cookie.get("tf_user_id", ""))
        person = db.session.scalar(db.select(Person).where(Person.fs_uniquifier == uniquifier))
    return person.id if person else None

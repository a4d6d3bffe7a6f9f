"""The desk put on an application: one call, `install(app)`, after the database is there."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from flask import Blueprint, Flask, Response, has_request_context, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin
from flask_admin.theme import Theme
from flask_babel import Babel
from flask_wtf.csrf import CSRFError, CSRFProtect

from admin import deeds, door, times
from admin.cookies import DESK, is_desk
from admin.desk_menu import menu
from admin.room import kept_text, no_token, refusal
from admin.rooms import (
    account,
    approvers,
    board,
    criteria,
    deadlines,
    decisions,
    diary,
    documents,
    exports,
    figures,
    help,
    home,
    inserting,
    items,
    keeping,
    library,
    links,
    name_requests,
    old_addresses,
    people,
    places,
    records,
    seek,
    site,
    sources,
    tables,
    topics,
    uploads,
    writing,
)
from admin.word_files import HEADING_RULES
from content.database import utc_now
from content.people import ROLE_TITLES
from content.publishing.models import SECTIONS, STATES
from hub.face import site as face_site
from hub.face.icons import drawn

STATIC = Path(__file__).parent / "static"
# The desk loads its own files only; no inline script, style or handler.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def install(app: Flask) -> None:
    """Add the desk under /quan-tri/: sign-in, CSRF protection, rooms, templates, static files.

    Needs `app.extensions["hub_settings"]` and the database; sets the secret key when none is set.
    """
    settings: Any = app.extensions["hub_settings"]
    app.secret_key = app.secret_key or settings.secret_key
    app.config.update(WTF_CSRF_TIME_LIMIT=None)  # a form may stay open all day
    app.config.setdefault("BABEL_DEFAULT_LOCALE", "vi")
    if "babel" not in app.extensions:
        Babel(app)
    CSRFProtect(app)
    door.install(app, site_name=settings.site_name, secure=settings.secure_cookies)
    app.register_blueprint(
        Blueprint(
            "desk",
            __name__,
            template_folder="templates",
            static_folder=str(STATIC),
            static_url_path=f"{DESK}/tep-tinh",
        )
    )
    _add_rooms(app)
    app.register_blueprint(links.blueprint)
    app.register_blueprint(links.invited)
    app.context_processor(_for_templates)
    app.register_error_handler(CSRFError, _no_token)
    app.after_request(_headers)
    app.extensions["desk_refusal"] = refusal  # for desk addresses that no room has
    app.extensions["desk_kept_text"] = kept_text  # for a disk that takes nothing more


def _add_rooms(app: Flask) -> None:
    desk = Admin(
        app,
        name="Bàn biên tập",
        theme=Theme(folder="none", base_template="desk/base.html"),
        index_view=home.room(),
    )
    for room in (
        board.room(),
        items.room(),
        writing.room(),
        inserting.room(),
        keeping.room(),
        documents.room(),
        uploads.room(),
        library.room(),
        records.room(),
        sources.room(),
        criteria.room(),
        topics.room(),
        places.room(),
        figures.room(),
        deadlines.room(),
        old_addresses.room(),
        exports.room(),
        seek.room(),
        decisions.room(),
        name_requests.room(),
        site.room(),
        people.room(),
        approvers.room(),
        account.room(),
        diary.room(),
        help.room(),
        *tables.rooms(),
    ):
        desk.add_view(room)


def _for_templates() -> dict[str, Any]:
    """What the desk's templates ask for; nothing is computed for readers' pages."""
    from flask import current_app

    # Packages of sets are rendered by the worker, without any request.
    if not has_request_context() or not is_desk(request.path):
        return {}
    return {
        "desk_site": face_site.current(),
        "desk_person": door.current_person(),
        "desk_menu": lambda: menu(current_app._get_current_object()),  # type: ignore[attr-defined]
        "desk_file": _file_url,
        "desk_help": help.of_this_room,
        "icon": drawn,
        "moment": times.shown,
        "day": times.shown_day,
        "kind_titles": {kind: title for kind, (_, title) in SECTIONS.items()},
        "state_titles": STATES,
        "role_titles": ROLE_TITLES,
        "deed": deeds.title,
        "now": utc_now,
        "heading_rules": HEADING_RULES,
        "site_reminder": site.reminder,
    }


def _file_url(name: str) -> str:
    """The address of a static file with its content's mark, so that a new one is fetched."""
    return url_for("desk.static", filename=name, v=_mark(name))


@lru_cache(maxsize=128)
def _mark(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def _no_token(error: Any) -> ResponseReturnValue:
    """For views outside the rooms (the door, links), and for readers' addresses as it is."""
    return no_token(error) if is_desk(request.path) else cast(ResponseReturnValue, error)


def _kept_long(response: Response) -> Response:
    """A static file that was asked for by its content's mark never changes at that address."""
    name = str((request.view_args or {}).get("filename", ""))
    if response.status_code == 200 and request.args.get("v") == _mark(name):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = 31_536_000
        response.cache_control.immutable = True
    return response


def _headers(response: Response) -> Response:
    """Nothing of the desk is kept by anybody's cache, framed, or allowed to load from elsewhere."""
    if not is_desk(request.path):
        return response
    if request.endpoint == "desk.static":
        return _kept_long(response)
    response.headers["Cache-Control"] = "private, no-store"
    response.vary.add("Cookie")
    response.headers.setdefault("Content-Security-Policy", POLICY)  # a kept file is sandboxed
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

"""The factory: the one place that knows all rooms and puts them together."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Flask
from flask_babel import Babel

from content import files
from content.database import db
from content.errors import BadInput
from content.recognition import suppression
from hub import errors, headers, prepare
from hub.config import Settings, make_home, read_settings
from hub.public import rooms
from search_index import index

# A page of 200 kB of Vietnamese is three times as long when a form encodes it.
MOST_FORM_BYTES = 2 * 1024 * 1024


def create_app(settings: Settings | None = None, *, desk: bool = True, bare: bool = False) -> Flask:
    """The application over a data folder, which is prepared first where that was not done.

    settings: default, those of the environment. desk: False leaves out the editors' desk and its
    sign-in machinery (export, search, scheduled work). bare: prepare the schema only, without the
    registers and the starter (a dump brings its own). Raises HubError with one sentence when the
    settings are unsafe, the folder cannot be used or the database is damaged.
    """
    settings = settings or read_settings()
    _refuse_unsafe(settings)
    make_home(settings.home)
    app = Flask("hub", static_folder=None)
    _configure(app, settings)
    db.init_app(app)
    files.keep_in(settings.files_folder)
    index.keep_in(settings.index_folder)
    suppression.keep_in(settings.home / suppression.FILE)
    Babel(app, default_locale="vi", default_timezone="Asia/Ho_Chi_Minh")
    headers.install(app)
    errors.install(app)
    rooms.install(app)
    if desk:
        _install_desk(app)
    prepare.prepare(app, desk=desk, bare=bare)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.extensions["hub_settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=files.MOST_BYTES + MOST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_FORM_BYTES,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        TEMPLATES_AUTO_RELOAD=settings.debug,
    )


def _engine_options(url: str) -> dict[str, object]:
    # No values in the errors that the log keeps: they may be somebody's name.
    options: dict[str, object] = {"hide_parameters": True}
    if sa.make_url(url).get_backend_name() != "sqlite":
        options["pool_pre_ping"] = True  # the server may have restarted since
    return options


def _install_desk(app: Flask) -> None:
    from admin import desk  # here, so that `hub export` and `hub find` never load it
    from hub.intake import rooms as intake

    desk.install(app)
    intake.install(app)
    app.extensions["csrf"].exempt("hub.public.oai.room.show")  # a POST that only asks


def _refuse_unsafe(settings: Settings) -> None:
    """Debug on a site that others reach, or a key that is written in some manual: no start."""
    host = settings.site_url.split("://", 1)[1].split(":")[0].split("/")[0]
    if settings.debug and host not in {"127.0.0.1", "localhost", "[", "[::1]"}:
        raise BadInput(
            f"HUB_DEBUG=1 không được dùng cho trang công khai ({settings.site_url}); "
            "hãy bỏ HUB_DEBUG."
        )
    if len(set(settings.secret_key)) < 8:
        raise BadInput(
            "HUB_SECRET_KEY quá dễ đoán; bỏ biến này để máy tự tạo khóa, hoặc đặt khóa ngẫu nhiên."
        )

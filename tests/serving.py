"""The hub served for a browser on a port of this machine, and a desk without the readers' side."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask import Flask
from werkzeug.serving import make_server

from admin import desk
from content import accounts, files, people
from content.database import db
from search_index import store


@contextmanager
def on_port(app: Flask, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve an application while the block runs; its address without a closing slash."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def bare_desk(home: Path, role: str) -> Iterator[tuple[Flask, str]]:
    """The desk on an empty database with one account; the path of its first sign-in link."""
    app = Flask("journey", static_folder=None)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{home / 'hub.sqlite'}"
    app.extensions["hub_settings"] = SimpleNamespace(
        site_name="Học tập suốt đời",
        site_place="xã Mẫu",
        site_url="http://127.0.0.1",
        secure_cookies=False,
        secret_key="0123456789abcdef" * 4,
    )
    db.init_app(app)
    files.keep_in(home / "files")
    store.keep_in(home / "index")
    desk.install(app)
    with app.app_context():
        db.create_all()
        people.seed_roles()
        db.session.commit()
        person = accounts.add_person("chief@xa.example", role=role, name="Chị Mẫu")
        link = accounts.make_sign_in_link(person)
    yield app, f"/quan-tri/vao/{link}/"
    with app.app_context():
        db.session.remove()
        db.engine.dispose()

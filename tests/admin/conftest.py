"""A desk on a real database, with an account for each role and clients that sign in for real."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from admin import desk
from content import accounts, files, people
from content.database import db
from content.people import RIGHTS
from content.publishing.commands import workflow, writing
from content.publishing.snapshot import ItemFields
from search_index import store

PASSWORD = "ba con trâu gặm cỏ xanh"


@dataclass
class Desk:
    """The application, and a browser for each role."""

    app: Flask
    home: Path

    def client(self) -> FlaskClient:
        """A browser that is not signed in."""
        return self.app.test_client()

    def signed_in(self, role: str, address: str = "") -> FlaskClient:
        """A browser signed in as the account of a role."""
        client = self.client()
        answer = sign_in(client, address or f"{role}@xa.example", PASSWORD)
        assert answer.status_code == 302, answer.text
        return client

    def item(self, title: str = "Bài mẫu", *, publish: bool = False, **given: object) -> int:
        """A new item and its number; `by` is the account's id."""
        by = given.pop("by", None)
        values = {"kind": "news", "body": "Đoạn một.\n\nĐoạn hai.", **given}
        with self.app.app_context():
            item = writing.create(ItemFields(title=title, **values), actor_id=by)  # type: ignore[arg-type]
            if publish:
                workflow.publish(item.id, seen_version=item.version)
            return item.id

    def id_of(self, role: str) -> int:
        """The account of a role."""
        with self.app.app_context():
            person = people.by_email(f"{role}@xa.example")
            assert person is not None
            return person.id


def token(client: FlaskClient, path: str = "/quan-tri/dang-nhap/") -> str:
    """The form token that a page gives this browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found, path
    return found[1]


def sign_in(client: FlaskClient, email: str, password: str) -> TestResponse:
    """Send the sign-in form as a browser would."""
    data = {"csrf_token": token(client), "email": email, "password": password}
    return client.post("/quan-tri/dang-nhap/", data=data)


@pytest.fixture(scope="session")
def hashed_password() -> str:
    """argon2 is slow by design: once is enough for every account of the tests."""
    from content import passwords

    return passwords.hashed(PASSWORD)


@pytest.fixture
def office(tmp_path: Path, hashed_password: str) -> Iterator[Desk]:
    """The desk with one account for each role."""
    app = Flask("office", static_folder=None)
    app.config.update(
        SECRET_KEY="0123456789abcdef" * 4,
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'hub.sqlite'}",
        TESTING=False,
        PROPAGATE_EXCEPTIONS=True,
    )
    app.extensions["hub_settings"] = SimpleNamespace(
        site_name="Học tập suốt đời",
        site_place="xã Mẫu",
        site_url="http://127.0.0.1:8000",
        secure_cookies=False,
        secret_key=app.config["SECRET_KEY"],
    )
    db.init_app(app)
    files.keep_in(tmp_path / "files")
    store.keep_in(tmp_path / "index")

    @app.get("/")
    def front() -> str:
        return "Trang ngoài"

    desk.install(app)
    with app.app_context():
        db.create_all()
        people.seed_roles()
        db.session.commit()
        for role in RIGHTS:
            person = accounts.add_person(f"{role}@xa.example", role=role, name=f"Người {role}")
            person.password = hashed_password
        db.session.commit()
    yield Desk(app, tmp_path)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def door() -> SimpleNamespace:
    """What a browser does at the door: `token(client, path)`, `sign_in(client, mail, word)`."""
    return SimpleNamespace(token=token, sign_in=sign_in, password=PASSWORD)


@pytest.fixture
def post(door: SimpleNamespace) -> Callable[..., TestResponse]:
    """Post a form with the token of a page: `post(client, path, page=…, **fields)`."""

    def send(
        client: FlaskClient, path: str, page: str = "/quan-tri/", **fields: object
    ) -> TestResponse:
        data = {"csrf_token": door.token(client, page), **fields}
        return client.post(path, data=data, content_type="multipart/form-data")

    return send


@pytest.fixture
def live(office: Desk) -> Iterator[str]:
    """The desk served on a port of this machine; its address without a closing slash."""
    server = make_server("127.0.0.1", 0, office.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()

"""A desk on a real database, with an account for each role and clients that sign in for real."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from admin import desk
from content import accounts, files, passwords, people
from content.database import db
from content.people import RIGHTS
from content.publishing.commands import workflow, writing
from content.publishing.snapshot import ItemFields
from content.recognition import suppression
from search_index import store
from tests.serving import on_port

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


def quickly_hashed(patch: pytest.MonkeyPatch) -> str:
    """The password, hashed with the least work argon2 can be told to do, from now on."""
    for name, least in (("ROUNDS", 1), ("MEMORY_KIB", 8), ("LANES", 1)):
        patch.setattr(passwords, name, least)
    return passwords.hashed(PASSWORD)


@pytest.fixture
def hashed_password(monkeypatch: pytest.MonkeyPatch) -> str:
    """argon2 is slow by design; here it is as quick as it can be, at each sign-in."""
    return quickly_hashed(monkeypatch)


@pytest.fixture(scope="session")
def office_database(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one account for each role, all of one password; copy it, never write."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copyfile(blank_database, folder / "hub.sqlite")
    app = Flask("accounts")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'hub.sqlite'}"
    db.init_app(app)
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        people.seed_roles()
        db.session.commit()
        for role in RIGHTS:
            person = accounts.add_person(f"{role}@xa.example", role=role, name=f"Người {role}")
            person.password = quickly_hashed(patch)
        db.session.commit()
        db.session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder / "hub.sqlite"


@pytest.fixture
def office(tmp_path: Path, hashed_password: str, office_database: Path) -> Iterator[Desk]:
    """The desk with one account for each role."""
    shutil.copyfile(office_database, tmp_path / "hub.sqlite")
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
    suppression.keep_in(tmp_path / suppression.FILE)

    @app.get("/")
    def front() -> str:
        return "Trang ngoài"

    desk.install(app)
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
    with on_port(office.app) as address:
        yield address

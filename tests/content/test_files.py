"""Files by content hash: kept once, never half, read back whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from content import files
from content.database import db
from content.errors import BadInput

pytestmark = pytest.mark.usefixtures("session_app")


def test_the_same_bytes_are_kept_once() -> None:
    first = files.add(b"noi dung", "text/plain")
    second = files.add(b"noi dung", "text/plain")
    db.session.commit()
    assert first.id == second.id
    assert first.sha256 == hashlib.sha256(b"noi dung").hexdigest()
    assert files.read(first.sha256) == b"noi dung"


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadInput, match="trống"):
        files.add(b"", "text/plain")


def test_a_write_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("content.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.add(b"noi dung", "text/plain")
    assert [p for p in files.folder().rglob("*") if p.is_file()] == []


def test_a_damaged_copy_of_another_size_is_written_again() -> None:
    row = files.add(b"noi dung", "text/plain")
    Path(files.path_of(row.sha256)).write_bytes(b"noi")
    files.add(b"noi dung", "text/plain")
    assert files.read(row.sha256) == b"noi dung"


def test_content_that_is_gone_is_named() -> None:
    row = files.add(b"noi dung", "text/plain")
    files.path_of(row.sha256).unlink()
    with pytest.raises(BadInput, match="khôi phục"):
        files.read(row.sha256)

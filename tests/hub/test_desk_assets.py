"""The desk's scripts and styles on a slow line: small on the way, and fetched once."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from admin.desk import STATIC
from hub.app import create_app
from hub.config import read_settings

GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def client(tmp_path: Path):
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    return create_app(settings).test_client()


def test_static_files_are_compressed_and_kept_by_the_browser(client):
    page = client.get("/quan-tri/dang-nhap/", headers=GZIP)
    assert "Content-Encoding" not in page.headers  # it carries a form token
    addresses = re.findall(r'"(/quan-tri/tep-tinh/[^"]+\.(?:js|css)\?v=[^"]+)"', page.text)
    assert len(addresses) >= 2
    for address in addresses:
        answer = client.get(address, headers=GZIP, buffered=True)
        name = address.partition("?")[0].removeprefix("/quan-tri/tep-tinh/")
        assert gzip.decompress(answer.data) == (STATIC / name).read_bytes()
        assert answer.cache_control.immutable
        assert answer.cache_control.max_age == 31_536_000


def test_only_the_address_with_the_right_mark_may_be_kept(client):
    for mark in ("", "?v=0000000000"):
        answer = client.get(f"/quan-tri/tep-tinh/editor.js{mark}", headers=GZIP, buffered=True)
        assert not answer.cache_control.immutable
        assert len(answer.data) < 150_000  # of 446,000
        again = client.get(
            f"/quan-tri/tep-tinh/editor.js{mark}",
            headers={**GZIP, "If-None-Match": answer.headers["ETag"]},
            buffered=True,
        )
        assert again.status_code == 304


def test_whoever_takes_no_gzip_gets_the_file_as_it_is(client):
    answer = client.get("/quan-tri/tep-tinh/desk.css", buffered=True)
    assert answer.data == (STATIC / "desk.css").read_bytes()
    assert client.get("/quan-tri/tep-tinh/khong-co.js?v=1").status_code == 404

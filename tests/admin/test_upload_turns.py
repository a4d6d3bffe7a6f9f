"""Uploads hold threads of the server: few at once, none for very long."""

from __future__ import annotations

import html
import io
import re

import pytest

from admin.rooms import uploads
from content.loading.models import Load


def _send(client, *files: tuple[str, bytes]):
    page = client.get("/quan-tri/tai-len/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    data = {"csrf_token": token, "files": [(io.BytesIO(data), name) for name, data in files]}
    return client.post("/quan-tri/tai-len/", data=data, content_type="multipart/form-data")


def test_more_uploads_than_the_server_reads_at_once_are_told_to_wait(office):
    client = office.signed_in("editor")
    held = [uploads._a_turn() for _ in range(uploads.MOST_AT_WORK)]
    for turn in held:
        turn.__enter__()
    try:
        answer = _send(client, ("a.txt", "Chuyện ở thôn.".encode()))
    finally:
        for turn in held:
            turn.__exit__(None, None, None)
    assert answer.status_code == 503
    assert "chọn lại tệp rồi tải lên" in html.unescape(answer.text)
    with office.app.app_context():
        assert Load.query.count() == 0
    assert _send(client, ("a.txt", "Chuyện ở thôn.".encode())).status_code == 303


def test_a_turn_is_given_back_after_a_fault(office):
    for _ in range(uploads.MOST_AT_WORK + 1):
        with pytest.raises(ZeroDivisionError), uploads._a_turn():
            raise ZeroDivisionError


def test_files_that_there_was_no_time_for_are_named(office, monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", -1.0)
    client = office.signed_in("editor")
    answer = _send(client, ("a.txt", b"Mot"), ("b.txt", b"Hai"))
    report = html.unescape(client.get(answer.location).text)
    assert "a.txt" in report and "b.txt" in report
    assert report.count("hãy tải tiếp tệp này") == 2

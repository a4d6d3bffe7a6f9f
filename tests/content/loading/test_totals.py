"""The last line of a load: each file once, then what is left to do."""

from __future__ import annotations

import pytest

from content import jobs
from content.letters.result import Letters
from content.loading import loader, totals, waiting
from content.loading.order import FileReport

pytestmark = pytest.mark.usefixtures("session_app")
UNSURE = (Letters("tcvn3", False, "text", "Chµo", "Chào"),)


def test_each_file_is_counted_once() -> None:
    (draft,) = loader.load_bytes("tin.txt", "Tin của thôn.".encode(), draft=True)
    jobs.ask(waiting.RECOGNISE, {"file": "ab" * 32, "source": "x", "scanned": [1]})
    told = [
        draft,
        FileReport("b", "changed"),
        FileReport("c", "unchanged", sha256="ab" * 32, scanned=(1,)),
        FileReport("d", "refused"),
        FileReport("e", "loaded", letters=UNSURE),
    ]
    assert totals.sentence(told) == (
        "Đã đọc 5 tệp: 2 mới, 1 đã đổi, 1 như cũ, 1 bị từ chối. Trong đó 1 ở Nháp, "
        "1 chờ máy nhận dạng chữ, 1 chờ người trả lời về bảng mã."
    )


def test_nothing_left_is_not_mentioned() -> None:
    line = totals.sentence([FileReport("b", "changed")])
    assert line == "Đã đọc 1 tệp: 0 mới, 1 đã đổi, 0 như cũ, 0 bị từ chối."


def test_why_scans_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    assert waiting.left_over()[0] == 0
    jobs.ask(waiting.RECOGNISE, {"file": "ab" * 32})
    monkeypatch.setattr(waiting.engine, "available", lambda: "Máy chủ chưa có tesseract.")
    assert waiting.left_over() == (1, "Máy chủ chưa có tesseract.")
    monkeypatch.setattr(waiting.engine, "available", lambda: "")
    assert waiting.left_over() == (1, "Lần chạy sau làm tiếp.")

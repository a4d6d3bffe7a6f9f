"""What became of the files of a text, told one by one."""

from __future__ import annotations

import datetime as dt

from admin.file_changes import changes
from content.publishing.snapshot import AttachmentFields

DAY = dt.date(2026, 11, 20)


def file(sha: str, name: str = "", title: str = "", until: dt.date | None = None):
    return AttachmentFields(sha * 64, name or f"{sha}.pdf", title, until)


def told(old, new):
    return [
        (c.what, c.old and c.old.sha256[0], c.new and c.new.sha256[0]) for c in changes(old, new)
    ]


def test_each_fate_of_a_file():
    assert told([], [file("a")]) == [("Thêm tệp", None, "a")]
    assert told([file("a")], []) == [("Bỏ tệp", "a", None)]
    assert told([file("a", title="Đơn")], [file("a", title="Mẫu")]) == [
        ("Đổi tên hiện ra", "a", "a")
    ]
    assert told([file("a", "don.pdf")], [file("b", "don.pdf")]) == [("Thay tệp", "a", "b")]
    assert told([file("a", title="Đơn")], [file("b", title="Đơn")]) == [("Thay tệp", "a", "b")]
    assert told([file("a"), file("b")], [file("b"), file("a")]) == [("Đổi thứ tự tệp", None, None)]
    assert told([file("a")], [file("a")]) == []


def test_a_newer_version_beside_the_older_one():
    before, after = [file("a", "don.pdf")], [file("b", "don.pdf"), file("a", "don.pdf", until=DAY)]
    assert told(before, after) == [("Thành bản cũ", "a", "a"), ("Thêm tệp", None, "b")]
    assert told(after, before) == [("Thành bản đang dùng", "a", "a"), ("Bỏ tệp", "b", None)]

"""The dump: byte-stable, and the same after a round through an empty hub."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from content.dumping import dumper
from content.errors import BadInput
from content.loading import loader

PAGE = """---
kind: guidance
title: "Cách lập tủ sách: bốn bước"
slug: lap-tu-sach
summary: Bốn bước.
topics: [Đọc sách]
place: xã Mẫu
attachments:
  - {file: mau.txt, title: Mẫu sổ}
---

## Chọn chỗ

Gần nơi **đông người**.
"""
PLACES = """
[[place]]
name = "tỉnh Mẫu"
level = "province"

[[place]]
name = "xã Mẫu"
level = "commune"
parent = "tỉnh Mẫu"
valid_from = 2025-07-01
"""
DOCUMENT = """---
kind: document
title: Kế hoạch đọc sách
number: 12/KH-UBND
issuer: UBND xã Mẫu
issued: 2026-03
recipients: [Các thôn, "Lưu: VT"]
based_on:
  - {number: 387/QĐ-TTg, date: 2022-03-25, issuer: Thủ tướng Chính phủ}
---

Toàn văn kế hoạch.
"""


def _tree(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def _fill(folder: Path) -> Path:
    (folder / "a.md").write_text(PAGE)
    (folder / "b.md").write_text(DOCUMENT)
    (folder / "c.md").write_text(
        PAGE.replace("lap-tu-sach", "nhap").replace("topics:", "state: draft\ntopics:")
    )
    (folder / "mau.txt").write_text("Số, tên sách, người mượn.")
    (folder / "places.toml").write_text(PLACES)
    return folder


def test_a_dump_loaded_into_an_empty_hub_dumps_the_same(
    tmp_path: Path, empty_hub: Callable[[], Flask]
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    with empty_hub().app_context():
        reports = loader.load_paths([_fill(source)])
        assert {r.status for r in reports} == {"loaded"}, reports
        assert dumper.dump(tmp_path / "one") == 3
        dumper.dump(tmp_path / "again")
    with empty_hub().app_context():
        reports = loader.load_paths([tmp_path / "one"])
        assert {r.status for r in reports} == {"loaded"}, reports
        dumper.dump(tmp_path / "two")

    assert _tree(tmp_path / "one") == _tree(tmp_path / "again") == _tree(tmp_path / "two")
    assert "huong-dan/lap-tu-sach.md" in _tree(tmp_path / "one")


def test_a_folder_of_somebody_else_is_left_alone(
    tmp_path: Path, empty_hub: Callable[[], Flask]
) -> None:
    (tmp_path / "cua-toi").mkdir()
    (tmp_path / "cua-toi" / "a.txt").write_text("giữ")
    with empty_hub().app_context():
        with pytest.raises(BadInput, match="thư mục trống"):
            dumper.dump(tmp_path / "cua-toi")
        dumper.dump(tmp_path / "dump")
        dumper.dump(tmp_path / "dump")
    assert (tmp_path / "cua-toi" / "a.txt").read_text() == "giữ"

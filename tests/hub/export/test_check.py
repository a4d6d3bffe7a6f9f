"""The checker of a frozen folder finds what readers would stumble over."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.export import check

GOOD = {
    "index.html": '<html><body><a href="tin-tuc/index.html#muc">Tin</a>'
    '<link rel="stylesheet" href="static/a.css?v=1"><a href="https://y.vn/">Nơi khác</a>'
    '<a href="mailto:a@b.vn">Thư</a><a href="#">Lên</a></body></html>',
    "tin-tuc/index.html": '<html><body><h1 id="muc">Tin</h1>'
    '<a href="../index.html">Về</a><a href="../t%E1%BB%87p.pdf">Tệp</a></body></html>',
    "tệp.pdf": "%PDF",
    "static/a.css": "a{}",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_good_folder_has_no_fault(tmp_path: Path) -> None:
    assert check.examine(write(tmp_path, GOOD)) == check.Findings()


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('x<a href="mat/index.html">', "mat/index.html không dẫn tới tệp nào"),
        ('x<a href="/tin-tuc/">', "tuyệt đối"),
        ('x<img src="https://cdn.example/a.png">', "từ trang khác"),
        ('x<script src="//cdn.example/a.js"></script>', "từ trang khác"),
        ('x<link rel="preload stylesheet" href="https://cdn.example/a.css">', "từ trang khác"),
        ('x<img srcset="khong.png 2x" src="static/a.css">', "khong.png"),
        ('<a href="index.html"></a>', "trang trống"),
        ('x<a href="javascript:alert(1)">', "không dẫn tới tệp nào"),
    ],
)
def test_each_fault_is_found_and_named(tmp_path: Path, body: str, fault: str) -> None:
    write(tmp_path, GOOD | {"index.html": f"<html><body>{body}</body></html>"})
    found = check.examine(tmp_path)
    assert len(found.faults) == 1
    assert found.faults[0].startswith("index.html: ")
    assert fault in found.faults[0]


@pytest.mark.parametrize(
    ("body", "note"),
    [
        ('x<a href="tin-tuc/index.html#khong">', "tin-tuc/index.html không có mục #khong"),
        ('x<a href="#khong">', "index.html không có mục #khong"),
        ('x<a href="https://hub.example/gone/">', "trang không còn"),
    ],
)
def test_a_link_that_an_editor_wrote_wrongly_is_noted(tmp_path: Path, body: str, note: str) -> None:
    write(tmp_path, GOOD | {"index.html": f"<html><body>{body}</body></html>"})
    found = check.examine(tmp_path, lambda url: url.endswith("/gone/"))
    assert found.faults == []
    assert len(found.notes) == 1
    assert note in found.notes[0]


def test_an_empty_file_is_a_fault(tmp_path: Path) -> None:
    found = check.examine(write(tmp_path, GOOD | {"static/b.css": ""}))
    assert found.faults == ["static/b.css: tệp trống."]


def test_one_broken_template_does_not_fill_the_screen(tmp_path: Path) -> None:
    broken = {f"{i}.html": '<body>x<a href="mat">y</a></body>' for i in range(80)}
    assert len(check.examine(write(tmp_path, broken)).faults) == check.MOST_FAULTS

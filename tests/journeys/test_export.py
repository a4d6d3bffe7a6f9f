"""The static copy through the real command: kills, full disks, two at once, old addresses."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGE = """---
kind: {kind}
title: {title}
slug: {slug}
date: 2026-{month:02d}-05
topics: [Lớp học]
---
## Phần một

{text} Xem thêm [bài trước](/tin-tuc/bai-{before}/#phan-mot).
"""


class Hub:
    """A hub of the test's own and the command over it."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "home"
        self.pages = folder / "pages"
        self.out = folder / "public"
        self.releases = folder / ".public.releases"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "COV_"))},
            "HUB_HOME": str(self.home),
            "HUB_STARTER": "0",
            "HUB_SITE_URL": "https://hoctap.example.vn",
        }

    def start(self, *arguments: str | Path, before: str = "") -> subprocess.Popen[str]:
        code = f"{before}\nimport sys\nfrom hub.cli import main\nmain()"
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str | Path, before: str = "") -> tuple[int, str, str]:
        process = self.start(*arguments, before=before)
        out, err = process.communicate(timeout=300)
        return process.returncode, out, err

    def export(self, *more: str) -> str:
        code, out, err = self.run("export", self.out, *more)
        assert code == 0, err
        return out + err

    def write(self, number: int, text: str, kind: str = "news") -> None:
        self.pages.mkdir(exist_ok=True)
        page = PAGE.format(
            kind=kind, title=f"Bài {number} của xã Mẫu", slug=f"bai-{number}",
            month=number % 12 + 1, text=text, before=max(number - 1, 0),
        )  # fmt: skip
        (self.pages / f"bai-{number}.md").write_text(page, encoding="utf-8")

    def load(self) -> None:
        code, out, err = self.run("load", self.pages)
        assert code == 0, out + err


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Hub:
    """A hub with forty texts, one with an attached file."""
    hub = Hub(tmp_path_factory.mktemp("export"))
    for number in range(40):
        hub.write(number, f"Lớp học số {number}.")
    path = hub.pages / "bai-0.md"
    (hub.pages / "lich.txt").write_text("Thứ hai: 19 giờ.\n", encoding="utf-8")
    text = path.read_text().replace("\n---\n##", "\nattachments:\n  - file: lich.txt\n---\n##")
    path.write_text(text.replace("/tin-tuc/bai-0/#", "#"))
    hub.load()
    return hub


@pytest.fixture
def hub(loaded: Hub, tmp_path: Path) -> Iterator[Hub]:
    own = Hub(tmp_path)
    shutil.copytree(loaded.home, own.home)
    shutil.copytree(loaded.pages, own.pages)
    yield own


def broken(folder: Path) -> list[str]:
    """Files of a release that are not what its manifest says, and files that it does not name."""
    manifest = json.loads((folder / "manifest.json").read_text())["files"]
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    wrong = [n for n in manifest if n not in found or sha256(folder / n) != manifest[n]]
    return wrong + sorted(found - manifest.keys() - {"manifest.json"})


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def snapshot(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): sha256(p) for p in folder.rglob("*") if p.is_file()}


def test_the_copy_opens_from_a_folder_and_says_nothing_of_links_gone(hub: Hub) -> None:
    told = hub.export()
    assert "Chú ý" not in told
    page = (hub.out / "tin-tuc/bai-5/index.html").read_text()
    assert 'href="../bai-4/index.html#phan-mot"' in page
    assert not re.search(r"""(href|src|action)=["']/""", page)
    assert "https://hoctap.example.vn/tin-tuc/bai-5/" in page  # canonical
    attached = list((hub.out / "tep").rglob("lich.txt"))
    assert [path.read_text() for path in attached] == ["Thứ hai: 19 giờ.\n"]
    assert broken(hub.out.resolve()) == []


def test_a_second_export_does_nothing_and_a_change_shares_what_stayed(hub: Hub) -> None:
    hub.export()
    first = hub.out.resolve()
    assert "Không có gì đổi" in hub.export()
    assert hub.out.resolve() == first
    hub.write(7, "Đã dời sang thứ bảy.")
    hub.load()
    hub.export()
    second = hub.out.resolve()
    assert second != first
    assert "Đã dời sang thứ bảy." in (second / "tin-tuc/bai-7/index.html").read_text()
    attached = next((second / "tep").rglob("lich.txt")).relative_to(second)
    assert (second / attached).stat().st_ino == (first / attached).stat().st_ino
    assert "thứ bảy" not in (first / "tin-tuc/bai-7/index.html").read_text()
    assert broken(first) == []
    assert broken(second) == []


def test_one_process_and_two_make_the_same_copy(hub: Hub) -> None:
    hub.export("--full", "--jobs", "1")
    one = snapshot(hub.out.resolve())
    hub.export("--full", "--jobs", "2")
    two = snapshot(hub.out.resolve())
    one.pop("manifest.json"), two.pop("manifest.json")
    assert one == two


def test_pages_only_leads_to_the_site_for_attached_files(hub: Hub) -> None:
    hub.export("--only", "pages")
    assert not (hub.out / "tep").exists()
    page = (hub.out / "tin-tuc/bai-0/index.html").read_text()
    assert re.search(r'href="https://hoctap\.example\.vn/tep/[0-9a-f]{16}/lich\.txt"', page)


def test_a_kill_at_any_moment_leaves_a_whole_copy(hub: Hub) -> None:
    start = time.monotonic()
    hub.export()
    whole = time.monotonic() - start
    chance = random.Random(20261122)
    for number in range(5):
        hub.write(3, f"Lần thứ {number}.")
        hub.load()
        before = hub.out.resolve()
        process = hub.start("export", hub.out, "--jobs", "2")
        time.sleep(chance.uniform(0.15, whole))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after = hub.out.resolve()
        assert broken(after) == [], number
        assert after == before or f"Lần thứ {number}." in read(after, 3)
    hub.export()
    assert "Lần thứ 4." in read(hub.out, 3)
    assert broken(hub.out.resolve()) == []
    names = {p.name for p in hub.releases.iterdir()}
    assert {name for name in names if not re.fullmatch(r"\d{6}", name)} == {"lock"}
    assert len(names) <= 4


def read(folder: Path, number: int) -> str:
    return (folder / f"tin-tuc/bai-{number}/index.html").read_text()


FULL_DISK = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
import hub.export.exporter as exporter
make = exporter.Releases.begin
def begin(self):
    # From here on no file may pass 2 kB, as on a disk that is full.
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    return make(self)
exporter.Releases.begin = begin
"""


def test_a_full_disk_leaves_the_old_copy_and_a_sentence(hub: Hub) -> None:
    hub.export()
    before = snapshot(hub.out.resolve())
    hub.write(3, "Sẽ không tới nơi.")
    hub.load()
    code, _, err = hub.run("export", hub.out, "--jobs", "1", before=FULL_DISK)
    assert code == 1
    assert "bản cũ vẫn còn" in err
    assert len(err.strip().splitlines()) == 1
    assert snapshot(hub.out.resolve()) == before
    assert not list(hub.releases.glob("*.part"))
    hub.export()
    assert "Sẽ không tới nơi." in read(hub.out, 3)


def test_two_exports_at_once_both_end_well(hub: Hub) -> None:
    both = [hub.start("export", hub.out, "--full") for _ in range(2)]
    for process in both:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err
    assert broken(hub.out.resolve()) == []


def test_an_old_address_leads_on(hub: Hub) -> None:
    (hub.pages / "bai-9.md").unlink()
    text = PAGE.format(
        kind="news", title="Bài 9 của xã Mẫu", slug="bai-chin", month=10, text="Mới.", before=8
    )
    text = text.replace("topics:", "old_addresses: [/tin-tuc/bai-cu/]\ntopics:")
    (hub.pages / "bai-chin.md").write_text(text, encoding="utf-8")
    hub.load()
    hub.export()
    page = (hub.out / "tin-tuc/bai-cu/index.html").read_text()
    assert 'content="0; url=../bai-chin/index.html"' in page
    assert 'rel="canonical" href="https://hoctap.example.vn/tin-tuc/bai-chin/"' in page


def test_a_withdrawn_page_and_its_old_address_say_so_in_the_copy(hub: Hub) -> None:
    def page(kind: str, name: str) -> str:
        told = "state: withdrawn\nwithdrawn_notice: Số liệu sai nên gỡ.\n"
        old = f"old_addresses: [/tin-tuc/{name}-cu/]\n"
        return f"---\nkind: {kind}\ntitle: Bài {name}\nslug: {name}\n{told}{old}---\nChữ.\n"

    (hub.pages / "go.md").write_text(page("news", "go"), encoding="utf-8")
    (hub.pages / "chi-mau.md").write_text(page("story", "chi-mau"), encoding="utf-8")
    hub.load()
    hub.export()
    for name in ("tin-tuc/go", "tin-tuc/go-cu"):
        text = (hub.out / name / "index.html").read_text()
        assert "Số liệu sai nên gỡ." in text
        assert 'content="noindex"' in text
        assert 'href="../../lien-he/index.html"' in text
        assert "Bài go" not in text
    assert [path for path in hub.out.resolve().rglob("*") if "chi-mau" in path.name] == []
    assert "/tin-tuc/go" not in (hub.out / "sitemap.xml").read_text()


def test_events_are_in_the_copy_as_calendar_files(hub: Hub) -> None:
    head = "kind: notice\ntitle: Ngày hội sách\nslug: hoi\nstarts: 2199-04-21 07:30"
    (hub.pages / "hoi.md").write_text(f"---\n{head}\n---\nMời.\n", encoding="utf-8")
    hub.load()
    hub.export()
    one, book = (hub.out / "thong-bao" / name for name in ("hoi/su-kien.ics", "lich.ics"))
    assert b"SUMMARY:Ng\xc3\xa0y h\xe1\xbb\x99i s\xc3\xa1ch\r\n" in one.read_bytes()
    assert b"SUMMARY:" in book.read_bytes()
    assert 'href="su-kien.ics"' in (hub.out / "thong-bao/hoi/index.html").read_text()
    assert 'href="lich.ics"' in (hub.out / "thong-bao/index.html").read_text()
    assert "Ngày hội sách" in (hub.out / "index.html").read_text()


def test_a_link_to_a_page_that_is_gone_is_told_and_leads_to_the_site(hub: Hub) -> None:
    hub.write(11, "Xem [bài không còn](/tin-tuc/khong-con/).")
    hub.load()
    told = hub.export()
    assert "tin-tuc/bai-11/index.html" in told
    assert "https://hoctap.example.vn/tin-tuc/khong-con/" in told
    assert 'href="https://hoctap.example.vn/tin-tuc/khong-con/"' in read(hub.out, 11)


def test_drafts_are_nowhere_in_the_copy(hub: Hub) -> None:
    marker = "zqxdraftmarker"
    path = hub.pages / "nhap.md"
    path.write_text(f"---\nkind: news\ntitle: Nháp {marker}\n---\n{marker}\n", encoding="utf-8")
    code, out, err = hub.run("load", path, "--draft")
    assert code == 0, out + err
    hub.export()
    copy = hub.out.resolve()
    assert [p for p in copy.rglob("*") if p.is_file() and marker.encode() in p.read_bytes()] == []
    assert [p for p in copy.rglob("*") if marker in p.name] == []


def test_somebody_s_own_folder_is_refused(hub: Hub) -> None:
    hub.out.mkdir()
    (hub.out / "thu.txt").write_text("thư")
    code, _, err = hub.run("export", hub.out)
    assert code == 1
    assert "không phải bản tĩnh do hub tạo" in err
    assert (hub.out / "thu.txt").read_text() == "thư"

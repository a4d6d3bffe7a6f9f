"""The volunteer of 68: this year's training set in one tap, and slides from a USB stick."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF
from playwright.sync_api import Browser, Locator, Page, expect

from tests import axe

SET = """---
kind: training
title: Bộ tập huấn học tập suốt đời {year}
slug: bo-tap-huan-{year}
summary: Đủ cho một buổi tập huấn ở thôn.
date: {year}-03-02
year: {year}
edition: Lần 1
for_roles: [can-bo-thon, hoi-khuyen-hoc]
for_titles: [gia-dinh-hoc-tap]
for_levels: [thon]
licence: cc-by-4.0
attachments:
  - file: bai-giang.pdf
    title: Bài giảng mở đầu
parts:
  - item: /huong-dan/chuan-bi-buoi-hop/
    note: Đọc trước một ngày
  - file: bai-giang.pdf
  - item: /huong-dan/ghi-bien-ban/
---
Bộ này dùng cho buổi tập huấn đầu năm ở thôn Mẫu.
"""
PAGES = {
    "bo-nay.md": SET.format(year=2026),
    "bo-cu.md": SET.format(year=2024),
    "chuan-bi.md": """---
kind: guidance
title: Chuẩn bị buổi họp
slug: chuan-bi-buoi-hop
date: 2026-02-01
checked: 2026-02-10
sources: [Sổ tay của xã Mẫu]
attachments:
  - file: danh-sach.txt
    title: Danh sách mời
---
## Việc cần làm

Mời người, mượn máy chiếu; sau buổi họp [ghi biên bản](/huong-dan/ghi-bien-ban/).
""",
    "bien-ban.md": """---
kind: guidance
title: Ghi biên bản
slug: ghi-bien-ban
date: 2026-02-01
---
Ghi ai có mặt, nói gì, hứa gì.
""",
    "danh-sach.txt": "Ông Mẫu\nBà Thử\n",
}
DOWNLOAD = re.compile(r"Tải cả bộ \(ZIP, .+, 8 tệp\)")


class Hub:
    """A hub of the test's own with two sets, served and frozen."""

    def __init__(self, folder: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "COV_"))}
        self.environment = {**kept, "HUB_HOME": str(folder / "home"), "HUB_STARTER": "0"}
        pages = folder / "pages"
        pages.mkdir()
        for name, text in PAGES.items():
            (pages / name).write_text(text, encoding="utf-8")
        (pages / "bai-giang.pdf").write_bytes(slides())
        self.run("load", pages)
        self.run("export", folder / "public")
        self.copy = folder / "public"
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "hub.cli", "serve", "--port", "0"],
            env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", self.process.stdout.readline())
        assert found is not None
        self.address = found[0]

    def run(self, *arguments: str | Path) -> None:
        command = [sys.executable, "-m", "hub.cli", *map(str, arguments)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def slides() -> bytes:
    """Three slides as a PDF."""
    pdf = FPDF("landscape")
    pdf.set_font("helvetica", size=40)
    for number in range(1, 4):
        pdf.add_page()
        pdf.cell(text=f"Trang {number}")
    return bytes(pdf.output())


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    made = Hub(tmp_path_factory.mktemp("volunteer"))
    yield made
    made.process.kill()
    made.process.communicate()


@pytest.fixture(params=["server", "folder"])
def home(request: pytest.FixtureRequest, hub: Hub) -> str:
    """Where the walk begins: the server's home page, or the static copy's, opened by itself."""
    return hub.address if request.param == "server" else (hub.copy / "index.html").as_uri()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone without scripts; whatever fails to load fails the test."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, locale="vi-VN", java_script_enabled=False
    )
    page = context.new_page()
    missed: list[str] = []
    page.on("requestfailed", lambda r: missed.append(r.url) if r.url[-4:] != ".zip" else None)
    yield page
    context.close()
    assert [url for url in missed if not url.endswith(".pdf")] == []


def to_the_set(page: Page, home: str) -> Locator:
    """Two taps from home: the errand, this year's set; then its one button is in sight."""
    page.goto(home)
    page.locator(".tasks a", has_text="Tải tài liệu tập huấn").click()  # 1
    row = page.locator(".rows > li", has_text="2026").first
    expect(row).to_contain_text("Bộ, 3 phần")
    row.get_by_role("link").click()  # 2
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026")
    return page.get_by_role("link", name=DOWNLOAD)


def test_this_years_set_is_one_zip_in_three_taps_with_its_size_before(
    hub: Hub, page: Page, home: str, tmp_path: Path
) -> None:
    button = to_the_set(page, home)
    expect(button).to_be_in_viewport()
    told = button.inner_text()
    target = button.get_attribute("href") or ""
    if home.startswith("file:"):
        got = (hub.copy / "tai-lieu" / "bo-tap-huan-2026" / target).resolve()
    else:
        with page.expect_download() as download:
            button.click()  # 3
        got = tmp_path / "bo.zip"
        download.value.save_as(got)
    size = got.stat().st_size
    assert f"{round(size / 1000)} kB" in told
    with zipfile.ZipFile(got) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 8


def test_server_and_static_copy_offer_the_same_bytes(hub: Hub) -> None:
    frozen = next((hub.copy / "tep" / "bo").rglob("bo-tap-huan-2026.zip"))
    kept = Path(hub.environment["HUB_HOME"]) / "packages"
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept.glob("*.zip")}
    assert hashlib.sha256(frozen.read_bytes()).hexdigest() in hashes


@pytest.fixture
def stick(hub: Hub, tmp_path: Path) -> Path:
    """The ZIP as it lies on a USB stick, unpacked."""
    with zipfile.ZipFile(next((hub.copy / "tep" / "bo").rglob("bo-tap-huan-2026.zip"))) as archive:
        archive.extractall(tmp_path / "USB stick")
    return tmp_path / "USB stick"


def test_slides_are_two_steps_from_the_stick(stick: Path, chromium: Browser) -> None:
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto((stick / "BAT-DAU.html").as_uri())  # 1: a double-click
    link = page.get_by_role("link", name="Bài giảng mở đầu")
    expect(link).to_be_in_viewport()
    with page.expect_event("request", lambda request: request.url.endswith(".pdf")) as asked:
        link.click()  # 2
    shown = Path(asked.value.url.removeprefix("file://").replace("%20", " "))
    assert shown == stick / "02-bai-giang.pdf"
    assert shown.read_bytes().startswith(b"%PDF-")
    context.close()


def test_the_unpacked_pages_lead_to_each_other_and_nowhere_else(
    stick: Path, chromium: Browser
) -> None:
    context = chromium.new_context(offline=True, viewport={"width": 360, "height": 740})
    page = context.new_page()
    missed: list[Any] = []
    page.on("requestfailed", lambda request: missed.append(request.url))
    page.goto((stick / "BAT-DAU.html").as_uri())
    page.get_by_role("link", name="Chuẩn bị buổi họp").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chuẩn bị buổi họp")
    expect(page.locator("main")).to_contain_text("10/02/2026")
    page.get_by_role("link", name="ghi biên bản", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ghi biên bản")
    page.get_by_role("link", name="‹ Bộ tập huấn học tập suốt đời 2026").click()
    expect(page).to_have_url((stick / "BAT-DAU.html").as_uri())
    page.wait_for_load_state()
    missed.clear()  # what a tap broke off is not missing
    for name in sorted(stick.rglob("*.html")):
        page.goto(name.as_uri())
        assert missed == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        assert page.evaluate("document.styleSheets.length") == 1, name
        assert axe.violations(page) == [], name
        missed.clear()  # axe asks for the sheet by itself, which no browser allows in a folder
    context.close()


def test_what_lies_on_the_stick_can_be_checked(stick: Path) -> None:
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS.txt"]
    told = subprocess.run(check, cwd=stick, capture_output=True, text=True, check=True)
    assert told.stdout.count(": OK") == 7

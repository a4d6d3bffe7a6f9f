"""Readers in a real browser: from the question to the answer, in as few steps as promised."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PLANS = Path(__file__).parents[1] / "fixtures" / "plans"
# (what a person types, words of the page that must open): our own plans, and real ones if named.
QUESTIONS = [
    ("ke hoach lop buoi toi huyen mau", "512/KH-UBND"),
    ("512/KH-UBND", "512/KH-UBND"),
    ("phong trao moi nha mot tu sach mau son", "219/KH-UBND"),
]
PATHS = ("/", "/van-ban/", "/lien-he/", "/tim-kiem/?q=hoc+tap", "/khong-co/")
REAL_QUESTIONS = [
    ("ke hoach tua chua", "115/KH-UBND"),
    ("ke hoach hoc tap suot doi tua chua", "115/KH-UBND"),
    ("415/KH-UBND", "415/KH-UBND"),
    ("han nop bao cao huyen thap muoi", "415/KH-UBND"),
]


class Served:
    """`hub serve` over a folder of its own, with our plans and, where named, real ones."""

    def __init__(self, home: Path) -> None:
        self.plans = [PLANS]
        if os.environ.get("HUB_PLANS"):
            self.plans.append(Path(os.environ["HUB_PLANS"]))
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "COV_"))}
        self.environment = {**kept, "HUB_HOME": str(home)}
        self.hub("load", *self.plans)
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "hub.cli", "serve", "--port", "0"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        found = re.search(r"http://[\d.]+:\d+", self.process.stdout.readline())
        assert found is not None
        self.address = found[0]

    def hub(self, *arguments: str | Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "hub.cli", *map(str, arguments)],
            env=self.environment,
            check=True,
            capture_output=True,
            timeout=180,
        )

    def questions(self) -> list[tuple[str, str]]:
        return QUESTIONS + (REAL_QUESTIONS if len(self.plans) > 1 else [])


@pytest.fixture(scope="module")
def served(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = shutil.copytree(starter_home, tmp_path_factory.mktemp("reader") / "home")
    served = Served(Path(home))
    yield served
    served.process.kill()
    served.process.communicate()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A small phone, with and without JavaScript; a fault in the console fails the test."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 640},
        java_script_enabled=request.param,
        locale="vi-VN",
    )
    faults: list[str] = []
    context.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda e: faults.append(str(e.error)))
    yield context.new_page()
    context.close()
    assert faults == []


def test_a_plan_is_found_in_three_steps(served: Served, page: Page) -> None:
    for question, answer in served.questions():
        page.goto(served.address)
        page.get_by_role("searchbox").fill(question)  # 1: type
        page.get_by_role("searchbox").press("Enter")  # 2: send
        page.locator("main .rows a").first.click()  # 3: open the first answer
        expect(page.locator("main")).to_contain_text(answer)
        expect(page.locator("h1")).to_have_count(1)


def test_in_force_or_not_is_seen_at_once(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/van-ban/nam/2024/")
    page.get_by_role("link", name="512/KH-UBND").click()
    badge = page.locator(".kicker .badge").first
    expect(badge).to_be_in_viewport()
    expect(badge).to_have_text(re.compile("hiệu lực"))


def test_a_heading_can_be_passed_on(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/van-ban/nam/2024/")
    page.get_by_role("link", name="512/KH-UBND").click()
    heading = page.locator(".prose h2[id]").first
    anchor = heading.get_attribute("id")
    page.goto(f"{page.url}#{anchor}")
    expect(heading).to_be_in_viewport()


def test_what_a_plan_rests_on_leads_there_and_back(served: Served, page: Page) -> None:
    page.goto(f"{served.address}/van-ban/nam/2024/")
    page.get_by_role("link", name="512/KH-UBND").click()
    page.locator(".graph a", has_text="2109/KH-UBND").click()
    expect(page.locator("main")).to_contain_text("bản gốc")
    page.locator(".graph a", has_text="512/KH-UBND").click()
    expect(page.locator(".kicker")).to_contain_text("512/KH-UBND")


def test_nothing_is_fetched_from_elsewhere_and_no_cookie_is_set(
    served: Served, chromium: Browser
) -> None:
    context = chromium.new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for path in (*PATHS, "/huong-dan/"):
        page.goto(served.address + path)
    assert [url for url in asked if not url.startswith((served.address, "data:"))] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("width", [280, 320, 360, 768, 1280])
def test_no_page_scrolls_sideways(served: Served, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{served.address}/van-ban/")
    document = page.locator("main .rows a").first.get_attribute("href")
    for path in (*PATHS, str(document)):
        page.goto(served.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.close()


def test_the_static_copy_is_walked_from_a_folder(
    served: Served, chromium: Browser, tmp_path: Path
) -> None:
    """By double-click: home, list, document, what it rests on, its file; nothing is missing."""
    served.hub("export", tmp_path / "public")
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    missed: list[str] = []
    page.on("requestfailed", lambda request: missed.append(request.url))
    page.on("console", lambda m: missed.append(m.text) if m.type == "error" else None)
    page.goto((tmp_path / "public" / "index.html").as_uri())
    page.locator(".tasks a", has_text="Tra văn bản").click()
    page.locator("a[href='#loc']").click()
    page.locator("#loc a", has_text="2024").click()
    page.get_by_role("link", name="512/KH-UBND").click()
    expect(page.locator(".kicker")).to_contain_text("512/KH-UBND")
    original = page.locator(".files a").first.get_attribute("href") or ""
    assert (tmp_path / "public" / "van-ban" / "x" / original).resolve().is_file()
    page.locator(".graph a", has_text="2109/KH-UBND").click()
    expect(page.locator("main")).to_contain_text("bản gốc")
    assert page.url.startswith("file://")
    assert missed == []
    page.close()

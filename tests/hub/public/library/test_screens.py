"""The library's screens in a real browser: axe finds nothing, nothing sticks out or is foreign."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests import axe, catalogue_shelves
from tests import factories as make
from tests.catalogue_shelves import Library
from tests.serving import on_port

PHONE, DESK = 320, 1280


@pytest.fixture
def site(app: Flask) -> Iterator[tuple[str, Library]]:
    """A small library served on a port of this machine."""
    made = catalogue_shelves.fill(place_id=make.make_place().id)
    make.make_item("guidance", "Học nghề ở xã", topics=("Nghề thủ công",))
    with on_port(app, "localhost") as address:
        yield address, made


def test_every_screen_of_the_library(site: tuple[str, Library], chromium: Browser) -> None:
    address, made = site
    screens = [
        "/thu-vien/",
        "/thu-vien/loai/sach/",
        "/thu-vien/chu-de/",
        made.records[0].path,
        made.records[2].path,
        "/thu-vien/tim/?q=mau&loai=sach",
        "/thu-vien/tim/?q=doc&loai=video",
        "/thu-vien/tu-sach/",
        made.mobile.path,
        made.reading_list.path,
    ]
    faults: list[str] = []
    for width, paths in ((PHONE, screens), (DESK, screens[::3])):
        context = chromium.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        for path in paths:
            page.goto(address + path)
            found = _faults(page, width)
            faults += [f"{path} {width}: {fault}" for fault in found]
        faults += [f"off-site {url}" for url in asked if not url.startswith(address)]
        context.close()
    assert faults == []


def _faults(page: Page, width: int) -> Iterator[str]:
    yield from axe.violations(page, colours_apart=width == DESK)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "sideways scroll"
    if page.locator("h1").count() != 1:
        yield "not one h1"
    ids: list[str] = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    yield from {f"two ids {name}" for name in ids if ids.count(name) > 1}
    wanted: list[str] = page.eval_on_selector_all(
        "use", "all => all.map(one => one.getAttribute('href').slice(1))"
    )
    yield from {f"no symbol {name}" for name in wanted if name not in ids}

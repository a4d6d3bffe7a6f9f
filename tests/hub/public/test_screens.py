"""Every readers' screen in a real browser: axe finds nothing, nothing sticks out, no script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from content.calendar import today
from content.publishing.detail_fields import EventFields, SourceFields
from content.recognition.commands import targets
from content.recognition.target_fields import DeadlineFields, FigureFields, TargetFields
from tests import axe, recognised
from tests import factories as make
from tests.serving import on_port

BODY = """Lớp mở **ba buổi** mỗi tuần[^1].

## Căn cứ

Văn bản của xã.

## Lịch học

| Buổi | Giờ | Nơi |
|---|---|---|
| Thứ Hai | 19:00 | Nhà văn hóa thôn Đông |

### Nếu bận

Báo trước một ngày.

[^1]: Trừ ngày lễ.
"""
WIDTHS = (320, 1280)  # what stands on 320 stands on 375
MOST_REQUESTS = 6


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """A site with one of everything, served on a port of this machine."""
    place = make.make_place()
    attachment = make.make_attachment(title="Phiếu tự đánh giá")
    more = {"place": place.slug, "topics": ("Đọc sách",), "attachments": (attachment,)}
    make.make_item("guidance", "Đăng ký lớp học", slug="lop", summary="Ba bước.", body=BODY, **more)
    for number in range(22):
        make.make_item("news", f"Tin số {number}", summary="Một dòng.", topics=("Đọc sách",))
    sources = (SourceFields("Kế hoạch của xã"), SourceFields("Công văn", "https://xa.example/1"))
    day = today()
    event = EventFields(day, dt.time(19, 30), day, dt.time(21), "Nhà văn hóa thôn", "Văn phòng xã")
    past = EventFields(day - dt.timedelta(9), None, day - dt.timedelta(8))
    told = {"sources": sources, "checked": day}
    make.make_item("notice", "Ngày hội đọc sách", slug="hoi", body=BODY, event=event, **told)
    make.make_item("notice", "Lớp học đã xong", slug="qua", event=past, **more)
    make.make_item("notice", "Thư viện nghỉ lễ", **more)
    link = make.cites("387/QĐ-TTg")
    make.make_document(links=(link,), body=BODY, item={"slug": "ke-hoach", **more})
    figures_and_deadlines(place.id)
    recognised.decision(names=["Vừ Thị Đỗ Quyên"] * 101, thon=["Thôn 1", "Thôn 2"])
    recognised.decision(slug="chi-so", display="count", number="13/QĐ-UBND", place=place)
    with on_port(app, "localhost") as address:
        yield address


def figures_and_deadlines(place_id: int) -> None:
    """A commune below and above what it wants, over two years; something due, and what ended."""
    given: dict[str, Any] = {"place_id": place_id, "source": "Báo cáo của xã Mẫu"}
    for title, counts in (("gia-dinh-hoc-tap", (5, 7)), ("don-vi-hoc-tap", (9, 712))):
        for year, count in zip((2029, 2030), counts, strict=True):
            many: dict[str, Any] = {"total": 819, "registered": 801, "recognised": count}
            targets.save(FigureFields(title=title, year=year, printed="86,93", **many, **given))
        wanted: dict[str, Any] = {"denominator": "tất cả", "hundredths": 8000, "to_check": True}
        targets.save(TargetFields(title=title, year=2030, **wanted, **given))
    for month in (1, 7):
        due: dict[str, Any] = {"month": month, "day": 15, "level": "commune", "to_check": True}
        targets.save(DeadlineFields(what="Báo cáo năm của xã", **due, **given))


def screens(page: Page, site: str) -> list[str]:
    page.goto(f"{site}/van-ban/ke-hoach/")
    missing = page.locator(".graph a").first.get_attribute("href")
    assert missing is not None
    return [
        "/",
        "/tin-tuc/",
        "/tin-tuc/trang-2/",
        "/tin-tuc/chu-de/doc-sach/",
        "/guong-dien-hinh/",
        "/huong-dan/lop/",
        "/thong-bao/",
        "/thong-bao/hoi/",
        "/thong-bao/qua/",
        "/van-ban/",
        "/van-ban/ke-hoach/",
        missing,
        "/tim-kiem/",
        "/tim-kiem/?q=lop+hoc",
        "/tim-kiem/?q=zzzz",
        "/tim-kiem/?q=don+vi+hoc+tap",
        "/lien-he/",
        "/cong-nhan/",
        "/cong-nhan/nam/2025/",
        "/cong-nhan/12-qd-ubnd/",
        "/cong-nhan/12-qd-ubnd/?ten=quyen",
        "/cong-nhan/chi-so/",
        "/cong-nhan/go-ten/",
        "/tieu-chi/",
        "/tieu-chi/don-vi-hoc-tap/",
        "/tieu-chi/don-vi-hoc-tap/tt-24-2023/",
        "/tieu-chi/don-vi-hoc-tap/tt-24-2023/so-voi/tt-22-2020/",
        "/tieu-chi/don-vi-hoc-tap/tt-22-2020/tu-danh-gia/",
        "/chi-tieu/",
        "/chi-tieu/noi/xa-mau/",
        "/chi-tieu/nam/2030/",
        "/lich/",
        "/lich/noi/xa-mau/",
        "/khong-co-trang-nay/",
    ]


@pytest.mark.parametrize(("scheme", "widths"), [("light", WIDTHS), ("dark", WIDTHS[-1:])])
def test_every_screen(site: str, chromium: Browser, scheme: str, widths: tuple[int, ...]) -> None:
    faults: list[str] = []

    def heard(said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text:
            faults.append(said.text)

    for width in widths:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, locale="vi-VN", color_scheme=scheme
        )
        page = context.new_page()
        page.on("console", heard)
        # Dark, the pages share one set of colours, wide, one frame: each second shows all of it.
        for path in screens(page, site)[:: 1 if width < WIDTHS[-1] else 2]:
            found = look(page, site + path, width, dark=scheme == "dark")
            faults += [f"{path} {width}: {fault}" for fault in found]
        context.close()
    assert faults == []


def look(page: Page, address: str, width: int, *, dark: bool) -> Iterator[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    site = "/".join(address.split("/")[:3])
    yield from (f"off-site {url}" for url in asked if not url.startswith(site))
    if len(set(asked)) > MOST_REQUESTS:
        yield f"{len(asked)} requests"
    wide = width > WIDTHS[0] and not dark  # the phone was asked for the same light colours
    yield from axe.violations(page, colours_alone=dark, colours_apart=wide)
    if page.evaluate("document.documentElement.scrollWidth") > width:
        yield "sideways scroll"
    if page.locator("h1").count() != 1:
        yield "not one h1"
    if page.evaluate("document.documentElement.lang") != "vi":
        yield "no language"
    ids: list[str] = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    yield from {f"two ids {name}" for name in ids if ids.count(name) > 1}
    wanted: list[str] = page.eval_on_selector_all(
        "use", "all => all.map(one => one.getAttribute('href').slice(1))"
    )
    yield from {f"no symbol {name}" for name in wanted if name not in ids}


def test_reading_aids_and_menu_work_without_a_script(site: str, chromium: Browser) -> None:
    context = chromium.new_context(
        java_script_enabled=False, viewport={"width": 375, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{site}/huong-dan/lop/")
    before = _letters(page)
    page.get_by_text("Dễ đọc").click()
    page.get_by_label("Rất lớn").check()
    assert _letters(page) > before * 1.3
    page.get_by_label("Tối").check()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 24, 22)"
    page.get_by_role("link", name="Mục lục").click()
    page.get_by_role("navigation", name="Mục lục").get_by_role("link", name="Văn bản").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Văn bản")
    page.get_by_role("link", name="Tìm", exact=True).click()
    page.get_by_role("searchbox").fill("dang ky lop")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Đăng ký lớp học").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng ký lớp học")
    context.close()


def test_a_script_smooths_copying_and_keeps_the_reading_aids(site: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    page = context.new_page()
    page.goto(f"{site}/huong-dan/lop/")
    page.get_by_role("button", name="Sao chép").click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "Đăng ký lớp học"
    assert copied.endswith("https://hoc.example/huong-dan/lop/")
    page.get_by_role("link", name="Liên kết tới mục Căn cứ").click()
    page.get_by_text("# đã sao chép liên kết").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{site}/huong-dan/lop/#can-cu"
    page.get_by_text("Dễ đọc").click()
    page.get_by_label("Rất lớn").check()
    large = _letters(page)
    page.goto(f"{site}/van-ban/ke-hoach/")
    assert _letters(page) == large
    context.close()


def _letters(page: Page) -> float:
    size: str = page.evaluate("getComputedStyle(document.body).fontSize")
    return float(size.removesuffix("px"))

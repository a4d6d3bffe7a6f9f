"""The self-assessment in a real browser: on the server, on the frozen site, from a folder alone."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from content import places as records
from content.criteria import commands
from content.database import db
from hub.app import create_app
from hub.config import read_settings
from hub.export.exporter import Order, export
from search_index import ready
from tests import axe
from tests.content.criteria.samples import levels_set, points_set, supplement
from tests.serving import on_port

SET = "tieu-chi/cong-dan-mau/2026/"
FORM = f"{SET}tu-danh-gia/"
PHONE = {"width": 360, "height": 740}
# In how many lines an element's words stand.
LINES = """one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return range.getClientRects().length;
}"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the same form stands: address of its folder on the server, frozen, as files."""
    home = tmp_path_factory.mktemp("assess")
    settings = read_settings({"HUB_HOME": str(home / "hub"), "HUB_STARTER": "0"})
    app, exporting = (create_app(settings, desk=False) for _each in range(2))
    with exporting.app_context():
        for made in (points_set(), levels_set()):
            row, _status = commands.take_in(made)
            commands.publish(row.id, seen_version=row.version)
        place = records.record("tỉnh Mẫu", "province")
        laid, _status = commands.take_in_supplement(supplement(place=place.slug))
        for person in (1, 2):
            commands.confirm_supplement(laid, laid.sha256, actor_id=person)
        commands.publish_supplement(laid, seen_version=laid.version)
        supplement_form = f"{SET}bo-sung/{laid.slug}/tu-danh-gia/"
        export(exporting, Order(home / "site"))
        db.session.remove()
        db.engine.dispose()
    handler = functools.partial(Quiet, directory=str(home / "site"))
    frozen = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=frozen.serve_forever, daemon=True)
    thread.start()
    with on_port(app) as address:
        yield {
            "server": f"{address}/",
            "supplement": f"{address}/{supplement_form}",
            "frozen": f"http://127.0.0.1:{frozen.server_port}/",
            "file": f"{(home / 'site').resolve().as_uri()}/",
        }
    frozen.shutdown()
    thread.join()
    frozen.server_close()
    ready.wait()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    script = getattr(request, "param", True)
    context = chromium.new_context(viewport=PHONE, java_script_enabled=script, locale="vi-VN")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def open_form(page: Page, start: str) -> None:
    """From a link that somebody shared, to the form: one tap."""
    name = "index.html" if start.startswith("file") else ""
    page.goto(f"{start}{SET}{name}")
    page.get_by_role("link", name="Tự chấm Công dân học tập (MẪU)").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tự chấm")


def tick(page: Page, points: list[int]) -> None:
    for number, given in enumerate(points, start=1):
        box = page.locator(f"#tc-{number}")
        box.get_by_role("radio", name=str(given), exact=True).check(force=True)


@pytest.mark.parametrize("place", ["server", "frozen", "file"])
def test_ten_ticks_and_the_result_in_four_steps(
    page: Page, places: dict[str, str], place: str
) -> None:
    """READERS: shared link, the form, ten ticks, the result with what is missing."""
    open_form(page, places[place])  # 1 and 2
    tick(page, [9, 8, 8, 9, 7, 4, 8, 7, 9, 9])  # 3
    page.locator(".so-far .btn").click()  # 4
    result = page.locator("#ket-qua")
    expect(result).to_be_in_viewport()
    expect(result.locator("[data-verdict]")).to_have_text("Chưa đủ điều kiện đạt.")
    missing = result.locator("[data-list] li")
    expect(missing).to_have_count(2)
    expect(missing.first).to_contain_text("Mục 6.1: được 4 điểm, mỗi mục cần ít nhất 5.")
    expect(missing.first).to_contain_text("Minh chứng có thể dùng: Sổ ghi việc 6")
    expect(missing.last).to_contain_text("Còn thiếu 2 điểm: được 78, cần 80.")
    missing.first.get_by_role("link").click()
    expect(page.locator("#tc-6")).to_be_in_viewport()
    tick(page, [9, 8, 8, 9, 7, 6, 8, 7, 9, 9])
    expect(result.locator("[data-verdict]")).to_have_text("Xếp loại Đạt: 80 trên 100 điểm.")
    expect(result.locator("[data-heading]")).to_have_text("Để đạt Tiêu biểu:")
    expect(page.locator("#_loi")).to_have_value(
        "Tôi tự chấm Công dân học tập (MẪU), phiên bản 2026: Xếp loại Đạt: 80 trên 100 điểm. Đây "
        "là tự đánh giá, không thay cho việc công nhận của cơ quan có thẩm quyền. "
        "http://127.0.0.1:8000/tieu-chi/cong-dan-mau/2026/"
    )
    if place != "file":  # axe asks for the style sheet itself, which no browser allows there
        assert axe.violations(page) == []
    page.reload()  # the answers are on this device
    expect(result.locator("[data-verdict]")).to_have_text("Xếp loại Đạt: 80 trên 100 điểm.")
    page.get_by_role("button", name="Xóa câu trả lời").click()
    expect(result.locator("[data-verdict]")).to_have_text("Chưa có câu trả lời nào.")
    page.reload()
    expect(result.locator("[data-verdict]")).to_have_text("Chưa có câu trả lời nào.")


@pytest.mark.parametrize("place", ["server", "file"])
def test_a_form_is_saved_and_opened_again(
    page: Page, places: dict[str, str], place: str, tmp_path: Path
) -> None:
    open_form(page, places[place])
    tick(page, [10] * 10)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Lưu thành tệp").click()
    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    assert kept.name == "tu-cham-cong-dan-mau-2026.json"
    data = json.loads(kept.read_text("utf-8"))
    assert data["answers"] == {f"{n}.1": "10" for n in range(1, 11)}
    page.get_by_role("button", name="Xóa câu trả lời").click()
    field = page.locator("input[type=file]")
    said = page.locator("[data-said]")
    for wrong, sentence in (
        (b"khong phai", "không phải phiếu tự chấm"),
        (json.dumps({**data, "version": "2030"}).encode(), "phiên bản 2030"),
        (json.dumps({**data, "supplement": "tinh-mau"}).encode(), "bổ sung tinh-mau"),
        (b" " * 200_000, "quá lớn"),
    ):
        field.set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": wrong})
        expect(said).to_contain_text(sentence)
    field.set_input_files(kept)
    expect(said).to_have_text("Đã mở phiếu đã lưu.")
    expect(page.locator("[data-verdict]")).to_have_text("Xếp loại Tiêu biểu: 100 trên 100 điểm.")


@pytest.mark.parametrize("page", [False], indirect=True)
def test_without_a_script_the_server_adds_up(page: Page, places: dict[str, str]) -> None:
    open_form(page, places["server"])
    tick(page, [8] * 9 + [7])
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator("[data-verdict]")).to_have_text("Chưa đủ điều kiện đạt.")
    expect(page.locator("[data-list]")).to_contain_text("Còn thiếu 1 điểm: được 79, cần 80.")
    expect(page.locator("#tc-10").get_by_role("radio", name="7", exact=True)).to_be_checked()


@pytest.mark.parametrize("page", [False], indirect=True)
@pytest.mark.parametrize("place", ["frozen", "file"])
def test_without_a_script_the_frozen_form_counts_and_prints(
    page: Page, places: dict[str, str], place: str
) -> None:
    """The volunteer of 68: the form, then the browser's own print: two steps, no menus."""
    open_form(page, places[place])
    expect(page.get_by_role("button", name="Xem kết quả")).to_have_count(0)
    tick(page, [8] * 10)
    expect(page.get_by_text("in ra được")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".menu", ".so-far", ".foot", ".crumbs"):
        expect(page.locator(gone)).to_be_hidden()
    for line in ("Người hoặc đơn vị tự chấm:", "Kết luận:"):
        expect(page.locator(".on-paper", has_text=line)).to_be_visible()
    expect(page.get_by_text("không thay cho việc công nhận")).to_be_visible()
    expect(page.get_by_text("Mẫu để thử").first).to_be_visible()


def test_the_form_is_two_sheets_of_paper(page: Page, places: dict[str, str]) -> None:
    page.goto(f"{places['server']}tieu-chi/cong-dan-hoc-tap/324-2023/tu-danh-gia/")
    pages = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(pages) == 2
    width, height = pages[0].get_size()
    assert (round(width), round(height)) == (595, 842)  # A4 in points
    pages.close()


def test_a_unit_sees_what_its_kind_is_asked(page: Page, places: dict[str, str]) -> None:
    page.goto(f"{places['server']}tieu-chi/don-vi-mau/2026/tu-danh-gia/")
    page.get_by_label("Cơ quan").check()
    expect(page.locator("[data-ask='1.4']")).to_be_hidden()
    page.get_by_label("Trường học").check()
    for name in ("1.1", "1.4"):
        page.locator(f"[data-ask='{name}']").get_by_label("Đạt", exact=True).check()
    page.get_by_label("Tỷ lệ đạt được (%)").fill("91,5")
    page.locator("[data-ask='1.3']").get_by_label("Chưa đạt").check()
    expect(page.locator("[data-verdict]")).to_have_text("Đủ điều kiện Mức độ 1 (Khá).")
    expect(page.locator("[data-list] li")).to_have_count(2)
    expect(page.locator("[data-list]")).to_contain_text("được 91,5 %, cần ít nhất 95,5 %")


@pytest.mark.parametrize("page", [True, False], indirect=True, ids=["script", "no script"])
def test_a_number_that_cannot_be_read_is_said_where_it_stands(
    page: Page, places: dict[str, str], request: pytest.FixtureRequest
) -> None:
    """Some answers are numbers to write: what is written adds up, what is no number is told."""
    page.goto(f"{places['server']}tieu-chi/don-vi-hoc-tap/tt-22-2020/tu-danh-gia/")
    written = page.get_by_label("Điểm, từ 0 đến 25")
    told = page.get_by_text("Hãy ghi một số từ 0 đến 25")
    expect(told).to_be_hidden()
    page.locator("[data-ask='1.1']").get_by_role("radio", name="10", exact=True).check(force=True)
    written.fill("26")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(told).to_be_visible()
    expect(written).to_have_attribute("aria-invalid", "true")
    expect(written).to_have_value("26")
    written.fill("22,5")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(told).to_be_hidden()
    expect(page.locator("#ket-qua [data-total]")).to_have_text("32,5 / 100 điểm")
    if "no script" not in request.node.name:
        expect(page.locator(".so-far [data-total]")).to_have_text("32,5 / 100 điểm")
    number = page.locator("[data-ask='1.1'] legend b")
    assert number.evaluate(LINES) == 1


def test_the_threshold_of_a_place_is_kept_with_the_answers(
    page: Page, places: dict[str, str]
) -> None:
    page.goto(places["supplement"])
    tick(page, [7] * 10)
    page.get_by_label("Vùng khó khăn: từ 70 điểm").check()
    verdict = page.locator("[data-verdict]")
    expect(verdict).to_contain_text("70 trên 100 điểm")
    said = verdict.inner_text()
    page.reload()
    expect(page.get_by_label("Vùng khó khăn: từ 70 điểm")).to_be_checked()
    expect(verdict).to_have_text(said)
    page.get_by_role("button", name="Xóa câu trả lời").click()
    expect(page.get_by_label("Mức chung: từ 80 điểm")).to_be_checked()

"""Loads at the desk: from the upload to its report, to the question about letters, and back."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from content import places
from content.letters.result import Letters
from content.loading import loader, report_queries, reports
from content.loading.models import LoadEntry
from content.loading.order import FileReport
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.reading.result import Note
from tests import sample_loads

UPLOADS = "/quan-tri/tai-len/"
PLAN = (
    "UBND XÃ MẪU ĐÔNG\nSố: 12/KH-UBND\nMẫu Đông, ngày 05 tháng 3 năm 2026\n\nKẾ HOẠCH\n"
    "Đẩy mạnh phong trào học tập suốt đời\n\nI. MỤC TIÊU\n\nMọi người cùng học.\n"
)
# Too few words to be sure of, as TCVN3 looks to a program that knows nothing of it.
FEW_WORDS = "Chµo c¸c b¸c"


@pytest.fixture
def send(post):
    """Upload files (name, content) as a browser does; the answer."""

    def upload(client, *files):
        given = [(io.BytesIO(data), name) for name, data in files]
        return post(client, UPLOADS, page=UPLOADS, files=given)

    return upload


def sample(office, role="administrator"):
    """The load of twelve files by the account of a role; its number."""
    number = office.id_of(role)
    with office.app.app_context():
        return sample_loads.twelve(number).id


def card(text: str, position: int) -> str:
    """The part of a report that speaks of one file."""
    start = f'<li class="card stack" id="tep-{position}">'
    found = re.search(f'{start}.*?(?=<li class="card stack"|$)', text, re.S)
    assert found, position
    return found[0]


def test_an_upload_leads_to_its_report(office, send):
    client = office.signed_in("editor")
    answer = send(client, ("ke-hoach.txt", PLAN.encode()), ("trong.txt", b""))
    assert answer.status_code == 303
    report = client.get(answer.location).text
    assert "Kế hoạch số 12/KH-UBND, ngày 05/03/2026, " in card(report, 1)
    assert "Soát và gửi duyệt" in card(report, 1)  # an editor publishes nothing
    assert "“trong.txt” là tệp rỗng" in card(report, 2)
    assert "Lần nạp này không đăng gì" in report
    assert "ke-hoach.txt và 1 tệp khác" in client.get(UPLOADS).text
    with office.app.app_context():
        loads = report_queries.past_loads()
        assert loads.total == 1
        assert loads.rows[0].way == "desk"
        assert report_queries.state_of(loads.rows[0]) == "whole"
    # The same files again: nothing new comes of it, and the report says so.
    again = client.get(send(client, ("ke-hoach.txt", PLAN.encode())).location).text
    assert "</svg>Như cũ" in card(again, 1)


def test_a_form_without_files_or_with_too_many_makes_no_load(office, send):
    client = office.signed_in("editor")
    assert "Chưa chọn tệp nào" in send(client).text
    many = send(client, *((f"{number}.txt", b"Chu.") for number in range(21)))
    assert many.status_code == 400
    assert "nhiều nhất 20 tệp" in many.text
    with office.app.app_context():
        assert report_queries.past_loads().total == 0


def test_an_empty_archive_is_told_of(office, send):
    client = office.signed_in("editor")
    packed = io.BytesIO()
    zipfile.ZipFile(packed, "w").close()
    report = client.get(send(client, ("rong.zip", packed.getvalue())).location)
    assert report.status_code == 200
    assert "tệp nén rỗng" in report.text or "Không nhận" in report.text


def test_the_report_says_of_each_file_what_became_of_it(office):
    client = office.signed_in("administrator")
    text = client.get(f"{UPLOADS}{sample(office)}/").text
    tally = dict(re.findall(r'<dt>([^<]+)</dt><dd class="num">(\d+)</dd>', text))
    assert tally == {
        "Bài mới": "8", "Đã đổi": "1", "Như cũ": "1", "Không nhận": "2",
    }  # fmt: skip
    chips = dict(re.findall(r'>([^<>]+) <span class="num">(\d+)</span></a>', text))
    assert chips == {"Mọi tệp": "12", "Việc cần bạn làm": "6", "Chờ máy": "2", "Xong": "4"}
    plan = card(text, 1)
    titles = ("Còn thiếu, hãy bổ sung</b>", "Đã đọc</b>", "Đoán</b>", "Đã sửa</b>", "Bỏ lại: 14")
    order = [plan.index(word) for word in titles]
    assert order == sorted(order)
    running = card(text, 3)
    assert "đã nhận dạng chữ 3 trên 12 trang" in running
    assert "1 trang nhận dạng kém (trang 3)" in running
    assert running.count("<tr>") == 13
    assert re.search(r'<th scope="row">1</th><td class="r">93%</td><td>Đọc được', running)
    assert "Chưa nhận dạng" in running
    assert "đã nhận dạng chữ cả 2 trang" in card(text, 5)
    assert "Máy không nhận dạng tiếp được: Tệp gốc không còn" in card(text, 6)
    assert sample_loads.AFTER in card(text, 7)
    assert "8/bang-ma/" in card(text, 8)
    assert "không còn ở bàn biên tập" in card(text, 10)
    assert "Soát và đăng" not in card(text, 10)
    assert "tệp PDF có mật khẩu" in card(text, 12)


def test_the_files_by_who_has_to_do_something(office):
    client = office.signed_in("administrator")
    load = sample(office)
    shown = {}
    for part in ("can-lam", "cho-may", "xong", "la", ""):
        text = client.get(f"{UPLOADS}{load}/?xem={part}").text
        shown[part] = [int(number) for number in re.findall(r'id="tep-(\d+)"', text)]
    assert shown["can-lam"] == [1, 5, 6, 8, 11, 12]
    assert shown["cho-may"] == [3, 4]
    assert shown["xong"] == [2, 7, 9, 10]
    assert shown["la"] == shown[""] == list(range(1, 13))


def test_corrections_by_hand_that_a_file_replaced(office, send):
    """Who mended it and when, a way to compare, and what readers see meanwhile."""
    client = office.signed_in("editor")
    send(client, ("ke-hoach.txt", PLAN.encode()))
    with office.app.app_context():
        item = desk_queries.any_at("document", desk_queries.desk_listing().items[0].slug)
        fields = replace(desk_queries.working(item), body="Mọi người cùng học, cùng đọc.")
        who = office.id_of("publisher")
        item = writing.save(item.id, fields, seen_version=item.version, actor_id=who)
        workflow.publish(item.id, seen_version=item.version, actor_id=who)
        mended = desk_queries.newest_revision(item).id
    answer = send(client, ("ke-hoach.txt", f"{PLAN}\nThêm một câu.\n".encode()))
    told = card(client.get(answer.location).text, 1)
    assert "sửa tay sau lần nạp trước (bởi Người publisher, lúc " in told
    assert "Người đọc vẫn thấy bản đang đăng" in told
    assert "Việc cần bạn làm" in told
    compare = html.unescape(re.search(r'href="([^"]+lich-su/[^"]+)"', told)[1])
    assert f"cu={mended}&" in compare
    shown = re.sub(r"<[^>]+>", "", client.get(compare).text)
    assert "cùng đọc" in shown
    assert "Thêm một câu" in shown
    with office.app.app_context():
        assert "cùng đọc" in desk_queries.by_id(1).body


def test_what_the_server_lacks_is_said_without_commands(office, monkeypatch):
    load = sample(office)
    monkeypatch.setattr("content.scans.tesseract.shutil.which", lambda name: None)
    client = office.signed_in("administrator")
    for page in (f"{UPLOADS}{load}/", "/quan-tri/"):
        text = client.get(page).text
        assert "hãy nhờ người quản trị máy chủ cài giúp" in text
        assert "apt-get" not in text


def test_each_account_is_offered_what_it_may_do(office):
    load = sample(office)
    assert "Soát và đăng" in card(
        office.signed_in("administrator").get(f"{UPLOADS}{load}/").text, 1
    )
    mine = sample(office, "editor")
    text = office.signed_in("editor").get(f"{UPLOADS}{mine}/").text
    assert "Soát và gửi duyệt" in card(text, 1)
    assert "Soát và đăng" not in text
    # Nothing stands before the open question, and a scan that has no words yet has nothing to read.
    assert 'class="quiet"' in card(text, 8)
    assert "Soát và" not in card(text, 8)
    assert "Soát và" not in card(text, 4)


def test_a_long_load_is_read_in_pages(office):
    with office.app.app_context(), reports.recording("shell") as load:
        for number in range(120):
            reports.add(load, FileReport(f"/kho/{number}.md", "unchanged"))
    client = office.signed_in("administrator")
    with office.app.app_context():
        address = f"{UPLOADS}{report_queries.past_loads().rows[0].id}/"
    text = client.get(f"{address}?trang=3").text
    assert re.findall(r'id="tep-(\d+)"', text) == [str(number) for number in range(101, 121)]
    assert "Trang 3 trong 3" in text
    assert f'{address}?trang=2"' in text
    assert "Không có tệp nào cần bạn làm gì thêm" in text


def test_an_editor_sees_own_loads_and_an_administrator_all(office):
    mine, other = sample(office, "editor"), sample(office, "publisher")
    with office.app.app_context(), reports.recording("shell") as load:
        reports.add(load, FileReport("/kho/bi-mat.md", "refused"))
    client = office.signed_in("editor")
    for path in ("", "bao-cao.json", "8/bang-ma/"):
        assert client.get(f"{UPLOADS}{mine}/{path}").status_code == 200, path
        assert client.get(f"{UPLOADS}{other}/{path}").status_code == 403, path
    listed = client.get(UPLOADS).text
    assert f"{UPLOADS}{mine}/" in listed
    assert f"{UPLOADS}{other}/" not in listed
    assert "bi-mat.md" not in listed
    boss = office.signed_in("administrator")
    listed = boss.get(UPLOADS).text
    assert all(f"{UPLOADS}{number}/" in listed for number in (mine, other))
    assert "bi-mat.md" in listed
    assert boss.get(f"{UPLOADS}{other}/").status_code == 200
    assert boss.get(f"{UPLOADS}999/").status_code == 404
    assert boss.get(f"{UPLOADS}{mine}/1/bang-ma/").status_code == 404  # nothing to ask there


def test_the_report_for_programs(office):
    client = office.signed_in("administrator")
    answer = client.get(f"{UPLOADS}{sample(office)}/bao-cao.json")
    assert answer.mimetype == "application/json"
    told = json.loads(answer.text)
    assert told["totals"]["files"] == len(told["files"]) == 12
    assert told["files"][7]["question"] == "open"
    assert sample_loads.AFTER in answer.text  # as words, not as escapes


def test_a_load_that_stopped_says_so(office):
    with (
        office.app.app_context(),
        pytest.raises(ValueError, match="đứt"),
        reports.recording("desk", actor_id=office.id_of("administrator")) as load,
    ):
        reports.add(load, FileReport("a.md", "loaded"))
        raise ValueError("đứt")
    client = office.signed_in("administrator")
    assert "Bị dừng giữa chừng" in client.get(UPLOADS).text
    with office.app.app_context():
        number = report_queries.past_loads().rows[0].id
    assert "bị dừng giữa chừng sau 1 tệp" in client.get(f"{UPLOADS}{number}/").text


def test_a_load_at_work_says_so(office):
    with office.app.app_context():
        number = reports.begin("shell").id
    client = office.signed_in("administrator")
    assert "Đang nạp, đã xong 0 tệp" in client.get(f"{UPLOADS}{number}/").text


def test_a_file_handed_in_for_a_missing_document_leads_to_its_report_too(office, post):
    number = office.item("Kế hoạch", kind="document", publish=True)
    client = office.signed_in("editor")
    path = f"/quan-tri/van-ban-thieu/bai/{number}/ban-goc/"
    answer = post(client, path, file=(io.BytesIO(PLAN.encode()), "ke-hoach.txt"))
    assert "/quan-tri/soan/" in answer.location
    page = client.get(answer.location).text
    assert re.search(rf'<a href="{UPLOADS}\d+/">xem kết quả nạp</a>', page)


def test_a_letter_brings_no_register_past_the_desk(office, send):
    """An attachment is a text or nothing: places and topics change for those who may alone."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@xa.example", "b@xa.example", "Gửi tệp"
    letter["Date"], letter["Message-ID"] = "Mon, 02 Nov 2026 08:00:00 +0700", "<1@xa.example>"
    letter.set_content("Kính gửi các bác.")
    register = '[[place]]\nname = "Tỉnh Lạ"\nlevel = "province"\n'.encode()
    letter.add_attachment(
        register, maintype="application", subtype="octet-stream", filename="places.toml"
    )
    client = office.signed_in("editor")
    report = client.get(send(client, ("thu.eml", letter.as_bytes())).location).text
    assert "</svg>Không nhận" in card(report, 2)
    with office.app.app_context():
        assert places.find("Tỉnh Lạ") == []


# ---- the question about letters -------------------------------------------------------------


@pytest.fixture
def read_again(office, monkeypatch):
    """A loader that reads a file again without having it: what it was asked for."""
    asked = []

    def load_again(entry_id, wish, actor_id=None):
        entry = reports.db.session.get(LoadEntry, entry_id)
        asked.append((entry.path, wish.letters, actor_id))
        item = desk_queries.by_id(entry.item_id)
        fields = desk_queries.working(item)
        writing.save(item.id, fields, seen_version=item.version, actor_id=actor_id)
        sure = Letters(wish.letters, True, "text", sample_loads.TCVN3, sample_loads.AFTER)
        note = Note("repaired", "Đã đổi chữ sang Unicode.")
        return FileReport(
            entry.path, "changed", item.kind, item.slug, (note,), item.id, letters=(sure,)
        )

    monkeypatch.setattr(loader, "load_again", load_again)
    return asked


def test_an_answer_reads_the_file_again(office, post, read_again):
    load = sample(office)
    client = office.signed_in("administrator")
    ask = f"{UPLOADS}{load}/8/bang-ma/"
    page = client.get(ask).text
    assert page.index('value="tcvn3"') < page.index('value="unicode"')
    assert sample_loads.AFTER in page
    assert "checked" not in page  # nobody is led to an answer
    for wrong in ({}, {"encoding": "ebcdic"}):
        refused = post(client, ask, page=ask, **wrong)
        assert refused.status_code == 400
        assert "hãy chọn một cách" in refused.text
    assert read_again == []
    answer = post(client, ask, page=ask, encoding="tcvn3")
    assert answer.location == f"{UPLOADS}{load}/#tep-8"
    assert read_again == [("chua-ro.txt", "tcvn3", office.id_of("administrator"))]
    text = client.get(f"{UPLOADS}{load}/").text
    assert "Đã đọc lại tệp theo bảng mã TCVN3 (ABC)" in text
    assert "Đã chọn bảng mã: <b>TCVN3 (ABC)</b> (Người administrator)" in card(text, 8)
    assert "Đã đổi chữ sang Unicode." in card(text, 8)
    assert "Việc cần bạn làm" not in card(text, 8)
    # A wrong answer is given anew.
    assert 'value="tcvn3" required aria-describedby="chu-tcvn3" checked' in client.get(ask).text
    post(client, ask, page=ask, encoding="unicode")
    assert "<b>Giữ nguyên</b>" in card(client.get(f"{UPLOADS}{load}/").text, 8)


def test_a_file_that_is_gone_leaves_the_question_open(office, post):
    """The sample's files are nowhere: the loader says so, and the question stays."""
    load = sample(office)
    client = office.signed_in("administrator")
    ask = f"{UPLOADS}{load}/8/bang-ma/"
    refused = post(client, ask, page=ask, encoding="tcvn3")
    assert refused.status_code == 400
    assert "không còn trên đĩa" in refused.text
    with office.app.app_context():
        assert len(report_queries.open_questions()) == 1


def test_what_waits_stands_on_the_first_page(office):
    load = sample(office, "editor")
    page = office.signed_in("editor").get("/quan-tri/").text
    assert "Tệp còn chờ" in page
    assert f"{UPLOADS}{load}/8/bang-ma/" in page
    assert "2 tệp bản chụp" in page
    assert "Tệp còn chờ" not in office.signed_in("publisher").get("/quan-tri/").text
    assert "Tệp còn chờ" in office.signed_in("administrator").get("/quan-tri/").text
    assert "Tệp còn chờ" not in office.signed_in("contributor").get("/quan-tri/").text


@pytest.mark.parametrize("width", [375, 1280])
def test_from_the_upload_to_the_answer_in_a_browser(office, live, chromium, width):
    """Real files through the real readers: a plan, and words too few to be sure of."""
    cookie = office.signed_in("editor").get_cookie("ban_bien_tap", path="/quan-tri")
    context = chromium.new_context(viewport={"width": width, "height": 800}, locale="vi-VN")
    context.add_cookies(
        [{"name": "ban_bien_tap", "value": cookie.value, "url": f"{live}/quan-tri"}]
    )
    page = context.new_page()
    page.goto(f"{live}{UPLOADS}")
    expect(page.locator("#cho-doc")).to_be_hidden()
    page.locator("#tep").set_input_files(
        [
            {"name": "ke-hoach.txt", "mimeType": "text/plain", "buffer": PLAN.encode()},
            {"name": "cu.txt", "mimeType": "text/plain", "buffer": FEW_WORDS.encode("cp1252")},
        ]
    )
    page.get_by_role("button", name="Tải lên").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả nạp")
    expect(page.get_by_role("heading", name="ke-hoach.txt")).to_be_visible()
    sent = page.url
    page.reload()
    expect(page).to_have_url(sent)
    with office.app.app_context():
        assert report_queries.past_loads().total == 1  # a reload sends nothing again

    page.get_by_role("link", name="Việc cần bạn làm").click()
    page.get_by_role("link", name="Chọn bảng mã cho cu.txt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Chữ này gõ bằng bảng mã nào?")
    expect(page.get_by_role("region", name="Chữ trong tệp")).to_contain_text(FEW_WORDS)
    right = page.get_by_role("radio", name="TCVN3 (ABC)")
    expect(right).to_have_accessible_description("Chào các bác")
    right.check()
    page.get_by_role("button", name="Dùng cách này").click()
    expect(page.locator("main").get_by_role("status")).to_contain_text("theo bảng mã TCVN3 (ABC)")
    expect(page.locator("#tep-2")).to_contain_text("Đã chọn bảng mã: TCVN3 (ABC)")
    page.locator("#tep-2").get_by_role("link", name="Soát và gửi duyệt").click()
    expect(page.locator("#ten")).to_have_value("Chào các bác")
    context.close()

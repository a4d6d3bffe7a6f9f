"""The desk's rooms of figures, targets and deadlines: forms, lists, reminders, limits."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa
import xlsxwriter

from content import places
from content.calendar import today
from content.database import db
from content.recognition.commands import targets
from content.recognition.target_fields import DeadlineFields, FigureFields
from content.recognition.target_models import Deadline, Figure, Target
from tests.admin.matrix.addresses import limit

ROOM, DUE = "/quan-tri/chi-tieu/", "/quan-tri/han-nop/"
FORM = {
    "place": "xã Mẫu", "title": "don-vi-hoc-tap", "year": "2025", "total": "819",
    "registered": "801", "recognised": "712", "printed": "86,93", "source": "Báo cáo của xã",
}  # fmt: skip


@pytest.fixture
def land(office):
    """A province with two communes."""
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        made = [places.record(name, "commune", parent=province) for name in ("xã Mẫu", "xã Bạn")]
        return {place.title: place.id for place in made} | {"tỉnh": province.id}


def kept(office, model):
    with office.app.app_context():
        return list(db.session.scalars(sa.select(model).order_by(model.id)).unique())


def test_figures_are_added_changed_and_removed(office, post, land):
    client = office.signed_in("editor")
    answer = post(client, f"{ROOM}so-lieu/", **FORM)
    [row] = kept(office, Figure)
    assert answer.headers["Location"].endswith(f"{ROOM}so-lieu/{row.id}/")
    assert (row.total, row.registered, row.recognised, row.printed) == (819, 801, 712, "86,93")
    page = client.get(ROOM).text
    assert "86,94" in page
    assert "88,89" in page
    form = client.get(f"{ROOM}so-lieu/{row.id}/").text
    assert 'value="xã Mẫu, tỉnh Mẫu"' in form
    assert 'value="819"' in form
    changed = {**FORM, "recognised": "800", "version": str(row.version)}
    assert post(client, f"{ROOM}so-lieu/{row.id}/", **changed).status_code == 302
    assert kept(office, Figure)[0].recognised == 800
    stale = post(client, f"{ROOM}so-lieu/{row.id}/", **changed)
    assert stale.status_code == 400
    assert "vừa lưu mục này" in stale.text
    assert post(client, f"{ROOM}so-lieu/{row.id}/xoa/").status_code == 302
    assert kept(office, Figure) == []
    diary = office.signed_in("administrator").get("/quan-tri/nhat-ky/").text
    assert "Xóa số liệu" in diary


def test_an_impossible_figure_is_asked_about_and_nothing_is_lost(office, post, land):
    answer = post(office.signed_in("editor"), f"{ROOM}so-lieu/", **{**FORM, "recognised": "900"})
    assert answer.status_code == 400
    assert "Công nhận (900) lớn hơn tổng số (819); hãy xem lại hai con số." in answer.text
    assert 'value="900"' in answer.text
    assert "Báo cáo của xã" in answer.text
    assert kept(office, Figure) == []


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("place", "xã Không Có", "Không thấy địa bàn"),
        ("total", "nhiều", "Tổng số"),
        ("title", "danh-hieu-la", "Danh hiệu: hãy chọn"),
        ("issued", "32/13/2025", "Ngày ban hành"),
        ("link", "javascript:alert(1)", "địa chỉ trong trang này"),
        ("source", "", "Chưa ghi nguồn"),
    ],
)
def test_what_a_form_cannot_keep(office, post, land, field, text, sentence):
    answer = post(office.signed_in("editor"), f"{ROOM}so-lieu/", **{**FORM, field: text})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert kept(office, Figure) == []


def test_a_target_says_of_whom(office, post, land):
    client = office.signed_in("editor")
    given = {
        "place": "xã Mẫu", "title": "cong-dan-hoc-tap", "denominator": "người lao động",
        "year": "2030", "hundredths": "72,5", "number": "1/KH-UBND", "issued": "02/01/2026",
        "issuer": "UBND xã Mẫu", "to_check": "1",
    }  # fmt: skip
    assert (
        "60% của ai" in post(client, f"{ROOM}ke-hoach/them/", **{**given, "denominator": ""}).text
    )
    assert post(client, f"{ROOM}ke-hoach/them/", **given).status_code == 302
    [row] = kept(office, Target)
    assert (row.hundredths, row.year, row.to_check, row.issued) == (
        7250, 2030, True, dt.date(2026, 1, 2),
    )  # fmt: skip
    page = client.get(f"{ROOM}ke-hoach/").text
    assert "72,50%" in page
    assert "Chờ đối chiếu" in page


def test_a_deadline_of_each_year_and_one_that_falls_once(office, post, land):
    client = office.signed_in("editor")
    given = {"kind": "deadline", "what": "Nộp báo cáo", "source": "Kế hoạch", "level": "commune"}
    assert "không có ngày 31/4" in post(client, f"{DUE}them/", **given, yearly="31/4").text
    assert "Chưa có ngày" in post(client, f"{DUE}them/", **given).text
    due = today() + dt.timedelta(days=10)
    yearly = f"{due.day}/{due.month}"
    assert post(client, f"{DUE}them/", **given, yearly=yearly, before="1").status_code == 302
    once = {**given, "what": "Tổng kết", "on": "31/12/2030", "words": "quý IV/2030"}
    assert post(client, f"{DUE}them/", **once).status_code == 302
    first, second = kept(office, Deadline)
    assert (first.day, first.month, first.before, first.slug) == (
        due.day, due.month, True, "nop-bao-cao",
    )  # fmt: skip
    page = client.get(DUE).text
    assert '<b class="num">9</b> ngày nữa' in page, "before that day: one day less"
    assert "quý IV/2030" in page
    assert "Sắp đến hạn" in client.get("/quan-tri/").text
    assert f'value="{yearly}"' in client.get(f"{DUE}{first.id}/").text
    assert post(client, f"{DUE}{second.id}/xoa/").status_code == 302


# ---- lists --------------------------------------------------------------------------------------


def workbook(*rows) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


HEADS = ("Đơn vị", "Danh hiệu", "Tổng số", "Đăng ký", "Công nhận", "Ghi chú")


def test_a_list_of_three_broken_rows_is_tried_first_and_then_carried_out(office, post, land):
    client = office.signed_in("editor")
    data = workbook(
        ("Biểu tổng hợp năm 2025",),
        HEADS,
        ("xã Mẫu", "Gia đình học tập", 1200, 1000, 900, ""),
        ("xã Mẫu", "DHHT", 20, 18, 15, ""),
        ("xã Bạn", "cong dong hoc tap", "1.200", "", 7, "=1+1"),
        ("xã Ma", "Gia đình học tập", 1, 1, 1, ""),
        ("xã Bạn", "Nhà văn hóa", 1, 1, 1, ""),
        ("xã Bạn", "Gia đình học tập", 5, 6, 4, ""),
        ("xã Mẫu", "Gia đình", 1, 1, 1, ""),
        ("Tổng cộng", "", 99, 99, 99, ""),
    )
    about = {"year": "2025", "source": "Báo cáo năm 2025"}
    page = post(client, f"{ROOM}nhap/", file=(io.BytesIO(data), "bieu.xlsx"), act="try", **about)
    assert page.status_code == 200, page.text
    assert "Không thấy địa bàn “xã Ma”" in page.text
    assert "Không rõ danh hiệu “Nhà văn hóa”" in page.text
    assert "Đăng ký (6) lớn hơn tổng số (5)" in page.text
    assert "Trùng nơi, danh hiệu và năm với dòng 3" in page.text
    assert "Ghi 3 dòng" in page.text
    assert kept(office, Figure) == []
    sent = page.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0]
    done = post(client, f"{ROOM}nhap/", list=sent.strip("\n"), act="do", **about)
    assert done.status_code == 302
    rows = kept(office, Figure)
    assert [(row.title, row.total, row.recognised, row.year) for row in rows] == [
        ("gia-dinh-hoc-tap", 1200, 900, 2025),
        ("dong-ho-hoc-tap", 20, 15, 2025),
        ("cong-dong-hoc-tap", 1200, 7, 2025),
    ]
    again = post(client, f"{ROOM}nhap/", file=(io.BytesIO(data), "b.xlsx"), act="try", **about)
    assert "Ghi 3 dòng" not in again.text, "the same list twice changes nothing"


def test_a_list_without_names_of_columns_or_source(office, post, land):
    client = office.signed_in("editor")
    answer = post(client, f"{ROOM}nhap/", list="a\tb\n1\t2", act="try", source="x")
    assert answer.status_code == 400
    assert "Không thấy dòng tên cột" in answer.text
    assert "a\tb" in answer.text
    assert "Hãy ghi nguồn" in post(client, f"{ROOM}nhap/", list="a\tb", act="try").text
    assert "Chưa có danh sách" in post(client, f"{ROOM}nhap/", list=" ", source="x").text


def test_which_communes_are_silent_and_what_to_send_them(office, post, land):
    """Open the room, choose, write the reminder: three steps."""
    with office.app.app_context():
        given = {"title": "gia-dinh-hoc-tap", "source": "x", "total": 3}
        targets.save(FigureFields(place_id=land["Mẫu"], year=2025, **given))
    client = office.signed_in("editor")
    page = client.get(f"{ROOM}nhac/?nam=2025").text
    assert "xã Bạn, tỉnh Mẫu" in page
    assert "xã Mẫu, tỉnh Mẫu" not in page
    letter = post(client, f"{ROOM}nhac/", nam="2025", place="xa-ban-tinh-mau").text
    assert "Lời nhắc gửi 1 nơi" in letter
    assert "- xã Bạn, tỉnh Mẫu" in letter
    assert "chưa có số liệu công nhận các danh hiệu học tập năm 2025" in letter
    assert "Hãy chọn ít nhất một nơi" in post(client, f"{ROOM}nhac/", nam="2025").text


# ---- limits -------------------------------------------------------------------------------------


def test_an_account_of_a_place_writes_and_sees_its_own(office, post, land):
    with office.app.app_context():
        given = {"title": "gia-dinh-hoc-tap", "source": "x", "total": 77_777}
        theirs = targets.save(FigureFields(place_id=land["Bạn"], year=2025, **given)).id
        due = DeadlineFields(what="Việc của bạn", place_id=land["Bạn"], month=1, day=1, source="x")
        other = targets.save(due).id
    limit(office, "editor", place_id=land["Mẫu"])
    client = office.signed_in("editor")
    assert "77.777" not in client.get(ROOM).text
    assert "Việc của bạn" not in client.get(DUE).text
    for path in (f"{ROOM}so-lieu/{theirs}/", f"{DUE}{other}/"):
        assert client.get(path).status_code == 404
        assert post(client, f"{path}xoa/").status_code == 404
    beyond = {**FORM, "place": "xã Bạn", "year": "2024"}
    for place in ("xã Bạn", ""):
        answer = post(client, f"{ROOM}so-lieu/", **{**beyond, "place": place})
        assert answer.status_code == 400
        assert "không thuộc phần việc" in answer.text
    rows = "Nơi\tDanh hiệu\tTổng số\nxã Bạn\tGĐHT\t5\nxã Mẫu\tGĐHT\t6"
    tried = post(client, f"{ROOM}nhap/", list=rows, year="2025", source="x", act="try").text
    assert "không thuộc phần việc" in tried
    assert "Ghi 1 dòng" in tried
    assert post(client, f"{ROOM}so-lieu/", **FORM).status_code == 302
    assert [row.place_id for row in kept(office, Figure)] == [land["Bạn"], land["Mẫu"]]


def test_an_account_of_a_section_has_no_figures(office, land):
    limit(office, "editor", kinds=["story"])
    client = office.signed_in("editor")
    assert client.get(ROOM).status_code == 403
    assert "Chỉ tiêu, số liệu" not in client.get("/quan-tri/").text

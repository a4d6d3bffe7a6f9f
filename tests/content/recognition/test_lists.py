"""Lists as offices write them: headings, places between the names, faults by the row of Excel."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask

from content.database import db
from content.errors import BadInput
from content.places import merge, record
from content.reading import tables
from content.recognition import register_queries, suppression
from content.recognition.commands import decisions, lists, titles
from content.recognition.decision_fields import DecisionFields
from content.recognition.lists import checking, headings, reading
from content.recognition.lists.checking import Checked
from content.recognition.models import Decision
from tests import recognised as make


@pytest.fixture(autouse=True)
def home(session_app: Flask, tmp_path: Path) -> Iterator[Path]:
    suppression.keep_in(tmp_path / suppression.FILE)
    titles.load_shipped()
    yield tmp_path


def draft(**given) -> Decision:
    return decisions.record(DecisionFields(**({"year": 2025} | given)))


def read(text: str, **given) -> reading.Found:
    return reading.read([("", tables.rows_of_text(text))], **given)


def checked(made: Decision, found: reading.Found, slug: str = "gia-dinh-hoc-tap") -> Checked:
    usual = register_queries.title_by_slug(slug)
    return checking.check(found.lines, made, register_queries.every_title(), usual)


def workbook(*sheets: tuple[str, list[list[str]]], merged: dict[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for span, text in (merged or {}).items():
                sheet.merge_range(span, text)
    return out.getvalue()


# ---- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Họ và tên", "name"),
        ("HỌ TÊN CHỦ HỘ", "name"),
        ("Ho va ten", "name"),
        ("Họ và tên (người được công nhận)", "name"),
        ("Tên dòng họ", "name"),
        ("Tên đơn vị", "name"),
        ("Trưởng tộc", "head"),
        ("Thôn/Bản/Ấp/Tổ dân phố", "place"),
        ("Tổ dân phố", "place"),
        ("Ấp", "place"),
        ("Xã, phường", "commune"),
        ("Danh hiệu", "title"),
        ("Mức độ đạt", "level"),
        ("Năm", "year"),
        ("Đồng ý đăng tên", "consent"),
        ("Trẻ em", "child"),
        ("Trẻ và người đại diện đồng ý", "both"),
        ("Căn cứ công bố", "evidence"),
    ],
)
def test_headings_in_their_usual_spellings(heading, field):
    assert field in headings.columns(["STT", heading])


@pytest.mark.parametrize(
    "heading", ["Số CCCD", "Ngày sinh", "Dân tộc", "Điện thoại", "Địa chỉ", "Tổng điểm"]
)
def test_what_is_private_is_left_out_and_said(heading):
    found = read(f"Họ và tên\t{heading}\tThôn\nLò Văn Mẫu\tbí mật\tThôn 1")
    assert list(found.left_out) == [heading]
    assert found.left_out[heading] != headings.NOT_USED
    assert "bí mật" not in repr(found)


def test_titles_above_places_between_and_signatures_below():
    found = read(
        "ỦY BAN NHÂN DÂN XÃ MẪU\t\t\n"
        "DANH SÁCH GIA ĐÌNH HỌC TẬP NĂM 2025\t\t\n"
        "\t\t\n"
        "STT\tHọ và tên chủ hộ\tGhi chú\n"
        "I\tThôn Pá Vi\t\n"
        "1\tLò Văn Mẫu\t\n"
        "II. Thôn 2\t\t\n"
        "2\tVàng A Mẫu\t\n"
        "\tHọ và tên chủ hộ\t\n"
        "3\tGiàng Thị Mẫu\t\n"
        "Tổng cộng: 3 hộ\t\t\n"
        "\tNgười lập biểu\t\n"
        "\tNguyễn Văn Ký\t\n"
    )
    assert [(line.number, line.name, line.place) for line in found.lines] == [
        (6, "Lò Văn Mẫu", "Thôn Pá Vi"),
        (8, "Vàng A Mẫu", "Thôn 2"),
        (10, "Giàng Thị Mẫu", "Thôn 2"),
    ]


def test_several_sheets_with_merged_places_and_a_sheet_without_names():
    rows = [["STT", "Họ và tên", "Thôn"], ["1", "Lò Văn Mẫu", ""], ["2", "Vàng A Mẫu", ""]]
    data = workbook(
        ("Danh sách", rows),
        ("Thôn 9", [["Họ và tên", "Mức"], ["Giàng A Mẫu", "1"]]),
        ("Bìa", [["Ủy ban nhân dân xã Mẫu"], ["Năm 2025", "Số"]]),
    )
    with_merge = workbook(("Danh sách", rows), merged={"C2:C3": "Thôn 1"})
    found = reading.read(tables.tables_of_file("ds.xlsx", data, 100))
    assert [(line.sheet, line.number, line.place) for line in found.lines][2] == (
        "Thôn 9",
        2,
        "Thôn 9",
    )
    assert found.notes == ["Trang “Bìa” không có cột họ tên nên được bỏ qua."]
    found = reading.read(tables.tables_of_file("ds.xlsx", with_merge, 100))
    assert [line.place for line in found.lines] == ["Thôn 1", "Thôn 1"]


def test_a_list_of_places_is_a_list_of_names_where_communities_are_recognised():
    found = read("STT\tThôn\n1\tThôn 1\n2\tThôn 2", community=True)
    assert [(line.name, line.place) for line in found.lines] == [("Thôn 1", ""), ("Thôn 2", "")]


def test_names_alone_need_no_heading_and_a_list_without_names_is_refused():
    assert [line.name for line in read("Lò Văn Mẫu\nVàng A Mẫu").lines] == [
        "Lò Văn Mẫu",
        "Vàng A Mẫu",
    ]
    with pytest.raises(BadInput, match="cột họ tên"):
        read("Mã\tGiá\n1\t2")
    with pytest.raises(BadInput, match="chưa có dòng nào"):
        read("Họ và tên\tThôn\n")


def test_names_in_old_letters_are_made_right():
    names = ["NguyÔn V¨n §øc", "TrÇn ThÞ Hång", "Lª Quèc TuÊn", "Ph¹m Minh §¹t", "Vò ThÞ Nguyªn"]
    found = read("Hä vµ tªn\tTh«n\n" + "\n".join(f"{name}\tTh«n §ång" for name in names))
    assert found.lines[0].name == "Nguyễn Văn Đức"
    assert found.lines[4].place == "Thôn Đồng"
    assert "TCVN3" in found.notes[0]


# ---- checking ------------------------------------------------------------------------------------


def said(done: Checked) -> list[tuple[int, str]]:
    return [(one.line.number, one.said) for one in done.faulty]


def test_three_broken_lines_of_two_thousand_leave_the_others_ready_and_are_named():
    lines = [
        f"{number}\tLò Văn Mẫu {chr(65 + number % 26)}\tThôn {number}" for number in range(2000)
    ]
    lines[9] = "10\t=HYPERLINK(1)\tThôn 9"
    lines[99] = "100\t\tThôn 99"
    lines[499] = "500\tLò Văn 0912345678\tThôn 499"
    made = draft()
    done = checked(made, read("STT\tHọ và tên\tThôn\n" + "\n".join(lines)))
    assert (len(done.ready), [one.line.number for one in done.faulty]) == (1997, [11, 101, 501])
    assert "công thức" in done.faulty[0].said
    assert lists.take_in(made.id, done.ready).added == 1997
    assert make.title() is not None


def test_twins_within_a_list_are_asked_about_and_kept_where_a_person_says_so():
    made = draft()
    found = read("Họ và tên\tThôn\nLò Văn Mẫu\tThôn 1\nLÒ  VĂN MẪU\tthôn 1\nLò Văn Mẫu\tThôn 2")
    done = checked(made, found)
    assert [n for n, _s in said(done)] == [3]
    assert "Trùng với dòng 2" in done.faulty[0].said
    assert done.faulty[0].doubtful
    found.lines[1] = reading.Line(3, name="Lò Văn Mẫu", place="Thôn 1", keep=True)
    assert len(checked(made, found).ready) == 3


def test_twins_of_another_decision_of_the_year_are_asked_about():
    first, second = draft(), draft()
    found = read("Họ và tên\tThôn\nLò Văn Mẫu\tThôn 1")
    lists.take_in(first.id, checked(first, found).ready)
    assert "một bản nháp khác" in checked(second, found).faulty[0].said
    again = checked(first, found)
    assert (again.there, again.faulty) == (1, [])


def test_an_unknown_place_names_the_nearest_and_a_missing_one_is_asked_for():
    commune = record("xã Mẫu", "commune")
    record("thôn Pá Vi", "village", parent=commune)
    made = draft(place_id=commune.id)
    found = read("Họ và tên\tThôn\nMột\tPá Vi\nHai\tThôn Pá Vy\nBa\tThôn Xyz\nBốn\t")
    done = checked(made, found)
    assert done.ready[0].place_id != commune.id
    assert [(one.said, one.suggested) for one in done.faulty] == [
        ("Không thấy “Thôn Pá Vy” ở xã Mẫu. Có phải “thôn Pá Vi”?", "thôn Pá Vi"),
        ("Không thấy “Thôn Xyz” ở xã Mẫu.", ""),
        ("Thiếu thôn, bản.", ""),
    ]
    assert done.faulty[2].doubtful


def test_a_place_that_was_merged_leads_to_its_successor_and_is_kept_as_written():
    old, new = record("xã Cũ", "commune"), record("xã Mới", "commune")
    merge([old], new, dt.date(2025, 7, 1))
    made = draft(issued=dt.date(2026, 3, 2))
    done = checked(made, read("Họ và tên\tXã\tThôn\nMột\tXã Cũ\tThôn 1"))
    assert (done.ready[0].place_id, done.ready[0].place_text) == (new.id, "Thôn 1")
    assert done.notes == ["Xã Cũ nay là xã Mới; các dòng ở đó được ghi vào nơi mới."]
    before = draft(year=2024, issued=dt.date(2025, 3, 1))
    assert checked(before, read("Họ và tên\tXã\nMột\tXã Cũ")).ready[0].place_id == old.id


def test_a_place_that_went_into_several_is_asked_about():
    old, one, two = (record(f"xã {name}", "commune") for name in ("Cũ", "Một", "Hai"))
    merge([old], one, dt.date(2025, 7, 1))
    merge([old], two, dt.date(2025, 7, 1))
    done = checked(draft(), read("Họ và tên\tXã\nMột\tXã Cũ"))
    assert "xã Một; xã Hai" in done.faulty[0].said


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Danh hiệu\nMột\tGia đình học tâpj", "Có phải “Gia đình học tập”?"),
        ("Danh hiệu\nMột\tLàng vui vẻ", "Không có danh hiệu"),
        ("Năm\nMột\t2024", "quyết định này của năm 2025"),
        ("Đồng ý đăng tên\nMột\tđể hỏi lại", "ghi có hoặc không"),
        ("Mức\nMột\t+cmd|' /C calc'!A0", "công thức"),
        ("Mức\n12345\t1", "không phải tên"),
        ("Mức\nNguyÔn V¨n A\t1", "bảng mã cũ"),
    ],
)
def test_each_fault_is_one_sentence(cells, said):
    done = checked(draft(), read(f"Họ và tên\t{cells}"))
    assert (len(done.ready), len(done.faulty)) == (0, 1)
    assert said in done.faulty[0].said


def test_titles_consents_and_children_are_fields_of_their_own():
    done = checked(
        draft(),
        read(
            "Họ và tên\tDanh hiệu\tĐồng ý đăng tên\tTrẻ em\tTrẻ và người đại diện đồng ý\n"
            "Một\tGĐHT\tCó\t\t\n"
            "Hai\tcông dân học tập\tx\tx\t\n"
            "Ba\tCDHT\tkhông\tcó\tcó\n"
        ),
    )
    told = [(one.ground, one.child, one.both_consents) for one in done.ready]
    assert told == [("consent", False, False), ("consent", True, False), ("", True, True)]
    assert len({one.title_id for one in done.ready}) == 2


def test_five_thousand_lines_are_read_and_checked_with_few_questions_to_the_database():
    import sqlalchemy as sa

    commune = record("xã Mẫu", "commune")
    made = draft(place_id=commune.id)
    rows = [["STT", "Họ và tên", "Thôn", "Đồng ý đăng tên"]]
    rows += [[str(n), f"Lò Văn {chr(65 + n % 26)}", f"Thôn {n}", "x"] for n in range(1, 5001)]
    data = workbook(("Danh sách", rows))
    count: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *a: count.append(a[2]))
    found = reading.read(tables.tables_of_file("ds.xlsx", data, reading.MOST_ROWS))
    done = checked(made, found)
    assert lists.take_in(made.id, done.ready).added == 5000
    assert len(count) < 60

"""Tables of criteria: the usual headings read, every fault with its line, out and in again."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from content.criteria import files, sheet_writing, shipped_sets, toml_format
from content.errors import BadInput
from tests.content.criteria.samples import levels_set, points_set

GIVEN = {"set": "cong-dan-mau", "version": "2027", "title": "Công dân học tập (MẪU)"}
MARKS = GIVEN | {"pass_sum": "80"}
SHIPPED = [toml_format.read(text, name) for name, text in shipped_sets.texts()]


def csv_of(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def ten(most: int = 10, last: int | None = None) -> list[str]:
    points = [most] * 9 + [most if last is None else last]
    return [f"{n};Việc MẪU số {n};{p}" for n, p in enumerate(points, start=1)]


@pytest.mark.parametrize("ending", files.TYPES)
@pytest.mark.parametrize("version", [*SHIPPED, points_set(), levels_set()], ids=lambda v: v.set_id)
def test_what_leaves_comes_in_again_the_same(version, ending):
    out = files.write(version, ending)
    assert out == files.write(version, ending), "the bytes depend on the content alone"
    came = files.read(f"bo.{ending}", out)
    assert (came.version, came.faults, came.findings) == (version, (), ())


def test_a_plain_list_with_the_usual_headings():
    """Numbered lines under "Năng lực": each one is a criterion with an address of its own."""
    rows = [
        "Bộ tiêu chí Công dân học tập (MẪU);;;",
        "",
        "Năng lực;TT;Nội dung;Điểm chuẩn;Tài liệu minh chứng",
        "A. Tự học MẪU;1;Đọc MẪU;50;Sổ đọc; ",
        ";2;Nghe MẪU;25;Thẻ thư viện",
        'B. Công cụ MẪU;3;Dùng MẪU;25;"Ảnh\nGiấy"',
    ]
    came = files.read("bo.csv", csv_of(*rows), MARKS)
    assert came.faults == () and came.findings == ()
    assert [group.title for group in came.version.groups] == ["Tự học MẪU", "Công cụ MẪU"]
    assert [c.anchor for c in came.version.criteria()] == ["tc-1", "tc-2", "tc-3"]
    assert [each.id for each in came.version.indicators()] == ["1.1", "2.1", "3.1"]
    assert list(came.version.indicators())[2].evidence == ("Ảnh", "Giấy")
    assert came.version.status == "official" and not came.version.rule.special


def test_codes_that_tell_what_is_a_criterion():
    rows = ["STT\tNội dung đánh giá\tĐiểm tối đa", "I\tPhần MẪU\t", "1\tĐiều kiện MẪU\t60"]
    rows += ["1.1\tViệc một\t40", "1.2\tViệc hai\t20", "2\tKết quả MẪU\t40", "2.1\tViệc ba\t40"]
    came = files.read("bo.txt", "\n".join(rows).encode(), MARKS)
    assert came.sound, came
    assert [(c.id, c.title, c.most) for c in came.version.criteria()] == [
        ("1", "Điều kiện MẪU", 6000),
        ("2", "Kết quả MẪU", 4000),
    ]


def test_a_workbook_with_merged_cells_levels_and_kinds():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Mẫu")
        heads = ["Tiêu chí", "Mã", "Chỉ tiêu", "Tỷ lệ mức 1 (%)", "Tỷ lệ mức độ 2", "Áp dụng khi"]
        sheet.write_row(2, 0, ["Có hiệu lực từ", "12/02/2026"])
        sheet.write_row(4, 0, heads)
        sheet.merge_range("A6:A7", "1. Điều kiện MẪU")
        sheet.write_row(5, 1, ["1.1", "Có kế hoạch MẪU", "", "", "Trường học MẪU"])
        sheet.write_row(6, 1, ["1.2", "Tỷ lệ MẪU", 90, 95.5, ""])
    came = files.read("bo.xlsx", out.getvalue(), GIVEN)
    assert came.sound, came
    first, second = came.version.indicators()
    assert (first.answer, first.applies_when) == ("yes", ("truong-hoc-mau",))
    assert (second.answer, second.least) == ("share", ((1, 9000), (2, 9550)))
    assert [level.number for level in came.version.rule.levels] == [1, 2]
    assert came.version.in_force.isoformat() == "2026-02-12"


def test_points_that_add_up_to_95_are_named():
    came = files.read("bo.csv", csv_of("TT;Nội dung;Điểm", *ten(last=5)), MARKS)
    assert came.findings == ("Điểm cộng lại là 95, không phải 100; hãy kiểm tra từng chỉ tiêu.",)
    assert not came.sound


def test_a_threshold_nobody_can_reach_is_named():
    marks = MARKS | {"pass_sum": "105", "least_item": "11"}
    came = files.read("bo.csv", csv_of("TT;Nội dung;Điểm", *ten()), marks)
    said = " ".join(came.findings)
    assert "Điểm đạt 105 cao hơn tổng điểm 100" in said and "không ai đạt được" in said
    assert "không thể đạt mức ít nhất 11 điểm" in said


def test_every_fault_has_its_line_and_says_what_to_do():
    rows = [
        "Tình trạng;Rất tốt",
        "Có hiệu lực từ;hôm nào",
        "Loại đơn vị;truong;Trường học",
        "Tiêu chí;Mã;Chỉ tiêu;Điểm tối đa;Cách trả lời;Áp dụng khi",
        "1. Điều kiện;1.1;Việc;mười;;",
        "1. Điều kiện;1.2;Việc;90;hú họa;",
        "1. Điều kiện;1.2;Việc;10;;Chợ",
    ]
    came = files.read("bo.csv", csv_of(*rows), MARKS)
    assert [fault.split(":")[0] for fault in came.faults] == [
        "Dòng 1", "Dòng 2", "Dòng 5", "Dòng 6", "Dòng 7",
    ]  # fmt: skip
    assert "“mười” không phải số; hãy ghi số" in came.faults[2]
    assert "hãy ghi: điểm, có/không, tỷ lệ" in came.faults[3]
    assert "Trường học" in came.faults[4]
    assert any("“1.2” có 2 lần" in finding for finding in came.findings)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["Chỉ có chữ", "không có bảng"], "không thấy dòng tên cột"),
        (["Chỉ tiêu;Điểm", "Việc không tiêu chí;10"], "chưa biết chỉ tiêu này thuộc tiêu chí nào"),
        (["TT;Nội dung;Điểm", "1;A;10", "2.1;B;10"], "không có tiêu chí 2 đứng trước"),
        (["Mã phiên bản;1", "Mã phiên bản;2", "TT;Nội dung", "1;A"], "ghi hai lần"),
    ],
)
def test_tables_that_are_not_understood(lines, said):
    came = files.read("bo.csv", csv_of(*lines), GIVEN)
    assert any(said in fault for fault in came.faults), came.faults


def test_a_table_that_names_no_set_is_told_so():
    came = files.read("bo.csv", csv_of("TT;Nội dung;Điểm", "1;A;100"))
    assert came.version is None
    assert came.faults[0].startswith("Chưa biết bảng này thuộc bộ nào")


def test_nothing_is_no_official_set():
    came = files.read("mau.xlsx", files.template(), GIVEN)
    assert any("chưa có chỉ tiêu nào" in finding for finding in came.findings)


def test_the_template_asks_and_answers_nothing():
    [(_n, facts), (_t, table), (_h, told)] = sheet_writing.template()
    assert all(row[1] == "" for row in facts)
    assert len(table) == 1 and "Minh chứng" in table[0] and "Áp dụng khi" in table[0]
    assert any("Không tự thêm điểm" in line[0] for line in told)


def test_a_formula_stays_a_text():
    wicked = "=HYPERLINK('http://x')"
    version = points_set(title=wicked)
    assert b"'=HYPERLINK" in files.write(version, "csv")
    came = files.read("bo.xlsx", files.write(version, "xlsx"))
    assert came.version.title == wicked, "shown as it stands, and computed by nobody"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bo.toml", b"\xff\xfe", "UTF-8"),
        ("bo.toml", b"a = ", "TOML"),
        ("bo.xlsx", b"PK\x03\x04 khong phai", "bo.xlsx"),
        ("bo.csv", b"  ", "rỗng"),
    ],
)
def test_a_file_that_cannot_be_read(name, data, said):
    with pytest.raises(BadInput, match=said):
        files.read(name, data, GIVEN)

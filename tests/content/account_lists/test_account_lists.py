"""A list of accounts as offices write it: headings, letters, separators; dry, then carried out."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
import xlsxwriter

from content import accounts, invitations, people, places, scopes
from content.account_lists import commands, entries, planning
from content.account_lists.entries import Entry
from content.database import db
from content.errors import BadInput
from content.people import Invitation, Person
from content.publishing.models import SECTIONS
from content.reading import tables
from content.trail import TrailEntry
from tests.old_letters import encode_bytes

KINDS = {kind: title for kind, (_section, title) in SECTIONS.items()}
LIST = """Họ tên;Thư điện tử;Vai trò;Xã
Lò Thị Mẫu;lo.mau@xa.example;Biên tập viên;xã Mẫu
Vàng A Thử;thu@xa.example;CTV;Thử Nghiệm
"""


@pytest.fixture
def land(session_app):
    """Two communes of a province, and the roles."""
    people.seed_roles()
    province = places.record("tỉnh Mẫu", "province")
    for name in ("xã Mẫu", "xã Thử Nghiệm"):
        places.record(name, "commune", parent=province)
    return province


def read(text: str) -> list[Entry]:
    return entries.entries(tables.rows_of_text(text))


def planned(text: str, default_role: str = "editor"):
    return planning.plan(read(text), default_role=default_role, kinds=KINDS)


def carry_out(text: str, **given):
    given = {"default_role": "editor", **given}
    return commands.carry_out(read(text), kinds=KINDS, **given)


# ---- reading ------------------------------------------------------------------------------------


def workbook(rows: list[list[str]], above: int = 0) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Trống")
        sheet = book.add_worksheet("Danh sách")
        for line in range(above):
            sheet.write(line, 0, "DANH SÁCH CÁN BỘ PHỤ TRÁCH")
        for at, row in enumerate(rows, start=above):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell)
    return out.getvalue()


ROWS = [line.split(";") for line in LIST.strip().split("\n")]
WANTED = [
    ("lo.mau@xa.example", "Lò Thị Mẫu", "Biên tập viên", "xã Mẫu"),
    ("thu@xa.example", "Vàng A Thử", "CTV", "Thử Nghiệm"),
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dấu chấm phẩy.csv", LIST.encode()),
        ("có BOM.csv", b"\xef\xbb\xbf" + LIST.encode()),
        ("utf-16.txt", LIST.encode("utf-16")),
        ("phẩy.csv", LIST.replace(";", ",").encode()),
        ("tab.txt", LIST.replace(";", "\t").replace("\n", "\r\n").encode()),
        ("sep.csv", ("sep=;\n" + LIST).encode()),
        ("trong ngoặc.csv", LIST.replace("Lò Thị Mẫu", '"Lò Thị Mẫu"').encode()),
        ("bảng.xlsx", workbook(ROWS)),
        ("bảng.csv thật ra là xlsx", workbook(ROWS, above=2)),
    ],
)
def test_the_same_list_in_every_coat(name, data):
    found = entries.entries(tables.rows_of_file(name, data, entries.MOST_READ))
    assert [(e.email, e.name, e.role, e.place) for e in found] == WANTED


def test_old_letters_are_understood():
    """A list typed in TCVN3: headings, names and places come out right."""
    long = LIST + "".join(
        f"Nguyễn Thị Hương Giang;huong{n}@xa.example;Biên tập viên;xã Mẫu\n" for n in range(12)
    )
    found = entries.entries(
        tables.rows_of_file("cũ.csv", encode_bytes(long, "tcvn3"), entries.MOST_READ)
    )
    assert [(e.email, e.name, e.role, e.place) for e in found[:2]] == WANTED
    assert found[-1].name == "Nguyễn Thị Hương Giang"


@pytest.mark.parametrize(
    "headings",
    [
        "Họ và tên|Email|Vai trò|Đơn vị",
        "STT|HỌ TÊN|E-mail|Quyền|Xã/Phường",
        "TT|Ho ten can bo|Địa chỉ thư điện tử|Phân quyền|Địa bàn phụ trách",
        "Tên|Thư|Vai trò|Xã phường",
        "name|email|role|place",
        "Họ tên người phụ trách|Email liên hệ|Vai trò được giao|Xã, phường",
    ],
)
def test_headings_as_people_write_them(headings):
    cells = headings.split("|")
    values = ["1"] * (len(cells) - 4) + ["Lò Thị Mẫu", "lo@xa.example", "BTV", "xã Mẫu"]
    found = entries.entries([cells, values])[0]
    said = (found.name, found.email, found.role, found.place)
    assert said == ("Lò Thị Mẫu", "lo@xa.example", "BTV", "xã Mẫu")


def test_addresses_alone_need_no_heading():
    found = read("a@xa.example\n\nb@xa.example\n")
    assert [e.email for e in found] == ["a@xa.example", "b@xa.example"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Không thấy cột thư điện tử"),
        ("Họ tên,Xã\nA,B\n", "Không thấy cột thư điện tử"),
        ("Email\n\n", "chưa có dòng nào"),
        ("Email\n" + "a@b.vn\n" * 1001, "hãy chia đôi"),
        ('Email,Tên\n"' + "x" * 200_000, "dấu ngoặc kép"),
    ],
)
def test_what_is_no_list_is_one_sentence(text, said):
    with pytest.raises(BadInput, match=said):
        read(text)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "rỗng"),
        (b"\xd0\xcf\x11\xe0rest", "kiểu cũ"),
        (b"PK\x03\x04 nothing", "bị hỏng"),
        (b"Email\n" + b"\x00\x01\x02" * 500, "Email"),
    ],
)
def test_files_that_bite_are_one_sentence(data, said):
    with pytest.raises(BadInput) as refused:
        entries.entries(tables.rows_of_file("C:\\x\\danh sách.csv", data, entries.MOST_READ))
    assert refused.value.message.count("\n") == 0
    assert "C:" not in refused.value.message
    if said != "Email":
        assert said in refused.value.message


def test_a_list_comes_back_from_the_page_as_it_was():
    found = read(LIST)
    assert entries.from_json([entry.to_json() for entry in found]) == found
    for broken in (None, {}, [], [1], [{"line": "1", "email": "a"}], [{"x": 1}], [{"line": 1}]):
        with pytest.raises(BadInput):
            entries.from_json(broken)
    with pytest.raises(BadInput):
        entries.from_json([{"line": 1, "email": ["a"]}])


def test_a_list_is_written_as_cells_and_read_again():
    text = "Email;Họ tên;Vai trò;Xã;Mục\n" + "".join(
        f'a{n}@xa.example;"Tên ""lạ""; có dấu";CTV;xã Mẫu;Tin tức, Thông báo\n' for n in range(30)
    )
    found = read(text)
    assert read(entries.as_text(found)) == found
    assert read(entries.as_text(read("a@xa.example\nb@xa.example\n")))[1].email == "b@xa.example"


# ---- planning -----------------------------------------------------------------------------------


def test_a_dry_run_says_each_line_and_writes_nothing(land):
    there = accounts.add_person("thu@xa.example", role="contributor", name="Vàng A Thử")
    accounts.add_person("cu@xa.example", role="editor", name="Người cũ")
    accounts.set_active(accounts.add_person("dong@xa.example", role="editor"), False)
    before = db.session.scalar(sa.select(sa.func.count(TrailEntry.id)))
    found = planned(
        LIST
        + "Người mới tên;cu@xa.example;Người duyệt;xã Thử Nghiệm\n"
        + "Ai;khong-phai-thu;BTV;\n"
        + "Ai;a@xa.example;Giám đốc;\n"
        + "Ai;b@xa.example;BTV;xã Không Có\n"
        + "Ai;LO.MAU@xa.example;BTV;\n"
        + "Ai;dong@xa.example;BTV;\n"
        + "Ai;c@xa.example;Quản trị;xã Mẫu\n"
    )
    assert [line.status for line in found] == [
        "new", "changed", "changed", *["refused"] * 6,
    ]  # fmt: skip
    assert found[1].person_id == there.id
    assert found[1].changes == ("địa bàn thành xã Thử Nghiệm, tỉnh Mẫu",)
    assert "vai trò thành Người duyệt đăng" in found[2].said
    assert "tên thành “Người mới tên”" in found[2].said
    for line, said in zip(
        found[3:],
        ("không phải địa chỉ thư", "Vai trò “Giám đốc”", "Không thấy địa bàn", "đã có ở dòng 2",
         "đang đóng", "không giới hạn được"),
        strict=True,
    ):  # fmt: skip
        assert said in line.said
    assert planning.tally(found) == {"new": 1, "changed": 2, "unchanged": 0, "refused": 6}
    assert db.session.scalar(sa.select(sa.func.count(TrailEntry.id))) == before
    assert not db.session.new
    assert not db.session.dirty


def test_an_empty_cell_changes_nothing_of_who_is_there(land):
    commune = places.find("xã Mẫu")[0]
    accounts.add_person(
        "thu@xa.example", role="publisher", name="Thử", kinds=["news"], place_id=commune.id
    )
    found = planned("Email;Họ tên;Vai trò;Xã;Mục\nthu@xa.example;;;;\n")
    assert [line.status for line in found] == ["unchanged"]


def test_a_place_that_ended_or_has_a_namesake(land):
    district = places.record("huyện Trùng", "district", parent=land)
    places.record("xã Trùng", "commune", parent=district)
    assert planned("Email;Xã\na@xa.example;Trùng\n")[0].place == "xã Trùng, huyện Trùng, tỉnh Mẫu"
    other = places.record("tỉnh Khác", "province")
    places.record("xã Trùng", "commune", parent=other)
    assert "hơn một nơi" in planned("Email;Xã\na@xa.example;Trùng\n")[0].said
    assert planned("Email;Xã\na@xa.example;xã Trùng, tỉnh Khác\n")[0].status == "new"


def test_the_last_administrator_keeps_the_role(land):
    for name in ("mot", "hai"):
        accounts.add_person(f"{name}@xa.example", role="administrator")
    found = planned("Email;Vai trò\nmot@xa.example;BTV\nhai@xa.example;BTV\n")
    assert [line.status for line in found] == ["changed", "refused"]
    assert "duy nhất" in found[1].said


# ---- carrying out -------------------------------------------------------------------------------


def test_a_list_carried_out_gives_a_link_for_each_new_account(land):
    done = carry_out(LIST, actor_id=None)
    assert [bool(line.token) for line in done] == [True, True]
    commune = places.find("xã Mẫu")[0]
    person = people.by_email("lo.mau@xa.example")
    assert (person.name, [r.name for r in person.roles]) == ("Lò Thị Mẫu", ["editor"])
    assert scopes.of(person.id).place_id == commune.id
    known = invitations.owner(done[0].token)
    assert known is not None
    assert known[0] == person
    stored = db.session.scalars(sa.select(Invitation)).all()
    assert all(line.token not in row.token_sha256 for row in stored for line in done[:2])
    assert {a.action for a in db.session.scalars(sa.select(TrailEntry))} >= {
        "person.added", "person.invited", "people.listed",
    }  # fmt: skip


def test_one_bad_line_holds_all_of_them_up(land):
    for bad in ("Ai;hong;BTV;\n", "Ai;a@xa.example;BTV;xã Không Có\n", "Ai;THU@xa.example;;\n"):
        with pytest.raises(BadInput, match="Có 1 dòng không nhận được nên chưa tạo hay đổi gì"):
            carry_out(LIST + bad)
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0
    acts = set(db.session.scalars(sa.select(TrailEntry.action)))
    assert acts == {"place.recorded"} & acts


def test_a_fault_in_the_middle_makes_nothing(land, monkeypatch):
    made = []

    def token(*_args):
        made.append(1)
        if len(made) == 2:
            raise RuntimeError("the machine stops here")
        return "x" * 32

    monkeypatch.setattr(invitations.secrets, "token_urlsafe", token)
    with pytest.raises(RuntimeError):
        carry_out(LIST)
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 0


def test_twice_is_once(land):
    carry_out(LIST)
    again = carry_out(LIST)
    assert [line.planned.status for line in again] == ["unchanged", "unchanged"]
    assert not any(line.token for line in again)
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 2
    anew = carry_out(LIST, again=True)
    assert all(line.token for line in anew)
    invitations.accept(anew[0].token, "ba con trâu gặm cỏ xanh")
    assert [bool(line.token) for line in carry_out(LIST, again=True)] == [False, True]


def test_changes_are_in_the_trail_with_before_and_after(land):
    carry_out(LIST)
    moved = LIST.replace("xã Mẫu", "xã Thử Nghiệm").replace("Biên tập viên", "Người duyệt đăng")
    assert [line.planned.status for line in carry_out(moved)] == ["changed", "unchanged"]
    acts = {a.action: a.detail for a in db.session.scalars(sa.select(TrailEntry))}
    assert acts["person.roles"] == {"before": ["editor"], "roles": ["publisher"]}
    first, second = (places.find(name)[0].id for name in ("xã Mẫu", "xã Thử Nghiệm"))
    assert acts["person.scope"]["before"] == {"kinds": [], "place": first}
    assert acts["person.scope"]["after"] == {"kinds": [], "place": second}


def test_a_thousand_lines(land):
    rows = "".join(f"Người {n};n{n}@xa.example;BTV;xã Mẫu\n" for n in range(1000))
    done = carry_out("Họ tên;Email;Vai trò;Xã\n" + rows)
    assert len({line.token for line in done}) == 1000
    assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 1000


def test_names_that_are_formulas_stay_names(land):
    evil = '=HYPERLINK("http://evil.example")'
    done = carry_out(f"Email\tHọ tên\na@xa.example\t{evil}\n")
    assert people.by_email("a@xa.example").name == evil
    assert done[0].planned.status == "new"

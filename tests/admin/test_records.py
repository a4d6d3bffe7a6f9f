"""The desk's catalogue: records by hand, many at once, duplicates, shelves, reading lists."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from content import places
from content.catalogue import queries, shelf_queries
from content.catalogue.commands import records, shelves
from content.catalogue.models import DuplicatePair, LibraryRecord
from content.catalogue.record import Identifier, Link, Name, Record, Subject
from content.catalogue.shelf_models import ReadingList
from content.database import db
from tests.admin.matrix.addresses import limit

ROOM = "/quan-tri/thu-vien-so/"
FORM = {
    "title": "Nghề đan lát", "kind": "sach", "names": "Giàng A Mẫu\nLò Thị B (người dịch)",
    "date": "2020", "languages": "Tiếng Việt; tieng mong", "subjects": "xoa mu chu\nNuôi ong",
    "numbers": "ISBN 978-604-0-00001-9\nSố hiệu 12/KH-HKH",
    "links": "https://mau.example/sach | Bản đọc", "access": "open",
}  # fmt: skip


def every(office):
    with office.app.app_context():
        return list(db.session.scalars(sa.select(LibraryRecord).order_by(LibraryRecord.id)))


def value(office, row_id):
    with office.app.app_context():
        return records.known(row_id).record


def test_a_record_is_written_shown_and_changed(office, post):
    client = office.signed_in("publisher")
    answer = post(client, f"{ROOM}moi/", **FORM, show="1")
    [row] = every(office)
    assert answer.headers["Location"].endswith(f"{ROOM}{row.id}/")
    assert (row.state, row.offered, row.slug) == ("shown", True, "nghe-dan-lat")
    kept = value(office, row.id)
    assert kept.names == (Name("Giàng A Mẫu"), Name("Lò Thị B", "translator"))
    assert kept.languages == ("vie", "hmn")
    assert kept.subjects == (Subject("Xóa mù chữ", "xoa-mu-chu"), Subject("Nuôi ong"))
    assert kept.identifiers == (
        Identifier("isbn", "9786040000019"),
        Identifier("number", "12/KH-HKH"),
    )
    assert kept.links == (Link("https://mau.example/sach", "Bản đọc"),)
    assert kept.year == 2020
    page = client.get(f"{ROOM}{row.id}/").text
    assert "Lò Thị B (người dịch)" in page
    changed = {**FORM, "abstract": "Cách đan gùi.", "version": str(row.version)}
    assert post(client, f"{ROOM}{row.id}/", **changed).status_code == 302
    assert value(office, row.id).abstract == "Cách đan gùi."
    stale = post(client, f"{ROOM}{row.id}/", **changed)
    assert stale.status_code == 400
    assert "vừa lưu tài liệu này" in stale.text
    assert "Cách đan gùi." in stale.text


def test_what_the_form_shows_means_the_record_again(office, post):
    whole = Record(
        "Sổ tay", kind="bao-cao", subtitle="Phần một", other_titles=("Handbook",),
        names=(Name("UBND xã Mẫu", "issuer", True), Name("Vàng Mí Mẫu", "editor")),
        publisher="Nhà in", published_in="Mẫu", date="05/2021", year=2021, edition="2",
        series="Tủ vàng", host="Tạp chí Mẫu", volume="3", issue="4", pages="5-9", extent="9 trang",
        languages=("vie",), subjects=(Subject("Thư viện", "thu-vien"),), abstract="Một.\nHai.",
        contents="A", identifiers=(Identifier("doi", "10.1/a"), Identifier("local", "M 7")),
        links=(Link("https://mau.example/a.pdf", "", "application/pdf"),), access="open",
        rights="CC BY 4.0", rights_url="https://mau.example/by", audiences=("Người lớn",),
        level="Tiểu học", coverage=("Thế kỷ XX",), notes="Ghi.",
    )  # fmt: skip
    with office.app.app_context():
        row_id = records.save(whole).row.id
        whole = records.known(row_id).record
    client = office.signed_in("publisher")
    page = client.get(f"{ROOM}{row_id}/").text
    from admin import record_form

    with office.app.app_context():
        again = record_form.meant(record_form.shown(whole), whole.topics, whole)
    assert records.clean(again) == whole
    assert "UBND xã Mẫu (cơ quan ban hành)" in page


@pytest.mark.parametrize(
    ("box", "typed", "words"),
    [
        ("title", " ", "Chưa có nhan đề"),
        ("languages", "Tiếng Sao Hỏa", "Ngôn ngữ: chưa biết"),
        ("links", "mau chấm example", "chưa phải địa chỉ"),
        ("place", "xã Không Có", "Không thấy địa bàn"),
        ("abstract", "a" * 20_001, "20.000 chữ"),
    ],
)
def test_a_box_that_is_not_understood_is_named_and_nothing_is_lost(office, post, box, typed, words):
    client = office.signed_in("editor")
    answer = post(client, f"{ROOM}moi/", **{**FORM, box: typed})
    assert answer.status_code == 400
    assert words in answer.text
    assert "Giàng A Mẫu" in answer.text
    assert every(office) == []


def test_a_copy_leaves_numbers_behind_and_isbn_finds_what_is_here(office, post):
    client = office.signed_in("editor")
    post(client, f"{ROOM}moi/", **FORM)
    [row] = every(office)
    assert row.state == "review"
    copied = client.get(f"{ROOM}moi/?chep={row.id}").text
    assert "Nghề đan lát" in copied
    assert "9786040000019" not in copied
    found = client.get(f"{ROOM}moi/?isbn=978-604-0-00001-9")
    assert found.headers["Location"].endswith(f"{ROOM}{row.id}/")
    assert "sai chữ số kiểm tra" in client.get(f"{ROOM}moi/?isbn=9786040000011").text
    assert "Chưa nguồn nào biết" in client.get(f"{ROOM}moi/?isbn=9786040000026").text


def test_many_at_once(office, post):
    with office.app.app_context():
        ids = [records.save(Record(f"Sách {n}")).row.id for n in range(3)]
    client = office.signed_in("publisher")
    chosen = {"chon": [str(n) for n in ids[:2]], "question": "tt=review"}
    post(client, f"{ROOM}hang-loat/", viec="hien", **chosen)
    assert [row.state for row in every(office)] == ["shown", "shown", "review"]
    asked = post(client, f"{ROOM}hang-loat/", viec="them-chu-de", **chosen)
    assert "Sách 1" in asked.text
    post(client, f"{ROOM}hang-loat/", viec="them-chu-de", lam="1", value="thu vien so", **chosen)
    assert value(office, ids[0]).subjects == (Subject("Thư viện số", "thu-vien-so"),)
    refused = post(client, f"{ROOM}hang-loat/", viec="loai", lam="1", value="x", **chosen)
    assert refused.status_code == 400
    post(client, f"{ROOM}hang-loat/", viec="go", every="1", question="tt=review")
    assert [row.state for row in every(office)] == ["shown", "shown", "gone"]
    editor = office.signed_in("editor")
    assert post(editor, f"{ROOM}hang-loat/", viec="an", **chosen).status_code == 403


def test_two_records_become_one_and_two_again(office, post):
    with office.app.app_context():
        first, second = (
            records.save(Record("Một", abstract=words), show=True).row.id for words in ("", "Có.")
        )
        db.session.add(DuplicatePair(first_id=first, second_id=second, reason="same", moved={}))
        db.session.commit()
        pair = db.session.scalars(sa.select(DuplicatePair.id)).one()
    client = office.signed_in("publisher")
    assert "Có phải cùng một tài liệu" in client.get(f"{ROOM}trung-nhau/").text
    post(client, f"{ROOM}trung-nhau/", pair=str(pair), act="keep-first")
    assert value(office, first).abstract == "Có."
    assert "Đã gộp vào" in client.get(f"{ROOM}{second}/").text
    post(client, f"{ROOM}{second}/tach/")
    assert [row.state for row in every(office)] == ["shown", "shown"]
    assert value(office, first).abstract == ""
    post(
        client,
        f"{ROOM}{first}/gop/",
        other=f"https://mau.example/thu-vien/{every(office)[1].slug}/",
    )
    assert every(office)[1].merged_into_id == first


def test_files_cover_and_copies(office, post):
    with office.app.app_context():
        row_id = records.save(Record("Có tệp"), show=True).row.id
        shelf = shelves.save(shelves.ShelfFields("Tủ sách bản Mẫu")).id
    client = office.signed_in("publisher")
    picture = io.BytesIO()
    Image.new("RGB", (900, 1200), "red").save(picture, "PNG")
    post(client, f"{ROOM}{row_id}/bia/", cover=(io.BytesIO(picture.getvalue()), "bia.png"))
    shown = client.get(f"{ROOM}{row_id}/bia.jpg")
    assert Image.open(io.BytesIO(shown.data)).size == (320, 427)
    post(client, f"{ROOM}{row_id}/bia/", cover=(io.BytesIO(b"chu"), "bia.png"))
    assert client.get(f"{ROOM}{row_id}/bia.jpg").data == shown.data
    post(client, f"{ROOM}{row_id}/tep/", file=(io.BytesIO("Chữ.".encode()), "Toàn văn.txt"))
    with office.app.app_context():
        [kept] = queries.by_slug("co-tep").files
        assert kept.file_name == "toan-van.txt"
        assert queries.has_file(kept.file_id)
        file_id = kept.file_id
    post(client, f"{ROOM}{row_id}/ban/", shelf=str(shelf), copies="3")
    with office.app.app_context():
        assert [one.holding.copies for one in shelf_queries.holdings_of(row_id)] == [3]
    post(client, f"{ROOM}{row_id}/bo-tep/", file_id=str(file_id))
    with office.app.app_context():
        assert queries.by_slug("co-tep").files == []
        assert not queries.has_file(file_id)


def test_a_list_of_books_is_tried_then_written_and_a_second_time_changes_nothing(office, post):
    with office.app.app_context():
        known = records.save(Record("Sách đã có"), show=True).row.id
        shelf = shelves.save(shelves.ShelfFields("Tủ sách bản Mẫu")).id
    client = office.signed_in("editor")
    listed = "Nhan đề\tTác giả\tSố bản\nsach da co\t\t2\nSách mới\tLò Văn Mẫu\t1\nHỏng\t\tx\n"
    tried = post(client, f"{ROOM}tu-sach/{shelf}/nhap/", list=listed, act="try").text
    for words in ("Có trong mục lục: 1", "Chưa có, sẽ thêm: 1", "Chưa ghi được: 1"):
        assert words in tried
    assert len(every(office)) == 1
    post(client, f"{ROOM}tu-sach/{shelf}/nhap/", list=listed, act="do")
    new = every(office)[1]
    assert (new.title, new.byline, new.state) == ("Sách mới", "Lò Văn Mẫu", "review")
    with office.app.app_context():
        held = shelf_queries.on_shelf(shelf, hidden=True)
        assert {row.id: one.copies for row, one in held} == {known: 2, new.id: 1}
        version = records.known(new.id).version
    post(client, f"{ROOM}tu-sach/{shelf}/nhap/", list=listed, act="do")
    with office.app.app_context():
        assert records.known(new.id).version == version
    sheet = client.get(f"{ROOM}tu-sach/{shelf}/sach.csv").get_data(as_text=True)
    assert "Sách mới,Lò Văn Mẫu,,,,1" in sheet
    assert client.get(f"{ROOM}tu-sach/{shelf}/sach.xlsx").data[:2] == b"PK"


def test_shelves_belong_to_places(office, post):
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        mine = places.record("xã Mẫu", "commune", parent=province).id
        theirs = places.record("xã Bạn", "commune", parent=province).id
        other = shelves.save(shelves.ShelfFields("Tủ xã Bạn", place_id=theirs)).id
        row_id = records.save(Record("Chung"), show=True).row.id
    limit(office, "editor", place_id=mine)
    client = office.signed_in("editor")
    form = {"name": "Tủ của mình", "kind": "mobile", "place": "xã Mẫu, tỉnh Mẫu", "shown": "1"}
    stops = "Thứ bảy 8 giờ | chợ xã Mẫu\n12/10/2026 8 giờ | bản Mẫu"
    post(client, f"{ROOM}tu-sach/moi/", **form, stops=stops)
    listing = client.get(f"{ROOM}tu-sach/").text
    assert "Tủ của mình" in listing
    assert "Tủ xã Bạn" not in listing
    assert client.get(f"{ROOM}tu-sach/{other}/").status_code == 404
    with office.app.app_context():
        made = shelf_queries.shelf("tu-cua-minh")
        assert [(stop.times, stop.where, str(stop.day)) for stop in made.stops] == [
            ("Thứ bảy 8 giờ", "chợ xã Mẫu", "None"),
            ("8 giờ", "bản Mẫu", "2026-10-12"),
        ]
        number = made.id
    assert "12/10/2026 8 giờ | bản Mẫu" in client.get(f"{ROOM}tu-sach/{number}/").text
    wrong = post(client, f"{ROOM}tu-sach/moi/", **form, stops="chợ xã Mẫu")
    assert "ghi giờ trước" in wrong.text
    post(client, f"{ROOM}{row_id}/ban/", shelf=str(other), copies="3")
    post(client, f"{ROOM}{row_id}/ban/", shelf=str(number), copies="2")
    with office.app.app_context():
        assert [one.shelf.id for one in shelf_queries.holdings_of(row_id)] == [number]
    assert post(client, f"{ROOM}{row_id}/", **FORM).status_code == 400
    assert value(office, row_id).title == "Chung"


def test_a_reading_list_is_put_in_order(office, post):
    with office.app.app_context():
        slugs = [records.save(Record(f"Sách {n}"), show=True).row.slug for n in (1, 2)]
    client = office.signed_in("publisher")
    at = [
        f"https://mau.example/thu-vien/{slugs[0]}/",
        f"/thu-vien/{slugs[1]}/",
        "/huong-dan/x/",
        "",
    ]
    lines = {"at": at, "note": ["Một.", "", "Trang.", ""], "place": ["1", "1", "3", "4"]}
    post(client, f"{ROOM}danh-sach/moi/", title="Nên đọc", shown="1", **lines)
    with office.app.app_context():
        made = shelf_queries.reading_list("nen-doc")
        told = [(one.record.slug if one.record else one.page, one.note) for one in made.entries]
        assert told == [(slugs[1], ""), (slugs[0], "Một."), ("/huong-dan/x/", "Trang.")]
        number = made.id
    bad = post(
        client, f"{ROOM}danh-sach/moi/", title="X", at=["/thu-vien/khong/"], note=[""], place=["1"]
    )
    assert "không thấy tài liệu nào" in bad.text
    assert "/thu-vien/khong/" in bad.text
    post(client, f"{ROOM}danh-sach/{number}/xoa/")
    with office.app.app_context():
        assert db.session.scalars(sa.select(ReadingList)).all() == []


def test_figures_of_the_library(office):
    with office.app.app_context():
        records.save(Record("Một", subjects=(Subject("Thư viện", "thu-vien"),)), show=True)
        shelves.save(shelves.ShelfFields("Tủ", uncatalogued=1200))
    page = office.signed_in("editor").get(f"{ROOM}thong-ke/?dan=400").text
    assert "3,00" in page
    assert "Văn hóa đọc" in page  # the wider term

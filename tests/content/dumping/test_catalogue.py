"""The library in a dump: records with files, origins and answers, shelves, reading lists."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from content import places
from content.catalogue import portable, queries, shelf_queries
from content.catalogue.commands import duplicates, reading_lists, records, shelves, taking
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Identifier, Link, Name, Record, Subject, Taken
from content.catalogue.source_models import CatalogueSource
from content.database import db
from content.dumping import dumper
from content.loading import loader
from tests.content.dumping.test_site_and_past import same

ONE = '[[record]]\nslug = "a"\ntitle = "A"\n'


def build() -> None:
    """A library that has everything once."""
    province = places.record("tỉnh Mẫu", "province")
    commune = places.record("xã Mẫu", "commune", parent=province)
    source = CatalogueSource(
        slug="kho-mau", name="Kho Mẫu", protocol="oai", address="https://mau.example/oai",
        settings={"prefix": "oai_dc", "sets": ["a"]}, direct=True, taken_until="2026-01-01",
    )  # fmt: skip
    db.session.add(source)
    db.session.commit()
    taken = Record("Từ kho", kind="sach", names=(Name("Lò Văn Mẫu"),), year=2020, date="2020")
    taking.take_in(
        source, [Taken("oai:1", taken, "2026-01-01", b"marc \xff"), Taken("oai:2", taken)]
    )
    mine = Record(
        "Sách của ta", kind="sach", subjects=(Subject("Thư viện", "thu-vien"), Subject("Ong")),
        identifiers=(Identifier("isbn", "9786040000019"),), access="open", place=commune.slug,
        links=(Link("https://mau.example/a", "Đọc"),), abstract="Một.\nHai “ba”.", topics=("x",),
    )  # fmt: skip
    row_id = records.save(mine, show=True).row.id
    records.put_file(row_id, b"%PDF-1.4 mau", "application/pdf", "toan-van.pdf", title="Toàn văn")
    picture = io.BytesIO()
    Image.new("RGB", (40, 60), "green").save(picture, "PNG")
    records.put_cover(row_id, picture.getvalue())
    gone = records.save(Record("Bỏ"), show=True).row.id
    records.drop([gone])
    stops = (shelves.Stop("Chợ", "Thứ bảy"),)
    shelf = shelves.save(shelves.ShelfFields("Tủ Mẫu", place_id=commune.id, stops=stops))
    shelves.hold(shelf.id, [shelves.Held(row_id, 3, "745 M")])
    entry = reading_lists.Entry(record="sach-cua-ta", note="Hay.")
    page = reading_lists.Entry(page="/huong-dan/x/")
    reading_lists.save(reading_lists.ListFields("Nên đọc", shown=True, entries=(entry, page)))
    one, two = db.session.scalars(
        sa.select(LibraryRecord.id)
        .where(LibraryRecord.title == "Từ kho")
        .order_by(LibraryRecord.id)
    )
    duplicates.merge(one, two)


def test_the_library_comes_back_and_dumps_the_same(
    empty_hub: Callable[[], Flask], tmp_path: Path
) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    with empty_hub().app_context():
        build()
        dumper.dump(first)
    with empty_hub().app_context():
        reports = loader.load_paths([first])
        assert "refused" not in {report.status for report in reports}, reports
        row = queries.by_slug("sach-cua-ta")
        assert row.record.abstract == "Một.\nHai “ba”."
        assert [one.file.media_type for one in row.files] == ["application/pdf"]
        assert row.cover is not None
        assert [one.holding.copies for one in shelf_queries.holdings_of(row.id)] == [3]
        assert queries.count({"shelf": "tu-mau"}) == 1
        assert queries.count({"source": "kho-mau"}) == 1
        assert db.session.scalar(sa.select(LibraryRecord.state).where(LibraryRecord.title == "Bỏ"))
        assert {report.status for report in loader.load_paths([first])} == {"unchanged"}
        dumper.dump(second)
    assert same(first, second)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("records.toml", '[[record]]\nslug = "a"', "thiếu “slug” hoặc “title”"),
        ("records.toml", '[[record]]\nslug = "a"\ntitle = "A"\nnhan = "x"', "khóa “nhan”"),
        ("records.toml", '[[record]]\nslug = "a"\ntitle = "A"\nnames = 3', "sai kiểu"),
        ("records.toml", f'{ONE}marc = "?"', "base64"),
        ("records.toml", f"{ONE}[[record.file]]\nfile = 'tep/x'", "Không thấy tệp"),
        ("sources.toml", '[[source]]\nslug = "a"', "mỗi nguồn cần"),
        ("shelves.toml", '[[shelf]]\nslug = "a"', "mỗi tủ sách cần"),
        ("shelves.toml", '[[merged]]\nslug = "a"\ninto = "b"', "không thấy tài liệu"),
        ("shelves.toml", "[[khac]]\na = 1", "chỉ gồm các mục"),
    ],
)  # fmt: skip
def test_what_does_not_belong_is_named_and_nothing_is_kept(
    session_app, tmp_path, name, text, words
):
    (tmp_path / "vao").mkdir()
    path = tmp_path / "vao" / name
    path.write_text(text, encoding="utf-8")
    [report] = loader.load_paths([path])
    assert report.status == "refused"
    assert words in " ".join(str(note) for note in report.notes)
    assert db.session.scalars(sa.select(LibraryRecord)).all() == []
    assert portable.RECORDS.fullmatch("records-0002.toml")

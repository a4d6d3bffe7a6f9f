"""OPDS feeds: what reading programs need of each, paging, search, frozen addresses."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from lxml import etree
from PIL import Image

from content.catalogue.commands import records
from content.catalogue.record import Identifier, Name, Record, Subject
from content.database import db
from hub.public import rooms
from hub.public.opds import room

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def shelf(app) -> Iterator[None]:
    """Three works with files, one with a cover, and one without any file."""
    with app.app_context():
        for number in range(3):
            work = Record(
                f"Sách & số {number}\x0b", kind="sach", names=(Name("Lò Văn Mẫu"),), year=2020,
                subjects=(Subject("Thư viện", "thu-vien"),), languages=("vie",),
                identifiers=(Identifier("isbn", "9786040000019"),),
            )  # fmt: skip
            row_id = records.save(work, show=True).row.id
            name = f"sach-{number}.epub"
            records.put_file(row_id, b"epub%d" % number, "application/epub+zip", name)
        picture = io.BytesIO()
        Image.new("RGB", (600, 900), "green").save(picture, "PNG")
        records.put_cover(row_id, picture.getvalue())
        records.save(Record("Chỉ có giấy", kind="sach"), show=True)
        yield
        db.session.remove()


@pytest.fixture
def read(client):
    def get(path: str) -> etree._Element:
        answer = client.get(path)
        assert answer.status_code == 200, path
        return etree.fromstring(answer.data)

    return get


def links(element, rel: str) -> list[etree._Element]:
    return [one for one in element.findall(f"{ATOM}link") if one.get("rel") == rel]


def test_each_feed_has_what_the_specification_asks(shelf, client, read):
    for path, kind in (
        ("/opds/", "navigation"),
        ("/opds/index.xml", "navigation"),
        ("/opds/moi.xml", "acquisition"),
        ("/opds/loai.xml", "navigation"),
        ("/opds/chu-de/thu-vien.xml", "acquisition"),
    ):
        answer = client.get(path)
        assert f"profile=opds-catalog;kind={kind}" in answer.content_type
        root = read(path)
        for name in ("id", "title", "updated", "author"):
            assert root.find(f"{ATOM}{name}") is not None, (path, name)
        assert links(root, "self")
        assert links(root, "start")[0].get("href").endswith("/opds/index.xml")
        for entry in root.findall(f"{ATOM}entry"):
            for name in ("id", "title", "updated"):
                assert entry.findtext(f"{ATOM}{name}"), (path, name)


def test_a_work_is_taken_with_its_exact_type_and_size(shelf, client, read):
    entries = read("/opds/moi.xml").findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Sách & số 2", "Sách & số 1", "Sách & số 0",
    ]  # fmt: skip
    [link] = links(entries[0], "http://opds-spec.org/acquisition/open-access")
    assert (link.get("type"), link.get("length")) == ("application/epub+zip", "5")
    with client.get(link.get("href").removeprefix("https://hoc.example")) as taken:
        assert taken.data == b"epub2"
    [cover] = links(entries[0], "http://opds-spec.org/image")
    with client.get(cover.get("href").removeprefix("https://hoc.example")) as shown:
        assert shown.mimetype == cover.get("type") == "image/jpeg"
    assert not links(entries[1], "http://opds-spec.org/image")


def test_pages_follow_one_another(shelf, read, client, monkeypatch):
    monkeypatch.setattr(room, "PER_PAGE", 2)
    first = read("/opds/loai/sach.xml")
    behind = links(first, "next")[0].get("href").removeprefix("https://hoc.example")
    assert behind == "/opds/loai/sach/trang-2.xml"
    second = read(behind)
    assert len(second.findall(f"{ATOM}entry")) == 1
    assert not links(second, "next")
    assert client.get("/opds/loai/sach/trang-3.xml").status_code == 404
    assert client.get("/opds/loai/la.xml").status_code == 404
    with client.application.app_context():
        assert behind in {address.path for address in rooms.addresses()}


def test_search_is_described_and_answers(shelf, read):
    described = read("/opds/tim.xml")
    template = described[-2].get("template")
    assert template == "https://hoc.example/opds/tim/?q={searchTerms}"
    assert len(read("/opds/tim/?q=sach+so").findall(f"{ATOM}entry")) == 3
    assert len(read("/opds/tim/?q=").findall(f"{ATOM}entry")) == 0


def test_an_empty_library_has_a_catalogue_too(client, read):
    assert read("/opds/index.xml").findall(f"{ATOM}entry")
    assert not read("/opds/moi.xml").findall(f"{ATOM}entry")

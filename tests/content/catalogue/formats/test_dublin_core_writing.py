"""Dublin Core as it leaves: fifteen elements, names in reading order, XML that always parses."""

from __future__ import annotations

from lxml import etree

from content.catalogue.formats import dublin_core_writing as writing
from content.catalogue.record import Identifier, Link, Name, Record, Subject

BOOK = Record(
    "Nghề đan lát",
    kind="sach",
    subtitle="Sổ tay cho bản Mẫu",
    names=(Name("Nguyễn Văn Đức"), Name("Giàng A Mẫu", "translator")),
    publisher="Nhà in Mẫu",
    year=2020,
    languages=("vie", "hmn"),
    subjects=(Subject("Nghề thủ công"),),
    abstract="Cách đan gùi < 3 ngày & hơn.",
    identifiers=(Identifier("isbn", "9786040000019"), Identifier("doi", "10.1234/mau")),
    links=(Link("https://nguon.example/1"),),
    rights="CC BY 4.0",
)
URL = "https://hoc.example/thu-vien/nghe-dan-lat/"


def texts(record: Record) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in etree.fromstring(writing.xml(record, url=URL)):
        found.setdefault(etree.QName(element).localname, []).append(element.text)
    return found


def test_a_book_as_harvesters_take_it():
    found = texts(BOOK)
    assert found["title"] == ["Nghề đan lát: Sổ tay cho bản Mẫu"]
    assert found["creator"] == ["Nguyễn Văn Đức"]
    assert found["contributor"] == ["Giàng A Mẫu"]
    assert found["identifier"][0] == URL
    assert "https://doi.org/10.1234/mau" in found["identifier"]
    assert found["description"] == ["Cách đan gùi < 3 ngày & hơn."]
    assert found["type"] == ["Text", "Sách"]
    assert found["date"] == ["2020"]


def test_control_characters_do_not_break_the_xml():
    found = texts(Record("Nghề\x00 đan\x0b lát\uffff", abstract="a\x1bb"))
    assert found["title"] == ["Nghề đan lát"]
    assert found["description"] == ["ab"]


def test_an_article_says_what_it_is_part_of():
    article = Record("Bài", host="Tạp chí Mẫu", volume="3", issue="2", pages="12-20")
    assert texts(article)["source"] == ["Tạp chí Mẫu, tập 3, số 2, tr. 12-20"]

"""MARC as it leaves: read back by pymarc; what came as MARC keeps what nobody changed."""

from __future__ import annotations

import dataclasses

import pymarc
from lxml import etree
from pymarc import Field, Indicators, Subfield

from content.catalogue.formats import marc_writing as writing
from content.catalogue.record import Identifier, Name, Record, Subject

BOOK = Record(
    "Nghề đan lát",
    kind="sach",
    subtitle="Sổ tay",
    names=(Name("Nguyễn Văn Đức"), Name("Hội Mẫu", "editor", organisation=True)),
    publisher="Nhà in Mẫu",
    year=2020,
    languages=("vie",),
    subjects=(Subject("Nghề thủ công", "nghe-thu-cong"), Subject("Đan lát")),
    abstract="Cách đan gùi.\nCách giữ mây.",
    identifiers=(Identifier("isbn", "9786040000019"), Identifier("doi", "10.1234/mau")),
)
GIVEN = {"url": "https://hoc.example/thu-vien/nghe-dan-lat/", "number": "17"}


def back(record: pymarc.Record) -> pymarc.Record:
    read = list(pymarc.MARCReader(writing.iso2709([record])))
    assert len(read) == 1
    assert read[0] is not None
    return read[0]


def test_a_book_comes_back_whole():
    read = back(writing.marc(BOOK, **GIVEN))
    assert read.leader[9] == "a"
    assert (read["001"].data, read["003"].data) == ("17", "hoc.example")
    assert read["100"].indicators[0] == "0"
    assert read["100"].get_subfields("a", "e") == ["Nguyễn Văn Đức", "tác giả"]
    assert read["710"]["a"] == "Hội Mẫu"
    assert read["245"].get_subfields("a", "b") == ["Nghề đan lát", "Sổ tay"]
    assert [one["a"] for one in read.get_fields("520")] == ["Cách đan gùi.", "Cách giữ mây."]
    assert read["008"].data[6:11] + read["008"].data[35:38] == "s2020vie"
    assert len(read["008"].data) == 40
    assert read["856"]["u"] == GIVEN["url"]
    assert read["024"].get_subfields("a", "2") == ["10.1234/mau", "doi"]


def test_a_long_text_is_cut_between_words_and_lost_nowhere():
    long = "chữ " * 4999 + "cuối"
    read = back(writing.marc(dataclasses.replace(BOOK, abstract=long), **GIVEN))
    assert " ".join(one["a"] for one in read.get_fields("520")) == long


def test_marcxml_is_sound():
    root = etree.fromstring(writing.marcxml([writing.marc(BOOK, **GIVEN)]))
    space = {"m": writing.MARCXML}
    assert root.xpath("string(//m:datafield[@tag='100']/m:subfield)", namespaces=space) == (
        "Nguyễn Văn Đức"
    )


def kept() -> bytes:
    """As a library may have written it: other subfields, fields that a record has no place for."""
    old = pymarc.Record(leader="00000nam a2200000 i 4500")
    for tag, code, text in (
        ("082", "a", "745.5"),
        ("100", "a", "Nguyễn, Văn Đức,"),
        ("245", "a", "Nghề đan lát :"),
        ("650", "a", "Nghề thủ công"),
        ("650", "a", "Tre"),
        ("900", "x", "riêng"),
    ):
        more = [Subfield("v", "Sổ tay")] if tag == "650" else []
        old.add_field(Field(tag, Indicators("1", "0"), [Subfield(code, text), *more]))
    old.add_field(Field("001", data="abc"), Field("003", data="TVM"))
    return old.as_marc()


def test_what_came_as_marc_keeps_what_nobody_changed():
    came = Record(
        "Nghề đan lát",
        names=(Name("Nguyễn Văn Đức"),),
        subjects=(Subject("Nghề thủ công"), Subject("Tre")),
    )
    same = back(writing.marc(came, kept=kept(), came=came, **GIVEN))
    assert same["100"]["a"] == "Nguyễn, Văn Đức,"
    assert same["082"]["a"] == "745.5"
    assert same["900"]["x"] == "riêng"
    assert same["035"]["a"] == "(TVM)abc"
    assert same["001"].data == "17"
    assert len(same.get_fields("650")) == 2
    now = dataclasses.replace(came, title="Nghề đan", subjects=came.subjects[:1])
    changed = back(writing.marc(now, kept=kept(), came=came, **GIVEN))
    assert changed["245"]["a"] == "Nghề đan"
    assert changed["100"]["a"] == "Nguyễn, Văn Đức,"
    assert [one.get_subfields("a", "v") for one in changed.get_fields("650")] == [
        ["Nghề thủ công", "Sổ tay"]
    ]


def test_broken_marc_beside_a_record_does_no_harm():
    assert back(writing.marc(BOOK, kept=b"12345broken", **GIVEN))["245"]["a"] == "Nghề đan lát"

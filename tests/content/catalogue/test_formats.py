"""Formats in: what real sources get wrong is set right or refused, and the others go on."""

from __future__ import annotations

import io
import unicodedata

import pymarc
import pytest
from lxml import etree

from content.catalogue.formats import dublin_core, files, marc, oai, opds, sru, tables, terms
from content.catalogue.record import Identifier, Name, Refused, Subject, Taken, clean
from content.errors import BadInput
from content.workbooks import workbook
from tests.old_letters import encode_bytes

DC = 'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def dc(inside: str):
    element = etree.fromstring(f"<oai_dc:dc {DC}>{inside}</oai_dc:dc>".encode())
    record, faults = dublin_core.read(element)
    return clean(record), faults


def page(inside: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH '
        'xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-02T03:04:05Z'
        f"</responseDate><ListRecords>{inside}</ListRecords></OAI-PMH>"
    ).encode()


def entry(number: int, title: str = "Sổ tay", status: str = "") -> str:
    header = f"<identifier>oai:mau:{number}</identifier><datestamp>2026-01-01</datestamp>"
    if status:
        return f'<record><header status="{status}">{header}</header></record>'
    return (
        f"<record><header>{header}</header><metadata><oai_dc:dc {DC}>"
        f"<dc:title>{title}</dc:title></oai_dc:dc></metadata></record>"
    )


def marc_record(title: str, number: str = "1") -> pymarc.Record:
    made = pymarc.Record(force_utf8=True)
    made.leader = pymarc.Leader("00000nam a2200000 a 4500")
    two = pymarc.Indicators("1", " ")
    made.add_field(
        pymarc.Field(tag="001", data=number),
        pymarc.Field(tag="008", data="200101s2019    vm            000 0 vie d"),
        pymarc.Field("020", two, [pymarc.Subfield("a", "978-604-0-00001-9 (bìa mềm)")]),
        pymarc.Field("100", two, [pymarc.Subfield("a", "Nguyễn, Văn Mẫu,")]),
        pymarc.Field(
            "245", two, [pymarc.Subfield("a", f"{title} :"), pymarc.Subfield("b", "dùng cho xã /")]
        ),
        pymarc.Field(
            "260", two, [pymarc.Subfield(code, text) for code, text in
                         (("a", "H. :"), ("b", "Giáo dục,"), ("c", "2019."))]
        ),
        pymarc.Field(
            "650", two, [pymarc.Subfield("a", "Học tập"), pymarc.Subfield("x", "Xã Mẫu.")]
        ),
        pymarc.Field(
            "700", two, [pymarc.Subfield("a", "Trần Thị Ví Dụ"), pymarc.Subfield("e", "dịch")]
        ),
        pymarc.Field("856", two, [pymarc.Subfield("u", "https://kho.example/1.pdf")]),
    )  # fmt: skip
    return made


def test_dublin_core_of_a_dspace():
    record, faults = dc(
        "<dc:title>Xây dựng xã hội học tập</dc:title><dc:creator>Nguyễn, Văn Đức</dc:creator>"
        "<dc:creator>Smith, John</dc:creator><dc:date>2015-06-12T03:04:05Z</dc:date>"
        "<dc:date>2015-06-12T03:04:05Z</dc:date><dc:date>2012</dc:date><dc:type>Thesis</dc:type>"
        "<dc:language>vi_VN</dc:language><dc:description>120 tr.</dc:description>"
        "<dc:description>Nghiên cứu ở một xã vùng cao.</dc:description>"
        "<dc:identifier>http://kho.example/handle/123456789/10</dc:identifier>"
        "<dc:identifier>ISBN 978-604-0-00001-0</dc:identifier>"
        "<dc:rights>info:eu-repo/semantics/openAccess</dc:rights>"
        "<dc:subject>khuyến học; học tập suốt đời</dc:subject>"
    )
    assert (record.kind, record.date, record.year, record.languages) == (
        "luan-van", "2012", 2012, ("vie",),
    )  # fmt: skip
    assert [one.name for one in record.names] == ["Nguyễn Văn Đức", "Smith, John"]
    assert (record.extent, record.abstract) == ("120 tr.", "Nghiên cứu ở một xã vùng cao.")
    assert record.identifier("handle") == "123456789/10"
    assert record.links[0].url == "http://kho.example/handle/123456789/10"
    assert (record.access, record.rights) == ("open", "")
    assert record.subjects == (Subject("khuyến học"), Subject("học tập suốt đời"))
    assert "sai chữ số kiểm tra" in faults[0]


def test_dublin_core_of_a_journal():
    record, _faults = dc(
        '<dc:title xml:lang="en-US">On learning</dc:title>'
        '<dc:title xml:lang="vi-VN">Bàn về việc học</dc:title>'
        "<dc:source>Tạp chí Mẫu; Tập 12 Số 3 (2019); 12-20</dc:source>"
        "<dc:source>1859-0004</dc:source><dc:type>info:eu-repo/semantics/article</dc:type>"
        "<dc:identifier>10.1234/mau.5</dc:identifier><dc:rights>Bản quyền (c) 2019</dc:rights>"
    )
    assert (record.title, record.other_titles) == ("Bàn về việc học", ("On learning",))
    assert (record.host, record.volume, record.issue, record.pages) == (
        "Tạp chí Mẫu", "12", "3", "12-20",
    )  # fmt: skip
    assert (record.kind, record.access) == ("bai-bao", "")
    assert set(record.identifiers) == {
        Identifier("doi", "10.1234/mau.5"),
        Identifier("local" if record.identifier("local") else "issn", "1859-0004"),
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [("vi", "vie"), ("vie", "vie"), ("Tiếng Việt", "vie"), ("en_US", "eng"), ("other", "")],
)
def test_languages(written, meant):
    assert terms.language(written) == meant


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Nguyễn, Văn Đức", "Nguyễn Văn Đức"),
        ("Đức, Nguyễn Văn", "Nguyễn Văn Đức"),
        ("Smith, John", "Smith, John"),
        ("Nguyen, Van Duc", "Nguyen Van Duc"),
        ("Sở Giáo dục, Hà Nội", "Sở Giáo dục, Hà Nội"),
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
    ],
)
def test_names(written, read):
    assert terms.name(written) == read


def test_marc_with_broken_records_among_good_ones():
    good = [marc_record(f"Quyển {number}", str(number)).as_marc() for number in range(1, 4)]
    cut = good[1][:60] + b"\x1d"
    noise = b"not a record at all, but long enough to be one of them\x1d"
    miscounted = b"00099" + good[2][5:]
    found = list(marc.read(io.BytesIO(good[0] + cut + b"\r\n" + noise + miscounted)))
    assert [type(one) for one in found] == [Taken, Refused, Refused, Taken]
    assert found[1].where == f"Bản ghi thứ 2, từ byte {len(good[0])}"
    assert "hỏng" in found[1].reason
    assert "Độ dài" in found[3].faults[0]
    record = clean(found[0].record)
    assert (record.title, record.subtitle) == ("Quyển 1", "dùng cho xã")
    assert record.names == (Name("Nguyễn Văn Mẫu"), Name("Trần Thị Ví Dụ", "translator"))
    assert (record.published_in, record.publisher, record.year) == ("H.", "Giáo dục", 2019)
    assert record.identifiers == (Identifier("isbn", "9786040000019"),)
    assert (record.languages, record.kind) == (("vie",), "sach")
    assert record.subjects == (Subject("Học tập -- Xã Mẫu"),)
    again = next(iter(pymarc.MARCReader(found[0].marc)))
    assert again["245"]["a"] == "Quyển 1 :"


def test_marc_8_in_vietnamese_and_a_label_that_lies():
    # đ is B3, the horn letters BC and BD; hats (E3) and tones (E2, E0, F2) stand before the letter.
    title = b"\xb3\xf2\xe3oc l\xe2\xe3a"
    made = _iso(b" ", title)
    record, faults = marc.decode(made)
    assert record["245"]["a"] == unicodedata.normalize("NFC", record["245"]["a"])
    assert (record["245"]["a"], faults) == ("độc lấ", ())
    assert str(record.leader)[9] == "a"
    lies, faults = marc.decode(_iso(b" ", "Học tập".encode()))
    assert lies["245"]["a"] == "Học tập"
    assert "UTF-8" in faults[0]
    with pytest.raises(BadInput, match="không phải UTF-8"):
        marc.decode(_iso(b"a", "Học tập suốt đời".encode("utf-16-le")[:9] + b"\xff\xfe\xfa"))


def _iso(coding: bytes, title: bytes) -> bytes:
    field = b"10\x1fa" + title + b"\x1e"
    directory = b"245%04d00000\x1e" % len(field)
    base = 24 + len(directory)
    leader = b"%05dnam " % (base + len(field) + 1) + coding + b"22%05d a 4500" % base
    return leader.replace(b"nam  ", b"nam  ") + directory + field + b"\x1d"


def test_marcxml_any_namespace_and_one_broken():
    good = pymarc.record_to_xml(marc_record("Quyển"), namespace=True).decode()
    text = f'<collection xmlns="http://www.loc.gov/MARC21/slim">{good}<record><leader>x</record>'
    text += (
        good.replace("<record", "<m:record")
        .replace("</record", "</m:record")
        .replace("xmlns=", "xmlns:m=")
        .replace("<m:record", "<m:record", 1)
    )
    found = list(marc.read_xml(f"{text}</collection>"))
    assert [type(one) for one in found] == [Taken, Refused, Taken]
    assert found[0].foreign_id == "1"
    assert found[0].record.title == "Quyển"


def test_oai_page_with_token_and_deletion():
    inside = entry(1) + entry(2, status="deleted") + "<record><header/></record>"
    token = '<resumptionToken completeListSize="130">a|b&amp;c</resumptionToken>'
    told = oai.records(page(inside + token))
    assert (told.token, told.size, told.responded) == ("a|b&c", 130, "2026-01-02T03:04:05Z")
    assert [type(one) for one in told.items] == [Taken, Taken, Refused]
    assert told.items[1].gone
    assert oai.records(page(entry(1) + "<resumptionToken/>")).token == ""


def test_a_broken_page_is_cut_into_its_records():
    inside = entry(1) + entry(2, "Bàn & ghế &nbsp;\x0b &#x2;") + entry(3, "</oops>") + entry(4)
    token = "<resumptionToken>next</resumptionToken>"
    told = oai.records(page(inside + token).replace("Sổ".encode(), b"S\xe1", 1))
    assert [type(one) for one in told.items] == [Taken, Taken, Refused, Taken]
    assert told.token == "next"
    assert told.items[0].record.title == "S\ufffd tay"
    assert told.items[1].record.title == "Bàn & ghế"
    assert told.items[2].where == "oai:mau:3"
    with pytest.raises(BadInput, match="cắt giữa chừng"):
        oai.records(page(entry(1) + entry(2))[:-60])


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (BOMB, "DOCTYPE"),
        (b"<!DOCTYPE html><html><body>Xin ch\xc3\xa0o</body></html>", "trang web"),
        (b"<html><body>503</body></html>", "trang web"),
        (b"plainly nothing", "không phải XML"),
        (b"<other/>", "không phải OAI-PMH"),
    ],
)
def test_what_is_no_answer_is_refused_at_once(data, reason):
    with pytest.raises(BadInput, match=reason):
        oai.records(data)


def test_oai_errors_and_identity():
    wrap = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">{}</OAI-PMH>'
    none = wrap.format('<error code="noRecordsMatch">none</error>').encode()
    assert oai.records(none).items == []
    with pytest.raises(oai.Refusal, match="không còn nhận mã trang") as refused:
        oai.records(wrap.format('<error code="badResumptionToken">x</error>').encode())
    assert refused.value.codes == ("badResumptionToken",)
    told = oai.identity(
        wrap.format(
            "<Identify><repositoryName>Kho t&amp;amp;agrave;i liệu</repositoryName>"
            "<earliestDatestamp>2001-01-01</earliestDatestamp>"
            "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity></Identify>"
        ).encode()
    )
    assert (told.name, told.granularity) == ("Kho tài liệu", "second")


def test_sru_records_and_diagnostics():
    inside = pymarc.record_to_xml(marc_record("Quyển"), namespace=True).decode()
    answer = (
        '<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:version>1.1'
        "</zs:version><zs:numberOfRecords>12</zs:numberOfRecords><zs:records><zs:record>"
        f"<zs:recordData>{inside}</zs:recordData></zs:record></zs:records>{{}}"
        "</zs:searchRetrieveResponse>"
    )
    told = sru.records(answer.format("").encode())
    assert (told.size, told.following, told.items[0].record.title) == (12, 2, "Quyển")
    wrong = (
        '<r:searchRetrieveResponse xmlns:r="http://www.loc.gov/zing/srw/"><r:diagnostics>'
        '<diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/"><uri>info:srw/diagnostic/1/16'
        "</uri><details>dc.tit</details></diagnostic></r:diagnostics></r:searchRetrieveResponse>"
    )
    with pytest.raises(BadInput, match=r"không tìm được theo mục này \(dc.tit\)"):
        sru.records(wrong.encode())


def test_opds_feed():
    feed = opds.read(
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Kho</title>'
        b'<link rel="next" href="?page=2"/><entry><title>Tho</title><id>urn:1</id>'
        b"<author><name>An</name></author>"
        b'<link rel="http://opds-spec.org/acquisition" href="/tho.epub" type="application/epub+zip"'
        b"/>"
        b'<link rel="http://opds-spec.org/image" href="/tho.png"/></entry>'
        b"<entry><title>K\xe1\xbb\x87 hai</title>"
        b'<link href="two" type="application/atom+xml"/></entry>'
        b"</feed>",
        "https://kho.example/opds/",
    )
    record = feed.items[0].record
    assert (record.links[0].url, record.access) == ("https://kho.example/tho.epub", "open")
    assert record.cover_url == "https://kho.example/tho.png"
    assert feed.following == "https://kho.example/opds/?page=2"
    assert feed.below == [("https://kho.example/opds/two", "Kệ hai")]


CSV = (
    "Danh mục sách của xã Mẫu;;;\nNhan đề;Tác giả;Năm xuất bản;ISBN\n"
    "Kỹ thuật nuôi dưỡng trâu bò ở vùng cao;Nguyễn Thị Ví Dụ;2019;9786040000019\n"
    ";Không tên;2020;\n"
    "Những điều cần biết về học tập suốt đời;Hội Khuyến học;2021;\n"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "tcvn3", "cp1258"])
def test_csv_with_semicolons_in_any_letters(encoding):
    found = list(
        files.read(
            "sach.csv", CSV.encode(encoding) if "utf" in encoding else encode_bytes(CSV, encoding)
        )
    )
    assert [type(one) for one in found] == [Taken, Refused, Taken]
    assert found[0].record.title == "Kỹ thuật nuôi dưỡng trâu bò ở vùng cao"
    assert found[0].foreign_id == "isbn:9786040000019"
    assert found[1] == Refused("Dòng 4", "Dòng không có nhan đề.")


def test_a_workbook_with_english_headings():
    data = workbook([("Books", [["Title", "Author", "Type"], ["Trồng rau", "An; Bình", "video"]])])
    found = list(files.read("books.xlsx", data))
    assert found[0].record.names == (Name("An"), Name("Bình"))
    assert found[0].record.kind == "video"
    with pytest.raises(BadInput, match="cột nhan đề"):
        list(tables.read([("", [["Một", "Hai"], ["a", "b"]])]))


def test_formats_are_told_by_what_a_file_holds():
    assert files.format_of(marc_record("A").as_marc()) == "marc"
    assert files.format_of(pymarc.record_to_xml(marc_record("A"))) == "marcxml"
    assert files.format_of(page(entry(1))) == "oai"
    assert files.format_of(f"<x><oai_dc:dc {DC}/></x>".encode()) == "dc"
    assert files.format_of(CSV.encode()) == "table"
    one = f"<x><oai_dc:dc {DC}><dc:title>Sổ</dc:title></oai_dc:dc></x>".encode()
    assert [taken.record.title for taken in files.read("x.xml", one)] == ["Sổ"]

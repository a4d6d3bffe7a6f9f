"""Word files that bite: read or refused with one sentence, quickly, and nothing fetched."""

from __future__ import annotations

import io
import random
import re
import zipfile

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.word.document import read
from tests.content.reading.word.making import (
    PNG,
    level,
    numbered,
    numbering,
    p,
    package,
    picture,
    r,
    reading,
    table,
    text_of,
)


def sample() -> bytes:
    """A file in which most things stand that a reader knows."""
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    body = p("Đề", '<w:pStyle w:val="h"/>') + p("Một", numbered(1)) + p(field + r("x", "<w:b/>"))
    body += table(["a", "b"], [table(["c"]), "d"]) + p(picture("i1", "Hình"))
    body += p('<w:r><w:footnoteReference w:id="2"/></w:r>' + r("chữ"))
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    parts = {
        **numbering(level(0, "decimal", "%1.")),
        "styles": styles,
        "footnotes": f'<w:footnote w:id="2">{p("Chú thích")}</w:footnote>',
        "header1": p("Đầu trang"),
    }
    return package(body, parts=parts, media={"i1": PNG})


SAMPLE = sample()


def repacked(change: object) -> bytes:
    """The sample with each part passed through change(name, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))  # type: ignore[operator]
    return buffer.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(BadInput) as caught:
        read(data, Wish())
    message = caught.value.message
    assert re.fullmatch(r"tệp Word [^\n]*\.", message)
    return message


VALUES = ("0", "-1", "1", "99999999999", "2147483648", "x", "", "none", "%1%2%9", "TOC", "restart")
TAGS = ("w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:pPr", "w:abstractNum", "w:style")


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), st.integers(1, 6))
def test_any_mutation_is_read_or_refused_in_a_sentence(dice: random.Random, times: int) -> None:
    def change(name: str, content: bytes) -> bytes:
        if not name.endswith((".xml", ".rels")) or dice.random() < 0.5:
            return content
        text = content.decode()
        for _ in range(times):
            text = mutated(text, dice)
        return text.encode()

    try:
        got = read(repacked(change), Wish())
    except BadInput as fault:
        assert re.fullmatch(r"tệp Word [^\n]*\.", fault.message)
    else:
        assert got.text


def mutated(text: str, dice: random.Random) -> str:
    """Another value, another element, a piece gone or doubled; most of it stays well-formed XML."""
    kind = dice.randrange(5)
    found = list(re.finditer(r'(?<=")[^"<>]*(?=")', text))
    if kind == 0 and found:
        at = dice.choice(found)
        return text[: at.start()] + dice.choice(VALUES) + text[at.end() :]
    if kind == 1:
        one, other = dice.sample(TAGS, 2)
        return re.sub(rf"(</?){one}\b", rf"\g<1>{other}", text)
    if kind == 2:
        return re.sub(rf"<{dice.choice(TAGS)}\b[^>]*/>", "", text)
    elements = list(re.finditer(r"<(w:\w+)\b[^>]*>(?:(?!</?\1\b).)*</\1>", text))
    if elements:
        at = dice.choice(elements)
        return text[: at.start()] + at.group() * (0 if kind == 3 else 3) + text[at.end() :]
    return text


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_package_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SAMPLE) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=12))
    broken = SAMPLE[:start] + damage + SAMPLE[start + len(damage) :]
    try:
        assert read(broken, Wish()).text
    except BadInput as fault:
        assert fault.message.endswith(".")


def test_every_cut_file_is_refused() -> None:
    for length in range(0, len(SAMPLE) - 1, 97):
        refused(SAMPLE[:length])


def test_ten_thousand_tables_in_one_another() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 10_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 10_000
    assert "lồng nhau quá sâu" in refused(package(deep))
    fits = "<w:tbl><w:tr><w:tc>" * 80 + p("đáy") + "</w:tc></w:tr></w:tbl>" * 80
    assert text_of(fits) == "đáy"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE w:document [<!ENTITY a "b">]>',
        '<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/x.dtd">',
        '<!DOCTYPE w:document [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(declared: str, encoding: str) -> None:
    def change(name: str, content: bytes) -> bytes:
        if name != "word/document.xml":
            return content
        text = content.decode().split("?>", 1)[1]
        return f'<?xml version="1.0" encoding="{encoding}"?>{declared}{text}'.encode(encoding)

    assert "DOCTYPE" in refused(repacked(change))


def test_claims_without_measure_cost_nothing() -> None:
    lists = numbering(
        level(0, "lowerLetter", "%1" * 5_000).replace('w:start w:val="1"', 'w:start w:val="999999"')
    )
    body = "".join(p("x", numbered(1, 999_999)) for _ in range(300))
    body += "".join(p("x", numbered(1)) for _ in range(300))
    wide = '<w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr>' + p("ô")
    body += table(*([[wide] * 70] * 20))
    text = text_of(body, parts=lists)
    assert max(map(len, text.splitlines())) < 2_000


def test_a_link_said_a_million_times_is_too_much() -> None:
    one = '<w:hyperlink r:id="k"><w:r><w:t>x</w:t></w:r></w:hyperlink><w:r><w:t> y </w:t></w:r>'
    address = "https://mau.example/" + "a" * 1_900
    data = package(p(one * 50) * 120, outside={"k": ("hyperlink", address)})
    assert "quá nhiều chữ" in refused(data)


def test_the_main_part_may_have_another_name() -> None:
    assert text_of(p("Chữ"), main="noi/khac/van-ban.xml") == "Chữ"


def test_the_strict_dialect_is_read() -> None:
    strict = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main":
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships":
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/drawingml/2006/main":
            b"http://purl.oclc.org/ooxml/drawingml/main",
    }  # fmt: skip

    def change(_name: str, content: bytes) -> bytes:
        for usual, iso in strict.items():
            content = content.replace(usual, iso)
        return content

    got = read(repacked(change), Wish())
    assert got.text == read(SAMPLE, Wish()).text
    assert [picture.name for picture in got.pictures] == ["hinh-1.png"]


def test_no_word_and_no_body() -> None:
    assert "không có chữ nào" in refused(package(p("")))
    assert "hỏng" in refused(repacked(lambda _name, content: content.replace(b"w:body", b"w:b")))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("a.txt", "chữ")
    assert "hỏng" in refused(buffer.getvalue())


def test_too_many_pictures_are_left_and_said() -> None:
    media = {f"i{n}": PNG for n in range(305)}
    got = reading(p("Chữ") + "".join(p(picture(key, "Hình")) for key in media), media=media)
    assert len(got.pictures) == 300
    assert [n.text for n in got.notes] == ["Bỏ 5 hình vì tệp có quá nhiều hoặc quá nặng hình."]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), max_size=60),
        min_size=1,
        max_size=6,
    )
)
def test_every_word_that_is_written_is_read(texts: list[str]) -> None:
    document = docx.Document()
    document.add_paragraph("Mở đầu")
    for text in texts:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    got = re.sub(r"\\(.)|&lt;", lambda m: m[1] or "<", read(buffer.getvalue(), Wish()).text)
    plain = re.findall(r"[A-Za-z0-9]+", " ".join(texts))
    assert re.findall(r"[A-Za-z0-9]+", got.removeprefix("Mở đầu")) == plain

"""Citations: number, date, issuer, subject, relation, as texts write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.documents.citations import Citation, Source, read_citations
from content.documents.dates import PartialDate

TTG = "Thủ tướng Chính phủ"


def cited(text: str, **more: object) -> list[Citation]:
    given: dict[str, Any] = {"preamble_end": len(text), **more}
    return read_citations(Source(text, **given))


@pytest.mark.parametrize(
    ("text", "number", "date", "issuer"),
    [
        ("Quyết định số 8/QĐ-TTg ngày 25/3/2022", "8/QĐ-TTg", (2022, 3, 25), TTG),
        ("Quyết định số 9/QĐ-TTg, ngày 30 tháng 7 năm 2021", "9/QĐ-TTg", (2021, 7, 30), TTG),
        (
            "Kế hoạch số 50/KH-UBND, ngày 02/03/2022 của UBND tỉnh Mẫu",
            "50/KH-UBND", (2022, 3, 2), "UBND tỉnh Mẫu",
        ),
        ("Thông tư số 2/2023/TT-BGDĐT", "2/2023/TT-BGDĐT", None, "Bộ Giáo dục và Đào tạo"),
        ("Nghị quyết số 29-NQ/TW", "29-NQ/TW", None, None),
        (
            "Kế hoạch 3 /KH-UBND của Ủy ban nhân dân xã Mẫu ngày 1.2.2024",
            "3/KH-UBND", (2024, 2, 1), "UBND xã Mẫu",
        ),
        (
            "Công văn số 12/UBND-VX ngày   tháng 7 năm 2022 của UBND xã Mẫu",
            "12/UBND-VX", (2022, 7, None), "UBND xã Mẫu",
        ),
        (
            "Ké hoach s6 8/KH-UBND ngay 28/4/2022 ctia UBND tinh Mau",
            "8/KH-UBND", (2022, 4, 28), "UBND tỉnh Mau",
        ),
        ("Hướng dẫn số 6/HD-BTC của Bộ Tài chính về mẫu biểu", "6/HD-BTC", None, "Bộ Tài chính"),
        (
            "Thông tư số 6/TT-BVHTTDL ngày 1/2/2020 của Bộ Văn hóa, Thể thao và Du lịch quy định",
            "6/TT-BVHTTDL", (2020, 2, 1), "Bộ Văn hóa, Thể thao và Du lịch",
        ),
    ],
)  # fmt: skip
def test_as_texts_write_them(
    text: str, number: str, date: tuple[int, ...] | None, issuer: str | None
) -> None:
    (citation,) = cited(f"Căn cứ {text};")
    assert (citation.number, citation.issuer) == (number, issuer)
    assert citation.date == (None if date is None else PartialDate(*date))
    assert citation.relation == "based_on"


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (
            "số 1/QĐ-TTg về việc phê duyệt Đề án “A; B” đến năm 2030; x",
            "phê duyệt Đề án “A; B” đến năm 2030",
        ),
        ("số 1/QĐ-TTg phê duyệt Đề án “A” (gọi là Đề án 1)", "phê duyệt Đề án “A”"),
        ("số 1/QĐ-TTg về đọc sách, Ủy ban nhân dân xã xây dựng Kế hoạch", "đọc sách"),
        ("số 1/QĐ-TTg.", None),
    ],
)
def test_subjects(text: str, subject: str | None) -> None:
    (citation,) = cited(f"Thực hiện Quyết định {text}")
    assert (citation.subject, citation.relation) == (subject, "implements")


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Quyết định này thay thế Quyết định số 5/QĐ-UBND.", "replaces"),
        ("Quyết định số 5/QĐ-UBND hết hiệu lực từ ngày ký.", "replaces"),
        ("Bãi bỏ Điều 3 của Quyết định số 5/QĐ-UBND.", "amends"),
        ("Sửa đổi, bổ sung một số điều của Quyết định số 5/QĐ-UBND.", "amends"),
        ("Làm theo Quyết định số 5/QĐ-UBND.", "mentions"),
        ("Thực hiện Quyết định số 5/QĐ-UBND.", "mentions"),
        ("Căn cứ Quyết định số 5/QĐ-UBND.", "based_on"),
    ],
)
def test_relations_in_the_body(text: str, relation: str) -> None:
    (citation,) = cited(text, preamble_end=0)
    assert citation.relation == relation


def test_what_a_ground_amends_is_not_amended_by_this_text() -> None:
    first, second = cited(
        "Căn cứ Nghị định số 5/2024/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định"
        " số 3/2020/NĐ-CP;"
    )
    assert (first.number, first.relation) == ("5/2024/NĐ-CP", "based_on")
    assert (second.number, second.relation) == ("3/2020/NĐ-CP", "mentions")


def test_one_citation_a_document_with_the_strongest_relation() -> None:
    text = (
        "Theo Kế hoạch số 7/KH-UBND.\n\n"
        "Thay thế Kế hoạch số 7/KH-UBND ngày 1/2/2024 của UBND xã Mẫu."
    )
    (citation,) = cited(text, preamble_end=0)
    assert citation.relation == "replaces"
    assert citation.date == PartialDate(2024, 2, 1)
    assert text[citation.offset :].startswith("Kế hoạch số 7/KH-UBND ngày")


def test_same_number_of_another_year_is_another_document() -> None:
    text = "Quyết định số 7/QĐ-UBND ngày 1/2/2024 và Quyết định số 7/QĐ-UBND ngày 1/2/2025"
    assert [c.date for c in cited(text)] == [PartialDate(2024, 2, 1), PartialDate(2025, 2, 1)]


def test_a_law_and_its_number() -> None:
    first, second = cited(
        "Căn cứ Luật Giáo dục số 43/2019/QH14 ngày 14 tháng 6 năm 2019; Luật Thực hành tiết kiệm,"
        " chống lãng phí và các luật khác;"
    )
    assert (first.number, first.subject, first.issuer) == (
        "43/2019/QH14",
        "Luật Giáo dục",
        "Quốc hội",
    )
    assert first.date == PartialDate(2019, 6, 14)
    assert second.subject == "Luật Thực hành tiết kiệm, chống lãng phí"


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 15/11/2024.",
        "60 km/h",
        "03 bản/người/năm",
        "các luật sư",
        "10/12 hằng năm",
        "1/2",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert cited(text) == []


def test_the_own_number_is_no_citation() -> None:
    assert cited("Kế hoạch số 7/KH-UBND này", number="7/KH-UBND") == []


def test_a_nameless_council_is_the_own_one_only_at_the_own_level() -> None:
    text = "Kế hoạch số 1/KH-UBND của UBND huyện; Kế hoạch số 2/KH-UBND của UBND tỉnh;"
    own = cited(text, issuer="UBND huyện Mẫu")
    assert [c.issuer for c in own] == ["UBND huyện Mẫu", "UBND tỉnh"]


@given(
    st.text(alphabet=st.sampled_from(list("Căn cứ Luật QĐ-TTg/0123 số ngày.;“”\n()")), max_size=200)
)
def test_any_text(text: str) -> None:
    for citation in cited(text):
        assert text[citation.offset :].startswith(citation.quote)

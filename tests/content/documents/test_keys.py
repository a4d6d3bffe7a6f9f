"""Names of issuers, number codes, and the key of a document."""

from __future__ import annotations

import pytest

from content.documents.dates import PartialDate
from content.documents.keys import (
    display_issuer,
    document_key,
    is_nameless_council,
    issuer_key,
    issuer_of,
    kind_of,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("UỶ BAN NHÂN DÂN HUYỆN MẪU GIANG", "UBND huyện Mẫu Giang"),
        ("Ủy ban nhân dân xã Mẫu", "UBND xã Mẫu"),
        ("HỘI ĐỒNG NHÂN DÂN TỈNH MẪU", "HĐND tỉnh Mẫu"),
        ("UBND TP. MẪU", "UBND thành phố Mẫu"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN MẪU", "Phòng Giáo dục và Đào tạo huyện Mẫu"),
        ("HỘI KHUYẾN HỌC VIỆT NAM", "Hội Khuyến học Việt Nam"),
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("ỦY BAN NHÂN DÂN", "UBND"),
    ],
)
def test_names_as_readers_know_them(raw: str, shown: str) -> None:
    assert display_issuer(raw) == shown


def test_capitals_take_the_spelling_of_the_text() -> None:
    text = "…của Trung tâm Học tập Cộng đồng xã Mẫu về…"
    raw = "TRUNG TÂM HỌC TẬP CỘNG ĐỒNG XÃ MẪU"
    assert display_issuer(raw, text) == "Trung tâm Học tập Cộng đồng xã Mẫu"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND huyện Mẫu", "Uỷ ban nhân dân huyện Mẫu"),
        ("TTg", "Thủ tướng Chính phủ"),
        ("Bộ GD&ĐT", "Bộ Giáo dục và Đào tạo"),
        ("Chủ tịch UBND xã Mẫu", "Ủy ban nhân dân xã Mẫu"),
        ("Trung ương Hội Khuyến học Việt Nam", "Hội Khuyến học Việt Nam"),
        ("UBND TP. Mẫu", "UBND thành phố Mẫu"),
    ],
)
def test_one_issuer_has_one_key(one: str, other: str) -> None:
    assert issuer_key(one) == issuer_key(other) != ""


@pytest.mark.parametrize(
    ("number", "kind", "issuer"),
    [
        ("387/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ"),
        ("24/2023/TT-BGDĐT", "thông tư", "Bộ Giáo dục và Đào tạo"),
        ("43/2019/QH14", None, "Quốc hội"),
        ("5/QĐ-KHVN", "quyết định", "Hội Khuyến học Việt Nam"),
        ("12/UBND-VX", "công văn", None),
        ("29-NQ/TW", "nghị quyết", None),
        ("7/KH-UBND", "kế hoạch", None),
        ("11/2023/NĐ-CP", "nghị định", "Chính phủ"),
        (None, None, None),
    ],
)
def test_what_a_code_says(number: str | None, kind: str | None, issuer: str | None) -> None:
    assert (kind_of(number), issuer_of(number)) == (kind, issuer)


def test_the_key_of_a_whole_document() -> None:
    date = PartialDate(2022, 3, 25)
    key = document_key("387/QĐ-TTg", date, "Thủ tướng Chính phủ", "Phê duyệt")
    assert key == "387/qd-ttg|2022-03-25|thu tuong chinh phu"
    assert document_key("387 / QĐ-TTg", date, "TTg", "khác") == key


@pytest.mark.parametrize(
    ("number", "issued", "issuer", "key"),
    [
        (
            None,
            PartialDate(2022, 7),
            "UBND huyện Mẫu",
            "?|uy ban nhan dan huyen mau|hoa binh|2022-07",
        ),
        ("7/KH-UBND", None, "UBND huyện Mẫu", "?|uy ban nhan dan huyen mau|hoa binh|7/kh-ubnd"),
        ("7/KH-UBND", PartialDate(2022, 7, 1), None, "?||hoa binh|7/kh-ubnd 2022-07-01"),
        (
            "7/KH-UBND",
            PartialDate(2022, 7, 1),
            "UBND tỉnh",
            "?|uy ban nhan dan tinh|hoa binh|7/kh-ubnd 2022-07-01",
        ),
    ],
)
def test_the_key_where_a_part_is_unknown(
    number: str | None, issued: PartialDate | None, issuer: str | None, key: str
) -> None:
    assert document_key(number, issued, issuer, "Hoà Bình") == key
    assert document_key(number, issued, issuer, "hòa  bình.") == key


def test_a_key_fits_its_column() -> None:
    assert len(document_key(None, None, "UBND xã Mẫu", "rất dài " * 500)) < 600


def test_a_council_without_a_name() -> None:
    assert is_nameless_council("Ủy ban nhân dân huyện")
    assert not is_nameless_council("UBND huyện Mẫu")
    assert not is_nameless_council("Chính phủ")

"""Personal data is found in any writing; numbers of offices, documents and money are not."""

from __future__ import annotations

import datetime as dt

import pytest

from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields

NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
KNOWN = Known(
    now=NOW, phones=frozenset({"02153825123", "0912345678"}), mails=frozenset({"xa@example.com"})
)


def found(body: str) -> set[str]:
    fields = ItemFields(kind="page", title="Danh sách", body=body)
    codes = {f.code for f in inspect(fields, KNOWN).findings if f.code.startswith("private-")}
    return {code.removeprefix("private-") for code in codes}


@pytest.mark.parametrize(
    "body",
    [
        "Ông A, 011085001234.",
        "Ông A, 011 085 001 234.",
        "Ông A, 011.085.001.234.",
        "Ông A, 0110 8500 1234.",
        "Ông A, 011-085-001-234.",
        "Ông A, 011085 001234",
        "Số CCCD: 123456789012",
        "CMND số 045123456",
        "CMND 045.123.456",
        "chứng minh nhân dân 045 123 456",
        "bà B, 045123456, thôn Đông",
        "| A | 011085001234 |",
        "Ông A (011085001234)",
        "Ông A: ０１１０８５００１２３４",
    ],
)
def test_numbers_of_identity(body: str) -> None:
    assert found(body) == {"identity"}


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("Bà B, 0987654321.", "mobile"),
        ("Bà B, 0987 654 321.", "mobile"),
        ("Bà B, 098.765.4321", "mobile"),
        ("Bà B, +84 987 654 321", "mobile"),
        ("Bà B, (+84) 987-654-321", "mobile"),
        ("Bà B, 84987654321", "mobile"),
        ("[Gọi bà B](tel:0987654321)", "mobile"),
        ("Mọi việc liên hệ bà B, 0987654321.", "contact"),
        ("Đường dây nóng: 0987 654 321", "contact"),
        ("Trường X: 0215 3 999 888", "phone"),
        ("Trường X: (0215) 3999.888", "phone"),
        ("STK 1903456789012 ngân hàng", "account"),
        ("số tài khoản 19034567890", "account"),
        ("Thư: nguyen.van.a@gmail.com", "mail"),
        ("[Thư](mailto:nguyen.van.a@gmail.com)", "mail"),
        ("Ông A, sinh ngày 02/03/1961, thôn Đông", "birthday"),
        ("Ngày sinh: 2-3-1961", "birthday"),
        ("Em C (SN 02.03.2012)", "birthday"),
        ("Ông A, sinh năm 1961", "birth-year"),
        ("| Họ tên | Ngày sinh |\n|---|---|\n| A | 2/3/1961 |", "birthday"),
        ("| Họ tên | Năm sinh |\n|---|---|\n| A | 1961 |", "birth-year"),
    ],
)
def test_other_personal_data(body: str, what: str) -> None:
    assert found(body) == {what}


@pytest.mark.parametrize(
    "body",
    [
        "Liên hệ 0215 3825 123 hoặc 0912 345 678, xa@example.com.",
        "[Gọi](tel:+84912345678)",
        "Kế hoạch 415/KH-UBND ngày 20/10/2026; Quyết định 123456789/QĐ-UBND.",
        "Kinh phí 150.000.000 đồng, gồm 123.456.789 đồng và 150000000.",
        "Kinh phí 123456789 đồng; 1.234.567.890.123 đồng.",
        "Giai đoạn 2021 2025 2026 2030, năm học 2025-2026.",
        "ISBN 978-604-0-12345-6; mã số thuế 5600123456.",
        "Dân số 123 456 789 người.",
        "Tệp /tep/0123456789012345/a.pdf và https://xa.vn/011085001234.",
        "[Tệp](/tep/0110850012340110/a.pdf)",
        "Ngày Chủ tịch Hồ Chí Minh ra đời 19/5/1890; sinh năm 1890.",
        "Thư: vanphong@xa.dienbien.gov.vn",
        "Tổng đài 1900 9095, 18001567.",
        "Từ ngày 01/10/2026 đến 05/11/2026, lúc 19:30.",
        "| Thôn | Hộ | Người |\n|---|---|---|\n| Đông | 123 | 4567 |",
    ],
)
def test_numbers_that_are_nobodys(body: str) -> None:
    assert found(body) == set()


def test_title_and_summary_are_read_too_and_no_sentence_repeats_the_number() -> None:
    number = "011085001234"
    fields = ItemFields(kind="page", title=f"Ông A {number}", summary=f"CCCD {number}", body="A.")
    told = [f for f in inspect(fields, KNOWN).must if f.code == "private-identity"]
    assert [f.field for f in told] == ["title", "summary"]
    assert all(number not in f.text for f in told)
    assert all(getattr(fields, f.field)[f.start : f.end] == number for f in told)

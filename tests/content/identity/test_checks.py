"""What an identity may hold: tidied, measured, and every fault named at its field."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from content.errors import BadInput
from content.identity import addresses, checks, defaults
from content.identity.faults import Faults
from content.identity.fields import Block, MenuEntry, Officer, SiteFields, Task

WHOLE = SiteFields(
    name="Học tập ở xã Mẫu",
    place="xã Mẫu, tỉnh Mẫu",
    organisation="Hội Khuyến học xã Mẫu",
    logo="ab" * 32,
    address="Thôn Đông",
    phone="0215 384 5112; (024) 38 000 000",
    email="hoi@mau.example.vn",
    hours="Thứ Hai\nThứ Ba",
    officers=(Officer("Nguyễn Văn Mẫu", "Chủ tịch", "0912 000 000", "mau@example.vn"),),
    footer="Giấy phép số 1\nNgười chịu trách nhiệm: …",
    menu=(MenuEntry("Hướng dẫn", "/huong-dan/", "signpost"),),
    blocks=(
        Block("hero", title="Hôm nay bạn cần gì?", hint="lop hoc"),
        Block("tasks", tasks=(Task("/lien-he/", "chat", "Hỏi", "Ai cũng hỏi được"),)),
        Block("latest", title="Mới", kinds=("news",), count=3),
        Block("topic", topic="doc-sach", count=2),
        Block("text", title="Chào", body="Chào **bà con**.\n\n- một\n- hai"),
        Block("events"),
        Block("topics"),
        Block("places"),
    ),
    set_up=True,
)


def faults_of(**changes: object) -> dict[str, str]:
    with pytest.raises(Faults) as refused:
        checks.checked(replace(WHOLE, **changes))  # type: ignore[arg-type]
    return refused.value.by_field


def test_what_is_right_stays_as_it_is_and_goes_through_json() -> None:
    assert checks.checked(WHOLE) == WHOLE
    assert SiteFields.from_json(WHOLE.to_json()) == WHOLE
    assert SiteFields.from_json({}) == SiteFields()


def test_the_starters_menu_and_home_are_in_order() -> None:
    starter = defaults.starter()
    assert checks.checked(starter) == starter
    assert len(starter.blocks[1].tasks) == 5
    assert not starter.name  # whose site it is stays with the settings


def test_text_becomes_nfc_on_one_line() -> None:
    written = unicodedata.normalize("NFD", "  Học   tập\nở xã  Mẫu ")
    assert checks.checked(replace(WHOLE, name=written)).name == "Học tập ở xã Mẫu"
    assert checks.checked(replace(WHOLE, footer="a \n\n  b")).footer == "a\n\nb"


def test_every_fault_is_named_at_its_field() -> None:
    found = faults_of(
        name="x" * 201,
        phone="gọi cho tôi",
        email="hoi.mau",
        officers=(Officer("", "Chủ tịch", "mười", ""),),
        menu=(MenuEntry("", "/quan-tri/", "hoa"),),
        blocks=(
            Block("tasks", tasks=(Task("javascript:alert(1)", "", ""),)),
            Block("topic"),
            Block("text", body=" "),
            Block("quang-cao"),
        ),
    )
    assert set(found) == {
        "name",
        "phone",
        "email",
        "officers.0.name",
        "officers.0.phone",
        "menu.0.title",
        "menu.0.path",
        "menu.0.icon",
        "blocks.0.tasks.0.path",
        "blocks.0.tasks.0.title",
        "blocks.1.topic",
        "blocks.2.body",
        "blocks.3.kind",
    }
    assert all(sentence[0].isupper() or sentence[0] == "“" for sentence in found.values())


def test_lists_have_an_end() -> None:
    assert "menu" in faults_of(menu=WHOLE.menu * 13)
    assert "officers" in faults_of(officers=WHOLE.officers * 21)
    assert "blocks" in faults_of(blocks=(Block("events"),) * 2)
    assert "blocks.0.tasks" in faults_of(
        blocks=(Block("tasks", tasks=(Task("/lien-he/", "", "Hỏi"),) * 6),)
    )


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("/huong-dan", "/huong-dan/"),
        ("/huong-dan/lop/#cac-buoc", "/huong-dan/lop/#cac-buoc"),
        ("/tim-kiem/?q=lớp học".replace(" ", "+"), "/tim-kiem/?q=l%E1%BB%9Bp+h%E1%BB%8Dc"),
        ("/feed.xml", "/feed.xml"),
        ("https://tinh.example.vn/a?b=c", "https://tinh.example.vn/a?b=c"),
    ],
)
def test_an_address_is_tidied(written: str, stored: str) -> None:
    assert addresses.tidied(written) == stored
    assert addresses.tidied(stored) == stored


@pytest.mark.parametrize(
    "written",
    [
        "",
        "huong-dan",
        "//evil.example",
        "/\\evil.example",
        "/a/../quan-tri/",
        "http://khong-an-toan.example",
        "https:evil.example",
        "https://ai@evil.example",
        "https://may-chu",
        "https://[1",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "/xem-truoc/abc/",
        "/a b/",
        "/a\nb/",
        '/"><img src=x>',
        "/" + "a" * 600,
    ],
)
def test_an_address_that_leads_astray_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        addresses.tidied(written)

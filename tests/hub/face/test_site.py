"""The site as pages see it: settings until somebody saves, then the row; only open entries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from content.calendar import today
from content.identity import commands
from content.identity.fields import ICONS, MenuEntry, SiteFields
from hub.face import icons, site
from hub.face.destinations import open_ones
from tests.factories import make_item, make_place, make_topic


def test_every_icon_that_may_be_chosen_is_drawn() -> None:
    assert set(ICONS) <= set(icons._SHAPES)


def test_settings_speak_until_a_name_is_saved(app: Flask) -> None:
    settings = app.extensions["hub_settings"]
    app.extensions["hub_settings"] = replace(settings, site_name="Tên ở biến", contact_phone="12")
    assert (site.current().site_name, site.current().contact_phone) == ("Tên ở biến", "12")
    commands.record(SiteFields(name="Học tập ở xã Mẫu"))
    assert (site.current().site_name, site.current().contact_phone) == ("Học tập ở xã Mẫu", "")


def test_it_is_read_once_a_request(app: Flask) -> None:
    with app.test_request_context():
        before = site.current()
        commands.record(SiteFields(name="Mới"))
        assert site.current() is before
    with app.test_request_context():
        assert site.current().site_name == "Mới"


def test_a_line_of_numbers_is_each_number() -> None:
    assert site.phones("0215 384 5112; (024) 38-000, +84 912") == [
        ("0215 384 5112", "02153845112"),
        ("(024) 38-000", "02438000"),
        ("+84 912", "+84912"),
    ]


def test_the_menu_leaves_out_what_leads_nowhere(app: Flask) -> None:
    make_item("news", "Tin", published=False)
    make_item("guidance", "Lớp học")
    make_item("page", "Giới thiệu")
    paths = (
        "/tin-tuc/",
        "/huong-dan/",
        "/gioi-thieu/",
        "/chua-co/",
        "https://a.example/",
        "/lien-he/",
    )
    commands.record(SiteFields(name="M", menu=tuple(MenuEntry(p, p) for p in paths)))
    assert [(entry.kind, entry.path) for entry in site.menu()] == [
        ("guidance", "/huong-dan/"),
        ("", "/gioi-thieu/"),
        ("", "https://a.example/"),
        ("contact", "/lien-he/"),
    ]


@pytest.mark.usefixtures("app")
def test_an_address_is_open_when_readers_find_something_there() -> None:
    place = make_place("xã Mẫu")
    make_item("guidance", "Lớp học", topics=(make_topic("Đọc sách").slug,), place=place.slug)
    make_item("news", "Nháp", published=False)
    year = today().year
    yes = {
        "/",
        "/lien-he/#go-ten",
        "/tim-kiem/?q=a",
        "/feed.xml",
        "https://tinh.example/",
        "/huong-dan/",
        "/huong-dan/feed.xml",
        "/huong-dan/lop-hoc/",
        "/huong-dan/lop-hoc/#muc",
        "/huong-dan/chu-de/doc-sach/",
        f"/huong-dan/noi/{place.slug}/",
        f"/huong-dan/nam/{year}/",
    }
    no = {
        "/tin-tuc/",
        "/tin-tuc/nhap/",
        "/tin-tuc/feed.xml",
        "/tin-tuc/chu-de/doc-sach/",
        "/huong-dan/khong-co/",
        "/huong-dan/chu-de/khac/",
        "/huong-dan/noi/khac/",
        "/huong-dan/nam/1999/",
        "/huong-dan/nam/x/",
        "/trang-khong-co/",
    }
    assert open_ones([*yes, *no]) == yes
    assert open_ones([]) == set()

"""The register as readers meet it: by year, place and title; old places; feed; what is not told."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from content import places
from content.places import Place
from content.recognition.models import Decision
from hub.public import register, rooms
from tests import recognised as make
from tests.traces import spellings

NAME = "Vừ Thị Đỗ Quyên"


@pytest.fixture
def old_place(app: Flask) -> Place:
    """A district with a decision, which went into a commune with two."""
    province = places.every("province")[0]
    old = places.record("huyện Mẫu Cũ", "district", parent=province)
    new = places.record("xã Mẫu Mới", "commune", parent=province)
    places.merge([old], new, dt.date(2025, 7, 1))
    village = make.title("cong-dong-hoc-tap", "Cộng đồng học tập", "community")
    make.decision(
        names=["Bản Một"], of=village, place=old, slug="cu", year=2023, number="1/QĐ-UBND"
    )
    make.decision(names=[NAME, "Lò Văn Mẫu"], place=new, slug="moi", number="2/QĐ-UBND")
    make.decision(names=[NAME], place=new, slug="an", number="3/QĐ-UBND", state="draft")
    make.decision(names=[NAME], place=new, slug="thu-hoi", number="4/QĐ-UBND", state="withdrawn")
    return old


def test_lists_by_year_place_and_title(client: FlaskClient, old_place: Place) -> None:
    whole = client.get("/cong-nhan/").text
    assert "2 quyết định" in " ".join(re.sub("<[^>]+>", "", whole).split())
    assert "/cong-nhan/moi/" in whole
    assert "/cong-nhan/cu/" in whole
    year = client.get("/cong-nhan/nam/2023/").text
    assert ("/cong-nhan/cu/" in year, "/cong-nhan/moi/" in year) == (True, False)
    title = client.get("/cong-nhan/danh-hieu/gia-dinh-hoc-tap/").text
    assert ("/cong-nhan/cu/" in title, "/cong-nhan/moi/" in title) == (False, True)
    assert "Quyết định số 2/QĐ-UBND ngày 02/03/2026, Chủ tịch UBND xã Mẫu" in title
    for hidden in ("/cong-nhan/an/", "/cong-nhan/thu-hoi/"):
        assert hidden not in whole


def test_an_old_place_keeps_its_history_and_leads_on(client: FlaskClient, old_place: Place) -> None:
    page = client.get(f"/cong-nhan/noi/{old_place.slug}/").text
    assert "Nơi này nay thuộc:" in page
    assert "/cong-nhan/cu/" in page
    lead = re.search(r'href="(/cong-nhan/noi/xa-mau-moi[^"]*)"', page)
    assert lead is not None
    new = client.get(lead[1]).text
    assert f"/cong-nhan/noi/{old_place.slug}/" in new
    assert "Trước đây là:" in new


def test_a_place_holds_what_lies_below_it(client: FlaskClient, old_place: Place) -> None:
    province = places.every("province")[0]
    page = client.get(f"/cong-nhan/noi/{province.slug}/").text
    assert "/cong-nhan/moi/" in page
    assert "/cong-nhan/cu/" in page


@pytest.mark.parametrize(
    "path",
    [
        "nam/1999/",
        "nam/20255/",
        "nam/abcd/",
        "noi/khong-co/",
        "danh-hieu/khong-co/",
        "trang-2/",
        "trang-0/",
        "nam/2025/trang-2/",
        "an/",
        "khong-co/",
        "moi/trang-2/",
        "moi/trang-99999999999999999999/",
        "chu-de/x/",
    ],
)
def test_what_is_not_there_is_404(client: FlaskClient, old_place: Place, path: str) -> None:
    assert client.get(f"/cong-nhan/{path}").status_code == 404


def test_an_empty_register_says_so(client: FlaskClient) -> None:
    assert "Chưa có quyết định nào được công bố" in client.get("/cong-nhan/").text


def test_a_decision_that_was_taken_back_says_so_and_names_nobody(
    client: FlaskClient, old_place: Place
) -> None:
    answer = client.get("/cong-nhan/thu-hoi/")
    assert answer.status_code == 410
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert NAME not in answer.text


def test_names_are_met_on_the_pages_of_their_decision_alone(
    app: Flask, client: FlaskClient, old_place: Place
) -> None:
    """Every page of the static copy, the sitemap, the feeds and the search among them."""
    holding = []
    forms = spellings(NAME)
    asked = ["/tim-kiem/?q=quyen", "/api/v1/search?q=quyen", *(a.path for a in rooms.addresses())]
    for path in asked:
        answer = client.get(path)
        if any(form in answer.data for form in forms):
            holding.append(path)
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert '<meta name="robots" content="noindex' in answer.text
    assert holding == ["/cong-nhan/moi/"]
    listed = client.get("/sitemap.xml").text
    assert "/cong-nhan/nam/2025/" in listed
    assert "/cong-nhan/moi/" not in listed


def test_the_feed_tells_counts(client: FlaskClient, old_place: Place) -> None:
    answer = client.get("/cong-nhan/feed.xml")
    assert answer.mimetype == "application/atom+xml"
    assert answer.text.count("<entry>") == 2
    assert "Gia đình học tập: 2." in answer.text
    assert "https://hoc.example/cong-nhan/moi/" in answer.text


def test_paging_stands_in_the_path(client: FlaskClient, app: Flask) -> None:
    decisions: list[Decision] = []
    for number in range(21):
        slug = f"{number}-qd"
        issued = dt.date(2026, 1, 1) + dt.timedelta(number)
        decisions.append(make.decision(slug=slug, number=f"{number}/QĐ", issued=issued))
    first, second = client.get("/cong-nhan/").text, client.get("/cong-nhan/nam/2025/trang-2/").text
    assert "/cong-nhan/20-qd/" in first
    assert "/cong-nhan/0-qd/" not in first
    assert "/cong-nhan/0-qd/" in second
    assert 'href="/cong-nhan/nam/2025/"' in second


def test_every_link_of_the_register_is_frozen(client: FlaskClient, old_place: Place) -> None:
    frozen = {address.path for address in rooms.addresses()}
    for page in [path for path in frozen if path.startswith("/cong-nhan/")]:
        for link in re.findall(r'href="(/cong-nhan/[^"#?]*)', client.get(page).text):
            assert link in frozen, (page, link)


def test_the_menu_may_lead_to_a_register_that_has_something(app: Flask) -> None:
    from hub.face.destinations import open_ones

    assert open_ones([register.PATH]) == set()
    make.decision()
    assert open_ones([register.PATH]) == {register.PATH}

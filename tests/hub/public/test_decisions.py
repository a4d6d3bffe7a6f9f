"""Announcements: what a list shows of whom, search among what is shown, files, hostile names."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from content import places
from content.database import db
from content.recognition import list_queries, showing
from content.recognition.models import DISPLAYS, GROUNDS, SUBJECTS, Decision, Entry
from hub import face
from tests import recognised as make

CSS = Path(face.__file__ or "").parent / "static"
PATH = "/cong-nhan/12-qd-ubnd/"
NAMES = ["Vừ Thị Đỗ Quyên", "Lò Văn Ổn", "Vàng A Chua"]


def shown(page: str) -> list[str]:
    """The names that a page lists."""
    return re.findall(r"<li><span>([^<]*)</span>", page)


def test_the_announcement_says_what_was_decided(client: FlaskClient, app: Flask) -> None:
    place = places.every("province")[0]
    made = make.decision(names=NAMES, place=place, signer="Lò Văn Ký", signer_post="Chủ tịch")
    make.attach(made, b"So: 12/QD-UBND")
    first = client.get(PATH)
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    page = first.text
    for words in ("Công nhận “Gia đình học tập” năm 2025", "12/QĐ-UBND", "02/03/2026"):
        assert words in page
    for words in ("Chủ tịch UBND xã Mẫu", "Lò Văn Ký, Chủ tịch", place.full_name):
        assert words in page
    assert shown(page) == NAMES
    with client.get("/tep/cong-nhan/12-qd-ubnd/quyet-dinh.txt") as answer:
        assert answer.data == b"So: 12/QD-UBND"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("display", "names"),
    [
        ("full", NAMES),
        ("initials", [showing.initials(name) for name in NAMES]),
        ("count", []),
    ],
)
def test_the_list_is_shown_as_it_was_decided(
    client: FlaskClient, app: Flask, display: str, names: list[str]
) -> None:
    make.decision(names=NAMES, display=display)
    page = client.get(PATH).text
    assert shown(page) == names
    assert ("chỉ công bố số lượng" in page) == (display == "count")
    assert (NAMES[0] in page) == (display == "full")


def test_who_is_not_named_is_counted_and_told_why(client: FlaskClient, app: Flask) -> None:
    made = make.decision(names=[*NAMES, "Giàng A Một", "Giàng A Hai"])
    rows = db.session.query(Entry).order_by(Entry.position).all()
    rows[0].ground = rows[1].ground = ""
    rows[2].name = rows[2].folded = ""
    rows[2].withdrawn_at = made.announced_at
    db.session.commit()
    page = client.get(PATH).text
    assert shown(page) == ["Giàng A Một", "Giàng A Hai"]
    assert "2 trường hợp được tính nhưng không nêu tên" in page
    assert "1 tên đã gỡ theo yêu cầu" in page
    assert '<dd class="num">5</dd>' in page


def test_the_database_and_the_rule_agree_on_who_is_named(app: Flask) -> None:
    """Each way of showing, subject, ground, child, consents, taken down or not."""
    choices = itertools.product(GROUNDS, (False, True), (False, True), (False, True))
    kinds = [
        {"ground": ground, "child": child, "both_consents": both, "gone": gone}
        for ground, child, both, gone in choices
    ]
    for display, subject in itertools.product(DISPLAYS, SUBJECTS):
        of = make.title(f"{subject}", subject.title(), subject)
        slug = f"{display}-{subject}"
        made = make.decision(names=["Lò Văn Mẫu"] * len(kinds), of=of, display=display, slug=slug)
        rows = db.session.query(Entry).filter_by(decision_id=made.id).order_by(Entry.position)
        expected = []
        for entry, kind in zip(rows.all(), kinds, strict=True):
            entry.ground, entry.child = str(kind["ground"]), bool(kind["child"])
            entry.both_consents = bool(kind["both_consents"])
            if kind["gone"]:
                entry.name = entry.folded = ""
                entry.withdrawn_at = made.announced_at
            expected.append(showing.shown(display, subject, entry))
        db.session.commit()
        listed = list_queries.of(made)
        assert [line.text for line in listed.page(1)] == [text for text in expected if text]
        assert listed.named == len([text for text in expected if text])
        assert listed.named + listed.unnamed.total == len(kinds)


@pytest.mark.parametrize(
    ("display", "asked", "found"),
    [
        ("full", "quyên", ["Vừ Thị Đỗ Quyên"]),
        ("full", "VU THI DO", ["Vừ Thị Đỗ Quyên"]),
        ("full", "thôn 2", ["Vừ Thị Đỗ Quyên", "Vàng A Chua"]),
        ("full", "Không Ai", []),
        ("full", "%", []),
        ("initials", "Vàng A Chua", ["V. A. C."]),
        ("initials", "Vừ A Cua", ["V. A. C."]),  # nobody learns whose letters they are
        ("initials", "Chua", []),
        ("initials", "v.a.c", ["V. A. C."]),
        ("count", "Vàng A Chua", []),
    ],
)
def test_only_what_is_shown_is_searched(
    client: FlaskClient, app: Flask, display: str, asked: str, found: list[str]
) -> None:
    make.decision(names=NAMES, display=display, thon=["Thôn 1", "Thôn 2"])
    answer = client.get(PATH, query_string={"ten": asked})
    assert shown(answer.text) == found
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_child_stands_in_letters_and_is_not_found_by_name(
    client: FlaskClient, app: Flask
) -> None:
    make.decision(names=["Lò Văn Ổn"], entry={"child": True})
    assert shown(client.get(PATH).text) == ["L. V. Ổ."]
    assert shown(client.get(f"{PATH}?ten=Ổn").text) == []


def test_hostile_names_are_words(client: FlaskClient, app: Flask) -> None:
    evil = '"><img src=x onerror=alert(1)>{{7*7}}'
    made = make.decision(names=[evil], thon=[evil], body=evil, signer=evil, note=evil, number=evil)
    make.attach(made, b"x", "x.txt")
    for path in (PATH, f"{PATH}?ten={evil}", "/cong-nhan/", "/cong-nhan/feed.xml"):
        text = client.get(path).text
        assert "<img src=x" not in text
        assert ">49<" not in text


def test_a_long_list_stands_on_pages_by_place(client: FlaskClient, app: Flask) -> None:
    names = [f"Lò Văn {number}" for number in range(250)]
    make.decision(names=names, thon=["Thôn 1", "Thôn 2", "Thôn 3"])
    pages = [client.get(PATH).text, *(client.get(f"{PATH}trang-{n}/").text for n in (2, 3))]
    found = [name for page in pages for name in shown(page)]
    assert sorted(found) == sorted(names)
    assert [len(shown(page)) for page in pages] == [100, 100, 50]
    lead = re.search(r'href="([^"]*)#(noi-3)"', pages[0])
    assert lead is not None
    assert f'id="{lead[2]}"' in client.get(lead[1]).text
    assert client.get(f"{PATH}trang-4/").status_code == 404


def test_a_page_of_five_thousand_names_stays_in_the_budget(client: FlaskClient, app: Flask) -> None:
    """HTML and style together, as TRUST section 4 has it for a page of text."""
    chosen = itertools.cycle(["Vừ Thị Đỗ Quyên", "Lò Văn Ổn", "Quàng Thị Mẩy", "Sùng A Páo"])
    names = [f"Hộ {next(chosen)} {number}" for number in range(5000)]
    make.decision(names=names, thon=[f"Thôn {number}" for number in range(40)])
    html = brotli.compress(client.get(PATH).data)
    css = brotli.compress((CSS / "readers.css").read_bytes())
    assert len(html) + len(css) <= 14_000


def test_the_way_to_ask_is_one_step_from_each_page(client: FlaskClient, app: Flask) -> None:
    make.decision(names=["Lò Văn Mẫu"] * 101)
    for path in (PATH, f"{PATH}trang-2/"):
        assert 'href="/go-ten/?qd=12-qd-ubnd"' in client.get(path).text


def test_a_draft_shows_neither_page_nor_file(client: FlaskClient, app: Flask) -> None:
    made = make.decision(state="draft")
    make.attach(made, b"x")
    assert client.get(PATH).status_code == 404
    assert client.get("/tep/cong-nhan/12-qd-ubnd/quyet-dinh.txt").status_code == 404
    made.state = "withdrawn"
    db.session.commit()
    assert client.get("/tep/cong-nhan/12-qd-ubnd/quyet-dinh.txt").status_code == 404


def test_how_to_ask_can_be_printed(client: FlaskClient, app: Flask) -> None:
    page = client.get("/cong-nhan/go-ten/").text
    assert "Mẫu đơn để in" in page
    assert "0215 000 000" in page


def test_a_period_stands_for_the_year(client: FlaskClient, app: Flask) -> None:
    make.decision(period="2021-2025", issued=dt.date(2026, 1, 5))
    assert "giai đoạn 2021-2025" in client.get(PATH).text
    assert isinstance(db.session.query(Decision).one().path, str)

"""Topics in order, merged, readdressed; old addresses by hand and as a list; the desk's search."""

from __future__ import annotations

import io
import re

import pytest

from content.database import db
from content.publishing import desk_queries, moved_queries
from content.publishing.commands import topics
from content.publishing.models import Topic
from content.publishing.old_addresses import OldAddress
from tests.factories import make_place

TOPICS, OLD = "/quan-tri/chu-de/", "/quan-tri/dia-chi-cu/"


@pytest.fixture
def editor(office):
    """A browser of the editor."""
    return office.signed_in("editor")


def topic_of(office, name):
    with office.app.app_context():
        return topics.ensure_topic(name).id


def order(office):
    with office.app.app_context():
        return [topic.name for topic in desk_queries.every_topic()]


def sent_order(office, *names):
    """The form of an order as a browser sends it."""
    with office.app.app_context():
        known = {topic.name: topic.id for topic in desk_queries.every_topic()}
    numbers = [str(known[name]) for name in names]
    return {"topic": numbers, "topic_position": [str(n + 1) for n in range(len(numbers))]}


def test_topics_are_put_in_order_with_and_without_a_script(office, editor, post):
    for name in ("An", "Bình", "Cần"):
        topic_of(office, name)
    at = f"{TOPICS}thu-tu/"
    page = post(editor, at, move="topic:down:0", seen="", **sent_order(office, "An", "Bình", "Cần"))
    assert page.status_code == 200
    assert "Dòng 1 nay ở chỗ 2. Chưa lưu." in page.text
    shown = re.findall(r'data-line="([^"]+)"', page.text)
    assert shown == ["Bình", "An", "Cần"]
    assert order(office) == ["An", "Bình", "Cần"]
    assert post(editor, at, seen="", **sent_order(office, *shown)).status_code == 302
    assert order(office) == shown
    # Somebody who opened the page before that sees it, and keeps the own order on the page.
    late = post(editor, at, seen="", **sent_order(office, "Cần", "Bình", "An"))
    assert late.status_code == 400
    assert "Có người vừa xếp lại" in late.text
    assert re.findall(r'data-line="([^"]+)"', late.text) == ["Cần", "Bình", "An"]
    post(editor, f"{TOPICS}theo-van/")
    assert order(office) == ["An", "Bình", "Cần"]


def test_a_topic_changes_its_address_and_the_old_one_leads_on(office, editor, post):
    number = topic_of(office, "Công dân học tập")
    office.item("Bài", publish=True, topics=("Công dân học tập",))
    page = editor.get(f"{TOPICS}{number}/").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    given = {"name": "Công dân", "slug": "cong-dan", "description": "Học suốt đời."}
    assert post(editor, f"{TOPICS}{number}/", version=version, **given).status_code == 302
    with office.app.app_context():
        old = "/tin-tuc/chu-de/cong-dan-hoc-tap/"
        assert moved_queries.target(old) == "/tin-tuc/chu-de/cong-dan/"
        assert topics.ensure_topic("cong-dan-hoc-tap").id == number  # old texts name it so
        assert [w.target for w in moved_queries.every()] == ["/tin-tuc/chu-de/cong-dan/"]
    late = post(editor, f"{TOPICS}{number}/", version=version, **{**given, "name": "Của tôi"})
    assert late.status_code == 400
    assert 'value="Của tôi"' in late.text
    back = {**given, "slug": "cong-dan-hoc-tap"}
    version = re.search(r'name="version" value="(\d+)"', late.text)[1]
    post(editor, f"{TOPICS}{number}/", version=version, **back)
    with office.app.app_context():
        assert moved_queries.target("/tin-tuc/chu-de/cong-dan/") == old
        assert moved_queries.target(old) is None


def test_merging_asks_first_and_tells_how_many_move(office, editor, post):
    one, other = topic_of(office, "Thư viện"), topic_of(office, "Sách")
    for title in ("Một", "Hai"):
        office.item(title, publish=True, topics=("Thư viện",))
    page = editor.get(f"{TOPICS}{one}/gop/?into={other}").text
    assert "2 bài chuyển sang “Sách”" in page
    assert "Thư viện" in order(office)
    assert "Hãy chọn chủ đề" in editor.get(f"{TOPICS}{one}/gop/?into={one}").text
    post(editor, f"{TOPICS}{one}/gop/", into=str(other))
    assert order(office) == ["Sách"]
    with office.app.app_context():
        assert moved_queries.target("/tin-tuc/chu-de/thu-vien/") == "/tin-tuc/chu-de/sach/"
        assert db.session.get(Topic, other) is not None
        assert len(topics.carriers(db.session.get(Topic, other))) == 2
    assert post(editor, f"{TOPICS}{one}/gop/", into=str(other)).status_code == 404


def test_only_an_empty_topic_is_dropped(office, editor, post):
    used, free = topic_of(office, "Dùng"), topic_of(office, "Trống")
    office.item("Bài", topics=("Dùng",))
    post(editor, f"{TOPICS}{used}/xoa/")
    post(editor, f"{TOPICS}{free}/xoa/")
    assert order(office) == ["Dùng"]
    assert "Còn 1 bài" in editor.get(f"{TOPICS}{used}/").text


# ---- old addresses ------------------------------------------------------------------------------


def test_an_old_address_by_hand(office, editor, post):
    number = office.item("Giới thiệu xã Mẫu", publish=True)
    with office.app.app_context():
        path = desk_queries.by_id(number).path
    assert post(editor, OLD, old="/gioi-thieu.html", target=path).status_code == 302
    chief = office.signed_in("publisher")
    assert post(chief, OLD, old="http://cu.example/lien-ket", target="https://a.example/b")
    page = editor.get(OLD).text
    assert "/gioi-thieu.html" in page
    assert "Trang ngoài" in page
    with office.app.app_context():
        assert moved_queries.target("/gioi-thieu.html") == path
        assert moved_queries.target("/lien-ket/") == "https://a.example/b"
        assert moved_queries.target("/lien-ket") == "https://a.example/b"
        assert db.session.query(OldAddress).count() == 1  # the other one is the item's own
    assert "/gioi-thieu.html" in editor.get(f"{OLD}?q=gioi+thieu+xa").text
    assert "/lien-ket/" not in editor.get(f"{OLD}?q=gioi+thieu+xa").text


@pytest.mark.parametrize(
    ("old", "target", "told"),
    [
        ("/tin-tuc/", "/van-ban/", "địa chỉ của chính trang này"),
        ("/quan-tri/x/", "/van-ban/", "địa chỉ của chính trang này"),
        ("/", "/van-ban/", "địa chỉ của chính trang này"),
        ("/a/../b/", "/van-ban/", "không dùng được"),
        ("/a?b=1", "/van-ban/", "trước dấu ?"),
        ("/cu/", "//evil.example", "không phải địa chỉ"),
        ("/cu/", "javascript:alert(1)", "không dùng được"),
        ("/cu/", "http://a.example/", "không dùng được"),
        ("/cu/", "/cu/", "dẫn vòng"),
        ("/cu", "/cu/?x=1", "dẫn vòng"),
        ("", "/van-ban/", "Chưa có địa chỉ cũ"),
        ("/tin-tuc/bai/", "/van-ban/", "Đang có bài"),
        ('/a"b/', "/van-ban/", "không dùng được"),
    ],
)
def test_what_is_no_old_address_is_refused_and_stays_typed(office, editor, post, old, target, told):
    office.item("Bài", slug="bai")
    page = post(editor, OLD, old=old, target=target)
    assert page.status_code == 400
    assert told in page.text
    assert "0 địa chỉ" in page.text


def test_circles_are_refused_and_chains_are_shortened(office, editor, post):
    post(editor, OLD, old="/hai/", target="/van-ban/")
    post(editor, OLD, old="/mot/", target="/hai/")
    post(editor, OLD, old="/van-ban-cu/", target="/mot/")
    with office.app.app_context():
        assert {row.target for row in db.session.query(OldAddress)} == {"/van-ban/"}
    post(editor, OLD, old="/xa/", target="/gan/")
    assert "dẫn vòng" in post(editor, OLD, old="/gan/", target="/xa/").text
    post(editor, OLD, old="/gan/", target="/van-ban/")
    with office.app.app_context():
        assert moved_queries.target("/xa/") == "/van-ban/"


def test_a_list_is_tried_first_and_twice_changes_nothing(office, post):
    office.item("Bài", slug="bai", publish=True)
    editor = office.signed_in("publisher")
    sheet = (
        "Địa chỉ cũ,Dẫn tới\n/a.html,/tin-tuc/bai/\n/b.html,https://x.example/\n"
        "/c/,/a.html\n/quan-tri/,/van-ban/\n/b.html,/van-ban/\n\n/d/,\n"
    )
    page = editor.get(f"{OLD}danh-sach/")
    assert page.status_code == 200
    csv = {"file": (io.BytesIO(sheet.encode("utf-8-sig")), "cu.csv")}
    tried = post(editor, f"{OLD}danh-sach/", act="try", **csv).text
    assert "Ghi 3 địa chỉ" in tried
    assert "hai lần trong danh sách" in tried
    with office.app.app_context():
        assert moved_queries.target("/a.html") is None
    rows = re.search(r'<textarea name="list" hidden>\n(.*?)</textarea>', tried, re.S)[1]
    post(editor, f"{OLD}danh-sach/", act="do", list=rows)
    with office.app.app_context():
        assert moved_queries.target("/a.html") == "/tin-tuc/bai/"
        assert moved_queries.target("/c/") == "/tin-tuc/bai/"
    again = post(editor, f"{OLD}danh-sach/", act="try", list=rows).text
    assert 'value="do"' not in again
    assert "Danh sách trống" in post(editor, f"{OLD}danh-sach/", act="try", list="\n").text


def test_broken_ones_first_and_dropping_asks(office, editor, post):
    assert "người duyệt đăng" in post(editor, OLD, old="/a/", target="https://x.example/").text
    assert editor.get(f"{OLD}danh-sach/").status_code == 403
    post(office.signed_in("publisher"), OLD, old="/a/", target="https://x.example/")
    post(editor, OLD, old="/z/", target="/khong-co/")
    page = editor.get(OLD).text
    assert page.index("/z/") < page.index("/a/")
    assert "1 địa chỉ không dẫn tới đâu" in page
    with office.app.app_context():
        row = db.session.query(OldAddress).filter_by(old_path="/z/").one().id
    assert "Xóa địa chỉ cũ này?" in editor.get(f"{OLD}hand/{row}/xoa/").text
    post(editor, f"{OLD}hand/{row}/xoa/")
    assert "Ai mở /z/ sẽ thấy" in editor.get(OLD).text
    assert "/z/" not in editor.get(OLD).text
    assert post(editor, f"{OLD}hand/{row}/xoa/").status_code == 302


# ---- search -------------------------------------------------------------------------------------


def hits(client, words, path="goi-y"):
    return [hit["title"] for hit in client.get(f"/quan-tri/tim/{path}?q={words}").json["hits"]]


def test_one_box_finds_texts_rooms_topics_places_and_people(office, post):
    topic_of(office, "Đường học")
    with office.app.app_context():
        make_place("xã Đường Mới")
        db.session.commit()
    office.item("Đường đến trường", by=office.id_of("contributor"))
    office.item("Kế hoạch 387", slug="387-kh-mau")
    chief, writer = office.signed_in("administrator"), office.signed_in("contributor")
    assert hits(chief, "duong") == ["Đường đến trường", "Đường học", "xã Đường Mới"]
    assert hits(chief, "387") == ["Kế hoạch 387"]
    assert "Người editor" in hits(chief, "nguoi editor")
    assert "Địa bàn" in hits(chief, "dia ban")
    assert "Mục lục" in hits(chief, "muc luc")
    assert hits(writer, "387") == []  # somebody else's draft
    assert hits(writer, "nguoi editor") == []
    assert "Địa bàn" not in hits(writer, "dia ban")
    assert "Đường đến trường" in hits(writer, "duong den")
    page = chief.get("/quan-tri/tim/?q=duong").text
    assert page.count('aria-labelledby="n-') == 3
    assert "Không thấy gì" in chief.get("/quan-tri/tim/?q=zzzz").text
    assert "Gõ tên bài" in chief.get("/quan-tri/tim/").text
    assert 'role="search"' in writer.get("/quan-tri/").text


def test_hostile_words_find_nothing_and_harm_nothing(office):
    client = office.signed_in("administrator")
    for words in ("%00", "%25%25", '"><img src=x onerror=alert(1)>', "(" * 500, "a" * 5000):
        page = client.get("/quan-tri/tim/", query_string={"q": words})
        assert page.status_code == 200
        assert "<img src=x" not in page.text
        assert client.get("/quan-tri/tim/goi-y", query_string={"q": words}).json == {"hits": []}

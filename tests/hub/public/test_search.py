"""The search page and its JSON: ranked answers, filters as links, whatever is typed."""

from __future__ import annotations

import datetime as dt
import functools
import re
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient

from hub.public.search import marked
from tests.factories import make_attachment, make_item, make_place, make_topic
from tests.pace import times_of

HOSTILE = (
    "<svg/onload=alert(1)>",
    '"onfocus=alert(1) autofocus=',
    "{{7*7}}",
    "\x00",
    "a\x00b\x1b[31m",
    "😀😀",
    "%",
    "_",
    "'; DROP TABLE item; --",
    "10" * 20,
    "(" * 5_000,
    "a" * 100_000,
    "*a*b*c*",
    " OR ".join(f"từ{n}" for n in range(10_000)),
    '"' * 4_001,
    "\ud800",
)


def asked(client: FlaskClient, **arguments: str) -> str:
    answer = client.get("/tim-kiem/", query_string=arguments)
    assert answer.status_code == 200
    return answer.text


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def lessons(client: FlaskClient) -> None:
    """Twenty-three items about one thing, of two kinds, years and places."""
    commune, other = make_place("xã Mẫu"), make_place("xã Thử")
    for number in range(20):
        make_item(
            "news",
            f"Lớp xóa mù chữ khóa {number}",
            date=dt.date(2025, 1, 1 + number),
            place=commune.slug,
        )
    topic = make_topic("Đọc sách")
    for number in range(3):
        make_item(
            "guidance",
            f"Mở lớp xóa mù chữ, bước {number}",
            date=dt.date(2024, 1, 1 + number),
            place=other.slug,
            topics=(topic.slug,),
        )


@pytest.mark.usefixtures("lessons")
def test_results_come_in_pages_of_twenty_with_the_total(client: FlaskClient) -> None:
    first = asked(client, q="xoa mu chu")
    assert "23 kết quả" in first
    assert first.count("<h2><a href=") == 20
    assert "Trang 1 trong 2" in first
    assert 'href="/tim-kiem/?q=xoa+mu+chu&amp;trang=2"' in first
    second = asked(client, q="xoa mu chu", trang="2")
    assert second.count("<h2><a href=") == 3


@pytest.mark.usefixtures("lessons")
def test_a_page_beyond_the_last_is_the_last(client: FlaskClient) -> None:
    last = asked(client, q="xoa mu chu", trang="2")
    for number in ("3", "99999"):
        assert asked(client, q="xoa mu chu", trang=number) == last
    first = asked(client, q="xoa mu chu")
    for number in ("0", "-1", "abc", "", "9" * 30, "١"):
        assert asked(client, q="xoa mu chu", trang=number) == first


@pytest.mark.usefixtures("lessons")
def test_facets_are_links_with_counts_and_can_be_removed(client: FlaskClient) -> None:
    page = asked(client, q="xoa mu chu")
    for link, count in (
        ("/tim-kiem/?q=xoa+mu+chu&amp;loai=huong-dan", 3),
        ("/tim-kiem/?q=xoa+mu+chu&amp;loai=tin-tuc", 20),
        ("/tim-kiem/?q=xoa+mu+chu&amp;chu-de=doc-sach", 3),
        ("/tim-kiem/?q=xoa+mu+chu&amp;nam=2025", 20),
        ("/tim-kiem/?q=xoa+mu+chu&amp;nam=2024", 3),
    ):
        found = re.search(
            re.escape(f'href="{link}"') + r'>[^<]*<span class="num nowrap">(\d+)', page
        )
        assert found, link
        assert int(found[1]) == count
    narrowed = asked(client, q="xoa mu chu", loai="huong-dan", nam="2024")
    assert "3 kết quả" in narrowed
    chips = re.findall(r'<a class="chip" href="([^"]+)"', narrowed)
    assert chips == [
        "/tim-kiem/?q=xoa+mu+chu&amp;nam=2024",
        "/tim-kiem/?q=xoa+mu+chu&amp;loai=huong-dan",
    ]


@pytest.mark.usefixtures("lessons")
def test_each_narrowing_leaves_what_its_count_said(client: FlaskClient) -> None:
    page = asked(client, q="xoa mu chu")
    choices = re.findall(r'href="(/tim-kiem/\?[^"]+)">[^<]*<span class="num nowrap">(\d+)', page)
    assert len(choices) >= 7
    for link, count in choices:
        left = client.get(link.replace("&amp;", "&")).text
        assert f"<b>{count} kết quả</b>" in left, link


@pytest.mark.usefixtures("lessons")
def test_filters_without_words_list_what_they_leave(client: FlaskClient) -> None:
    assert "3 kết quả" in asked(client, **{"chu-de": "doc-sach"})
    assert "20 kết quả" in asked(client, nam="2025")
    assert "20 kết quả" in asked(client, loai="tin-tuc", nam="2025")
    assert "Không có bài nào" in asked(client, loai="huong-dan", nam="2025")
    assert "Không có bài nào" in asked(client, **{"chu-de": "khong-co"})


def test_hits_are_marked_and_lead_to_their_passage(client: FlaskClient) -> None:
    body = "Mở đầu.\n\n## Nộp hồ sơ\n\nHồ sơ nộp tại nhà văn hóa thôn <b>& nhận giấy hẹn</b>.\n"
    make_item("guidance", "Đăng ký danh hiệu", slug="dang-ky", body=body)
    page = asked(client, q="nha van hoa")
    assert '<h2><a href="/huong-dan/dang-ky/#nop-ho-so">Đăng ký danh hiệu</a></h2>' in page
    assert "<mark>nhà" in page
    assert "&amp; nhận giấy hẹn" in page


def test_a_hit_in_an_attached_file_names_the_file(client: FlaskClient) -> None:
    given = make_attachment("bang.txt", "Danh sách lớp đan lát mây tre".encode(), "Bảng học viên")
    make_item("training", "Tài liệu nghề", attachments=(given,))
    page = asked(client, q="may tre")
    assert re.search(r'<a href="/tep/[0-9a-f]{16}/bang\.txt">Bảng học viên</a>', page)


def test_nothing_asked_is_a_page_that_helps(client: FlaskClient) -> None:
    make_item("news", "Tin", topics=(make_topic("Đọc sách").slug,))
    page = asked(client)
    assert 'href="/tim-kiem/?chu-de=doc-sach"' in page
    assert 'href="/tin-tuc/"' in page  # sections without items are left out
    assert "kết quả" not in page.partition("<footer")[0]


def test_nothing_found_names_the_next_step(client: FlaskClient) -> None:
    make_item("news", "Tin về sách")
    page = asked(client, q="zyxw qwqw", loai="tin-tuc")
    assert "Không có kết quả cho “zyxw qwqw”" in page
    assert 'href="/tim-kiem/?q=zyxw+qwqw"' in page
    assert 'href="/lien-he/"' in page


def test_drafts_leave_no_trace(client: FlaskClient) -> None:
    make_item("news", "Kỳ lân bí mật", published=False)
    make_item("news", "Tin thường")
    assert "bí mật" not in asked(client, q="kỳ lân").replace("“kỳ lân”", "")
    assert client.get("/api/v1/search?q=kỳ lân").get_json()["total"] == 0


def test_search_pages_are_not_for_search_engines(client: FlaskClient) -> None:
    assert '<meta name="robots" content="noindex">' in asked(client, q="x")


def test_whatever_is_typed_is_answered_soon_and_shown_as_text(client: FlaskClient) -> None:
    for number in range(40):
        make_item("news", f"Bài về học tập số {number}", body="học tập suốt đời " * 30)
    asked(client, q="học tập")
    for typed in HOSTILE:
        # Three pages; each may cost about a second of a quiet machine.
        assert times_of(functools.partial(ask_all, client, typed), 30) <= 30, repr(typed[:20])


def ask_all(client: FlaskClient, typed: str) -> None:
    value = quote(typed, errors="surrogatepass")
    for address in (f"/tim-kiem/?q={value}", f"/tim-kiem/?loai={value}&chu-de={value}&noi={value}"):
        answer = client.get(f"{address}&nam={value[:200]}&trang={value[:200]}")
        assert answer.status_code == 200, answer.text
        assert "<svg/onload" not in answer.text
        assert '"onfocus' not in answer.text
        assert "Traceback" not in answer.text
        assert "49" not in plain(answer.text) or "7*7" not in typed
        assert answer.text.count("<h1") == 1
    assert client.get(f"/api/v1/search?q={value}").status_code == 200


# ---- for programs -------------------------------------------------------------------------------


def test_json_has_exactly_what_is_promised(client: FlaskClient) -> None:
    make_item("story", "Cụ Mẫu học chữ", slug="cu-mau", body="Cụ học đọc ở tuổi bảy mươi.")
    answer = client.get("/api/v1/search?" + urlencode({"q": "cụ học đọc"}))
    found = answer.get_json()
    assert set(found) == {"query", "results", "total"}
    assert (found["query"], found["total"]) == ("cụ học đọc", 1)
    result = found["results"][0]
    assert set(result) == {"kind", "slug", "url", "title", "snippet", "score"}
    assert result["kind"] == "story"
    assert result["url"] == "/guong-dien-hinh/cu-mau/"
    assert "<" not in result["snippet"]


@pytest.mark.usefixtures("lessons")
def test_json_gives_ten_unless_told_otherwise(client: FlaskClient) -> None:
    for query, count in (("", 10), ("&limit=1", 1), ("&limit=50", 23)):
        found = client.get(f"/api/v1/search?q=xoa+mu+chu{query}").get_json()
        assert (len(found["results"]), found["total"]) == (count, 23)


@pytest.mark.parametrize("limit", ["0", "51", "-1", "abc", "", "1.5", "1" + "0" * 20, "٣", "%00"])
def test_json_refuses_a_wrong_limit(client: FlaskClient, limit: str) -> None:
    answer = client.get(f"/api/v1/search?q=a&limit={limit}")
    assert answer.status_code == 400
    assert answer.get_json() == {"error": "Tham số limit phải là số nguyên từ 1 đến 50."}


def test_json_refuses_what_it_does_not_know(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=a&order_by=created_by_id")
    assert answer.status_code == 400
    assert "order_by" in answer.get_json()["error"]


def test_a_snippet_is_cut_at_its_marks_and_loses_nothing() -> None:
    text = "một hai ba bốn"
    parts = marked(text, ((0, 3), (4, 7), (11, 14)))
    assert parts == [
        ("một", True),
        (" ", False),
        ("hai", True),
        (" ba ", False),
        ("bốn", True),
    ]
    assert marked("", ()) == []
    assert "".join(part for part, _ in marked(text, ((2, 9),))) == text

"""The pages of criteria: what is sure, what is not, permalinks, data, differences, the form."""

from __future__ import annotations

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from content import places
from content.criteria import commands, files, queries
from content.criteria.sets import PointsRule, Version
from tests.content.criteria.samples import levels_set, points_set, supplement

SAMPLE = "/tieu-chi/cong-dan-mau/2026/"


def put_out(made: Version) -> int:
    row, _status = commands.take_in(made)
    commands.publish(row.id, seen_version=row.version)
    return row.id


@pytest.fixture
def sample(client: FlaskClient) -> int:
    return put_out(points_set())


def test_every_shipped_set_is_listed_with_its_honest_state(client: FlaskClient) -> None:
    page = client.get("/tieu-chi/").text
    for found in queries.every_set():
        assert found.title in page
    assert page.index("Công dân học tập") < page.index("Gia đình học tập")
    for state in (
        "Khung, chờ đối chiếu",
        "Một phần, chưa dùng để công nhận",
        "Chưa nhập bản chính thức",
    ):
        assert state in page
    # Nothing of a set without official words can be scored.
    assert page.count("tu-danh-gia/") == 1
    assert client.get("/tieu-chi/gia-dinh-hoc-tap/khung/").status_code == 200
    assert client.get("/tieu-chi/gia-dinh-hoc-tap/khung/tu-danh-gia/").status_code == 404


def test_each_criterion_has_its_address(client: FlaskClient) -> None:
    page = client.get("/tieu-chi/don-vi-hoc-tap/tt-22-2020/").text
    row = queries.version("don-vi-hoc-tap", "tt-22-2020")
    assert row is not None
    anchors = [criterion.anchor for criterion in row.read.criteria()]
    assert len(anchors) == 3
    assert [a for a in anchors if f'id="{a}"' not in page] == []
    assert "Trích dẫn" in page
    assert "https://hoc.example/tieu-chi/don-vi-hoc-tap/tt-22-2020/" in page
    assert "Tốt từ 85 điểm, Khá từ 70 điểm, Trung bình từ 50 điểm; dưới 50 điểm: Chưa đạt" in page


def test_two_pairs_of_eyes_take_the_doubt_away_and_one_does_not(client: FlaskClient) -> None:
    row = queries.version("don-vi-hoc-tap", "tt-22-2020")
    assert row is not None
    for person, doubted in ((1, True), (2, False)):
        commands.confirm(row.id, row.sha256, actor_id=person)
        for path in (row.path, f"{row.path}tu-danh-gia/"):
            page = client.get(path).text
            assert ("Chờ hai người đối chiếu" in page) == doubted, (path, person)
            assert ("Bản chính thức, đã đối chiếu" in page) != doubted


def test_data_beside_the_page(client: FlaskClient, sample: int) -> None:
    data = client.get(f"{SAMPLE}index.json").json
    assert data is not None
    assert (data["id"], data["version"], data["rule"]["kind"]) == ("cong-dan-mau", "2026", "points")
    assert data["groups"][0]["criteria"][0]["indicators"][0]["points"] == 10
    assert data["verified"] is False
    for person in (1, 2):
        commands.confirm(sample, data["sha256"], actor_id=person)
    assert client.get(f"{SAMPLE}index.json").json["verified"] is True  # type: ignore[index]


@pytest.mark.parametrize("made", [points_set(), levels_set()], ids=["points", "levels"])
def test_the_sheet_beside_the_page_says_its_state_and_can_be_brought_in_again(
    client: FlaskClient, made: Version
) -> None:
    put_out(made)
    sheet = client.get(f"/tieu-chi/{made.set_id}/{made.id}/tieu-chi.csv").data
    lines = list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
    assert lines[0] == ["Đối chiếu", "Mẫu để thử"]
    came = files.read("tieu-chi.csv", sheet)
    assert came.sound
    assert came.version == made


def test_files_are_no_pages_of_the_sitemap(client: FlaskClient, sample: int) -> None:
    sitemap = client.get("/sitemap.xml").text
    assert f"https://hoc.example{SAMPLE}</loc>" in sitemap
    assert f"https://hoc.example{SAMPLE}tu-danh-gia/</loc>" in sitemap
    assert "index.json" not in sitemap
    assert ".csv" not in sitemap


def test_versions_and_what_changed_between_them(client: FlaskClient, sample: int) -> None:
    put_out(points_set(id="2027", rule=PointsRule(8500, 500)))
    page = client.get("/tieu-chi/cong-dan-mau/").text
    assert page.count('href="/tieu-chi/cong-dan-mau/202') >= 2
    differences = client.get("/tieu-chi/cong-dan-mau/2027/so-voi/2026/").text
    assert "Từ 80 thành 85." in differences
    assert client.get("/tieu-chi/cong-dan-mau/2027/so-voi/2027/").status_code == 404


def test_a_version_that_was_taken_back_says_so_and_a_draft_is_nowhere(
    client: FlaskClient, sample: int
) -> None:
    commands.withdraw(sample)
    assert client.get(SAMPLE).status_code == 410
    assert "Phiên bản này đã được gỡ" in client.get(SAMPLE).text
    for name in ("index.json", "tieu-chi.csv"):
        assert client.get(SAMPLE + name).status_code == 404
    form = client.get(f"{SAMPLE}tu-danh-gia/")  # people pass on the address of the form, too
    assert form.status_code == 410
    assert "Phiên bản này đã được gỡ" in form.text
    assert "Xem bản đang dùng" not in form.text
    put_out(points_set(id="2027"))
    assert 'href="/tieu-chi/cong-dan-mau/2027/">Xem bản đang dùng: 2027' in client.get(SAMPLE).text
    commands.take_in(levels_set(title="Bộ nháp bí mật"))
    assert client.get("/tieu-chi/don-vi-mau/2026/").status_code == 404
    assert client.get("/tieu-chi/don-vi-mau/").status_code == 404
    assert "bí mật" not in client.get("/tieu-chi/").text


def answers(**other: int) -> str:
    given = {f"m-{n}.1": 8 for n in range(1, 11)} | {f"m-{k[1:]}.1": v for k, v in other.items()}
    return "&".join(f"{name}={value}" for name, value in given.items())


def test_the_form_adds_up_on_the_server(client: FlaskClient, sample: int) -> None:
    form = f"{SAMPLE}tu-danh-gia/"
    empty = client.get(form)
    assert "Không hỏi tên" in empty.text
    assert "Set-Cookie" not in empty.headers
    answer = client.get(f"{form}?{answers()}")
    assert "Xếp loại Đạt: 80 trên 100 điểm." in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    low = client.get(f"{form}?{answers(n6=4)}").text
    assert "Chưa đủ điều kiện đạt." in low
    assert '<a href="#tc-6">Mục 6.1: được 4 điểm, mỗi mục cần ít nhất 5.</a>' in low
    assert "Còn thiếu 4 điểm: được 76, cần 80." in low
    assert "Minh chứng có thể dùng: Sổ ghi việc 6" in low
    assert len(re.findall(r"checked>[48]<", low)) == 10
    for page in (empty.text, answer.text, low):
        assert "không thay cho việc công nhận" in page
        assert "phiên bản 2026" in page


def test_strange_answers_are_no_answers(client: FlaskClient, sample: int) -> None:
    form = f"{SAMPLE}tu-danh-gia/"
    for strange in ("m-1.1=99999999999", "m-1.1=<b>", "m-1.1=%00", "m-1.1=-1", "loai=zz&m-2.1=x"):
        answer = client.get(f"{form}?{strange}")
        assert answer.status_code == 200, strange
        assert "Đã trả lời 0 trên 10 mục." in answer.text
        assert "<b>" not in re.sub(r"<b>[^<]*</b>", "", answer.text)


def test_levels_ask_for_what_their_kind_is_asked(client: FlaskClient) -> None:
    put_out(levels_set())
    form = "/tieu-chi/don-vi-mau/2026/tu-danh-gia/"
    met = "m-1.1=yes&m-1.2=92,5&m-1.3=no&m-1.4=no"
    assert "Đủ điều kiện Mức độ 1 (Khá)." in client.get(f"{form}?{met}&loai=co-quan").text
    assert "Chưa đủ điều kiện đạt." in client.get(f"{form}?{met}&loai=truong").text


def test_what_a_place_lays_over_a_version_stands_at_an_address_of_its_own(
    client: FlaskClient, sample: int
) -> None:
    assert "Quy định thêm" not in client.get(SAMPLE).text
    place = places.record("tỉnh Mẫu", "province")
    row, _status = commands.take_in_supplement(supplement(place=place.slug))
    for person in (1, 2):
        commands.confirm_supplement(row, row.sha256, actor_id=person)
    commands.publish_supplement(row, seen_version=row.version)
    base = client.get(SAMPLE).text
    assert f'href="{SAMPLE}bo-sung/{row.slug}/"' in base
    assert "Lời thêm MẪU" not in base
    laid = client.get(f"{SAMPLE}bo-sung/{row.slug}/").text
    assert "Có phần bổ sung của tỉnh Mẫu." in laid
    assert "chờ hai người đối chiếu" not in laid
    assert "Lời thêm MẪU" in laid
    assert "12/HD-MAU, 01/02/2026, Hội Khuyến học tỉnh Mẫu; đăng ngày" in laid
    assert laid.count(f"https://hoc.example{SAMPLE}bo-sung/{row.slug}/") >= 3  # cited, shared
    # The special threshold is asked about where a document puts it in force, and nowhere else.
    form = f"{SAMPLE}bo-sung/{row.slug}/tu-danh-gia/"
    seven = "&".join(f"m-{n}.1=7" for n in range(1, 11))
    assert "Vùng khó khăn: từ 70 điểm" in client.get(form).text
    assert "Chưa đủ điều kiện đạt." in client.get(f"{form}?{seven}").text
    assert "70 trên 100 điểm" in client.get(f"{form}?{seven}&muc-dat=vung-kho").text
    alone = client.get(f"{SAMPLE}tu-danh-gia/?{seven}&muc-dat=vung-kho").text
    assert "Vùng khó khăn" not in alone
    assert "Chưa đủ điều kiện đạt." in alone
    assert client.get(f"{SAMPLE}bo-sung/khong-co/").status_code == 404


def test_nothing_known_is_nothing_found(client: FlaskClient) -> None:
    for path in ("khong-co/", "khong-co/2026/", "cong-dan-hoc-tap/khong/", "%00/x/"):
        assert client.get(f"/tieu-chi/{path}").status_code == 404


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("tieu chi cong dan hoc tap", "cong-dan-hoc-tap/324-2023"),
        ("CDHT bao nhieu diem", "cong-dan-hoc-tap/324-2023"),
        ("CĐHT", "cong-dong-hoc-tap/khung"),
        ("Quyết định 324", "cong-dan-hoc-tap/324-2023"),
        ("324/QĐ-KHVN", "cong-dan-hoc-tap/324-2023"),
        ("thông tư 24 đơn vị học tập", "don-vi-hoc-tap/tt-24-2023"),
        ("TT 22/2020", "don-vi-hoc-tap/tt-22-2020"),
        ("TT 25/2023 cong dong hoc tap cap xa", "cong-dong-hoc-tap-cap-xa/tt-25-2023"),
    ],
)
def test_a_question_that_names_a_set_is_led_to_it(
    client: FlaskClient, question: str, first: str
) -> None:
    page = client.get("/tim-kiem/", query_string={"q": question}).text
    found = re.findall(r'<li><a href="/tieu-chi/([^"]+)/"><b>', page)
    assert found[0] == first
    assert len(found) <= 3


def test_other_questions_are_not_and_no_draft_is_found(client: FlaskClient) -> None:
    def sets(question: str) -> str:
        page = client.get("/tim-kiem/", query_string={"q": question}).text
        return re.sub(r"(?s)<nav.*?</nav>|<footer.*?</footer>", "", page)

    for question in ("gia đình ông Mẫu", "lớp học buổi tối", "324/QĐ-UBND", "tt 22/2021", "%"):
        assert "/tieu-chi/" not in sets(question), question
    commands.take_in(levels_set(title="Thôn bản học hành"))
    assert "/tieu-chi/" not in sets("thon ban hoc hanh")
    put_out(levels_set(title="Thôn bản học hành", id="2027"))
    assert "/tieu-chi/don-vi-mau/2027/" in sets("thon ban hoc hanh")
    assert 'href="/tieu-chi/"' in sets("xem tieu chi o dau")
    narrowed = client.get("/tim-kiem/?q=cong+dan+hoc+tap&loai=tin-tuc").text
    assert "/tieu-chi/cong-dan" not in narrowed

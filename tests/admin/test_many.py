"""Several items at once: asked first, each by itself, one result; and the list they come from."""

from __future__ import annotations

import html
import re

import pytest

from content import house_rules, people, scopes
from content.database import db
from content.publishing import desk_queries, item_filters, title_queries
from content.publishing.commands import topics, workflow, writing
from content.publishing.item_filters import ItemFilter
from content.publishing.snapshot import ItemFields
from content.trail import TrailEntry

LIST = "/quan-tri/noi-dung/"
READY = {
    "summary": "Tóm tắt đủ để đăng bài này lên trang.",
    "body": "Một đoạn văn bình thường, đủ dấu và rõ ràng.\n\nNguồn: xã Mẫu.",
}


def fresh(office, number):
    """The item as it is now, with its working fields."""
    with office.app.app_context():
        item = desk_queries.by_id(number)
        return desk_queries.state_of(item), item.version, desk_queries.working(item)


def ask(client, post, act, *numbers, **more):
    return post(client, f"{LIST}hang-loat/", viec=act, chon=[str(n) for n in numbers], **more)


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return html.unescape(found[1]) if found else ""


def carry_out(client, post, page, **given):
    """Press the button of the page that asked; the page of results."""
    chosen = re.findall(r'name="chon" value="([^"]+)" checked', page)
    sent = {name: hidden(page, name) for name in ("viec", "dau", "question")}
    answer = post(client, f"{LIST}hang-loat/lam/", **{**sent, "chon": chosen, **given})
    return client.get(answer.location).text if answer.status_code == 302 else answer.text


def test_nothing_happens_before_the_page_was_answered(office, post):
    numbers = [office.item(f"Bài {n}") for n in range(3)]
    client = office.signed_in("editor")
    page = ask(client, post, "gui", *numbers).text
    assert "Gửi duyệt: 3 bài" in page
    assert {fresh(office, n)[0] for n in numbers} == {"draft"}
    told = carry_out(client, post, page)
    assert "xong 3 bài" in told
    assert {fresh(office, n)[0] for n in numbers} == {"in_review"}
    with office.app.app_context():
        moved = db.session.query(TrailEntry).filter_by(action="item.moved").count()
    assert moved == 3


def test_what_is_not_possible_says_why_and_stops_nobody(office, post):
    draft, out = office.item("Nháp"), office.item("Đang đăng", publish=True)
    client = office.signed_in("publisher")
    page = ask(client, post, "go", draft, out).text
    assert "Sẽ làm: 1 bài" in page
    assert "Không làm được: 1 bài" in page
    assert "không có gì để gỡ" in page
    refused = carry_out(client, post, page, words=" ")
    assert "Hãy ghi vì sao gỡ" in refused
    told = carry_out(client, post, page, words="Đã cũ, xem bài mới.")
    assert "xong 1 bài" in told
    with office.app.app_context():
        assert desk_queries.by_id(out).withdrawn_notice == "Đã cũ, xem bài mới."


def test_one_that_fails_leaves_the_others(office, post):
    first, second = office.item("Một"), office.item("Hai")
    client = office.signed_in("editor")
    page = ask(client, post, "gui", first, second).text
    with office.app.app_context():  # somebody saves the first one meanwhile
        item = desk_queries.by_id(first)
        fields = ItemFields(kind="news", title="Một khác", body="Mới.")
        writing.save(first, fields, seen_version=item.version)
    told = carry_out(client, post, page)
    assert "xong 1 bài, còn 1 bài" in told
    assert "Có người vừa sửa bài này" in told
    assert fresh(office, first)[0] == "draft"
    assert fresh(office, second)[0] == "in_review"


def test_pressed_twice_it_acts_once(office, post):
    number = office.item("Một")
    client = office.signed_in("editor")
    page = ask(client, post, "gui", number).text
    first, second = carry_out(client, post, page), carry_out(client, post, page)
    assert first == second
    assert "xong 1 bài" in second
    with office.app.app_context():
        assert db.session.query(TrailEntry).filter_by(action="item.moved").count() == 1


def test_rights_and_own_text(office, post):
    others = office.item("Của người khác", by=office.id_of("editor"))
    mine = office.item("Của tôi", by=office.id_of("contributor"))
    client = office.signed_in("contributor")
    page = ask(client, post, "gui", others, mine).text
    assert "Của người khác" not in page
    assert "Gửi duyệt: 1 bài" in page
    for act in ("dang", "duyet", "tra", "go"):
        assert ask(client, post, act, mine).status_code == 403
    forged = {"viec": "gui", "dau": "hl-abc", "chon": [f"{others}:1"]}
    assert post(client, f"{LIST}hang-loat/lam/", **forged).status_code == 302
    assert fresh(office, others)[0] == "draft"


def test_an_account_with_limits_sees_and_does_no_more(office, post):
    inside = office.item("Tin của xã")
    outside = office.item("Văn bản của tỉnh", kind="document")
    with office.app.app_context():
        scopes.put(office.id_of("editor"), ["news"], None)
        db.session.commit()
    client = office.signed_in("editor")
    page = ask(client, post, "gui", inside, outside).text
    assert "Văn bản của tỉnh" not in page
    assert "xong 1 bài" in carry_out(client, post, page)
    forged = {"viec": "gui", "dau": "hl-xyz", "chon": [f"{outside}:1"]}
    told = client.get(post(client, f"{LIST}hang-loat/lam/", **forged).location).text
    assert "Văn bản của tỉnh" not in told
    assert fresh(office, outside)[0] == "draft"
    for words in ("van ban", "tin cua"):
        found = client.get(f"/quan-tri/tim/goi-y?q={words}").json["hits"]
        assert "Văn bản của tỉnh" not in [hit["title"] for hit in found]
    assert "Văn bản của tỉnh" not in client.get(f"{LIST}?q=tinh").text


def test_two_pairs_of_eyes(office, post):
    me, other = office.id_of("publisher"), office.id_of("editor")
    mine = office.item("Của tôi", by=me, **READY)
    theirs = office.item("Của bạn", by=other, **READY)
    with office.app.app_context():
        house_rules.decide("second_eyes", True)
        for number, by in ((mine, me), (theirs, other)):
            workflow.send_for_review(number, actor_id=by)
    client = office.signed_in("publisher")
    page = ask(client, post, "duyet", mine, theirs).text
    assert "trang yêu cầu người khác duyệt" in page
    assert "Sẽ làm: 1 bài" in page
    carry_out(client, post, page)
    assert (fresh(office, mine)[0], fresh(office, theirs)[0]) == ("in_review", "approved")


def test_what_the_checks_find_is_told_before(office, post):
    number = office.item("Danh sách", body="Gọi ông Nam 0912345678, CCCD 012345678901.")
    page = ask(office.signed_in("publisher"), post, "dang", number).text
    assert "việc phải sửa trước khi đăng" in page
    assert "Sẽ làm" not in page


@pytest.mark.parametrize("straight", [True, False])
def test_a_topic_for_several(office, post, straight):
    draft = office.item("Nháp", **READY)
    out = office.item("Đang đăng", publish=True, **READY)
    with office.app.app_context():
        slug = topics.ensure_topic("Công dân học tập").slug
    client = office.signed_in("publisher")
    page = ask(client, post, "them-cd", draft, out).text
    given = {"topic": slug} | ({"straight": "1"} if straight else {})
    told = carry_out(client, post, page, **given)
    assert "xong 2 bài" in told
    assert fresh(office, draft)[2].topics == (slug,)
    with office.app.app_context():
        shown = [topic.slug for topic in desk_queries.by_id(out).topics]
    assert (shown == [slug]) is straight, told
    page = ask(client, post, "bo-cd", draft).text
    carry_out(client, post, page, topic=slug)
    assert fresh(office, draft)[2].topics == ()


def test_a_place_and_a_day_for_several(office, post):
    number = office.item("Nháp")
    client = office.signed_in("editor")
    page = ask(client, post, "noi", number).text
    assert "Không thấy địa bàn" in carry_out(client, post, page, place="xã Không Có")
    page = ask(client, post, "ra-soat", number).text
    assert "Ngày rà soát" in carry_out(client, post, page, day="hôm qua")
    carry_out(client, post, page, day="20/10/2027")
    assert str(fresh(office, number)[2].review_by) == "2027-10-20"


def test_nothing_chosen_and_too_many(office, post):
    client = office.signed_in("editor")
    assert ask(client, post, "gui").status_code == 302
    assert "Chưa chọn bài nào" in client.get(LIST).text
    assert ask(client, post, "gui", *range(1, 200)).status_code == 302
    assert "nhiều nhất 100 bài" in client.get(LIST).text
    assert ask(client, post, "khong-co", 1).status_code == 302


# ---- filters ------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_every_part(office):
    me = office.id_of("editor")
    with office.app.app_context():
        topics.ensure_topic("Thư viện")
    office.item("Ngày hội đọc sách", topics=("Thư viện",), by=me)
    office.item("Lớp xóa mù chữ", kind="guidance", by=office.id_of("publisher"))
    client = office.signed_in("editor")

    def titles(query):
        page = client.get(f"{LIST}?{query}").text
        return [t for t in ("Ngày hội đọc sách", "Lớp xóa mù chữ") if f">{t}</a>" in page]

    assert titles("q=doc+sach") == ["Ngày hội đọc sách"]
    assert titles("loai=guidance") == ["Lớp xóa mù chữ"]
    assert titles("chu-de=thu-vien") == ["Ngày hội đọc sách"]
    assert titles("nguoi=toi") == ["Ngày hội đọc sách"]
    assert titles("tu=01/01/1990&den=02/01/1990") == []
    assert titles("can=het-han") == []
    assert titles("tt=draft&loai=khong-co") == ["Ngày hội đọc sách", "Lớp xóa mù chữ"]
    page = client.get(f"{LIST}?tu=hôm+qua&noi=xã+Không+Có").text
    assert "Không thấy địa bàn" in page


def test_filters_are_kept_shared_renamed_and_dropped(office, post):
    chief, editor = office.signed_in("publisher"), office.signed_in("editor")
    keep = f"{LIST}bo-loc/"
    post(chief, keep, name="Tin nháp", question="loai=news&tt=draft&x=1", shared="1")
    post(editor, keep, name="Của tôi", question="q=h%E1%BB%8Dc", shared="1")
    assert "Tin nháp" in editor.get(LIST).text
    assert "Của tôi" not in chief.get(LIST).text  # an editor shares with nobody
    shown = editor.get(f"{LIST}?tt=draft&loai=news").text
    assert re.search(r'aria-current="true">Tin nháp', shown)
    assert "Sửa bộ lọc" not in shown
    assert "Sửa bộ lọc “Tin nháp”" in chief.get(f"{LIST}?loai=news&tt=draft").text
    post(editor, f"{keep}1/", name="Lấy luôn")
    assert "của người khác" in editor.get(LIST).text
    post(chief, f"{keep}1/", name="Tin chờ viết", shared="1")
    assert "Tin chờ viết" in editor.get(LIST).text
    post(chief, f"{keep}1/", act="drop")
    assert "Tin chờ viết" not in editor.get(LIST).text
    post(editor, keep, name="", question="tt=draft")
    assert "Hãy ghi tên" in editor.get(LIST).text
    post(editor, keep, name="Trống", question="")
    assert "ít nhất một điều" in editor.get(LIST).text


def test_words_numbers_and_folding(session_app):
    for title, slug in (("Quyết định 387", "387-qd-mau-2022"), ("Đường đến trường", "duong")):
        writing.create(ItemFields(kind="news", title=title, slug=slug, body="x"))
    first = title_queries.matching("387")
    assert [desk_queries.by_id(n).title for n in first] == ["Quyết định 387"]
    for words in ("duong den", "ĐƯỜNG", "truong den"):
        assert len(title_queries.matching(words)) == 1, words
    assert title_queries.matching("   ?? ") == []
    assert ItemFilter(text="...").conditions() != []
    assert item_filters.authors() == []
    assert people.names_of([]) == {}

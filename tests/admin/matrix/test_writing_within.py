"""No form, upload or act leads a text beyond the limits of its writer; limits hold at once."""

from __future__ import annotations

import io

import pytest

from content import accounts, people
from content.publishing import desk_queries
from tests.admin.matrix.addresses import LIMITED, MARKER, MINE, limit, rows
from tests.desk_forms import send, typed


def test_a_new_text_gets_the_place_of_its_writer(office, land):
    limit(office, "editor", kinds=["news", "notice"], place_id=land["Mình"][0])
    client = office.signed_in("editor")
    page = client.get("/quan-tri/soan/?loai=page").text
    assert 'value="xã Mình, tỉnh Mẫu"' in page
    assert '<option value="news" selected>' in page
    assert '<option value="page"' not in page
    for place in ("", "xã Mình", "thôn Trong"):
        sent = send(client, "/quan-tri/soan/", title=f"Bài {place}", body="Chữ.", place=place)
        assert sent.status_code == 302
        with office.app.app_context():
            item = desk_queries.by_id(int(sent.location.rstrip("/").rsplit("/", 1)[1]))
            assert item.place.title == ("Trong" if "Trong" in place else "Mình")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"place": "xã Bạn"}, "chỉ viết cho xã Mình"),
        ({"place": "tỉnh Mẫu"}, "chỉ viết cho xã Mình"),
        ({"kind": "page"}, "chỉ viết mục Tin tức"),
        ({"kind": "document", "place": "xã Bạn"}, "chỉ viết mục Tin tức"),
    ],
)
@pytest.mark.parametrize("role", LIMITED)
def test_no_form_leads_beyond_the_limits(office, land, role, changed, said):
    limit(office, role, kinds=["news"], place_id=land["Mình"][0])
    client = office.signed_in(role)
    before = rows(office)["item"]
    sent = send(client, "/quan-tri/soan/", title="Ra ngoài", body="Chữ quý.", **changed)
    assert sent.status_code == 400
    assert said in sent.text
    assert "Chữ quý." in sent.text, "nothing typed is lost"
    assert rows(office)["item"] == before


def test_an_item_cannot_be_moved_out_of_the_limits_or_in(office, land, door):
    mine = office.item(MINE, place=land["Mình"][1])
    theirs = office.item(MARKER, place=land["Bạn"][1])
    limit(office, "publisher", place_id=land["Mình"][0])
    client = office.signed_in("publisher")
    path = f"/quan-tri/soan/{mine}/"
    for act in ("save", "publish", "review", "preview"):
        sent = client.post(path, data={**typed(client, path), "act": act, "place": "xã Bạn"})
        assert sent.status_code == 400, act
    token = door.token(client, "/quan-tri/")
    data = {"csrf_token": token, "title": MINE, "body": "x", "place": "xã Mình"}
    for version in ("0", "1", "999"):
        sent = client.post(f"/quan-tri/soan/{theirs}/", data={**data, "version": version})
        assert sent.status_code == 403
    with office.app.app_context():
        assert desk_queries.by_id(mine).place_id == land["Mình"][0]
        assert desk_queries.by_id(theirs).title == MARKER


def test_an_upload_neither_changes_nor_lands_beyond_the_limits(office, land, post):
    theirs = office.item(MARKER, place=land["Bạn"][1], slug="cua-xa-ban", publish=True)
    limit(office, "editor", place_id=land["Mình"][0])
    client = office.signed_in("editor")
    files = [
        "---\nkind: news\ntitle: Đè lên\nslug: cua-xa-ban\n---\n\nChữ.\n",
        "---\nkind: news\ntitle: Nơi khác\nplace: xã Bạn\n---\n\nChữ.\n",
        "---\nkind: news\ntitle: Không ghi nơi\n---\n\nChữ.\n",
    ]
    for at, text in enumerate(files):
        named = (io.BytesIO(text.encode()), f"bai-{at}.md")
        assert post(client, "/quan-tri/tai-len/", files=named).status_code == 303
    with office.app.app_context():
        row = desk_queries.by_id(theirs)
        assert (row.title, row.pending_revision_id) == (MARKER, None)
        assert desk_queries.any_at("news", "noi-khac") is None
        assert desk_queries.any_at("news", "khong-ghi-noi").place_id == land["Mình"][0]


# ---- taken away ---------------------------------------------------------------------------------


def test_limits_hold_from_the_next_request_and_the_typed_text_is_shown(office, land):
    number = office.item(MARKER, place=land["Bạn"][1])
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{number}/"
    form = {**typed(client, path), "body": "Chữ đã gõ mà chưa lưu. " * 5}
    limit(office, "editor", place_id=land["Mình"][0])
    refused = client.post(path, data=form)
    assert refused.status_code == 403
    assert "Chữ đã gõ mà chưa lưu." in refused.text
    assert client.get(path).status_code == 403
    assert MARKER not in client.get("/quan-tri/noi-dung/").text
    limit(office, "editor")
    assert client.get(path).status_code == 200


def test_a_role_taken_away_while_writing_publishes_nothing(office):
    number = office.item("Bài")
    client = office.signed_in("publisher")
    path = f"/quan-tri/soan/{number}/"
    form = {**typed(client, path), "act": "publish", "body": "Chữ đã gõ. " * 10}
    with office.app.app_context():
        accounts.set_roles(people.by_email("publisher@xa.example"), ["editor"])
    refused = client.post(path, data=form)
    assert refused.status_code == 403
    assert "Chữ đã gõ." in refused.text
    with office.app.app_context():
        assert desk_queries.by_id(number).state == "draft"

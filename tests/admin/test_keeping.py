"""Keeping: what is typed is kept beside the history, offered again, and nobody else's to see."""

from __future__ import annotations

import datetime as dt
import html
import re
import threading

import pytest
from sqlalchemy import func, select

from content import accounts, changes, people, trail
from content.database import db
from content.publishing import autosaves, desk_queries
from content.publishing.autosaves import Autosave, FormReceipt, Presence
from content.publishing.commands import keeping
from content.publishing.models import Item, Revision
from tests.admin.conflict_forms import fields_in
from tests.desk_forms import item_of, send, typed

LONG = "Chữ Việt có dấu. " * 11_000


def keep(client, form, path, **changed):
    """What the script sends while somebody types."""
    count = int(form["keep_count"] or 0) + 1
    sent = {**form, "keep_count": str(count), "keep_text": "1", **changed}
    return client.post(path, data=sent)


def rows(office, model=Autosave):
    with office.app.app_context():
        return list(db.session.scalars(select(model)))


def counted(office, *models):
    with office.app.app_context():
        return [db.session.scalar(select(func.count(model.id))) for model in models]


@pytest.fixture
def text(office):
    """An item, its page, the address of its autosaves, and an editor with the form open."""
    number = office.item("Bài đang viết", body="Đoạn một.\n\nĐoạn hai.")
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{number}/"
    return number, path, f"/quan-tri/tu-luu/{number}/", client, typed(client, path)


def test_an_autosave_is_one_row_and_touches_nothing_else(office, text):
    number, _path, to, client, form = text
    before = counted(office, Revision, trail.TrailEntry, changes.Change)
    with office.app.app_context():
        version = item_of(office, number).version
    for turn in range(30):
        answer = keep(client, form, to, body=f"Lần {turn}", date="hôm nào đó", keep_count=turn + 1)
        assert answer.json["state"] == "kept"
        assert re.fullmatch(r"\d\d:\d\d", answer.json["at"])
    (row,) = rows(office)
    (kept,) = row.kept
    assert dict(kept.values)["body"] == "Lần 29"
    assert dict(kept.values)["date"] == "hôm nào đó"  # as typed, right or wrong
    assert "csrf_token" not in dict(kept.values)
    assert counted(office, Revision, trail.TrailEntry, changes.Change) == before
    with office.app.app_context():
        assert item_of(office, number).version == version


def test_a_late_message_never_wins(office, text):
    _number, _path, to, client, form = text
    keep(client, form, to, body="Mới", keep_count=7)
    assert keep(client, form, to, body="Cũ", keep_count=3).json["state"] == "kept"
    (row,) = rows(office)
    assert dict(row.kept[0].values)["body"] == "Mới"


def test_unsaved_text_is_offered_taken_and_gone_once_saved(office, text):
    number, path, to, client, form = text
    keep(client, form, to, body="Chưa bấm lưu", keep_count=4)
    page = client.get(path).text
    assert "Bạn có chữ chưa lưu lúc" in page
    name = form["keep_form"]
    beside = client.get(f"/quan-tri/tu-luu/xem/{name}/?bai={number}").text
    assert "<ins>" in beside
    assert "Chưa bấm lưu" in beside
    taken = typed(client, f"{path}?ban={name}")
    assert taken["body"] == "Chưa bấm lưu"
    assert taken["keep_after"] == name
    # Going on from it replaces it: still one text.
    keep(client, taken, to, body="Viết tiếp")
    (row,) = rows(office)
    assert [kept.form for kept in row.kept] == [taken["keep_form"]]
    saved = client.post(path, data={**taken, "body": "Viết tiếp xong", "act": "save"})
    assert saved.status_code == 302
    assert rows(office) == []
    assert "Bạn có chữ chưa lưu" not in client.get(path).text
    late = keep(client, taken, to, body="Đến muộn", keep_count=1)
    assert late.json["state"] == "kept"
    assert rows(office) == []


def test_two_forms_left_unsaved_are_both_offered(office, text):
    _number, path, to, client, form = text
    other = typed(client, path)
    keep(client, form, to, body="Thẻ một")
    keep(client, other, to, body="Thẻ hai")
    keep(client, form, to, body="Thẻ một, tiếp", keep_count=5)
    (row,) = rows(office)
    assert [dict(kept.values)["body"] for kept in row.kept] == ["Thẻ một, tiếp", "Thẻ hai"]
    assert client.get(path).text.count("Bạn có chữ chưa lưu") == 2
    assert client.post(path, data={**other, "act": "save"}).status_code == 302
    (row,) = rows(office)
    assert [kept.form for kept in row.kept] == [form["keep_form"]]


def test_dropped_text_can_be_taken_back(office, text):
    number, path, to, client, form = text
    keep(client, form, to, body="Bỏ nhầm")
    data = {"csrf_token": form["csrf_token"], "form": form["keep_form"], "bai": number}
    gone = client.post("/quan-tri/tu-luu/bo/", data=data)
    page = client.get(gone.location).text
    assert "Đã bỏ chữ chưa lưu" in page
    assert "Bạn có chữ chưa lưu" not in client.get(path).text
    back = re.search(r'href="(\?ban=[^"]+)"', page)[1]
    assert typed(client, path + back)["body"] == "Bỏ nhầm"


def test_a_new_item_is_kept_under_its_form_and_offered_on_the_next_one(office):
    client = office.signed_in("contributor")
    form = typed(client, "/quan-tri/soan/?loai=notice")
    assert keep(client, form, "/quan-tri/tu-luu/", title="Họp thôn").json["state"] == "kept"
    keep(client, form, "/quan-tri/tu-luu/", title="Họp thôn Đông", keep_count=9)
    assert len(rows(office)) == 1
    page = client.get("/quan-tri/soan/").text
    assert "“Họp thôn Đông”" in page
    taken = typed(client, f"/quan-tri/soan/?ban={form['keep_form']}")
    assert (taken["kind"], taken["title"]) == ("notice", "Họp thôn Đông")
    keep(client, taken, "/quan-tri/tu-luu/", title="Họp thôn Tây")
    assert len(rows(office)) == 1
    made = client.post("/quan-tri/soan/", data={**taken, "act": "save"})
    assert made.status_code == 302
    assert rows(office) == []


def test_nobody_sees_the_text_of_another(office, text):
    number, path, to, client, form = text
    keep(client, form, to, body="Của biên tập viên")
    other = office.signed_in("publisher")
    name = form["keep_form"]
    for page in (path, f"{path}?ban={name}", f"{path}?da-bo={name}"):
        assert "Của biên tập viên" not in other.get(page).text
        assert "Bạn có chữ chưa lưu" not in other.get(page).text
    assert other.get(f"/quan-tri/tu-luu/xem/{name}/?bai={number}").status_code == 404
    token = typed(other, path)["csrf_token"]
    data = {"csrf_token": token, "form": name, "bai": number}
    other.post("/quan-tri/tu-luu/bo/", data=data)
    assert "Bạn có chữ chưa lưu" in client.get(path).text
    # Nor does the same name of a form in other hands take the text over.
    keep(other, {**form, "csrf_token": token}, to, body="Của người khác", keep_count=99)
    assert {dict(row.kept[0].values)["body"] for row in rows(office)} == {
        "Của biên tập viên",
        "Của người khác",
    }


def test_who_may_not_write_here_is_told_so_in_words(office, text):
    _number, path, to, client, form = text
    assert keep(client, form, "/quan-tri/tu-luu/999999/").status_code == 404
    with office.app.app_context():
        person = people.by_email("editor@xa.example")
        accounts.set_roles(person, ["contributor"])
    refused = keep(client, form, to, body="Đang viết dở")
    assert refused.status_code == 403
    assert refused.json == {"state": "refused", "sentence": "Bạn không còn quyền sửa bài này"}
    lost = client.post(path, data={**form, "body": "Đang viết dở. " * 20, "act": "save"})
    assert lost.status_code == 403
    assert "Đang viết dở. Đang viết dở." in lost.text
    shown = re.sub(r"(?s)<textarea[^>]* hidden>.*?</textarea>", "", lost.text)
    assert form["keep_form"] not in shown


def test_a_text_whose_item_is_gone_is_shown_for_copying(office, text):
    _number, _path, _to, client, form = text
    answer = client.post("/quan-tri/soan/999999/", data={**form, "body": "Còn đây. " * 20})
    assert answer.status_code == 404
    assert "Còn đây. Còn đây." in answer.text


def test_a_refused_form_opens_again_with_its_words_after_signing_in(office, text, door):
    """Without the script: the page that shows the text sends it back to the form."""
    _number, path, _to, client, form = text
    with office.app.app_context():
        db.session.execute(db.text("DELETE FROM desk_session"))
        db.session.commit()
    lost = client.post(path, data={**form, "body": "Chữ quý. " * 20, "act": "publish"})
    assert lost.status_code == 403
    assert "Mở lại biểu mẫu với chữ này" in lost.text
    carried = fields_in(lost.text)
    assert carried["act"] == "reopen"
    door.sign_in(client, "editor@xa.example", door.password)
    stale = client.post(path, data=carried)  # its token died with the session; now a live one
    assert stale.status_code == 400
    opened = client.post(path, data=fields_in(stale.text))
    assert opened.status_code == 200
    assert "Chữ quý. Chữ quý." in opened.text
    assert opened.text.count('name="keep_form"') == 1


def test_a_stranger_gets_no_page_but_a_word(office, text):
    _number, _path, _to, client, _form = text
    with office.app.app_context():
        db.session.execute(db.text("DELETE FROM desk_session"))
        db.session.commit()
    assert client.get("/quan-tri/tu-luu/").status_code == 401
    assert client.get("/quan-tri/tu-luu/").json == {"state": "out"}
    assert client.get("/quan-tri/tu-luu/may-nay/").status_code == 302


def test_the_longest_body_is_kept_and_a_longer_text_is_refused(office, text):
    _number, _path, to, client, form = text
    office.app.config["MAX_FORM_MEMORY_SIZE"] = 4_000_000  # as hub.app sets it, and more
    assert keep(client, form, to, body=LONG).json["state"] == "kept"
    assert len(LONG.encode()) > 200_000
    too_long = keep(client, form, to, body=LONG * 6, keep_count=9)
    assert too_long.status_code == 413
    assert "quá mức tự lưu" in too_long.json["sentence"]
    (row,) = rows(office)
    assert dict(row.kept[0].values)["body"] == LONG


@pytest.mark.parametrize("junk", ["", "\x00", "x" * 50, "../../etc", "😀" * 20, "1" + "0" * 30])
def test_strange_names_and_numbers_are_no_fault_of_the_server(office, text, junk):
    _number, path, to, client, form = text
    for field in ("keep_form", "keep_key", "keep_after", "keep_base", "keep_count", "version"):
        answer = keep(client, form, to, **{field: junk})
        assert answer.status_code in (200, 400)
        assert client.post(path, data={**form, field: junk}).status_code in (302, 409)
    for page in (f"{path}?ban={junk}", f"{path}?da-bo={junk}", f"/quan-tri/soan/?ban={junk}"):
        assert client.get(page).status_code == 200


def test_a_fault_in_the_form_keeps_the_text_on_the_server_too(office, text):
    _number, path, _to, client, form = text
    wrong = {**form, "body": "Đang viết", "date": "31/02/2026", "act": "save"}
    assert client.post(path, data=wrong).status_code == 400
    page = client.get(path).text
    assert "Bạn có chữ chưa lưu" in page
    assert typed(client, f"{path}?ban={form['keep_form']}")["date"] == "31/02/2026"


# ---- presence ----------------------------------------------------------------------------------


def test_who_else_is_here_shows_on_opening_and_goes_after_a_minute(office, text, clock):
    _number, path, to, _client, _form = text
    client = office.signed_in("editor")  # on the standing clock
    form = typed(client, path)
    client.post(to, data=form)
    other = office.signed_in("publisher")
    page = html.unescape(other.get(path).text)
    assert "Người editor (từ 08:00) cũng đang mở bài này" in page
    assert 'id="dang-mo" hidden' not in page
    assert 'id="dang-mo" hidden' in client.get(path).text  # nobody is told of themselves
    clock.forward(seconds=50)
    client.post(to, data=form)
    clock.forward(seconds=50)
    assert "từ 08:00" in other.get(path).text
    clock.forward(seconds=20)
    assert 'id="dang-mo" hidden' in other.get(path).text
    answer = client.post(to, data=form)  # back after a break: open since now
    assert answer.json["presence"] == ""
    assert "từ 08:02" in other.get(path).text
    client.post(to, data={**form, "keep_left": "1"})
    assert rows(office, Presence) == []


def test_the_open_form_hears_that_somebody_saved(office, text):
    _number, path, to, client, form = text
    other = office.signed_in("publisher")
    send(other, path, body="Của người duyệt")
    told = client.post(to, data=form).json["changed"]
    assert told.startswith("Người publisher đã lưu bài này lúc")


# ---- pressing twice ----------------------------------------------------------------------------


def test_a_second_press_does_not_act_again(office):
    client = office.signed_in("publisher")
    data = {
        **typed(client, "/quan-tri/soan/"),
        "title": "Bấm đúp",
        "body": "Chữ.",
        "act": "publish",
    }
    first, second = (client.post("/quan-tri/soan/", data=data) for _ in range(2))
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert counted(office, Item) == [1]
    with office.app.app_context():
        acts = [entry.action for entry in trail.of_subject("item", 1)]
    assert len(acts) == len(set(acts))


def test_two_presses_at_once_make_one_item(office):
    client = office.signed_in("publisher")
    data = {
        **typed(client, "/quan-tri/soan/"),
        "title": "Cùng lúc",
        "body": "Chữ.",
        "act": "publish",
    }
    cookie = client.get_cookie("ban_bien_tap", path="/quan-tri").value
    answers, ready = [], threading.Barrier(6)

    def press():
        hand = office.client()
        hand.set_cookie("ban_bien_tap", cookie, path="/quan-tri")
        ready.wait()
        answers.append(hand.post("/quan-tri/soan/", data=data))

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(a.status_code, a.location) for a in answers} == {(302, answers[0].location)}
    assert counted(office, Item, FormReceipt) == [1, 1]


def test_the_same_form_with_more_words_goes_on_from_its_own_save(office):
    client = office.signed_in("editor")
    data = {**typed(client, "/quan-tri/soan/"), "title": "Một bài", "body": "Một.", "act": "save"}
    client.post("/quan-tri/soan/", data=data)
    again = client.post("/quan-tri/soan/", data={**data, "body": "Một, hai."})
    assert again.status_code == 302
    assert counted(office, Item, Revision) == [1, 2]
    with office.app.app_context():
        assert item_of(office, 1).body == "Một, hai."


def test_a_press_that_was_refused_may_be_repeated(office):
    client = office.signed_in("editor")
    data = {**typed(client, "/quan-tri/soan/"), "title": "", "body": "Một.", "act": "save"}
    assert client.post("/quan-tri/soan/", data=data).status_code == 400
    assert client.post("/quan-tri/soan/", data=data).status_code == 400
    assert client.post("/quan-tri/soan/", data={**data, "title": "Có"}).status_code == 302


# ---- tidying -----------------------------------------------------------------------------------


def test_what_nobody_came_back_for_goes_after_a_month(office, text):
    _number, _path, to, client, form = text
    keep(client, form, to, body="Cũ")
    with office.app.app_context():
        now = dt.datetime.now(dt.UTC)
        assert keeping.tidy(now) == 0
        assert keeping.tidy(now + dt.timedelta(days=29)) == 1  # presence alone
        assert keeping.tidy(now + dt.timedelta(days=31)) == 1
    assert rows(office) == []


def test_a_person_who_is_taken_down_is_in_no_kept_text(office, text):
    _number, path, to, client, form = text
    keep(client, form, to, body="Ông NGUYỄN VĂN MẪU được khen.")
    other = typed(client, path)
    keep(client, other, to, body="Bài khác.")
    with office.app.app_context():
        assert keeping.forget_words(["nguyen van mau", " "]) == 1
    (row,) = rows(office)
    assert [kept.form for kept in row.kept] == [other["keep_form"]]


def test_a_person_cannot_fill_the_disk(office):
    client = office.signed_in("editor")
    form = typed(client, "/quan-tri/soan/")
    for turn in range(autosaves.MOST_NEW + 5):
        name = f"form-of-the-new-{turn:04}"
        keep(client, form, "/quan-tri/tu-luu/", title=f"Bài {turn}", keep_form=name, keep_key=name)
    assert len(rows(office)) == autosaves.MOST_NEW
    number = office.item("Một bài")
    for turn in range(autosaves.MOST_TEXTS + 3):
        name = f"form-of-an-item-{turn:04}"
        keep(client, form, f"/quan-tri/tu-luu/{number}/", body=f"Bản {turn}", keep_form=name)
    with office.app.app_context():
        row = autosaves.autosave(office.id_of("editor"), autosaves.item_key(number))
        assert len(row.kept) == autosaves.MOST_TEXTS
        assert desk_queries.by_id(number) is not None

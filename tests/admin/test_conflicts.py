"""Two people save one text: both see both, choose place by place, and the history loses nothing."""

from __future__ import annotations

import html
import json
import re
import threading
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from admin import item_form, merged_form
from admin.item_form import AttachmentRow
from content import files
from content.database import db
from content.documents.fields import DocumentFields
from content.errors import HubError
from content.publishing import desk_queries
from content.publishing.commands import media, settling, workflow, writing
from content.publishing.conflicts import Conflict
from content.publishing.snapshot import ItemFields, fields_of
from tests.admin.conflict_forms import fields_in
from tests.desk_forms import item_of, picture, send, typed

BODY = "Đoạn một.\n\nĐoạn hai.\n\nĐoạn ba."


@pytest.fixture
def clash(office):
    """Makes a conflict: `clash(mine, theirs)` gives the item, my browser, its path and the page."""

    def make(mine, theirs, **given):
        number = office.item("Hai người", **{"body": BODY, **given})
        path = f"/quan-tri/soan/{number}/"
        one, two = office.signed_in("publisher"), office.signed_in("editor")
        form = typed(two, path)
        assert send(one, path, **theirs).status_code == 302
        page = two.post(path, data={**form, **mine, "act": "save"})
        assert page.status_code == 409, page.text
        return number, two, path, page.text

    return make


def state(office, number):
    """The working fields, and what every revision says."""
    with office.app.app_context():
        item = item_of(office, number)
        return desk_queries.working(item), [
            ItemFields.from_json(revision.fields) for revision in desk_queries.revisions(item)
        ]


def test_different_paragraphs_merge_by_themselves_in_one_step(office, clash):
    mine, theirs = BODY.replace("một", "một của tôi"), BODY.replace("ba", "ba của họ")
    number, client, path, page = clash({"body": mine}, {"body": theirs, "summary": "Tóm của họ"})
    assert "máy ghép được cả hai" in page
    assert "Lưu bản ghép tự động" in page
    assert "<p>Đoạn một của tôi.</p>" in page  # the result stands there before it is taken
    assert "<p>Đoạn ba của họ.</p>" in page
    saved = client.post(path, data={**fields_in(page), "choice": "pick"})
    assert saved.status_code == 302
    now, past = state(office, number)
    assert now.body == "Đoạn một của tôi.\n\nĐoạn hai.\n\nĐoạn ba của họ."
    assert now.summary == "Tóm của họ"
    assert {mine, theirs, BODY} <= {fields.body for fields in past}


@pytest.mark.parametrize(
    ("choice", "result"),
    [("mine", "Hai tôi."), ("theirs", "Hai họ."), ("both", "Hai họ.\n\nHai tôi.")],
)
def test_a_clash_is_chosen_by_paragraph(office, clash, choice, result):
    mine = BODY.replace("Đoạn hai.", "Hai tôi.").replace("một", "một tôi")
    theirs = BODY.replace("Đoạn hai.", "Hai họ.").replace("ba", "ba họ")
    number, client, path, page = clash({"body": mine}, {"body": theirs})
    assert "1 chỗ cả hai cùng sửa" in page
    (name,) = re.findall(r'name="(keep_pick-body-\d+)" value="both"', page)
    saved = client.post(path, data={**fields_in(page), name: choice, "choice": "pick"})
    assert saved.status_code == 302
    now, past = state(office, number)
    assert now.body == f"Đoạn một tôi.\n\n{result}\n\nĐoạn ba họ."
    assert {mine, theirs, now.body} <= {fields.body for fields in past}


def test_a_clash_is_merged_by_hand_in_its_place(office, clash):
    number, client, path, page = clash({"title": "Tên tôi"}, {"title": "Tên họ"})
    given = fields_in(page) | {"keep_hand-title": "Tên chung", "choice": "pick"}
    unsure = client.post(path, data=given)
    assert unsure.status_code == 409  # typed, but mine was left chosen: asked, not guessed
    assert "Bạn đã gõ vào ô Tự ghép" in unsure.text
    assert "Tên chung" in unsure.text
    given |= {"keep_pick-title": "hand"}
    assert client.post(path, data=given).status_code == 302
    now, past = state(office, number)
    assert now.title == "Tên chung"
    assert {"Tên tôi", "Tên họ"} <= {fields.title for fields in past}


def test_the_result_is_seen_and_changed_before_it_is_saved(office, clash):
    mine, theirs = BODY.replace("hai", "hai tôi"), BODY.replace("hai", "hai họ")
    number, client, path, page = clash({"body": mine}, {"body": theirs})
    (name,) = re.findall(r'name="(keep_pick-body-\d+)" value="both"', page)
    shown = client.post(path, data={**fields_in(page), name: "both", "choice": "show"})
    assert shown.status_code == 200
    assert "<p>Đoạn hai họ.</p>" in shown.text
    given = fields_in(shown.text)
    assert given["body"] == "Đoạn một.\n\nĐoạn hai họ.\n\nĐoạn hai tôi.\n\nĐoạn ba."
    again = client.post(path, data={**given, "choice": "again"})
    assert again.status_code == 409
    assert fields_in(again.text)[name] == "both"
    saved = client.post(path, data={**given, "body": "Viết lại hết.", "choice": "merge"})
    assert saved.status_code == 302
    now, past = state(office, number)
    assert now.body == "Viết lại hết."
    assert {mine, theirs} <= {fields.body for fields in past}


def test_a_fault_in_the_merged_text_still_leads_mine_to_the_history(office, clash):
    mine, theirs = {"body": "Của tôi."}, {"title": "Tên họ"}
    number, client, path, page = clash(mine, theirs)
    shown = client.post(path, data={**fields_in(page), "choice": "show"})
    given = fields_in(shown.text) | {"choice": "merge", "title": " ", "body": "Ghép."}
    wrong = client.post(path, data=given)
    assert wrong.status_code == 400
    right = fields_in(wrong.text) | {"title": "Tên chung", "act": "save"}
    assert client.post(path, data=right).status_code == 302
    now, past = state(office, number)
    assert (now.title, now.body) == ("Tên chung", "Ghép.")
    assert "Của tôi." in {fields.body for fields in past}


def test_somebody_saves_once_more_while_i_choose(office, clash):
    number, client, path, page = clash({"body": "Tôi."}, {"body": "Họ, lần một."})
    third = office.signed_in("administrator")
    assert send(third, path, body="Họ, lần hai.").status_code == 302
    for choice in ("pick", "show", "mine", "theirs"):
        again = client.post(path, data={**fields_in(page), "choice": choice})
        assert again.status_code == 409, choice
        assert "lần hai" in again.text
        assert fields_in(again.text)["body"] == "Tôi."
    now, _past = state(office, number)
    assert now.body == "Họ, lần hai."


def test_the_item_is_withdrawn_meanwhile_and_the_words_stay(office):
    number = office.item("Bài đã đăng", body=BODY, publish=True)
    path = f"/quan-tri/soan/{number}/"
    client = office.signed_in("editor")
    form = typed(client, path)
    with office.app.app_context():
        item = item_of(office, number)
        workflow.withdraw(number, "Có số liệu sai.", seen_version=item.version)
    page = client.post(path, data={**form, "body": "Của tôi.", "act": "save"})
    assert page.status_code == 409
    assert "chỉ trạng thái đổi, nay là “Đã gỡ”" in page.text
    assert client.post(path, data={**fields_in(page.text), "choice": "pick"}).status_code == 302
    now, _past = state(office, number)
    assert now.body == "Của tôi."


def test_document_fields_and_files_are_compared_and_merged(office):
    with office.app.app_context():
        kept = [media.attach_upload(f"tep-{n}.png", picture(), None) for n in (1,)]
        (name, file), *_ = kept
        sha = file.sha256
        db.session.commit()
    known = DocumentFields(number="12/KH-UBND", title="Kế hoạch", signer="Người A")
    number = office.item("Kế hoạch", kind="document", document=known)
    path = f"/quan-tri/soan/{number}/"
    one, two = office.signed_in("publisher"), office.signed_in("editor")
    form = typed(two, path)
    added = {"file_sha256": sha, "file_name": name, "file_title": "Bảng kê", "file_position": "1"}
    assert send(one, path, **added, signer_role="Chủ tịch", recipients="Phòng A").status_code == 302
    mine = {"signer": "Người B", "recipients": "Phòng B", "issued_at_place": "Mẫu"}
    page = two.post(path, data={**form, **mine, "act": "save"})
    assert page.status_code == 409
    for title in ("Chức vụ người ký", "Nơi nhận", "Tệp đính kèm", "Nơi ban hành"):
        assert title in html.unescape(page.text), title
    assert two.post(path, data={**fields_in(page.text), "choice": "pick"}).status_code == 302
    now, _past = state(office, number)
    assert (now.document.signer, now.document.signer_role) == ("Người B", "Chủ tịch")
    assert now.document.issued_at_place == "Mẫu"
    assert set(now.document.recipients) == {"Phòng A", "Phòng B"}
    assert [a.title for a in now.attachments] == ["Bảng kê"]
    assert files.by_sha256 is not None


def test_files_merge_one_by_one() -> None:
    def form(*rows):
        made = item_form.of_fields(ItemFields("news", "Bài"))
        made.attachments = [AttachmentRow(s * 64, f"{s}.pdf", t, "1") for s, t in rows]
        return made

    base = form(("a", "A"), ("b", "B"))
    mine = form(("b", "B"), ("a", "A mới"), ("c", "C của tôi"))
    theirs = form(("a", "A"), ("d", "D của họ"))
    merge = merged_form.of(base, mine, theirs)
    assert merge.clean
    assert [(row.file_name, row.title) for row in merge.form({}, {}).attachments] == [
        ("a.pdf", "A mới"),
        ("c.pdf", "C của tôi"),
        ("d.pdf", "D của họ"),
    ]
    whole = dict.fromkeys((place.key for place in merge.places), "theirs")
    assert merge.form(whole, {}).attachments[0].title == "A"
    unknown = merged_form.of(None, mine, theirs)
    assert not unknown.clean
    assert {row.file_name for row in unknown.form({}, {}).attachments} == {
        f"{letter}.pdf" for letter in "abcd"
    }


def test_choices_that_were_not_offered_count_for_nothing() -> None:
    base, mine, theirs = (
        item_form.of_fields(ItemFields("news", title, body="Chữ."))
        for title in ("Một", "Một", "Hai")
    )
    merge = merged_form.of(base, mine, theirs)
    assert merge.form({"title": "hand", "body-9": "both"}, {"title": "x"}).values["title"] == "Hai"


@pytest.mark.parametrize("aside", ["", "[", "{}", "[1]", '[["body"]]', json.dumps("x")])
def test_a_mangled_page_loses_nothing(office, clash, aside):
    number, client, path, page = clash({"body": "Tôi."}, {"body": "Họ."})
    given = fields_in(page) | {"keep_mine": aside, "choice": "merge", "body": "Ghép."}
    assert client.post(path, data=given).status_code == 302
    now, past = state(office, number)
    assert now.body == "Ghép."
    assert "Họ." in {fields.body for fields in past}


def test_the_refused_text_is_kept_on_the_server_while_one_chooses(office, clash):
    number, client, path, _page = clash({"body": "Tôi."}, {"body": "Họ."})
    assert "Bạn có chữ chưa lưu" in client.get(path).text
    assert number


def test_fifty_threads_save_and_every_accepted_one_is_in_the_history(office):
    """As two editors and 48 of their friends would: 20 saves each, refused ones are conflicts."""
    number = office.item("Đông người", body="Gốc")
    accepted, faults = [], []

    def work(name):
        with office.app.app_context():
            for turn in range(20):
                item = desk_queries.by_id(number)
                db.session.refresh(item)
                seen, theirs = item.version, fields_of(item)
                mine = replace(theirs, body=f"Người {name}, lần {turn}")
                db.session.commit()
                try:
                    if turn % 4:
                        writing.save(number, mine, seen_version=seen)
                    else:
                        given = {"seen_version": seen, "actor_id": name, "label": "Bản ghép"}
                        settling.settle(number, mine, theirs, **given)
                    accepted.append(mine.body)
                except Conflict as clash:
                    assert clash.mine.body == mine.body
                except HubError as fault:
                    faults.append(fault)
            db.session.remove()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _now, past = state(office, number)
    assert faults == []
    assert len(accepted) >= 20
    assert set(accepted) <= {fields.body for fields in past}


# ---- in a browser --------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_browsers_clash_and_two_steps_settle_it(office, live, chromium, script):
    number = office.item("Hai trình duyệt", body=BODY)
    pages = []
    for role in ("publisher", "editor"):
        cookie = office.signed_in(role).get_cookie("ban_bien_tap", path="/quan-tri")
        context = chromium.new_context(locale="vi-VN", java_script_enabled=script)
        site = f"{live}/quan-tri"
        context.add_cookies([{"name": "ban_bien_tap", "value": cookie.value, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/soan/{number}/")
        if script:  # the rich editor shows the text; its source is what the form sends
            page.locator("[data-toggle]").click()
        pages.append(page)
    one, two = pages
    one.locator("#than").fill(BODY.replace("hai", "hai của họ").replace("ba", "ba của họ"))
    one.get_by_role("button", name="Lưu nháp").click()
    expect(one.locator("main")).to_contain_text("Đã lưu bản nháp.")
    two.locator("#than").fill(BODY.replace("hai", "hai của tôi").replace("một", "một của tôi"))
    two.get_by_role("button", name="Lưu nháp").click()
    expect(two.get_by_role("heading", level=1)).to_have_text("Hai người cùng lưu")
    expect(two.locator("del")).to_have_count(2)
    place = two.get_by_role("group", name="Nội dung, đoạn 2")
    place.get_by_label("Chữ của Người publisher", exact=True).check()  # step 1
    two.get_by_role("button", name="Lưu theo lựa chọn").click()  # step 2
    expect(two.locator("main")).to_contain_text("Đã lưu bản nháp.")
    merged = "Đoạn một của tôi.\n\nĐoạn hai của họ.\n\nĐoạn ba của họ."
    expect(two.locator("#than")).to_have_value(merged)
    for page in pages:
        page.context.close()

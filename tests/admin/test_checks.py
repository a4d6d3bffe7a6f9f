"""The checks at the desk: the panel, the page before publishing, the reason in the history."""

from __future__ import annotations

import re
from pathlib import Path

from admin import inspecting
from content import accounts, trail
from content.database import db
from content.identity import commands as identity
from content.identity.fields import SiteFields
from content.publishing import desk_queries
from content.publishing.snapshot import ItemFields
from tests.desk_forms import item_of, send, typed

BAD = "Mời bà con.\n\nÔng A, căn cước 011085001234, xem [tại đây](/tin-tuc/khong-co/)."


def panel(text: str) -> str:
    return text[text.index('id="kiem-tra"') : text.index("</section>", text.index('id="kiem-tra"'))]


def test_a_new_form_is_not_scolded(office):
    page = office.signed_in("contributor").get("/quan-tri/soan/")
    assert "Viết xong, bấm Kiểm tra" in panel(page.text)
    assert "Phải sửa" not in panel(page.text)


def test_the_form_shows_the_findings_with_their_places(office):
    number = office.item(body=BAD)
    shown = panel(office.signed_in("editor").get(f"/quan-tri/soan/{number}/").text)
    assert "Phải sửa 2" in shown
    assert "Dòng 3: có số giống số căn cước" in shown
    assert "011085001234" in shown  # only in the mark by which the place is found
    start = BAD.index("011085001234")
    assert f'data-from="{start}" data-to="{start + 12}"' in shown
    assert 'href="#than"' in shown
    assert 'href="#tom"' in shown  # no summary


def test_places_are_counted_as_scripts_count(office):
    body = "😀😀 Ông A, căn cước 011085001234."
    number = office.item(body=body)
    shown = panel(office.signed_in("editor").get(f"/quan-tri/soan/{number}/").text)
    assert f'data-from="{body.index("0110") + 2}"' in shown


def test_the_button_checks_and_saves_nothing(office):
    number = office.item(body="Mời bà con.")
    client = office.signed_in("editor")
    path = f"/quan-tri/soan/{number}/"
    answer = send(client, path, act="check", body=BAD, publish_at="hôm nào")
    assert answer.status_code == 200
    assert "Phải sửa 2" in panel(answer.text)
    assert "căn cước 011085001234" in answer.text  # the text that was typed
    with office.app.app_context():
        assert item_of(office, number).body == "Mời bà con."
        assert len(desk_queries.revisions(item_of(office, number))) == 1


def test_a_script_gets_the_panel_alone(office):
    client = office.signed_in("contributor")
    new = typed(client, "/quan-tri/soan/")
    answer = client.post("/quan-tri/soan/kiem-tra/", data={**new, "title": "Lớp học", "body": BAD})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Phải sửa 2" in answer.text
    number = office.item(by=office.id_of("contributor"))
    own = client.post(
        f"/quan-tri/soan/{number}/kiem-tra/", data={**new, "title": "A", "body": "B."}
    )
    assert "Phải sửa" not in own.text
    other = office.item("Bài khác")
    assert client.post(f"/quan-tri/soan/{other}/kiem-tra/", data=new).status_code == 403
    assert client.post("/quan-tri/soan/99/kiem-tra/", data=new).status_code == 404
    with office.app.app_context():
        assert desk_queries.desk_listing().total == 2


def test_hostile_words_stay_words(office):
    body = '![]("><img src=x onerror=alert(1)>) [tại đây](/a"onclick=alert(1)) XYZ" <script>'
    number = office.item(title='"><script>alert(1)</script>', body=body)
    shown = panel(office.signed_in("editor").get(f"/quan-tri/soan/{number}/").text)
    assert "<script>" not in shown
    assert "<img" not in shown


def test_publishing_with_findings_leads_to_the_page_that_lists_them(office):
    number = office.item(body=BAD)
    client = office.signed_in("publisher")
    path = f"/quan-tri/soan/{number}/"
    answer = send(client, path, act="publish", body=BAD + "\n\nThêm.")
    assert answer.status_code == 302
    assert answer.location == f"{path}truoc-khi-dang/?viec=publish"
    page = client.get(answer.location).text
    assert "Bài đã lưu, chưa đăng: còn 2 việc phải sửa." in page
    assert "Quay lại sửa" in page
    assert "Vẫn đăng, vì…" in page
    with office.app.app_context():
        item = item_of(office, number)
        assert (item.state, item.body) == ("draft", BAD + "\n\nThêm.")


def before(office, number, client, **changed):
    path = f"/quan-tri/soan/{number}/truoc-khi-dang/"
    page = client.get(path).text
    names = ("csrf_token", "act", "checked_version")
    form = page[page.index('aria-labelledby="vd"') :]
    hidden = {n: re.search(rf'name="{n}" value="([^"]*)"', form)[1] for n in names}
    return client.post(path, data={**hidden, **changed})


def test_going_ahead_takes_a_reason_that_history_and_reviewers_see(office):
    number = office.item(body=BAD)
    client = office.signed_in("publisher")
    refused = before(office, number, client, because="")
    assert refused.status_code == 400
    assert "hãy sửa, hoặc ghi vì sao vẫn đăng" in refused.text
    short = before(office, number, client, because="ừ")
    assert "ghi rõ hơn" in short.text
    assert ">ừ</textarea>" in short.text.replace("\n", "")
    done = before(office, number, client, because="Số mẫu, không của ai")
    assert done.status_code == 302
    with office.app.app_context():
        assert item_of(office, number).state == "published"
        (entry,) = [e for e in trail.of_subject("item", number) if e.action == "item.published"]
        assert entry.detail["because"] == "Số mẫu, không của ai"
        assert entry.actor_id == office.id_of("publisher")
    history = client.get(f"/quan-tri/soan/{number}/lich-su/").text
    assert "Vẫn đăng dù còn việc phải sửa, vì: Số mẫu, không của ai" in history


def test_somebody_who_saves_in_between_is_not_published_unseen(office):
    number = office.item(body=BAD)
    client = office.signed_in("publisher")
    seen = before(office, number, client, because="Số mẫu, không của ai", checked_version="1")
    assert seen.status_code == 302
    other = office.item("Bài khác", body=BAD)
    late = before(office, other, client, because="Số mẫu, không của ai", checked_version="9")
    assert late.status_code == 400
    assert "Có người vừa lưu bài này" in late.text
    with office.app.app_context():
        assert item_of(office, other).state == "draft"


def test_a_writer_is_shown_the_findings_and_may_send_all_the_same(office):
    number = office.item(body=BAD, by=office.id_of("contributor"))
    client = office.signed_in("contributor")
    answer = send(client, f"/quan-tri/soan/{number}/", act="review")
    assert answer.location.endswith("truoc-khi-dang/?viec=review")
    page = client.get(answer.location).text
    assert "Vẫn gửi duyệt" in page
    assert "because" not in page
    assert client.get(answer.location.replace("review", "publish")).status_code == 403
    path = f"/quan-tri/soan/{number}/truoc-khi-dang/?viec=review"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    sent = client.post(path, data={"csrf_token": token, "act": "review"})
    assert sent.status_code == 302
    with office.app.app_context():
        assert item_of(office, number).state == "in_review"
    reviewer = office.signed_in("publisher").get(f"/quan-tri/soan/{number}/").text
    assert "Phải sửa 2" in panel(reviewer)


def test_a_text_that_is_well_is_published_at_once(office):
    number = office.item()
    answer = send(office.signed_in("publisher"), f"/quan-tri/soan/{number}/", act="publish")
    assert answer.location == f"/quan-tri/soan/{number}/"
    with office.app.app_context():
        assert item_of(office, number).state == "published"


def test_the_sites_own_contacts_hold_nothing_up(office):
    number = office.item(body="Mọi việc hỏi 0912 345 678.")
    with office.app.app_context():
        identity.record(SiteFields(name="Trang mẫu", phone="0912345678"))
    answer = send(office.signed_in("publisher"), f"/quan-tri/soan/{number}/", act="publish")
    assert answer.location == f"/quan-tri/soan/{number}/"


def test_what_search_can_write_out_is_no_riddle(office):
    with office.app.test_request_context():
        fields = ItemFields(kind="page", title="Bài", body="UBND xã và UBMTTQ họp, XYZT nghỉ.")
        told = [f for f in inspecting.report_of(fields).should if f.code == "abbreviation"]
        assert [fields.body[f.start : f.end] for f in told] == ["XYZT"]


def test_every_place_that_a_finding_names_is_in_the_form(office):
    client = office.signed_in("editor")
    number = office.item(kind="notice")
    page = client.get(f"/quan-tri/soan/{number}/").text
    for place in inspecting.PLACES.values():
        assert f'id="{place}"' in page, place


def test_the_desk_publishes_through_the_checks_alone():
    """Another room that published by itself would not know the official contacts."""
    rooms = Path(inspecting.__file__).parent.rglob("*.py")
    found = [p.name for p in rooms if "workflow.publish(" in p.read_text("utf-8")]
    assert found == ["checks.py"]


def test_a_right_taken_away_in_between_is_gone(office):
    number = office.item(body=BAD)
    client = office.signed_in("publisher")
    page = client.get(f"/quan-tri/soan/{number}/truoc-khi-dang/").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    with office.app.app_context():
        from content import people

        person = people.by_email("publisher@xa.example")
        accounts.set_roles(person, ["editor"])
        db.session.commit()
    data = {"csrf_token": token, "act": "publish", "because": "Số mẫu, không của ai"}
    assert client.post(f"/quan-tri/soan/{number}/truoc-khi-dang/", data=data).status_code == 403

"""The criteria room: nothing kept before one says so, two accounts, words that stay."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from dataclasses import replace

import pytest

from content import places
from content.criteria import commands, files, queries, toml_format
from content.criteria.sets import Indicator, Source
from content.criteria.supplements import Added
from tests.content.criteria.samples import levels_set, points_set, supplement

ROOM = "/quan-tri/tieu-chi/"


@pytest.fixture
def published(office):
    """A version that readers see, and its address at the desk."""
    with office.app.app_context():
        row, _status = commands.take_in(replace(points_set(), in_force=dt.date(2025, 1, 1)))
        commands.publish(row.id, seen_version=row.version)
    return f"{ROOM}cong-dan-mau/2026/"


def bring(post, client, version, name="bo.xlsx", **fields):
    upload = (io.BytesIO(files.write(version, name.rpartition(".")[2])), name)
    return post(client, f"{ROOM}nhap/", file=upload, act="try", **fields)


def carried(page) -> str:
    """The hidden text that a preview carries along."""
    return html.unescape(
        re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', page, re.S)[1]
    )


def of(office, slug="2027"):
    with office.app.app_context():
        row = queries.version("cong-dan-mau", slug)
        return row and (row.state, row.in_force, row.verified, row.sha256, row.version)


def test_a_preview_keeps_nothing_and_compares_with_the_old(office, post, published):
    client = office.signed_in("editor")
    new = replace(points_set(id="2027"), rule=replace(points_set().rule, pass_sum=8500))
    page = bring(post, client, new).text
    assert "Từ 80 thành 85." in page and "Khác bản 2026" in page
    assert "Máy đã kiểm tra" in page
    assert of(office) is None
    sent = {"text": carried(page), "act": "save"}
    wrong = post(client, f"{ROOM}nhap/", in_force="31/02/2027", **sent)
    assert wrong.status_code == 400
    assert "không phải ngày" in wrong.text and "31/02/2027" in wrong.text
    assert carried(wrong.text) == sent["text"], "nothing of it is lost"
    assert of(office) is None
    done = post(client, f"{ROOM}nhap/", in_force="01/03/2027", **sent)
    assert done.status_code == 302 and done.location.endswith("/cong-dan-mau/2027/")
    assert of(office)[:3] == ("draft", dt.date(2027, 3, 1), False)
    again = post(client, f"{ROOM}nhap/", in_force="01/03/2027", **sent)
    assert "không có gì đổi" in client.get(again.location).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"most": 500}, "Điểm cộng lại là 95, không phải 100"),
        ({"most": 400}, "không thể đạt mức ít nhất 5 điểm"),
    ],
)
def test_a_set_that_cannot_be_used_is_named_and_not_kept(office, post, changed, said):
    first, *rest = points_set().groups
    criterion = first.criteria[0]
    worse = replace(criterion, most=0, indicators=(replace(criterion.indicators[0], **changed),))
    groups = (replace(first, criteria=(worse, *first.criteria[1:])), *rest)
    client = office.signed_in("editor")
    page = bring(post, client, points_set(groups=groups)).text
    assert said in page and "Lưu bản nháp</button>" not in page
    done = post(client, f"{ROOM}nhap/", text=carried(page), act="save", in_force="")
    assert done.status_code == 400 and said in done.text
    with office.app.app_context():
        assert queries.every_set() == []


def test_a_threshold_nobody_can_reach(office, post):
    rule = replace(points_set().rule, pass_sum=10_500, bands=())
    page = bring(post, office.signed_in("editor"), points_set(rule=rule), "bo.toml").text
    assert "Điểm đạt 105 cao hơn tổng điểm 100" in page


def test_faults_of_lines_come_back_with_what_was_typed(office, post):
    client = office.signed_in("editor")
    cells = "TT\tNội dung\tĐiểm\n1\tViệc\tmười"
    page = post(client, f"{ROOM}nhap/", list=cells, new_set="bo-moi", version_id="1", act="try")
    assert page.status_code == 400
    assert "Dòng 2: điểm" in page.text
    assert 'value="bo-moi"' in page.text and "Việc\tmười" in page.text
    empty = post(client, f"{ROOM}nhap/", act="try")
    assert empty.status_code == 400 and "Chưa có tệp nào" in empty.text


def test_two_accounts_hold_the_same_words(office, post):
    with office.app.app_context():
        row, _status = commands.take_in(points_set(id="2027"))
        sha256 = row.sha256
    page = f"{ROOM}cong-dan-mau/2027/"
    first, second = office.signed_in("editor"), office.signed_in("publisher")
    assert sha256[:8] in first.get(page).text
    held = {"sha256": sha256, "held": "1", "note": "Bản giấy"}
    unticked = post(first, f"{page}doi-chieu/", sha256=sha256)
    assert "Hãy đánh dấu vào ô" in unticked.text
    assert post(first, f"{page}doi-chieu/", **held).status_code == 302
    assert "cần một người khác" in post(first, f"{page}doi-chieu/", **held).text
    assert not of(office)[2]
    old = post(second, f"{page}doi-chieu/", **held | {"sha256": "0" * 64})
    assert "vừa sửa phiên bản này" in old.text
    assert post(second, f"{page}doi-chieu/", **held).status_code == 302
    assert of(office)[2]
    assert "Người editor" in second.get(page).text
    facts = {"version": str(of(office)[4]), "title": "Tên khác (MẪU)", "status": "sample"}
    assert post(first, page, **facts).status_code == 302
    assert not of(office)[2], "another word asks for another look"


def test_who_publishes_and_what_stays(office, post, published):
    editor, publisher = office.signed_in("editor"), office.signed_in("publisher")
    copied = post(editor, f"{published}chep/", version_id="2027")
    assert copied.status_code == 302
    page = f"{ROOM}cong-dan-mau/2027/"
    seen = str(of(office)[4])
    assert post(editor, f"{page}dang/", version=seen).status_code == 403
    assert "Chưa đủ hai người đối chiếu" in publisher.get(page).text
    assert "vừa sửa" in post(publisher, f"{page}dang/", version="999").text
    assert post(publisher, f"{page}dang/", version=seen).status_code == 302
    assert of(office)[0] == "published"
    text = {"text": toml_format.write(points_set(id="2027", title="Sửa lén")), "version": "0"}
    assert "vừa lưu" in post(editor, f"{page}loi/", **text).text
    refused = post(editor, f"{page}loi/", **text | {"version": str(of(office)[4])})
    assert refused.status_code == 400 and "Sửa lén" in refused.text
    assert "không xóa" in post(editor, f"{page}xoa/").text
    assert post(publisher, f"{page}go/").status_code == 302
    assert of(office)[0] == "withdrawn"


def test_the_text_of_a_draft_and_dropping_it(office, post):
    client = office.signed_in("editor")
    with office.app.app_context():
        commands.take_in(points_set(id="2027"))
    page = f"{ROOM}cong-dan-mau/2027/"
    made = toml_format.write(points_set(id="2027", title="Tên mới (MẪU)"))
    wrong = post(client, f"{page}loi/", text="title = ", version=str(of(office)[4]))
    assert wrong.status_code == 400 and "TOML" in wrong.text and "title = " in wrong.text
    assert post(client, f"{page}loi/", text=made, version=str(of(office)[4])).status_code == 302
    assert "Tên mới (MẪU)" in client.get(ROOM).text
    assert post(client, f"{page}xoa/").status_code == 302
    assert of(office) is None


@pytest.mark.parametrize("ending", files.TYPES)
def test_a_version_is_carried_away_and_the_template_too(office, published, ending):
    client = office.signed_in("editor")
    answer = client.get(f"{published}tai/{ending}/")
    assert answer.headers["Content-Disposition"].endswith(f'"cong-dan-mau-2026.{ending}"')
    version = replace(points_set(), in_force=dt.date(2025, 1, 1))
    assert files.read(f"bo.{ending}", answer.data).version == version
    assert client.get(f"{published}tai/exe/").status_code == 404
    assert client.get(f"{ROOM}mau/").data == files.template()


def test_an_account_with_limits_has_no_say_over_the_sets_of_all(office, published):
    from content import accounts, people

    with office.app.app_context():
        accounts.set_scope(people.by_email("publisher@xa.example"), ["news"], None)
    assert office.signed_in("publisher").get(ROOM).status_code == 403
    assert office.signed_in("contributor").get(ROOM).status_code == 403


def test_what_a_province_lays_over_a_version(office, post, published):
    with office.app.app_context():
        places.record("tỉnh Mẫu", "province")
    editor, publisher = office.signed_in("editor"), office.signed_in("publisher")
    said = {
        "slug": "tinh-mau-2026",
        "title": "Hướng dẫn của tỉnh (MẪU)",
        "place": "tỉnh Mẫu",
        "number": "12/HD-MAU",
        "issued": "01/02/2026",
        "issuer": "Hội Khuyến học tỉnh Mẫu",
        "explained": "1.1 | Cách tính MẪU | Ảnh MẪU; Sổ MẪU\n2 | Lời thêm",
        "thresholds": "vung-kho",
    }
    form = f"{published}bo-sung/"
    for wrong, told in (
        ({"number": ""}, "Cần văn bản của địa phương"),
        ({"place": "tỉnh Khác"}, "Không thấy địa bàn"),
        ({"explained": "1.1"}, "dòng 1: hãy ghi mã"),
        ({"thresholds": "vung-kho | Vùng | bảy"}, "không phải số điểm"),
        ({"issued": "hôm qua"}, "không phải ngày"),
    ):
        refused = post(editor, form, **said | wrong)
        assert refused.status_code == 400 and told in refused.text, wrong
        assert "Hướng dẫn của tỉnh (MẪU)" in refused.text, "nothing that was typed is lost"
    kept = post(editor, form, **said)
    assert kept.status_code == 302
    page = kept.location
    assert "hãy đặt mã khác" in post(editor, form, **said).text
    assert "1.1 | Cách tính MẪU | Ảnh MẪU; Sổ MẪU" in editor.get(page).text
    with office.app.app_context():
        row = queries.supplement(queries.version("cong-dan-mau", "2026").id, "tinh-mau-2026")
        held = {"act": "hold", "held": "1", "sha256": row.sha256}
        seen = {"version": str(row.version)}
    assert post(editor, f"{page}nguoi-doc/", **seen).status_code == 403
    assert "đủ hai người" in post(publisher, f"{page}nguoi-doc/", **seen).text
    for client in (editor, publisher):
        assert post(client, page, **held).status_code == 302
    with office.app.app_context():
        row = queries.supplement(queries.version("cong-dan-mau", "2026").id, "tinh-mau-2026")
        seen = {"version": str(row.version)}
    assert post(publisher, f"{page}nguoi-doc/", **seen).status_code == 302
    assert "Hướng dẫn của tỉnh (MẪU)" in editor.get(published).text
    changed = post(editor, page, **said | {"title": "Sửa lén"} | seen | {"act": "save"})
    assert changed.status_code == 400
    assert "không xóa" in post(editor, page, act="drop").text
    assert post(publisher, f"{page}nguoi-doc/", act="withdraw").status_code == 302
    with office.app.app_context():
        row = queries.supplement(queries.version("cong-dan-mau", "2026").id, "tinh-mau-2026")
        assert (row.state, row.verified) == ("withdrawn", True)


def test_the_form_keeps_what_came_by_a_file_and_it_does_not_show(office, post):
    added = Added("1", Indicator("1.9", "Tỷ lệ MẪU", "share", least=((1, 9000), (2, 9500))))
    document = Source("12/HD-MAU", "2026-02-01", "Hội Khuyến học tỉnh Mẫu", "Trích yếu MẪU")
    with office.app.app_context():
        places.record("tỉnh Mẫu", "province")
        base, _status = commands.take_in(levels_set())
        made = supplement(
            set_id="don-vi-mau", explained=(), thresholds=(), added=(added,), document=document
        )
        row, _status = commands.take_in_supplement(made)
        seen = str(row.version)
    page = f"{ROOM}don-vi-mau/2026/bo-sung/tinh-mau-2026/"
    client = office.signed_in("editor")
    said = {
        "act": "save",
        "version": seen,
        "title": "Tên mới (MẪU)",
        "place": "tỉnh Mẫu",
        "number": "12/HD-MAU",
        "issued": "2026-02-01",
        "issuer": document.issuer,
        "added": "1 | 1.9 | Lời mới MẪU",
    }
    assert post(client, page, **said).status_code == 302
    with office.app.app_context():
        base = queries.version("don-vi-mau", "2026")
        kept = queries.supplement(base.id, "tinh-mau-2026").read
    assert kept.document == document and kept.title == "Tên mới (MẪU)"
    assert kept.added[0].indicator.least == ((1, 9000), (2, 9500))
    assert kept.added[0].indicator.text == "Lời mới MẪU"

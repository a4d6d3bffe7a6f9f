"""The desk's sources: added, tried, chosen sets, run, files sent, rights of what is dangerous."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from content import jobs
from content.catalogue.harvest import schedule
from content.catalogue.models import LibraryRecord
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.database import db
from hub import worker
from tests.content.catalogue import peers

ROOM = "/quan-tri/nguon-thu-muc/"
FORM = {"name": "Kho thử", "prefix": "oai_dc", "schedule": "weekly", "subjects": "tap bai"}


def only(office, model):
    with office.app.app_context():
        return db.session.scalars(sa.select(model)).one()


@pytest.fixture
def peer():
    with peers.provider() as running:
        yield running


def test_a_source_is_added_tried_narrowed_run_and_dropped(office, post, peer):
    client = office.signed_in("administrator")
    given = {**FORM, "address": peer.url, "allow_internal": "1"}
    answer = post(client, f"{ROOM}moi/", **given)
    row = only(office, CatalogueSource)
    at = f"{ROOM}{row.id}/"
    assert answer.headers["Location"].endswith(at)
    tried = post(client, f"{at}thu/").text
    assert "Kho thử" in tried
    assert 'name="sets" value="chan"' in tried
    assert "Số chẵn" in tried
    more = {"sets": "chan", "set-chan": "Số chẵn", "version": str(row.version)}
    assert post(client, at, **given, **more).status_code == 303
    settings = only(office, CatalogueSource).settings
    assert (settings["sets"], settings["subjects"]) == (["chan"], ["tap bai"])
    stale = post(client, at, **given, version=str(row.version))
    assert (stale.status_code, "vừa lưu nguồn này" in stale.text) == (400, True)
    assert post(client, f"{at}lay/").status_code == 303
    assert "đang chờ đến lượt" in client.get(at).text
    with office.app.app_context():
        assert worker.harvest(SimpleNamespace(home=office.home)) == 1
        assert jobs.newest(schedule.HARVEST)[0].message == "52 mới, 0 như cũ."
    run = only(office, CatalogueRun)
    assert "Duyệt tài liệu mới" in client.get(f"{at}lan-chay/{run.id}/").text
    assert "52 chờ duyệt" in client.get(at).text
    assert post(client, f"{at}tam-dung/", paused="1").status_code == 303
    refused = post(client, f"{at}lay/")
    assert (refused.status_code, "tạm dừng" in refused.text) == (400, True)
    assert post(client, f"{at}xoa/").status_code == 303
    with office.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(LibraryRecord)) == 52


def test_what_is_dangerous_is_for_those_who_change_settings(office, post, peer):
    client = office.signed_in("publisher")
    post(client, f"{ROOM}moi/", **FORM, address=peer.url, allow_internal="1", insecure_tls="1")
    row = only(office, CatalogueSource)
    assert (row.allow_internal, row.insecure_tls) == (False, False)
    assert "Kết nối đặc biệt" not in client.get(f"{ROOM}{row.id}/").text
    tried = post(client, f"{ROOM}{row.id}/thu/")
    assert (tried.status_code, "mạng nội bộ" in tried.text) == (400, True)
    assert peer.asked == []
    editor = office.signed_in("editor")
    assert editor.get(ROOM).status_code == 200
    assert "Lấy ngay" not in editor.get(f"{ROOM}{row.id}/").text


def test_presets_and_faults_of_the_form(office, post):
    client = office.signed_in("publisher")
    assert client.get(ROOM).text.count('name="address"') == 9
    address = "https://zenodo.org/oai2d"
    assert post(client, f"{ROOM}mau/", address=address).status_code == 303
    assert only(office, CatalogueSource).paused
    assert client.get(ROOM).text.count('name="address"') == 8
    wrong = {**FORM, "address": "ftp://kho", "year_from": "xưa"}
    refused = post(client, f"{ROOM}moi/", **wrong)
    assert (refused.status_code, "bốn chữ số" in refused.text) == (400, True)
    assert "ftp://kho" in refused.text  # nothing typed is lost


def test_a_sent_file_is_taken_in_with_its_report(office, post):
    client = office.signed_in("publisher")
    text = "Nhan đề,Tác giả\nTrồng rau,An\n,Bình\n".encode()
    sent = {"file": (io.BytesIO(text), "sach xa.csv"), "name": "Tủ sách xã Mẫu", "direct": "1"}
    answer = post(client, f"{ROOM}nap/", **sent)
    assert answer.status_code == 303
    report = client.get(answer.headers["Location"]).text
    assert "Dòng 3" in report
    assert "Dòng không có nhan đề." in report
    assert only(office, LibraryRecord).state == "shown"
    wrong = post(client, f"{ROOM}nap/", file=(io.BytesIO(b"\x00\x01"), "a.mrc"))
    assert wrong.status_code == 400

"""A newer file at the same address: the older one stays for readers where somebody wants it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from content import calendar
from content.publishing import desk_queries, queries
from content.publishing.commands import media, workflow, writing
from content.publishing.snapshot import AttachmentFields
from tests.desk_forms import item_of, typed


def document(office, *, publish=True) -> tuple[int, str]:
    """A document with one file; its number and the file's hash."""
    with office.app.app_context():
        name, row = media.attach_upload("ke-hoach.txt", "Bản một\n".encode())
        file = AttachmentFields(row.sha256, name, "Kế hoạch (bản gốc)")
    number = office.item("Kế hoạch", kind="document", attachments=(file,), publish=publish)
    return number, file.sha256


def send_new(client, number, sha, *, act="save", keep=True, data=b"Hai\n", **more):
    path = f"/quan-tri/soan/{number}/"
    form = {**typed(client, path), "act": act, **more}
    form.pop("file_keep", None)
    form |= {"file_keep": sha} if keep else {}
    form[f"file_new-{sha}"] = (io.BytesIO(data), "ban moi.txt")
    return client.post(path, data=form, content_type="multipart/form-data")


def files(office, number, *, public=False):
    with office.app.app_context():
        item = item_of(office, number)
        given = item.attachments if public else desk_queries.working(item).attachments
        return [(a.file_name, a.title, a.until) for a in given]


def test_a_new_version_with_a_word_to_readers(office):
    number, sha = document(office)
    client = office.signed_in("publisher")
    answer = send_new(client, number, sha, act="publish", change_note="Sửa phụ lục 2.")
    assert answer.status_code == 302
    assert files(office, number, public=True) == [
        ("ban-moi.txt", "Kế hoạch (bản gốc)", None),
        ("ke-hoach.txt", "Kế hoạch (bản gốc)", calendar.today()),
    ]
    with office.app.app_context():
        item = item_of(office, number)
        assert [a.file_name for a in item.files_now] == ["ban-moi.txt"]
        assert queries.attachment(sha[:16], "ke-hoach.txt") is not None
        assert queries.versions(item)[0].change_note == "Sửa phụ lục 2."
    page = client.get(f"/quan-tri/soan/{number}/").text
    assert "Bản cũ, dùng đến" in page
    saved = typed(client, f"/quan-tri/soan/{number}/")
    assert saved[f"file_until-{sha}"] == f"{calendar.today():%d/%m/%Y}"


def test_without_the_tick_the_old_file_is_gone_for_readers(office):
    number, sha = document(office)
    send_new(office.signed_in("publisher"), number, sha, act="publish", keep=False)
    assert [name for name, _title, _until in files(office, number, public=True)] == ["ban-moi.txt"]
    with office.app.app_context():
        assert queries.attachment(sha[:16], "ke-hoach.txt") is None


def test_a_file_that_readers_never_saw_is_no_older_version(office):
    number, sha = document(office, publish=False)
    send_new(office.signed_in("publisher"), number, sha)
    assert [name for name, _title, _until in files(office, number)] == ["ban-moi.txt"]


def test_readers_keep_the_old_file_until_the_new_one_is_published(office):
    number, sha = document(office)
    send_new(office.signed_in("editor"), number, sha)
    assert [until for _name, _title, until in files(office, number, public=True)] == [None]
    assert len(files(office, number)) == 2


def test_the_day_survives_forms_that_do_not_name_it(office):
    number, sha = document(office)
    client = office.signed_in("publisher")
    send_new(client, number, sha)
    path = f"/quan-tri/soan/{number}/"
    form = {k: v for k, v in typed(client, path).items() if not k.startswith("file_until")}
    form |= {"title": "Tên khác", "file_sha256": [sha], "file_name": ["ke-hoach.txt"]}
    form |= {"file_title": ["Cũ"], "file_position": ["1"]}
    assert client.post(path, data=form).status_code == 302
    assert files(office, number) == [("ke-hoach.txt", "Cũ", calendar.today())]


def test_an_older_version_is_taken_away_by_a_tick(office):
    number, sha = document(office)
    client = office.signed_in("publisher")
    send_new(client, number, sha, act="publish")
    with office.app.app_context():
        item = item_of(office, number)
        kept = [a for a in desk_queries.working(item).attachments if a.until is None]
        fields = replace(desk_queries.working(item), attachments=tuple(kept))
        saved = writing.save(number, fields, seen_version=item.version)
        workflow.publish(number, seen_version=saved.version)
        assert queries.attachment(sha[:16], "ke-hoach.txt") is None


def test_the_same_file_again_and_an_older_one_brought_back(office):
    number, sha = document(office)
    client = office.signed_in("publisher")
    send_new(client, number, sha, act="publish", data="Bản một\n".encode())
    assert [until for _name, _title, until in files(office, number, public=True)] == [None]
    send_new(client, number, sha, act="publish")
    with office.app.app_context():
        newest = item_of(office, number).files_now[0].file.sha256
    path = f"/quan-tri/soan/{number}/"
    form = {**typed(client, path), "act": "publish", "file_keep": newest}
    form |= {"file_sha256": [newest, sha], "file_name": ["ban-moi.txt", "ke-hoach.txt"]}
    form |= {"file_title": ["Kế hoạch", "Kế hoạch"], "file_position": ["1", "2"]}
    form[f"file_new-{newest}"] = (io.BytesIO("Bản một\n".encode()), "ke hoach.txt")
    client.post(path, data=form, content_type="multipart/form-data")
    now = [(name, until) for name, _title, until in files(office, number, public=True)]
    assert now == [("ke-hoach.txt", None), ("ban-moi.txt", calendar.today())]


@pytest.mark.parametrize("data", [b"", b"<html><script>alert(1)</script>"])
def test_a_file_that_is_refused_changes_nothing(office, data):
    number, sha = document(office)
    client = office.signed_in("publisher")
    path = f"/quan-tri/soan/{number}/"
    form = {**typed(client, path), "title": "Tên đang gõ"}
    form[f"file_new-{sha}"] = (io.BytesIO(data), "la.exe")
    answer = client.post(path, data=form, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "la.exe: " in answer.text
    assert "Tên đang gõ" in answer.text
    assert len(files(office, number)) == 1

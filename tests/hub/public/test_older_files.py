"""New versions at the same address: readers learn what changed, and old links to files hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from content.database import db
from content.publishing import queries
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, fields_of
from hub.public import files as file_room
from search_index import documents as indexed
from tests.factories import make_attachment, make_document, make_item

DAY = dt.date(2026, 11, 20)
OLD = "Một bản kế hoạch rất cũ.\n".encode()


@pytest.fixture
def renewed(client: FlaskClient) -> tuple[Item, AttachmentFields, AttachmentFields]:
    """A published document whose file was replaced, its old file and its new one."""
    old = make_attachment("ke-hoach.txt", OLD, "Kế hoạch")
    new = make_attachment("ke-hoach-2.txt", b"Ban moi\n", "Kế hoạch")
    item = make_document(item={"attachments": (old,)})
    save(item, (new, replace(old, until=DAY)), "Sửa phụ lục 2.")
    return item, old, new


def save(item: Item, files: tuple[AttachmentFields, ...], note: str = "") -> None:
    fields = replace(fields_of(item), attachments=files)
    saved = writing.save(item.id, fields, seen_version=item.version)
    workflow.publish(item.id, seen_version=saved.version, change_note=note)


def page(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).get_data(as_text=True).split())


def test_the_page_tells_what_changed_and_lists_the_older_file(
    client: FlaskClient, renewed: tuple[Item, AttachmentFields, AttachmentFields]
) -> None:
    item, old, new = renewed
    text = page(client, item.path)
    files, changes = text.index('id="_tep-dau"'), text.index('id="_thay-doi"')
    older = text.index('id="_ban-truoc"')
    assert f"/{new.file_name}" in text[files:changes]
    assert f"/{old.file_name}" not in text[files:changes]
    assert "Sửa phụ lục 2." in text[changes:older]
    assert f"/tep/{old.sha256[:16]}/{old.file_name}" in text[older:]
    assert "dùng đến 20/11/2026" in text[older:]


def test_the_old_address_of_the_file_holds_and_is_frozen(
    client: FlaskClient, renewed: tuple[Item, AttachmentFields, AttachmentFields]
) -> None:
    item, old, _new = renewed
    path = f"/tep/{old.sha256[:16]}/{old.file_name}"
    with client.get(path) as answer:
        assert (answer.status_code, answer.data) == (200, OLD)
    assert path in {address.path for address in file_room.addresses()}
    workflow.withdraw(item.id, "Nhầm", seen_version=item.version)
    assert client.get(path).status_code == 404


def test_an_older_file_that_was_taken_off_is_gone(
    client: FlaskClient, renewed: tuple[Item, AttachmentFields, AttachmentFields]
) -> None:
    item, old, new = renewed
    save(item, (new,))
    assert client.get(f"/tep/{old.sha256[:16]}/{old.file_name}").status_code == 404
    assert "_ban-truoc" not in page(client, item.path)


def test_search_reads_the_file_in_force_only(
    renewed: tuple[Item, AttachmentFields, AttachmentFields],
) -> None:
    item, _old, _new = renewed
    assert [a.file_name for a in item.files_now] == ["ke-hoach-2.txt"]
    entries = list(indexed.entries(item, indexed.Places(db.session())))
    current = item.files_now[0].id
    assert {e.facts.attachment for e in entries if e.facts.attachment} <= {current}


def test_other_kinds_list_older_files_too_and_the_last_replaced_first(client: FlaskClient) -> None:
    files = [make_attachment(f"{n}.txt", f"Tệp {n}\n".encode(), f"Tệp {n}") for n in range(3)]
    older = [replace(f, until=DAY - dt.timedelta(days=n)) for n, f in enumerate(files[1:])]
    for kind in ("guidance", "training"):
        item = make_item(kind, attachments=(files[0], *reversed(older)))
        text = page(client, item.path)
        at = text.index('id="_ban-truoc"')
        assert text.index(">Tệp 0<") < at < text.index(">Tệp 1<") < text.index(">Tệp 2<")


def test_the_day_of_a_change_is_that_of_its_publication(client: FlaskClient) -> None:
    item = make_item()
    save(item, (), "Thêm giờ học.")
    version = queries.versions(item)[0]
    assert version.published_at is not None
    version.published_at = dt.datetime(2026, 3, 4, 5, tzinfo=dt.UTC)
    text = page(client, item.path)
    assert '<span class="when">04/03/2026</span>Thêm giờ học.' in text

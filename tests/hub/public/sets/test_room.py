"""The ZIP of a set: its size is known before it is made, and it holds what readers may see."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from content import files
from content.publishing.commands import workflow, writing
from content.publishing.detail_fields import PartFields, SourceFields, TrainingFields
from content.publishing.models import Item
from content.publishing.snapshot import AttachmentFields, fields_of
from hub.config import Settings
from hub.public.sets import room
from tests.factories import make_attachment, make_document, make_item

SLIDES = b"%PDF-1.4\n" + b"0123456789abcdef" * 5000
MARKER = "zqxdraftmarker"


def attached(name: str, data: bytes, title: str = "") -> AttachmentFields:
    """A kept file whose bytes no reader of types has looked at."""
    ending = {"pdf": "application/pdf", "txt": "text/plain"}[name.rpartition(".")[2]]
    row = files.add(data, ending)
    return AttachmentFields(row.sha256, name, title)


def make_set(*targets: str, **more: object) -> Item:
    parts = tuple(PartFields(target) for target in targets)
    return make_item("training", "Bộ tập huấn 2026", training=TrainingFields(parts=parts), **more)  # type: ignore[arg-type]


def full_set() -> Item:
    """A set of a guide with a form, slides of its own, a document; and a file that is no part."""
    guide = make_item(
        "guidance",
        "Đăng ký lớp học",
        slug="dang-ky-lop",
        body="Xem [kế hoạch](/van-ban/ke-hoach/#can-cu) và [tin](/tin-tuc/ngoai-bo/).",
        sources=(SourceFields("Sổ tay", "https://example.org/so-tay"),),
        attachments=(make_attachment("phieu.txt", "Họ tên\n".encode(), "Phiếu đăng ký"),),
    )
    plan = make_document(body="## Căn cứ\n\nVăn bản.", item={"slug": "ke-hoach"})
    parts = (
        PartFields(guide.path, note="Đọc trước"),
        PartFields(file_name="bai-giang.pdf"),
        PartFields(plan.path),
    )
    given = (attached("bai-giang.pdf", SLIDES, "Bài giảng"), attached("ghi-chu.txt", b"ghi"))
    return make_item(
        "training",
        "Bộ tập huấn 2026",
        slug="bo-2026",
        body="Dùng cho [buổi đầu](/huong-dan/dang-ky-lop/).",
        training=TrainingFields(year=2026, edition="Lần 2", licence="cc-by-4.0", parts=parts),
        attachments=given,
    )


def opened(client: FlaskClient, item: Item) -> zipfile.ZipFile:
    offer = room.offer_of(item)
    assert offer is not None
    answer = client.get(offer.path, buffered=True)
    assert answer.status_code == 200
    assert len(answer.data) == offer.size
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    assert len(archive.namelist()) == offer.files
    return archive


def words(archive: zipfile.ZipFile) -> str:
    pages = [name for name in archive.namelist() if name.endswith(".html")]
    return "\n".join(archive.read(name).decode() for name in pages)


def test_the_size_on_the_page_is_that_of_the_bytes(client: FlaskClient) -> None:
    item = full_set()
    page = client.get(item.path).text
    found = re.search(r'href="(/tep/bo/[0-9a-f]{16}/bo-2026\.zip)" download', page)
    assert found is not None
    answer = client.get(found[1], buffered=True)
    size, count = len(answer.data), len(zipfile.ZipFile(io.BytesIO(answer.data)).namelist())
    assert f"Tải cả bộ (ZIP, {size / 1000:.0f} kB, {count} tệp)" in page
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Length"] == str(size)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="bo-2026.zip"')
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers.getlist("Set-Cookie") == []


def test_what_is_in_it_and_where(client: FlaskClient) -> None:
    archive = opened(client, full_set())
    assert archive.namelist() == [
        "BAT-DAU.html",
        "DOC-TRUOC.txt",
        "kieu.css",
        "01-dang-ky-lop/bai.html",
        "01-dang-ky-lop/phieu.txt",
        "02-bai-giang.pdf",
        "03-ke-hoach/bai.html",
        "tep-kem/ghi-chu.txt",
        "SHA256SUMS.txt",
    ]
    assert archive.read("02-bai-giang.pdf") == SLIDES
    start = archive.read("BAT-DAU.html").decode()
    for name in ("01-dang-ky-lop/bai.html", "01-dang-ky-lop/phieu.txt", "02-bai-giang.pdf"):
        assert f'href="{name}"' in start
    assert start.count("<h1>") == 1
    assert '<html lang="vi">' in start
    assert "<script" not in start
    readme = archive.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert len(readme.splitlines()) == 2


def test_links_lead_beside_or_to_the_public_site(client: FlaskClient) -> None:
    archive = opened(client, full_set())
    page = archive.read("01-dang-ky-lop/bai.html").decode()
    assert 'href="../03-ke-hoach/bai.html#can-cu"' in page
    assert 'href="https://hoc.example/tin-tuc/ngoai-bo/"' in page
    assert 'href="https://example.org/so-tay"' in page
    assert 'href="../BAT-DAU.html"' in page
    assert 'href="01-dang-ky-lop/bai.html">buổi đầu' in archive.read("BAT-DAU.html").decode()
    assert not re.search(r"""(href|src)=["']/""", words(archive))


def test_a_loopback_site_is_not_linked_to(client: FlaskClient, app: Flask) -> None:
    settings: Settings = app.extensions["hub_settings"]
    app.extensions["hub_settings"] = replace(settings, site_url="http://127.0.0.1:8000")
    text = words(opened(client, full_set()))
    assert "127.0.0.1" not in text
    assert "<a" not in text[text.index("và tin") : text.index("và tin") + 10]


def test_the_sums_are_right_for_the_usual_command(client: FlaskClient, tmp_path: Path) -> None:
    opened(client, full_set()).extractall(tmp_path)
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS.txt"]
    told = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout.count(": OK") == 8


def test_the_same_set_gives_the_same_bytes(client: FlaskClient, settings: Settings) -> None:
    item = full_set()
    offer = room.offer_of(item)
    assert offer is not None
    first = client.get(offer.path, buffered=True).data
    kept = list((settings.home / "packages").glob("*.zip"))
    assert [path.read_bytes() for path in kept] == [first]
    kept[0].unlink()
    make_item("news", "Không liên quan")  # something changed elsewhere
    assert room.offer_of(item) == offer
    assert client.get(offer.path, buffered=True).data == first


def test_it_is_sent_in_ranges_and_not_twice(client: FlaskClient) -> None:
    offer = room.offer_of(full_set())
    assert offer is not None
    whole = client.get(offer.path, buffered=True)
    part = client.get(offer.path, headers={"Range": "bytes=10-19"}, buffered=True)
    assert (part.status_code, part.data) == (206, whole.data[10:20])
    again = client.get(offer.path, headers={"If-None-Match": whole.headers["ETag"]}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_what_readers_may_not_see_is_nowhere_in_it(client: FlaskClient) -> None:
    draft = make_item("guidance", f"Nháp {MARKER}", body=MARKER, slug="nhap", published=False)
    shown = make_item("guidance", "Bài đăng", body="Đăng.")
    waiting = replace(fields_of(shown), body=MARKER, title=MARKER)
    writing.save(shown.id, waiting, seen_version=shown.version)
    gone = make_item("news", f"Gỡ {MARKER}", body=MARKER, slug="go")
    workflow.withdraw(gone.id, "Theo yêu cầu.", seen_version=gone.version)
    item = make_set(draft.path, shown.path, gone.path, "/tin-tuc/khong-co/", slug="bo")
    archive = opened(client, item)
    assert [n for n in archive.namelist() if "/" in n] == ["01-bai-dang/bai.html"]
    data = b"".join(archive.read(name) for name in archive.namelist())
    assert MARKER.encode() not in data
    assert b"Theo y" not in data
    page = client.get(item.path).text
    assert MARKER not in page
    assert "Các phần trong bộ (1)" in page
    assert "Bộ, 1 phần" in client.get("/tai-lieu/").text


def test_a_part_that_is_withdrawn_leaves_the_set_and_the_disk(
    client: FlaskClient, settings: Settings
) -> None:
    stays, goes = make_item("news", "Ở lại"), make_item("news", "Ra đi", body=MARKER)
    item = make_set(stays.path, goes.path, slug="bo")
    before = room.offer_of(item)
    assert before is not None
    assert MARKER in words(opened(client, item))
    assert room.tidy() == 0
    workflow.withdraw(goes.id, "Nhầm.", seen_version=goes.version)
    assert room.tidy() == 1  # before anybody asks for the set again
    after = room.offer_of(item)
    assert after is not None
    assert after.path != before.path
    led = client.get(before.path)
    assert (led.status_code, led.headers["Location"]) == (302, after.path)
    assert MARKER not in words(opened(client, item))
    assert len(list((settings.home / "packages").glob("*.zip"))) == 1


def test_a_withdrawn_set_is_not_sent_and_not_kept(client: FlaskClient, settings: Settings) -> None:
    item = make_set(make_item("news", "Một").path, slug="bo")
    offer = room.offer_of(item)
    assert offer is not None
    assert client.get(offer.path, buffered=True).status_code == 200
    workflow.withdraw(item.id, "Nhầm.", seen_version=item.version)
    assert client.get(offer.path, buffered=True).status_code == 404
    assert [address.path for address in room.addresses()] == []
    assert room.tidy() == 1
    assert list((settings.home / "packages").glob("*.zip")) == []


def test_a_renamed_part_is_followed_and_a_renamed_set_leads_on(client: FlaskClient) -> None:
    part = make_item("news", "Bài một", slug="bai-mot")
    item = make_set(part.path, slug="bo-cu")
    before = room.offer_of(item)
    assert before is not None
    for one, slug in ((part, "bai-moi"), (item, "bo-moi")):
        saved = writing.save(one.id, replace(fields_of(one), slug=slug), seen_version=one.version)
        workflow.publish(saved.id, seen_version=saved.version)
    assert "01-bai-moi/bai.html" in opened(client, item).namelist()
    led = client.get(before.path)
    after = room.offer_of(item)
    assert after is not None
    assert (led.status_code, led.headers["Location"]) == (302, after.path)


@pytest.mark.parametrize(
    "path",
    ["/tep/bo/0123456789abcdef/khong-co.zip", "/tep/bo/x/..%2f..%2fhub.zip", "/tep/bo/x/le.zip"],
)
def test_no_other_address_has_a_package(client: FlaskClient, path: str) -> None:
    make_item("training", "Tài liệu lẻ", slug="le")
    assert client.get(path).status_code == 404


def test_a_damaged_file_is_never_packed(client: FlaskClient, settings: Settings) -> None:
    item = full_set()
    offer = room.offer_of(item)
    assert offer is not None
    sha256 = hashlib.sha256(SLIDES).hexdigest()
    files.path_of(sha256).write_bytes(SLIDES[:-1] + b"x")
    answer = client.get(offer.path)
    assert answer.status_code == 400
    assert "không còn nguyên" in answer.text
    kept = [path.name for path in (settings.home / "packages").iterdir()]
    assert kept == ["lock"]


def test_long_and_equal_names_stay_usable_on_any_disk(client: FlaskClient) -> None:
    long = "tai-lieu-" * 20
    given = (attached(f"{long}.pdf", b"%PDF-1"), attached(f"{long}.pdf", b"%PDF-2"))
    part = make_item("news", "Bài", slug="bai-" * 25 + "cuoi", attachments=given)
    names = opened(client, make_set(part.path, slug="bo")).namelist()
    assert len({name.casefold() for name in names}) == len(names)
    assert max(len(name) for name in names) <= 130
    assert all(re.fullmatch(r"[A-Za-z0-9./-]+", name) for name in names)

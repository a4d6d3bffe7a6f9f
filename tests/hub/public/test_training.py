"""Training material: lists narrowed by its own words, its page, the parts of a set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Browser

from content.identity import commands as identity
from content.identity.fields import Block, SiteFields
from content.publishing.commands import previews, workflow, writing
from content.publishing.detail_fields import PartFields, SourceFields, TrainingFields
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from hub.public import lists
from tests import axe
from tests.factories import make_attachment, make_item
from tests.serving import on_port

FULL = TrainingFields(
    titles=("gia-dinh-hoc-tap",),
    roles=("can-bo-thon",),
    levels=("thon",),
    year=2027,
    edition="Lần 2",
    licence="cc-by-4.0",
    links=(SourceFields("Bài giảng trên mạng", "https://example.org/bai/"),),
)


def material(title: str = "Sổ tay", **fields: Any) -> Item:
    given = {"training": FULL, "attachments": (make_attachment(title="Danh sách mẫu"),)}
    return make_item("training", title, **(given | fields))


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_the_list_says_what_is_inside_before_the_tap(client: FlaskClient) -> None:
    material("Sổ tay", slug="so-tay")
    part = make_item("news", "Tin")
    parts = (PartFields(part.path), PartFields(file_name="danh-sach.txt"))
    material("Trọn bộ", training=TrainingFields(parts=parts))
    page = text(client.get("/tai-lieu/").text)
    size = len("Tên và xã\n".encode())
    told = f"TXT, {size} byte 1 liên kết ngoài năm 2027 Lần 2 Dành cho: Cán bộ thôn"
    assert told in page
    assert "Bộ, 2 phần" in page
    latest = Block("latest", kinds=("training",), count=3)
    identity.record(SiteFields(name="Mẫu", blocks=(latest,)))
    home = text(client.get("/").text)
    assert "Bộ, 2 phần" in home


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("danh-hieu/gia-dinh-hoc-tap/", "Gia đình học tập"),
        ("vai-tro/can-bo-thon/", "Cán bộ thôn, bản, tổ dân phố"),
        ("cap/thon/", "Thôn"),
        ("dinh-dang/txt/", "TXT"),
        ("dinh-dang/lien-ket/", "Liên kết ngoài"),
        ("nam/2027/", "2027"),
    ],
)
def test_each_word_narrows_in_the_path(client: FlaskClient, path: str, words: str) -> None:
    material("Có từ này")
    make_item("training", "Không có gì")
    whole = client.get("/tai-lieu/").text
    assert re.search(rf'href="/tai-lieu/{path}">{words} <span class="num">1<', whole)
    answer = client.get(f"/tai-lieu/{path}")
    assert answer.status_code == 200
    assert "Có từ này" in answer.text
    assert "Không có gì" not in text(answer.text)
    assert f'href="/tai-lieu/{path}" aria-current="true"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/tai-lieu/vai-tro/giao-vien/",
        "/tai-lieu/vai-tro/khong-co/",
        "/tai-lieu/dinh-dang/exe/",
        "/tai-lieu/cap/thon/trang-2/",
        "/tai-lieu/nam/2026/",
        "/tin-tuc/vai-tro/can-bo-thon/",
        "/tin-tuc/cap/thon/",
    ],
)
def test_a_word_that_leaves_nothing_has_no_page(client: FlaskClient, path: str) -> None:
    material()
    make_item("news", "Tin")
    assert client.get(path).status_code == 404


def test_every_narrowed_list_is_frozen_and_answers(client: FlaskClient) -> None:
    material()
    make_item("news", "Tin", topics=("Đọc sách",))
    make_item("training", "Nháp", training=TrainingFields(roles=("giao-vien",)), published=False)
    paths = [address.path for address in lists.addresses()]
    assert len(paths) == len(set(paths))
    narrowed = {path.split("/")[2] for path in paths if path.startswith("/tai-lieu/")}
    assert narrowed == {"", "danh-hieu", "vai-tro", "cap", "dinh-dang", "nam"}
    assert not [path for path in paths if "giao-vien" in path]
    assert [path for path in paths if client.get(path).status_code != 200] == []


def test_the_page_says_for_whom_which_edition_and_what_may_be_done(client: FlaskClient) -> None:
    item = material()
    page = client.get(item.path).text
    words = text(page)
    for said in ("Gia đình học tập", "Cán bộ thôn", "2027", "Lần 2", "Tiếng Việt", "CC BY 4.0"):
        assert said in words
    assert 'href="/tai-lieu/vai-tro/can-bo-thon/"' in page
    assert 'href="https://creativecommons.org/licenses/by/4.0/deed.vi"' in page
    assert 'href="https://example.org/bai/"' in page
    assert "example.org" in words
    assert f"<dd>{item.attachments[0].file.sha256}</dd>" in page
    assert page.count(f'href="{item.attachments[0].path}"') == 1
    assert "Tải cả bộ" not in words


def test_what_changed_names_the_edition(client: FlaskClient) -> None:
    item = material()
    assert "Thay đổi gì" not in client.get(item.path).text
    fields = replace(fields_of(item), training=replace(FULL, edition="Lần 3"))
    item = writing.save(item.id, fields, seen_version=item.version)
    item = workflow.publish(item.id, seen_version=item.version, change_note="Thêm bài 4.")
    item = writing.save(item.id, replace(fields_of(item), body="Sửa"), seen_version=item.version)
    item = workflow.publish(item.id, seen_version=item.version)
    waiting = replace(fields_of(item), training=replace(FULL, edition="Lần 4 nháp"))
    writing.save(item.id, waiting, seen_version=item.version)
    page = client.get(item.path).text
    thread = text(page[: page.index("</ol></section>")] if "</ol></section>" in page else page)
    assert "Lần 3 : Thêm bài 4." in thread
    assert "Lần 4" not in page
    assert page.count('class="when"') == 2


def test_the_parts_of_a_set_stand_in_order_and_know_each_other(client: FlaskClient) -> None:
    one, two = make_item("guidance", "Bài một"), make_item("news", "Bài hai")
    hidden = make_item("news", "Bài ẩn", published=False)
    parts = (
        PartFields(one.path, note="Đọc trước"),
        PartFields(hidden.path),
        PartFields(file_name="danh-sach.txt", note="In mười bản"),
        PartFields(two.path),
    )
    item = material("Trọn bộ", training=replace(FULL, parts=parts), body="Lời giới thiệu.")
    words = text(client.get(item.path).text)
    order = ["Tải cả bộ (ZIP, ", "Lời giới thiệu.", "Các phần trong bộ (3)", "Bài một"]
    order += ["Đọc trước", "Danh sách mẫu", "In mười bản", "3. Bài hai"]
    places = [words.index(said) for said in order]
    assert places == sorted(places)
    assert "Bài ẩn" not in words
    member = client.get(one.path).text
    assert "Phần 1/3 của bộ" in member
    assert f'rel="next" href="{two.path}"' in member
    assert 'rel="prev"' not in member
    assert 'rel="prev"' in client.get(two.path).text


def test_a_preview_shows_the_parts_but_offers_no_package(client: FlaskClient, app: Flask) -> None:
    part = make_item("news", "Bài một")
    item = material("Bộ", training=replace(FULL, parts=(PartFields(part.path),)))
    assert "Tải cả bộ" in client.get(item.path).text
    row = previews.hand_out_preview(item.id)
    token = URLSafeTimedSerializer(str(app.secret_key), salt="preview").dumps({"n": row.nonce})
    page = client.get(f"/xem-truoc/{token}/").text
    assert "Các phần trong bộ (1)" in page
    assert "CC BY 4.0" in page
    assert "Tải cả bộ" not in page


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """A set, a member of it and a single file, served."""
    one, two = make_item("guidance", "Bài một", slug="bai-mot"), make_item("news", "Bài hai")
    parts = (PartFields(one.path), PartFields(file_name="danh-sach.txt"), PartFields(two.path))
    material("Trọn bộ", slug="tron-bo", training=replace(FULL, parts=parts))
    material("Sổ tay", slug="so-tay")
    with on_port(app, "localhost") as address:
        yield address


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_screens(site: str, chromium: Browser, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    for path in (
        "/tai-lieu/",
        "/tai-lieu/vai-tro/can-bo-thon/",
        "/tai-lieu/tron-bo/",
        "/tai-lieu/so-tay/",
        "/huong-dan/bai-mot/",
    ):
        page.goto(site + path)
        for fold in page.locator("details.sums").all():
            fold.locator("summary").click()
        faults += [f"{path} {fault}" for fault in axe.violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{path} sideways")
        if page.locator("h1").count() != 1:
            faults.append(f"{path} h1")
        ids: list[str] = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
        faults += [f"{path} twice {name}" for name in set(ids) if ids.count(name) > 1]
    page.close()
    assert faults == []

"""Pictures for readers: in the width of the screen, under an address that a replacement keeps."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.datastructures import Headers

from content.database import db
from content.publishing.commands import adopting, library, renditions, workflow
from content.publishing.media_assets import MediaAsset
from content.publishing.models import Item
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from tests.factories import make_attachment, make_item


def picture(colour: str = "red", size: tuple[int, int] = (1600, 900)) -> bytes:
    made = Image.effect_noise(size, 40).convert("RGB")
    made.paste(colour, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=92)
    return out.getvalue()


class Got(NamedTuple):
    """An answer whose file is closed again."""

    status_code: int
    data: bytes
    text: str
    mimetype: str
    headers: Headers


def got(client: FlaskClient, path: str, **given: Any) -> Got:
    with client.get(path, **given) as answer:
        text = answer.text if answer.mimetype == "text/html" else ""
        return Got(answer.status_code, answer.data, text, answer.mimetype, answer.headers)


def shown(colour: str = "red", **given: object) -> tuple[int, str, Item]:
    """A picture in the library and a published text that shows it."""
    asset, _ = library.bring("anh.jpg", picture(colour))
    item = make_item(
        title="Bài có ảnh", slug="anh", body=f'![Sân]({asset.path} "Sân nhà")', **given
    )
    return asset.id, asset.path, item


def replaced(number: int, colour: str = "blue") -> None:
    asset = db.session.get(MediaAsset, number)
    library.replace(number, "moi.jpg", picture(colour), seen_version=asset.version)


def test_a_picture_comes_in_the_widths_of_screens(app: Flask, client: FlaskClient) -> None:
    _, path, _ = shown()
    renditions.catch_up()
    page = got(client, "/tin-tuc/anh/").text
    (image,) = re.findall(rf'<img src="{path}"[^>]*>', page)
    widths = re.findall(r"(/tep/[0-9a-f]{16}/rong/(\d+)\.webp) (\d+)w", image)
    assert [int(width) for _, _, width in widths] == [320, 640, 960, 1280]
    for words in ('width="1600"', 'height="900"', 'loading="lazy"', 'decoding="async"', "sizes="):
        assert words in image
    sizes = []
    for address, width, _ in widths:
        answer = got(client, address)
        assert answer.mimetype == "image/webp"
        with Image.open(io.BytesIO(answer.data)) as made:
            assert made.size[0] == int(width)
        sizes.append(len(answer.data))
    assert sizes == sorted(sizes)
    assert sizes[-1] < len(got(client, path).data)


def test_words_and_author_come_from_the_library(app: Flask, client: FlaskClient) -> None:
    asset, _ = library.bring("anh.jpg", picture())
    facts = library.Facts(alt="Trẻ em <đọc> sách", credit="Trần & Mẫu")
    library.describe(asset.id, facts, seen_version=asset.version)
    make_item(slug="anh", body=f'![]({asset.path} "Chiều thứ bảy")')
    renditions.catch_up()
    page = got(client, "/tin-tuc/anh/").text
    assert 'alt="Trẻ em &lt;đọc&gt; sách"' in page
    assert "<figcaption>Chiều thứ bảy <small>Ảnh: Trần &amp; Mẫu</small></figcaption>" in page


def test_the_picture_of_a_text_is_not_offered_as_a_file(app: Flask, client: FlaskClient) -> None:
    shown()
    assert "Hình trong bài" not in got(client, "/tin-tuc/anh/").text


def test_a_draft_gives_no_picture_away(app: Flask, client: FlaskClient) -> None:
    asset_id, path, item = shown(published=False)
    renditions.catch_up()
    prefix = db.session.get(MediaAsset, asset_id).file.sha256[:16]
    addresses = (path, f"/tep/{prefix}/rong/320.webp", f"/tep/{prefix}/anh.jpg")
    assert {got(client, address).status_code for address in addresses} == {404}
    workflow.publish(item.id, seen_version=item.version)
    assert {got(client, address).status_code for address in addresses} == {200}
    workflow.withdraw(item.id, "Thôi.")
    assert {got(client, address).status_code for address in addresses} == {404}


def test_after_a_replacement_both_addresses_give_the_new_content(
    app: Flask, client: FlaskClient
) -> None:
    number, path, item = shown()
    old = item.attachments[0].path
    renditions.catch_up()
    first = got(client, path)
    page = got(client, "/tin-tuc/anh/").text
    replaced(number)
    renditions.catch_up()
    now = got(client, path)
    assert now.data != first.data
    assert now.headers["ETag"] != first.headers["ETag"]
    assert got(client, old).data == now.data
    assert got(client, path, headers={"If-None-Match": now.headers["ETag"]}).status_code == 304
    assert got(client, "/tin-tuc/anh/").text != page


def test_an_attached_document_follows_too(app: Flask, client: FlaskClient) -> None:
    entry = make_attachment("mau-don.txt", b"Mau cu", "Mẫu đơn")
    item = make_item(slug="don", attachments=(entry,))
    old = item.attachments[0].path
    found = adopting.asset_of(item.attachments[0].file)
    library.replace(found.id, "x.txt", b"Mau moi", seen_version=found.version)
    assert got(client, old).data == b"Mau moi"
    assert item.attachments[0].path in got(client, "/tin-tuc/don/").text


@pytest.mark.parametrize("width", ["0", "99999999999999999999", "-1", "320.webp"])
def test_no_other_width_is_made(app: Flask, client: FlaskClient, width: str) -> None:
    _, _, item = shown()
    prefix = item.attachments[0].file.sha256[:16]
    assert got(client, f"/tep/{prefix}/rong/{width}.webp").status_code == 404


def snapshot(folder: Path) -> dict[str, bytes]:
    found = folder.resolve()
    return {
        path.relative_to(found).as_posix(): path.read_bytes()
        for path in found.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }


def exported(settings: Settings, target: Path, *, full: bool = False) -> exporter.Report:
    app = create_app(settings, desk=False)
    with app.app_context():
        report = exporter.export(app, exporter.Order(target, full=full))
        db.session.remove()
        db.engine.dispose()
    return report


def test_the_static_copy_follows_a_replacement_as_a_whole_one_would(
    settings: Settings, tmp_path: Path
) -> None:
    app = create_app(settings, desk=False)
    with app.app_context():
        number, path, item = shown()
        old = item.attachments[0].path
        renditions.catch_up()
        db.session.remove()
    target, whole = tmp_path / "static", tmp_path / "whole"
    exported(settings, target)
    before = snapshot(target)
    assert old[1:] not in before, "a picture that texts show stands in the copy once"
    assert sum("/rong/" in name for name in before) == 4
    assert not exported(settings, target).rendered
    with app.app_context():
        replaced(number)
        renditions.catch_up()
        db.session.remove()
        db.engine.dispose()
    assert exported(settings, target).rendered
    exported(settings, whole, full=True)
    after = snapshot(target)
    assert after == snapshot(whole)
    assert after[path[1:]] != before[path[1:]]
    assert after[old[1:]] == after[path[1:]], "a replaced address still answers"
    assert after["tin-tuc/anh/index.html"] != before["tin-tuc/anh/index.html"]
    assert 'srcset="../../tep/' in after["tin-tuc/anh/index.html"].decode()

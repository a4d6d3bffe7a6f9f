"""The library: one address for a file whatever its content, and nothing that is needed is lost."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from content import changes, files, trail
from content.database import db
from content.errors import BadInput
from content.publishing import file_titles, library_addresses, library_queries, library_uses
from content.publishing.commands import library, media, renditions, workflow, writing
from content.publishing.library_queries import Wanted
from content.publishing.media_assets import MediaAsset, Rendition
from content.publishing.models import Attachment
from content.publishing.snapshot import AttachmentFields, ItemFields
from tests.factories import make_item

pytestmark = pytest.mark.usefixtures("session_app")
GPS = 0x8825


def picture(colour: str = "red", size: tuple[int, int] = (1600, 1200), kind: str = "JPEG") -> bytes:
    """A picture that does not pack to nothing, with the place where it was taken."""
    out = io.BytesIO()
    made = Image.effect_noise(size, 60).convert("RGB")
    made.paste(colour, (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x010F] = "MAY-ANH-MAU"
    exif.get_ifd(GPS)[1] = "N"
    made.save(out, kind, exif=exif)
    return out.getvalue()


def bring(colour: str = "red", name: str = "anh.jpg", **given: object) -> MediaAsset:
    return library.bring(name, picture(colour, **given))[0]  # type: ignore[arg-type]


def shown_in(asset: MediaAsset, title: str = "Bài có ảnh", **given: object):
    return make_item(title=title, body=f"![Sân nhà]({asset.path} 'Sân')", **given)


def test_a_picture_named_in_a_text_goes_with_the_text():
    asset = bring()
    item = shown_in(asset)
    (attachment,) = item.attachments
    assert (attachment.file_id, attachment.title) == (asset.file_id, file_titles.SHOWN)
    assert library_addresses.at(asset.key, "anh.jpg").id == asset.id


def test_what_only_a_draft_shows_has_no_address_for_readers():
    asset = bring()
    shown_in(asset, published=False)
    assert library_addresses.at(asset.key, "anh.jpg") is None


def test_the_same_file_twice_is_one_asset():
    data = picture()
    first, new = library.bring("anh.jpg", data)
    second, again = library.bring("khac.jpg", data)
    assert (first.id, new, again) == (second.id, True, False)


def test_a_replaced_picture_keeps_its_address_and_every_page_follows():
    asset = bring()
    item = shown_in(asset)
    path, old, before = asset.path, asset.file.sha256, changes.newest()
    library.replace(asset.id, "moi.jpg", picture("blue"), seen_version=asset.version)
    assert asset.path == path
    assert asset.file.sha256 != old
    assert item.attachments[0].file.sha256 == asset.file.sha256
    assert ("item", item.id) in {(n.kind, n.subject_id) for n in changes.since(before)}
    assert library_addresses.at(old[:16], "anh.jpg").file.sha256 == asset.file.sha256


def test_an_earlier_content_can_be_used_again():
    asset = bring()
    first = asset.file.sha256
    library.replace(asset.id, "moi.jpg", picture("blue"), seen_version=asset.version)
    content = next(c for c in asset.contents if c.file.sha256 == first)
    library.restore(asset.id, content.id, seen_version=asset.version)
    assert asset.file.sha256 == first
    assert len(asset.contents) == 2
    assert [e.action for e in trail.of_subject("media", asset.id)] == [
        "media.restored",
        "media.replaced",
    ]


def test_of_two_who_replace_at_once_the_second_is_told_and_loses_nothing():
    asset = bring()
    seen = asset.version
    library.replace(asset.id, "a.jpg", picture("blue"), seen_version=seen)
    now = asset.file.sha256
    with pytest.raises(library.Replaced, match="vẫn được giữ"):
        library.replace(asset.id, "b.jpg", picture("green"), seen_version=seen)
    db.session.expire_all()
    assert asset.file.sha256 == now
    assert len(asset.contents) == 3


def test_a_waiting_revision_and_an_open_form_follow_a_replacement():
    asset = bring()
    item = shown_in(asset)
    old = AttachmentFields(asset.file.sha256, "anh.jpg", file_titles.SHOWN)
    fields = ItemFields(kind="news", title="Sửa", body=item.body, attachments=(old,))
    writing.save(item.id, fields, seen_version=item.version)
    library.replace(asset.id, "moi.jpg", picture("blue"), seen_version=asset.version)
    workflow.publish(item.id, seen_version=item.version)
    assert [a.file.sha256 for a in item.attachments] == [asset.file.sha256]


def test_a_picture_of_another_kind_is_made_alike():
    asset = bring()
    library.replace(asset.id, "moi.png", picture("blue", kind="PNG"), seen_version=asset.version)
    assert asset.file.media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("moi.pdf", b"%PDF-1.4\n%%EOF\n", "PDF"),
        ("moi.jpg", b"", "trống"),
        ("moi.jpg", b"MZ" + b"\0" * 200, "jpg"),
        ("moi.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "svg"),
    ],
)
def test_what_cannot_replace_a_picture_is_refused_in_a_sentence(name, data, sentence):
    asset = bring()
    before = asset.file.sha256
    with pytest.raises(BadInput) as refused:
        library.replace(asset.id, name, data, seen_version=asset.version)
    assert sentence.lower() in refused.value.message.lower()
    db.session.expire_all()
    assert asset.file.sha256 == before


def test_a_picture_of_too_many_pixels_replaces_nothing():
    out = io.BytesIO()
    Image.new("1", (11_000, 8_000)).save(out, "PNG")
    asset = bring()
    with pytest.raises(BadInput, match="50 triệu"):
        library.replace(asset.id, "to.png", out.getvalue(), seen_version=asset.version)


def test_a_file_of_another_asset_replaces_nothing():
    one, two = bring("red"), bring("blue", "hai.jpg")
    again = files.read(two.file.sha256)
    with pytest.raises(BadInput, match="đã có trong thư viện"):
        library.replace(one.id, "x.jpg", again, seen_version=one.version)
    with pytest.raises(BadInput, match="giống hệt"):
        library.replace(two.id, "x.jpg", again, seen_version=two.version)


def test_a_replaced_content_brought_again_names_its_asset():
    asset = bring()
    old = files.read(asset.file.sha256)
    library.replace(asset.id, "m.jpg", picture("blue"), seen_version=asset.version)
    with pytest.raises(BadInput, match="bản cũ đã được thay"):
        library.bring("cu.jpg", old)
    with pytest.raises(BadInput, match="bản cũ đã được thay"):
        media.attach_upload("cu.jpg", old)


def test_a_file_that_is_gone_from_the_disk_can_be_replaced():
    asset = bring()
    files.path_of(asset.file.sha256).unlink()
    assert renditions.catch_up() == 1
    library.replace(asset.id, "m.jpg", picture("blue"), seen_version=asset.version)
    assert files.path_of(asset.file.sha256).exists()


# ---- renditions ---------------------------------------------------------------------------------


def test_renditions_are_lighter_never_wider_and_hold_no_place():
    asset = bring()
    item, before = shown_in(asset), changes.newest()
    assert renditions.catch_up() == 1
    assert renditions.catch_up() == 0
    drawn = library_addresses.drawn([asset.key])[asset.key]
    assert (drawn.width, drawn.height) == (1600, 1200)
    assert [width for _, width in drawn.sources] == [320, 640, 960, 1280]
    rows = list(db.session.scalars(sa.select(Rendition).where(Rendition.file_id == asset.file_id)))
    for row in rows:
        data = files.read(row.picture.sha256)
        with Image.open(io.BytesIO(data)) as made:
            assert made.size == (row.width, row.height)
            assert not made.getexif()
        assert b"MAY-ANH-MAU" not in data
        assert row.picture_id == asset.file_id or len(data) < asset.file.size
    assert ("item", item.id) in {(n.kind, n.subject_id) for n in changes.since(before)}


def test_a_small_picture_is_shown_as_it_is():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG", optimize=True)
    asset, _ = library.bring("cham.png", out.getvalue())
    renditions.catch_up()
    drawn = library_addresses.drawn([asset.key])[asset.key]
    assert (drawn.width, drawn.height) == (40, 30)
    assert all(width <= 40 for _, width in drawn.sources)


def test_a_picture_that_lies_on_its_side_is_measured_upright():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((800, 400), 50).convert("RGB").save(out, "JPEG", exif=exif)
    asset, _ = library.bring("dung.jpg", out.getvalue())
    renditions.catch_up()
    drawn = library_addresses.drawn([asset.key])[asset.key]
    assert (drawn.width, drawn.height) == (400, 800)


# ---- where used, unused -------------------------------------------------------------------------


def test_each_place_that_needs_a_file_is_named():
    asset = bring()
    item = shown_in(asset)
    gone = ItemFields(kind="news", title=item.title, slug=item.slug, body="Không còn ảnh.")
    writing.save(item.id, gone, seen_version=item.version)
    assert [u.kind for u in library_uses.uses_of(asset)] == ["shown", "history"]
    workflow.publish(item.id, seen_version=item.version)
    (use,) = library_uses.uses_of(asset)
    assert (use.kind, use.item.id, use.public) == ("history", item.id, False)


def test_only_what_nothing_needs_is_deleted():
    lonely, needed = bring("red", "le.jpg"), bring("blue", "can.jpg")
    item = shown_in(needed)
    writing.save(
        item.id,
        ItemFields(kind="news", title=item.title, slug=item.slug, body="Trơn."),
        seen_version=item.version,
    )
    workflow.publish(item.id, seen_version=item.version)
    assert not list(db.session.scalars(sa.select(Attachment)))
    renditions.catch_up()
    sha256 = lonely.file.sha256
    assert [a.id for a in library_queries.unused(Wanted()).assets] == [lonely.id]
    ids = [lonely.id, needed.id]
    gone, stay = library.delete(ids)
    assert gone == 1
    assert len(stay) == 1
    assert "can.jpg" in stay[0]
    assert "lịch sử" in stay[0]
    assert not files.path_of(sha256).exists()
    assert library_queries.asset(ids[0]) is None
    assert files.path_of(needed.file.sha256).exists()


def test_a_list_is_found_by_words_without_marks_by_kind_and_by_topic():
    asset = bring()
    library.bring("ghi-chu.txt", "Chữ trong tệp.".encode())
    library.describe(
        asset.id,
        library.Facts("Sân nhà văn hóa", "Trẻ đọc sách", "Trần Mẫu", "own", ("Đọc sách",)),
        seen_version=asset.version,
    )
    for wanted in (Wanted("san van hoa"), Wanted(kind="anh"), Wanted(topic="doc-sach")):
        assert [a.id for a in library_queries.listing(wanted).assets] == [asset.id]
    assert library_queries.listing(Wanted("ghi chu")).total == 1
    assert library_queries.counts(Wanted())["van-ban"] == 1


def test_two_who_describe_at_once_lose_nothing():
    asset = bring()
    seen = asset.version
    library.describe(asset.id, library.Facts("Một"), seen_version=seen)
    with pytest.raises(BadInput, match="Người khác vừa sửa"):
        library.describe(asset.id, library.Facts("Hai"), seen_version=seen)
    db.session.expire_all()
    assert asset.title == "Một"

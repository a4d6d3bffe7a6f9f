"""Saving the identity: part by part, with conflicts, notes for index and export, and the trail."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from PIL import Image

from content import changes, trail
from content.errors import BadInput
from content.identity import commands, defaults, logo, queries
from content.identity.faults import Faults, SiteConflict
from content.identity.fields import MenuEntry, Officer, SiteFields

SETTINGS = SiteFields(name="Tên ở biến", place="nơi ở biến", phone="0215 000 000")
pytestmark = pytest.mark.usefixtures("session_app")


def drawing(kind: str = "PNG", size: tuple[int, int] = (900, 400), **how: object) -> bytes:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    picture.paste((10, 90, 80, 255), (size[0] // 4, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.convert("RGB" if kind == "JPEG" else "RGBA").save(out, kind, **how)
    return out.getvalue()


def now() -> SiteFields:
    return queries.current(SETTINGS)


def save(part: str, seen: int | None = None, **given: object) -> SiteFields:
    seen_version = queries.version() if seen is None else seen
    fields = replace(now(), **given)  # type: ignore[arg-type]
    return commands.save(part, fields, seen_version=seen_version, actor_id=7)


def test_without_a_row_the_settings_and_the_starter_speak() -> None:
    assert now() == replace(
        defaults.starter(), name="Tên ở biến", place="nơi ở biến", phone="0215 000 000"
    )
    assert queries.version() == 0


def test_the_first_save_puts_everything_in_force_and_the_row_wins() -> None:
    save("name", name="Học tập ở xã Mẫu", place="")
    later = queries.current(replace(SETTINGS, name="Khác", place="nơi khác", phone="1"))
    assert (later.name, later.place, later.phone) == ("Học tập ở xã Mẫu", "", "0215 000 000")
    assert later.menu == defaults.starter().menu
    assert [note.kind for note in changes.since(0)] == ["site"]
    act = trail.of_subject("site", queries.THE_ONE)[0]
    assert (act.action, act.actor_id, act.detail["part"]) == ("site.saved", 7, "name")
    assert queries.saved_parts() == {"name"}


def test_a_row_without_a_name_leaves_whose_site_it_is_to_the_settings() -> None:
    commands.record(SiteFields(menu=(MenuEntry("Tin", "/tin-tuc/"),)))
    assert now().name == "Tên ở biến"
    assert [entry.title for entry in now().menu] == ["Tin"]


def test_a_faulty_part_changes_nothing() -> None:
    save("name", name="Mẫu")
    before = changes.newest()
    with pytest.raises(Faults):
        save("name", name=" ")
    with pytest.raises(Faults):
        save("contact", email="không")
    assert changes.newest() == before
    assert now().name == "Mẫu"


def test_two_people_may_save_two_parts_but_not_the_same_one() -> None:
    save("name", name="Mẫu")
    seen = queries.version()
    save("contact", officers=(Officer("Chị Mẫu"),))
    save("name", seen, name="Mẫu mới")  # the contacts were not what it changes
    assert (now().name, now().officers) == ("Mẫu mới", (Officer("Chị Mẫu"),))
    with pytest.raises(SiteConflict) as conflict:
        save("contact", seen, officers=(Officer("Anh Mẫu"),))
    assert conflict.value.mine.officers == (Officer("Anh Mẫu"),)
    assert conflict.value.theirs.officers == (Officer("Chị Mẫu"),)
    assert conflict.value.by_id == 7
    save("contact", conflict.value.version, officers=(Officer("Anh Mẫu"),))
    assert now().officers == (Officer("Anh Mẫu"),)


def test_what_a_load_replaced_meanwhile_is_a_conflict() -> None:
    save("name", name="Mẫu")
    seen = queries.version()
    commands.record(replace(now(), address="Thôn Tây"))
    with pytest.raises(SiteConflict):
        save("menu", seen, menu=(MenuEntry("Tin", "/tin-tuc/"),))


def test_recording_the_same_twice_is_no_change() -> None:
    fields = SiteFields(name="Mẫu", menu=(MenuEntry("Tin", "/tin-tuc/", "news"),))
    assert commands.record(fields) == "loaded"
    assert commands.record(fields) == "unchanged"
    assert commands.record(replace(fields, name="Mẫu hai")) == "changed"


def test_being_done_is_remembered_without_taking_the_name_from_the_settings() -> None:
    commands.finish(now(), actor_id=7)
    commands.finish(now(), actor_id=7)
    assert now().set_up
    assert now().name == "Tên ở biến"
    assert len(trail.of_subject("site", queries.THE_ONE)) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_logo_is_small_and_drawing_it_anew_changes_nothing(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "chụp ở nhà riêng"
    small = logo.drawn_anew(drawing(kind, **({"exif": exif} if kind == "JPEG" else {})))
    assert logo.drawn_anew(small) == small
    with Image.open(io.BytesIO(small)) as picture:
        assert picture.format == "PNG"
        assert picture.width <= logo.WIDTH
        assert picture.height <= logo.HEIGHT
    assert "nhà riêng".encode() not in small


def test_a_logo_loses_its_empty_rim() -> None:
    with Image.open(io.BytesIO(logo.drawn_anew(drawing(size=(80, 20))))) as picture:
        assert picture.size == (20, 20)


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n", drawing()[:80]]
)
def test_what_is_no_picture_is_no_logo(data: bytes) -> None:
    with pytest.raises(BadInput):
        commands.keep_logo(data)


def test_only_the_logo_in_force_is_given_out() -> None:
    old = commands.keep_logo(drawing()).sha256
    new = commands.keep_logo(drawing(size=(50, 50))).sha256
    save("logo", logo=old)
    assert queries.logo(old[:16]) is not None
    save("logo", logo=new)
    assert queries.logo(old[:16]) is None
    assert queries.logo(new[:15]) is None
    with pytest.raises(Faults):
        save("logo", logo="0" * 64)


def test_the_row_is_one(session_app: Flask) -> None:
    save("name", name="Mẫu")
    with pytest.raises(SiteConflict):
        commands.save("name", replace(now(), name="Hai"), seen_version=0)

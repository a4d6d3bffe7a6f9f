"""What a dump remembers beside the items: the site, the past on request, pictures byte for byte."""

from __future__ import annotations

import filecmp
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image, ImageFilter

from content.dumping import dumper
from content.identity import commands as identity
from content.identity import queries as site
from content.identity.fields import MenuEntry, Officer, SiteFields
from content.loading import loader
from content.publishing import desk_queries, queries
from content.publishing.commands import workflow, writing
from content.publishing.snapshot import AttachmentFields
from tests.factories import make_attachment, make_item

MakeHub = Callable[[], Flask]
SITE = SiteFields(
    name="Học tập ở xã Mẫu",
    footer="Giấy phép số 1\nUBND xã Mẫu",
    officers=(Officer("Nguyễn Văn Mẫu", "Chủ tịch Hội"),),
    menu=(MenuEntry("Tin", "/tin-tuc/", "news"), MenuEntry("Tỉnh", "https://tinh.example.vn/")),
    set_up=True,
)


def picture(kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    noise = Image.effect_noise((120, 90), 60).convert("RGB")
    noise.filter(ImageFilter.GaussianBlur(1)).save(out, kind, **how)
    return out.getvalue()


def brought(folder: Path) -> Path:
    """A folder of its own for what is loaded; the hubs lie beside it."""
    made = folder / "brought"
    made.mkdir()
    return made


def same(one: Path, two: Path) -> bool:
    found = filecmp.dircmp(one, two)
    below = [same(one / name, two / name) for name in found.common_dirs]
    alone = found.left_only + found.right_only + found.funny_files
    _equal, unequal, _errors = filecmp.cmpfiles(one, two, found.common_files, shallow=False)
    return not alone and not unequal and all(below)


def round_trip(folder: Path, hub: MakeHub, *, revisions: bool = False) -> Path:
    """Load a dump into an empty hub and dump that one; the second dump's folder."""
    again = folder.with_name(f"{folder.name}-again")
    with hub().app_context():
        reports = loader.load_paths([folder])
        assert "refused" not in {r.status for r in reports}, reports
        dumper.dump(again, revisions=revisions)
        before = loader.load_paths([folder])
        assert {r.status for r in before} == {"unchanged"}, before
    return again


def test_the_site_comes_along_with_its_logo(tmp_path: Path, empty_hub: MakeHub) -> None:
    with empty_hub().app_context():
        logo = identity.keep_logo(picture("PNG")).sha256
        identity.record(replace(SITE, logo=logo))
        dumper.dump(tmp_path / "one")
        saved = site.current(SiteFields())
    assert same(tmp_path / "one", round_trip(tmp_path / "one", empty_hub))
    with empty_hub().app_context():
        loader.load_paths([tmp_path / "one"])
        assert site.current(SiteFields()) == saved


def test_a_hub_that_saved_nothing_of_itself_dumps_nothing_of_it(
    tmp_path: Path, empty_hub: MakeHub
) -> None:
    with empty_hub().app_context():
        dumper.dump(tmp_path / "one")
    assert not (tmp_path / "one" / "site.toml").exists()


def test_a_site_file_changes_what_it_says_and_leaves_the_rest(
    tmp_path: Path, empty_hub: MakeHub
) -> None:
    brought(tmp_path).joinpath("site.toml").write_text('place = "xã Mẫu"\nfooter = ""\n', "utf-8")
    with empty_hub().app_context():
        identity.record(SITE)
        (report,) = loader.load_paths([tmp_path / "brought"])
        assert report.status == "changed"
        assert site.current(SiteFields()) == replace(SITE, place="xã Mẫu", footer="")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('email = "không"', "email"),
        ('logo = "tep/0123456789abcdef/a.png"', "tep/0123456789abcdef/a.png"),
        ("nguoi = 1", "nguoi"),
    ],
)
def test_a_faulty_site_file_is_refused_and_changes_nothing(
    tmp_path: Path, empty_hub: MakeHub, text: str, says: str
) -> None:
    brought(tmp_path).joinpath("site.toml").write_text(text, "utf-8")
    with empty_hub().app_context():
        (report,) = loader.load_paths([tmp_path / "brought"])
        assert report.status == "refused"
        assert says in report.notes[0].text
        assert site.row() is None


def with_a_past() -> None:
    """An item that was published three times; its first file is attached no more."""
    first = make_attachment("Cũ.txt", b"Ban cu\n")
    item = make_item("guidance", "Đăng ký lớp", body="Bản một.", attachments=(first,))
    for text, note in (("Bản hai.", "Sửa giờ học"), ("Bản ba.", "")):
        fields = replace(desk_queries.working(item), body=text, attachments=())
        item = writing.save(item.id, fields, seen_version=item.version)
        item = workflow.publish(item.id, seen_version=item.version, change_note=note)


def test_the_past_comes_along_only_when_asked_for(tmp_path: Path, empty_hub: MakeHub) -> None:
    with empty_hub().app_context():
        with_a_past()
        dumper.dump(tmp_path / "plain")
        dumper.dump(tmp_path / "whole", revisions=True)
        item = queries.at("guidance", "dang-ky-lop")
        assert item is not None
        known = [(v.published_at, v.at, v.change_note) for v in queries.versions(item)]
    assert not (tmp_path / "plain" / "lich-su").exists()
    assert "Bản một" not in (tmp_path / "plain/huong-dan/dang-ky-lop.md").read_text("utf-8")
    lines = (tmp_path / "whole/lich-su/huong-dan/dang-ky-lop.jsonl").read_text("utf-8")
    assert [json.loads(line)["fields"]["body"] for line in lines.splitlines()] == [
        "Bản một.",
        "Bản hai.",
        "Bản ba.",
    ]
    again = round_trip(tmp_path / "whole", empty_hub, revisions=True)
    assert same(tmp_path / "whole", again)
    assert same(tmp_path / "plain", round_trip(tmp_path / "plain", empty_hub))
    with empty_hub().app_context():
        loader.load_paths([tmp_path / "whole"])
        item = queries.at("guidance", "dang-ky-lop")
        assert item is not None
        assert [(v.published_at, v.at, v.change_note) for v in queries.versions(item)] == known
        oldest = queries.versions(item)[-1]
        back = writing.restore(item.id, oldest.id, seen_version=item.version)
        assert [a.file_name for a in desk_queries.working(back).attachments] == ["cu.txt"]


@pytest.mark.parametrize("line", ["{}", "không", '{"fields": 1}', "[" * 50_000])
def test_a_torn_history_names_its_line(tmp_path: Path, empty_hub: MakeHub, line: str) -> None:
    with empty_hub().app_context():
        with_a_past()
        dumper.dump(tmp_path / "whole", revisions=True)
        path = tmp_path / "whole/lich-su/huong-dan/dang-ky-lop.jsonl"
        path.write_text(path.read_text("utf-8") + line + "\n", "utf-8")
        reports = {Path(r.path).name: r for r in loader.load_paths([tmp_path / "whole"])}
        assert reports["dang-ky-lop.jsonl"].status == "refused"
        assert "Dòng 4" in reports["dang-ky-lop.jsonl"].notes[0].text


def test_a_history_without_its_item_is_refused(tmp_path: Path, empty_hub: MakeHub) -> None:
    past = brought(tmp_path) / "lich-su" / "tin-tuc"
    past.mkdir(parents=True)
    (past / "mat.jsonl").write_text("", "utf-8")
    with empty_hub().app_context():
        (report,) = loader.load_paths([tmp_path / "brought"])
        assert report.status == "refused"
        assert "tin-tuc/mat.md" in report.notes[0].text


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG", "GIF"])
def test_a_picture_stays_byte_for_byte(tmp_path: Path, empty_hub: MakeHub, kind: str) -> None:
    with empty_hub().app_context():
        kept: AttachmentFields = make_attachment(f"anh.{kind.lower()}", picture(kind))
        make_item("story", "Người đọc sách", attachments=(kept,))
        dumper.dump(tmp_path / "one")
    assert same(tmp_path / "one", round_trip(tmp_path / "one", empty_hub))


def test_what_came_out_first_comes_in_first(tmp_path: Path, empty_hub: MakeHub) -> None:
    """Lists show what has the same day in the order of arrival, whatever the files are called."""
    with empty_hub().app_context():
        for title in ("Yêu sách", "An toàn", "Mở lớp"):
            make_item("news", title)
        listed = [item.title for item in queries.newest()]
        dumper.dump(tmp_path / "one")
    with empty_hub().app_context():
        loader.load_paths([tmp_path / "one"])
        assert [item.title for item in queries.newest()] == listed

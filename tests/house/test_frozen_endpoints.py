"""A page that nothing freezes is an error: over full content, every endpoint has a frozen page."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF
from PIL import Image

from content import places
from content.catalogue.commands import records, shelves
from content.catalogue.record import Record
from content.criteria import commands as criteria
from content.identity import commands as identity
from content.identity.fields import SiteFields
from content.loading import loader
from content.publishing.commands import page_pictures, renditions
from content.recognition import list_queries, register_queries
from hub.app import create_app
from hub.config import read_settings
from hub.public import rooms
from hub.public.library import lines
from tests import catalogue_shelves
from tests import recognised as make
from tests.content.criteria import samples as criteria_samples
from tests.desk_forms import picture

RARE = {
    "sitemap_part": "a second sitemap stands only beside tens of thousands of pages",
    "opds_new_page": "a second page of a feed stands behind fifty works: test_opds",
    "opds_value_page": "as opds_new_page",
}
PAGE = "---\nkind: {kind}\ntitle: Bài {n} của xã Mẫu\ndate: 2026-{m:02d}-01\ntopics: [Lớp học]\n"
TARGET = """[[target]]
place = "tỉnh Mẫu"
source = "Kế hoạch mẫu"
title = "gia-dinh-hoc-tap"
denominator = "gia đình"
year = 2099
percent = "70"
"""
DEADLINE = """[[deadline]]
slug = "nop-bao-cao"
place = "tỉnh Mẫu"
source = "Kế hoạch mẫu"
what = "Nộp báo cáo"
level = "commune"
month = 11
day = 10
"""


def full_content(folder: Path) -> Path:
    """Enough of every kind that lists have second pages, and one attached file."""
    folder.mkdir()
    for number in range(45):
        kind = ("news", "guidance", "story", "training", "notice", "page")[number % 6]
        kind = "news" if number > 12 else kind
        page = PAGE.format(kind=kind, n=number, m=number % 12 + 1)
        more = "attachments: [lich.txt, to-roi.pdf, san.png]\n" if number == 0 else ""
        (folder / f"{number}.md").write_text(f"{page}{more}---\nThân bài {number}.\n", "utf-8")
    (folder / "lich.txt").write_text("Thứ hai: 19 giờ.\n", "utf-8")
    Image.effect_noise((400, 300), 50).save(folder / "san.png")
    leaflet = FPDF()
    leaflet.add_page()
    (folder / "to-roi.pdf").write_bytes(bytes(leaflet.output()))
    (folder / "van-ban.md").write_text(
        "---\nkind: document\ntitle: Kế hoạch học tập của xã Mẫu\nnumber: 12/KH-UBND\n"
        "issuer: UBND xã Mẫu\nissued: 2026-02-03\n"
        "based_on:\n  - 34/QĐ-UBND, 5/1/2026, UBND huyện Mẫu\n---\nNội dung.\n",
        "utf-8",
    )
    (folder / "hoi.md").write_text(
        "---\nkind: notice\ntitle: Ngày hội sách\nstarts: 2199-04-21\n---\nMời mọi nhà.\n", "utf-8"
    )
    (folder / "bo.md").write_text(
        "---\nkind: training\ntitle: Bộ tập huấn\nattachments: [lich.txt]\n"
        "parts:\n  - file: lich.txt\n---\nBộ mẫu.\n",
        "utf-8",
    )
    (folder / "places.toml").write_text(
        '[[place]]\nname = "tỉnh Mẫu"\nlevel = "province"\n', "utf-8"
    )
    (folder / "targets.toml").write_text(TARGET, "utf-8")
    (folder / "deadlines.toml").write_text(DEADLINE, "utf-8")
    return folder


def recognised() -> None:
    """More decisions of one year, place and title than a page holds; a long list; a file."""
    place = places.every("province")[0]
    for number in range(register_queries.PER_PAGE + 1):
        slug = f"{number}-qd-ubnd"
        make.decision(names=["Lò Văn Mẫu"], place=place, slug=slug, number=f"{number}/QĐ-UBND")
    names = ["Lò Văn Mẫu"] * (list_queries.PER_PAGE + 1)
    make.attach(make.decision(names=names, slug="dai"), b"Danh sach")


def library() -> None:
    """Works on a shelf and in lists, more than a page of them holds."""
    made = catalogue_shelves.fill()
    more = [
        records.save(Record(f"Sách số {n}", kind="sach"), show=True).row.id
        for n in range(lines.PER_PAGE)
    ]
    shelves.hold(made.shelf.id, [shelves.Held(number, 1) for number in more])


def supplement_of_a_place() -> None:
    """What a place lays over a criteria set that can be scored."""
    made = criteria_samples.supplement(
        set_id="don-vi-hoc-tap", version_id="tt-22-2020", thresholds=(),
        place=places.record("tỉnh Thử", "province").slug,
    )  # fmt: skip
    row, _status = criteria.take_in_supplement(made)
    for person in (1, 2):
        criteria.confirm_supplement(row, row.sha256, actor_id=person)
    criteria.publish_supplement(row, seen_version=row.version)


def test_every_endpoint_of_readers_is_frozen_or_says_why_it_is_live(tmp_path: Path) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    app = create_app(settings, desk=False)
    with app.app_context():
        reports = loader.load_paths([full_content(tmp_path / "pages")])
        assert not [report for report in reports if report.status != "loaded"]
        page_pictures.catch_up()
        renditions.catch_up()
        logo = identity.keep_logo(picture()).sha256
        recognised()
        supplement_of_a_place()
        library()
        identity.record(SiteFields(name="Học tập ở xã Mẫu", logo=logo))
        adapter = app.url_map.bind("")
        paths = [address.path for address in rooms.addresses()]
        frozen = {adapter.match(path, method="GET")[0] for path in paths}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - frozen - set(RARE) == set(rooms.LIVE_ENDPOINTS)
    assert len(paths) == len(set(paths))

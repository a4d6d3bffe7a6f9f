"""A page that nothing freezes is an error: over full content, every endpoint has a frozen page."""

from __future__ import annotations

from pathlib import Path

from fpdf import FPDF

from content.identity import commands as identity
from content.identity.fields import SiteFields
from content.loading import loader
from content.publishing.commands import page_pictures
from hub.app import create_app
from hub.config import read_settings
from hub.public import rooms
from tests.desk_forms import picture

RARE = {"sitemap_part": "a second sitemap stands only beside tens of thousands of pages"}
PAGE = "---\nkind: {kind}\ntitle: Bài {n} của xã Mẫu\ndate: 2026-{m:02d}-01\ntopics: [Lớp học]\n"


def full_content(folder: Path) -> Path:
    """Enough of every kind that lists have second pages, and one attached file."""
    folder.mkdir()
    for number in range(45):
        kind = ("news", "guidance", "story", "training", "notice", "page")[number % 6]
        kind = "news" if number > 12 else kind
        page = PAGE.format(kind=kind, n=number, m=number % 12 + 1)
        more = "attachments: [lich.txt, to-roi.pdf]\n" if number == 0 else ""
        (folder / f"{number}.md").write_text(f"{page}{more}---\nThân bài {number}.\n", "utf-8")
    (folder / "lich.txt").write_text("Thứ hai: 19 giờ.\n", "utf-8")
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
    return folder


def test_every_endpoint_of_readers_is_frozen_or_says_why_it_is_live(tmp_path: Path) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    app = create_app(settings, desk=False)
    with app.app_context():
        reports = loader.load_paths([full_content(tmp_path / "pages")])
        assert {report.status for report in reports} == {"loaded"}
        page_pictures.catch_up()
        logo = identity.keep_logo(picture()).sha256
        identity.record(SiteFields(name="Học tập ở xã Mẫu", logo=logo))
        adapter = app.url_map.bind("")
        paths = [address.path for address in rooms.addresses()]
        frozen = {adapter.match(path, method="GET")[0] for path in paths}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints - frozen - set(RARE) == set(rooms.LIVE_ENDPOINTS)
    assert len(paths) == len(set(paths))

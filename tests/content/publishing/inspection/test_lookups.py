"""What the database says of the addresses and files that a text leads to."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from content.database import db, utc_now
from content.publishing.commands import workflow, writing
from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.lookups import MOST_LINKS, known_around
from content.publishing.old_addresses import OldAddress
from content.publishing.snapshot import ItemFields, fields_of
from tests.factories import make_attachment, make_item

pytestmark = pytest.mark.usefixtures("session_app")


def known(body: str, **given: object):
    return known_around(ItemFields(kind="news", title="Bài", body=body), **given)  # type: ignore[arg-type]


def standing(body: str) -> dict[str, str]:
    return {path: target.standing for path, target in known(body).addresses.items()}


def test_an_address_of_an_earlier_site_leads_on() -> None:
    for old, target in (("/gioi-thieu.html", "/lien-he/"), ("/bai-cu/", "/van-ban/")):
        db.session.add(OldAddress(old_path=old, target=target))
    db.session.commit()
    body = "[a](/gioi-thieu.html) [b](/bai-cu) [c](/bai-cu/) [d](/khac.html)"
    found = known(body).addresses
    assert {path: (target.standing, target.path) for path, target in found.items()} == {
        "/gioi-thieu.html": ("moved", "/lien-he/"),
        "/bai-cu": ("moved", "/van-ban/"),
        "/bai-cu/": ("moved", "/van-ban/"),
        "/khac.html": ("missing", ""),
    }


def test_each_state_of_a_page_is_told_apart() -> None:
    later = utc_now() + dt.timedelta(days=2)
    make_item(slug="dang", body="## Mang gì\n\nBút.")
    make_item(slug="nhap", published=False)
    make_item(slug="hen", publish_at=later)
    gone = make_item(slug="go")
    workflow.withdraw(gone.id, "Nhầm", seen_version=gone.version)
    over = make_item(slug="qua", expires_at=utc_now() + dt.timedelta(seconds=1))
    over.expires_at = utc_now() - dt.timedelta(days=1)
    make_item("page", slug="hoi-dap")
    db.session.commit()
    slugs = ("dang", "nhap", "hen", "go", "qua", "khong-co")
    body = " ".join(f"[{slug}](/tin-tuc/{slug}/)" for slug in slugs)
    assert standing(f"{body} [h](/hoi-dap) [k](/khong-co/)") == {
        "/tin-tuc/dang/": "visible",
        "/tin-tuc/nhap/": "draft",
        "/tin-tuc/hen/": "later",
        "/tin-tuc/go/": "withdrawn",
        "/tin-tuc/qua/": "over",
        "/tin-tuc/khong-co/": "missing",
        "/hoi-dap": "visible",
        "/khong-co/": "missing",
    }
    assert known("[a](/tin-tuc/dang/#mang-gi)").addresses["/tin-tuc/dang/"].anchors == {"mang-gi"}


def test_rooms_lists_and_files_of_the_site_are_taken_on_trust() -> None:
    paths = (
        "/", "/tin-tuc/", "/tin-tuc/trang-2/", "/tin-tuc/chu-de/doc-sach/", "/lien-he/",
        "/tieu-chi/cdht/1/index.json", "/feed.xml", "/tin-tuc/feed.xml", "/tai-lieu/cap/xa/",
        "/tim-kiem/?q=a", "/tin-tuc/index.html",
    )  # fmt: skip
    assert standing(" ".join(f"[a{n}]({path})" for n, path in enumerate(paths))) == {}


def test_an_old_address_leads_to_the_new_one() -> None:
    item = make_item(slug="cu")
    changed = writing.save(
        item.id, ItemFields(kind="news", title=item.title, slug="moi"), seen_version=item.version
    )
    workflow.publish(item.id, seen_version=changed.version)
    target = known("[a](/tin-tuc/cu)").addresses["/tin-tuc/cu"]
    assert (target.standing, target.path) == ("moved", "/tin-tuc/moi/")
    workflow.withdraw(item.id, "Nhầm", seen_version=item.version)
    assert standing("[a](/tin-tuc/cu/)") == {"/tin-tuc/cu/": "withdrawn"}


def test_files_that_readers_can_fetch() -> None:
    public, own, draft = (make_attachment(f"{name}.txt", name.encode()) for name in "abc")
    make_item(attachments=(public,))
    make_item(attachments=(draft,), published=False)
    path = {a.file_name: f"/tep/{a.sha256[:16]}/{a.file_name}" for a in (public, own, draft)}
    body = " ".join(f"[{name}]({where})" for name, where in path.items())
    fields = ItemFields(kind="news", title="Bài", body=body, attachments=(own,))
    assert known_around(fields).files == {path["a.txt"], path["b.txt"]}
    told = [f for f in inspect(fields, known_around(fields)).must if f.code == "link-file"]
    assert [body[f.start : f.end] for f in told] == [f"[c.txt]({path['c.txt']})"]


def test_contacts_are_known_however_they_are_written() -> None:
    lines = ["0215 3825 123; +84 912 345 678", "UBND@xa.example", ""]
    found = known("", contacts=lines)
    assert found.phones == {"02153825123", "0912345678"}
    assert found.mails == {"ubnd@xa.example"}


def test_an_item_tells_whether_readers_have_seen_it() -> None:
    item, draft = make_item(), make_item(published=False)
    assert known_around(fields_of(item), item).published
    assert not known_around(fields_of(draft), draft).published


def test_thousands_of_links_ask_the_database_a_few_times() -> None:
    body = " ".join(f"[a{n}](/tin-tuc/bai-{n}/)" for n in range(5000))
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    sa.event.listen(db.engine, "before_cursor_execute", note)
    found = known(body)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len(found.addresses) == MOST_LINKS
    assert len(asked) <= 2 * MOST_LINKS / 100 + 2

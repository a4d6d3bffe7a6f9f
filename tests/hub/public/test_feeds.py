"""Feeds: valid Atom with absolute addresses, whatever the texts hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from content.database import db
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from hub.public import feeds
from hub.public.feeds import KINDS, legal
from tests.factories import make_item, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: FlaskClient, path: str = "/feed.xml") -> Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/atom+xml"
    root: Element = fromstring(answer.data)
    return root


def text(element: Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None, name
    assert found.text
    return found.text


def links(element: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_the_feed_has_what_atom_requires(client: FlaskClient) -> None:
    make_item("news", "Tin một", summary="Tóm tắt", topics=(make_topic("Đọc sách").slug,))
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        assert text(element, "id").startswith("tag:hoc.example,")
        assert text(element, "title")
        assert dt.datetime.fromisoformat(text(element, "updated")).tzinfo is not None
    assert text(root, f"author/{ATOM}name")
    assert links(root)["self"] == "https://hoc.example/feed.xml"
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert links(entry)["alternate"] == "https://hoc.example/tin-tuc/tin-mot/"
    assert text(entry, "summary") == "Tóm tắt"
    category = entry.find(f"{ATOM}category")
    assert category is not None
    assert category.attrib == {"term": "doc-sach", "label": "Đọc sách"}


@pytest.mark.parametrize("section", KINDS)
def test_each_section_has_its_own(client: FlaskClient, section: str) -> None:
    for kind in KINDS.values():
        make_item(kind, f"Bài {kind}")
    root = feed(client, f"/{section}/feed.xml")
    assert [text(e, "title") for e in root.findall(f"{ATOM}entry")] == [f"Bài {KINDS[section]}"]
    assert links(root)["self"] == f"https://hoc.example/{section}/feed.xml"
    assert len({text(feed(client, f"/{s}/feed.xml"), "id") for s in KINDS}) == len(KINDS)


def test_an_empty_feed_is_valid_too(client: FlaskClient) -> None:
    root = feed(client)
    assert root.findall(f"{ATOM}entry") == []
    assert text(root, "updated")


def test_the_twenty_newest_and_no_draft(client: FlaskClient) -> None:
    for number in range(23):
        make_item("news", f"Tin {number}", date=dt.date(2026, 1, 1 + number))
    make_item("news", "Nháp", published=False, date=dt.date(2026, 3, 1))
    make_item("page", "Trang giới thiệu", date=dt.date(2026, 3, 1))
    titles = [text(entry, "title") for entry in feed(client).findall(f"{ATOM}entry")]
    assert titles == [f"Tin {number}" for number in range(22, 2, -1)]


def test_updated_is_the_last_publication_and_the_id_stays(client: FlaskClient, clock: Any) -> None:
    item = make_item("news", "Tin cũ")
    before = feed(client).find(f"{ATOM}entry")
    assert before is not None
    moment = clock.forward(days=3)
    changed = replace(fields_of(item), title="Tin mới", slug="tin-moi")
    item = writing.save(item.id, changed, seen_version=item.version)
    waiting = feed(client).find(f"{ATOM}entry")
    assert waiting is not None
    assert text(waiting, "updated") == text(before, "updated")
    workflow.publish(item.id, seen_version=item.version)
    root = feed(client)
    after = root.find(f"{ATOM}entry")
    assert after is not None
    assert text(after, "title") == "Tin mới"
    assert text(after, "id") == text(before, "id")
    assert dt.datetime.fromisoformat(text(after, "updated")) == moment
    assert text(root, "updated") == text(after, "updated")


def test_no_text_can_break_the_feed(client: FlaskClient) -> None:
    item = make_item("news", "Tin")
    nasty = "]]></title><script>alert(1)</script>&\x0b\x00\x1b\ufffe\uffff😀"
    for column in ("title", "summary"):
        db.session.execute(
            db.update(Item).where(Item.id == item.id).values({column: nasty.replace("\x00", "")})
        )
    db.session.commit()
    entry = feed(client).find(f"{ATOM}entry")
    assert entry is not None
    assert text(entry, "title") == "]]></title><script>alert(1)</script>&😀"
    assert list(entry.iter(f"{ATOM}script")) == []


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert legal("a\x00\x08\x0b\x0c\x1f\ud800\ufffeb\tc\nđ😀") == "ab\tc\nđ😀"


@pytest.mark.usefixtures("client")
def test_every_feed_is_frozen() -> None:
    paths = [address.path for address in feeds.addresses()]
    assert paths == ["/feed.xml", *(f"/{section}/feed.xml" for section in KINDS)]

"""What programs ask first: a sitemap of all pages and nothing else, robots.txt, OpenAPI."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient

from content.publishing.commands import workflow
from hub.public import discovery, rooms
from tests.factories import cites, make_attachment, make_document, make_item, make_topic

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://hoc.example"


def sitemap(client: FlaskClient, path: str = "/sitemap.xml") -> dict[str, str | None]:
    answer = client.get(path)
    assert answer.mimetype == "application/xml"
    root = fromstring(answer.data)
    return {url.findtext(f"{NS}loc") or "": url.findtext(f"{NS}lastmod") for url in root}


def test_the_sitemap_names_every_page_of_what_is_visible(client: FlaskClient) -> None:
    shown = [
        make_item("news", "Tin", topics=(make_topic("Đọc sách").slug,)),
        make_item("page", "Giới thiệu"),
        make_document(links=(cites("1/QĐ-TTg"),)),
    ]
    make_item("news", "Nháp", slug="nhap", published=False)
    found = sitemap(client)
    for item in shown:
        moment = found[SITE + item.path]
        assert moment is not None
        assert dt.datetime.fromisoformat(moment) == item.updated_at.replace(microsecond=0)
    for path in ("/", "/tin-tuc/", "/van-ban/", "/lien-he/", "/tin-tuc/chu-de/doc-sach/"):
        assert SITE + path in found
    assert not [url for url in found if "nhap" in url]


def test_each_address_of_the_sitemap_is_a_page(client: FlaskClient) -> None:
    make_item("news", "Tin", topics=(make_topic("Đọc sách").slug,))
    make_document(links=(cites("1/QĐ-TTg"),))
    found = sitemap(client)
    assert len(found) >= 8
    for url in found:
        assert client.get(url.removeprefix(SITE)).status_code == 200, url


def test_the_sitemap_follows_the_content(client: FlaskClient, clock: Any) -> None:
    item = make_item("news", "Tin")
    later = make_item("news", "Hẹn giờ", expires_at=clock.now + dt.timedelta(hours=1))
    assert {SITE + item.path, SITE + later.path} <= set(sitemap(client))
    workflow.withdraw(item.id, "Gỡ.", seen_version=item.version)
    assert SITE + item.path not in sitemap(client)
    clock.forward(hours=2)
    assert SITE + later.path not in sitemap(client)


def test_a_large_site_has_an_index_of_parts(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        make_item("news", f"Tin {number}")
    whole = sitemap(client)
    monkeypatch.setattr(discovery, "MOST_IN_A_PART", 5)
    parts = sitemap(client)
    assert list(parts) == [f"{SITE}/sitemap-{n}.xml" for n in range(1, len(parts) + 1)]
    found = [sitemap(client, part.removeprefix(SITE)) for part in parts]
    assert max(map(len, found)) == 5
    assert sum(map(len, found)) == len(whole)
    assert {url for part in found for url in part} == set(whole)
    assert {f"/sitemap-{n}.xml" for n in range(1, len(parts) + 1)} <= {
        address.path for address in discovery.addresses()
    }
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_a_small_site_has_no_parts(client: FlaskClient) -> None:
    assert client.get("/sitemap-1.xml").status_code == 404


def test_crawlers_are_kept_out_of_what_is_not_for_them(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    rules = RobotFileParser()
    rules.parse(answer.text.splitlines())
    for path in ("/quan-tri/", "/xem-truoc/abc/", "/tim-kiem/?q=a", "/api/v1/search?q=a"):
        assert not rules.can_fetch("*", SITE + path)
    for path in ("/", "/tin-tuc/", "/van-ban/x/", "/static/a.css", "/tep/0/a.pdf"):
        assert rules.can_fetch("*", SITE + path)
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]


def test_openapi_describes_every_json_address(client: FlaskClient) -> None:
    described = client.get("/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": SITE}]
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule)
        for route in rooms.ROUTES
        if route.rule.startswith("/api/") or route.rule.endswith(".json")
    }
    assert set(described["paths"]) == served - {"/openapi.json"}


def test_answers_are_as_openapi_says(client: FlaskClient) -> None:
    make_item("news", "Học tập suốt đời")
    schemas = client.get("/openapi.json").get_json()["components"]["schemas"]
    answer = client.get("/api/v1/search?q=hoc").get_json()
    error = client.get("/api/v1/search?limit=x").get_json()
    assert answer["results"]
    for value, name in ((answer, "Answer"), (answer["results"][0], "Result"), (error, "Error")):
        assert set(value) == set(schemas[name]["properties"]) == set(schemas[name]["required"])
    types = {"string": str, "integer": int, "number": (int, float), "array": list}
    for value, name in ((answer, "Answer"), (answer["results"][0], "Result"), (error, "Error")):
        for key, schema in schemas[name]["properties"].items():
            assert isinstance(value[key], types[schema["type"]]), key


@pytest.mark.usefixtures("client")
def test_what_is_frozen_and_what_is_not() -> None:
    make_item("training", "Tài liệu", attachments=(make_attachment(),))
    paths = [address.path for address in discovery.addresses()]
    assert paths == ["/robots.txt", "/sitemap.xml"]
    assert "openapi" in rooms.LIVE_ENDPOINTS

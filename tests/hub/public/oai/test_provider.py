"""OAI-PMH: every verb and error, lists that go on, what went away, two harvesters of others."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from lxml import etree
from oaipmh_scythe import Scythe
from sickle import Sickle

from content.catalogue.commands import records
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Name, Record
from content.database import db
from content.publishing import desk_queries
from content.publishing.commands import workflow
from content.publishing.models import Item
from hub.public.oai import listing, tokens
from hub.public.oai.tokens import Place
from tests.factories import make_item
from tests.serving import on_port

OAI = "{http://www.openarchives.org/OAI/2.0/}"
NOBODY = "oai:hoc.example:bai/999"
LIST = "verb=ListIdentifiers&metadataPrefix=oai_dc"


@pytest.fixture
def stock(app, clock) -> Iterator[None]:
    """Two publications of which one was withdrawn, two works of which one went."""
    with app.app_context():
        make_item("guidance", "Đăng ký lớp & sổ <tay>", slug="dang-ky")
        gone = make_item("news", "Tin cũ", slug="tin-cu")
        records.save(Record("Sách của ta", kind="sach", names=(Name("Lò Văn Mẫu"),)), show=True)
        over = records.save(Record("Bỏ", kind="sach"), show=True).row.id
        clock.forward(hours=1)
        item = desk_queries.by_id(gone.id)
        workflow.withdraw(item.id, "Đã cũ.", seen_version=item.version)
        records.drop([over])
        clock.forward(hours=1)
        yield
        db.session.remove()


@pytest.fixture
def ask(client):
    """Asks, checks that the answer is XML for a reader that mends nothing, and parses it."""

    def asked(query: str, **given: str) -> etree._Element:
        answer = client.post("/oai", data=given) if given else client.get(f"/oai?{query}")
        assert answer.status_code == 200
        assert answer.content_type == "text/xml; charset=UTF-8"
        checked = subprocess.run(["xmllint", "--noout", "-"], input=answer.data, check=False)
        assert checked.returncode == 0
        return etree.fromstring(answer.data)

    return asked


def codes(root) -> list[str]:
    return [one.get("code") for one in root.iter(f"{OAI}error")]


def headers(root) -> dict[str, bool]:
    """Identifier → whether it is told to be deleted."""
    return {
        one.findtext(f"{OAI}identifier"): one.get("status") == "deleted"
        for one in root.iter(f"{OAI}header")
    }


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["badVerb"]),
        ("verb=Nope", ["badVerb"]),
        ("verb=Identify&verb=Identify", ["badVerb"]),
        ("verb=Identify&set=x", ["badArgument"]),
        ("verb=ListRecords", ["badArgument"]),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", ["badArgument"]),
        ("verb=GetRecord&identifier=x&la=1", ["badArgument", "badArgument"]),
        (f"{LIST}&from=2026-13-01", ["badArgument"]),
        (f"{LIST}&from=2026-1-1", ["badArgument"]),
        (f"{LIST}&from=2026-01-01&until=2026-01-02T00:00:00Z", ["badArgument"]),
        (f"{LIST}&from=2026-02-01&until=2026-01-01", ["badArgument"]),
        ("verb=ListRecords&resumptionToken=x&metadataPrefix=oai_dc", ["badArgument"]),
        ("verb=ListRecords&resumptionToken=khong", ["badResumptionToken"]),
        ("verb=ListSets&resumptionToken=khong", ["badResumptionToken"]),
        ("verb=ListRecords&metadataPrefix=mods", ["cannotDisseminateFormat"]),
        ("verb=GetRecord&identifier=oai:la:1&metadataPrefix=oai_dc", ["idDoesNotExist"]),
        (f"verb=GetRecord&metadataPrefix=oai_dc&identifier={NOBODY}", ["idDoesNotExist"]),
        ("verb=ListMetadataFormats&identifier=oai:la:1", ["idDoesNotExist"]),
        (f"{LIST}&until=1999-01-01", ["noRecordsMatch"]),
        (f"{LIST}&set=khong", ["noRecordsMatch"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(stock, ask, query, wanted):
    root = ask(query)
    assert codes(root) == wanted
    request = root.find(f"{OAI}request")
    assert request.text == "https://hoc.example/oai"
    assert bool(request.attrib) == (wanted[0] not in ("badVerb", "badArgument"))


def test_who_it_is_and_what_it_gives(stock, ask):
    root = ask("verb=Identify")
    assert root.findtext(f".//{OAI}deletedRecord") == "persistent"
    assert root.findtext(f".//{OAI}granularity") == "YYYY-MM-DDThh:mm:ssZ"
    assert root.findtext(f".//{OAI}earliestDatestamp") == "2026-10-20T01:00:00Z"
    assert "hoc.example" in etree.tostring(root).decode()
    posted = ask("", verb="ListMetadataFormats")
    prefixes = [one.text for one in posted.iter(f"{OAI}metadataPrefix")]
    assert prefixes == ["oai_dc", "marcxml"]
    specs = [one.text for one in ask("verb=ListSets").iter(f"{OAI}setSpec")]
    assert {"an-pham", "an-pham:huong-dan", "thu-vien", "thu-vien:sach"} <= set(specs)
    assert len(specs) == len(set(specs))


def test_what_went_away_is_told_for_ever(stock, ask, app):
    root = ask(LIST)
    told = headers(root)
    assert sorted(told.values()) == [False, False, True, True]
    gone = [name for name, deleted in told.items() if deleted]
    for name in gone:
        one = ask(f"verb=GetRecord&identifier={name}&metadataPrefix=marcxml")
        assert one.find(f".//{OAI}header").get("status") == "deleted"
        assert one.find(f".//{OAI}metadata") is None
    late = ask(f"{LIST}&from=2026-10-20T01:30:00Z")
    assert sorted(headers(late)) == sorted(gone)
    assert headers(ask(f"{LIST}&set=thu-vien:sach")).keys() == {
        name for name in told if ":thu-vien/" in name
    }
    assert len(headers(ask(f"{LIST}&from=2026-10-20&until=2026-10-20"))) == 4


def test_a_record_in_both_formats(stock, ask):
    [name] = [n for n, gone in headers(ask(f"{LIST}&set=thu-vien")).items() if not gone]
    core = ask(f"verb=GetRecord&identifier={name}&metadataPrefix=oai_dc")
    assert "Lò Văn Mẫu" in etree.tostring(core, encoding="unicode")
    marc = ask(f"verb=GetRecord&identifier={name}&metadataPrefix=marcxml")
    fields = {one.get("tag") for one in marc.iter("{http://www.loc.gov/MARC21/slim}datafield")}
    assert {"100", "245", "856"} <= fields


def test_the_clock_alone_publishes_and_ends(app, ask, clock):
    with app.app_context():
        now = clock()
        times = {
            "publish_at": now + dt.timedelta(hours=2),
            "expires_at": now + dt.timedelta(hours=4),
        }
        make_item("news", "Hẹn giờ", slug="hen", **times)
    clock.forward(hours=1)
    assert codes(ask(LIST)) == ["noRecordsMatch"]
    clock.forward(hours=2)
    assert list(headers(ask(LIST)).values()) == [False]
    stamp = ask(LIST).findtext(f".//{OAI}datestamp")
    assert stamp == "2026-10-20T03:00:00Z"
    clock.forward(hours=2)
    told = ask(f"{LIST}&from=2026-10-20T04:00:00Z")
    assert list(headers(told).values()) == [True]
    assert told.findtext(f".//{OAI}datestamp") == "2026-10-20T05:00:00Z"


@pytest.fixture
def many(app, clock, monkeypatch) -> Iterator[None]:
    """Six works and three publications, in pages of three; two works share a moment."""
    monkeypatch.setattr(listing, "PAGE", 3)
    with app.app_context():
        for number in range(9):
            if number != 4:
                clock.forward(minutes=1)
            if number % 3 == 2:
                make_item("news", f"Tin {number}", slug=f"tin-{number}")
            else:
                records.save(Record(f"Sách {number}"), show=True)
        clock.forward(minutes=1)
        yield
        db.session.remove()


def pages(ask, query: str) -> list[etree._Element]:
    found = [ask(query)]
    while (token := found[-1].find(f".//{OAI}resumptionToken")) is not None and token.text:
        verb = re.search(r"verb=(\w+)", query)[1]
        found.append(ask(f"verb={verb}&resumptionToken={token.text}"))
    return found


def test_a_list_of_whole_pages_promises_no_empty_one(many, ask):
    found = pages(ask, LIST)
    assert [len(headers(page)) for page in found] == [3, 3, 3]
    last = found[-1].find(f".//{OAI}resumptionToken")
    assert (last.text, last.get("completeListSize"), last.get("cursor")) == (None, "9", "6")
    assert len({name for page in found for name in headers(page)}) == 9
    assert ask(f"{LIST}&set=an-pham").find(f".//{OAI}resumptionToken") is None


def test_a_token_may_be_used_again_and_new_works_shift_nothing(many, ask, app, clock):
    first = ask(LIST)
    token = first.findtext(f".//{OAI}resumptionToken")
    once = headers(ask(f"verb=ListIdentifiers&resumptionToken={token}"))
    with app.app_context():
        records.save(Record("Mới"), show=True)
        records.set_state([db.session.scalars(sa.select(LibraryRecord.id)).first()], "hidden")
    clock.forward(minutes=5)
    assert headers(ask(f"verb=ListIdentifiers&resumptionToken={token}")) == once
    assert codes(ask(f"verb=ListIdentifiers&resumptionToken={token}x")) == ["badResumptionToken"]
    assert tokens.read(tokens.write(Place("oai_dc", "", None, clock()))) == Place(
        "oai_dc", "", None, clock()
    )


def test_two_harvesters_of_others_take_it_all(many, app, clock):
    with app.app_context():
        records.drop([db.session.scalars(sa.select(LibraryRecord.id)).first()])
    clock.forward(minutes=1)
    with on_port(app) as address:
        sickle = Sickle(f"{address}/oai")
        told = list(sickle.ListRecords(metadataPrefix="oai_dc"))
        assert len(told) == 9
        assert sum(record.deleted for record in told) == 1
        titles = {record.metadata["title"][0] for record in told if not record.deleted}
        assert "Tin 2" in titles
        assert len(list(sickle.ListIdentifiers(metadataPrefix="marcxml", set="thu-vien"))) == 6
        with Scythe(f"{address}/oai") as scythe:
            assert scythe.identify().protocolVersion == "2.0"
            assert len(list(scythe.list_records(metadata_prefix="marcxml"))) == 9
            assert len(list(scythe.list_sets())) == len(listing_of(app))


def listing_of(app) -> list[tuple[str, str]]:
    with app.app_context():
        return listing.sets()


def test_control_characters_break_nothing(app, ask, clock):
    with app.app_context():
        make_item("news", "Tin", slug="tin")
        db.session.execute(sa.update(Item).values(title="Tin\x0b\x00 \ufffe lạ", summary="\x1b["))
        db.session.commit()
    clock.forward(minutes=1)
    for form in ("oai_dc", "marcxml"):
        root = ask(f"verb=ListRecords&metadataPrefix={form}")
        assert "Tin  lạ" in etree.tostring(root, encoding="unicode").replace("Tin lạ", "Tin  lạ")

"""Harvesting from peers on loopback, good ones and bad ones."""

from __future__ import annotations

import socket
import subprocess
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from content.catalogue import queries
from content.catalogue.commands import sources
from content.catalogue.commands.sources import SourceFields
from content.catalogue.harvest import addresses, batches, fetching, oai_client, run, schedule
from content.catalogue.harvest.fetching import Manner, Unreachable
from content.catalogue.harvest.isbn import look_up_isbn
from content.catalogue.models import LibraryRecord, RecordOrigin
from content.catalogue.source_models import CatalogueSource
from content.database import db
from content.errors import BadInput
from tests.content.catalogue import peers


def source(url: str, protocol: str = "oai", **given) -> int:
    fields = SourceFields("Kho Mẫu", protocol, url, direct=True, allow_internal=True, **given)
    return sources.save(fields, may_open=True).id


def harvest(number: int, **given):
    return run.carry_out(number, wait=lambda _seconds: None, **given)


def counted(done) -> dict[str, int]:
    return {key: value for key, value in done.counts.items() if value}


def pages(*answers):
    """Answers of ListRecords in their order; the token is the number of the next one."""

    def answer(asked):
        if asked["verb"] == "Identify":
            return peers.xml(peers.IDENTIFY)
        return answers[int(asked.get("resumptionToken", 0))]

    return answer


def test_a_real_provider_and_a_second_run_changes_nothing(session_app):
    with peers.provider() as peer:
        number = source(peer.url)
        done = harvest(number)
        assert (done.state, counted(done)) == ("done", {"new": 117})
        assert [one.get("verb") for one in peer.asked] == ["Identify", *["ListRecords"] * 3]
        row = db.session.scalars(sa.select(LibraryRecord).limit(1)).one()
        assert row.byline == "Nguyễn Văn Mẫu"
        assert sources.known(number).taken_until.endswith("Z")
        last = db.session.scalar(sa.select(sa.func.max(LibraryRecord.version)))
        again = harvest(number)
        assert (again.state, counted(again)) == ("done", {})  # nothing changed since
        assert peer.asked[-1]["from"] == sources.known(number).taken_until[:19] + "Z"
        assert db.session.scalar(sa.select(sa.func.max(LibraryRecord.version))) == last
        met = oai_client.meet(peer.url, Manner(internal=True))
        assert (met.name, met.formats) == ("Kho thử", ["oai_dc"])
        assert met.sets == [("chan", "Số chẵn"), ("le", "Số lẻ")]
        fields = SourceFields("Kho Mẫu", "oai", peer.url, settings={"sets": ["chan"]}, direct=True)
        sources.save(fields, row_id=number, seen_version=sources.known(number).version)
        chosen = harvest(number)  # another question: everything is asked for again
        assert counted(chosen) == {"same": 52}


def test_a_run_that_was_killed_goes_on_from_its_page(session_app):
    answer = pages(
        peers.listed(peers.entry(1) + peers.entry(2), "1"),
        peers.listed(peers.entry(3), "2"),
        peers.listed(peers.entry(4)),
    )
    with peers.serving(answer) as peer:
        number = source(peer.url)

        def killed(_read, _size):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            harvest(number, show=killed)
        db.session.rollback()
        assert queries.count() == 2
        peer.asked.clear()
        done = harvest(number)
        assert [one.get("resumptionToken") for one in peer.asked] == ["1", "2"]
        assert (done.state, counted(done)) == ("done", {"new": 4})
        assert sources.known(number).checkpoint == {}
        assert sources.known(number).taken_until == "2026-01-02"


def test_a_turn_that_is_over_goes_on_and_a_dead_token_begins_the_set_again(session_app):
    error = peers.xml('<error code="badResumptionToken">old</error>')
    whole = peers.listed(peers.entry(1) + peers.entry(2), "1")
    answers = [whole, error]
    with peers.serving(pages(*answers)) as peer:
        number = source(peer.url)
        done = harvest(number, enough=lambda: True)
        assert (done.state, done.message) == ("stopped", "")
        answers = [peers.listed(peers.entry(1) + peers.entry(2) + peers.entry(3)), error]
    with peers.serving(pages(*answers)) as peer:
        row = sources.known(number)
        row.address = peer.url
        db.session.commit()
        done = harvest(number)
        assert (done.state, counted(done)) == ("done", {"new": 3, "same": 2})


@pytest.mark.parametrize(
    ("second", "state", "reason"),
    [
        (peers.listed(peers.entry(3), "1"), "failed", "mã trang đã dùng"),
        (peers.listed(peers.entry(1) + peers.entry(2), "2"), "failed", "không tiến"),
        (peers.listed("", "2"), "failed", "trang rỗng"),
        ((200, {}, b"<!DOCTYPE html><html>Login</html>"), "stopped", "trang web"),
        ((500, {}, b""), "stopped", "gặp lỗi"),
        ((200, {}, b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "stopped", "DOCTYPE"),
    ],
)
def test_bad_pages_end_a_run_with_a_reason_and_lose_nothing(session_app, second, state, reason):
    first = peers.listed(peers.entry(1) + peers.entry(2), "1")
    with peers.serving(pages(first, second, peers.listed("", "3"), peers.listed("", "4"))) as peer:
        done = harvest(source(peer.url))
        assert (done.state, done.counts["new"] >= 2) == (state, True)
        assert reason in done.message
        assert queries.count() >= 2


def test_an_endless_list_is_cut(session_app):
    def answer(asked):
        if asked["verb"] == "Identify":
            return peers.xml(peers.IDENTIFY)
        at = int(asked.get("resumptionToken", 0))
        return peers.listed(peers.entry(at), str(at + 1))

    with peers.serving(answer) as peer:
        done = harvest(source(peer.url), most=5)
        assert (done.state, counted(done)) == ("failed", {"new": 4})
        assert "dài quá 5 bản ghi" in done.message


def test_a_broken_page_costs_only_its_broken_record(session_app):
    inside = peers.entry(1, "Bàn\x0b & ghế") + peers.entry(2, "<b>") + peers.entry(3)
    broken = peers.listed(inside, "1")
    broken = (200, {}, broken[2].replace("Sổ".encode(), b"S\xff"))
    with peers.serving(pages(broken, peers.listed(peers.entry(4)))) as peer:
        done = harvest(source(peer.url))
        assert (done.state, counted(done)) == ("done", {"new": 3, "refused": 1})
        assert done.refusals[0]["where"] == "oai:mau:2"
        titles = set(db.session.scalars(sa.select(LibraryRecord.title)))
        assert titles == {"Bàn & ghế", "S\ufffd tay số 3", "Sổ tay số 4"}


def test_a_page_that_was_cut_off_is_asked_for_once_more(session_app):
    whole = peers.listed(peers.entry(1) + peers.entry(2))
    answers = [(200, {}, whole[2][:-90]), whole]
    answer = {"Identify": lambda: peers.xml(peers.IDENTIFY), "ListRecords": lambda: answers.pop(0)}
    with peers.serving(lambda asked: answer[asked["verb"]]()) as peer:
        assert counted(harvest(source(peer.url))) == {"new": 2}


def test_busy_sources_are_asked_again_after_they_said(session_app):
    left = ["7", "Fri, 01 Jan 2027 00:00:00 GMT", "x"]
    waited = []

    def answer(asked):
        if left:
            return 503, {"Retry-After": left.pop(0)}, b""
        return peers.xml(peers.IDENTIFY)

    with peers.serving(answer) as peer:
        manner = Manner(internal=True, wait=waited.append)
        with pytest.raises(Unreachable, match="bảo chờ"):  # until the year 2027
            fetching.fetch(f"{peer.url}?verb=Identify", manner)
        fetching.fetch(f"{peer.url}?verb=Identify", manner)
        assert waited == [7.0, 30.0]


def test_a_hundred_thousand_deletions_leave_no_row(session_app):
    def answer(asked):
        if asked["verb"] == "Identify":
            return peers.xml(peers.IDENTIFY)
        at = int(asked.get("resumptionToken", 0))
        gone = "".join(peers.entry(at * 20_000 + n, deleted=True) for n in range(20_000))
        first = peers.entry(-1) if at == 0 else ""
        return peers.listed(first + gone, str(at + 1) if at < 4 else "")

    with peers.serving(answer) as peer:
        done = harvest(source(peer.url))
        assert (done.state, counted(done)) == ("done", {"new": 1})
        assert len(peer.asked) == 6
        assert db.session.scalar(sa.select(sa.func.count()).select_from(RecordOrigin)) == 1


def test_certificates_are_named_and_passed_over_only_when_set(session_app, tmp_path):
    answer = pages(peers.listed(peers.entry(1)))
    with peers.serving(answer, peers.expired(tmp_path)) as peer:
        with pytest.raises(Unreachable, match=r"chứng chỉ (đã hết hạn|tự ký)"):
            fetching.fetch(peer.url, Manner(internal=True))
        done = harvest(source(peer.url, insecure_tls=True))
        assert counted(done) == {"new": 1}


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://0x7f000001/", "http://169.254.169.254/latest",
        "http://[::ffff:127.0.0.1]/", "http://10.0.0.1/", "http://localhost/", "http://100.64.0.1/",
        "http://[64:ff9b::7f00:1]/", "file:///etc/passwd", "gopher://127.0.0.1/", "http://a:b@x.vn/",
        "http://0.0.0.0/",
    ],
)  # fmt: skip
def test_inner_addresses_are_refused(url):
    with pytest.raises(BadInput):
        addresses.judge(url)


def test_redirects_are_judged_too_and_counted(monkeypatch, session_app):
    def answer(asked):
        if asked["path"] == "/inner":
            return 200, {}, b"<secret/>"
        return 302, {"Location": "/again"}, b""

    with peers.serving(answer) as peer:
        with pytest.raises(Unreachable, match="chuyển hướng quá 5 lần"):
            fetching.fetch(peer.url, Manner(internal=True))
        assert len(peer.asked) == 6
        # The first address is of the open network as far as judging goes; the second is not.
        real = addresses.is_public
        monkeypatch.setattr(addresses, "is_public", lambda n: n == "127.0.0.1" or real(n))
        away = (302, {"Location": "http://127.0.0.2/x"}, b"")
        with (
            peers.serving(lambda _: away) as other,
            pytest.raises(BadInput, match="mạng nội bộ"),
        ):
            fetching.fetch(other.url, Manner())


def test_answers_are_bounded(session_app):
    long = (200, {}, b"<a>" + b"x" * 3_000_000)
    with (
        peers.serving(lambda _: long) as peer,
        pytest.raises(Unreachable, match="dài hơn 1 MB"),
    ):
        fetching.fetch(peer.url, Manner(internal=True, most_bytes=2**20))


def test_filters_of_a_source(session_app):
    inside = "".join(peers.entry(n, title) for n, title in ((1, "Khuyến học"), (32, "Hóa học")))
    with peers.serving(pages(peers.listed(inside))) as peer:
        number = source(peer.url, settings={"subjects": ["khuyen hoc"], "year_from": 1991})
        assert counted(harvest(number)) == {"new": 1, "left_out": 1}


def test_schedules_ask_once(session_app):
    with peers.serving(pages(peers.listed(peers.entry(1)))) as peer:
        number = source(peer.url, schedule="daily")
        assert (schedule.ask_due(), schedule.ask_due()) == (1, 1)  # one job, asked for twice
        jobs = Counter(schedule.jobs.newest("harvest")[0].arguments)
        assert jobs == {"source": number}
        harvest(number)
        assert schedule.ask_due() == 0


def test_a_dropped_source_leaves_its_records(session_app):
    with peers.serving(pages(peers.listed(peers.entry(1)))) as peer:
        number = source(peer.url)
        harvest(number)
    sources.drop(number)
    assert queries.count() == 1
    assert queries.facet_values("source") == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CatalogueSource)) == 0


def test_presets_are_nine_and_paused(session_app):
    shipped = sources.presets()
    assert len(shipped) == 9
    row = sources.add_preset(shipped[0]["address"])
    assert (row.paused, row.direct, row.remark) == (True, False, shipped[0]["seen"])
    assert len(sources.presets()) == 8
    with pytest.raises(BadInput, match="tạm dừng"):
        run.carry_out(row.id)


def test_inner_addresses_are_for_those_who_may(session_app):
    given = SourceFields("Kho", "oai", "http://127.0.0.1/oai", allow_internal=True)
    row = sources.save(given)
    assert not row.allow_internal
    row = sources.save(given, row_id=row.id, seen_version=row.version, may_open=True)
    moved = SourceFields("Kho", "oai", "http://127.0.0.2/oai")
    with pytest.raises(BadInput, match="quyền cài đặt"):
        sources.save(moved, row_id=row.id, seen_version=row.version)


def test_sru_of_yaz(session_app):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["yaz-ztest", f"tcp:127.0.0.1:{port}"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}/Default"
        manner = Manner(internal=True)
        for _try in range(100):
            try:
                fetching.fetch(f"{url}?version=1.1&operation=explain", manner)
                break
            except Unreachable:
                time.sleep(0.05)
        number = source(url, "sru", settings={"query": "computer"})
        done = harvest(number)
        assert (done.state, done.message) == ("done", "")
        assert done.counts["new"] > 5
        found = look_up_isbn("9780306406157")
        assert {name for name, _ in found} == {"Kho Mẫu"}
    finally:
        server.terminate()
        server.wait()
    assert look_up_isbn("không phải số") == []


def test_the_guard_is_for_any_list():
    guard = batches.Guard(most=1)
    with pytest.raises(batches.Endless):
        guard.page([object()], "next")


def test_opds_feeds_are_followed_once(session_app):
    entry = (
        "<entry><title>{0}</title><id>urn:{0}</id><link href='/{0}.epub' "
        "rel='http://opds-spec.org/acquisition' type='application/epub+zip'/></entry>"
    )
    under = "<entry><title>K</title><link href='{0}' type='application/atom+xml'/></entry>"
    feeds = {
        "/oai": under.format("/a") + under.format("/oai"),
        "/a": entry.format("Một") + "<link rel='next' href='/b'/>",
        "/b": entry.format("Hai") + "<link rel='next' href='/a'/>",
    }

    def answer(asked):
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{feeds[asked['path']]}</feed>"
        return 200, {}, body.encode()

    with peers.serving(answer) as peer:
        number = source(peer.url, "opds")
        assert counted(harvest(number)) == {"new": 2}
        assert len(peer.asked) == 3
        assert counted(harvest(number)) == {"same": 2}

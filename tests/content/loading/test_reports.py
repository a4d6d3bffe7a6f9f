"""Reports of loads: what is kept, what is counted, what comes later, what is forgotten."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
import sqlalchemy as sa

from content import files, jobs
from content.database import db
from content.letters.result import Letters
from content.loading import letter_choices, report_queries, reports, waiting
from content.loading.models import Load, LoadEntry
from content.loading.order import FileReport
from content.publishing.commands import writing
from content.publishing.snapshot import ItemFields
from content.reading.result import Note, Reading
from content.scans import commands as scans
from content.scans.page_text import PageText

pytestmark = pytest.mark.usefixtures("session_app")

SHA = "ab" * 32
UNSURE = Letters("tcvn3", False, "text", "KÕ ho¹ch häc tËp", "Kế hoạch học tập")
SURE = Letters("vni", True, "font", "Keá hoaïch", "Kế hoạch")


def scanned(path: str = "quet.pdf", **given: object) -> FileReport:
    """A file of four pages of which three are pictures."""
    values = {"item_id": 7, "sha256": SHA, "pages": 4, "scanned": (1, 2, 4), **given}
    return FileReport(path, "loaded", "document", "quet", **values)  # type: ignore[arg-type]


def told(*files: FileReport, way: str = "desk", actor_id: int | None = 1) -> Load:
    """A load that told of these files and ended."""
    with reports.recording(way, actor_id=actor_id, draft=True) as load:
        for file in files:
            reports.add(load, file)
    return load


def entry(load: Load, position: int = 1) -> LoadEntry:
    """A file of a load, as the database has it."""
    db.session.expire_all()
    found = report_queries.entry_at(load, position)
    assert found is not None
    return found


def test_a_load_is_told_file_by_file():
    notes = (Note("read", "Đã đọc cả tệp."), Note("dropped", "Bỏ quốc hiệu."))
    load = told(
        FileReport("a.docx", "loaded", "document", "a", notes, item_id=3),
        FileReport("b.docx", "changed", "news", "b", item_id=4),
        FileReport("c.docx", "unchanged", "news", "c", item_id=5),
        FileReport("d.exe", "refused", notes=(Note("refused", "Không nhận tệp .exe."),)),
    )
    found = report_queries.entries(load)
    assert [(e.position, e.path, e.status) for e in found.rows] == [
        (1, "a.docx", "loaded"),
        (2, "b.docx", "changed"),
        (3, "c.docx", "unchanged"),
        (4, "d.exe", "refused"),
    ]
    assert found.rows[0].findings == [
        {"kind": "read", "text": "Đã đọc cả tệp."},
        {"kind": "dropped", "text": "Bỏ quốc hiệu."},
    ]
    assert report_queries.state_of(load) == "whole"
    tally = report_queries.tallies([load])[load.id]
    assert tally == report_queries.Tally(1, 1, 1, 1, waiting=0, person=1)
    assert (tally.total, tally.done) == (4, 3)
    seen = report_queries.entries(load, part="person")
    assert [e.path for e in seen.rows] == ["d.exe"]


def test_each_file_waits_for_one_only():
    """A person, the machine or nobody: guesses and repairs ask nothing of anybody."""
    load = told(
        FileReport("doan.docx", "loaded", notes=(Note("guessed", "Lấy theo lời văn."),)),
        FileReport("sua.docx", "changed", notes=(Note("repaired", "Nối dòng."),)),
        FileReport("thieu.docx", "loaded", notes=(Note("gap", "Không thấy ngày ban hành."),)),
        FileReport("tay.docx", "changed", notes=(Note("edited", "Đã sửa tay."),)),
        FileReport("hoi.txt", "loaded", sha256="cd" * 32, letters=(UNSURE,)),
        FileReport("la.exe", "refused", notes=(Note("refused", "Không nhận tệp .exe."),)),
        scanned(),
        scanned("mat.pdf", sha256=None),
        FileReport("cho.docx", "changed", notes=(Note("waiting", "Bản nháp mới."),)),
    )
    parts = {
        part: [e.path for e in report_queries.entries(load, part=part).rows]
        for part in report_queries.PARTS
    }
    assert parts == {
        "person": ["thieu.docx", "tay.docx", "hoi.txt", "la.exe", "mat.pdf"],
        "machine": ["quet.pdf"],
        "done": ["doan.docx", "sua.docx", "cho.docx"],
    }
    tally = report_queries.tallies([load])[load.id]
    assert (tally.person, tally.machine, tally.done) == (5, 1, 3)


def test_a_scan_that_the_machine_gave_up_waits_for_a_person():
    load = told(scanned())
    reports.recognition_failed(SHA)
    assert (entry(load).waits, entry(load).attention) == (False, True)


def test_a_load_that_a_fault_ends_keeps_what_it_told():
    with (
        pytest.raises(ZeroDivisionError),
        reports.recording("shell") as load,
    ):
        reports.add(load, FileReport("a.md", "loaded", "news", "a"))
        db.session.add(Load(way="never"))  # what the fault interrupts is not kept
        raise ZeroDivisionError
    assert report_queries.state_of(load) == "stopped"
    assert [e.path for e in report_queries.entries(load).rows] == ["a.md"]
    assert db.session.scalar(sa.select(sa.func.count(Load.id))) == 1


def test_a_load_whose_process_died_is_known_by_its_silence(clock):
    load = reports.begin("shell")
    reports.add(load, FileReport("a.md", "loaded", "news", "a"))
    clock.forward(minutes=9)
    assert report_queries.state_of(load) == "running"
    reports.add(load, FileReport("b.md", "loaded", "news", "b"))
    clock.forward(minutes=9)
    assert report_queries.state_of(load) == "running"
    clock.forward(minutes=2)
    assert report_queries.state_of(load) == "stopped"
    assert report_queries.tallies([load])[load.id].total == 2


def test_quiet_files_are_written_together_and_in_their_order():
    load = reports.begin("shell")
    same = [FileReport(f"{number}.md", "unchanged") for number in range(reports.MOST_HELD + 2)]
    for number, file in enumerate(same):
        reports.add(load, file)
        db.session.rollback()  # as the loader does after a refusal
        written = report_queries.tallies([load])[load.id].total
        assert written == (reports.MOST_HELD if number + 1 >= reports.MOST_HELD else 0)
    reports.add(load, FileReport("z.exe", "refused"))
    reports.add(load, FileReport("cuoi.md", "unchanged"))
    reports.end(load)
    last = report_queries.entries(load, page=2).rows
    assert [(e.position, e.path) for e in last] == [
        (51, "50.md"), (52, "51.md"), (53, "z.exe"), (54, "cuoi.md"),
    ]  # fmt: skip


def test_a_report_outlives_the_session_of_its_load():
    load = reports.begin("shell")
    db.session.remove()
    reports.add(load, FileReport("a.md", "loaded", "news", "a"))
    db.session.rollback()
    reports.end(load)
    kept = report_queries.load_of(sa.inspect(load).identity[0])
    assert report_queries.state_of(kept) == "whole"


def test_a_scan_waits_until_its_pages_were_read():
    reading = Reading("", "", "", pages=4, scanned=(1, 2, 4))
    report = scanned(notes=(*waiting.notes(reading), Note("waiting", "Chờ người duyệt.")))
    load = told(report)
    # What the report itself keeps up to date is not kept as a sentence that grows old.
    assert [note["text"] for note in entry(load).findings] == ["Chờ người duyệt."]
    assert report_queries.tallies([load])[load.id].waiting == 1
    other = told(FileReport("khac.docx", "unchanged", sha256=SHA))
    item = writing.create(ItemFields(kind="news", title="Chữ ở đây"))
    reports.recognition_over(SHA, item, "Chữ đã vào bài.")
    read = entry(load)
    assert (read.item_id, read.kind, read.slug) == (item.id, "news", "chu-o-day")
    assert read.findings[1:] == [{"kind": "read", "text": "Chữ đã vào bài."}]
    assert report_queries.tallies([load])[load.id].waiting == 0
    assert entry(other).findings == []
    reports.recognition_over(SHA, item, "Chữ đã vào bài.")  # told once
    assert len(entry(load).findings) == 2


def test_a_worker_may_be_done_before_the_file_is_told_of():
    job = jobs.ask(waiting.RECOGNISE, {"file": SHA}, by=1)
    assert entry(told(scanned())).waits
    job.state = "done"
    db.session.commit()
    assert not entry(told(scanned())).waits


@pytest.mark.parametrize("poor", [False, True])
def test_poorly_recognised_words_are_to_be_looked_at(poor):
    load = told(scanned(scanned=(1,), pages=1))
    reports.recognition_over(SHA, None, "Nhận dạng xong.", poor=poor)
    assert not entry(load).waits
    assert entry(load).attention is poor
    assert entry(load).item_id == 7


def test_the_job_of_a_scan_is_found_by_its_file():
    load = told(scanned(), FileReport("a.md", "loaded", "news", "a"))
    assert report_queries.recognitions(report_queries.entries(load).rows) == {}
    jobs.ask(waiting.RECOGNISE, {"file": "cd" * 32, "item": 9}, by=2)
    old = jobs.ask(waiting.RECOGNISE, {"file": SHA, "item": 7}, by=1)
    new = jobs.ask(waiting.RECOGNISE, {"file": SHA, "item": 8}, by=1)
    assert old.id != new.id
    found = report_queries.recognitions(report_queries.entries(load).rows)
    assert {key: job.id for key, job in found.items()} == {entry(load).id: new.id}
    assert report_queries.open_recognitions() == 3
    assert report_queries.open_recognitions(1) == 2


def test_unsure_letters_ask_until_somebody_answers(clock):
    reading = Reading("", "", "", letters=(SURE, UNSURE))
    file = FileReport(
        "cu.docx", "loaded", "news", "cu", waiting.notes(reading), 7, SHA, letters=(SURE, UNSURE)
    )
    load = told(file)
    asking = entry(load)
    assert asking.asks
    assert asking.findings == []
    assert [e.id for e in report_queries.open_questions()] == [asking.id]
    assert [e.id for e in report_queries.open_questions(1)] == [asking.id]
    assert report_queries.open_questions(2) == []
    converted = Letters("tcvn3", True, "text", UNSURE.before, UNSURE.after)
    after = FileReport(
        "cu.docx", "changed", "document", "1-kh", (Note("repaired", "Đã đổi."),), 7,
        letters=(converted,),
    )  # fmt: skip
    reports.answer(asking, "tcvn3", after, actor_id=5)
    answered = entry(load)
    assert not answered.asks
    assert not answered.attention
    assert report_queries.open_questions() == []
    assert answered.answered["encoding"] == "tcvn3"
    assert answered.answered["by"] == 5
    assert answered.answered["at"] == clock().isoformat()
    assert answered.slug == "1-kh"
    assert answered.findings == [{"kind": "repaired", "text": "Đã đổi."}]
    # The first passages stay, so that a wrong answer can be given anew.
    assert letter_choices.passages(answered.letters) == (UNSURE.before,)


def test_any_name_and_any_passage_can_be_kept():
    name = b"k\xea\x81.docx".decode("utf-8", "surrogateescape")
    odd = Letters("viscii", False, "text", "a\x00\x02b\udc81", "ả")
    load = told(
        FileReport(name, "refused", notes=(Note("refused", f"Không đọc được “{name}”."),)),
        FileReport(
            unicodedata.normalize("NFD", "Kế hoạch.docx"),
            "loaded",
            None,
            None,
            (),
            None,
            SHA,
            letters=(odd,),
        ),
    )
    first, second = report_queries.entries(load).rows
    assert first.path == "k??.docx"
    assert "k??.docx" in first.findings[0]["text"]
    assert second.path == "Kế hoạch.docx"
    assert second.letters[0]["before"] == "a\x02b?"


def test_a_file_with_endless_notes_is_told_of_in_short():
    notes = tuple(Note("dropped", "Bỏ " + "rất dài " * 600) for _ in range(1000))
    load = told(FileReport("a.pdf", "loaded", notes=notes))
    findings = entry(load).findings
    assert len(findings) == reports.MOST_NOTES + 1
    assert findings[-1] == {"kind": "dropped", "text": "Còn 700 điều nữa không ghi hết ở đây."}
    assert max(len(note["text"]) for note in findings) == reports.MOST_TEXT


def test_without_its_original_a_file_cannot_ask_but_says_so():
    reading = Reading("", "", "", letters=(UNSURE,))
    load = told(FileReport("cu.docx", "loaded", notes=waiting.notes(reading), letters=(UNSURE,)))
    assert not entry(load).asks
    assert [note["kind"] for note in entry(load).findings] == ["todo"]
    assert entry(load).attention


def test_old_loads_are_forgotten_but_not_while_they_ask(clock, monkeypatch):
    asking = told(FileReport("hoi.txt", "loaded", sha256=SHA, letters=(UNSURE,)))
    told(FileReport("cu.md", "loaded"))
    clock.forward(days=401)
    monkeypatch.setattr(reports, "MOST_LOADS", 3)
    newer = [told(FileReport(f"{number}.md", "loaded")) for number in range(4)]
    reports.prune()
    left = {load.id for load in report_queries.past_loads().rows}
    assert left == {asking.id, *(load.id for load in newer[1:])}
    assert db.session.scalar(sa.select(sa.func.count(LoadEntry.id))) == 4


def test_a_huge_load_pushes_others_out_but_never_itself(monkeypatch):
    """At the beginning of the next load; what runs is never counted against itself."""
    monkeypatch.setattr(reports, "MOST_ENTRIES", 2)
    told(FileReport("a.md", "loaded"))
    huge = told(*(FileReport(f"{number}.md", "loaded") for number in range(3)))
    assert report_queries.past_loads().total == 2
    assert reports.prune() == 1
    assert [load.id for load in report_queries.past_loads().rows] == [huge.id]


def test_loads_are_listed_for_their_owner_in_pages():
    mine = [told(FileReport(f"{number}.md", "loaded"), actor_id=1) for number in range(5)]
    told(FileReport("/kho/la.md", "loaded"), actor_id=2)
    told(FileReport("shell.md", "loaded"), way="shell", actor_id=None)
    page = report_queries.past_loads(1, page=2, per_page=2)
    assert ([load.id for load in page.rows], page.page, page.pages, page.total) == (
        [mine[2].id, mine[1].id], 2, 3, 5,
    )  # fmt: skip
    everything = report_queries.past_loads(None, page=99)
    assert everything.page == 1
    assert everything.total == 7
    assert set(report_queries.first_paths(everything.rows).values()) >= {"la.md", "shell.md"}


def test_the_report_as_json_says_all(clock):
    kept = files.add(b"%PDF-1.4", "application/pdf").sha256
    scans.keep(kept, PageText(1, "Chữ.", 90.0, "tesseract"))
    load = told(
        scanned(sha256=kept), FileReport("cu.txt", "loaded", sha256="cd" * 32, letters=(UNSURE,))
    )
    clock.forward(hours=1)
    report = report_queries.as_json(load)
    assert report["state"] == "whole"
    assert report["started_at"] == (clock() - dt.timedelta(hours=1)).isoformat()
    assert report["totals"] == {
        "files": 2, "loaded": 2, "changed": 0, "unchanged": 0, "refused": 0, "waiting": 2,
    }  # fmt: skip
    assert report["files"][0]["scanned"] == [1, 2, 4]
    assert report["files"][0]["recognised"] == {1: 90.0}
    assert report["files"][0]["question"] is None
    assert report["files"][1]["question"] == "open"
    assert report["files"][1]["letters"][0]["after"] == "Kế hoạch học tập"


def test_an_answer_counts_for_every_load_that_asked_of_the_same_file():
    file = FileReport("cu.docx", "loaded", "news", "cu", (), 7, SHA, letters=(UNSURE,))
    other = FileReport("khac.docx", "loaded", "news", "khac", (), 8, "cd" * 32, letters=(UNSURE,))
    first, again = told(file, other), told(file)
    after = FileReport("cu.docx", "changed", "news", "cu", (), 7)
    reports.answer(entry(again), "tcvn3", after, actor_id=5)
    assert [entry(load).asks for load in (first, again)] == [False, False]
    assert entry(first).answered["encoding"] == "tcvn3"
    assert [e.path for e in report_queries.open_questions()] == ["khac.docx"]

"""What a file may cost, what a page may cost, and that the same page is read once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from content.scans import budget, cores, engine, one_page
from content.scans.budget import Budget
from content.scans.page_text import PageText
from tests.content.scans.conftest import slip_of_paper


def page(seconds: float, text: str = "chữ") -> PageText:
    return PageText(1, text, 90.0, "thử", seconds=seconds)


def test_a_file_of_slow_pages_is_given_up_after_ten_of_them() -> None:
    cost = Budget()
    for _ in range(10):
        assert cost.over == ""
        cost.count(page(52.0))
    assert cost.over == "mất quá nhiều thời gian (10 trang đã mất 9 phút máy tính)"


def test_a_file_of_two_thousand_honest_pages_is_read_and_one_slow_page_costs_nothing() -> None:
    cost = Budget()
    for number in range(2_000):
        cost.count(page(60.0 if number == 3 else 5.0, "a" * 2_500))
        assert cost.over == ""
    cost.count(page(1_000.0))
    assert "mất quá nhiều thời gian" in cost.over


def test_a_file_of_too_many_letters_is_given_up() -> None:
    cost = Budget()
    cost.count(page(1.0, "a" * (budget._MOST_LETTERS + 1)))
    assert cost.over == "có quá nhiều chữ (hơn 10 triệu chữ cái)"


def test_all_processes_of_a_page_share_its_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(one_page, "_PAGE_SECONDS", 0.5)
    slip_of_paper("Một lớp học").save(tmp_path / "slip", "TIFF")
    kept: list[PageText] = []
    engine.recognise(tmp_path / "slip", [1], keep=kept.append)
    assert kept[0].reason == "không nhận dạng được trong thời gian cho phép"


def test_what_was_read_stands_when_there_is_no_time_to_read_it_better(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slip_of_paper("Một lớp học").save(tmp_path / "slip", "TIFF")
    monkeypatch.setattr(one_page, "_twins", {})
    monkeypatch.setattr(one_page, "_SOFTEN_BELOW", 101.0)
    drawn = one_page._draw

    def draw(task: one_page._Task, quarter: int = 0, *, soft: bool = False) -> dict[str, object]:
        if soft:
            task.used.append(one_page._PAGE_SECONDS)
        return drawn(task, quarter, soft=soft)

    monkeypatch.setattr(one_page, "_draw", draw)
    kept: list[PageText] = []
    engine.recognise(tmp_path / "slip", [1], keep=kept.append)
    assert (kept[0].text, kept[0].reason) == ("Một lớp học", "")


def test_pages_that_look_the_same_are_read_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    same, other = slip_of_paper("Một lớp học"), slip_of_paper("Hai tủ sách")
    same.save(tmp_path / "slips", "TIFF", save_all=True, append_images=[same, other, same])
    monkeypatch.setattr(one_page, "_twins", {})
    monkeypatch.setattr(engine, "at_once", lambda: 1)
    read: list[int | None] = []
    really = one_page._read_drawn

    def read_drawn(task: one_page._Task, facts: dict[str, object]) -> PageText:
        read.append(task.number)
        return really(task, facts)

    monkeypatch.setattr(one_page, "_read_drawn", read_drawn)
    kept: dict[int, str] = {}
    engine.recognise(tmp_path / "slips", None, keep=lambda p: kept.update({p.number: p.text}))
    assert kept == {1: "Một lớp học", 2: "Một lớp học", 3: "Hai tủ sách", 4: "Một lớp học"}
    assert set(read) == {1, 3}


def test_once_it_is_enough_running_pages_are_kept_and_none_is_begun(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    over = threading.Event()

    def read(_path: Path, number: int, *_rest: object) -> PageText:
        over.set()
        return PageText(number, "chữ", 90.0, "thử")

    monkeypatch.setattr(one_page, "read", read)
    monkeypatch.setattr(engine, "at_once", lambda: 1)
    kept: list[int] = []
    engine.recognise(tmp_path, [1, 2, 3], keep=lambda p: kept.append(p.number), enough=over.is_set)
    assert kept == [1]


def test_no_more_pages_are_read_on_a_machine_than_it_has_cores_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cores.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(cores, "count", lambda: 1)
    with cores.one(lambda: False) as first:
        asked = iter([False, True, True, True])
        with cores.one(lambda: next(asked)) as second:
            assert (first, second) == (True, False)
    with cores.one(lambda: False) as third:
        assert third

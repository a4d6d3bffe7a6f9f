"""`hub register import`: a list from the shell, twice, with faults, announced at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hub import cli

LIST = "Họ và tên\tThôn\tĐồng ý đăng tên\nLò Văn Mẫu\tThôn 1\tx\nVàng A Mẫu\tThôn 2\t\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_STARTER", "0")
    return tmp_path


def taken(home: Path, capsys, text: str, *more: str) -> tuple[int, dict]:
    (home / "ds.csv").write_text(text, encoding="utf-8")
    arguments = ["register", "import", str(home / "ds.csv"), "--year", "2025", "--json", *more]
    code = cli.run(arguments)
    answer = capsys.readouterr()
    return code, json.loads(answer.out) if answer.out else {"said": answer.err}


def test_a_list_becomes_a_draft_and_the_same_list_changes_nothing(home, capsys):
    code, told = taken(home, capsys, LIST)
    assert (code, told["state"], told["added"], told["there"]) == (0, "draft", 2, 0)
    code, again = taken(home, capsys, LIST)
    assert (code, again["decision"], again["added"], again["there"]) == (
        0,
        told["decision"],
        0,
        2,
    )


def test_faults_are_told_by_line_and_nothing_is_announced(home, capsys):
    paper = ("--number", "12/QĐ-UBND", "--date", "02/03/2026", "--body", "Chủ tịch UBND xã Mẫu")
    code, told = taken(home, capsys, f"{LIST}=1+1\tThôn 2\tx\n", *paper, "--announce")
    assert (code, told["state"], told["added"]) == (3, "draft", 2)
    assert told["faulty"][0]["line"] == "Dòng 4"
    code, told = taken(home, capsys, LIST, *paper, "--announce")
    assert (code, told["state"]) == (0, "announced")
    assert told["address"] == "/cong-nhan/12-qd-ubnd-2026/"


def test_what_cannot_be_is_one_sentence(home, capsys):
    code, told = taken(home, capsys, LIST, "--title", "khong-co")
    assert (code, "Không có danh hiệu" in told["said"]) == (1, True)
    code, told = taken(home, capsys, LIST, "--announce")
    assert (code, "còn thiếu số quyết định" in told["said"]) == (1, True)

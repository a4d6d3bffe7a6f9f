"""`hub catalogue`: files in, sources asked, each by its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from content.catalogue.commands import sources
from content.catalogue.commands.sources import SourceFields
from hub import cli
from hub.app import create_app
from tests.content.catalogue import peers

CSV = "Nhan đề;Tác giả;Năm\nTrồng rau sạch;Lò Văn Mẫu;2020\n;Ai đó;2021\nNuôi gà;An;2022\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HUB_STARTER", "0")
    return tmp_path


def answered(capsys, *arguments: str) -> tuple[int, dict, str]:
    code = cli.run(["catalogue", *arguments])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out.startswith("{") else {}, said.out + said.err


def test_a_file_twice_then_a_source(home, capsys):
    (home / "sach.csv").write_text(CSV, encoding="utf-8")
    code, told, _ = answered(capsys, "import", str(home / "sach.csv"), "--json")
    assert (code, told["new"], told["refused"]) == (3, 2, 1)
    assert told["refusals"] == [{"where": "Dòng 3", "reason": "Dòng không có nhan đề."}]
    code, told, _ = answered(capsys, "import", str(home / "sach.csv"), "--json")
    assert (code, told["new"], told["same"]) == (3, 0, 2)
    (home / "trang.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    code, _, said = answered(capsys, "import", str(home / "trang.csv"))
    assert (code, "cột nhan đề" in said) == (1, True)
    code, _, said = answered(capsys, "harvest", "khong-co")
    assert (code, "dùng một trong: sach" in said) == (1, True)

    answer = {"Identify": peers.xml(peers.IDENTIFY), "ListRecords": peers.listed(peers.entry(1))}
    with peers.serving(lambda asked: answer[asked["verb"]]) as peer:
        with create_app(desk=False).app_context():
            given = SourceFields("Kho bạn", "oai", peer.url, allow_internal=True)
            sources.save(given, may_open=True)
        code, told, _ = answered(capsys, "harvest", "--json")
        assert (code, told["state"], told["new"]) == (0, "done", 1)
        answer["ListRecords"] = (500, {}, b"")
        code, _, said = answered(capsys, "harvest", "kho-ban")
        assert (code, "máy chủ của nguồn gặp lỗi" in said) == (1, True)
    code, _, said = answered(capsys, "sources")
    assert (code, "kho-ban\toai\t1" in said) == (0, True)

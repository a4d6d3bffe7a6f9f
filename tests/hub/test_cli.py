"""The command line as a person and a program meet it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from hub import cli

Run = Callable[..., CompletedProcess[str]]
Environment = Callable[..., dict[str, str]]


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def test_loading_reports_each_file_and_twice_changes_nothing(hub: Run, pages: Path) -> None:
    first = hub("load", pages, "--json")
    assert first.returncode == 0, first.stderr
    reports = [json.loads(line) for line in lines(first.stdout)]
    assert [report["status"] for report in reports] == ["loaded", "loaded"]
    assert set(reports[0]) == {
        *("path", "status", "kind", "slug", "notes", "findings", "pages", "scanned", "letters")
    }
    again = hub("load", pages, "--json")
    assert {json.loads(line)["status"] for line in lines(again.stdout)} == {"unchanged"}


def test_a_refused_file_is_named_and_the_others_are_in(hub: Run, pages: Path) -> None:
    (pages / "sai.md").write_text("---\nkind: news\ntitle: Sai\nmau: đỏ\n---\nThân bài.\n")
    done = hub("load", pages)
    assert done.returncode == 1
    assert "TỪ CHỐI" in done.stdout
    assert "mau" in done.stdout
    assert json.loads(hub("find", "khai giang", "--json").stdout)["total"] == 1


def test_finding_prints_for_people_and_for_programs(hub: Run, pages: Path) -> None:
    hub("load", pages)
    told = hub("find", "dang ky lop")
    assert "Đăng ký lớp" in told.stdout
    answer = json.loads(hub("find", "dang ky lop", "--limit", "1", "--json").stdout)
    assert set(answer) == {"query", "total", "results"}
    assert len(answer["results"]) == 1
    expected = {"kind", "slug", "url", "title", "snippet", "score"}
    assert set(answer["results"][0]) == expected
    assert answer["results"][0]["url"].endswith("/huong-dan/dang-ky-lop/")


def test_a_dump_loaded_into_an_empty_hub_dumps_the_same(
    hub: Run, pages: Path, tmp_path: Path
) -> None:
    hub("load", pages)
    assert hub("dump", tmp_path / "one").returncode == 0
    other = {"HUB_HOME": str(tmp_path / "other"), "HUB_STARTER": "1"}
    assert hub("load", tmp_path / "one", **other).returncode == 0
    assert hub("dump", tmp_path / "two", **other).returncode == 0
    compared = subprocess.run(
        ["diff", "-r", tmp_path / "one", tmp_path / "two"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert compared.stdout == ""


def test_an_account_without_a_password_gets_a_link(hub: Run) -> None:
    done = hub("user", "add", "Nguoi.Mau@Xa.VN", "--role", "administrator")
    assert done.returncode == 0, done.stderr
    assert "nguoi.mau@xa.vn" in done.stdout
    assert "/quan-tri/vao/" in done.stdout
    again = hub("user", "add", "nguoi.mau@xa.vn", "--role", "editor")
    assert again.returncode == 1
    assert len(lines(again.stderr)) == 1


def test_an_account_with_a_password_from_standard_input(
    home: Path, environment_of: Environment
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hub.cli", "user", "add", "b@xa.vn", "--role", "editor",
         "--password-stdin"],
        input="mot cau that dai va kho doan\n", env=environment_of(home),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "/quan-tri/dang-nhap/" in done.stdout
    assert "/quan-tri/vao/" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["khong-co"], "hub --help"),
        (["find"], "QUERY"),
        (["find", "x", "--limt", "3"], "--limt"),
        (["find", "x", "--limit", "0"], "limit"),
        (["user", "add", "a@b.vn"], "role"),
    ],
)
def test_a_command_written_wrongly_gets_one_sentence_and_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert cli.run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(lines(told.err)) == 1
    assert word in told.err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in cli.COMMANDS)


def test_something_unexpected_is_a_sentence_with_a_reference_and_a_log(
    hub: Run, home: Path
) -> None:
    # A place for the index that is a file: nothing foresees this.
    (home / "files").unlink() if (home / "files").is_file() else None
    (home / "last-backup.json.part").write_text("")
    (home / "prepared").unlink()
    (home / "prepared").mkdir()
    done = hub("due")
    assert done.returncode == 1
    assert len(lines(done.stderr)) == 1
    reference = done.stderr.split("mã ")[1].split(")")[0]
    log = (home / "hub.log").read_text()
    assert reference in log
    assert "Traceback" in log
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_made_is_named(hub: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = hub("due", HUB_HOME=str(tmp_path / "file/home"))
    assert done.returncode == 1
    assert str(tmp_path / "file/home") in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_leaves_early_ends_the_command_quietly(
    home: Path, environment_of: Environment
) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "hub.cli", "--help"],
        env=environment_of(home), stdout=write, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(write)
    assert "Traceback" not in done.stderr
    assert done.returncode != 0


@pytest.mark.parametrize("command", [["find", "học"], ["due"], ["export", "OUT"]])
def test_reading_commands_load_neither_desk_nor_sign_in(
    home: Path, pages: Path, tmp_path: Path, environment_of: Environment, command: list[str]
) -> None:
    script = (
        "import sys; from hub import cli; code = cli.run(sys.argv[1:]); "
        "loaded = {m.split('.')[0] for m in sys.modules}; "
        "bad = loaded & {'admin', 'flask_admin', 'flask_security', 'flask_login', 'wtforms'}; "
        "bad |= {m for m in sys.modules if m == 'content.people'}; "
        "print('LOADED', sorted(bad)); sys.exit(code)"
    )
    words = [str(tmp_path / "out") if word == "OUT" else word for word in command]
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment_of(home), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert lines(done.stdout)[-1] == "LOADED []"

"""`hub serve` as a process: what it says, that it answers, works on time, and ends cleanly."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
Environment = Callable[..., dict[str, str]]
Server = tuple[subprocess.Popen[str], str, list[str]]


@pytest.fixture
def server(home: Path, environment_of: Environment) -> Iterator[Server]:
    """A running server: its process, its address, the lines it greeted with."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hub.cli", "serve", "--port", "0"],
        env=environment_of(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(3)]
    address = re.search(r"http://[^/]+", said[0])
    assert address is not None, said
    yield process, address[0], said
    process.kill()
    process.communicate()


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode()


def test_it_says_where_it_is_where_data_lies_and_how_to_begin(server: Server, home: Path) -> None:
    _, address, said = server
    assert f"{address}/quan-tri/" in said[0]
    assert str(home) in said[1]
    assert "hub user add" in said[2]
    status, page = get(address + "/")
    assert status == 200
    assert '<html lang="vi"' in page


def test_a_term_signal_ends_it_cleanly_and_soon(server: Server) -> None:
    process, address, _ = server
    get(address + "/")
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Đã dừng." in out
    assert err == ""


def test_a_port_in_use_is_one_sentence(hub: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = hub("serve", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "đang có chương trình khác dùng" in done.stderr
    assert "--port" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_worker_carries_out_what_the_desk_asked_for(server: Server, home: Path) -> None:
    with closing(sqlite3.connect(home / "hub.sqlite", timeout=15)) as connection:
        connection.execute(
            "INSERT INTO job (kind, arguments, state, asked_at, attempts, message) "
            "VALUES ('export', '{}', 'waiting', '2026-11-22 00:00:00', 0, '')"
        )
        connection.commit()
        for _ in range(120):
            state, message = connection.execute("SELECT state, message FROM job").fetchone()
            if state in ("done", "failed"):
                break
            time.sleep(0.5)
    assert (state, message[:7]) == ("done", "Đã xuất")
    assert (home / "static/index.html").is_file()


def test_a_backup_while_it_serves_and_no_restore_under_it(
    server: Server, hub: Run, tmp_path: Path
) -> None:
    assert hub("backup", tmp_path / "b.zip").returncode == 0
    done = hub("restore", tmp_path / "b.zip", "--replace")
    assert done.returncode == 1
    assert "phục vụ trang" in done.stderr
    assert get(server[1] + "/")[0] == 200


def test_an_administrator_is_asked_for_only_while_there_is_none(
    home: Path, hub: Run, environment_of: Environment
) -> None:
    hub("user", "add", "a@xa.vn", "--role", "administrator")
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "hub.cli", "serve", "--port", "0"],
        env=environment_of(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.readline()
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert "hub user add" not in out


def test_the_doctor_says_well_while_it_serves(server: Server, hub: Run) -> None:
    get(server[1] + "/")
    done = hub("doctor", "--json")
    assert done.returncode == 0, done.stdout
    names = [finding["name"] for finding in json.loads(done.stdout)["findings"]]
    assert set(names) >= {"folder", "disk", "schema", "database", "files", "index", "jobs"}


def test_sign_in_links_name_the_port_that_is_served(server: Server, hub: Run) -> None:
    _, address, _ = server
    done = hub("user", "add", "quan.tri@xa.example", "--role", "administrator")
    assert f"{address}/quan-tri/vao/" in done.stdout
    status, page = get(address + "/feed.xml")
    assert status == 200
    assert address in page

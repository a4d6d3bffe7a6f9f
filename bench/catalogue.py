"""`python -m bench.catalogue`: 10,000 records of a local peer by `hub catalogue harvest`.

The peer stands in this process, the hub in one of its own; told are its clock, its processor time
and the most memory it held, for the first run and for a second one that brings everything again.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from content.catalogue.commands import sources
from content.catalogue.commands.sources import SourceFields
from hub.app import create_app
from hub.config import read_settings

PAGE = 100
BUDGET_SECONDS, BUDGET_MEMORY = 60.0, 200.0  # MB
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-01-02T03:04:05Z</responseDate>"
)
_IDENTIFY = (
    "<Identify><repositoryName>Kho đo</repositoryName><earliestDatestamp>2001-01-01"
    "</earliestDatestamp><granularity>YYYY-MM-DD</granularity></Identify>"
)
_DC = (
    'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_SYLLABLES = (
    "học tập suốt đời cộng đồng gia đình dòng họ kỹ thuật nuôi trồng chăm sóc sức khỏe đọc sách "
    "thư viện xã bản làng nghề truyền thống pháp luật môi trường trẻ em người lớn tuổi"
)
_WORDS = _SYLLABLES.split()


def main() -> None:
    """Measure in a folder that is removed afterwards; ends with 1 beyond the budget."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=10_000)
    count = parser.parse_args().records
    pages = _pages(count, random.Random(20261123))
    server = _serve(pages)
    try:
        with tempfile.TemporaryDirectory() as name:
            over = _measure(Path(name), f"http://127.0.0.1:{server.server_address[1]}/oai", count)
    finally:
        server.shutdown()
    sys.exit(1 if over else 0)


def _measure(folder: Path, url: str, count: int) -> bool:
    home = folder / "home"
    env = {**os.environ, "HUB_HOME": str(home), "HUB_STARTER": "0"}
    with create_app(read_settings(env), desk=False).app_context():
        given = SourceFields("Kho đo", "oai", url, direct=True, allow_internal=True)
        row_id = sources.save(given, may_open=True).id
    over = False
    for words in ("first run", "second run"):
        told, clock, processor, memory = _run(env)
        print(
            f"{words}: {told['new']} new, {told['same']} same of {count}; {clock:.1f} s clock, "
            f"{processor:.1f} s processor, {memory:.0f} MB"
        )
        over |= clock > BUDGET_SECONDS or memory > BUDGET_MEMORY
        over |= told["state"] != "done" or told["new"] + told["same"] != count
        with create_app(read_settings(env), desk=False).app_context():
            row = sources.known(row_id)
            given = SourceFields(
                "Kho đo", "oai", url, direct=True, allow_internal=True, settings={"round": words}
            )
            sources.save(given, row_id=row_id, seen_version=row.version, may_open=True)
    return over


def _run(env: dict[str, str]) -> tuple[dict[str, Any], float, float, float]:
    """What a harvest told, its seconds by the clock and of the processor, its most MB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "hub.cli", "catalogue", "harvest", "--json"],
        env=env, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    told = process.stdout.read()
    process.stdout.close()
    _pid, _status, used = os.wait4(process.pid, 0)
    process.returncode = 0
    clock = time.perf_counter() - start
    return json.loads(told), clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _pages(count: int, chance: random.Random) -> list[bytes]:
    made = []
    for start in range(0, count, PAGE):
        last = start + PAGE >= count
        entries = "".join(_entry(n, chance) for n in range(start, min(start + PAGE, count)))
        token = "" if last else str(start // PAGE + 1)
        body = f"<ListRecords>{entries}<resumptionToken>{token}</resumptionToken></ListRecords>"
        made.append(f"{_HEAD}{body}</OAI-PMH>".encode())
    return made


def _entry(number: int, chance: random.Random) -> str:
    def some(count: int) -> str:
        return " ".join(chance.choices(_WORDS, k=count))

    return (
        f"<record><header><identifier>oai:do:{number}</identifier><datestamp>2025-05-05"
        f"</datestamp></header><metadata><oai_dc:dc {_DC}><dc:title>{some(8)} {number}</dc:title>"
        f"<dc:creator>Nguyễn, Văn {some(1).title()}</dc:creator><dc:subject>{some(2)}</dc:subject>"
        f"<dc:subject>{some(3)}</dc:subject><dc:description>{some(120)}</dc:description>"
        f"<dc:date>{1990 + number % 35}</dc:date><dc:type>Thesis</dc:type>"
        f"<dc:language>vi</dc:language><dc:publisher>Trường Đại học Mẫu</dc:publisher>"
        f"<dc:identifier>http://kho.example/handle/11111/{number}</dc:identifier>"
        "</oai_dc:dc></metadata></record>"
    )


def _serve(pages: list[bytes]) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            body = f"{_HEAD}{_IDENTIFY}</OAI-PMH>".encode()
            if asked["verb"] != ["Identify"]:
                body = pages[int(asked.get("resumptionToken", ["0"])[0])]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the figures are the output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    main()

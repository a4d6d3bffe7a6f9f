"""`python -m bench.first_paint`: how soon a phone on a slow line shows the desk, and the weight.

Chromium on this machine slows itself down: 1.6 Mbit/s, 150 ms of delay, a processor four times
slower. Each run begins with an empty cache; the second visit of a run has what the first kept.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import BaseWSGIServer, create_server

from content import accounts, passwords
from content.database import db
from hub.app import create_app
from hub.config import read_settings

PASSWORD = "ba con trâu gặm cỏ xanh"
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SLOWER = 4  # times, the processor
SCREENS = {"form": "/quan-tri/soan/", "home": "/quan-tri/", "list": "/quan-tri/noi-dung/"}
_PAINTED = """() => new Promise((tell) => {
  const found = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const look = () => (found() === undefined ? setTimeout(look, 20) : tell(found()));
  look();
})"""


def main() -> None:
    """Measure over a data folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        served(Path(name)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"{'screen':8} {'visit':7} {'first paint':>12} {'slowest':>9} {'received':>10}")
        for screen, path in SCREENS.items():
            visits = [measured(browser, site, path) for _ in range(options.runs)]
            for at, visit in enumerate(("first", "second")):
                paints = [run[at][0] for run in visits]
                weight = statistics.median(run[at][1] for run in visits)
                paint = f"{statistics.median(paints):9.0f} ms {max(paints):6.0f} ms"
                print(f"{screen:8} {visit:7} {paint} {weight / 1000:7.1f} kB")
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The hub as `hub serve` serves it, with one account; its address."""
    app = create_app(read_settings({"HUB_HOME": str(folder / "home"), "HUB_STARTER": "0"}))
    with app.app_context():
        person = accounts.add_person("bien@xa.example", role="editor", name="Chị Mẫu")
        person.password = passwords.hashed(PASSWORD)
        db.session.commit()
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    assert isinstance(server, BaseWSGIServer)  # one address, one socket
    assert server.socket
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    server.close()


def measured(browser: Browser, site: str, path: str) -> list[tuple[float, float]]:
    """(first contentful paint in ms, bytes received) of a first and a second visit."""
    context = browser.new_context(viewport={"width": 375, "height": 700}, locale="vi-VN")
    page = context.new_page()
    page.goto(f"{site}/quan-tri/dang-nhap/")
    page.locator("#thu").fill("bien@xa.example")
    page.locator("#mk").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("heading", name="Việc hôm nay").wait_for()
    page.close()
    found = []
    for visit in range(2):
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        if visit == 0:
            protocol.send("Network.clearBrowserCache")
        protocol.send("Network.emulateNetworkConditions", LINE)
        protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        found.append(_visited(page, protocol, f"{site}{path}"))
        page.close(run_before_unload=False)
    context.close()
    return found


def _visited(page: Page, protocol: Any, address: str) -> tuple[float, float]:
    received: list[float] = []
    protocol.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    return float(page.evaluate(_PAINTED)), sum(received)


if __name__ == "__main__":
    main()

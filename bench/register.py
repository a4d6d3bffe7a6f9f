"""`python -m bench.register`: a register of a million entries: its pages, its lists, a withdrawal.

A province of 166 communes with ten years of decisions, made by a seed; every page is asked for
over HTTP's own layers, in one process, and told as median and slowest of several runs beside the
same page of a register with one entry in each decision. Seconds are the processor's: the machine
may be busy with other work.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from content import places
from content.database import db, utc_now
from content.places import Place
from content.recognition import register_queries
from content.recognition.commands import withdrawals
from content.recognition.models import Decision, Entry, RecognitionCount
from content.vietnamese import fold
from hub.app import create_app
from hub.config import read_settings
from hub.keeping import withdrawn

COMMUNES, YEARS, VILLAGES = 166, 10, 15
BUDGET = 0.3
_FAMILY = [
    "Vàng", "Giàng", "Lò", "Mùa", "Sùng", "Quàng", "Thào", "Hạng",
    "Đỗ", "Nguyễn", "Trần", "Lê", "Phạm", "Cà", "Tòng", "Bạc",
]  # fmt: skip
_MIDDLE = ["A", "Thị", "Văn", "Đức", "Thị Ngọc", "Hữu", "Minh"]
_GIVEN = [
    "Chua", "Dợ", "Páo", "Sính", "Mẩy", "Quyên", "Hặc", "Ảnh",
    "Lềnh", "Hoa", "Sơn", "Bình", "Mai", "Thu", "Nga", "Khánh", "Tú",
]  # fmt: skip


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small = _register(Path(name) / "small", COMMUNES * YEARS)
        large = _register(Path(name) / "large", options.entries)
        _tell(small, large, options.runs)


def _register(home: Path, entries: int) -> Flask:
    app = create_app(read_settings({"HUB_HOME": str(home), "HUB_STARTER": "0"}), desk=False)
    start = time.perf_counter()
    with app.app_context():
        _fill(entries, random.Random(20261123))
        size = (home / "hub.sqlite").stat().st_size / 2**20
    print(f"{entries} entries made in {time.perf_counter() - start:.0f} s, {size:.0f} MB")
    return app


def _fill(entries: int, chance: random.Random) -> None:
    """Decisions of each commune and year, alike in size; every tenth commune is an old one."""
    title = register_queries.title_by_slug("gia-dinh-hoc-tap")
    assert title is not None
    communes = _communes()
    each = max(1, entries // (COMMUNES * YEARS))
    for year in range(2016, 2016 + YEARS):
        for number, place in enumerate(communes):
            _decide(title.id, place, year, number, each, chance)
        db.session.commit()


def _communes() -> list[Place]:
    province = places.every("province")[0]
    made = [
        places.record(f"xã Mẫu {number}", "commune", parent=province) for number in range(COMMUNES)
    ]
    for number in range(0, COMMUNES, 10):
        places.merge([made[number]], made[number + 1], dt.date(2025, 7, 1))
    return made


def _decide(
    title: int, place: Place, year: int, number: int, each: int, chance: random.Random
) -> None:
    decision = Decision(
        slug=f"{number}-qd-ubnd-{year + 1}",
        number=f"{number}/QĐ-UBND",
        issued=dt.date(year + 1, 2, 1) + dt.timedelta(number % 28),
        body=f"Chủ tịch UBND {place.name}",
        year=year,
        place_id=place.id,
        state="announced",
        display="full",
        announced_at=utc_now(),
    )
    db.session.add(decision)
    db.session.flush()
    rows = []
    for position in range(1, each + 1):
        name = f"{chance.choice(_FAMILY)} {chance.choice(_MIDDLE)} {chance.choice(_GIVEN)}"
        rows.append(
            {
                "decision_id": decision.id,
                "position": position,
                "title_id": title,
                "place_id": place.id,
                "place_text": f"Thôn {position % VILLAGES + 1}",
                "name": name,
                "folded": fold(name),
                "ground": "consent",
            }
        )
    db.session.execute(sa.insert(Entry), rows)
    db.session.add(
        RecognitionCount(decision_id=decision.id, title_id=title, place_id=place.id, count=each)
    )


def _tell(small: Flask, large: Flask, runs: int) -> None:
    paths = [
        "/cong-nhan/",
        "/cong-nhan/trang-40/",
        "/cong-nhan/nam/2020/",
        "/cong-nhan/noi/{place}/",
        "/cong-nhan/noi/{province}/",
        "/cong-nhan/danh-hieu/gia-dinh-hoc-tap/trang-80/",
        "/cong-nhan/feed.xml",
        "/cong-nhan/7-qd-ubnd-2021/",
        "/cong-nhan/7-qd-ubnd-2021/trang-6/",
        "/cong-nhan/7-qd-ubnd-2021/?ten=quyen",
    ]
    print(f"\n{'page':52} {'small':>8} {'median':>8} {'slowest':>8}  ratio")
    worst = 0.0
    for path in paths:
        few, many = _asked(small, path, runs), _asked(large, path, runs)
        if not many:
            continue
        worst = max(worst, *many)
        told = [statistics.median(few or [0.0]), statistics.median(many), max(many)]
        shown = " ".join(f"{seconds * 1000:6.0f}ms" for seconds in told)
        print(f"{path:52} {shown}  {told[1] / told[0] if told[0] else 0:5.1f}")
    print(f"\nslowest page {worst * 1000:.0f} ms of {BUDGET * 1000:.0f} ms")
    _withdraw(large)


def _asked(app: Flask, path: str, runs: int) -> list[float]:
    """Seconds of several runs after one that warms up; none where there is no such page."""
    with app.app_context():
        province, place = (places.every(level)[0].slug for level in ("province", "commune"))
        path = path.format(province=province, place=place)
        client = app.test_client()
        if client.get(path).status_code != 200:
            return []
        return [_seconds(lambda: client.get(path)) for _ in range(runs)]


def _withdraw(app: Flask) -> None:
    with app.app_context():
        number = db.session.scalar(sa.select(sa.func.max(Entry.id))) or 0
        taken = _seconds(lambda: withdrawals.take_down([number // 2]))
        forgotten = _seconds(lambda: withdrawn.forget(app.extensions["hub_settings"]))
    print(f"take one name down {taken * 1000:.0f} ms; write the database anew {forgotten:.1f} s")


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()

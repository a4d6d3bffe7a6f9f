"""The keeper: follows the changes, one writer, whole after a crash, no trace of what is gone."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from content import changes
from content.database import db
from content.publishing.models import Item, Topic
from search_index import index, keeper, ready, store
from search_index.ask import search
from search_index.view import view

Put = Callable[..., Item]

WORDS = (
    *("học", "tập", "suốt", "đời", "gia", "đình", "thôn", "xã", "lớp", "sách", "đọc"),
    *("báo", "cáo", "kinh", "phí", "công", "dân", "điểm"),
)
QUESTIONS = ["hoc tap", "báo cáo kinh phí", "gia đình đọc sách", "cong dan", "lớp ở thôn", "diem"]


def _answers() -> list[list[tuple[str, float]]]:
    return [[(h.slug, h.score) for h in search(q, limit=50).results] for q in QUESTIONS]


def _text(seed: int) -> str:
    chance = random.Random(seed)
    return " ".join(chance.choices(WORDS, k=40))


def test_a_new_a_changed_and_a_withdrawn_text_are_followed(put: Put) -> None:
    item = put("Tin đầu", "Lời thứ nhất.")
    assert search("thứ nhất").total == 1
    item.plain = "Lời thứ hai."
    db.session.commit()
    assert index.status().state == "behind"
    assert search("thứ hai").total == 1
    assert search("nhất").total == 0
    item.state = "withdrawn"
    db.session.commit()
    assert search("thứ hai").total == 0
    status = index.status()
    assert (status.state, status.documents) == ("well", 0)
    assert status.cursor == status.newest == changes.newest()


def test_a_renamed_topic_is_followed(put: Put) -> None:
    put("Tin", "Lời.", topics=["Tên cũ"])
    assert search("tên cũ").total == 1
    db.session.query(Topic).one().name = "Danh xưng"
    db.session.commit()
    assert search("danh xưng").total == 1


def test_replaying_changes_does_no_harm(put: Put) -> None:
    for number in range(5):
        put(f"Tin {number}", _text(number))
    index.rebuild()
    before = _answers()
    current = view()
    rewound = store.State(0, current.state.documents, current.state.seen_at)
    store.seal(current.path, rewound, current.state)
    assert keeper.catch_up() == 5
    assert _answers() == before
    assert index.status().documents == 5


def test_any_order_of_loading_answers_like_a_rebuild(put: Put) -> None:
    chance = random.Random(7)
    index.rebuild()
    made = []
    for number in range(12):
        made.append(put(f"Tin {number}", _text(number)))
        if chance.random() < 0.5:
            search("học")
    for item in chance.sample(made, 6):
        item.plain = _text(item.id + 100)
        db.session.commit()
        search("học")
    made[3].state = "withdrawn"
    db.session.commit()
    grown = _answers()
    index.rebuild()
    assert _answers() == grown
    assert any(grown)


def test_words_of_a_text_that_is_gone_leave_the_files(put: Put, index_folder: Path) -> None:
    item = put("Tin có tên", "Người mang tên Zorobabelmau đã nhận giải.")
    put("Tin khác", "Không có tên ai.")
    search("tin")
    assert _in_files(index_folder, "zorobabelmau")
    item.state = "withdrawn"
    db.session.commit()
    search("tin")
    assert not _in_files(index_folder, "zorobabelmau")


def test_words_of_an_older_version_leave_the_files_at_the_latest_with_tidy(
    put: Put, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_TIDY_AT_ONCE", 0)
    monkeypatch.setattr(keeper, "_MOST_DEAD", 10.0)
    item = put("Tin có tên", "Tên cũ Zorobabelmau.")
    put("Tin khác", "Không có tên ai.")
    search("tin")
    item.plain = "Không còn tên."
    db.session.commit()
    assert search("zorobabelmau").total == 0
    assert _in_files(index_folder, "zorobabelmau")
    before = _answers()
    assert keeper.tidy()
    assert not _in_files(index_folder, "zorobabelmau")
    assert _answers() == before
    assert index.status().state == "well"
    assert not keeper.tidy()


def test_words_of_a_gone_text_leave_a_large_index_behind_the_answers(
    put: Put, index_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_TIDY_AT_ONCE", 0)
    item = put("Tin có tên", "Người mang tên Zorobabelmau đã nhận giải.")
    for number in range(30):
        put(f"Tin {number}", _text(number))
    search("tin")
    assert _in_files(index_folder, "zorobabelmau")
    item.state = "withdrawn"
    db.session.commit()
    assert search("zorobabelmau").total == 0
    ready.wait()
    assert not _in_files(index_folder, "zorobabelmau")
    assert not view().state.gone
    assert index.status().state == "well"


def test_many_small_changes_do_not_pile_up_segments(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper, "_TIDY_AT_ONCE", 0)
    for number in range(40):
        put(f"Tin {number}", _text(number))
        keeper.catch_up() if number else index.rebuild()
    assert len(view().segment_list) <= 10
    grown = _answers()
    index.rebuild()
    assert _answers() == grown


def _in_files(folder: Path, word: str) -> bool:
    return any(word.encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())


# ---- damage -------------------------------------------------------------------------------------


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _zero(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 3)
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [_cut, _zero, Path.unlink], ids=["cut", "zeroed", "deleted"])
@pytest.mark.parametrize("pattern", ["*.seg", "*.toc", "state.json"])
def test_a_damaged_index_is_noticed_and_rebuilt(
    put: Put, index_folder: Path, damage: Callable[[Path], None], pattern: str
) -> None:
    put("Tin đầu", "Lời thứ nhất.")
    put("Tin sau", "Lời thứ hai.")
    assert search("lời thứ").total == 2
    damage(next(index_folder.rglob(pattern)))
    assert index.status().state == "damaged"
    assert search("lời thứ").total == 2
    assert index.status().state == "well"


def test_an_index_of_another_schema_is_rebuilt(put: Put, index_folder: Path) -> None:
    put("Tin đầu", "Lời thứ nhất.")
    assert search("lời thứ").total == 1
    path = next(index_folder.rglob("state.json"))
    path.write_text(json.dumps(json.loads(path.read_text()) | {"version": 0}))
    index.keep_in(index_folder)
    assert search("lời thứ").total == 1
    assert view().state.version != 0


def test_without_an_index_large_hubs_answer_from_the_texts(
    put: Put, session_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ready, "_FEW_ITEMS", 1)
    put("Tin đầu", "Lời thứ nhất ở xã Mẫu.", kind="news")
    put("Tin sau", "Lời thứ hai ở xã Mẫu.", kind="notice", date=dt.date(2020, 1, 1))
    assert index.status().state == "empty"
    answer = search("loi thu")
    assert answer.fallback
    assert [hit.slug for hit in answer.results] == ["tin-dau", "tin-sau"]
    ready.wait()
    assert not search("loi thu").fallback
    assert search("loi thu", kind="notice").total == 1


# ---- writers ------------------------------------------------------------------------------------


def test_a_second_writer_waits_and_then_says_so(put: Put) -> None:
    put("Tin đầu", "Lời thứ nhất.")
    index.rebuild()
    put("Tin sau", "Lời thứ hai.")
    with store.writing(1):
        with pytest.raises(store.Busy), store.writing(0.1):
            pytest.fail("two writers at once")
        assert search("lời thứ").total == 1  # answers with what there is
    assert search("lời thứ").total == 2


def test_an_old_index_answers_while_a_new_one_is_built(put: Put) -> None:
    put("Tin đầu", "Lời thứ nhất.")
    index.rebuild()
    seen: list[int] = []
    assert index.rebuild(lambda done, total: seen.append(search("lời").total)) == 1
    assert seen == [1]


def test_threads_ask_while_texts_change(put: Put, session_app: Flask) -> None:
    for number in range(10):
        put(f"Tin {number}", f"Lời chung {_text(number)}")
    index.rebuild()
    faults: list[BaseException] = []
    over = threading.Event()

    def ask() -> None:
        with session_app.app_context():
            while not over.is_set():
                try:
                    assert search("lời chung", limit=50).total >= 10
                except BaseException as fault:
                    faults.append(fault)
                    return

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10, 25):
        put(f"Tin {number}", f"Lời chung {_text(number)}")
    over.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert search("lời chung", limit=50).total == 25


_WRITER = """
import sys
from pathlib import Path
from flask import Flask
import content.jobs, content.people, content.trail
from content.database import db
from content.publishing.models import Item
from search_index import index, keeper
app = Flask("writer")
app.config["SQLALCHEMY_DATABASE_URI"] = sys.argv[1]
db.init_app(app)
with app.app_context():
    index.keep_in(Path(sys.argv[2]))
    print("ready", flush=True)
    while True:
        for item in db.session.query(Item):
            item.summary += "x"
            db.session.commit()
            try:
                keeper.catch_up()
            except Exception:
                index.rebuild()
"""


def test_killing_the_writer_never_stops_the_answers(
    put: Put, session_app: Flask, index_folder: Path
) -> None:
    for number in range(8):
        put(f"Tin {number}", f"Lời chung {_text(number)}")
    index.rebuild()
    uri = session_app.config["SQLALCHEMY_DATABASE_URI"]
    chance = random.Random(3)
    for _ in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, uri, str(index_folder)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.4))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        index.keep_in(index_folder)
        db.session.rollback()
        assert search("lời chung", limit=50).total == 8
        assert index.status().state == "well"
    assert db.session.scalar(sa.select(sa.func.count(Item.id))) == 8

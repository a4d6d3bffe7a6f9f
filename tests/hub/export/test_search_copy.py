"""The search of a static copy finds what the server finds: over HTTP and from a folder."""

from __future__ import annotations

import functools
import http.server
import itertools
import json
import shutil
import threading
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from content import vietnamese
from content.vietnamese import fold, is_syllable
from hub.app import create_app
from hub.config import read_settings
from hub.export import freeze, search_data
from hub.face import assets
from hub.public import search
from search_index import ask, shards, view
from search_index.analysis import tokens
from search_index.codes import codes_of
from search_index.keystrokes import decoded

GOLDEN = tomllib.loads((Path(__file__).parents[2] / "search_index/golden.toml").read_text("utf-8"))
QUESTIONS = [question for kind in GOLDEN.values() for question in kind]
# Of a hundred questions so many must have the same first answer and the same three.
LEAST = 95
ASK = """async ([base, questions]) => Promise.all(questions.map(async (question) => {
  const answer = await tim.search(base, question);
  const shown = await tim.shown(base, answer, 0, 10);
  return { total: answer.total, scores: answer.hits.slice(0, 10).map((hit) => hit.score), shown };
}))"""


class Copy(NamedTuple):
    folder: Path
    app: Flask


@pytest.fixture(scope="module")
def copy(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The starter's search page with its index and all static files, frozen as an export does."""
    made = tmp_path_factory.mktemp("search-copy")
    home = shutil.copytree(starter_home, made / "home")
    settings = read_settings({"HUB_HOME": str(home)})
    frozen, folder = create_app(settings, desk=False), made / "copy"
    with frozen.app_context():
        freeze.configure(frozen, folder)
        data = search_data.write(folder, lambda _url: False, "")
        frozen.config[search.STATIC_DATA] = data
        freeze.relativise(frozen, lambda _url: False, "")
        files = [f"/static/{name}" for name in assets.table()]
        freeze.freeze(frozen, [search.PATH, *files], jobs=1, live=set(frozen.view_functions))
    app = create_app(settings, desk=False)
    with app.app_context():
        yield Copy(folder, app)


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module", params=["http", "file"])
def address(request: pytest.FixtureRequest, copy: Copy) -> Iterator[str]:
    """The search page's address, served by a web server or opened from the folder."""
    if request.param == "file":
        yield f"{copy.folder.as_uri()}/tim-kiem/index.html"
        return
    handler = functools.partial(Quiet, directory=str(copy.folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tim-kiem/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page(viewport={"width": 375, "height": 700})
    yield page
    page.close()


def asked(page: Page, questions: list[str]) -> list[Any]:
    base = page.evaluate("document.querySelector('[data-search]').dataset.search")
    found: list[Any] = page.evaluate(ASK, [base, questions])
    return found


def test_the_same_answers_in_all_three_ways(copy: Copy, address: str, page: Page) -> None:
    page.goto(address)
    assert len(QUESTIONS) >= 60
    well = 0
    for question, found in zip(QUESTIONS, asked(page, QUESTIONS), strict=True):
        answer = ask.search(question, limit=10)
        here = [hit.url for hit in answer.results]
        there = [
            "/" + hit["path"].removeprefix("../").removesuffix("index.html")
            for hit in found["shown"]
        ]
        well += here[:1] == there[:1] and set(here[:3]) == set(there[:3])
        assert set(there[:3]) & set(here[:10]), question
        if here == there:  # what is shown of a hit is cut from the same place
            assert [hit["text"] for hit in found["shown"]] == [h.snippet for h in answer.results]
            marks = [[tuple(mark) for mark in hit["marks"]] for hit in found["shown"]]
            assert marks == [list(hit.marks) for hit in answer.results]
            assert [hit["anchor"] for hit in found["shown"]] == [h.anchor for h in answer.results]
    assert well * 100 >= LEAST * len(QUESTIONS)


def test_nothing_but_its_own_files_is_asked_for(address: str, page: Page) -> None:
    loaded: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{address}?q=hoc%20tap%20suot%20doi")
    expect(page.locator("[data-rows] li").first).to_be_visible()
    start = address.removesuffix("tim-kiem/index.html")
    assert [url for url in loaded if not url.startswith(start)] == []
    assert faults == []


def test_the_page_shows_pages_on_and_says_when_there_is_nothing(address: str, page: Page) -> None:
    page.goto(f"{address}?q=c%C3%B4ng%20d%C3%A2n%20h%E1%BB%8Dc%20t%E1%BA%ADp")
    rows = page.locator("[data-rows] li")
    expect(rows).to_have_count(10)
    expect(page.get_by_role("status")).to_contain_text("kết quả")
    expect(page.locator("#q")).to_have_value("công dân học tập")
    assert "công dân học tập" in page.title()
    page.get_by_role("button", name="Xem thêm").press("Enter")
    expect(rows).to_have_count(20)
    expect(rows.nth(10).get_by_role("link").first).to_be_focused()
    assert rows.nth(0).locator("mark").count() > 0
    page.locator("#q").fill("qwrtpsdf <zzqw>")
    page.locator("#q").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Không có kết quả cho “qwrtpsdf <zzqw>”.")
    expect(page.get_by_text("Xem danh sách văn bản")).to_be_visible()


def test_a_copy_with_a_file_missing_says_so(copy: Copy, tmp_path: Path, page: Page) -> None:
    torn = shutil.copytree(copy.folder, tmp_path / "torn")
    (torn / "tim-kiem/du-lieu/m.js").unlink()
    page.goto(f"{torn.as_uri()}/tim-kiem/index.html?q=sach")
    expect(page.get_by_role("status")).to_contain_text("thiếu tệp")
    expect(page.get_by_role("heading", name="Hoặc mở từng mục")).to_be_visible()


def test_a_large_copy_with_cut_lists_still_finds(
    copy: Copy, tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "WHOLE", 100)
    monkeypatch.setattr(shards, "MOST_POSTINGS", 60)
    large = shutil.copytree(copy.folder, tmp_path / "large")
    shutil.rmtree(large / "tim-kiem/du-lieu")
    search_data.write(large, lambda _url: False, "")
    sizes = [
        sum(len(path.read_bytes()) for path in (folder / "tim-kiem/du-lieu").glob("[wp]*.js"))
        for folder in (copy.folder, large)
    ]
    assert sizes[1] < sizes[0]
    page.goto(f"{large.as_uri()}/tim-kiem/index.html")
    wanted = [answers for kind in GOLDEN.values() for answers in kind.values()]
    well = 0
    for answers, found in zip(wanted, asked(page, QUESTIONS), strict=True):
        slugs = {hit["path"].split("/")[-2] for hit in found["shown"][:3]}
        well += bool(slugs & set(answers))
    assert well * 100 >= 90 * len(QUESTIONS)


# ---- the same keys ------------------------------------------------------------------------------


def every_syllable() -> list[str]:
    """Every syllable that Vietnamese can write, each tone on each of its vowels, NFC."""
    tones = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    found = set()
    for onset, rime in itertools.product(
        sorted(vietnamese._ONSETS | {"qu"}), sorted(vietnamese._RIMES)
    ):
        for tone, at in itertools.product(tones, range(1, len(rime) + 1)):
            if rime[at - 1] in "aăâeêioôơuưy":
                word = unicodedata.normalize("NFC", onset + rime[:at] + tone + rime[at:])
                if is_syllable(word):
                    found.add(word)
    return sorted(found)


def test_every_word_has_the_same_keys(copy: Copy, page: Page) -> None:
    page.goto(f"{copy.folder.as_uri()}/tim-kiem/index.html")
    words = [*every_syllable(), *view.view().words]
    words += ["Quỹ", "QUÝ", "hoà", "hòa", "Thuỷ", "ĐẶNG", "Ðặng", "ﬁ", "İ", "ß", "café", "naïve"]
    words += ["".join(pair) for pair in itertools.product("aăâeêioôơuưyđ", "\u0300\u0301\u0309")]
    told = page.evaluate(
        "words => words.map(w => tim.tokens(w)"
        ".map(t => [t.text, t.start, t.end, t.exact, t.folded]))",
        words,
    )
    for word, found in zip(words, told, strict=True):
        assert found == [[t.text, t.start, t.end, t.exact, t.folded] for t in tokens(word)], word
    assert page.evaluate("words => words.map(tim.fold)", words) == [fold(word) for word in words]


def test_numbers_dates_and_keystrokes_are_read_alike(copy: Copy, page: Page) -> None:
    page.goto(f"{copy.folder.as_uri()}/tim-kiem/index.html")
    texts = [
        "387/QĐ-TTg và 25/2023/TT-BGDĐT, qd 387, kế hoạch số 415, KH-UBND",
        "trước ngày 15 tháng 11 năm 2024, 15/11, 15/11/2024, 31.12.2025, tháng 10/2025, 11/2025",
        "quý IV, quý 2, quí III; 40/13, 0/0, 1.500.000 đồng, 70%, 3-5 tuổi, điều 7/8%",
        *QUESTIONS,
    ]
    told = page.evaluate("texts => texts.map(t => tim.codes(t))", texts)
    for text, found in zip(texts, told, strict=True):
        assert found == [json.loads(json.dumps(code._asdict())) for code in codes_of(text)], text
    keys = [text for text in map(_telex, every_syllable()) if text] + ["hoc5", "tap65", "d9o7i2"]
    assert page.evaluate("keys => keys.map(tim.decoded)", keys) == [decoded(key) for key in keys]


_MARKS: dict[str, str] = {
    "\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j",
    "\u0302": "", "\u0306": "w", "\u031b": "w",
}  # fmt: skip


def _telex(syllable: str) -> str:
    """The keys of a syllable, tones and hooks at its end."""
    letters, ends = [], []
    for letter in unicodedata.normalize("NFD", syllable.replace("đ", "dd")):
        if letter == "\u0302":
            letters.append(letters[-1])
        elif letter in _MARKS:
            ends.append(_MARKS[letter])
        else:
            letters.append(letter)
    return "".join(letters + sorted(ends))

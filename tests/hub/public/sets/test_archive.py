"""The ZIP of a set as arithmetic: the size said beforehand is the size that is written."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import HubError
from hub.public.sets import archive
from hub.public.sets.archive import Entry

STAMP = (2026, 3, 2, 0, 0, 0)
NAMES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-./", min_size=1, max_size=60)


def on_disk(folder: Path, name: str, data: bytes) -> Entry:
    path = folder / hashlib.sha256(name.encode()).hexdigest()
    path.write_bytes(data)
    return Entry(name, hashlib.sha256(data).hexdigest(), len(data), source=path)


def written(entries: list[Entry]) -> tuple[bytes, str]:
    out = io.BytesIO()
    key = archive.write(out, entries, STAMP)
    return out.getvalue(), key


@given(st.dictionaries(NAMES, st.tuples(st.binary(max_size=3000), st.booleans()), max_size=12))
def test_size_and_key_are_those_of_what_is_written(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, tuple[bytes, bool]]
) -> None:
    folder = tmp_path_factory.mktemp("entries")
    entries = [
        on_disk(folder, name, data) if is_file else archive.page(name, data)
        for name, (data, is_file) in files.items()
    ]
    survey = archive.survey(entries, STAMP)
    data, key = written(entries)
    assert (survey.size, survey.key, survey.count) == (len(data), key, len(entries))
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert {name: opened.read(name) for name in opened.namelist()} == {
            name: content for name, (content, _is_file) in files.items()
        }


def test_the_size_is_right_beyond_the_reach_of_a_small_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As beyond 2 GiB: the limit is lowered, for both, so that no test writes that much."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 5000)
    monkeypatch.setattr(archive, "FAR", 5000)
    entries = [on_disk(tmp_path, f"{n}.pdf", bytes(range(256)) * 8) for n in range(6)]
    data, _key = written(entries)
    assert archive.survey(entries, STAMP).size == len(data)


def test_the_same_entries_give_the_same_bytes_and_another_order_another_key() -> None:
    entries = [archive.page("a.html", b"a" * 100), archive.page("b.html", b"b")]
    assert written(entries) == written(entries)
    assert written(entries)[1] != written(entries[::-1])[1]
    assert archive.survey(entries, (2027, 1, 1, 0, 0, 0)).key != written(entries)[1]


def test_the_sums_stand_last_and_name_everything_else() -> None:
    *others, sums = archive.with_sums([archive.page("a.html", b"a"), archive.page("b/c.txt", b"")])
    assert [entry.name for entry in others] == ["a.html", "b/c.txt"]
    assert sums.name == "SHA256SUMS.txt"
    lines = (sums.data or b"").decode().splitlines()
    assert lines == [f"{entry.sha256}  {entry.name}" for entry in others]


def test_a_file_that_is_not_what_its_hash_says_is_refused(tmp_path: Path) -> None:
    entry = on_disk(tmp_path, "a.pdf", b"abc")
    assert entry.source is not None
    entry.source.write_bytes(b"abd")
    with pytest.raises(HubError, match="không còn nguyên"):
        written([entry])


def test_a_large_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    path, size = tmp_path / "film.mp4", 48 * 2**20
    with path.open("wb") as film:
        film.truncate(size)
    with path.open("rb") as film:
        sha256 = hashlib.file_digest(film, "sha256").hexdigest()
    entry = Entry("film.mp4", sha256, size, source=path)
    with (tmp_path / "bo.zip").open("w+b") as out:
        tracemalloc.start()
        archive.write(out, [entry], STAMP)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 6 * 2**20
    assert (tmp_path / "bo.zip").stat().st_size == archive.survey([entry], STAMP).size

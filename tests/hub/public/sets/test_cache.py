"""Kept packages: made once, whole or not at all, whoever asks and whatever breaks."""

from __future__ import annotations

import errno
import threading
from pathlib import Path
from typing import IO

import pytest

from content.errors import HubError
from hub.public.sets import cache
from hub.public.sets.archive import Survey

DATA = b"x" * 1000
SURVEY = Survey("a" * 64, len(DATA), 1)


def write(out: IO[bytes]) -> str:
    out.write(DATA)
    return SURVEY.key


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "lock")


def test_it_is_made_once_even_when_many_ask(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    made: list[int] = []

    def slowly(out: IO[bytes]) -> str:
        made.append(1)
        return write(out)

    threads = [
        threading.Thread(target=cache.kept, args=(folder, 7, SURVEY, slowly)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert names(folder) == [f"7-{SURVEY.key}.zip"]
    assert cache.kept(folder, 7, SURVEY, slowly).read_bytes() == DATA
    assert folder.stat().st_mode & 0o077 == 0


def test_an_older_one_goes_and_those_of_others_stay(tmp_path: Path) -> None:
    cache.kept(tmp_path, 7, SURVEY, write)
    cache.kept(tmp_path, 77, SURVEY, write)
    newer = Survey("b" * 64, len(DATA), 1)
    cache.kept(tmp_path, 7, newer, lambda out: (write(out), newer.key)[1])
    assert names(tmp_path) == [f"7-{newer.key}.zip", f"77-{SURVEY.key}.zip"]
    assert cache.item_ids(tmp_path) == {7, 77}
    assert cache.sweep(tmp_path, [cache.name_of(77, SURVEY)]) == 1
    assert names(tmp_path) == [f"77-{SURVEY.key}.zip"]
    assert cache.sweep(tmp_path / "none", []) == 0


def test_what_a_killed_process_left_goes(tmp_path: Path) -> None:
    (tmp_path / ".new-half").write_bytes(b"half")
    cache.kept(tmp_path, 7, SURVEY, write)
    assert names(tmp_path) == [f"7-{SURVEY.key}.zip"]
    (tmp_path / ".new-half").write_bytes(b"half")
    assert cache.sweep(tmp_path, [cache.name_of(7, SURVEY)]) == 1


def test_one_that_was_cut_is_made_anew(tmp_path: Path) -> None:
    cache.kept(tmp_path, 7, SURVEY, write).write_bytes(b"cut")
    assert cache.kept(tmp_path, 7, SURVEY, write).read_bytes() == DATA


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "đĩa đầy"), (errno.EROFS, "chỉ đọc")])
def test_a_full_disk_leaves_nothing_and_a_sentence(tmp_path: Path, number: int, words: str) -> None:
    def fail(out: IO[bytes]) -> str:
        out.write(b"half")
        raise OSError(number, "")

    with pytest.raises(HubError, match=words):
        cache.kept(tmp_path, 7, SURVEY, fail)
    assert names(tmp_path) == []
    assert cache.kept(tmp_path, 7, SURVEY, write).read_bytes() == DATA


def test_what_changed_while_it_was_made_is_not_kept(tmp_path: Path) -> None:
    with pytest.raises(HubError, match="vừa thay đổi"):
        cache.kept(tmp_path, 7, SURVEY, lambda out: (write(out), "c" * 64)[1])
    assert names(tmp_path) == []

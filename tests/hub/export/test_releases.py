"""Releases: readers see a whole one at every moment; leftovers go; foreign folders are refused."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from content.errors import BadInput
from hub.export.releases import KEPT, MANIFEST, Release, Releases, hashes_of, sha256_of


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path / "public")


def publish(releases: Releases, text: str) -> Release:
    with releases.held():
        part = releases.begin()
        (part / "a").mkdir()
        (part / "a/index.html").write_text(text)
        (part / "index.html").write_text(text)
        return releases.put_in_place(part, hashes_of(part), {"fingerprint": text})


def test_the_address_is_a_link_to_the_newest_whole_release(releases: Releases) -> None:
    publish(releases, "một")
    publish(releases, "hai")
    assert releases.address.is_symlink()
    assert releases.address.readlink() == Path(".public.releases/000002")
    assert (releases.address / "a/index.html").read_text() == "hai"


def test_the_manifest_names_every_file_with_its_hash(releases: Releases) -> None:
    release = publish(releases, "một")
    assert set(release.files) == {"index.html", "a/index.html"}
    assert all(sha256_of(release.folder / n) == digest for n, digest in release.files.items())
    current = releases.current()
    assert current is not None
    assert current.files == release.files
    assert current.manifest["fingerprint"] == "một"


def test_a_reader_never_sees_two_releases_at_once(releases: Releases) -> None:
    publish(releases, "0")
    stop, seen, torn = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            # A web server resolves the link once for each request.
            folder = releases.address.resolve()
            try:
                pair = (folder / "index.html").read_text(), (folder / "a/index.html").read_text()
            except FileNotFoundError:
                continue  # so slow a reader that three releases came meanwhile: it asks again
            seen.add(pair[0])
            if pair[0] != pair[1]:
                torn.append(pair)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 30):
        publish(releases, str(number))
    stop.set()
    reader.join()
    assert torn == []
    assert len(seen) > 1


def test_the_last_releases_are_kept_and_older_ones_go(releases: Releases) -> None:
    for number in range(KEPT + 3):
        publish(releases, str(number))
    kept = [p.name for p in sorted(releases.folder.iterdir()) if p.is_dir()]
    assert kept == ["000004", "000005", "000006"]


def test_what_a_killed_export_left_is_removed_by_the_next(releases: Releases) -> None:
    publish(releases, "một")
    (releases.folder / "000002.part/a").mkdir(parents=True)
    (releases.folder / "000003").mkdir()  # whole, but killed before it was shown
    (releases.folder / "link").symlink_to("x")
    publish(releases, "hai")
    names = {p.name for p in releases.folder.iterdir()}
    assert names == {"000001", "000002", "lock"}
    assert (releases.address / "index.html").read_text() == "hai"


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_ours_is_refused_and_stays(releases: Releases, kind: str) -> None:
    own = releases.address.parent / "own"
    own.mkdir()
    (own / "letter.txt").write_text("thư")
    if kind == "folder":
        own.rename(releases.address)
    elif kind == "file":
        releases.address.write_text("thư")
    else:
        releases.address.symlink_to(own)
    with pytest.raises(BadInput, match="không phải bản tĩnh"), releases.held():
        pass
    assert (
        "thư"
        in (releases.address if kind == "file" else releases.address / "letter.txt").read_text()
    )


def test_a_real_folder_with_our_manifest_is_replaced_by_the_link(releases: Releases) -> None:
    release = publish(releases, "một")
    releases.address.unlink()
    release.folder.rename(releases.address)  # as copied from a USB stick
    assert not releases.address.is_symlink()
    publish(releases, "hai")
    assert releases.address.is_symlink()
    assert (releases.address / "index.html").read_text() == "hai"
    assert {p.name for p in releases.folder.iterdir()} == {"000001", "lock"}


def test_a_damaged_manifest_is_no_manifest(releases: Releases) -> None:
    release = publish(releases, "một")
    (release.folder / MANIFEST).write_text("{")
    assert releases.current() is None

"""The library travels with a dump: what is said of its files, and the addresses that they have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from content import files
from content.dumping import dumper
from content.loading import loader
from content.publishing import desk_queries, library_addresses
from content.publishing.commands import library
from tests.factories import make_item


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("revisions", [False, True])
def test_a_round_through_an_empty_hub(
    tmp_path: Path, empty_hub: Callable[[], Flask], revisions: bool
) -> None:
    dumps = [tmp_path / "one", tmp_path / "two"]
    with empty_hub().app_context():
        asset, _ = library.bring("mau-don.txt", b"Cu\n")
        make_item(slug="don", body=f"[Mẫu đơn]({asset.path})")
        facts = library.Facts("Mẫu đơn", "", "Hội Khuyến học", "public", ("Đọc sách",))
        library.describe(asset.id, facts, seen_version=asset.version)
        library.replace(asset.id, "x.txt", b"Moi\n", seen_version=asset.version)
        library.bring("chua-dung.txt", b"Chua dung\n")
        path = asset.path
        dumper.dump(dumps[0], revisions=revisions)
    with empty_hub().app_context():
        told = loader.load_paths([dumps[0]])
        assert {r.status for r in told} <= {"loaded", "unchanged"}, told
        found = library_addresses.at(path.split("/")[2], "mau-don.txt")
        assert found is not None
        assert files.read(found.file.sha256) == b"Moi\n"
        said = (found.title, found.credit, found.licence, [t.slug for t in found.topics])
        assert said == ("Mẫu đơn", "Hội Khuyến học", "public", ["doc-sach"])
        assert len(found.contents) == 1 + revisions
        item = desk_queries.any_at("news", "don")
        assert item is not None
        assert [a.file.sha256 for a in item.attachments] == [found.file.sha256]
        again = loader.load_paths([dumps[0] / "media.toml"])
        assert [r.status for r in again] == ["unchanged"]
        dumper.dump(dumps[1], revisions=revisions)
    assert tree(dumps[1]) == tree(dumps[0])


def test_a_register_that_names_no_file_is_refused_in_a_sentence(
    tmp_path: Path, empty_hub: Callable[[], Flask]
) -> None:
    register = tmp_path / "media.toml"
    for text, words in (
        ('[[file]]\nkey = "0123456789abcdef"\nfile = "tep/khong-co.txt"\n', "Không thấy tệp"),
        ('[[file]]\nten = "x"\n', "khóa “ten” không có"),
        ("file = 3\n", "chỉ gồm các mục"),
    ):
        register.write_text(text, "utf-8")
        with empty_hub().app_context():
            (report,) = loader.load_paths([register])
            assert report.status == "refused"
            assert words in str(report.notes[0])

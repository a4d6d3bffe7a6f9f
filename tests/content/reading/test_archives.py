"""ZIP archives: what comes out, what is refused, and that the others still come."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile

import pytest

from content.errors import BadInput
from content.reading.archives import Entry, entries


def zip_of(files: dict[str, bytes], **attributes: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes.get(name.removesuffix(".txt"), 0o644) << 16
            archive.writestr(info, data)
    return buffer.getvalue()


def content(entry: Entry) -> bytes | str:
    try:
        return entry.read()
    except BadInput as refused:
        return refused.message


def read(data: bytes) -> dict[str, bytes | str]:
    return {entry.name: content(entry) for entry in entries(io.BytesIO(data))}


def test_files_come_out_in_order_without_folders_and_hidden_ones() -> None:
    data = zip_of(
        {
            "thư mục/": b"",
            "thư mục/b.txt": b"hai",
            "a.txt": b"mot",
            "__MACOSX/._a.txt": b"x",
            ".DS_Store": b"x",
            "thư mục/.an/c.txt": b"x",
        }
    )
    assert list(read(data).items()) == [("thư mục/b.txt", b"hai"), ("a.txt", b"mot")]


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "a/../../evil.txt", "/etc/passwd.txt", "C:\\evil.txt", "..\\evil.txt", "a.zip"],
)
def test_a_bad_entry_is_refused_and_the_others_come(name: str) -> None:
    result = read(zip_of({name: b"x", "tot.txt": b"tot"}))
    assert result.pop("tot.txt") == b"tot"
    (message,) = result.values()
    assert isinstance(message, str)
    assert "bị từ chối" in message


def test_links_and_nested_archives_are_refused() -> None:
    inner = zip_of({"x.txt": b"x"})
    data = zip_of(
        {"lien-ket.txt": b"/etc/passwd", "la.txt": inner, "tot.txt": b"tot"},
        **{"lien-ket": stat.S_IFLNK | 0o777},
    )
    result = read(data)
    assert "liên kết" in str(result["lien-ket.txt"])
    assert "tệp nén nằm trong" in str(result["la.txt"])
    assert result["tot.txt"] == b"tot"


def test_names_of_old_and_decomposed_archives() -> None:
    name = "Kế hoạch.txt"
    data = zip_of({unicodedata.normalize("NFD", name): b"x"})
    assert list(read(data)) == [name]
    # A tool that writes UTF-8 names without the flag that says so.
    plain = zip_of({"K___ ho___ch.txt": b"x"}).replace(b"K___ ho___ch.txt", name.encode())
    assert list(read(plain)) == [name]


def test_a_second_file_of_the_same_name_is_refused() -> None:
    buffer = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"mot")
        archive.writestr("a.txt", b"hai")
    first, second = entries(buffer)
    assert content(first) == b"mot"
    assert "hai lần" in second.fault


def test_a_damaged_entry_is_refused_and_the_others_come() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hong.txt", b"noi dung dai cua tep")
        archive.writestr("tot.txt", b"tot")
    data = buffer.getvalue().replace(b"noi dung dai", b"NOI DUNG DAI", 1)
    result = read(data)
    assert "hỏng" in str(result["hong.txt"])
    assert result["tot.txt"] == b"tot"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (zip_of({f"{n}.txt": b"" for n in range(2001)}), "2000 tệp"),
        (zip_of({"bom.txt": b"\x00" * 30_000_000}), "nén chặt"),
        (b"PK\x03\x04 hong", "hỏng"),
        (b"", "hỏng"),
    ],
)
def test_a_bomb_or_a_broken_archive_is_refused_whole(data: bytes, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        entries(io.BytesIO(data))


def test_an_archive_that_unpacks_to_too_much() -> None:
    noise = bytes(range(256)) * 4096  # 1 MiB
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.bin", noise)
    declared = len(noise).to_bytes(4, "little")
    huge = (80 * 2**20).to_bytes(4, "little")
    with pytest.raises(BadInput, match="200 MB"):
        entries(io.BytesIO(buffer.getvalue().replace(declared, huge)))

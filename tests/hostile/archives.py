"""ZIP archives that bite."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import replace

from tests.hostile.bites import Bait, Bite, bite, sentence
from tests.hostile.packing import Part, honest, lying, part, swollen, zipped

_OUT = "tên chỉ ra ngoài|đường dẫn tuyệt đối"


def _good() -> Part:
    return part("tot.txt", sentence().encode())


def all_of_them() -> Iterator[Bite]:
    """Each ends in ".zip"; entries beside the hostile one are good and must come through."""
    yield from _sizes()
    yield from _names()
    yield from _kinds()


def _sizes() -> Iterator[Bite]:
    yield bite(
        "bom.zip",
        "hơn|lớn hơn",
        "one entry of a gigabyte",
        lambda _: zipped([swollen("a.txt", 1024)]),
    )
    yield bite(
        "noi-doi.zip",
        "hỏng",
        "says 100 bytes and holds 300 MB",
        lambda _: zipped([_good(), lying(swollen("a.txt", 300), 100)]),
    )
    yield bite(
        "noi-qua.zip",
        "nội dung là văn bản thuần",
        "says 10 MB and holds ten bytes",
        lambda _: zipped([_good(), lying(part("a.docx", b"0123456789"), 10 * 2**20)]),
    )
    yield bite("chong-lap.zip", "chồng lên nhau", "entries that share their bytes", _overlapping)
    yield bite(
        "tu-chua.zip", "nằm trong tệp nén", "an archive in an archive, fifty deep", _nested(50)
    )
    yield bite(
        "giau-trong.zip",
        "nằm trong tệp nén",
        "an archive under the name of a text",
        honest({"tot.txt": sentence().encode(), "b.txt": honest({"c.txt": b"c"})}),
    )
    yield bite("tram-nghin.zip", "hơn 2000 tệp", "100,000 empty entries", _crowd(100_000))
    yield bite("zip64.zip", "ZIP64", "an end that points to a list of four billion", _sixty_four)


def _names() -> Iterator[Bite]:
    yield bite("ra-ngoai.zip", _OUT, "a name that climbs out", _named("../../evil.txt"))
    yield bite("o-dia.zip", _OUT, "a name with a drive", _named("C:\\x.txt"))
    yield bite("goc.zip", _OUT, "a name from the root", _named("/etc/cron.d/x.txt"))
    yield bite("khong.zip", "không có tên|rỗng", "a name of NUL", _named("\x00.txt"))
    yield bite("con.zip", "", "a device's name: nothing is unpacked under it", _named("CON.txt"))
    long = unicodedata.normalize("NFD", "ế" * 300) + ".txt"
    yield bite("ten-dai.zip", "", "300 decomposed letters: only a label here", _named(long))
    escapes = "a\x1b[2J\x07\u202etxt.exe.txt"
    yield bite("lenh.zip", "", "a name that steers terminals: its signs are gone", _named(escapes))
    yield bite("lien-ket.zip", "là liên kết", "a link to the canary", _link)
    yield bite(
        "trung-ten.zip",
        "hai lần",
        "two entries of one name",
        zipped([_good(), part("ế.txt", b"mot hai ba"), part("e\u0302\u0301.txt", b"bon")]),
    )


def _kinds() -> Iterator[Bite]:
    locked = replace(part("a.txt", b"x" * 90), flags=0x801)
    yield bite("khoa.zip", "mật khẩu", "a locked entry", zipped([_good(), locked]))
    odd = replace(part("a.txt", b"x" * 90), method=14)
    yield bite(
        "lzma.zip", "nén theo cách", "LZMA takes the memory a file asks for", zipped([_good(), odd])
    )
    whole = honest({"a.txt": sentence().encode() * 50})
    yield bite("cut.zip", "hỏng", "cut in the middle", whole[: len(whole) // 2])
    yield bite("dau-pk.zip", "hỏng", "a beginning and nothing else", b"PK\x03\x04" + bytes(5000))
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    yield bite("svg.zip", "SVG", "an active picture in it", honest({"a.svg": svg}))


def _overlapping(_bait: Bait) -> bytes:
    """A hundred and fifty names for the same megabyte, which packs no further."""
    noise = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(2**15))
    big = Part(b"a.txt", noise, len(noise), zlib.crc32(noise), method=0)
    return zipped([big, *(replace(big, name=b"%d.txt" % n, at=0) for n in range(150))])


def _nested(depth: int) -> bytes:
    data = sentence().encode()
    for number in range(depth):
        data = honest({f"{number}.zip" if number else "a.txt": data})
    return data


def _crowd(count: int) -> bytes:
    return zipped([Part(b"%d.txt" % n, b"", 0, method=0) for n in range(count)])


def _sixty_four(_bait: Bait) -> bytes:
    whole = zipped([_good()])
    return whole[:-22] + b"PK\x06\x07" + b"\xff" * 16 + whole[-22:]


def _named(name: str) -> bytes:
    return zipped([_good(), part(name, sentence().upper().encode())])


def _link(bait: Bait) -> bytes:
    target = str(bait.file).encode()
    return zipped([_good(), replace(part("a.txt", target), rights=0o120777)])

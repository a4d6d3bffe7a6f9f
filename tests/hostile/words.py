"""Texts, pages, mails, old Word and disguises that bite."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator

from tests.hostile.bites import Bait, Bite, bite, sentence, sparse

_EXE = b"MZ\x90\x00" + bytes(60) + b"PE\x00\x00" + bytes(2000)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _html() -> str:
    words = sentence()
    return f"<html><head><meta charset=utf-8><title>{words}</title></head><body><p>{words}</p>"


def all_of_them() -> Iterator[Bite]:
    """Every one of them."""
    yield from _texts()
    yield from _disguises()
    yield from _pages()
    yield from _mails()
    yield from _old_word()


def _texts() -> Iterator[Bite]:
    yield bite("rong.txt", "rỗng|trống", "no byte at all", b"")
    yield bite("trang.docx", "rỗng", "nothing but marks and blanks", b"\xef\xbb\xbf \n\t" * 9)
    yield sparse(
        "200mb.txt", "lớn hơn 100 MB", "200 MB of nothing", sentence().encode(), 200 * 2**20
    )
    yield sparse("200mb.pdf", "lớn hơn 100 MB", "200 MB of nothing", b"%PDF-1.7\n", 200 * 2**20)
    yield bite(
        "mot-dong.txt", "quá nhiều chữ", "one line of 50 MB", lambda _: b"a b " * (50 * 2**18)
    )
    yield bite("dong-dai.txt", "", "one line of 900 kB: long, no more", sentence().encode() * 9_500)
    yield bite("dong-ngan.txt", "quá nhiều dòng", "400,000 lines of one letter", b"a\n" * 400_000)
    many = (sentence().encode() + b"\n") * 9_500
    yield bite("dong-nhieu.txt", "", "9,500 lines: a book, no more", many)
    yield bite("nul.txt", "rỗng", "900 kB of NUL", bytes(900_000))
    yield bite(
        "nul-giua.txt", "không phải văn bản|không nhận ra", "NUL in a text", b"a\x00\x00\x07" * 999
    )
    yield bite("nul.csv", "rỗng", "no kind that is loaded", bytes(100))
    yield bite(
        "trich.md",
        "?",
        "a hundred thousand quotes in each other",
        b">" * 100_000 + b" a",
    )
    yield bite("ngoac.md", "?", "a hundred thousand open brackets", b"[" * 100_000)
    yield bite("sao.md", "?", "emphasis that never ends", b"*a **b " * 20_000)
    yield bite("bang.md", "", "a table of 50,000 columns", b"|a" * 50_000 + b"\n" + b"|-" * 50_000)
    yield bite("hinh.txt", "?", "pictures that never begin", b"M\xe1\xbb\x9di " + b"![" * 60_000)
    yield bite("lien-ket.md", "", "links to nowhere", b"[lien](" * 30_000)
    names = "\n".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    yield bite(
        "yaml.md", "Khóa", "a billion laughs in the front matter",
        f"---\na0: &a0 [x]\n{names}\n---\n{sentence()}\n".encode(),
    )  # fmt: skip
    deep = b"---\ntitle: " + b"[" * 50_000 + b"\n---\nx\n"
    yield bite("yaml-sau.md", ".", "front matter 50,000 deep", deep)


def _disguises() -> Iterator[Bite]:
    yield bite("exe.pdf", "chương trình", "a program under the name of a PDF", _EXE)
    yield bite(
        "elf.docx", "chương trình", "a program under the name of a Word file", b"\x7fELF" + _EXE
    )
    yield bite("trang.pdf", "trang web", "a page under the name of a PDF", _html().encode())
    yield bite("web.docx", "trang web", "a page under the name of a Word file", _html().encode())
    yield bite(
        "rar.docx", "RAR", "an archive under the name of a Word file", b"Rar!\x1a\x07" + _EXE
    )
    yield bite("ma.txt", "trang web", "a script under the name of a text", _html().encode())
    link = b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(200)
    yield bite("tat.pdf", "lối tắt", "a shortcut that would run something", link)
    yield bite("ke-hoach.pdf.exe", "chương trình", "a double ending", _EXE)


def _pages() -> Iterator[Bite]:
    deep = _html().encode() + b"<div>" * 1_000_000 + b"x"
    yield bite("sau.html", "?", "a million elements in each other", deep)
    mht = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: "
    yield bite(
        "goi-ngoai.mht", "", "the same as a page in one file",
        lambda bait: f"{mht}text/html; charset=utf-8\n\n".encode() + _calling(bait) + b"\n--b--\n",
    )  # fmt: skip
    page = (_html() * 50).encode()
    yield bite("cut.html", "", "cut in the middle: browsers show it, too", page[: len(page) // 2])
    yield bite(
        "goi-ngoai.html", "", "everything that fetches or runs; only its words stay", _calling
    )
    many = (_html() + "<p>a</p>" * 300_000).encode()
    yield bite("dai.html", "?", "300,000 paragraphs", many)
    attributes = "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">"
    yield bite(
        "thuoc-tinh.html",
        "?",
        "an element with 200,000 attributes",
        (_html() + attributes).encode(),
    )
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE html [<!ENTITY a0 "x">{laughs}]>'
    yield bite("thuc-the.html", "?", "entities that grow", f"{doctype}{_html()}&a9;".encode())
    table = "<table>" + "<tr><td colspan=1000000 rowspan=1000000>a</td></tr>" * 200
    yield bite("bang.html", "?", "cells of a million columns", (_html() + table).encode())


def _calling(bait: Bait) -> bytes:
    url, file = bait.url, bait.file.as_uri()
    return f"""{_html()}<base href="{url}"><meta http-equiv="refresh" content="0;url={url}">
    <link rel="stylesheet" href="{url}a.css"><script src="{url}a.js"></script>
    <script>fetch("{url}")</script><img src="{url}a.png" onerror="fetch('{url}')"><img src="{file}">
    <iframe src="{file}"></iframe><object data="{file}"></object><embed src="{url}">
    <video src="{url}"></video><style>@import "{url}";body{{background:url({url})}}</style>
    <svg xmlns="http://www.w3.org/2000/svg"><image href="{file}"/><script>x</script></svg>
    <a href="javascript:alert(1)">{sentence()}</a><form action="{url}"><input></form></body></html>
    """.encode()


def _mails() -> Iterator[Bite]:
    head = "From: a@vi.du\nTo: b@vi.du\nSubject: Thu\nDate: Mon, 6 Jan 2025 08:00:00 +0700\n"
    text = f"Content-Type: text/plain; charset=utf-8\n\n{sentence()}\n"
    mixed = f"{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{text}"
    crowd = mixed + f"--b\n{text}" * 10_000 + "--b--\n"
    yield bite("thu-10000.eml", "?", "ten thousand parts", crowd.encode())
    nest = head + "MIME-Version: 1.0\n"
    for number in range(1_000):
        nest += f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
    yield bite("thu-sau.eml", "?", "a thousand parts in each other", (nest + text).encode())
    inner = f"{head}{text}"
    for _ in range(1_000):
        inner = f"{head}MIME-Version: 1.0\nContent-Type: message/rfc822\n\n{inner}"
    yield bite("thu-trong-thu.eml", "?", "a thousand mails in each other", inner.encode())
    packed = base64.encodebytes(bytes(28 * 2**20)).decode()
    attached = "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
    attached += 'Content-Disposition: attachment; filename="../../a.pdf"\n\n'
    big = f"{mixed}--b\n{attached}{packed}\n--b--\n"
    yield bite(
        "thu-40mb.eml", "?", "40 MB of base64; the mail itself is read", lambda _: big.encode()
    )
    program = base64.encodebytes(_EXE).decode()
    yield bite(
        "thu-exe.eml", "chương trình", "a program as its attachment; the mail itself is read",
        f"{mixed}--b\n{attached}{program}\n--b--\n".encode(),
    )  # fmt: skip


def _old_word() -> Iterator[Bite]:
    words = "".join(f"\\u{ord(letter)}?" if ord(letter) > 126 else letter for letter in sentence())
    rtf = "{\\rtf1\\ansi " + words
    yield bite("ngoac.rtf", "?", "a million braces", lambda _: (rtf + "{" * 1_000_000).encode())
    package = _EXE.hex()
    yield bite(
        "goi.rtf", "?", "a program as an OLE package; only the words stay",
        (rtf + "{\\object\\objemb{\\*\\objclass Package}{\\*\\objdata " + package + "}}}").encode(),
    )  # fmt: skip
    yield bite(
        "goi-ngoai.rtf",
        "?",
        "fields and a template that fetch; only the words stay",
        _fetching(rtf),
    )
    blanks = rtf + "{\\*\\template" + " " * 900_000 + "}}"
    yield bite("cach.rtf", "?", "900 kB of blanks where an address is looked for", blanks.encode())
    yield bite("cut.rtf", "?", "cut in the middle", (rtf * 99)[: len(rtf) * 50].encode())
    yield bite("dai.rtf", "?", "a picture of two gigabytes", (
        rtf + "{\\pict\\pngblip\\picw100000\\pich100000\\bin2000000000 abc}}"
    ).encode())  # fmt: skip
    yield bite(
        "cut.doc",
        "không rõ loại|hỏng|không chuyển",
        "a head of Word 97, then nothing",
        _OLE + bytes(504),
    )
    yield bite(
        "vong.doc",
        "không rõ loại|hỏng|không chuyển",
        "sectors that follow each other in a ring",
        _ring(),
    )


def _fetching(rtf: str) -> Callable[[Bait], bytes]:
    def make(bait: Bait) -> bytes:
        path = str(bait.file)
        fields = (
            f'INCLUDETEXT "{path}"',
            f'INCLUDEPICTURE "{bait.url}a.png"',
            'DDEAUTO cmd "/c calc"',
        )
        body = "".join("{\\field{\\*\\fldinst " + field + "}{\\fldrslt x}}" for field in fields)
        return ("{\\rtf1{\\*\\template " + bait.url + "a.dot}" + rtf[6:] + body + "}").encode()

    return make


def _ring() -> bytes:
    """A compound file whose table of sectors, directory and chains lead back to themselves."""
    head = bytearray(_OLE + bytes(504))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", head, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0, 1, 0)
    struct.pack_into("<109I", head, 76, *([0] * 109))
    sector = struct.pack("<128I", *([1, 0] * 64))
    entry = "WordDocument".encode("utf-16-le").ljust(64, b"\x00") + struct.pack("<HBB", 26, 2, 1)
    entry += struct.pack("<III", 1, 1, 1) + bytes(36) + struct.pack("<IQ", 0, 2**31)
    return bytes(head) + sector + entry.ljust(128, b"\x00") * 4

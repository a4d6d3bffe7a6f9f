"""Citations: names are never turned round, and nothing in a text breaks the form."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from content.catalogue.formats import citations
from content.catalogue.record import Identifier, Name, Record, Subject

URL = "https://hoc.example/thu-vien/nghe-dan-lat/"
BOOK = Record(
    "Nghề đan lát {tre} & mây 100%",
    kind="sach",
    subtitle="Sổ tay",
    names=(Name("Nguyễn Văn Đức"), Name("Giàng A Mẫu"), Name("Lò Thị Mẫu", "translator")),
    publisher="Nhà in Mẫu",
    published_in="Hà Nội",
    year=2020,
    languages=("vie",),
    subjects=(Subject("Nghề thủ công"),),
    identifiers=(Identifier("isbn", "9786040000019"),),
)
ARTICLE = Record(
    "Học ở bản",
    kind="bai-bao",
    names=(Name("Sùng Thị Mẫu"),),
    host="Tạp chí Mẫu",
    volume="3",
    issue="2",
    pages="12-20",
    year=2021,
    identifiers=(Identifier("doi", "10.1234/mau"),),
)


def test_the_line_that_a_person_copies():
    assert citations.readable(ARTICLE, url=URL) == (
        "Sùng Thị Mẫu (2021). Học ở bản. Tạp chí Mẫu, tập 3, số 2, tr. 12-20. "
        "https://doi.org/10.1234/mau"
    )
    assert citations.readable(Record("Không rõ ai viết"), url=URL) == f"Không rõ ai viết. {URL}"


def test_bibtex_keeps_names_and_braces_whole():
    entry = citations.bibtex(BOOK, key="nghe-dan-lat", url=URL)
    assert entry.startswith("@book{nghe-dan-lat,\n")
    assert "author = {{Nguyễn Văn Đức} and {Giàng A Mẫu}}" in entry
    assert r"title = {{Nghề đan lát \{tre\} \& mây 100\%: Sổ tay}}" in entry
    bare = entry.replace(r"\{", "").replace(r"\}", "")
    assert bare.count("{") == bare.count("}")
    assert "pages = {12--20}" in citations.bibtex(ARTICLE, key="x", url=URL)


def test_ris_has_a_line_for_each_name_and_ends():
    entry = citations.ris(BOOK, url=URL)
    assert entry.startswith("TY  - BOOK\r\n")
    assert entry.endswith("ER  - \r\n")
    assert "AU  - Nguyễn Văn Đức\r\n" in entry
    assert "A4  - Lò Thị Mẫu\r\n" in entry
    assert "SP  - 12\r\nEP  - 20\r\n" in citations.ris(ARTICLE, url=URL)


def test_csl_names_are_literal():
    item = json.loads(citations.csl_json(BOOK, key="k", url=URL))[0]
    assert item["author"] == [{"literal": "Nguyễn Văn Đức"}, {"literal": "Giàng A Mẫu"}]
    assert item["issued"] == {"date-parts": [[2020]]}
    assert item["language"] == "vi"
    assert "volume" not in item


def test_coins_say_the_same():
    said = parse_qs(citations.coins(ARTICLE, url=URL))
    assert said["rft.atitle"] == ["Học ở bản"]
    assert said["rft.jtitle"] == ["Tạp chí Mẫu"]
    assert said["rft.au"] == ["Sùng Thị Mẫu"]
    assert said["rft_id"] == ["info:doi/10.1234/mau", URL]
    film = parse_qs(citations.coins(Record("Phim", kind="video"), url=URL))
    assert film["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]

"""The starter's library: a record for each official document, form and training paper it tells of.

Nothing is written by hand: titles, numbers, days, issuers and sources are those of the pages, so
a page that is corrected corrects its record (`make starter-files`, and `--check`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from content.catalogue import thesaurus
from content.catalogue.record import Identifier, Link, Name, Record, Subject, as_plain, clean
from content.dumping import toml_text
from content.loading import front_matter
from content.loading.front_matter import FrontMatter
from content.publishing.models import SECTIONS

FOLDER = Path(__file__).parent.parent
FILE = FOLDER / "records.toml"
_ITEMS = FOLDER / "items"
# The site's topics → terms of the library's thesaurus; a topic without one says little of a work.
_SUBJECTS = {
    "Chương trình học tập suốt đời": ("hoc-tap-suot-doi",),
    "Công dân học tập": ("cong-dan-hoc-tap",),
    "Gia đình học tập": ("gia-dinh-hoc-tap",),
    "Dòng họ học tập": ("dong-ho-hoc-tap",),
    "Cộng đồng học tập": ("cong-dong-hoc-tap",),
    "Đơn vị học tập": ("don-vi-hoc-tap",),
    "Danh hiệu học tập": ("danh-gia-cong-nhan",),
    "Đăng ký, xét, công nhận": ("danh-gia-cong-nhan",),
    "Dữ liệu cá nhân": ("bao-ve-du-lieu-ca-nhan",),
    "Trung tâm học tập cộng đồng": ("trung-tam-hoc-tap-cong-dong",),
    "Xóa mù chữ, phổ cập": ("xoa-mu-chu", "pho-cap-giao-duc"),
    "Kỹ năng số": ("ky-nang-so",),
    "Thư viện, đọc sách": ("thu-vien", "van-hoa-doc"),
    "Quỹ khuyến học, học bổng": ("quy-khuyen-hoc",),
}
_LICENCES = {"cc-by-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")}
_STATE_PAPER = "Văn bản nhà nước, ai cũng dùng được"
_ROOMS = ("van-ban", "bieu-mau", "tai-lieu")
_READ_ON_PAPER = frozenset({".pdf"})  # files that readers open; others stand on the work's page


def text() -> str:
    """The register as it should stand."""
    tables = sorted((_table(*each) for each in _pages()), key=lambda table: str(table["slug"]))
    head = "# Made from the pages by `make starter-files`; correct the page, not this file.\n\n"
    return head + toml_text.write({"record": tables})


def faults() -> list[str]:
    """What is not as it should be: the register's name, or nothing."""
    there = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    return [] if there == text() else [FILE.name]


def _pages() -> Iterator[tuple[FrontMatter, str, Path]]:
    topics = _topic_slugs()
    for room in _ROOMS:
        for path in sorted((_ITEMS / room).glob("*.md")):
            front = front_matter.read(path.read_text(encoding="utf-8"))
            slugs = [topics[name] for name in front.topics if name in topics]
            yield front, ",".join(slugs), path


def _topic_slugs() -> dict[str, str]:
    import tomllib

    rows = tomllib.loads((FOLDER / "topics.toml").read_text(encoding="utf-8"))["topic"]
    return {row["name"]: row["slug"] for row in rows}


def _table(front: FrontMatter, topics: str, path: Path) -> dict[str, Any]:
    make = _of_document if front.document is not None else _of_paper
    record = clean(make(front, tuple(filter(None, topics.split(",")))))
    table: dict[str, Any] = {"slug": front.slug, "state": "shown"} | as_plain(record)
    files = [
        {"file": f"items/{path.parent.name}/{one.file}", "title": one.title}
        for one in front.attachments
        if Path(one.file).suffix in _READ_ON_PAPER
    ]
    return table | ({"file": files} if files else {})


def _of_document(front: FrontMatter, topics: tuple[str, ...]) -> Record:
    paper = front.document
    assert paper is not None
    number = paper.number or ""
    sources = [Link(one.url, one.title) for one in front.sources if one.url]
    return Record(
        front.title,
        kind="van-ban",
        names=(Name(paper.issuer, "issuer", True),) if paper.issuer else (),
        date=paper.issued.iso() if paper.issued else "",
        languages=("vie",),
        subjects=_subjects(front),
        topics=topics,
        abstract=front.summary,
        identifiers=(Identifier("number", number),) if number else (),
        links=(_own_page(front), *sources),
        access="open" if sources else "",
        rights=_STATE_PAPER,
    )


def _of_paper(front: FrontMatter, topics: tuple[str, ...]) -> Record:
    training = front.training
    year = training.year if training and training.year else front.date and front.date.year
    rights = _LICENCES.get(training.licence if training else "", ("", ""))
    return Record(
        front.title,
        kind="tap-huan",
        date=str(year or ""),
        edition=training.edition if training else "",
        languages=("vie",),
        subjects=_subjects(front),
        topics=topics,
        abstract=front.summary,
        links=(_own_page(front),),
        access="open",
        rights=rights[0],
        rights_url=rights[1],
        audiences=("Cán bộ khuyến học",),
    )


def _own_page(front: FrontMatter) -> Link:
    return Link(f"/{SECTIONS[front.kind][0]}/{front.slug}/", "Trang của tài liệu ở đây")


def _subjects(front: FrontMatter) -> tuple[Subject, ...]:
    codes = [code for name in front.topics for code in _SUBJECTS.get(name, ())]
    terms = thesaurus.terms()
    return tuple(Subject(terms[code].term, code) for code in dict.fromkeys(codes))

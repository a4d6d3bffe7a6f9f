"""The starter's own pages: each names its sources, leads on, asks for no private data."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from content import starter
from content.loading import front_matter
from content.loading.front_matter import FrontMatter
from content.publishing.models import SECTIONS

ITEMS = Path(starter.__path__[0]) / "items"
LEAST_PAGES = 45  # without the entries of documents
# Rooms that an address may lead to beside the pages themselves.
ROOMS = {"/", "/lien-he/", "/tim-kiem/"} | {f"/{s}/" for s, _title in SECTIONS.values() if s}
# Numbers that circulate and that nobody could show: they must never be printed.
NEVER = ("243/QĐ-KHVN", "245/QĐ-KHVN", "246/QĐ-KHVN")
# What no form of ours may ask for (Luật 91/2025/QH15; NĐ 356/2025/NĐ-CP).
PRIVATE = ("căn cước", "cccd", "ngày sinh", "năm sinh", "dân tộc", "tôn giáo", "số điện thoại")
_LINK = re.compile(r"\]\((?P<address>[^)\s]+)\)")


def pages() -> dict[str, FrontMatter]:
    return {
        str(path.relative_to(ITEMS)): front_matter.read(path.read_text(encoding="utf-8"))
        for path in sorted(ITEMS.rglob("*.md"))
    }


PAGES = pages()


def address(front: FrontMatter) -> str:
    section = SECTIONS[front.kind][0]
    return f"/{section}/{front.slug}/" if section else f"/{front.slug}/"


ADDRESSES = {address(front) for front in PAGES.values()}


def test_there_are_enough_of_them() -> None:
    kinds = [front.kind for front in PAGES.values()]
    assert len(kinds) - kinds.count("document") >= LEAST_PAGES
    assert len(ADDRESSES) == len(PAGES), "two pages share an address"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_its_sources_and_when_they_were_checked(name: str) -> None:
    front = PAGES[name]
    assert [source for source in front.sources if source.title], "no source"
    assert front.checked is not None
    assert front.summary and len(front.summary) <= 250
    assert front.kind == "document" or front.topics, "no topic gathers it"
    assert "## Nguồn" not in front.body, "sources are a key, not a section"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_on_and_every_link_arrives(name: str) -> None:
    addresses = [match["address"] for match in _LINK.finditer(PAGES[name].body)]
    inside = [a.partition("#")[0] for a in addresses if a.startswith("/")]
    assert set(inside) - {address(PAGES[name])}, "a dead end"
    files = {f"{Path(entry.file).name}" for entry in PAGES[name].attachments}
    for target in inside:
        assert target in ADDRESSES | ROOMS or Path(target).name in files, target
    for target in addresses:
        assert target.startswith(("/", "#")) or urlsplit(target).scheme == "https", target


@pytest.mark.parametrize("name", PAGES)
def test_numbers_nobody_could_show_are_not_printed(name: str) -> None:
    assert [number for number in NEVER if number in PAGES[name].body] == []


FORMS = [name for name in PAGES if name.startswith("bieu-mau/mau-")]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_no_private_data(name: str) -> None:
    sheet = PAGES[name].body.partition("## Mẫu")[2].partition("\n## ")[0].lower()
    assert sheet, "no form to print"
    assert [word for word in PRIVATE if re.search(rf"{word}\s*[:…]", sheet)] == []
    endings = {Path(entry.file).suffix for entry in PAGES[name].attachments}
    assert endings == {".docx", ".pdf"}


def test_there_are_forms() -> None:
    assert len(FORMS) >= 10


FIGURES = ITEMS / "huong-dan-chung"
Table = tuple[list[str], list[list[str]]]


def tables(page: str) -> list[Table]:
    """Head and rows of each table of a page."""
    found = []
    text = (FIGURES / page).read_text(encoding="utf-8")
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        rows = [[c.strip() for c in line.strip("|").split("|")] for line in block.splitlines()]
        found.append((rows[0], rows[2:]))
    return found


def figures(name: str) -> list[dict[str, str]]:
    with (FIGURES / "tep" / name).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    assert all(row["nguon"] for row in rows), "a figure without its source"
    return rows


def shown(row: dict[str, str]) -> str:
    unit = row["don_vi"]
    return row["chi_tieu"] + ("%" if unit == "%" else "" if unit == "lời văn" else f" {unit}")


def test_the_targets_of_the_page_are_those_of_its_table_file() -> None:
    page = [
        (cells[0], cells[1], year, cell)
        for head, body in tables("chi-tieu-trong-cac-ke-hoach.md")
        for cells in body
        for year, cell in zip(head[2:], cells[2:], strict=True)
        if cell != "–"
    ]
    rows = figures("chi-tieu.csv")
    data = [(r["danh_hieu_hoac_viec"], r["mau_so"], r["nam"], shown(r)) for r in rows]
    assert sorted(page) == sorted(data)
    assert len(data) > 100


def test_the_figures_of_quang_tri_add_up_as_the_page_says() -> None:
    (_, counts), (_, shares), *_ = tables("so-lieu-quang-tri.md")
    for row, count, share in zip(figures("so-lieu-quang-tri.csv"), counts, shares, strict=True):
        whole, signed, named = (int(row[key]) for key in ("tong", "dang_ky", "cong_nhan"))
        assert count == [row["danh_hieu"], dotted(whole), dotted(signed), dotted(named)]
        assert row["ty_le_tinh_lai"] == f"{100 * named / whole:.2f}"
        printed = [
            row["ty_le_in_trong_nguon"],
            row["ty_le_tinh_lai"],
            f"{100 * named / signed:.2f}",
        ]
        assert share == [row["danh_hieu"], *(rate.replace(".", ",") + "%" for rate in printed)]


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")

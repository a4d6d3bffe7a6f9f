"""Works: which file is made from which section of which page, found by looking at the folders."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from content.starter.making import deck, pages, paper, screen, slides, word
from content.starter.making.pages import Page

STARTER = Path(__file__).parents[1]
FORM_SECTION = "Mẫu"
HANDOUT_SECTION = "Tờ rơi"
AFTER = "Đọc tiếp"

Maker = Callable[[Page], dict[str, bytes]]


@dataclass(frozen=True, slots=True)
class Work:
    """One source and what is made of it; paths are below the starter's folder."""

    source: Path
    outputs: tuple[Path, ...]
    read: Callable[[], Page]
    maker: Maker

    def make(self) -> dict[Path, bytes]:
        """The bytes of every output."""
        made = self.maker(self.read())
        return {path: made[path.suffix] for path in self.outputs}

    def digest(self) -> str:
        """SHA-256 of what is printed: title, date and text of the section, and nothing else."""
        page = self.read()
        printed = f"{page.title}\n{page.slug}\n{page.date.isoformat()}\n{page.source}"
        return hashlib.sha256(printed.encode("utf-8")).hexdigest()


def all_works(starter: Path = STARTER) -> Iterator[Work]:
    """Every work of a starter, in a steady order: forms, then training material."""
    for source in sorted((starter / "items/bieu-mau").glob("mau-*.md")):
        yield _work(source, _section(source, FORM_SECTION), _form, (".docx", ".pdf"))
    training = starter / "items/tai-lieu"
    for text in sorted((starter / "making/decks").glob("*.md")):
        source = training / text.name
        yield _work(source, _deck(source, text), _deck_files, (".pdf", ".pptx"))
    for source in sorted(training.glob("to-roi-*.md")):
        yield _work(source, _section(source, HANDOUT_SECTION), _handout, (".docx", ".pdf"))
    for source in sorted(training.glob("goi-y-*.md")):
        yield _work(source, _body(source), _reading, (".pdf",))


def _work(source: Path, read: Callable[[], Page], maker: Maker, kinds: tuple[str, ...]) -> Work:
    folder = source.parent / "tep"
    outputs = tuple(folder / f"{source.stem}{kind}" for kind in kinds)
    return Work(source, outputs, read, maker)


def _section(source: Path, name: str) -> Callable[[], Page]:
    return lambda: pages.read(source, name)


def _body(source: Path) -> Callable[[], Page]:
    return lambda: pages.read(source, until=AFTER)


def _deck(source: Path, text: Path) -> Callable[[], Page]:
    """Title and date from the page that offers the deck, the slides from the deck's own file."""

    def read() -> Page:
        page = pages.read(source)
        return Page(page.title, page.slug, page.date, pages.text_of(text))

    return read


def _form(page: Page) -> dict[str, bytes]:
    fit, printed = paper.form(page)
    return {".pdf": printed, ".docx": word.form(page, fit)}


def _handout(page: Page) -> dict[str, bytes]:
    fit, printed = paper.handout(page)
    return {".pdf": printed, ".docx": word.handout(page, fit)}


def _reading(page: Page) -> dict[str, bytes]:
    return {".pdf": paper.handout(page)[1]}


def _deck_files(page: Page) -> dict[str, bytes]:
    shown = deck.read(page.source)
    return {".pdf": screen.slides(page, shown), ".pptx": slides.presentation(page, shown)}

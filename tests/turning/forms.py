"""Every form in which an office may hand in a plan, and the words that a form cannot hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.documents.plan import Plan, parse
from tests.turning import letters, office, pages, paper, scans
from tests.turning.word import Typist


@dataclass(frozen=True, slots=True)
class Original:
    """A plan as it was written: its text, what is read of it, and the paper it was typed from."""

    name: str
    text: str
    plan: Plan
    paper: paper.Paper

    @classmethod
    def of(cls, file: Path) -> Original:
        """The plan in a text file."""
        text = file.read_text(encoding="utf-8")
        plan = parse(text)
        return cls(file.stem[:24], text, plan, paper.of_plan(plan))


@dataclass(frozen=True, slots=True)
class Form:
    """One form. turn: the file's bytes. ending: of its name. encoding: the old one it is in.

    blurs: takes from a text what this form cannot hold; done to every field of both before they
    are compared. why: what that is, in words.
    """

    name: str
    ending: str
    turn: Callable[[Original], bytes]
    blurs: Callable[[str], str] = str
    why: str = ""
    encoding: str = ""


def in_print(text: str) -> str:
    """In print nobody sees a space after a hyphen at a line's end, nor two letters set as one."""
    return re.sub(r"(?<=\d)- (?=\d)", "-", text.replace("ﬁ", "fi").replace("ﬂ", "fl"))


def _typed(typist: Typist) -> Callable[[Original], bytes]:
    return lambda original: typist.type(original.paper)


def _plain(encoding: str) -> Callable[[Original], bytes]:
    return lambda original: letters.plain(original.text, encoding)


_WORD, _COUNTED = Typist(), Typist(counted=True)
# Forms that Python makes by itself.
FORMS = (
    Form("docx", ".docx", _typed(_WORD)),
    Form("docx, numbers by Word", ".docx", _typed(_COUNTED)),
    Form("docx in .VnTime", ".docx", _typed(letters.TYPISTS["abc"]), encoding="tcvn3"),
    Form("docx in VNI-Times", ".docx", _typed(letters.TYPISTS["vni"]), encoding="vni"),
    Form(
        "text in TCVN3",
        ".txt",
        _plain("tcvn3"),
        blurs=str.lower,
        why="TCVN3 without its fonts has no capitals with a tone",
        encoding="tcvn3",
    ),
    Form("text in VNI", ".txt", _plain("vni"), encoding="vni"),
    Form("text in Windows-1258", ".txt", _plain("cp1258"), encoding="cp1258"),
    Form(
        "text in VISCII",
        ".txt",
        _plain("viscii"),
        blurs=lambda text: text.translate(letters.STRAIGHT),
        why="VISCII has no curved quotes and no dash",
        encoding="viscii",
    ),
    Form("text in UTF-16", ".txt", _plain("utf-16")),
    Form("text in NFD", ".txt", _plain("nfd")),
    Form(
        "pdf, running heads",
        ".pdf",
        lambda original: pages.printed(original.paper),
        blurs=in_print,
        why="a space after a hyphen at a line's end, and ligatures, are not seen in print",
    ),
    Form("html of a portal", ".html", lambda original: pages.portal(original.paper)),
    Form(
        "docx in an e-mail",
        ".eml",
        lambda original: pages.mailed("van-ban.docx", _WORD.type(original.paper)),
    ),
)
# Forms that LibreOffice saves a DOCX as.
SAVED = tuple(office.FILTERS)


def saved(ending: str, originals: Mapping[str, Original]) -> dict[str, bytes]:
    """The originals typed in Word and saved as another kind by LibreOffice, by their names."""
    typed = {name: _WORD.type(original.paper) for name, original in originals.items()}
    return office.save_as(ending, typed)


def scan(original: Original, *, dpi: int, sheets: int, clean: bool) -> tuple[bytes, bytes]:
    """The first pages as a scan, and the same pages as they were printed."""
    printed = pages.first_pages(pages.printed(original.paper, running=False), sheets)
    return scans.scanned(printed, dpi=dpi, pages=sheets, clean=clean), printed

"""Files of criteria sets as they come and go: TOML, XLSX, CSV. Sheets are read in the cage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content import safe_csv, workbooks
from content.criteria import checks, sheet_format, sheet_writing, toml_format
from content.criteria.sets import Version
from content.errors import BadInput
from content.reading import tables

# Ending → media type, of what a version leaves as.
TYPES = {
    "toml": "application/toml",
    "xlsx": workbooks.MEDIA_TYPE,
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Came:
    """What a file holds. version: None where not even its set is known.

    faults: of its lines, in sentences that name them. findings: what does not fit together in the
    whole; both must be empty before it can be kept.
    """

    version: Version | None
    faults: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it can be kept."""
        return self.version is not None and not self.faults and not self.findings


def read(name: str, data: bytes, given: Mapping[str, str] | None = None) -> Came:
    """The version that a file holds, with all that is wrong in it.

    given: facts (names of `sheet_words.FACTS`) for what a table does not say. BadInput where the
    file cannot be read at all.
    """
    if name.lower().endswith(".toml"):
        return checked(_toml(name, data))
    found = _tables(name, data)
    sheets = sheet_format.read(found, given)
    faults = tuple(str(f) if f.line else _capital(f.sentence) for f in sheets.faults)
    findings = tuple(checks.faults(sheets.version)) if sheets.version else ()
    return Came(sheets.version, faults, findings)


def checked(version: Version) -> Came:
    """A version with what does not fit together in it."""
    return Came(version, (), tuple(checks.faults(version)))


def write(version: Version, ending: str) -> bytes:
    """A version as a file of one of TYPES; `read` gives the same version again."""
    if ending == "xlsx":
        return workbook(sheet_writing.sheets(version))
    if ending == "csv":
        return safe_csv.whole(sheet_writing.one_sheet(version))
    return toml_format.write(version).encode()


def template() -> bytes:
    """The empty workbook to fill, with its instructions."""
    return workbook(sheet_writing.template())


def workbook(sheets: list[tuple[str, list[list[sheet_writing.Cell]]]]) -> bytes:
    """Sheets of ours as XLSX; the facts have their names in the first column."""
    by_column = (sheet_writing.FACTS_SHEET,)
    return workbooks.workbook([(f"{n}:" if n in by_column else n, rows) for n, rows in sheets])


def _tables(name: str, data: bytes) -> list[tables.Table]:
    """The one place where sheets are read; a child process with limits does it."""
    return tables.tables_of_file(name, data, sheet_format.MOST_ROWS)


def _toml(name: str, data: bytes) -> Version:
    shown = name.replace("\\", "/").rsplit("/", 1)[-1][:100]
    try:
        return toml_format.read(data.decode("utf-8-sig"), shown)
    except UnicodeDecodeError:
        raise BadInput(f"“{shown}” không phải chữ UTF-8; hãy lưu lại tệp dạng UTF-8.") from None


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]

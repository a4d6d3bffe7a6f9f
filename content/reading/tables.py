"""A list as it comes (CSV, XLSX, pasted cells) as rows of texts."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import logging
import os
from collections import Counter
from typing import Any, NamedTuple

from content.errors import BadInput
from content.letters.decoding import decode
from content.letters.result import Wish
from content.reading import apart, cage, cage_folders, passing, workbook_rows

_MOST_BYTES = 10 * 2**20
_MOST_ANSWER = 60 * 2**20
_MEMORY = 260 * 2**20
_SECONDS, _PATIENCE = 20, 120.0  # of the processor, and by the clock on the wall
_SEPARATORS = ("\t", ";", ",", "|")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ADVICE = "hãy lưu thành .xlsx hoặc .csv, hoặc chép các ô rồi dán vào khung."
_log = logging.getLogger(__name__)


class Table(NamedTuple):
    """A sheet of a workbook, or the whole of a text. rows[n] is the row that Excel calls n + 1."""

    name: str
    rows: list[list[str]]


def rows_of_file(name: str, data: bytes, most: int) -> list[list[str]]:
    """The rows of a file's first sheet that has any, whatever the file's name says.

    most: filled rows that are taken. BadInput, one sentence that names the file, for more of them
    and for what cannot be read.
    """
    found = tables_of_file(name, data, most)
    return found[0].rows if found else []


def tables_of_file(name: str, data: bytes, most: int) -> list[Table]:
    """All sheets of a file that have rows; as `rows_of_file` else."""
    shown = name.replace("\\", "/").rsplit("/", 1)[-1][:100]
    if not data.strip():
        raise BadInput(f"“{shown}” là tệp rỗng; {_ADVICE}")
    if len(data) > _MOST_BYTES:
        raise BadInput(f"“{shown}” lớn hơn 10 MB; hãy chia danh sách làm mấy tệp.")
    if data.startswith(_OLD_OFFICE):
        raise BadInput(f"“{shown}” là bảng tính kiểu cũ (.xls); {_ADVICE}")
    try:
        if data.startswith(_ZIP):
            return _apart(data, most)
        text, _met = decode(data, Wish())
        rows = rows_of_text(text)
        if sum(any(cell.strip() for cell in row) for row in rows) > most:
            limit = f"{most:,}".replace(",", ".")
            raise BadInput(f"có hơn {limit} dòng; hãy chia làm mấy tệp.")
    except BadInput as fault:
        raise BadInput(f"“{shown}”: {fault.message}") from None
    return [Table("", rows)] if rows else []


def _apart(data: bytes, most: int) -> list[Table]:
    """The sheets of a workbook, read in a process of its own; BadInput ends a sentence."""
    if not_here := cage.possible():
        raise BadInput(not_here)
    reference = hashlib.sha256(data).hexdigest()[:8]
    with cage_folders.new("rows") as folder:
        (folder / "in").write_bytes(data)
        code = cage.run(
            cage.module("content.reading.workbook_rows", os.fspath(folder), str(most)),
            folder,
            seconds=_SECONDS,
            most_seconds=_SECONDS,
            memory=_MEMORY,
            patience=_PATIENCE,
            name=f"rows {reference}",
        )
        if sentence := passing.refusal(folder):
            raise BadInput(sentence)
        if code == 0:
            try:
                answer = cage_folders.bytes_of(folder / workbook_rows.ANSWER, _MOST_ANSWER)
                return _believed(json.loads(answer))
            except passing.FAULTS as fault:
                _log.warning("rows of %s not taken: %r", reference, fault)
    raise BadInput(apart.why(code, reference))


def _believed(answer: Any) -> list[Table]:
    """The answer, every cell of it a text; TypeError for any other."""
    found = [Table(name, [list(row) for row in rows]) for name, rows in answer]
    for table in found:
        if not all(isinstance(cell, str) for row in table.rows for cell in row):
            raise TypeError("a cell that is no text")
    return found


def rows_of_text(text: str) -> list[list[str]]:
    """The rows of a CSV text or of cells copied out of a sheet; BadInput for a broken one."""
    plain = text.lstrip("\ufeff").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    lines = plain.split("\n")
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == 5:
        separator, plain = lines[0][4], "\n".join(lines[1:])
    else:
        separator = _separator(lines)
    try:
        reader = csv.reader(io.StringIO(plain), delimiter=separator)
        return [list(row) for row in reader]
    except csv.Error:
        raise BadInput(
            "Danh sách có một ô dài bất thường (dấu ngoặc kép mở mà không đóng?); "
            "hãy kiểm tra rồi gửi lại."
        ) from None


def _separator(lines: list[str]) -> str:
    """What stands between the cells: the sign that most of the first lines have as often."""
    first = [line for line in lines if line.strip()][:20]
    votes: Counter[str] = Counter()
    for sign in _SEPARATORS:
        counts = Counter(line.count(sign) for line in first if sign in line)
        if counts:
            votes[sign] = max(counts.values())
    return max(_SEPARATORS, key=lambda sign: (votes[sign], -_SEPARATORS.index(sign)))

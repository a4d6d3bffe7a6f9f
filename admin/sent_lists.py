"""Lists of recognised people as the desk's forms send them: a file, pasted cells, mended lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from flask import request

from content.errors import BadInput
from content.reading import tables
from content.recognition.lists import reading
from content.recognition.lists.checking import Faulty
from content.recognition.lists.headings import CALLED
from content.recognition.lists.reading import Found, Line
from content.recognition.models import RecognitionTitle

# A form may have a thousand fields, and a person does not mend more lines by hand.
MOST_MENDED = 100


def given(title: RecognitionTitle) -> Found:
    """The list of the form: its file, else the pasted cells; BadInput for none."""
    community = title.subject == "community"
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        found = tables.tables_of_file(str(upload.filename), upload.read(), reading.MOST_ROWS)
        return reading.read(found, community=community)
    pasted = request.form.get("list", "")
    if not pasted.strip():
        raise BadInput("Chưa có danh sách nào; hãy chọn tệp, hoặc dán các ô vào khung.")
    return reading.read([("", tables.rows_of_text(pasted))], community=community)


def mended() -> list[Line]:
    """The lines that waited for a person, as they were put right; those to leave out are not."""
    lines = []
    for number in range(MOST_MENDED):
        written = request.form.get(f"line-{number}")
        if written is None:
            break
        if f"drop-{number}" not in request.form:
            lines.append(_mended(number, written))
    return lines


def _mended(number: int, written: str) -> Line:
    try:
        data = json.loads(written)
    except (ValueError, RecursionError):
        data = None
    line = reading.line_of(data if isinstance(data, dict) else {"": ""})
    typed = {
        field: " ".join(request.form[f"{field}-{number}"].split())[:300]
        for field in CALLED
        if f"{field}-{number}" in request.form
    }
    return replace(line, **typed, keep=f"keep-{number}" in request.form)  # type: ignore[arg-type]


def as_json(line: Line) -> str:
    """A line as its form carries it along."""
    return json.dumps({name: getattr(line, name) for name in Line.__slots__}, ensure_ascii=False)


def to_mend(faulty: Faulty) -> Iterator[tuple[str, str, str]]:
    """(field, what it is called, value) of what a faulty line is mended by: its name, its fault."""
    for field in dict.fromkeys(("name", faulty.field)):
        value = getattr(faulty.line, field)
        yield field, CALLED[field], (faulty.suggested or value) if field == faulty.field else value

"""A workbook (XLSX) as rows of plain texts, for lists of people, places, figures; runs in the cage.

`python -m content.reading.workbook_rows FOLDER MOST` reads FOLDER/in and writes FOLDER/rows.json,
or why not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from content.errors import BadInput
from content.reading import child, passing, workbook

ANSWER = "rows.json"
# Empty rows are kept so that a row has the number that Excel shows; not below this one.
_LOWEST = 20_000


def sheets(data: bytes, most: int) -> list[tuple[str, list[list[str]]]]:
    """(name, rows) of each shown sheet that holds a text; the rows of each from its first on.

    A merged cell is repeated in the rows it covers. Rows that are hidden or filtered out count as
    all others do: nobody sees in a list who was forgotten. BadInput for what is no workbook, and
    for more than `most` filled rows in a sheet: none is left out unsaid.
    """
    book = workbook.read(data, most, hidden_too=True)
    for sheet in book.sheets:
        if sheet.cut:
            shown = f"{most:,}".replace(",", ".")
            raise BadInput(
                f"bảng “{sheet.name}” có hơn {shown} dòng hoặc {workbook.MOST_COLUMNS} cột; "
                "hãy chia làm mấy tệp."
            )
    return [(sheet.name, _rows(sheet)) for sheet in book.sheets if sheet.rows]


def _rows(sheet: workbook.Sheet) -> list[list[str]]:
    texts = {
        row: {column: span.text for column, span in cells.items()}
        for row, cells in sheet.rows.items()
    }
    for (top, left), (down, _wide) in sheet.merged.items():
        said = texts.get(top, {}).get(left, "")
        for row in range(top + 1, top + down):
            if said and row in texts:
                texts[row].setdefault(left, said)
    rows: list[list[str]] = []
    for number, cells in sorted(texts.items()):
        rows += [[]] * (min(number, _LOWEST) - len(rows) - 1)
        rows.append([cells.get(column, "") for column in range(1, max(cells) + 1)])
    return rows


def main(folder: Path, most: int) -> int:
    """Write FOLDER/rows.json, or the refusal; the exit code."""
    try:
        found = sheets((folder / "in").read_bytes(), most)
        (folder / ANSWER).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    except BadInput as refused:
        passing.refuse(refused.message, folder)
    except RecursionError:
        passing.refuse("lồng nhau quá sâu nên không đọc được; hãy lưu lại đơn giản hơn.", folder)
    except MemoryError:
        return child.NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))

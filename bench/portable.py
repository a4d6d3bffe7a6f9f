"""How fast PDF files are read, and how much memory that takes: `python -m bench.portable`.

Files of 10, 100 and 500 pages are made (running head, page numbers, a table on every tenth page)
and read in the child process that the loader uses, with its limits.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from fpdf import FPDF

from content.letters.result import Wish
from content.reading.apart import read_apart

_FONT = "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf"
_SIZES = (10, 100, 500)
_SENTENCE = (
    "Bà con trong thôn cùng nhau đọc sách vào buổi tối, kể lại cho con cháu nghe và ghi vào sổ "
    "những điều đã học được trong tuần. "
)


def main() -> None:
    """Print one line of JSON a file."""
    font = sys.argv[1] if len(sys.argv) > 1 else _FONT
    for pages in _SIZES:
        data = paper(pages, font)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "paper.pdf").write_bytes(data)
        start = time.monotonic()
        reading = read_apart("pdf", data, Wish())
        seconds = time.monotonic() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        found = {
            "pages": reading.pages,
            "characters": len(reading.text),
            "seconds": round(seconds, 1),
            "pages_per_second": round(pages / seconds, 1),
            "peak_megabytes_of_children": round(used.ru_maxrss / 1024),
        }
        sys.stdout.write(json.dumps(found) + "\n")


def paper(pages: int, font: str) -> bytes:
    """A paper of so many full pages."""
    pdf = FPDF()
    pdf.add_font("serif", fname=font)
    pdf.set_auto_page_break(False)
    for number in range(1, pages + 1):
        pdf.add_page()
        pdf.set_font("serif", size=9)
        pdf.text(20, 10, "Sổ đọc sách của thôn Mẫu")
        pdf.text(100, 290, str(number))
        pdf.set_font("serif", size=11)
        pdf.set_y(20)
        if number % 10 == 0:
            with pdf.table(first_row_as_headings=False) as table:
                for row in range(25):
                    table.row((f"{row}", f"Thôn Mẫu {row}", f"{row * number} quyển"))
        for part in range(4 if number % 10 == 0 else 9):
            pdf.multi_cell(0, 5.5, f"Điều {part}. " + _SENTENCE * 3, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


if __name__ == "__main__":
    main()

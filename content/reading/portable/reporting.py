"""What a person should hear of a PDF that was read: one sentence each. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from content.letters.result import Letters
from content.reading.portable.pieces import Sheet
from content.reading.portable.running import Running
from content.reading.result import Note

_MOST_SHOWN = 300
_MOST_PAGES = 10
_LARGE_PICTURE = 0.08  # share of a page
_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "Windows-1258", "viscii": "VISCII"}


@dataclass(slots=True)
class Findings:
    """What reading found beside the text. Lists hold numbers of pages."""

    sheets: list[Sheet] = field(default_factory=list)
    running: Running = field(default_factory=Running)
    scanned: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    blank: list[int] = field(default_factory=list)
    crowded: list[int] = field(default_factory=list)
    letters: tuple[Letters, ...] = ()
    merged: int = 0
    scripts: bool = False
    left_inside: int = 0


def notes(found: Findings) -> tuple[Note, ...]:
    """The notes, in the order the report shows them."""
    return (*_repaired(found), *_dropped(found), *_unread(found))


def _repaired(found: Findings) -> Iterator[Note]:
    for entry in found.letters:
        if entry.sure:
            name = _NAMES.get(entry.encoding, entry.encoding)
            before, after = _short(entry.before, 80), _short(entry.after, 80)
            yield Note(
                "repaired", f"Chữ {name} đã đổi sang Unicode, ví dụ “{before}” thành “{after}”."
            )
    if found.merged:
        yield Note(
            "repaired",
            f"Đã nối {found.merged} chỗ bảng sang trang; hàng tiêu đề lặp lại chỉ giữ một.",
        )


def _dropped(found: Findings) -> Iterator[Note]:
    if found.running.numbered:
        yield Note("dropped", f"Bỏ số trang ở trang {_pages(found.running.numbered)}.")
    for text, count in found.running.heads.most_common(10):
        yield Note("dropped", f"Bỏ dòng lặp lại ở mép {count} trang: “{_short(text)}”.")
    others = list(found.running.heads)[10:]
    if others:
        yield Note(
            "dropped", f"Bỏ thêm các dòng lặp lại ở mép trang: “{_short('; '.join(others))}”."
        )
    yield from _of_sheets(found.sheets, "stamps", "khung chữ ký số")
    yield from _of_sheets(found.sheets, "aside", "chữ xoay ngang hoặc chéo so với bài")
    yield from _of_sheets(found.sheets, "outside", "chữ nằm ngoài mép giấy")
    yield from _of_sheets(found.sheets, "comments", "ghi chú của người đọc")
    pictured = [
        s.number
        for s in found.sheets
        if s.covered > _LARGE_PICTURE and s.number not in (*found.scanned, *found.unmapped)
    ]
    if pictured:
        yield Note("dropped", f"Trang {_pages(pictured)} có hình: hình chỉ có trong tệp gốc.")
    if found.scripts:
        yield Note("dropped", "Tệp PDF có mã lệnh (JavaScript): không chạy và không đưa vào.")
    if found.left_inside:
        yield Note(
            "dropped",
            f"{found.left_inside} tệp đính trong PDF quá lớn, quá nhiều hoặc hỏng: không lấy ra.",
        )


def _unread(found: Findings) -> Iterator[Note]:
    if found.unmapped:
        yield Note(
            "dropped",
            f"Trang {_pages(found.unmapped)} có chữ nhưng tệp không cho biết là chữ gì (phông "
            "thiếu bảng mã): bỏ phần chữ đó, coi như trang chụp.",
        )
    if found.blank:
        yield Note("read", f"Trang {_pages(found.blank)} để trống.")
    if found.unread:
        yield Note(
            "dropped", f"Trang {_pages(found.unread)} bị hỏng, không đọc được: chưa đưa vào."
        )
    if found.crowded:
        yield Note(
            "guessed",
            f"Trang {_pages(found.crowded)} có quá nhiều nét vẽ: bảng ở đó đọc như chữ thường.",
        )


def _of_sheets(sheets: Sequence[Sheet], name: str, what: str) -> Iterator[Note]:
    found = [(sheet.number, getattr(sheet, name)) for sheet in sheets if getattr(sheet, name)]
    if not found:
        return
    pages = _pages([number for number, _ in found])
    words = "; ".join(dict.fromkeys(text for _, texts in found for text in texts if text))
    yield Note("dropped", f"Bỏ {what} ở trang {pages}: “{_short(words)}”.")


def _pages(numbers: Sequence[int]) -> str:
    """ "2, 3–7, 9": runs are drawn together."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [f"{r[0]}–{r[-1]}" if len(r) > 2 else ", ".join(map(str, r)) for r in runs]
    return ", ".join(shown[:_MOST_PAGES]) + ("…" if len(shown) > _MOST_PAGES else "")


def _short(text: str, most: int = _MOST_SHOWN) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"

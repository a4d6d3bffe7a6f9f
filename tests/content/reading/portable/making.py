"""PDF files made at test time, in the shapes that offices send."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Sequence
from functools import cache

import pypdf
import weasyprint
from fpdf import FPDF
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from content.letters.result import Wish
from content.reading.portable.document import read
from content.reading.result import Reading

_STYLE = '@page { size: A4; margin: 20mm } body { font: 12pt "Liberation Serif", serif }'


def read_pdf(data: bytes) -> Reading:
    """What the reader says of a file."""
    return read(data, Wish())


def said(reading: Reading) -> str:
    """All notes, one below the other."""
    return "\n".join(note.text for note in reading.notes)


@cache
def font_path(style: str = "Regular") -> str:
    """A serif font with every Vietnamese letter, as the system knows it."""
    command = ["fc-match", "-f", "%{file}", f"Noto Serif:style={style}"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.endswith(".ttf"), "install fonts-noto-core"
    return found.stdout


class Sheet(FPDF):
    """Words set where they are wanted, in millimetres."""

    def __init__(self, orientation: str = "portrait") -> None:
        super().__init__(orientation=orientation)  # type: ignore[arg-type]
        self.add_font("serif", fname=font_path())
        self.add_font("serif", style="B", fname=font_path("Bold"))
        self.set_auto_page_break(False)
        self.set_left_margin(25)
        self.add_page()
        self.plain()

    def plain(self, size: float = 12) -> None:
        """Set what follows in plain letters."""
        self.set_font("serif", size=size)

    def bold(self, size: float = 12) -> None:
        """Set what follows in bold letters."""
        self.set_font("serif", style="B", size=size)

    def put(self, x: float, y: float, text: str) -> None:
        """Set words, their baseline at y."""
        self.text(x, y, text)

    def paragraph(self, text: str, y: float | None = None, wide: float = 160) -> None:
        """Set a justified paragraph below what stands there."""
        if y is not None:
            self.set_y(y)
        self.multi_cell(wide, 6.5, text, align="J", new_x="LMARGIN", new_y="NEXT")

    def done(self) -> bytes:
        """The file."""
        return bytes(self.output())


def web(body: str, style: str = "") -> bytes:
    """HTML as a printed page."""
    page = f'<html lang="vi"><style>{_STYLE}{style}</style><body>{body}</body></html>'
    return bytes(weasyprint.HTML(string=page).write_pdf())


def letter(number: str = "12/CV-HKH", draw: Callable[[Sheet], None] | None = None) -> bytes:
    """A letter of one page; draw: what is set over it."""
    sheet = Sheet()
    sheet.bold()
    sheet.put(30, 20, "UBND XÃ MẪU")
    sheet.put(100, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    sheet.put(25, 26, "HỘI KHUYẾN HỌC")
    sheet.put(118, 26, "Độc lập - Tự do - Hạnh phúc")
    sheet.line(120, 28, 175, 28)
    sheet.plain()
    if number:
        sheet.put(30, 36, f"Số: {number}")
    sheet.put(112, 36, "Mẫu, ngày 05 tháng 3 năm 2026")
    sheet.put(25, 42, "V/v mở lớp học buổi tối")
    sheet.put(27, 47, "cho người lớn tuổi")
    sheet.put(60, 62, "Kính gửi: Các thôn trong xã.")
    sheet.paragraph(
        "Hội Khuyến học xã đề nghị các thôn lập danh sách người muốn học, chuẩn bị chỗ học và "
        "báo về Hội trước ngày 20 tháng 3 năm 2026 để kịp xếp lớp.",
        y=70,
    )
    sheet.put(25, 110, "Nơi nhận:")
    sheet.put(25, 116, "- Như trên;")
    sheet.put(25, 122, "- Lưu: VT.")
    sheet.bold()
    sheet.put(130, 110, "KT. CHỦ TỊCH")
    sheet.put(128, 116, "PHÓ CHỦ TỊCH")
    sheet.put(127, 145, "Trần Thị Mẫu")
    if draw:
        sheet.plain()
        draw(sheet)
    return sheet.done()


def changed(data: bytes, change: Callable[[pypdf.PdfWriter], None]) -> bytes:
    """A file after a change with pypdf."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def annotated(
    data: bytes,
    overlay: bytes,
    box: tuple[float, float, float, float],
    kind: str = "Stamp",
    **more: object,
) -> bytes:
    """A file on whose first page the first page of another lies as an annotation, in points."""
    page = pypdf.PdfReader(io.BytesIO(overlay)).pages[0]

    def change(writer: pypdf.PdfWriter) -> None:
        stream = DecodedStreamObject()
        contents = page.get_contents()
        assert contents is not None
        stream.set_data(contents.get_data())
        stream[NameObject("/Type")] = NameObject("/XObject")
        stream[NameObject("/Subtype")] = NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject(map(FloatObject, box))
        stream[NameObject("/Resources")] = page["/Resources"].get_object().clone(writer)
        note = annotation(kind, box)
        look = DictionaryObject({NameObject("/N"): writer._add_object(stream)})
        note[NameObject("/AP")] = look
        for key, value in more.items():
            note[NameObject(f"/{key}")] = value  # type: ignore[assignment]
        _add(writer, note)

    return changed(data, change)


def annotation(kind: str, box: Sequence[float], contents: str = "") -> DictionaryObject:
    """An annotation without a picture of its own."""
    note = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{kind}"),
            NameObject("/Rect"): ArrayObject(map(FloatObject, box)),
            NameObject("/F"): NumberObject(4),
        }
    )
    if contents:
        note[NameObject("/Contents")] = TextStringObject(contents)
    return note


def noted(data: bytes, note: DictionaryObject) -> bytes:
    """A file with an annotation on its first page."""
    return changed(data, lambda writer: _add(writer, note))


def _add(writer: pypdf.PdfWriter, note: DictionaryObject) -> None:
    page = writer.pages[0]
    notes = page.get("/Annots", ArrayObject())
    page[NameObject("/Annots")] = ArrayObject([*notes, writer._add_object(note)])

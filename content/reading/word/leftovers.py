"""What a Word file holds beside its text, counted, and said in one sentence each. Pure."""

from __future__ import annotations

from collections import Counter

from content.reading.result import Note

# (what is counted, kind of the note, sentence), in the order of the report.
_SENTENCES = (
    ("inserted", "read", "Tệp đang theo dõi thay đổi: {n} chỗ thêm vào được nhận như đã duyệt."),
    ("deleted", "dropped", "Tệp đang theo dõi thay đổi: bỏ {n} chỗ đã xóa."),
    ("moved", "read", "Tệp đang theo dõi thay đổi: {n} đoạn dời chỗ được lấy ở chỗ mới."),
    ("footnotes", "read", "Đã đưa {n} chú thích xuống cuối bài."),
    ("formulas", "guessed",
     "{n} công thức được viết lại trên một dòng; hãy đối chiếu với bản gốc."),
    ("long headings", "guessed", "{n} đoạn dài mang kiểu tiêu đề được đọc như đoạn thường."),
    ("first header", "read", "Phần đầu văn bản nằm ở đầu trang (header) đã được đưa vào bài."),
    ("merged", "repaired", "{n} ô gộp trong bảng được ghi ở ô đầu, các ô còn lại để trống."),
    ("no alt", "guessed", "{n} hình chưa có lời tả cho người không nhìn thấy; hãy ghi thêm."),
    ("contents", "dropped", "Bỏ mục lục do Word tạo: trang đã có mục lục theo tiêu đề."),
    ("comments", "dropped", "Bỏ {n} nhận xét bên lề."),
    ("hidden", "dropped", "Bỏ {n} đoạn chữ ẩn."),
    ("placeholders", "dropped", "Bỏ {n} ô điền còn để trống (chữ gợi ý của mẫu)."),
    ("links", "dropped", "{n} liên kết trong văn bản được giữ là chữ thường."),
    ("emblems", "dropped", "Bỏ {n} hình ở phần đầu hoặc phần ký (biểu trưng, con dấu, chữ ký)."),
    ("outside pictures", "dropped",
     "Bỏ {n} hình nằm ngoài tệp (hình liên kết không được tải về); hãy chèn hình vào tệp."),
    ("metafiles", "dropped",
     "Bỏ {n} hình kiểu bản vẽ (EMF, WMF, SVG…); hãy lưu thành PNG rồi chèn lại."),
    ("lost pictures", "dropped", "Bỏ {n} hình bị hỏng hoặc thiếu trong tệp."),
    ("large pictures", "dropped", "Bỏ {n} hình vì tệp có quá nhiều hoặc quá nặng hình."),
    ("charts", "dropped", "Bỏ {n} biểu đồ; hãy chụp thành hình rồi chèn lại."),
    ("diagrams", "dropped", "Bỏ {n} sơ đồ SmartArt; hãy chụp thành hình rồi chèn lại."),
    ("objects", "dropped",
     "Bỏ {n} đối tượng nhúng (bảng tính, bản trình bày…); hãy đính kèm riêng."),
    ("old formulas", "dropped", "Bỏ {n} công thức kiểu cũ; hãy chụp thành hình rồi chèn lại."),
    ("chunks", "dropped", "Bỏ {n} tài liệu khác được nhúng nguyên trong tệp; hãy nạp riêng."),
    ("signs", "dropped", "Bỏ {n} ký hiệu của phông hình không rõ nghĩa."),
    ("macros", "dropped", "Tệp có macro: macro không được chạy, chỉ đọc chữ."),
    ("signature", "dropped", "Tệp có chữ ký số: chữ ký không được kiểm tra."),
)  # fmt: skip


class Leftovers:
    """Counts while a file is read. `running`: what stands at the head or foot of each page."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self.running: list[str] = []

    def count(self, what: str, times: int = 1) -> None:
        """Note one more of a kind that `_SENTENCES` knows."""
        self._counts[what] += times

    def how_many(self, what: str) -> int:
        """How many of a kind were counted so far."""
        return self._counts[what]

    def notes(self) -> tuple[Note, ...]:
        """One sentence for each kind that was met."""
        known = [
            Note(kind, sentence.format(n=self._counts[what]))
            for what, kind, sentence in _SENTENCES
            if self._counts[what]
        ]
        if self.running:
            shown = self.running[0] if len(self.running[0]) <= 80 else self.running[0][:79] + "…"
            known.append(Note("dropped", f"Bỏ đầu trang, chân trang lặp lại: “{shown}”."))
        return tuple(known)

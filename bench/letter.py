"""An official letter of nowhere, in words of our own: what is printed, and what should be read."""

from __future__ import annotations

from bench import paper

LEFT = ("ỦY BAN NHÂN DÂN", "XÃ MẪU SƠN", "Số: 215/KH-UBND")
RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Mẫu Sơn, ngày 07 tháng 8 năm 2026",
)
TITLE = ("KẾ HOẠCH", "Mở lớp học buổi tối cho người lớn trên địa bàn xã Mẫu Sơn năm 2026")
_WRITTEN = """\
Thực hiện Quyết định số 387/QĐ-TTg ngày 25 tháng 3 năm 2022 của Thủ tướng Chính phủ và Kế hoạch số
50/KH-UBND ngày 02/03/2022 của UBND tỉnh, Ủy ban nhân dân xã Mẫu Sơn ban hành Kế hoạch mở lớp buổi
tối cho người lớn như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích: Giúp người lớn tuổi, người đi làm xa mới về biết đọc, biết viết, biết dùng điện thoại
để gọi cho con cháu, tra giá nông sản và nộp hồ sơ qua mạng.

2. Yêu cầu: Lớp mở gần nhà, học vào buổi tối sau vụ gặt, không thu tiền của người học; mỗi lớp có
ít nhất một người biết việc đứng lớp và một người trẻ đi kèm.

II. CHỈ TIÊU

a) Đến hết năm 2026, 85% số thôn có lớp buổi tối; 60% người học đọc được một bài báo ngắn và viết
được đơn.

b) Mỗi nhà văn hóa thôn có một tủ sách từ 120 cuốn trở lên, do bà con góp và thư viện huyện luân
chuyển sáu tháng một lần.

III. NHIỆM VỤ

1. Hội Khuyến học xã rà soát số người chưa biết chữ ở từng xóm, lập danh sách gửi Ủy ban nhân dân
xã trước ngày 15/9/2026; phối hợp với Hội Người cao tuổi, Hội Phụ nữ và Đoàn Thanh niên vận động
người học.

2. Trường Tiểu học Mẫu Sơn cử giáo viên dạy mỗi tuần ba buổi, cho mượn phòng học, bàn ghế và bảng;
chuẩn bị tài liệu chữ to, dễ đọc cho người mắt kém.

3. Trung tâm học tập cộng đồng giữ sổ lớp, báo cáo số người học vào ngày 20 hằng tháng và trả lời
thắc mắc của người dân.
"""
BODY = tuple(" ".join(part.split()) for part in _WRITTEN.split("\n\n"))
RECEIVERS = (
    "Nơi nhận:",
    "- Ủy ban nhân dân huyện;",
    "- Hội Khuyến học huyện;",
    "- Các thôn;",
    "- Lưu: VT.",
)
OFFICE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
SIGNER = "Lê Thị Thí Dụ"


def printed() -> bytes:
    """The letter as a PDF of one page, as an office's word processor makes it."""
    title = f"<h1>{'<br>'.join(TITLE)}</h1>"
    parts = (paper.head(LEFT, RIGHT), title, paper.paragraphs(BODY))
    return paper.printed("".join(parts) + paper.foot(RECEIVERS, OFFICE, SIGNER))


def text() -> str:
    """Every word of it in the order a person reads: the head and the foot column by column."""
    return "\n".join((*LEFT, *RIGHT, *TITLE, *BODY, *RECEIVERS, *OFFICE, SIGNER))

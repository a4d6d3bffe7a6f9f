"""The acts of the trail in Vietnamese words."""

from __future__ import annotations

from content.trail import TrailEntry

ACTIONS = {
    "item.created": "Tạo bài",
    "item.saved": "Lưu bài",
    "item.restored": "Phục hồi bản cũ",
    "item.discarded": "Bỏ bản sửa",
    "item.published": "Đăng bài",
    "item.withdrawn": "Gỡ bài",
    "item.loaded": "Nạp bài từ tệp",
    "item.changed": "Nạp lại bài từ tệp",
    "item.given": "Đặt bản chụp vào bài",
    "item.forgotten": "Bỏ bản nháp giữ chỗ",
    "file.recognised": "Nhận dạng chữ của tệp",
    "item.expired": "Bài hết hạn",
    "item.appeared": "Bài đến giờ đăng",
    "approval.asked": "Gửi liên kết duyệt",
    "approval.revoked": "Thu liên kết duyệt",
    "approver.kept": "Lưu người duyệt",
    "approver.closed": "Thôi người duyệt",
    "remark.said": "Ghi ý kiến",
    "remark.settled": "Xem ý kiến",
    "house.decided": "Đổi quy định của bàn biên tập",
    "preview.made": "Tạo liên kết xem trước",
    "preview.revoked": "Thu liên kết xem trước",
    "file.kept": "Tải tệp lên",
    "hub.prepared": "Chuẩn bị trang web",
    "item.past": "Đưa lại các bản cũ của bài",
    "site.saved": "Sửa thông tin trang",
    "site.loaded": "Nạp thông tin trang",
    "site.finished": "Xong các bước đầu",
    "topic.made": "Thêm chủ đề",
    "topic.renamed": "Đổi tên chủ đề",
    "topic.merged": "Gộp chủ đề",
    "place.recorded": "Ghi địa bàn",
    "place.merged": "Nhập địa bàn",
    "person.added": "Thêm tài khoản",
    "person.renamed": "Đổi tên tài khoản",
    "person.roles": "Đổi vai trò",
    "person.opened": "Mở tài khoản",
    "person.closed": "Đóng tài khoản",
    "person.password": "Đặt mật khẩu",
    "person.second_factor_dropped": "Tắt xác nhận hai lớp",
    "person.link_made": "Tạo liên kết vào",
    "person.link_used": "Vào bằng liên kết",
    "person.signed_in": "Đăng nhập",
}
SUBJECTS = {
    "item": "Bài",
    "topic": "Chủ đề",
    "place": "Địa bàn",
    "person": "Tài khoản",
    "file": "Tệp",
    "hub": "Trang web",
    "site": "Thông tin trang",
    "approver": "Người duyệt",
}
_MOVED = {"in_review": "Gửi duyệt", "returned": "Trả lại bài", "approved": "Duyệt bài"}


def title(entry: TrailEntry) -> str:
    """What was done; an act that has no words here keeps its name."""
    if entry.action == "item.moved":
        return _MOVED.get(str((entry.detail or {}).get("to")), "Chuyển trạng thái")
    return ACTIONS.get(entry.action, entry.action)

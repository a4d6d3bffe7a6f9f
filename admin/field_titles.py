"""How the desk calls the fields of its forms, in one table for forms, comparisons and faults."""

from __future__ import annotations

# What a person writes of an item: history and conflicts compare these, in this order.
WRITTEN = {
    "title": "Tiêu đề",
    "summary": "Tóm tắt",
    "body": "Nội dung",
    "slug": "Địa chỉ trang",
    "date": "Ngày",
    "topics": "Chủ đề",
    "place": "Địa bàn",
    "publish_at": "Ngày giờ đăng",
    "expires_at": "Ngày giờ hết hạn",
    "number": "Số, ký hiệu",
    "document_kind": "Loại văn bản",
    "issuer": "Cơ quan ban hành",
    "issued": "Ngày ban hành",
    "signer": "Người ký",
    "effective": "Có hiệu lực từ",
    "expires": "Hết hiệu lực từ",
    "relations": "Văn bản liên quan",
    "sources": "Nguồn",
    "checked": "Kiểm tra lần cuối",
    "event_starts": "Ngày diễn ra",
    "event_starts_at": "Giờ bắt đầu",
    "event_ends": "Ngày cuối",
    "event_ends_at": "Giờ kết thúc",
    "venue": "Nơi diễn ra",
    "contact": "Hỏi ai",
    "for_titles": "Danh hiệu",
    "for_roles": "Dành cho",
    "for_levels": "Cấp",
    "year": "Năm của tài liệu",
    "edition": "Lần biên soạn",
    "licence": "Giấy phép",
    "links": "Liên kết ngoài",
    "parts": "Các phần của bộ",
}
TITLES = WRITTEN | {
    "change_note": "Thay đổi gì",
    "reason": "Lý do trả lại",
    "notice": "Lời nhắn khi gỡ",
    "recipients": "Nơi nhận",
    "name": "Tên",
    "email": "Thư điện tử",
}

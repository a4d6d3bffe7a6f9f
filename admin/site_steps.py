"""The five steps by which a site is made somebody's own."""

from __future__ import annotations

from typing import NamedTuple


class Step(NamedTuple):
    """One step: its address, the part of the identity it saves, how it is called."""

    slug: str
    part: str
    title: str
    line: str


STEPS = (
    Step("ten", "name", "Tên và địa phương", "Đứng đầu mọi trang, và khi chia sẻ."),
    Step("lien-he", "contact", "Liên hệ, người phụ trách", "Người đọc hỏi ai, ở đâu, lúc nào."),
    Step("bieu-trung", "logo", "Biểu trưng", "Hình nhỏ cạnh tên trang. Không có cũng được."),
    Step("muc-luc", "menu", "Mục lục", "Các mục ở đầu mọi trang, theo thứ tự."),
    Step("trang-chu", "home", "Trang chủ", "Trang đầu tiên có gì, theo thứ tự từ trên xuống."),
)

"""Audiences: for whom training material is, in fixed words; and the licences it may carry."""

from __future__ import annotations

# The five titles of the programme (281/QĐ-TTg, 387/QĐ-TTg, 677/QĐ-TTg).
TITLES: dict[str, str] = {
    "cong-dan-hoc-tap": "Công dân học tập",
    "gia-dinh-hoc-tap": "Gia đình học tập",
    "dong-ho-hoc-tap": "Dòng họ học tập",
    "cong-dong-hoc-tap": "Cộng đồng học tập",
    "don-vi-hoc-tap": "Đơn vị học tập",
}
ROLES: dict[str, str] = {
    "nguoi-dan": "Người dân",
    "can-bo-thon": "Cán bộ thôn, bản, tổ dân phố",
    "can-bo-xa": "Cán bộ xã, phường",
    "hoi-khuyen-hoc": "Hội viên, cán bộ Hội Khuyến học",
    "giao-vien": "Giáo viên",
    "bao-cao-vien": "Báo cáo viên",
}
LEVELS: dict[str, str] = {"thon": "Thôn", "xa": "Xã", "tinh": "Tỉnh"}
# What a reader may do with a file; the name is shown, the address explains it.
LICENCES: dict[str, tuple[str, str]] = {
    "cc-by-4.0": (
        "CC BY 4.0: dùng, sửa, chia sẻ, có ghi nguồn",
        "https://creativecommons.org/licenses/by/4.0/deed.vi",
    ),
    "cc-by-sa-4.0": (
        "CC BY-SA 4.0: như trên, bản sửa giữ cùng giấy phép",
        "https://creativecommons.org/licenses/by-sa/4.0/deed.vi",
    ),
    "cc-by-nc-4.0": (
        "CC BY-NC 4.0: có ghi nguồn, không vì lợi nhuận",
        "https://creativecommons.org/licenses/by-nc/4.0/deed.vi",
    ),
    "cc0-1.0": ("CC0: dùng tự do", "https://creativecommons.org/publicdomain/zero/1.0/deed.vi"),
    "theo-noi-ban-hanh": ("Theo quy định của nơi phát hành", ""),
}
# The facets that training is narrowed by: word in the path → (title, words; None: of the files).
FACETS: dict[str, tuple[str, dict[str, str] | None]] = {
    "danh-hieu": ("Danh hiệu", TITLES),
    "vai-tro": ("Dành cho", ROLES),
    "cap": ("Cấp", LEVELS),
    "dinh-dang": ("Loại tệp", None),
}
LINK_FORMAT = "lien-ket"  # the format of material that stands elsewhere

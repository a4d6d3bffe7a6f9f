"""The headings people write over the columns of a list, in their usual spellings. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.vietnamese import fold, nfc

# Field → headings, folded; a heading also counts that begins with one of several words and goes on.
HEADINGS = {
    "name": (
        "ho va ten", "ho ten", "ho va ten chu ho", "ho ten chu ho", "ten chu ho", "chu ho",
        "ho va ten cong dan", "cong dan", "ten gia dinh", "gia dinh", "ten dong ho", "dong ho",
        "ten cong dong", "cong dong", "ten don vi", "don vi", "ten tap the", "tap the",
        "ten co quan", "co quan don vi", "ten",
    ),
    "head": (
        "nguoi dung dau", "truong toc", "toc truong", "truong ho", "truong dong ho",
        "thu truong", "thu truong don vi", "nguoi dai dien", "dai dien", "truong thon",
    ),
    "place": (
        "thon", "ban", "ap", "khom", "xom", "to", "to dan pho", "khu pho", "khu dan cu",
        "thon ban", "thon xom", "thon to dan pho", "thon ban ap", "thon ban to dan pho",
        "thon ban ap to dan pho", "thon ban ap khom to dan pho", "dia ban", "noi o",
    ),
    "commune": (
        "xa", "phuong", "thi tran", "xa phuong", "phuong xa", "xa phuong thi tran",
        "xa phuong dac khu",
    ),
    "title": (
        "danh hieu", "danh hieu dat", "danh hieu dat duoc", "danh hieu cong nhan",
        "danh hieu duoc cong nhan", "mo hinh",
    ),
    "level": (
        "muc", "muc do", "muc dat", "muc dat duoc", "muc cong nhan", "xep loai", "ket qua",
    ),
    "year": ("nam", "nam cong nhan", "nam danh gia", "nam dat", "nam dat danh hieu"),
    "both": (
        "tre va nguoi dai dien dong y", "dong y cua tre va nguoi dai dien", "ca hai dong y",
        "tre em va cha me dong y", "hai ben dong y",
    ),
    "consent": (
        "dong y dang ten", "dong y cong bo", "dong y cong bo ten", "dong y cong khai",
        "dong y cong khai ten", "dong y neu ten", "dong y",
    ),
    "evidence": ("minh chung", "can cu", "can cu cong bo", "phieu dong y", "luu tai"),
    "child": (
        "tre em", "la tre em", "duoi 16 tuoi", "chua du 16 tuoi", "tre em duoi 16 tuoi",
    ),
}  # fmt: skip
# Fields as the desk calls them.
CALLED = {
    "name": "Họ tên",
    "head": "Người đứng đầu",
    "place": "Thôn, bản",
    "commune": "Xã, phường",
    "title": "Danh hiệu",
    "level": "Mức",
    "year": "Năm",
    "both": "Trẻ và người đại diện đồng ý",
    "consent": "Đồng ý đăng tên",
    "evidence": "Căn cứ công bố",
    "child": "Trẻ em",
}
_ORDER = frozenset({"stt", "tt", "so tt", "so thu tu", "thu tu", "no"})
# What must not be published and is not kept: the word that gives the column away → why.
_PRIVATE = (
    (("cccd", "cmnd", "cmt", "can cuoc", "chung minh", "dinh danh", "ho chieu"), "Số giấy tờ"),
    (("ngay sinh", "nam sinh", "sinh nam", "ngay thang nam sinh", "tuoi"), "Ngày sinh, tuổi"),
    (("dan toc", "ton giao"), "Dữ liệu nhạy cảm, Nghị định 356/2025/NĐ-CP"),
    (("dien thoai", "sdt", "so dt", "di dong", "zalo", "email", "thu dien tu"), "Cách liên lạc"),
    (("dia chi", "so nha"), "Địa chỉ nhà"),
    (("diem", "tong diem", "so diem"), "Điểm chấm không công bố"),
    (("gioi tinh", "nam nu", "nu"), "Dữ liệu cá nhân"),
)  # fmt: skip
NOT_USED = "Sổ công nhận không dùng cột này"
_BETWEEN = re.compile(r"[^a-z0-9]+")


def plain(cell: str) -> str:
    """A cell as headings are compared."""
    return _BETWEEN.sub(" ", fold(nfc(cell))).strip()


def columns(row: Sequence[str]) -> dict[str, int]:
    """Field → column; the heading that says it best wins, then the one further left."""
    written = [plain(cell) for cell in row]
    if "nu" in written:  # "Nam" beside "Nữ" is no year
        written = ["" if text in ("nam", "nu") else text for text in written]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for whole in (True, False):
        for name, headings in HEADINGS.items():
            at = next(
                (
                    at
                    for at, text in enumerate(written)
                    if text and at not in taken and _says(text, headings, whole)
                ),
                None,
            )
            if name not in found and at is not None:
                found[name] = at
                taken.add(at)
    return found


def is_order(cell: str) -> bool:
    """Whether a column only numbers the lines."""
    return plain(cell) in _ORDER


def why_left_out(cell: str) -> str:
    """Why a column that is no field is not kept."""
    text = f" {plain(cell)} "
    for words, why in _PRIVATE:
        if any(f" {word} " in text for word in words):
            return why
    return NOT_USED


def _says(text: str, headings: tuple[str, ...], whole: bool) -> bool:
    if whole:
        return text in headings
    if why_left_out(text) != NOT_USED:
        return False
    return any(" " in heading and text.startswith(f"{heading} ") for heading in headings)

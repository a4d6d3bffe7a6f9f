"""What the tests of the print files share: two forms, one deck, and reading made files back."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zipfile
from io import BytesIO
from xml.etree import ElementTree

from pypdf import PdfReader

from content.starter.making.pages import Page

DAY = dt.date(2026, 11, 22)

REGISTER = """\
**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**

**Độc lập - Tự do - Hạnh phúc**

**PHIẾU THỬ ĐĂNG KÝ NĂM ………**

Họ và tên người đăng ký: ……………………………………

### 1. Danh hiệu

☐ Gia đình học tập

☐ Công dân học tập

| TT | Họ và tên | Nhóm phiếu | Ký tên |
|---|---|---|---|
| 1 | | | |
| 2 | | | |

………………, ngày …… tháng …… năm ………

| Người nhận phiếu | Người đăng ký |
|---|---|
| (ký, ghi rõ họ tên) | (ký, ghi rõ họ tên) |
"""

WIDE = """\
**BẢNG THỬ TÁM CỘT**

Nỗ lực nghề nghiệp, Ễ Ổ Ữ Ậ Ỡ, đủ dấu chồng.

| A | B | C | D | E | F | G | H |
|---|---|---|---|---|---|---|---|
| một | 2 | 3 | 4 | 5 | 6 | 7 | *tám* |
"""

DECK = """\
# Buổi thử

Dành cho người thử

Ghi chú:
Chào cả phòng.

---

## Ba việc

1. Phát phiếu
2. Gom phiếu
3. Họp xét

**Về nhà là làm được.**

Ghi chú:
Nói chậm.

Hỏi cả phòng.

---

## Hai số

| Nội dung | Số |
|---|---|
| Tổng số | 1.234 |
| Tỷ lệ | 72,84% |

Ghi chú:
Chia cho số nào?
"""


def page(source: str, title: str = "Mẫu thử “đủ dấu”") -> Page:
    return Page(title, "mau-thu", DAY, source)


def plain(text: str) -> str:
    """Letters and digits only: dots to write on, marks of lists and spaces differ by design."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", text))


def pdf_text(data: bytes) -> str:
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(data)).pages)


def xml_of(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as office:
        return ElementTree.fromstring(office.read(name))


def broken_relations(data: bytes) -> list[str]:
    """Relations of an office file that point to a part which is not there."""
    with zipfile.ZipFile(BytesIO(data)) as office:
        names = set(office.namelist())
        found = []
        for name in names:
            if not name.endswith(".rels"):
                continue
            folder = name.split("_rels/")[0]
            for relation in ElementTree.fromstring(office.read(name)):
                if relation.get("TargetMode") == "External":
                    continue
                target = relation.get("Target", "")
                if _resolved(folder, target) not in names:
                    found.append(f"{name}: {target}")
    return found


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    parts = folder.strip("/").split("/") if folder.strip("/") else []
    for part in target.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)

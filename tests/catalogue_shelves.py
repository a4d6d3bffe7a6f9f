"""A small library of our own making: works of every kind, two shelves, a reading list."""

from __future__ import annotations

import datetime as dt
import io
from typing import NamedTuple

from fpdf import FPDF
from PIL import Image

from content.calendar import today
from content.catalogue.commands import reading_lists, records, shelves
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Identifier, Link, Name, Record, Subject
from content.catalogue.shelf_models import ReadingList, Shelf

CRAFT, READING, FARMING = (
    Subject("Nghề thủ công"),
    Subject("Văn hóa đọc"),
    Subject("Khuyến nông"),
)
LONG = (
    "Sách kể cách người trong bản chẻ tre, phơi mây và đan gùi, từ chọn cây đến giữ đồ bền.\n"
    "Mỗi bài có hình vẽ, việc làm thử trong một buổi và lời dặn khi dùng dao."
)
WORKS = (
    Record(
        "Nghề đan lát ở bản Mẫu",
        kind="sach",
        subtitle="Sổ tay cho người mới học",
        names=(Name("Giàng A Mẫu"), Name("Lò Thị Mẫu", "illustrator")),
        publisher="Nhà in Mẫu",
        published_in="Lai Châu",
        year=2020,
        extent="120 trang",
        languages=("vie",),
        subjects=(CRAFT, Subject("Mây tre")),
        topics=("nghe-thu-cong",),
        abstract=LONG,
        contents="Chọn tre\nĐan gùi\nGiữ đồ bền",
        identifiers=(Identifier("isbn", "978-604-0-00001-9"),),
        access="open",
        rights="CC BY 4.0",
        rights_url="https://creativecommons.org/licenses/by/4.0/",
        audiences=("Người lớn mới học nghề",),
    ),
    Record(
        "Đọc sách cùng con mỗi tối",
        kind="sach",
        names=(Name("Nguyễn Văn Mẫu"),),
        publisher="Nhà in Mẫu",
        year=2022,
        languages=("vie",),
        subjects=(READING,),
    ),
    Record(
        "Thói quen đọc của học sinh vùng cao",
        kind="bai-bao",
        names=(Name("Vàng Thị Mẫu"), Name("Nguyễn Văn Mẫu")),
        host="Tạp chí Mẫu",
        volume="3",
        issue="2",
        pages="12-20",
        year=2021,
        languages=("vie",),
        subjects=(READING,),
        identifiers=(Identifier("doi", "10.1234/mau.2021"),),
        links=(Link("https://nguon.example/bai/12"),),
        access="open",
    ),
    Record(
        "Trung tâm học tập cộng đồng ở một huyện miền núi",
        kind="luan-van",
        names=(Name("Sùng A Mẫu"), Name("Trần Thị Mẫu", "advisor")),
        publisher="Trường Đại học Mẫu",
        year=2019,
        languages=("vie",),
        subjects=(Subject("Trung tâm học tập cộng đồng"),),
        links=(Link("https://nguon.example/luan-van/7"),),
        access="restricted",
    ),
    Record(
        "Tập huấn cán bộ thôn về xã hội học tập",
        kind="tap-huan",
        names=(Name("Hội Khuyến học xã Mẫu", "issuer", organisation=True),),
        year=2024,
        subjects=(Subject("Xã hội học tập"),),
        access="open",
    ),
    Record("Nuôi gà thả đồi", kind="video", year=2023, subjects=(FARMING,), extent="18 phút"),
    Record("Kể chuyện bản Mẫu", kind="am-thanh", year=2023, languages=("hmn",)),
    Record("Bản đồ xã Mẫu", kind="hinh-anh", year=2018),
    Record(
        "Báo cáo học tập suốt đời năm 2024",
        kind="bao-cao",
        names=(Name("UBND xã Mẫu", "issuer", organisation=True),),
        year=2024,
        subjects=(Subject("Xã hội học tập"),),
    ),
    Record("Bản tin khuyến học", kind="tap-chi", year=2024, languages=("vie",)),
    Record(
        "Kế hoạch xây dựng tủ sách thôn",
        kind="van-ban",
        identifiers=(Identifier("number", "12/KH-UBND"),),
        names=(Name("UBND xã Mẫu", "issuer", organisation=True),),
        year=2023,
        subjects=(READING,),
    ),
    Record("A handbook of weaving", kind="sach", year=2015, languages=("eng",), subjects=(CRAFT,)),
)


class Library(NamedTuple):
    """What `fill` made: records in the order of WORKS, the two shelves, the list."""

    records: list[LibraryRecord]
    shelf: Shelf
    mobile: Shelf
    reading_list: ReadingList


def pdf(words: str = "Nghe dan lat") -> bytes:
    """A real PDF of one page."""
    made = FPDF()
    made.add_page()
    made.set_font("helvetica", size=20)
    made.cell(text=words)
    return bytes(made.output())


def cover() -> bytes:
    """A picture that can be a cover."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((300, 420)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def fill(*, place_id: int | None = None) -> Library:
    """A dozen shown works, one with a PDF and a cover, on two shelves, and a list of four."""
    rows = [records.save(one, show=True).row for one in WORKS]
    records.put_file(rows[0].id, pdf(), "application/pdf", "Nghe dan lat.pdf", title="Trọn sách")
    records.put_cover(rows[0].id, cover())
    shelf = shelves.save(
        shelves.ShelfFields(
            "Tủ sách thôn Đông",
            place_id=place_id,
            address="Nhà văn hóa thôn Đông",
            hours="Thứ Ba và thứ Bảy, 14 giờ đến 17 giờ",
            contact="Chị Mẫu, 0215 000 000",
            about="Ai cũng mượn được, không mất tiền.",
            uncatalogued=40,
        )
    )
    mobile = shelves.save(
        shelves.ShelfFields(
            "Xe thư viện lưu động",
            kind="mobile",
            place_id=place_id,
            contact="0215 000 001",
            stops=(
                shelves.Stop("Chợ phiên xã Mẫu", times="Chủ nhật hằng tuần, 7 giờ đến 10 giờ"),
                shelves.Stop("Trường tiểu học", "8 giờ", day=today() + dt.timedelta(days=9)),
                shelves.Stop("Sân bóng cũ", "8 giờ", day=today() - dt.timedelta(days=9)),
            ),
        )
    )
    held = [shelves.Held(row.id, 2, call_number="680 NG") for row in rows[:3]]
    shelves.hold(shelf.id, held)
    shelves.hold(mobile.id, [shelves.Held(rows[0].id, 1)])
    entries = (
        reading_lists.Entry(record=rows[0].slug, note="Đọc trước, vì dễ và có hình."),
        reading_lists.Entry(record=rows[2].slug, note="Để hiểu vì sao con ngại đọc."),
        reading_lists.Entry(record=rows[1].slug),
        reading_lists.Entry(page="/tieu-chi/", note="So với tiêu chí của gia đình."),
    )
    made = reading_lists.save(
        reading_lists.ListFields(
            "Sách cho gia đình học tập", "Bốn thứ nên đọc cùng nhau.", shown=True, entries=entries
        )
    )
    return Library(rows, shelf, mobile, made)

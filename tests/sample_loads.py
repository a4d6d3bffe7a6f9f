"""A load of twelve files, one for each thing that can become of one, told by the real commands."""

from __future__ import annotations

import hashlib

from content import files, jobs
from content.database import db
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields
from content.letters.result import Letters
from content.loading import reports, waiting
from content.loading.models import Load
from content.loading.order import FileReport
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields
from content.reading.result import Note
from content.scans import commands as scans
from content.scans.page_text import PageText

TITLE = (
    "Thực hiện chương trình “Đẩy mạnh phong trào học tập suốt đời trong gia đình, dòng họ, cộng "
    "đồng, đơn vị giai đoạn 2021-2030” trên địa bàn huyện Mẫu"
)
NEWS = "Lễ phát động ở thôn Mẫu"
AFTER = "Uỷ ban nhân dân xã tổ chức tuần lễ hưởng ứng học tập suốt đời."
# The same words as they look where a font once drew them (TCVN3, VNI).
TCVN3 = "Uû ban nh©n d©n x· tæ chøc tuÇn lÔ h­ëng øng häc tËp suèt ®êi."
VNI = "UÛy ban nhaân daân xaõ toå chöùc tuaàn leã höôûng öùng hoïc taäp suoát ñôøi."
UNSURE = (Letters("tcvn3", False, "text", TCVN3, AFTER),)


def sha(number: int) -> str:
    """The hash of a file; only those of `_read` are there."""
    return hashlib.sha256(f"tệp {number}".encode()).hexdigest()


def twelve(actor_id: int | None, way: str = "desk") -> Load:
    """Inside an application context: items, the load's report, jobs for its scans."""
    plan, news, scan, slow, done = (_item(actor_id, number) for number in range(5))
    workflow.publish(news.id, seen_version=news.version, actor_id=actor_id)
    with reports.recording(way, actor_id=actor_id, draft=True) as load:
        for report in _reports([plan, news, scan, slow, done]):
            reports.add(load, report)
    for number, item in ((3, scan), (4, slow)):
        jobs.add(
            waiting.RECOGNISE,
            {"file": sha(number), "item": item.id, "scanned": [1]},
            by=actor_id,
        )
    failed = jobs.add(waiting.RECOGNISE, {"file": sha(6), "item": slow.id}, by=actor_id)
    failed.state, failed.message = "failed", "Tệp gốc không còn trên đĩa; hãy tải lại tệp."
    db.session.commit()
    reports.recognition_failed(sha(6))
    _read(3, [93.2, 91, 41.5])
    _read(5, [96, 52.3])
    sentence = "Chữ đã vào bài nhưng nhận dạng kém; hãy đối chiếu với bản chụp."
    reports.recognition_over(sha(5), done, sentence, poor=True)
    return load


def _read(number: int, confidences: list[float]) -> None:
    """Keep the pages of a scan as recognised with these confidences."""
    files.add(f"tệp {number}".encode(), "application/pdf")
    for page, sure in enumerate(confidences, start=1):
        scans.keep(sha(number), PageText(page, AFTER, sure, "tesseract"))


def _item(actor_id: int | None, number: int) -> Item:
    if number == 1:
        return writing.create(
            ItemFields(kind="news", title=NEWS, slug=f"le-{actor_id}", body="Chữ."),
            actor_id=actor_id,
        )
    known = DocumentFields(
        number=f"{115 + number}/KH-MAU" if number != 3 else None,
        kind="Kế hoạch",
        title=TITLE,
        issuer="Ủy ban nhân dân huyện Mẫu",
        issued=PartialDate(2026, 3, 5),
    )
    fields = ItemFields(kind="document", title=TITLE, body="Học.", document=known)
    return writing.create(fields, actor_id=actor_id)


def _reports(items: list[Item]) -> list[FileReport]:
    plan, news, scan, slow, done = items
    dropped = tuple(
        Note("dropped", f"Bỏ khỏi thân bài (số trang, trang {number}): {number}")
        for number in range(1, 15)
    )
    return [
        FileReport(
            "Ke hoach so 115 (ban chinh thuc, da ky, gui cac xa ngay 05-3-2026).docx",
            "loaded", "document", plan.slug,
            (
                Note("read", "Đọc 12 trang, 3 bảng, 2 hình."),
                Note("gap", "Không thấy tên người ký."),
                Note("guessed", "Ngày ban hành lấy từ dòng địa danh, vì dòng đầu không ghi."),
                Note("repaired", "Nối lại 38 dòng bị ngắt giữa chừng."),
                *dropped,
            ),
            plan.id, sha(1), pages=12,
        ),
        FileReport("tin.docx", "changed", "news", news.slug, (), news.id, sha(2)),
        FileReport("quet-do.pdf", "loaded", "document", scan.slug, (), scan.id, sha(3), 12,
                   tuple(range(1, 13))),
        FileReport("quet-cho.pdf", "loaded", "document", slow.slug, (), slow.id, sha(4), 2,
                   (1, 2)),
        FileReport("quet-xong.pdf", "loaded", "document", done.slug, (), done.id, sha(5), 3,
                   (1, 2)),
        FileReport("quet-hong.pdf", "loaded", "document", slow.slug, (), slow.id, sha(6), 2,
                   (2,)),
        FileReport("vni.doc", "loaded", "document", done.slug,
                   (Note("repaired", "Chữ gõ bằng bảng mã cũ đã đổi sang Unicode."),), done.id,
                   sha(7), letters=(Letters("vni", True, "font", VNI, AFTER),)),
        FileReport("chua-ro.txt", "loaded", "news", news.slug, (), news.id, sha(8), letters=UNSURE),
        FileReport("nhu-cu.docx", "unchanged", "news", news.slug, (), news.id),
        FileReport("da-xoa.docx", "loaded", "news", "da-xoa", (), 99_999, sha(9)),
        FileReport("ho-so.zip/1/ban-ve.dwg", "refused", notes=(
            Note("refused", "Không nhận tệp loại .dwg; hãy lưu lại thành PDF rồi tải lên."),)),
        FileReport("khoa.pdf", "refused", notes=(
            Note("refused", "“khoa.pdf”: tệp PDF có mật khẩu; hãy bỏ mật khẩu rồi tải lại."),)),
    ]  # fmt: skip

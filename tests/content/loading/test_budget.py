"""Budgets: what one file may bring forth, and what is said of the rest."""

from __future__ import annotations

import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from content.database import db
from content.loading import budget, loader, originals
from content.loading.order import FileReport, Order
from content.publishing import picture_sizes
from content.publishing.models import Item
from content.reading.result import Picture, Reading
from tests.content.reading.making import picture

pytestmark = pytest.mark.usefixtures("session_app")


def mail(subject: str, *files: tuple[str, bytes]) -> bytes:
    """A mail whose attachments are bytes to whoever carries it, mails too."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@xa.vn", "b@xa.vn", subject
    made["Date"] = "Mon, 1 Jun 2026 10:00:00 +0700"
    made.set_content(f"Thư {subject}")
    for name, data in files:
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return made.as_bytes()


def words(name: str) -> tuple[str, bytes]:
    return f"{name}.txt", f"Chuyện {name} ở thôn\n\nBà con đọc sách.".encode()


def nested(mails: int, each: int) -> bytes:
    """A mail with mails, each with files."""
    return mail(
        "Ngoài",
        *((f"m{m}.eml", mail(f"Trong {m}", *(words(f"{m}-{n}") for n in range(each))))
          for m in range(mails)),
    )  # fmt: skip


def left(reports: list[FileReport]) -> list[FileReport]:
    return [report for report in reports if report.path.endswith("(tệp kèm còn lại)")]


def test_one_mail_opens_only_so_many_files_however_they_are_nested(monkeypatch):
    monkeypatch.setattr(budget, "MOST_FILES", 5)
    reports = loader.load_bytes("thu.eml", nested(4, 3))
    read = [report.path for report in reports if report.status == "loaded"]
    assert read == [
        "thu.eml", "thu.eml/m0.eml", *(f"thu.eml/m0.eml/0-{n}.txt" for n in range(3)),
        "thu.eml/m1.eml",
    ]  # fmt: skip
    (rest,) = left(reports)
    assert rest.status == "refused"
    (note,) = rest.notes
    assert note.text.startswith("Còn 5 tệp kèm không được đọc vì một tệp nạp vào chỉ được mở ra")
    assert "“thu.eml/m1.eml/1-0.txt”" in note.text and "“thu.eml/m3.eml”" in note.text
    assert db.session.query(Item).count() == 6


def test_the_second_time_the_same_files_are_left_and_nothing_changes(monkeypatch):
    monkeypatch.setattr(budget, "MOST_FILES", 3)
    data = nested(2, 3)
    first, again = loader.load_bytes("thu.eml", data), loader.load_bytes("thu.eml", data)
    assert [r.path for r in first] == [r.path for r in again]
    assert {r.status for r in again} == {"unchanged", "refused"}
    assert left(first) == left(again)


def test_the_mails_of_a_zip_share_what_they_may_open(monkeypatch):
    monkeypatch.setattr(budget, "MOST_FILES", 3)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in "abc":
            archive.writestr(f"{name}.eml", mail(name, *(words(f"{name}{n}") for n in range(2))))
    reports = loader.load_bytes("thu.zip", packed.getvalue())
    assert sum(report.status == "loaded" for report in reports) == 6
    (rest,) = left(reports)
    assert rest.path == "thu.zip/(tệp kèm còn lại)"
    assert "“thu.zip/b.eml/b1.txt”" in rest.notes[0].text


def test_what_lies_too_deep_is_told_of():
    deep = mail("lớp bốn", words("đáy"))
    for layer in ("ba", "hai", "một"):
        deep = mail(f"lớp {layer}", ("trong.eml", deep))
    reports = loader.load_bytes("thu.eml", deep)
    assert sum(report.status == "loaded" for report in reports) == 4
    (rest,) = left(reports)
    assert "nằm sâu hơn 3 lớp" in rest.notes[0].text


def test_attached_files_stop_when_their_time_is_over(monkeypatch):
    monkeypatch.setattr(budget, "SECONDS", 0.0)
    reports = loader.load_bytes("thu.eml", nested(2, 2))
    assert [r.path for r in reports if r.status == "loaded"] == ["thu.eml", "thu.eml/m0.eml"]
    assert "đã quá lâu" in left(reports)[0].notes[0].text


def test_a_load_whose_time_is_over_names_what_it_did_not_look_at(tmp_path: Path):
    folder = tmp_path / "nguon"
    folder.mkdir()
    for name in "ab":
        (folder / f"{name}.txt").write_text(f"Chuyện {name}\n\nĐọc sách.")
    with zipfile.ZipFile(folder / "goi.zip", "w") as archive:
        for name in "cd":
            archive.writestr(f"{name}.txt", f"Chuyện {name}\n\nĐọc sách.")
    reports = loader.load_paths([folder], order=Order(until=time.monotonic() - 1))
    assert [report.status for report in reports] == ["refused"] * 3
    assert [Path(r.path).name for r in reports] == ["a.txt", "b.txt", "(các tệp còn lại)"]
    assert "hãy tải tiếp tệp này" in reports[0].notes[0].text
    assert "Chưa xem đến 2 tệp" in reports[2].notes[0].text
    assert "“c.txt”, “d.txt”" in reports[2].notes[0].text
    assert db.session.query(Item).count() == 0


def test_pictures_beyond_the_budget_are_left_out_and_the_text_stays(monkeypatch):
    monkeypatch.setattr(originals, "MOST_PIXELS", 250)
    pictures = [
        Picture(f"hinh-{n}.png", picture(size=(10, 10 + n)), f"Hình {n}") for n in (0, 1, 2, 3)
    ]
    text = "\n\n".join(f"Đoạn {p.name}.\n\n![{p.alt}](hinh:{p.name})" for p in pictures)
    told, kept, notes = originals.with_pictures(
        Reading(text, "x", "docx", pictures=tuple(pictures))
    )
    assert [each.file_name for each in kept] == ["hinh-0.png", "hinh-1.png"]
    assert told.count("/tep/") == 2 and "Đoạn hinh-3.png.\n\nHình 3" in told
    (note,) = notes
    assert note.kind == "dropped"
    assert note.text.startswith("Bỏ 2 hình, từ “hinh-2.png” đến “hinh-3.png”")


def test_pictures_that_take_long_are_left_out(monkeypatch):
    monkeypatch.setattr(originals, "SECONDS", -1.0)
    read = Reading("a", "x", "docx", pictures=(Picture("hinh-1.png", picture()),))
    assert originals.prepared(read) == {}


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif"])
def test_the_size_of_a_picture_is_read_from_its_head(kind: str):
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (37, 21)).save(out, kind)
    assert picture_sizes.pixels(out.getvalue()) == 37 * 21
    assert picture_sizes.pixels(out.getvalue()[:7]) == picture_sizes.UNKNOWN


def test_of_a_very_long_page_only_the_beginning_is_looked_at(monkeypatch):
    seen = []
    real = loader.texts.plans.parse

    def parse(text: str, **given: object):
        seen.append(len(text.encode()))
        return real(text, **given)

    monkeypatch.setattr(loader.texts.plans, "parse", parse)
    line = "<p>Bà con đọc sách ở thôn.</p>\n"
    page = f"<html><body><h1>Dài</h1>{line * 40_000}</body></html>"
    (report,) = loader.load_bytes("dai.html", page.encode())
    assert report.status == "loaded" and seen and max(seen) <= 400_000
    assert any("quá mức một bài" in note.text for note in report.notes)

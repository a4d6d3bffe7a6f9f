"""A corrected file over a text that was mended by hand: told, and nothing is taken from readers."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from content.loading import hand_edits, loader
from content.loading.order import FileReport
from content.publishing import desk_queries
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields, fields_of

pytestmark = pytest.mark.usefixtures("session_app")

PLAN = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MẪU ĐÔNG Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND Mẫu Đông, ngày 05 tháng 3 năm 2026

KẾ HOẠCH

Đẩy mạnh phong trào học tập suốt đời năm 2026

Ủy ban nhân dân xã mở lớp ở mười thôn.
"""
MENDED = PLAN.replace("mười thôn", "mười một thôn")
CORRECTED = PLAN.replace("mười thôn", "mười hai thôn")
PAGE = "---\nkind: news\ntitle: Lễ phát động\nslug: le\n---\nBuổi lễ ở {}.\n"


def take(text: str, name: str = "ke-hoach.txt", *, draft: bool = False) -> FileReport:
    """Load one file."""
    (report,) = loader.load_bytes(name, text.encode(), draft=draft)
    return report


def item_of(report: FileReport) -> Item:
    item = desk_queries.by_id(report.item_id or 0)
    assert item is not None
    return item


def mend(report: FileReport, was: str, now: str, *, publish: bool) -> Item:
    """Correct the text by hand, as account 7."""
    item = item_of(report)
    fields = desk_queries.working(item)
    mended = replace(fields, body=fields.body.replace(was, now))
    item = writing.save(item.id, mended, seen_version=item.version, actor_id=7)
    if publish:
        workflow.publish(item.id, seen_version=item.version, actor_id=7)
    return item


def edited(report: FileReport) -> list[hand_edits.Edited]:
    return [note for note in report.notes if isinstance(note, hand_edits.Edited)]


def test_a_published_correction_stays_with_readers_and_the_new_text_waits() -> None:
    item = mend(take(PLAN), "mười thôn", "mười một thôn", publish=True)
    mended = desk_queries.newest_revision(item)
    report = take(CORRECTED)
    assert report.status == "changed"
    assert "mười một thôn" in fields_of(item).body
    assert "mười hai thôn" in desk_queries.working(item).body
    (note,) = edited(report)
    assert (note.kind, note.by, note.lost) == ("edited", 7, "nội dung")
    assert mended is not None
    newest = desk_queries.newest_revision(item)
    assert newest is not None
    assert (note.old, note.new) == (mended.id, newest.id)
    assert hand_edits.WAITS in note.text
    assert [n.kind for n in report.notes if "bản nháp mới" in n.text] == []  # told once
    assert asdict(note)["text"] == report.to_json()["findings"][-1]["text"]


def test_a_second_file_does_not_push_the_correction_out_either() -> None:
    """The first one waits; what readers see is still what a person mended."""
    item = mend(take(PLAN), "mười thôn", "mười một thôn", publish=True)
    first = take(CORRECTED, draft=True)
    second = take(CORRECTED + "Thêm một dòng.\n")
    assert "mười một thôn" in fields_of(item).body
    assert "Thêm một dòng" in desk_queries.working(item).body
    assert edited(first)[0].old == edited(second)[0].old
    assert edited(first)[0].new != edited(second)[0].new
    # Once a publisher took the file's text, nothing stands in its way.
    workflow.publish(item.id, seen_version=item.version)
    third = take(CORRECTED + "Thêm hai dòng.\n")
    assert edited(third) == []
    assert "Thêm hai dòng" in fields_of(item).body


def test_a_text_that_nobody_mended_is_replaced_as_before() -> None:
    item = item_of(take(PLAN))
    report = take(CORRECTED)
    assert "mười hai thôn" in fields_of(item).body
    assert edited(report) == []


def test_a_file_that_says_what_the_editor_wrote_takes_nothing_away() -> None:
    item = mend(take(PLAN), "mười thôn", "mười một thôn", publish=True)
    report = take(MENDED)
    assert (report.status, edited(report)) == ("changed", [])
    assert item.pending_revision_id is None


def test_a_draft_that_was_mended_is_told_of() -> None:
    mend(take(PLAN, draft=True), "mười thôn", "mười một thôn", publish=False)
    (note,) = edited(take(CORRECTED, draft=True))
    assert hand_edits.UNSEEN in note.text
    # The next file finds nothing mended since.
    assert edited(take(PLAN + "Thêm.\n", draft=True)) == []


def test_what_the_file_does_not_bring_is_not_lost() -> None:
    report = take(PLAN)
    item = item_of(report)
    fields = replace(desk_queries.working(item), summary="Một câu tóm tắt.")
    item = writing.save(item.id, fields, seen_version=item.version, actor_id=7)
    workflow.publish(item.id, seen_version=item.version, actor_id=7)
    assert edited(take(CORRECTED)) == []
    assert fields_of(item).summary == "Một câu tóm tắt."


def test_a_page_replaces_at_once_and_says_so() -> None:
    """Its front matter says that it is to be published: that is nobody's guess."""
    first = take(PAGE.format("thôn Một"), "le.md")
    item = mend(first, "thôn Một", "thôn Hai", publish=True)
    report = take(PAGE.format("thôn Ba"), "le.md")
    assert "thôn Ba" in item.body
    (note,) = edited(report)
    assert hand_edits.AT_ONCE in note.text


def test_relations_count_by_what_they_lead_to() -> None:
    link = {"relation": "cites", "number": "1/KH", "title": "", "quote": "căn cứ"}
    other = link | {"quote": "theo"}
    before, after = ({"links": [each]} for each in (link, other))
    assert not hand_edits._is_lost("document", before, after, before)
    mended = {"links": [link | {"number": "2/KH"}]}
    assert hand_edits._is_lost("document", before, mended, before)


def test_two_files_of_one_document_name_each_other() -> None:
    """On a first load nobody is told of an old text that was never there."""
    from content.loading.order import Order

    order = Order()
    loader.load_bytes("mot.txt", PLAN.encode(), order=order)
    (second,) = loader.load_bytes("hai.txt", CORRECTED.encode(), order=order)
    said = " ".join(map(str, second.notes))
    assert "Cùng một văn bản với tệp “mot.txt”" in said
    assert "nội dung cũ" not in said


def test_an_item_of_the_desk_was_never_loaded() -> None:
    item = writing.create(ItemFields(kind="news", title="Tin", body="Chữ."))
    assert hand_edits.of(item) is None
    assert hand_edits.of(None) is None

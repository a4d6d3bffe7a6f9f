"""The record: committed print files belong to the Markdown beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from content.loading import front_matter
from content.starter.making import __main__, blocks, record, works
from tests.content.starter.printed import pdf_text, plain


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """A copy of the starter's print sources and files."""
    copy = tmp_path / "starter"
    for name in ("items/bieu-mau", "items/tai-lieu", "making/decks"):
        shutil.copytree(works.STARTER / name, copy / name)
    shutil.copy(works.STARTER / record.NAME, copy / record.NAME)
    return copy


def test_the_committed_files_are_up_to_date() -> None:
    assert record.faults() == []


def test_every_kind_of_material_is_made() -> None:
    made = list(works.all_works())
    assert len(made) >= 14
    assert {path.suffix for work in made for path in work.outputs} == {".docx", ".pdf", ".pptx"}


def test_every_made_file_is_offered_by_its_page() -> None:
    for work in works.all_works():
        front = front_matter.read(work.source.read_text(encoding="utf-8"))
        offered = {work.source.parent / entry.file for entry in front.attachments}
        assert set(work.outputs) <= offered, work.source.name


def test_a_changed_text_is_noticed(starter: Path) -> None:
    form = starter / "items/bieu-mau/mau-danh-muc-minh-chung.md"
    form.write_text(form.read_text("utf-8").replace("## Mẫu\n", "## Mẫu\n\nMới.\n"), "utf-8")
    (fault,) = record.faults(starter)
    assert fault.startswith("items/bieu-mau/mau-danh-muc-minh-chung.md: chữ đã đổi")


def test_a_change_outside_the_printed_section_is_none(starter: Path) -> None:
    form = starter / "items/bieu-mau/mau-danh-muc-minh-chung.md"
    form.write_text(form.read_text("utf-8").replace("## Mẫu\n", "Thêm.\n\n## Mẫu\n"), "utf-8")
    assert record.faults(starter) == []


def test_a_file_changed_or_lost_and_a_page_gone_are_noticed(starter: Path) -> None:
    folder = starter / "items/bieu-mau/tep"
    (folder / "mau-bao-cao-nam.pdf").write_bytes(b"%PDF-1.7 khac")
    (folder / "mau-bao-cao-nam.docx").unlink()
    (starter / "items/bieu-mau/mau-yeu-cau-go-ten.md").unlink()
    assert record.faults(starter) == [
        "items/bieu-mau/tep/mau-bao-cao-nam.docx: tệp thiếu hoặc không phải bản đã in.",
        "items/bieu-mau/tep/mau-bao-cao-nam.pdf: tệp thiếu hoặc không phải bản đã in.",
        "items/bieu-mau/mau-yeu-cau-go-ten.md: trang không còn, hãy xóa tệp in của nó.",
    ]


def test_making_again_mends_what_was_wrong_and_then_writes_nothing(starter: Path) -> None:
    for path in (starter / "items/bieu-mau").glob("mau-[b-p]*.md"):
        path.unlink()
    lost = starter / "items/tai-lieu/tep/to-roi-phat-tay.pdf"
    lost.unlink()
    assert lost in record.rebuild(starter)
    assert record.faults(starter) == []
    assert record.rebuild(starter) == []


def test_a_committed_form_and_handout_still_say_what_their_pages_say() -> None:
    for work in works.all_works():
        if work.source.stem not in {"mau-bien-ban-hop-xet", "to-roi-phat-tay"}:
            continue
        committed = next(path for path in work.outputs if path.suffix == ".pdf")
        printed = plain(pdf_text(committed.read_bytes()))
        for text in blocks.texts(blocks.read(work.read().source)):
            assert plain(text) in printed


def test_the_command_checks_and_says_so() -> None:
    done = CliRunner().invoke(__main__.main, ["--check"])
    assert (done.exit_code, done.output) == (0, "Khớp cả.\n")

"""Who types a number means the document that has it, before every text that cites it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search_index import ask, index
from tests.factories import make_document, make_item

CITING = "Theo Kế hoạch 512/KH-UBND, 512/KH-UBND và 512/KH-UBND: xã nộp báo cáo."


@pytest.mark.usefixtures("session_app")
@pytest.mark.parametrize("asked", ["512/KH-UBND", "ke hoach 512", "kh512", "KH so 512"])
def test_the_document_itself_comes_first(tmp_path: Path, asked: str) -> None:
    index.keep_in(tmp_path / "index")
    make_item("guidance", "Nộp báo cáo theo 512/KH-UBND", body=CITING)
    plan = make_document("512/KH-UBND", body="Mở lớp buổi tối cho người lớn. " * 30)
    make_item("news", "Tin về Kế hoạch 512/KH-UBND", body=CITING)
    found = ask.search(asked).results
    assert [hit.slug for hit in found][:1] == [plan.slug]
    assert len(found) == 3

"""The work of reading a text grows as the text does, whatever its signs are."""

from __future__ import annotations

import time

import pytest

from content.documents.plan import parse

LENGTH = 8_000
# Four times the text costs four times the work; sixteen times where each sign looks at all others.
MOST_TIMES = 10
# Less than this cannot be measured well, and is no matter.
MEASURABLE = 0.02
HEAD = "UBND XÃ MẪU\nSố: 1/KH-UBND\nMẫu, ngày 1 tháng 2 năm 2026\nKẾ HOẠCH\nHọc\n\n"
SIGNS = (
    *"aA19_*[](<|#\\`.…;“/-=&",
    *("- ", "# ", "** ", "**a** ", "_a", "*a ", "[^1]", "![a](", "[a](b", "| a ", "|---", "&lt;"),
    *("\n", "\f", "\f1\n", "a\n", "A\n", "- a\n", "+ a\n", "# a\n", "| a |\n|---|\n", "[^1]: a\n"),
    *("Điều 1. ", "Điều 1.\n", "1. A\n", "I. A\n", "a) b\n", "PHẦN I ", "1.1. ", "A: ", ". "),
    *(
        "số /QĐ-",
        "1/QĐ-UBND ",
        "1/A-B",
        "A-",
        "Luật ",
        "Luật A ",
        "“Luật ",
        "ngày 1 tháng ",
        "năm ",
    ),
    *("của UBND ", "về việc ", "Quyết định số 1/QĐ-UBND của UBND về việc ", "Căn cứ ", "Thay thế "),
    *("Căn cứ Quyết định số 1/QĐ-TTg ngày 1/1/2020 về việc x; ", "UBND xã Mẫu ban hành "),
    *("Nơi nhận: ", "Nơi nhận:\n- a\n", "TM. UBND\n", "ỦY BAN NHÂN DÂN ", "KẾ HOẠCH\n", "V/v "),
)
# What only a long run behind something else may cost.
BEHIND = (("ngày ", "."), ("1/A", "-A"), ("# ", "#"), ("Nơi nhận:\n- ", "a "), ("[", "\\]"))
TEXTS = (*(("", sign) for sign in SIGNS), *BEHIND)


def work(text: str, markdown: bool) -> float:
    """Processor time, in seconds, that nobody else's work adds to."""
    before = time.process_time()
    parse(text, markdown=markdown)
    return time.process_time() - before


def least_times(few: str, many: str, markdown: bool) -> float:
    """How many times the work grows; asked anew while it seems steep: what is steep, stays so."""
    least = float("inf")
    for _ in range(8):
        least = min(least, work(many, markdown) / max(MEASURABLE, work(few, markdown)))
        if least <= MOST_TIMES:
            break
    return least


@pytest.mark.parametrize(
    ("head", "markdown"),
    [("", True), (HEAD, False)],
    ids=["marked", "plan"],
)
def test_work_grows_as_the_text_does(head: str, markdown: bool) -> None:
    steep = {}
    for begun, sign in TEXTS:
        few, many = (head + begun + sign * (n // len(sign)) for n in (LENGTH, 4 * LENGTH))
        times = least_times(few, many, markdown)
        if times > MOST_TIMES:
            steep[begun + sign] = round(times, 1)
    assert steep == {}

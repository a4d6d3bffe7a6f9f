"""Official documents: heads and feet however they are set, and what the parser makes of them."""

from __future__ import annotations

import pytest

from content.documents.plan import Plan, parse
from content.reading.result import Reading
from tests.content.reading.word.making import (
    PNG,
    level,
    numbered,
    numbering,
    p,
    picture,
    r,
    reading,
    table,
)

LEFT = ("ỦY BAN NHÂN DÂN", "XÃ MẪU", "Số: 12/UBND-VHXH")
ABOUT = ("V/v mở góc đọc sách", "ở các thôn")
RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Mẫu, ngày 05 tháng 3 năm 2025",
)
RECIPIENTS = ("Nơi nhận:", "- Như trên;", "- Lưu: VT, VHXH.")
SIGNED = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Phạm Thí Dụ")
BODY = (
    p(r("Kính gửi: ", "<w:b/>") + r("Trưởng các thôn."))
    + p(
        r("Căn cứ ", "<w:i/>")
        + '<w:hyperlink r:id="k"><w:r><w:t>Quyết định số 8/QĐ-UBND</w:t></w:r></w:hyperlink>'
        + r(" ngày 01/02/2025", "<w:b/>")
        + r(" của UBND tỉnh Mẫu về phong trào đọc sách;")
    )
    + p(r("Ủy ban nhân dân xã đề nghị các thôn:"))
    + p(r("Mục tiêu: ", "<w:b/>") + r("mỗi thôn một góc đọc."), numbered(1))
    + p(r("Kinh phí: ", "<w:b/>") + r("từ nguồn xã hội hóa."), numbered(1))
)
PARTS = numbering(level(0, "decimal", "%1."))
LINK = {"k": ("hyperlink", "https://mau.example/van-ban/8")}


def lines(*texts: str) -> str:
    return "".join(p(text) for text in texts)


def tabbed(left: tuple[str, ...], right: tuple[str, ...]) -> str:
    rows = zip([*left, *[""] * len(right)], [*right, *[""] * len(left)], strict=False)
    pairs = [(a, b) for a, b in rows if a or b]
    return "".join(p(r(a) + ("<w:r><w:tab/></w:r>" + r(b) if b else "")) for a, b in pairs)


def box(*texts: str) -> str:
    inner = f"<w:txbxContent>{lines(*texts)}</w:txbxContent>"
    return f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"


STAMP = p(picture("dau", "Con dấu"))
COLUMN = '<w:p><w:r><w:br w:type="column"/></w:r></w:p>'
HEADS = {
    "one row": table([lines(*LEFT, *ABOUT), lines(*RIGHT)]),
    "two rows": table(
        [lines(*LEFT[:2]), lines(*RIGHT[:2])], [lines(LEFT[2], *ABOUT), lines(RIGHT[2])]
    ),
    "line breaks": table(
        [
            p("<w:r><w:t>" + "</w:t><w:br/><w:t>".join((*LEFT, *ABOUT)) + "</w:t></w:r>"),
            p("<w:r><w:t>" + "</w:t><w:br/><w:t>".join(RIGHT) + "</w:t></w:r>"),
        ]
    ),
    "tabs": tabbed((*LEFT, *ABOUT), RIGHT),
    "spaces": "".join(
        p(f"{a}          {b}") for a, b in zip((*LEFT, *ABOUT), (*RIGHT, "", ""), strict=True)
    ),
    "columns": lines(*LEFT, *ABOUT) + COLUMN + lines(*RIGHT),
    "boxes": p(box(*LEFT, *ABOUT) + box(*RIGHT)),
    "drawn rules and an emblem": table(
        [lines(*LEFT[:2], "-------", LEFT[2], *ABOUT) + STAMP, lines(*RIGHT[:2], "_____", RIGHT[2])]
    ),
}
FEET = {
    "one row": table([lines(*RECIPIENTS), lines(*SIGNED)]),
    "stamped": table([lines(*RECIPIENTS), lines(*SIGNED[:3]) + STAMP + lines(SIGNED[3])]),
    "tabs": tabbed(RECIPIENTS, SIGNED),
    "one above the other": lines(*SIGNED) + lines(*RECIPIENTS),
    "stamped, no table": lines(*SIGNED[:3]) + STAMP + lines(SIGNED[3]) + lines(*RECIPIENTS),
}


def office(head: str, foot: str, **parts: str) -> Reading:
    return reading(head + BODY + foot, parts={**PARTS, **parts}, media={"dau": PNG}, outside=LINK)


def judge(plan: Plan) -> None:
    assert (plan.number, plan.issuer) == ("12/UBND-VHXH", "UBND xã Mẫu")
    assert plan.issued is not None
    assert (plan.issued.iso(), plan.place) == ("2025-03-05", "Mẫu")
    assert plan.title == "mở góc đọc sách ở các thôn"
    assert (plan.signer, plan.recipients) == ("Phạm Thí Dụ", ("Như trên", "Lưu: VT, VHXH."))
    assert plan.signer_role == "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"
    (cited,) = plan.citations
    assert (cited.number, cited.relation, cited.issuer) == (
        "8/QĐ-UBND",
        "based_on",
        "UBND tỉnh Mẫu",
    )
    assert cited.date is not None
    assert cited.date.iso() == "2025-02-01"


@pytest.mark.parametrize("head", HEADS)
def test_a_head_however_it_is_set(head: str) -> None:
    got = office(HEADS[head], FEET["one row"])
    judge(parse(got.text, markdown=True))
    assert got.pictures == ()


@pytest.mark.parametrize("foot", FEET)
def test_a_foot_however_it_is_set(foot: str) -> None:
    got = office(HEADS["one row"], FEET[foot])
    judge(parse(got.text, markdown=True))
    assert got.pictures == ()


def test_a_head_above_the_first_page_only() -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="r-header1"/><w:titlePg/></w:sectPr>'
    )
    got = office("", FEET["one row"] + section, header1=HEADS["one row"], header2=p("Nội bộ"))
    judge(parse(got.text, markdown=True))
    assert [n.text for n in got.notes if "trang" in n.text] == [
        "Phần đầu văn bản nằm ở đầu trang (header) đã được đưa vào bài.",
        "Bỏ đầu trang, chân trang lặp lại: “Nội bộ”.",
    ]


LETTER = """\
ỦY BAN NHÂN DÂN

XÃ MẪU

Số: 12/UBND-VHXH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Độc lập - Tự do - Hạnh phúc

Mẫu, ngày 05 tháng 3 năm 2025

V/v mở góc đọc sách ở các thôn

Kính gửi: Trưởng các thôn.

Căn cứ Quyết định số 8/QĐ-UBND ngày 01/02/2025 của UBND tỉnh Mẫu về phong trào đọc sách;

Ủy ban nhân dân xã đề nghị các thôn:

**1. Mục tiêu:** mỗi thôn một góc đọc.

**2. Kinh phí:** từ nguồn xã hội hóa.

Nơi nhận:

- Như trên;
- Lưu: VT, VHXH.

TM. ỦY BAN NHÂN DÂN

KT. CHỦ TỊCH

PHÓ CHỦ TỊCH

Phạm Thí Dụ"""


def test_a_whole_letter_as_markdown() -> None:
    got = office(HEADS["one row"], FEET["stamped"])
    assert got.text == LETTER
    assert [(n.kind, n.text) for n in got.notes] == [
        ("dropped", "1 liên kết trong văn bản được giữ là chữ thường."),
        ("dropped", "Bỏ 1 hình ở phần đầu hoặc phần ký (biểu trưng, con dấu, chữ ký)."),
    ]
    plan = parse(got.text, markdown=True)
    assert [(s.level, s.label, s.title) for s in plan.sections] == [
        (3, "1.", "Mục tiêu"),
        (3, "2.", "Kinh phí"),
    ]


def test_words_shown_in_capitals_are_capitals() -> None:
    caps = "<w:caps/>"
    head = table(
        [
            p(r("Ủy ban nhân dân", caps)) + p(r("Xã Mẫu", caps)) + lines(LEFT[2], *ABOUT),
            lines(*RIGHT),
        ]
    )
    judge(parse(office(head, FEET["one row"]).text, markdown=True))


def test_a_number_still_blank_is_not_torn() -> None:
    head = p("Số:          /KH-UBND          Mẫu, ngày      tháng 3 năm 2025")
    got = reading(p(RIGHT[0]) + p(RIGHT[1]) + head + p("KẾ HOẠCH") + p("Đọc sách"))
    assert "Số: /KH-UBND\n\nMẫu, ngày tháng 3 năm 2025" in got.text


def test_an_appendix_keeps_its_pictures_and_tables() -> None:
    appendix = lines("PHỤ LỤC", "Danh sách góc đọc") + lines(*["Dòng."] * 9)
    appendix += p(picture("dau", "Góc đọc ở thôn")) + table(["STT", "Thôn"], ["1", "Mẫu Một"])
    got = office(HEADS["one row"], FEET["one row"] + appendix)
    assert "![Góc đọc ở thôn](hinh:hinh-1.png)" in got.text
    assert "| STT | Thôn |\n| --- | --- |\n| 1 | Mẫu Một |" in got.text
    judge(parse(got.text, markdown=True))

"""Plans read whole: fields, body, and that no word is lost. HUB_PLANS adds a folder of texts."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest

from content.documents.dates import PartialDate
from content.documents.plan import Plan, parse
from tests.plan_words import lost, words_of

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
FILES = sorted(PLANS.glob("*.txt"))
if os.environ.get("HUB_PLANS"):
    FILES += sorted(Path(os.environ["HUB_PLANS"]).glob("*.txt"))


def read(name: str) -> Plan:
    return parse((PLANS / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem[:24])
def test_no_word_of_a_file_is_lost(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    plan = parse(text)
    assert lost(text, plan) == Counter()
    assert plan.official
    assert plan.title
    assert plan.issuer
    assert plan.sections


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem[:24])
def test_a_quote_stands_where_its_offset_says(file: Path) -> None:
    plan = parse(file.read_text(encoding="utf-8"))
    assert plan.citations
    for citation in plan.citations:
        if citation.offset >= 0:
            assert plan.body_markdown[citation.offset :].startswith(citation.quote)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem[:24])
def test_the_outline_is_the_headings_of_the_body(file: Path) -> None:
    plan = parse(file.read_text(encoding="utf-8"))
    headings = re.findall(r"^#{2,6} (.*)$", plan.body_markdown, re.MULTILINE)
    written = [re.sub(r"\\(.)", r"\1", heading) for heading in headings]
    outline = [f"{s.label} {s.title}".strip() for s in plan.sections if s.level < 5]
    assert [heading.replace(".TO", ". TO") for heading in written] == outline


def test_markdown_with_blanks_in_its_head() -> None:
    plan = read("markdown.txt")
    assert (plan.number, plan.kind) == (None, "kế hoạch")
    assert plan.issued == PartialDate(2023, 9, None)
    assert plan.place == "Mẫu"
    assert plan.title.startswith("Tổ chức Tuần lễ đọc sách trong các gia đình")
    assert plan.title.endswith("trên địa bàn huyện Mẫu")
    assert plan.issuer == "UBND huyện Mẫu Giang"
    assert (plan.signer_role, plan.signer) == ("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", "Lê Thị Thí Dụ")
    assert plan.recipients == ("Phòng Văn hóa", "Các thôn; ( để thực hiện)", "Lưu: VT.")
    assert "Số văn bản để trống trong bản gốc: ghi là chưa rõ." in plan.notes
    assert not plan.quality.poor
    assert plan.key.startswith("?|uy ban nhan dan huyen mau giang|to chuc tuan le")
    assert plan.key.endswith("|2023-09")


def test_markdown_body_keeps_labels_joins_a_broken_paragraph_and_its_table() -> None:
    plan = read("markdown.txt")
    body = plan.body_markdown
    assert "## I. MỤC ĐÍCH\n\n### 1. Mục đích chung\n\na) Khuyến khích" in body
    assert "để bà con cùng nhau đọc" in body
    assert "### 2. Yêu cầu\n\nLàm gọn" in body
    assert "1\\. Kinh phí mua sách: lấy từ nguồn" in body
    assert "| Thôn | Số tủ sách | Ghi chú |\n|---|---|---|\n| Mẫu Một | 12 | đủ |\n" in body
    assert [s.label for s in plan.sections] == ["I.", "1.", "2.", "II.", "1."]


def test_markdown_citations() -> None:
    first, second, third, law = read("markdown.txt").citations
    assert (first.number, first.kind, first.date) == (
        "4321/QĐ-TTg",
        "quyết định",
        PartialDate(2021, 8, 5),
    )
    assert first.issuer == "Thủ tướng Chính phủ"
    assert first.subject == "phê duyệt Đề án “Mỗi nhà một tủ sách; giai đoạn 2021- 2030”"
    assert first.relation == second.relation == third.relation == "implements"
    assert second.issuer == "UBND tỉnh Mẫu Sơn"
    assert (third.kind, third.issuer) == ("thông tư", "Bộ Giáo dục và Đào tạo")
    assert (law.number, law.kind, law.subject) == (None, "luật", "Luật Thư viện")
    assert (law.date, law.relation) == (PartialDate(2019), "mentions")


def test_broken_lines_with_a_merged_head() -> None:
    plan = read("broken_lines.txt")
    assert (plan.number, plan.kind) == ("512/KH-UBND", "kế hoạch")
    assert (plan.issuer, plan.place) == ("UBND huyện Mẫu", "Mẫu")
    assert plan.issued == PartialDate(2024, 2, 9)
    assert plan.title == (
        "Mở lớp dạy chữ và tin học buổi tối cho người lớn tuổi, người đi làm xa về trên địa bàn"
        " huyện Mẫu năm 2024"
    )
    assert plan.signed_for == "TM. UỶ BAN NHÂN DÂN"
    assert (plan.signer_role, plan.signer) == ("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH", None)
    assert plan.recipients == ("TT HU, TT HĐND huyện", "Các xã, thị trấn", "Lưu: VT, NC (M).")
    assert plan.key == "512/kh-ubnd|2024-02-09|uy ban nhan dan huyen mau"
    assert {r.reason for r in plan.removed} >= {"quốc hiệu", "tiêu ngữ"}
    assert not plan.quality.poor


def test_broken_lines_become_paragraphs_again() -> None:
    body = read("broken_lines.txt").body_markdown
    assert (
        "### 1. Mục tiêu chung\n\nGiúp người lớn tuổi biết đọc, biết viết, biết dùng điện" in body
    )
    assert "\n- Người học đọc được giấy khám bệnh, ghi được sổ chi tiêu của gia đình và gửi" in body
    assert "các tổ chức chính trị - xã hội cùng chăm lo bàn ghế" in body
    assert "### 2. Phòng Giáo dục và Đào tạo huyện\n\nSoạn bài dạy ngắn" in body
    assert "báo cáo cuối năm.\n\nTrên đây là Kế hoạch" in body
    assert "## III. KINH PHÍ\n\nKinh phí lấy từ" in body


def test_the_huyen_of_a_citation_is_the_huyen_that_writes() -> None:
    (citation,) = read("broken_lines.txt").citations
    assert (citation.number, citation.issuer) == ("2109/KH-UBND", "UBND huyện Mẫu")
    assert citation.subject == "mở lớp buổi tối cho người lớn đến năm 2030"


def test_a_garbled_scan_is_read_by_its_shape_and_kept_as_it_stands() -> None:
    plan = read("garbled.txt")
    assert plan.quality.poor
    assert (plan.number, plan.issuer) == ("219/KH-UBND", "UBND HUYEN MAU SON")
    assert plan.issued == PartialDate(2022, 8, 7)
    assert plan.kind == "kế hoạch"
    assert plan.title == (
        "Thure hién phong trao “Mpi nha mpt tu sach” trong cdc thon va trwong hoc trén dia ban"
        " huyén Mau Son"
    )
    assert [s.label for s in plan.sections if s.level == 2] == ["|.", "Il.", "I11."]
    first, law = plan.citations
    assert (first.number, first.date) == ("3456/KH-UBND", PartialDate(2022, 5, 12))
    assert (first.issuer, first.relation) == ("UBND tinh Mau Giang", "implements")
    assert law.subject == "Luat Thu vién"
    assert "cac to chirc chinh tri - x4 hdi vé loi ich" in plan.body_markdown
    assert any("nhận dạng kém" in note for note in plan.notes)
    assert plan.key == "219/kh-ubnd|2022-08-07|uy ban nhan dan huyen mau son"


def test_an_ordinary_article_is_all_body() -> None:
    text = "# Góc đọc sách ở thôn Mẫu\n\nTối thứ Bảy, bà con *đến đông*.\n\n1. Một\n2. Hai\n"
    plan = parse(text)
    assert (plan.official, plan.number, plan.kind, plan.issuer) == (False, None, None, None)
    assert plan.title == "Góc đọc sách ở thôn Mẫu"
    assert plan.body_markdown == text.strip()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem[:24])
def test_a_body_read_again_cites_the_same(file: Path) -> None:
    plan = parse(file.read_text(encoding="utf-8"))
    again = parse(plan.body_markdown)
    assert not again.official
    assert again.body_markdown == plan.body_markdown
    cited = [(c.number, c.date, c.relation) for c in plan.citations]
    assert [(c.number, c.date, c.relation) for c in again.citations] == cited


def test_an_ordinary_plain_text_is_shown_as_it_stands() -> None:
    plan = parse("Góc đọc sách\n\nSố liệu *tháng* [9]: <b>12</b> cuốn.\n\n5. Năm cuốn nữa.")
    assert plan.title == "Góc đọc sách"
    assert r"\*tháng\* \[9\]: &lt;b>12&lt;/b> cuốn." in plan.body_markdown
    assert r"5\. Năm cuốn nữa." in plan.body_markdown


def test_empty_text_and_a_wall_of_brackets_are_read_at_once() -> None:
    assert parse("", name="tep.txt").title == "tep.txt"
    assert words_of(parse("[" * 20_000).body_markdown) == Counter()


DECISION = """ỦY BAN NHÂN DÂN
XÃ MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 7/QĐ-UBND
Mẫu, ngày 31 tháng 02 năm 2026
QUYẾT ĐỊNH
Công nhận danh hiệu “Gia đình học tập” năm 2025
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Nghị định số 11/2023/NĐ-CP ngày 05/4/2023 của Chính phủ quy định về mẫu;
QUYẾT ĐỊNH:
Điều 1. Công nhận danh hiệu cho 12 gia đình có tên trong danh sách kèm theo.
Điều 2. Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 5/QĐ-UBND ngày 02/01/2024.
Điều 3. Sửa đổi, bổ sung Điều 2 của Quyết định số 6/QĐ-UBND ngày 03/01/2024 của UBND xã Mẫu.
Nơi nhận:
- Như Điều 3; KT. CHỦ TỊCH
- Lưu: VT. PHÓ CHỦ TỊCH
(Đã ký)
Nguyễn Văn Thí Dụ
PHỤ LỤC
1. Gia đình ông Mẫu
"""


def test_a_decision() -> None:
    plan = parse(DECISION)
    assert lost(DECISION, plan) == Counter()
    assert (plan.kind, plan.number, plan.issuer) == ("quyết định", "7/QĐ-UBND", "UBND xã Mẫu")
    assert plan.issued == PartialDate(2026, 2, None)  # there is no 31 February
    assert plan.title == "Công nhận danh hiệu “Gia đình học tập” năm 2025"
    assert plan.signer == "Nguyễn Văn Thí Dụ"
    assert plan.signer_role == "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH"
    assert plan.recipients == ("Như Điều 3", "Lưu: VT.")
    assert "PHỤ LỤC" in plan.body_markdown
    relations = {(c.number or c.subject): c.relation for c in plan.citations}
    assert relations == {
        "Luật Tổ chức chính quyền địa phương": "based_on",
        "11/2023/NĐ-CP": "based_on",
        "5/QĐ-UBND": "replaces",
        "6/QĐ-UBND": "amends",
    }


LETTER = """HỘI KHUYẾN HỌC HUYỆN MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HỘI KHUYẾN HỌC XÃ MẪU Độc lập - Tự do - Hạnh phúc
Số: 12/CV-HKH Mẫu, ngày 3 tháng 4 năm 2024
V/v mời góp sách cho thư viện thôn
Kính gửi: Các gia đình trong xã.
Hội Khuyến học xã Mẫu mời các gia đình góp sách cũ còn tốt.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. BAN THƯỜNG VỤ
CHỦ TỊCH
Trần Thị Thí Dụ
"""


def test_a_letter_has_its_subject_for_title() -> None:
    plan = parse(LETTER)
    assert lost(LETTER, plan) == Counter()
    assert (plan.kind, plan.number) == ("công văn", "12/CV-HKH")
    assert plan.title == "mời góp sách cho thư viện thôn"
    assert plan.issuer == "Hội Khuyến học xã Mẫu"
    assert plan.signed_for == "TM. BAN THƯỜNG VỤ"
    assert plan.signer == "Trần Thị Thí Dụ"
    assert plan.body_markdown.startswith("Kính gửi: Các gia đình")


def test_page_numbers_and_running_heads_are_removed_and_said_so() -> None:
    pages = [f"Kế hoạch đọc sách\nđoạn thứ {n} của bài.\n{n}" for n in ("1", "2", "3", "4")]
    plan = parse("\f".join(["Bài đầu tiên của tập\nmở đầu.\n1", *pages[1:]]))
    assert [r.text for r in plan.removed if r.reason == "số trang"] == ["1", "2", "3", "4"]
    assert [r.text for r in plan.removed if "lặp" in r.reason] == ["Kế hoạch đọc sách"] * 3
    assert "đoạn thứ 3 của bài." in plan.body_markdown

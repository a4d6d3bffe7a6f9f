"""What the checks find in a text, and what they leave alone."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from content import markup
from content.publishing.detail_fields import EventFields, SourceFields
from content.publishing.inspection import linking
from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import MOST_OF_A_KIND, MUST, OK, SHOULD
from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.known import Known, Target
from content.publishing.snapshot import AttachmentFields, ItemFields

NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
WELL = "Ủy ban nhân dân xã mời bà con tới lớp học vào tối thứ Bảy ở nhà văn hóa thôn Đông."
PICTURE = "/tep/0123456789abcdef/lop-hoc.jpg"


def codes(body: str = WELL, *, known: Known | None = None, **given: object) -> dict[str, str]:
    """Codes of what is not well, with their gravity."""
    values = {"kind": "news", "title": "Lớp học buổi tối", "summary": "Khai giảng.", **given}
    report = inspect(ItemFields(body=body, **values), known or Known(now=NOW))
    return {f.code: f.severity for f in report.findings if f.severity != OK}


def test_a_good_text_has_nothing_against_it_and_is_told_what_is_well() -> None:
    body = (
        f"{WELL}\n\n## Mang gì\n\n![Bà con ngồi học quanh bàn]({PICTURE})\n\n[Hỏi đáp](/hoi-dap/)"
    )
    fields = ItemFields(kind="news", title="Lớp học buổi tối", summary="Khai giảng.", body=body)
    report = inspect(fields, Known(now=NOW, files=frozenset({PICTURE})))
    assert report.must == []
    assert report.should == []
    assert {f.code for f in report.good} == {"picture-words", "headings", "links", "privacy"}


@pytest.mark.parametrize(
    ("body", "code", "severity"),
    [
        (f"{WELL}\n\n![]({PICTURE})", "picture-words", MUST),
        (f"{WELL}\n\n![Ảnh 1]({PICTURE})", "picture-words", MUST),
        (f"{WELL}\n\n![IMG_2034.jpg]({PICTURE})", "picture-words", MUST),
        (f'{WELL}\n\n<img src="{PICTURE}">', "picture-words", MUST),
        (f"{WELL}\n\n![{'Một lớp học. ' * 30}]({PICTURE})", "picture-words-long", SHOULD),
        (f"{WELL}\n\n![Lớp học](https://xa.example/a.jpg)", "picture-foreign", MUST),
        (f"# Lớp\n\n{WELL}", "heading-first", SHOULD),
        (f"Lớp\n===\n\n{WELL}", "heading-first", SHOULD),
        (f"## Một\n\n{WELL}\n\n#### Hai\n\n{WELL}", "heading-order", SHOULD),
        (f"### Một\n\n{WELL}", "heading-order", SHOULD),
        (f"## \n\n{WELL}", "heading-empty", SHOULD),
        (f"**Thời gian**\n\n{WELL}", "heading-fake", SHOULD),
        (f"{WELL}\n\n| | |\n|---|---|\n| a | b |", "table-header", SHOULD),
        (f"{WELL}\n\n| 1 | 2 |\n|---|---|\n| a | b |", "table-header", SHOULD),
        (f"{WELL}\n\n| Thôn | Hộ |\n| Đông | ba |", "table-rule", SHOULD),
        ("", "empty-body", MUST),
        ("***", "empty-body", MUST),
    ],
)
def test_the_build_of_a_body(body: str, code: str, severity: str) -> None:
    assert codes(body).get(code) == severity


@pytest.mark.parametrize(
    "body",
    [
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**\n\n**Độc lập - Tự do - Hạnh phúc**\n\n" + WELL,
        f"{WELL}\n\n**Nguyễn Văn Mẫu**",
        f"**Câu này đậm cả câu, nhưng là một câu.**\n\n{WELL}",
        f"## Một\n\n### Hai\n\n{WELL}\n\n## Ba\n\n{WELL}",
        f"```\n# không phải tiêu đề\n[đây](x)\n```\n\n{WELL}",
        f"{WELL} `# mã`, \\[đây\\](x).",
        f"{WELL}\n\n| Thôn | Hộ |\n|---|---|\n| Đông | ba |",
    ],
)
def test_what_is_no_fault_of_the_build(body: str) -> None:
    assert codes(body) == {}


@pytest.mark.parametrize(
    "words",
    [
        "đây",
        "Tại đây",
        "xem tại đây",
        "Xem thêm",
        "bấm vào đây",
        "link này",
        "Click here",
        "chi tiết",
    ],
)
def test_words_that_say_nothing_of_where_a_link_leads(words: str) -> None:
    assert codes(f"{WELL} [{words}](https://xa.example/a)") == {"link-words": SHOULD}


@pytest.mark.parametrize(
    ("link", "code", "severity"),
    [
        ("https://xa.example/bao-cao", "link-bare", SHOULD),
        ("[https://xa.example](https://xa.example)", "link-bare", SHOULD),
        ("<https://xa.example>", "link-bare", SHOULD),
        ("[](https://xa.example)", "link-empty", MUST),
        ("[Báo](www.xa.vn)", "link-scheme", MUST),
        ("[Báo](ftp://xa.vn/a)", "link-scheme", MUST),
        ("[Báo](bao-cao.html)", "link-relative", MUST),
        ("[Báo](/quan-tri/soan/3/)", "link-private", MUST),
        ("[Báo](/xem-truoc/abc/)", "link-private", MUST),
        ("[Báo](#khong-co)", "link-anchor", SHOULD),
        ("[Lịch](/a/) và [Lịch](/b/)", "link-same", SHOULD),
        ("[Tệp](/tep/0123456789abcdef/a.pdf)", "link-file", MUST),
    ],
)
def test_where_links_lead(link: str, code: str, severity: str) -> None:
    assert codes(f"{WELL} {link}", known=Known(now=NOW, files=frozenset())) == {code: severity}


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        (Target("draft"), "link-draft", "còn là nháp"),
        (Target("withdrawn"), "link-withdrawn", "đã gỡ"),
        (Target("over"), "link-over", "hết hạn"),
        (Target("missing"), "link-missing", "không có trang nào"),
        (Target("later"), "link-later", "hẹn giờ"),
        (Target("moved", "/tin-tuc/moi/"), "link-moved", "nên đổi thành /tin-tuc/moi/"),
        (Target("visible", anchors=frozenset({"a"})), "link-anchor", "#muc-b"),
    ],
)
def test_our_own_pages_are_asked_for(target: Target, code: str, words: str) -> None:
    known = Known(now=NOW, addresses={"/tin-tuc/lop/": target}, site_url="https://hub.example")
    for written in ("/tin-tuc/lop/?a=1#muc-b", "https://hub.example/tin-tuc/lop/#muc-b"):
        fields = ItemFields(kind="news", title="Lớp học", body=f"{WELL} [Lớp]({written})")
        (found,) = [f for f in inspect(fields, known).findings if f.code.startswith("link-")]
        assert (found.code, words in found.text) == (code, True)


def test_links_of_other_kinds_are_left_alone() -> None:
    links = (
        "[a](mailto:ubnd@xa.gov.vn) [b](tel:02153825123) [c](https://vi.wikipedia.org/wiki/Học_(x))"
    )
    assert codes(f"{WELL} {links} chú[^1]\n\n[^1]: Một chú thích.").keys() <= {"private-phone"}


def test_anchors_are_those_that_the_renderer_gives() -> None:
    """Over all texts of the starter: a link to any heading of theirs is never called broken."""
    starter = Path(markup.__file__).parent / "starter" / "items"
    texts = [path.read_text("utf-8").split("\n---\n", 1)[1] for path in starter.rglob("*.md")]
    assert len(texts) > 100
    for text in texts:
        ids = {heading["id"] for heading in markup.render(text).headings}
        assert ids <= linking._anchors(Body(text))


@pytest.mark.parametrize(
    ("given", "code", "severity"),
    [
        ({"title": ""}, "title-empty", MUST),
        ({"title": "THÔNG BÁO KHAI GIẢNG LỚP"}, "title-capitals", SHOULD),
        ({"title": "Thong bao khai giang lop hoc"}, "title-unmarked", SHOULD),
        ({"title": "Ke_hoach_2026.docx"}, "title-file", SHOULD),
        ({"title": "ke-hoach-2026-ban-cuoi"}, "title-file", SHOULD),
        ({"title": "Lớp " * 40}, "title-long", SHOULD),
        ({"summary": ""}, "summary-empty", SHOULD),
        ({"summary": "Lớp học buổi tối."}, "summary-title", SHOULD),
        ({"summary": "Khai giảng. " * 40}, "summary-long", SHOULD),
        ({"kind": "guidance"}, "no-source", SHOULD),
        ({"kind": "document", "summary": ""}, "no-file", SHOULD),
        ({"expires_at": NOW - dt.timedelta(days=1)}, "expires-past", MUST),
        ({"publish_at": NOW - dt.timedelta(days=1)}, "publish-past", SHOULD),
        ({"kind": "notice", "event": EventFields(dt.date(2026, 11, 1))}, "event-past", SHOULD),
    ],
)
def test_what_stands_around_the_body(given: dict[str, object], code: str, severity: str) -> None:
    assert codes(**given) == {code: severity}


def test_what_is_well_around_the_body() -> None:
    source = (SourceFields("Báo cáo của xã"),)
    file = (AttachmentFields("0" * 64, "ke-hoach.pdf"),)
    facts = "Năm nay 70 % số hộ đăng ký."
    assert codes(f"{WELL} {facts}") == {"no-source": SHOULD}
    assert codes(f"{WELL} {facts}", sources=source) == {}
    assert codes(f"{WELL} {facts} [Báo cáo](https://xa.example/a)") == {}
    assert codes(kind="document", summary="", attachments=file) == {}
    assert codes(kind="page", summary="") == {}
    assert codes("", kind="document", summary="", attachments=file) == {"empty-body": SHOULD}
    late = {"publish_at": NOW - dt.timedelta(days=1)}
    assert codes(known=Known(now=NOW, published=True), **late) == {}
    today = EventFields(dt.date(2026, 11, 1), ends=dt.date(2026, 11, 20))
    assert codes(kind="notice", event=today) == {}


@pytest.mark.parametrize(
    ("body", "code", "severity"),
    [
        (
            "Uy ban nhan dan xa moi ba con toi lop hoc vao toi thu Bay o nha van hoa thon",
            "unmarked",
            MUST,
        ),
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam, thùc hiÖn kÕ ho¹ch phæ cËp", "letters-old", MUST),
        ("Lá»›p há»c buá»•i tá»‘i", "letters-broken", MUST),
        (f"{WELL} Ban XYZT họp.", "abbreviation", SHOULD),
    ],
)
def test_the_words(body: str, code: str, severity: str) -> None:
    assert codes(body).get(code) == severity


@pytest.mark.parametrize(
    "words",
    [
        "UBND họp.",
        "Hội đồng thi đua khen thưởng (HĐTĐKT) họp. HĐTĐKT xét.",
        "XYZT (ban xét tặng) họp; XYZT xét.",
        "Ban xét tặng (gọi tắt là XYZT) họp.",
        "Theo 415/KH-UBND và QĐ-XYZT/2026, mục IV.",
        "Bà con KHÔNG mang theo gì.",
        "UBNDHĐND họp.",
        "DANH SÁCH CÁC THÔN CỦA XÃ XYZT",
        "Tệp PDF, USB.",
    ],
)
def test_abbreviations_that_are_known_or_explained(words: str) -> None:
    known = Known(now=NOW, abbreviations=frozenset({"ubnd", "hdnd"}))
    assert codes(f"{WELL}\n\n{words}", known=known) == {}


def test_another_language_is_not_held_to_vietnamese() -> None:
    english = "The commune invites everybody to the evening class on Saturday in the hall. " * 3
    assert codes(english, language="en") == {}
    assert "unmarked" not in codes(english)


def test_a_text_that_a_machine_read_is_held_against_spelling() -> None:
    body = f"{WELL} Kế hoạch huyén và chươmg trình học tâpp."
    assert codes(body) == {}
    assert codes(body, known=Known(now=NOW, recognised=True)) == {"machine-words": SHOULD}
    assert codes(known=Known(now=NOW, letters_open=True)) == {"letters-open": MUST}


def test_many_of_a_kind_become_one_line() -> None:
    body = "\n\n".join(f"![]({PICTURE})" for _ in range(30))
    report = inspect(ItemFields(kind="news", title="Ảnh", body=body), Known(now=NOW))
    told = [f for f in report.must if f.code == "picture-words"]
    assert len(told) == MOST_OF_A_KIND + 1
    assert sum(f.count for f in told) == 30
    assert "25 chỗ khác" in told[-1].text


def test_the_sentence_names_the_line_and_the_place_is_what_it_speaks_of() -> None:
    body = f"{WELL}\n\nDòng ba 😀.\n\nXem [tại đây](https://xa.example/a)."
    report = inspect(ItemFields(kind="news", title="Lớp", body=body), Known(now=NOW))
    (found,) = [f for f in report.findings if f.code == "link-words"]
    assert body[found.start : found.end] == "[tại đây](https://xa.example/a)"
    assert (found.line, found.field) == (5, "body")
    assert found.text.startswith("Dòng 5: ")


def test_every_sentence_says_what_to_do() -> None:
    """One sentence, with an advice behind the semicolon."""
    body = f"# A\n\n![]({PICTURE})\n\n[đây](x) 012345678901 {'https://a.vn ' * 3} XYZT"
    for finding in inspect(ItemFields(kind="news", title="A", body=body), Known(now=NOW)).findings:
        assert finding.text.endswith(".")
        assert finding.severity == OK or "hãy" in finding.text


def test_the_list_of_everyday_abbreviations_is_not_empty() -> None:
    from content.publishing.inspection.wording import _everyday

    assert {"usb", "unesco"} <= _everyday()
    root = Path(__file__).parents[4]
    listed = tomllib.loads((root / "search_index" / "synonyms.toml").read_text("utf-8"))
    assert not {name.lower() for name in listed["abbreviations"]} & _everyday()

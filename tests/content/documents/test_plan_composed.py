"""Plans composed by hypothesis, in the three shapes of real ones: no word is ever lost."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.documents.dates import PartialDate
from content.documents.plan import Plan, parse
from tests.plan_words import lost

# ---- plans composed by hypothesis ---------------------------------------------------------------

WORDS = st.sampled_from(
    re.findall(
        r"\w+",
        "thôn bản đọc sách mỗi tối gia đình cùng học viết chữ thư viện tủ nhỏ người già trẻ em bà"
        " con góp công của vui khỏe siêng năng",
    )
)
PHRASE = st.lists(WORDS, min_size=3, max_size=40).map(lambda ws: " ".join(ws).capitalize())
ITEM = st.tuples(st.sampled_from(["- ", "a) ", "b) ", "+ ", ""]), PHRASE, st.sampled_from(".;"))
SECTION = st.tuples(PHRASE, st.lists(ITEM, min_size=1, max_size=4))
NUMBERS = st.one_of(st.none(), st.integers(min_value=1, max_value=9999))


@st.composite
def plans(draw: st.DrawFn) -> tuple[dict[str, object], list[str], list[str]]:
    """(facts, head and title lines, body paragraphs) of a plan of nowhere."""
    number, day = draw(NUMBERS), draw(st.one_of(st.none(), st.integers(1, 28)))
    month, year = draw(st.integers(1, 12)), draw(st.integers(2015, 2030))
    facts: dict[str, object] = {
        "number": None if number is None else f"{number}/KH-UBND",
        "issued": PartialDate(year, month, day),
        "title": draw(PHRASE)[:70].rsplit(" ", 1)[0] + " năm nay",
    }
    date = f"Mẫu, ngày {'' if day is None else f'{day:02d} '}tháng {month:02d} năm {year}"
    head = [f"Số: {number or ''}/KH-UBND", date]
    body: list[str] = []
    for roman, (title, items) in zip(
        ("I.", "II.", "III."), draw(st.lists(SECTION, min_size=1, max_size=3)), strict=False
    ):
        body.append(f"{roman} {title[:50].strip().upper()}")
        body += [f"{label}{text}{end}" for label, text, end in items]
    return facts, head, body


FOOT = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Thí Dụ"]
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str, facts: dict[str, object]) -> Plan:
    plan = parse(text)
    assert lost(text, plan) == Counter()
    assert (plan.number, plan.issued) == (facts["number"], facts["issued"])
    assert plan.kind == "kế hoạch"
    assert plan.signer == "Lê Thí Dụ"
    assert plan.recipients == ("Như trên", "Lưu: VT.")
    return plan


@QUICK
@given(plans())
def test_composed_markdown_plans(composed: tuple[dict[str, object], list[str], list[str]]) -> None:
    facts, head, body = composed
    marked = [f"## **{p}**" if re.match(r"^[IV]+\.", p) else p for p in body]
    title = f"### **{facts['title']}**"
    plan = check("\n\n".join([*head, "## **KẾ HOẠCH**", title, *marked, *FOOT]), facts)
    assert plan.title == facts["title"]
    for paragraph in body:
        inner = re.sub(r"^[-+] ", "", paragraph)
        assert inner in plan.body_markdown


@QUICK
@given(plans(), st.booleans(), st.integers(min_value=3, max_value=30))
def test_composed_plans_of_broken_lines(
    composed: tuple[dict[str, object], list[str], list[str]], spaced: bool, page: int
) -> None:
    facts, head, body = composed
    top = [
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "HUYỆN MẪU Độc lập - Tự do - Hạnh phúc",
        " ".join(head),
        "KẾ HOẠCH",
    ]
    lines = [*top, *wrapped(str(facts["title"])), ""]
    for paragraph in body:
        lines += wrapped(paragraph)
    lines += FOOT
    text = ("\n\n" if spaced else "\n").join(lines)
    plan = check(text, facts)
    assert plan.issuer == "UBND huyện Mẫu"
    broken = [f"\f{line}" if i == page else line for i, line in enumerate(lines)]
    assert lost("\n".join(broken), parse("\n".join(broken))) == Counter()


def wrapped(paragraph: str, width: int = 60) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


# What a reader for English makes of Vietnamese letters.
GARBLE = str.maketrans(
    "ạảãáàăâấầậđếềệểêọỏóôốồộổơớờợựứừưửữụủúỉíịý", "aaaéaaaéaaadééeeeooé6ééooooowttuuuuuuiiiy"
)


@QUICK
@given(plans())
def test_composed_garbled_plans(composed: tuple[dict[str, object], list[str], list[str]]) -> None:
    facts, head, body = composed
    lines = [
        "UY BAN NHAN DAN CONG HOA XA HQI CHU NGHIA VIET NAM",
        "HUYEN MAU Déc 1ap - Tw do - Hanh phuc",
    ]
    lines += [
        " ".join(head).translate(GARBLE),
        "KE HOACH",
        str(facts["title"]).translate(GARBLE),
        "",
    ]
    for paragraph in body:
        lines += [*wrapped(paragraph.translate(GARBLE)), ""]
    lines += ["Noi nhén: TM. UY BAN NHAN DAN", "CHU TICH", "- Nhu trén;", "- Luu: VT."]
    text = "\n".join(lines)
    plan = parse(text)
    assert lost(text, plan) == Counter()
    assert (plan.number, plan.issued, plan.kind) == (facts["number"], facts["issued"], "kế hoạch")


@QUICK
@given(
    st.text(
        alphabet=st.sampled_from(list("aăđ#*-|1.IVX) \n\f\\_[]<>:;.Sốố:/KH-ngày")), max_size=300
    )
)
def test_any_text_is_read_and_no_word_is_lost(text: str) -> None:
    assert lost(text, parse(text)) == Counter()

"""Front matter: every key read, every fault named, and write the inverse of read."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.calendar import VIETNAM
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.errors import BadInput
from content.loading import front_matter
from content.loading.front_matter import AttachmentKey, FrontMatter


def _page(head: str, body: str = "Thân bài.") -> str:
    return f"---\n{head}\n---\n\n{body}\n"


def test_a_news_page_is_read() -> None:
    front = front_matter.read(
        _page(
            "kind: news\ntitle: Lễ phát động\nslug: le-phat-dong\nsummary: Một câu.\n"
            "date: 20/10/2026\ntopics: [Khuyến học, Đọc sách]\nplace: xã Mẫu\n"
            "publish_at: 2026-10-20 08:00\nattachments:\n  - file: a.pdf\n    title: Bản mẫu"
        )
    )
    assert front.date == dt.date(2026, 10, 20)
    assert front.topics == ("Khuyến học", "Đọc sách")
    assert front.publish_at == dt.datetime(2026, 10, 20, 8, tzinfo=VIETNAM)
    assert front.attachments == (AttachmentKey("a.pdf", "Bản mẫu"),)
    assert front.body == "Thân bài."


def test_a_document_is_read_with_its_relations() -> None:
    front = front_matter.read(
        _page(
            "kind: document\ntitle: Kế hoạch mẫu\nnumber: 12/KH-UBND\nissuer: UBND xã Mẫu\n"
            "issued: 2026-07\nbased_on:\n  - 387/QĐ-TTg, 25/3/2022, Thủ tướng Chính phủ\n"
            "replaces:\n  - {number: 5/KH-UBND, date: 2024-01-02}"
        )
    )
    assert front.document is not None
    assert front.document.issued == PartialDate(2026, 7)
    first, second = front.document.links
    assert first == LinkFields(
        "based_on", "387/QĐ-TTg", PartialDate(2022, 3, 25), "Thủ tướng Chính phủ", origin="editor"
    )
    assert (second.relation, second.issued) == ("replaces", PartialDate(2024, 1, 2))


@pytest.mark.parametrize(
    ("head", "named"),
    [
        ("kind: news\ntitle: A\nauthor: B", "author"),
        ("title: A", "kind"),
        ("kind: news", "title"),
        ("kind: blog\ntitle: A", "blog"),
        ("kind: news\ntitle: A\ndate: hôm qua", "hôm qua"),
        ("kind: news\ntitle: A\ndate: 2026-02-30", "2026-02-30"),
        ("kind: news\ntitle: A\nnumber: 1/KH", "number"),
        ("kind: news\ntitle: [A, B]", "title"),
        ("kind: news\ntitle: A\nstate: hidden", "hidden"),
        ("kind: document\ntitle: A\nissued: 31/02/2022", "issued"),
        ("kind: document\ntitle: A\nbased_on: 387", "based_on"),
        ("kind: document\ntitle: A\nbased_on: [{date: 2022-01-01}]", "based_on"),
        ("kind: news\ntitle: A\nattachments: [{name: x}]", "attachments"),
        ("kind: [", "dòng"),
        ("- một\n- hai", "khóa: giá trị"),
    ],
)
def test_each_fault_is_one_sentence_that_names_it(head: str, named: str) -> None:
    with pytest.raises(BadInput) as fault:
        front_matter.read(_page(head))
    assert named in fault.value.message
    assert fault.value.message.endswith(".")


@pytest.mark.parametrize("title", ["yes", "1_000", "2026-02-30", "null", "0x10", "1e3"])
def test_a_value_arrives_as_it_was_written(title: str) -> None:
    assert front_matter.read(_page(f"kind: news\ntitle: {title}")).title == title


def test_a_tag_builds_no_object() -> None:
    front = front_matter.read(_page("kind: news\ntitle: !!python/name:os.system A"))
    assert front.title == "A"


def test_text_without_a_fence_is_not_a_page() -> None:
    assert front_matter.split("# Một tiêu đề\n\n---\n\nĐường kẻ") is None
    with pytest.raises(BadInput, match="khai báo"):
        front_matter.read("không có gì")


_words = st.text(string.ascii_letters + "ạễộứđĐ0123456789:#-'\"[]{}|>%@&*!? ", max_size=40).map(
    lambda s: " ".join(s.split())
)
_named = _words.filter(bool)
_days = st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1))
_moments = st.builds(
    lambda day, second: (
        dt.datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + dt.timedelta(seconds=second)
    ),
    _days,
    st.integers(0, 86_399),
)
_links = st.builds(
    LinkFields,
    relation=st.sampled_from(front_matter.RELATION_KEYS),
    number=_named,
    issued=st.none() | _days.map(lambda d: PartialDate(d.year, d.month, None)),
    issuer=st.none() | _named,
    title=_words,
    quote=_words,
    origin=st.sampled_from(["text", "editor"]),
)
_documents = st.builds(
    DocumentFields,
    number=st.none() | _named,
    kind=st.none() | _named,
    title=st.just(""),
    issuer=st.none() | _named,
    issued=st.none() | _days.map(lambda d: PartialDate(d.year, d.month, d.day)),
    effective=st.none() | _days,
    signer=st.none() | _named,
    recipients=st.lists(_named, max_size=3).map(tuple),
    links=st.lists(_links, max_size=4).map(
        lambda found: tuple(
            sorted(found, key=lambda x: front_matter.RELATION_KEYS.index(x.relation))
        )
    ),
    poorly_recognised=st.booleans(),
)


@st.composite
def _fronts(draw: st.DrawFn) -> FrontMatter:
    document = draw(st.none() | _documents)
    title = draw(_named)
    if document is not None:
        document = DocumentFields(
            **{
                name: title if name == "title" else getattr(document, name)
                for name in DocumentFields.__dataclass_fields__
            }
        )
    return FrontMatter(
        kind="document" if document else draw(st.sampled_from(["news", "guidance", "page"])),
        title=title,
        slug=draw(st.from_regex(r"[a-z]{0,8}", fullmatch=True)),
        summary=draw(_words),
        date=draw(st.none() | _days),
        topics=tuple(draw(st.lists(_named, max_size=3))),
        place=draw(st.none() | _named),
        publish_at=draw(st.none() | _moments),
        state=draw(st.none() | st.sampled_from(front_matter.STATES)),
        attachments=tuple(draw(st.lists(st.builds(AttachmentKey, _named, _words), max_size=2))),
        document=document,
        body=draw(_words),
    )


@given(_fronts())
def test_write_is_the_inverse_of_read(front: FrontMatter) -> None:
    text = front_matter.write(front)
    assert front_matter.read(text) == front
    assert front_matter.write(front_matter.read(text)) == text

"""Documents as nodes: recorded once, cited ones known, links replaced."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from content.database import db
from content.documents import commands, queries
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, fields_of_document
from content.documents.models import Document
from content.errors import BadInput
from tests.factories import cites, document_fields

pytestmark = pytest.mark.usefixtures("session_app")

PLAN = document_fields("1/KH-UBND")
DECISION = DocumentFields(
    number="7/QĐ-TTg",
    kind="quyết định",
    title="Về học tập suốt đời",
    issuer="Thủ tướng Chính phủ",
    issued=PartialDate(2022, 1, 5),
)


def record(fields: DocumentFields, current: Document | None = None) -> Document:
    document = commands.record(fields, held=True, current=current)
    db.session.commit()
    return document


def numbers(documents: list[tuple[Document, int]]) -> list[tuple[str | None, int]]:
    return [(document.number, count) for document, count in documents]


def test_what_is_recorded_is_read_back() -> None:
    fields = replace(
        PLAN,
        effective=dt.date(2026, 4, 1),
        expires=dt.date(2030, 1, 1),
        signer="Người Ký",
        signer_role="Chủ tịch",
        recipients=("Như trên", "Lưu: VT"),
        issued_at_place="Xã Mẫu",
        poorly_recognised=True,
        links=(cites("7/QĐ-TTg"), cites("8/QĐ-TTg", "mentions", issued=PartialDate(2021))),
    )
    document = record(fields)
    assert document.slug == "1-kh-ubnd-2026-xa-mau"
    assert fields_of_document(document) == fields
    assert queries.by_slug(document.slug) is queries.by_key(document.key) is document


def test_recording_again_changes_the_same_row() -> None:
    first = record(PLAN)
    again = record(replace(PLAN, title="Tên đã sửa"))
    assert again is first
    assert again.title == "Tên đã sửa"


def test_cited_documents_are_missing_until_they_arrive() -> None:
    holder = record(replace(PLAN, links=(cites("7/QĐ-TTg"),)))
    record(replace(PLAN, number="2/KH-UBND", links=(cites("7/QĐ-TTg"), cites("9/QĐ-TTg"))))
    assert numbers(queries.missing()) == [("7/QĐ-TTg", 2), ("9/QĐ-TTg", 1)]
    entry = queries.missing(1)[0][0]
    slug = entry.slug
    arrived = record(DECISION)
    assert (arrived.id, arrived.slug, arrived.held) == (entry.id, slug, True)
    assert queries.links_out(holder)[0].other is arrived
    assert [link.holder.number for link in queries.links_in(arrived)] == ["1/KH-UBND", "2/KH-UBND"]


@pytest.mark.parametrize(
    "known",
    [
        {"issued": PartialDate(2022)},
        {"issued": PartialDate(2022, 1)},
        {"issued": PartialDate(2022), "issuer": None},
        {"issued": None, "title": DECISION.title},
    ],
)
def test_an_entry_that_can_only_mean_a_document_becomes_it(known: dict[str, object]) -> None:
    holder = record(replace(PLAN, links=(cites("7/QĐ-TTg", **known),)))
    arrived = record(DECISION)
    assert queries.links_out(holder)[0].other is arrived
    assert queries.missing() == []


@pytest.mark.parametrize(
    "known",
    [
        {"issued": None, "title": ""},
        {"issued": PartialDate(2017)},
        {"issued": PartialDate(2022, 2)},
        {"issued": PartialDate(2022), "issuer": "UBND xã Khác"},
    ],
)
def test_an_entry_that_may_mean_another_stays_missing(known: dict[str, object]) -> None:
    holder = record(replace(PLAN, links=(cites("7/QĐ-TTg", **known),)))
    arrived = record(DECISION)
    assert queries.links_out(holder)[0].other is not arrived
    assert len(queries.missing()) == 1


def test_two_of_one_number_keep_an_unsure_entry_apart() -> None:
    holder = record(replace(PLAN, links=(cites("7/QĐ-TTg", issued=PartialDate(2022)),)))
    record(DECISION)
    twin = replace(DECISION, issued=PartialDate(2022, 6, 6), title="Văn bản khác")
    assert record(twin) is not queries.links_out(holder)[0].other
    late = record(
        replace(PLAN, number="3/KH-UBND", links=(cites("7/QĐ-TTg", issued=PartialDate(2022)),))
    )
    assert queries.links_out(late)[0].other.held is False


def test_a_citation_finds_the_held_document() -> None:
    held = record(DECISION)
    holder = record(replace(PLAN, links=(cites("07/QD-TTg", issued=PartialDate(2022)),)))
    assert [link.other for link in queries.links_out(holder)] == [held]


def test_a_missing_entry_learns_what_a_later_citation_says() -> None:
    record(replace(PLAN, links=(cites("7/QĐ-TTg", issued=PartialDate(2022), title=""),)))
    record(replace(PLAN, number="2/KH-UBND", links=(cites("7/QĐ-TTg"),)))
    [(entry, count)] = queries.missing()
    assert (count, entry.issued, entry.title) == (2, PartialDate(2022, 1, 5), "Quyết định mẫu")


def test_links_are_replaced_and_forgotten_entries_go() -> None:
    document = record(replace(PLAN, links=(cites("7/QĐ-TTg"), cites("8/QĐ-TTg"))))
    kept = document.links[1].other
    again = (cites("8/QĐ-TTg", quote="mới"), cites("8/QĐ-TTg"), cites("8/QĐ-TTg", "amends"))
    record(replace(PLAN, links=again), document)
    links = queries.links_out(document)
    assert [(link.relation, link.quote) for link in links] == [
        ("based_on", "mới"),
        ("amends", "Căn cứ Quyết định số 8/QĐ-TTg"),
    ]
    assert {link.other for link in links} == {kept}
    assert numbers(queries.missing()) == [("8/QĐ-TTg", 1)]
    assert len(db.session.scalars(db.select(Document)).all()) == 2


def test_a_document_does_not_cite_itself() -> None:
    itself = cites("1/KH-UBND", issuer=PLAN.issuer, issued=PLAN.issued)
    assert record(replace(PLAN, links=(itself,))).links == []


def test_a_corrected_key_stays_one_row_and_takes_no_held_one() -> None:
    other = record(replace(PLAN, number="2/KH-UBND"))
    wrong = record(PLAN)
    right = record(replace(PLAN, number="11/KH-UBND"), wrong)
    assert (right.id, right.number_key) == (wrong.id, "11/kh-ubnd")
    with pytest.raises(BadInput, match="2/KH-UBND"):
        commands.record(replace(PLAN, number="2/KH-UBND"), held=True, current=right)
    db.session.rollback()
    assert {d.number for d in (other, right)} == {"2/KH-UBND", "11/KH-UBND"}


def test_a_corrected_key_joins_the_missing_entry_it_meets() -> None:
    holder = record(replace(PLAN, number="5/KH-UBND", links=(cites("7/QĐ-TTg"),)))
    typo = record(replace(DECISION, number="70/QĐ-TTg"))
    fixed = record(DECISION, typo)
    assert fixed is typo
    assert queries.links_out(holder)[0].other is fixed
    assert queries.missing() == []


def test_a_released_document_stays_only_while_it_is_cited() -> None:
    decision = record(replace(DECISION, links=(cites("1/QĐ-TTg"),)))
    holder = record(replace(PLAN, links=(cites("7/QĐ-TTg"),)))
    commands.release(decision)
    db.session.commit()
    assert numbers(queries.missing()) == [("7/QĐ-TTg", 1)]
    commands.release(holder)
    db.session.commit()
    assert db.session.scalars(db.select(Document)).all() == []


def test_documents_of_one_number_have_addresses_of_their_own() -> None:
    slugs = [
        record(replace(PLAN, title=f"Kế hoạch {n}", issued=PartialDate(2026, n))).slug
        for n in (1, 2, 3)
    ]
    assert slugs == [
        "1-kh-ubnd-2026-xa-mau",
        "1-kh-ubnd-2026-xa-mau-2",
        "1-kh-ubnd-2026-xa-mau-3",
    ]
    assert commands.slug_of(PLAN) not in slugs
    assert (
        commands.slug_of(replace(PLAN, title="Kế hoạch 2", issued=PartialDate(2026, 2))) == slugs[1]
    )


# ---- validity -----------------------------------------------------------------------------------

TODAY = dt.date(2026, 10, 20)
EARLIER, LATER = dt.date(2026, 1, 1), dt.date(2027, 1, 1)


@pytest.mark.parametrize(
    ("effective", "expires", "replaced_on", "wanted"),
    [
        (None, None, None, ("unknown", None, None)),
        (None, LATER, None, ("unknown", None, LATER)),
        (EARLIER, None, None, ("in_force", EARLIER, None)),
        (TODAY, None, None, ("in_force", TODAY, None)),
        (LATER, None, None, ("not_yet", LATER, None)),
        (EARLIER, TODAY, None, ("expired", TODAY, None)),
        (EARLIER, LATER, None, ("in_force", EARLIER, LATER)),
        (EARLIER, None, TODAY, ("replaced", TODAY, None)),
        (None, None, EARLIER, ("replaced", EARLIER, None)),
        (EARLIER, None, LATER, ("in_force", EARLIER, LATER)),
    ],
)
def test_validity_is_what_is_known(
    effective: dt.date | None,
    expires: dt.date | None,
    replaced_on: dt.date | None,
    wanted: tuple[str, dt.date | None, dt.date | None],
) -> None:
    document = Document(effective=effective, expires=expires)
    new = Document(effective=replaced_on) if replaced_on else None
    assert queries.validity(document, TODAY, new) == wanted


def test_an_undated_replacement_replaces_at_once() -> None:
    found = queries.validity(Document(effective=EARLIER), TODAY, Document())
    assert found == ("replaced", None, None)
    assert found.title == "Đã bị thay thế"

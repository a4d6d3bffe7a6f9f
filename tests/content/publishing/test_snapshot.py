"""Snapshots: every field there and back."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given
from hypothesis import strategies as st

from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.documents.models import RELATIONS
from content.publishing.models import KINDS
from content.publishing.snapshot import AttachmentFields, ItemFields

TEXT = st.text(max_size=40)
SOME_TEXT = st.none() | st.text(min_size=1, max_size=20)
PARTIAL = st.one_of(
    st.dates().map(lambda day: PartialDate(day.year)),
    st.dates().map(lambda day: PartialDate(day.year, day.month)),
    st.dates().map(lambda day: PartialDate(day.year, day.month, day.day)),
)
LINKS = st.builds(
    LinkFields,
    relation=st.sampled_from(RELATIONS),
    number=SOME_TEXT,
    issued=st.none() | PARTIAL,
    issuer=SOME_TEXT,
    title=TEXT,
    quote=TEXT,
    origin=st.sampled_from(["text", "editor"]),
)
DOCUMENTS = st.builds(
    DocumentFields,
    number=SOME_TEXT,
    kind=SOME_TEXT,
    title=TEXT,
    issuer=SOME_TEXT,
    issued=st.none() | PARTIAL,
    issued_at_place=TEXT,
    effective=st.none() | st.dates(),
    expires=st.none() | st.dates(),
    signer=SOME_TEXT,
    signer_role=TEXT,
    recipients=st.lists(TEXT, max_size=3).map(tuple),
    links=st.lists(LINKS, max_size=3).map(tuple),
    poorly_recognised=st.booleans(),
)
MOMENTS = st.none() | st.datetimes(timezones=st.just(dt.UTC))
ITEMS = st.builds(
    ItemFields,
    kind=st.sampled_from(KINDS),
    title=TEXT,
    slug=TEXT,
    summary=TEXT,
    body=TEXT,
    date=st.none() | st.dates(),
    language=st.sampled_from(["vi", "en"]),
    topics=st.lists(TEXT, max_size=3).map(tuple),
    place=SOME_TEXT,
    publish_at=MOMENTS,
    expires_at=MOMENTS,
    attachments=st.lists(st.builds(AttachmentFields, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    document=st.none() | DOCUMENTS,
)


@given(ITEMS)
def test_fields_survive_the_way_through_json(fields: ItemFields) -> None:
    assert ItemFields.from_json(json.loads(json.dumps(fields.to_json()))) == fields


@given(DOCUMENTS)
def test_document_fields_survive_the_way_through_json(fields: DocumentFields) -> None:
    assert DocumentFields.from_json(json.loads(json.dumps(fields.to_json()))) == fields

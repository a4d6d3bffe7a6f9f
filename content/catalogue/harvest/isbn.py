"""One ISBN looked for in what is here already and in the sources that can be asked at once."""

from __future__ import annotations

import sqlalchemy as sa

from content.catalogue import identifiers
from content.catalogue.harvest import sru_client
from content.catalogue.harvest.fetching import Manner
from content.catalogue.models import LibraryRecord, RecordKey, RecordOrigin
from content.catalogue.record import Taken, from_plain
from content.catalogue.source_models import CatalogueSource
from content.database import db
from content.errors import HubError

_SECONDS = 8.0  # a person waits at the screen
_MOST = 10


def look_up_isbn(isbn: str) -> list[tuple[str, Taken]]:
    """(name of the source, what it knows): kept descriptions first, then answers of SRU sources.

    A source that does not answer is passed over; nothing for what is no ISBN.
    """
    number, _fault = identifiers.of_isbn(isbn)
    if number.scheme != "isbn":
        return []
    found = _kept(number.value)
    for source in _askable():
        manner = Manner(
            internal=source.allow_internal, insecure=source.insecure_tls, seconds=_SECONDS,
            most_bytes=2 * 2**20, wait=_never,
        )  # fmt: skip
        try:
            page = sru_client.by_isbn(source.address, manner, source.settings or {}, number.value)
        except HubError:
            continue
        found += [(source.name, one) for one in page.items if isinstance(one, Taken)]
    return found[:_MOST]


def _never(_seconds: float) -> None:
    raise HubError("Nguồn đang bận.")


def _askable() -> list[CatalogueSource]:
    query = sa.select(CatalogueSource).where(
        CatalogueSource.protocol == "sru", CatalogueSource.paused.is_(False)
    )
    return list(db.session.scalars(query.order_by(CatalogueSource.name)))


def _kept(isbn: str) -> list[tuple[str, Taken]]:
    """What sources said of a work with this number, as it came from them."""
    query = (
        sa.select(RecordOrigin, CatalogueSource.name)
        .join(CatalogueSource, CatalogueSource.id == RecordOrigin.source_id)
        .join(LibraryRecord, LibraryRecord.id == RecordOrigin.record_id)
        .join(RecordKey, RecordKey.record_id == LibraryRecord.id)
        .where(RecordKey.scheme == "isbn", RecordKey.value == isbn, RecordOrigin.deleted.is_(False))
        .limit(_MOST)
    )
    return [
        (name, Taken(one.foreign_id, from_plain(one.taken), one.stamp, one.marc))
        for one, name in db.session.execute(query)
    ]

"""One run of a source: page by page over the network into the catalogue, with a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from content.catalogue.commands import runs, sources
from content.catalogue.formats import oai
from content.catalogue.harvest import oai_client, opds_client, sru_client
from content.catalogue.harvest.batches import MOST_RECORDS, Batch, Endless
from content.catalogue.harvest.fetching import Manner, Stopped, Unreachable
from content.catalogue.record import Record, Refused, Taken, year_of
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.errors import BadInput, HubError
from content.vietnamese import fold

ASKED = ("oai", "sru", "opds")
Show = Callable[[int, int | None], None]  # (records read, size of the list where it is told)


def is_asked(source: CatalogueSource) -> bool:
    """Whether a source gives a list; SRU without a query only answers for single numbers."""
    if source.protocol == "sru":
        return bool((source.settings or {}).get("query"))
    return source.protocol in ASKED


def manner_of(source: CatalogueSource, wait: Callable[[float], None] | None = None) -> Manner:
    """How a source is asked, as its row says."""
    given: dict[str, Any] = {"wait": wait} if wait is not None else {}
    return Manner(internal=source.allow_internal, insecure=source.insecure_tls, **given)


def carry_out(
    source_id: int,
    *,
    by: int | None = None,
    wait: Callable[[float], None] | None = None,
    show: Show | None = None,
    enough: Callable[[], bool] = lambda: False,
    most: int = MOST_RECORDS,
) -> CatalogueRun:
    """Run a source, or go on with its unfinished run; commits after each page.

    enough: asked after each page; a run that had enough is "stopped" and goes on another time.
    Faults of the source end the run with a sentence (`_ended`); what was read stays.
    """
    source = sources.known(source_id)
    if source.protocol not in ASKED:
        raise BadInput(f"“{source.name}” không phải nguồn lấy qua mạng.")
    if source.paused:
        raise BadInput(f"“{source.name}” đang tạm dừng; hãy cho chạy lại ở trang của nguồn.")
    run, tally = runs.begin(source, by=by)
    run_id, settings = run.id, dict(source.settings or {})
    checkpoint: dict[str, Any] = dict(source.checkpoint or {})
    state, message = "done", ""
    read = 0
    try:
        for batch in _batches(source, manner_of(source, wait), most):
            read += len(batch.items)
            checkpoint = batch.checkpoint
            keeping = _sorted(batch, settings, tally)
            runs.keep(sources.known(source_id), run_id, keeping, tally, checkpoint)
            if show is not None:
                show(read, batch.size)
            if enough():
                state = "stopped"
                break
    except (Stopped, HubError) as fault:
        state, message = _ended(fault, checkpoint, read)
    until = str(checkpoint.get("until", ""))
    return runs.finish(source_id, run_id, tally, state, message, taken_until=until)


def _ended(fault: Exception, checkpoint: Mapping[str, Any], read: int) -> tuple[str, str]:
    """State and sentence of a run that met a fault.

    One that got on, or whose source was silent, goes on from its page another time; a list without
    end, and a page that cannot be read twice, do not.
    """
    if not isinstance(fault, HubError):
        return "stopped", ""
    lasting = isinstance(fault, Endless | oai.Refusal)
    hopeful = isinstance(fault, Unreachable) or read > 0
    return ("stopped" if checkpoint and hopeful and not lasting else "failed"), fault.message


def take_file(
    source_id: int, items: Iterator[Taken | Refused], *, by: int | None = None
) -> CatalogueRun:
    """Take the records of a file in, as a run of its source; commits after every 200."""
    run, tally = runs.begin(sources.known(source_id), by=by)
    run_id = run.id
    held: list[Taken] = []
    state, message = "done", ""
    try:
        for one in items:
            if isinstance(one, Refused):
                tally.refuse(one)
                continue
            held.append(one)
            if len(held) >= 200:
                runs.keep(sources.known(source_id), run_id, held, tally, {})
                held = []
    except HubError as fault:
        state, message = "failed", fault.message
    runs.keep(sources.known(source_id), run_id, held, tally, {})
    return runs.finish(source_id, run_id, tally, state, message)


def _batches(source: CatalogueSource, manner: Manner, most: int) -> Iterator[Batch]:
    settings, place = dict(source.settings or {}), dict(source.checkpoint or {})
    if source.protocol == "oai":
        return oai_client.batches(
            source.address, manner, settings, since=source.taken_until, checkpoint=place, most=most
        )
    if source.protocol == "sru":
        return sru_client.batches(source.address, manner, settings, checkpoint=place, most=most)
    return opds_client.batches(source.address, manner, checkpoint=place, most=most)


def _sorted(batch: Batch, settings: Mapping[str, Any], tally: runs.Tally) -> list[Taken]:
    """The records of a page that are wanted; refusals and those left out are counted."""
    kept = []
    for one in batch.items:
        if isinstance(one, Refused):
            tally.refuse(one)
        elif one.record is not None and not wanted(one.record, settings):
            tally.left_out += 1
        else:
            kept.append(one)
    return kept


def wanted(record: Record, settings: Mapping[str, Any]) -> bool:
    """Whether a record fits the filters of its source: words of "subjects", "year_from", "year_to".

    A word fits where the title or a subject holds it, with or without marks.
    """
    words = [fold(str(word)) for word in settings.get("subjects") or [] if str(word).strip()]
    if words:
        told = fold(" | ".join([record.title, *(one.term for one in record.subjects)]))
        if not any(word in told for word in words):
            return False
    first, last = settings.get("year_from"), settings.get("year_to")
    if not first and not last:
        return True
    year = record.year or year_of(record.date)
    return year is not None and int(first or 0) <= year <= int(last or 9999)

"""How details reach their rows: the event of a notice, the particulars and parts of training."""

from __future__ import annotations

from content.files import TYPE_TITLES
from content.publishing.audiences import LINK_FORMAT
from content.publishing.detail_fields import EventFields, TrainingFields
from content.publishing.details import Event, SetPart, Training, TrainingLabel
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields


def place(item: Item, fields: ItemFields) -> None:
    """Write the settled details of an item to its rows; the attachments are placed already."""
    _place_event(item, fields.event)
    _place_training(item, fields.training)


def _place_event(item: Item, fields: EventFields | None) -> None:
    if fields is None:
        item.event = None
        return
    event = item.event or Event()
    for name in ("starts", "starts_at", "ends", "ends_at", "venue", "contact"):
        setattr(event, name, getattr(fields, name))
    item.event = event


def _place_training(item: Item, fields: TrainingFields | None) -> None:
    if fields is None:
        item.training = None
        return
    training = item.training or Training()
    training.year, training.edition = fields.year, fields.edition
    training.licence = fields.licence
    training.links = [link.to_json() for link in fields.links]
    _place_labels(training, _labels(item, fields))
    _place_parts(training, fields)
    item.training = training


def _labels(item: Item, fields: TrainingFields) -> set[tuple[str, str]]:
    formats = {TYPE_TITLES.get(a.file.media_type, "").lower() for a in item.files_now} - {""}
    if fields.links:
        formats.add(LINK_FORMAT)
    groups = {
        "danh-hieu": fields.titles,
        "vai-tro": fields.roles,
        "cap": fields.levels,
        "dinh-dang": formats,
    }
    return {(facet, value) for facet, values in groups.items() for value in values}


def _place_labels(training: Training, wanted: set[tuple[str, str]]) -> None:
    known = {(label.facet, label.value): label for label in training.labels}
    training.labels = [
        known.get(key) or TrainingLabel(facet=key[0], value=key[1]) for key in sorted(wanted)
    ]


def _place_parts(training: Training, fields: TrainingFields) -> None:
    known = {part.position: part for part in training.parts}
    kept = []
    for position, entry in enumerate(fields.parts):
        part = known.get(position) or SetPart(position=position)
        part.target, part.file_name, part.note = entry.target, entry.file_name, entry.note
        kept.append(part)
    training.parts = kept

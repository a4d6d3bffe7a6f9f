"""Front-matter keys of details: sources, the event of a notice, training material. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from content.errors import BadInput
from content.publishing.detail_fields import (
    EventFields,
    PartFields,
    SourceFields,
    TrainingFields,
)
from content.vietnamese import tidy


def text(key: str, value: Any) -> str:
    """One line of text."""
    if isinstance(value, (dict, list)):
        raise BadInput(f"Khóa “{key}” phải là một dòng chữ.")
    return tidy("" if value is None else str(value)).strip()


def texts(key: str, value: Any) -> tuple[str, ...]:
    """A list of lines; one line alone is a list of one."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        raise BadInput(f"Khóa “{key}” phải là danh sách, ví dụ [một, hai].")
    return tuple(text(key, entry) for entry in value if text(key, entry))


def sources(key: str, value: Any) -> tuple[SourceFields, ...]:
    """A list of sources: each a line of words, or title and url."""
    if not isinstance(value, list):
        raise BadInput(f"Khóa “{key}” phải là danh sách; mỗi mục ghi title và url (nếu có).")
    found = []
    for entry in value:
        given = {"title": entry} if isinstance(entry, str) else entry
        if not isinstance(given, dict) or set(given) - {"title", "url"}:
            raise BadInput(f"Khóa “{key}”: mỗi mục chỉ có title và url.")
        found.append(SourceFields(text(key, given.get("title")), text(key, given.get("url"))))
    return tuple(found)


def _year(key: str, value: Any) -> int:
    written = text(key, value)
    if not (written.isascii() and written.isdecimal() and len(written) == 4):
        raise BadInput(f"Khóa “{key}”: “{written}” không phải một năm; ghi dạng 2026.")
    return int(written)


def _when(key: str, value: Any) -> tuple[dt.date, dt.time | None]:
    """A day, or a day and an hour: "2027-04-21", "21/4/2027 19:30"."""
    day, _gap, hour = text(key, value).replace("T", " ").partition(" ")
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = dt.datetime.strptime(day, pattern).date()  # noqa: DTZ007  # a day has no zone
            return found, _hour(hour.strip())
        except ValueError:
            continue
    raise BadInput(f"Khóa “{key}”: ghi ngày dạng 2027-04-21, có giờ thì 2027-04-21 19:30.")


def _hour(text: str) -> dt.time | None:
    """Hours and minutes and nothing else: a zone or seconds would be lost on the way out."""
    if not text:
        return None
    return dt.datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007  # a Vietnamese hour


def _parts(key: str, value: Any) -> tuple[PartFields, ...]:
    if not isinstance(value, list):
        raise BadInput(f"Khóa “{key}” phải là danh sách; mỗi phần ghi item hoặc file.")
    found = []
    for entry in value:
        given = {"item": entry} if isinstance(entry, str) else entry
        if not isinstance(given, dict) or set(given) - {"item", "file", "note"}:
            raise BadInput(f"Khóa “{key}”: mỗi phần chỉ có item hoặc file, và note (nếu có).")
        item, file, note = (text(key, given.get(name)) for name in ("item", "file", "note"))
        found.append(PartFields(item, file, note))
    return tuple(found)


EVENT_KEYS: dict[str, Callable[[str, Any], Any]] = {
    "starts": _when,
    "ends": _when,
    "venue": text,
    "contact": text,
}
TRAINING_KEYS: dict[str, Callable[[str, Any], Any]] = {
    "for_titles": texts,
    "for_roles": texts,
    "for_levels": texts,
    "year": _year,
    "edition": text,
    "licence": text,
    "links": sources,
    "parts": _parts,
}
# kind → the keys that only it may carry
KEYS_OF_KIND = {"notice": EVENT_KEYS, "training": TRAINING_KEYS}


def read(keys: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """The details of a mapping of keys: {"event": …} or {"training": …} or nothing."""
    for owner, own in KEYS_OF_KIND.items():
        foreign = sorted(set(own) & set(keys))
        if foreign and owner != kind:
            raise BadInput(f"Khóa “{foreign[0]}” chỉ dùng cho kind: {owner}.")
    given = {
        key: reader(key, keys[key])
        for key, reader in KEYS_OF_KIND.get(kind, {}).items()
        if key in keys
    }
    if not given:
        return {}
    return {"event": _event(given)} if kind == "notice" else {"training": _training(given)}


def _event(given: Mapping[str, Any]) -> EventFields:
    if "starts" not in given:
        raise BadInput("Thông báo có sự kiện cần khóa “starts”, ví dụ starts: 2027-04-21.")
    starts, starts_at = given["starts"]
    ends, ends_at = given.get("ends", (None, None))
    return EventFields(
        starts, starts_at, ends, ends_at, given.get("venue", ""), given.get("contact", "")
    )


def _training(given: Mapping[str, Any]) -> TrainingFields:
    names = {"for_titles": "titles", "for_roles": "roles", "for_levels": "levels"}
    return TrainingFields(**{names.get(key, key): value for key, value in given.items()})


def write(event: EventFields | None, training: TrainingFields | None) -> dict[str, Any]:
    """The keys of details as YAML writes them; empty ones are left out."""
    keys: dict[str, Any] = {}
    if event is not None:
        keys = {
            "starts": _written(event.starts, event.starts_at),
            "ends": _written(event.ends, event.ends_at),
            "venue": event.venue,
            "contact": event.contact,
        }
    if training is not None:
        keys = {
            "for_titles": list(training.titles),
            "for_roles": list(training.roles),
            "for_levels": list(training.levels),
            "year": training.year,
            "edition": training.edition,
            "licence": training.licence,
            "links": [link.to_json() for link in training.links],
            "parts": [_written_part(part) for part in training.parts],
        }
    return {key: value for key, value in keys.items() if value not in (None, "", [])}


def _written(day: dt.date | None, hour: dt.time | None) -> str | None:
    if day is None:
        return None
    return day.isoformat() if hour is None else f"{day.isoformat()} {hour.isoformat('minutes')}"


def _written_part(part: PartFields) -> dict[str, str]:
    entry = {"item": part.target, "file": part.file_name, "note": part.note}
    return {key: value for key, value in entry.items() if value}

"""The form of a source: what stands in its boxes, and the fields they mean."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from content.catalogue.commands.sources import SourceFields
from content.catalogue.source_models import CatalogueSource
from content.errors import BadInput

# What may be entered first for each kind of source.
BEGUN = {
    "oai": {"prefix": "oai_dc"},
    "sru": {"version": "1.1", "schema": "marcxml", "isbn_index": "bath.isbn"},
}
_TEXTS = ("name", "address", "home", "about", "remark", "rights", "schedule")
_SETTINGS = ("prefix", "from", "query", "version", "schema", "isbn_index")
_TICKS = ("direct", "insecure_tls", "allow_internal")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def shown(row: CatalogueSource | None, protocol: str) -> dict[str, Any]:
    """What stands in the boxes of a source, or of a new one of a protocol."""
    if row is None:
        texts = dict.fromkeys((*_TEXTS, *_SETTINGS, "subjects", "year_from", "year_to"), "")
        return texts | dict.fromkeys(_TICKS, False) | BEGUN.get(protocol, {}) | {"sets": {}}
    settings = dict(row.settings or {})
    values: dict[str, Any] = {name: getattr(row, name) for name in (*_TEXTS, *_TICKS)}
    values |= {name: str(settings.get(name) or "") for name in _SETTINGS}
    values |= {name: str(settings.get(name) or "") for name in ("year_from", "year_to")}
    values["from"] = _as_written(values["from"])
    values["subjects"] = "\n".join(settings.get("subjects") or [])
    names = settings.get("set_names") or {}
    values["sets"] = {spec: names.get(spec, spec) for spec in settings.get("sets") or []}
    return values


def sent(form: MultiDict[str, str]) -> dict[str, Any]:
    """What was sent, as it is shown again when it cannot be kept."""
    names = (*_TEXTS, *_SETTINGS, "subjects", "year_from", "year_to")
    values: dict[str, Any] = {
        name: form.get(name, "").replace("\x00", "")[:5_000] for name in names
    }
    values |= {name: form.get(name) == "1" for name in _TICKS}
    chosen = [one[:300] for one in form.getlist("sets")[:200]]
    values["sets"] = {spec: form.get(f"set-{spec}", spec)[:200] for spec in chosen}
    return values


def meant(values: dict[str, Any], row: CatalogueSource | None, protocol: str) -> SourceFields:
    """The fields of a source; BadInput for a year or a day that is none."""
    settings: dict[str, Any] = {}
    if protocol in ("oai", "sru"):
        settings = {name: values[name].strip() for name in _SETTINGS if values[name].strip()}
    if settings.get("from"):
        settings["from"] = _stamp(settings["from"])
    if values["sets"] and protocol == "oai":
        settings["sets"], settings["set_names"] = list(values["sets"]), dict(values["sets"])
    words = [" ".join(line.split()) for line in re.split(r"[\n;]", values["subjects"])]
    if any(words):
        settings["subjects"] = [word for word in words if word][:50]
    for name, said in (("year_from", "Từ năm"), ("year_to", "đến năm")):
        if values[name].strip():
            settings[name] = _year(values[name].strip(), said)
    return SourceFields(
        **{name: values[name] for name in (*_TEXTS, *_TICKS)},
        protocol=protocol,
        settings=settings,
        paused=row.paused if row is not None else False,
    )


def _year(text: str, said: str) -> int:
    if not re.fullmatch(r"[12]\d{3}", text):
        raise BadInput(f"{said}: ghi một năm bốn chữ số, ví dụ 2015.")
    return int(text)


def _stamp(text: str) -> str:
    """A day as people write it, as harvesting does."""
    found = _DAY.fullmatch(text)
    if found:
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return text
    raise BadInput("Chỉ lấy từ ngày: ghi dạng 02/03/2026, hoặc để trống.")


def _as_written(stamp: str) -> str:
    return (
        "/".join(reversed(stamp.split("-"))) if re.fullmatch(r"\d{4}(-\d{2}){2}", stamp) else stamp
    )

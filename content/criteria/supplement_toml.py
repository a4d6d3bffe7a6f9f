"""A supplement as TOML: `supplements = "SET/VERSION"`, a place, a document, what it adds. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from content.criteria import toml_format
from content.criteria import toml_values as values
from content.criteria.sets import Source, Special
from content.criteria.supplements import Added, Explained, Supplement
from content.errors import BadInput

KEY = "supplements"
_KEYS = {KEY, "id", "title", "place", "in_force", "over", "document"}
_MANY = {"explain", "indicator", "threshold"}


def is_one(text: str) -> bool:
    """Whether a TOML text is a supplement rather than a version."""
    try:
        return KEY in tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return False


def read(text: str, name: str = "tệp") -> Supplement:
    """The supplement that a TOML text describes; BadInput, one sentence, for anything else."""
    if len(text.encode()) > toml_format.MOST_BYTES:
        raise BadInput(f"“{name}” quá lớn; hãy rút gọn.")
    try:
        return _supplement(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise BadInput(f"“{name}” không đọc được theo TOML ({str(fault)[:120]}).") from None
    except values.Fault as fault:
        raise BadInput(f"“{name}”: {fault}") from None


def write(supplement: Supplement) -> str:
    """The TOML text of a supplement; `read` gives the same one again."""
    data: dict[str, Any] = {
        KEY: f"{supplement.set_id}/{supplement.version_id}",
        "id": supplement.id,
        "title": supplement.title,
        "place": supplement.place,
        **values.filled(in_force=supplement.in_force, over=supplement.over),
        "document": toml_format.source_out(supplement.document),
        **values.filled(
            explain=[
                {"id": each.id, **values.filled(text=each.text, evidence=list(each.evidence))}
                for each in supplement.explained
            ],
            indicator=[
                {"criterion": each.criterion, **toml_format.indicator_out(each.indicator)}
                for each in supplement.added
            ],
            threshold=[_threshold_out(each) for each in supplement.thresholds],
        ),
    }
    return tomli_w.dumps(data, multiline_strings=False)


def template(set_id: str, version_id: str) -> str:
    """The beginning of a supplement of a version: what must be said, with nothing in it."""
    return write(Supplement(set_id, version_id, "", "", "", Source(" ", " ", " ", " ")))


def _threshold_out(each: Special) -> dict[str, Any]:
    pass_sum = values.number(each.pass_sum)
    return {"id": each.id, **values.filled(title=each.title, pass_sum=pass_sum)}


def _supplement(data: Mapping[str, Any]) -> Supplement:
    values.only(data, _KEYS | _MANY, "phần bổ sung")
    set_id, _slash, version_id = values.text(data, KEY, needed=True).partition("/")
    if not set_id or not version_id:
        raise values.Fault(f"mục “{KEY}” có dạng BỘ/PHIÊN-BẢN.")
    return Supplement(
        set_id=set_id,
        version_id=version_id,
        id=values.text(data, "id"),
        title=values.text(data, "title"),
        place=values.text(data, "place"),
        document=toml_format.source(values.table(data, "document")),
        in_force=values.day(data, "in_force"),
        over=values.day(data, "over"),
        explained=values.many(data, "explain", _explained),
        added=values.many(data, "indicator", _added),
        thresholds=values.many(data, "threshold", _threshold),
    )


def _explained(data: Mapping[str, Any]) -> Explained:
    values.only(data, {"id", "text", "evidence"}, "phần giải thích")
    name = values.text(data, "id", needed=True)
    return Explained(name, values.text(data, "text"), values.texts(data, "evidence"))


def _added(data: Mapping[str, Any]) -> Added:
    rest = {key: value for key, value in data.items() if key != "criterion"}
    return Added(values.text(data, "criterion", needed=True), toml_format.indicator(rest))


def _threshold(data: Mapping[str, Any]) -> Special:
    values.only(data, {"id", "title", "pass_sum"}, "ngưỡng riêng")
    name = values.text(data, "id", needed=True)
    return Special(name, values.text(data, "title"), values.points(data, "pass_sum"))

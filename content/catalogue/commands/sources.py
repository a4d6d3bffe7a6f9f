"""Sources of records: added, changed, paused, dropped; the presets that a hub begins with."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from content import trail
from content.catalogue.commands import rows
from content.catalogue.models import RecordOrigin
from content.catalogue.source_models import PROTOCOLS, SCHEDULES, CatalogueRun, CatalogueSource
from content.database import db
from content.errors import BadInput
from content.transactions import one_commit
from content.vietnamese import nfc, slugify

PRESETS = Path(__file__).parents[1] / "shipped" / "sources.toml"
# Words that stand where a source's slug stands in addresses.
RESERVED = frozenset({"moi", "nap", "mau"})
_ASKED = ("oai", "sru", "opds")


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What a person enters of a source; settings by protocol as `CatalogueSource` says."""

    name: str
    protocol: str = "oai"
    address: str = ""
    home: str = ""
    about: str = ""
    remark: str = ""
    rights: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    schedule: str = ""
    direct: bool = False
    paused: bool = False
    insecure_tls: bool = False
    allow_internal: bool = False


def save(
    given: SourceFields,
    *,
    row_id: int | None = None,
    seen_version: int = 0,
    may_open: bool = False,
    actor_id: int | None = None,
) -> CatalogueSource:
    """Add a source or change the one of this id; commits. BadInput for what cannot be kept.

    may_open: whether the person may decide on certificates and inner addresses; for others these
    two stay as they are, and so does the address while one of them is open.
    """
    row = known(row_id) if row_id is not None else None
    if row is not None and row.version != seen_version:
        raise BadInput("Có người vừa lưu nguồn này; hãy mở lại, xem bản mới rồi sửa tiếp.")
    _check(given)
    address = given.address.strip()
    opened = row is not None and (row.insecure_tls or row.allow_internal)
    if row is not None and opened and not may_open and address != row.address:
        raise BadInput(
            "Nguồn này được phép vào mạng nội bộ hoặc bỏ kiểm tra chứng chỉ, nên chỉ người có "
            "quyền cài đặt mới đổi được địa chỉ."
        )
    act = "changed" if row is not None else "added"
    with one_commit():
        if row is None:
            row = CatalogueSource(slug=_free_slug(given.name), checkpoint={})
            db.session.add(row)
        elif _asks_otherwise(row, given):
            row.checkpoint, row.taken_until = {}, ""
        _put(row, given, may_open=may_open)
        db.session.flush()
        if act == "changed":
            _retold(row)
        trail.write(f"source.{act}", "source", row.id, actor_id=actor_id)
    return row


def pause(row_id: int, paused: bool, *, actor_id: int | None = None) -> None:
    """Stop asking a source, or go on; commits."""
    row = known(row_id)
    with one_commit():
        row.paused = paused
        act = "paused" if paused else "resumed"
        trail.write(f"source.{act}", "source", row.id, actor_id=actor_id)


def drop(row_id: int, *, actor_id: int | None = None) -> None:
    """Remove a source, its runs and what it said of records; the records stay. Commits."""
    row = known(row_id)
    with one_commit():
        held = _record_ids(row)
        db.session.execute(sa.delete(RecordOrigin).where(RecordOrigin.source_id == row.id))
        db.session.execute(sa.delete(CatalogueRun).where(CatalogueRun.source_id == row.id))
        detail = {"slug": row.slug, "name": row.name}
        trail.write("source.dropped", "source", row.id, actor_id=actor_id, detail=detail)
        db.session.delete(row)
        db.session.flush()
        rows.settle_given_facets(held)
        rows.touch(held)


def of_files(name: str, *, direct: bool = False, actor_id: int | None = None) -> CatalogueSource:
    """The source of uploaded files under a name; made when it is not there. Commits.

    direct: what is taken in from now on is shown at once.
    """
    shown = " ".join(nfc(name).split())[:200] or "Tệp gửi lên"
    slug = slugify(shown)
    row = db.session.scalar(sa.select(CatalogueSource).where(CatalogueSource.slug == slug))
    if row is None:
        return save(SourceFields(shown, "file", direct=direct), actor_id=actor_id)
    if row.protocol != "file":
        raise BadInput(f"“{row.name}” là nguồn {PROTOCOLS[row.protocol]}; hãy đặt tên khác.")
    if row.direct != direct:
        with one_commit():
            row.direct = direct
    return row


def named(text: str) -> CatalogueSource:
    """A source by its slug or its name; BadInput that lists those there are."""
    every = list(db.session.scalars(sa.select(CatalogueSource).order_by(CatalogueSource.slug)))
    for row in every:
        if text in (row.slug, row.name):
            return row
    known_ones = ", ".join(row.slug for row in every) or "chưa có nguồn nào"
    raise BadInput(f"Không có nguồn “{text}”; dùng một trong: {known_ones}.")


def presets() -> list[dict[str, Any]]:
    """The shipped sources that are not here yet (by address), with what was seen of each."""
    with PRESETS.open("rb") as file:
        shipped: list[dict[str, Any]] = tomllib.load(file)["source"]
    here = set(db.session.scalars(sa.select(CatalogueSource.address)))
    return [one for one in shipped if one["address"] not in here]


def add_preset(address: str, *, actor_id: int | None = None) -> CatalogueSource:
    """Add a shipped source, paused and with the review queue; commits."""
    found = next((one for one in presets() if one["address"] == address), None)
    if found is None:
        raise BadInput("Nguồn mẫu này đã có trong danh sách, hoặc không còn.")
    names = ("name", "protocol", "address", "home", "about", "rights")
    texts: dict[str, Any] = {name: str(found.get(name, "")) for name in names}
    given = SourceFields(
        **texts, remark=str(found.get("seen", "")), settings=found.get("settings", {}), paused=True
    )
    return save(given, actor_id=actor_id)


def known(row_id: int) -> CatalogueSource:
    """A source by its id; BadInput without it."""
    row = db.session.get(CatalogueSource, row_id)
    if row is None:
        raise BadInput("Không còn nguồn này.")
    return row


def _check(given: SourceFields) -> None:
    if not given.name.strip():
        raise BadInput("Hãy ghi tên nguồn, ví dụ: Thư viện số Trường Đại học Mẫu.")
    if given.protocol not in PROTOCOLS or given.schedule not in SCHEDULES:
        raise BadInput("Kiểu nguồn hoặc lịch chạy không có trong danh sách; hãy chọn lại.")
    parts = urlsplit(given.address.strip())
    if given.protocol in (*_ASKED, "link") and (
        parts.scheme not in ("http", "https") or not parts.netloc
    ):
        raise BadInput("Địa chỉ của nguồn phải bắt đầu bằng http:// hoặc https://.")
    if parts.username or parts.password:
        raise BadInput("Địa chỉ không được chứa tên đăng nhập hay mật khẩu.")


def _put(row: CatalogueSource, given: SourceFields, *, may_open: bool) -> None:
    row.name = " ".join(nfc(given.name).split())[:200]
    row.protocol, row.schedule = given.protocol, given.schedule
    row.address, row.home = given.address.strip()[:500], given.home.strip()[:500]
    row.about, row.remark = nfc(given.about).strip(), nfc(given.remark).strip()
    row.rights = " ".join(nfc(given.rights).split())[:300]
    row.settings = dict(given.settings)
    row.direct, row.paused = given.direct, given.paused
    if may_open:
        row.insecure_tls, row.allow_internal = given.insecure_tls, given.allow_internal


def _asks_otherwise(row: CatalogueSource, given: SourceFields) -> bool:
    """Whether the next run must ask for everything: the question is another one."""
    return (row.protocol, row.address, row.settings) != (
        given.protocol,
        given.address.strip(),
        dict(given.settings),
    )


def _retold(row: CatalogueSource) -> None:
    """Records carry the name of their source among their facets."""
    rows.settle_given_facets(_record_ids(row))


def _record_ids(row: CatalogueSource) -> list[int]:
    query = sa.select(RecordOrigin.record_id).where(RecordOrigin.source_id == row.id)
    return list(db.session.scalars(query.distinct()))


def _free_slug(name: str) -> str:
    slug = slugify(name) or "nguon"
    taken = set(db.session.scalars(sa.select(CatalogueSource.slug))) | RESERVED
    return next(one for one in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if one not in taken)

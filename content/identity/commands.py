"""The only writers of the site's identity; each is one commit with its entry in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from content import files, trail
from content.database import db
from content.files import StoredFile
from content.identity import checks, logo, queries
from content.identity.faults import Faults, SiteConflict
from content.identity.fields import PARTS, SiteFields
from content.identity.models import Site

SAVED, LOADED, FINISHED = queries.SAVED, "site.loaded", "site.finished"


def save(
    part: str, fields: SiteFields, *, seen_version: int, actor_id: int | None = None
) -> SiteFields:
    """Save one part of PARTS as these fields have it, and what is in force with it; commits.

    fields: the identity in force with the part as it was typed. SiteConflict when somebody else
    saved the same part since `seen_version`; `Faults` for what may not be stored.
    """
    if part == "name" and not fields.name.strip():
        raise Faults({"name": "Hãy ghi tên trang; tên này đứng đầu mọi trang."})
    found = _fresh()
    known = fields if found is None or not found.name else queries.fields_of(found)
    wanted = checks.checked(replace(known, **{n: getattr(fields, n) for n in PARTS[part]}))
    if found is not None and found.version != seen_version:
        _refuse_same_part(found, part, seen_version, wanted)
    try:
        with _one_commit():
            written = _write(found, wanted)
            detail = {"part": part, "version": written.version}
            trail.write(SAVED, "site", written.id, actor_id=actor_id, detail=detail)
    except (StaleDataError, IntegrityError) as error:
        other = _fresh()
        if other is None:
            raise
        raise _conflict(other, wanted) from error
    return queries.fields_of(written)


def keep_logo(data: bytes) -> StoredFile:
    """Keep a picture as a small logo and return its file; commits. `save` puts it in force."""
    small = logo.drawn_anew(data)
    with _one_commit():
        return files.add(small, logo.MEDIA_TYPE)


def record(
    fields: SiteFields, *, actor_id: int | None = None
) -> Literal["loaded", "changed", "unchanged"]:
    """Make the whole identity these fields, as a register brings them; commits."""
    wanted = checks.checked(fields)
    found = _fresh()
    if found is not None and queries.fields_of(found) == wanted:
        return "unchanged"
    status: Literal["loaded", "changed"] = "loaded" if found is None else "changed"
    with _one_commit():
        written = _write(found, wanted)
        detail = {"version": written.version}
        trail.write(LOADED, "site", written.id, actor_id=actor_id, detail=detail)
    return status


def finish(fields: SiteFields, *, actor_id: int | None = None) -> None:
    """Be done with the first-run page: the desk reminds nobody of it any more. Commits.

    fields: the identity in force, for a hub that has no row yet.
    """
    found = _fresh()
    if found is not None and found.set_up:
        return
    known = queries.fields_of(found) if found is not None else replace(fields, name="")
    with _one_commit():
        written = _write(found, replace(known, set_up=True))
        trail.write(FINISHED, "site", written.id, actor_id=actor_id)


# ---- parts --------------------------------------------------------------------------------------


def _fresh() -> Site | None:
    return db.session.get(Site, queries.THE_ONE, populate_existing=True)


def _write(found: Site | None, fields: SiteFields) -> Site:
    row = found or Site(id=queries.THE_ONE)
    values = fields.to_json()
    row.logo = _file_of(values.pop("logo"))
    for name, value in values.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    return row


def _file_of(sha256: str) -> StoredFile | None:
    if not sha256:
        return None
    kept = files.by_sha256(sha256)
    if kept is None or kept.media_type != logo.MEDIA_TYPE:
        raise Faults({"logo": "Không thấy ảnh biểu trưng; hãy chọn lại ảnh."})
    return kept


def _refuse_same_part(found: Site, part: str, seen_version: int, mine: SiteFields) -> None:
    """Another part, saved meanwhile, is no reason to refuse; a load replaces all of them."""
    for act in trail.of_subject("site", found.id, limit=1000):
        newer = act.detail.get("version", 0) > seen_version
        if newer and (act.action == LOADED or act.detail.get("part") == part):
            raise _conflict(found, mine)


def _conflict(found: Site, mine: SiteFields) -> SiteConflict:
    last = next(iter(trail.of_subject("site", found.id, limit=1)), None)
    by_id, at = (last.actor_id, last.at) if last else (None, found.updated_at)
    return SiteConflict(mine, queries.fields_of(found), found.version, by_id, at)


@contextmanager
def _one_commit() -> Iterator[None]:
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise

"""Writing criteria sets: taken in as drafts, held against the source by two people, published.

Published words never change: a new version begins as their copy.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

import sqlalchemy as sa

from content import changes, places, trail
from content.criteria import (
    checks,
    queries,
    shipped_sets,
    supplement_toml,
    supplements,
    toml_format,
)
from content.criteria.models import (
    CriteriaCheck,
    CriteriaSet,
    CriteriaSupplement,
    CriteriaSupplementCheck,
    CriteriaVersion,
)
from content.criteria.portable import content_hash
from content.criteria.sets import Version
from content.criteria.supplements import Supplement
from content.database import db, utc_now
from content.errors import BadInput
from content.transactions import one_commit

_MOST_NOTE = 500


def take_in(made: Version, *, actor_id: int | None = None) -> tuple[CriteriaVersion, str]:
    """Keep a version as a draft, or change the draft of its address; commits.

    Returns the row and "loaded", "changed" or "unchanged". BadInput with the first faults for a
    version that does not fit together, and for other words than the published ones.
    """
    _refuse_faults(made)
    with one_commit():
        return _put(made, actor_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a version stood in another hub: state, since when readers see it, as what it shipped."""

    state: str = "draft"
    published_at: dt.datetime | None = None
    shipped_sha256: str | None = None


def record(
    made: Version,
    standing: Standing,
    *,
    position: int = 0,
    set_title: str = "",
    actor_id: int | None = None,
) -> str:
    """Keep a version as it stood elsewhere; "loaded", "changed" or "unchanged"; commits.

    position, set_title: of its set; 0 and "" say nothing. What readers of this hub see already is
    not made a draft again. BadInput as `take_in`.
    """
    _refuse_faults(made)
    with one_commit():
        row, status = _put(made, actor_id)
        status = _stand(row, standing, status, actor_id)
        if standing.shipped_sha256 and row.shipped_sha256 != standing.shipped_sha256:
            row.shipped_sha256 = standing.shipped_sha256
        row.set.position = position or row.set.position
        row.set.title = set_title or row.set.title
    return status


def record_supplement(made: Supplement, standing: Standing, *, actor_id: int | None = None) -> str:
    """Keep a supplement as it stood elsewhere, as `record`; commits."""
    base = _version_of(made)
    if found := supplements.faults(base.read, made):
        raise _refusal(found)
    with one_commit():
        row, status = _put_supplement(made, base, actor_id)
        return _stand(row, standing, status, actor_id)


def copy(version_id: int, slug: str, *, actor_id: int | None = None) -> CriteriaVersion:
    """A new draft with the words of a version, at another address; commits."""
    made = replace(_known(version_id).read, id=slug.strip(), in_force=None, over=None)
    _refuse_faults(made)
    with one_commit():
        if queries.version(made.set_id, made.id):
            raise BadInput(f"Bộ này đã có phiên bản “{made.id}”; hãy đặt mã khác.")
        return _put(made, actor_id)[0]


def take_in_supplement(
    made: Supplement, *, actor_id: int | None = None
) -> tuple[CriteriaSupplement, str]:
    """Keep a supplement as a draft, or change the draft of its name; commits.

    As `take_in`; BadInput also for a version or a place that is not known.
    """
    base = _version_of(made)
    if found := supplements.faults(base.read, made):
        raise _refusal(found)
    with one_commit():
        return _put_supplement(made, base, actor_id)


def confirm(version_id: int, sha256: str, *, actor_id: int, note: str = "") -> CriteriaVersion:
    """Say that one has held the words of a hash against the official text; commits.

    BadInput where the words have changed since they were shown.
    """
    row = _known(version_id)
    _refuse_check(row, sha256, actor_id)
    with one_commit():
        row.checks.append(
            CriteriaCheck(person_id=actor_id, sha256=sha256, note=note.strip()[:_MOST_NOTE])
        )
        row.updated_at = utc_now()  # what readers see of it changes with the second one
        _note("criteria.confirmed", row, actor_id)
    return row


def confirm_supplement(
    row: CriteriaSupplement, sha256: str, *, actor_id: int, note: str = ""
) -> None:
    """As `confirm`, against the document of the place; commits."""
    _refuse_check(row, sha256, actor_id)
    with one_commit():
        row.checks.append(
            CriteriaSupplementCheck(
                person_id=actor_id, sha256=sha256, note=note.strip()[:_MOST_NOTE]
            )
        )
        row.updated_at = utc_now()
        _note("criteria.confirmed", row, actor_id)


def publish(version_id: int, *, seen_version: int, actor_id: int | None = None) -> CriteriaVersion:
    """Show a version to readers; from now on its words stay. Commits."""
    row = _known(version_id)
    _refuse_publishing(row, seen_version)
    _refuse_faults(row.read)
    with one_commit():
        _show(row, actor_id)
    return row


def publish_supplement(
    row: CriteriaSupplement, *, seen_version: int, actor_id: int | None = None
) -> None:
    """Show a supplement beside its version; only one that two people have held. Commits."""
    _refuse_publishing(row, seen_version)
    if not row.verified:
        raise BadInput("Phần bổ sung cần đủ hai người đối chiếu với văn bản rồi mới đăng được.")
    if found := supplements.faults(row.over_version.read, row.read):
        raise _refusal(found)
    with one_commit():
        row.state = "published"
        row.published_at = row.published_at or utc_now()
        _note("criteria.published", row, actor_id)


def withdraw(version_id: int, *, actor_id: int | None = None) -> CriteriaVersion:
    """Take a version from readers; its words and its address stay kept. Commits."""
    row = _known(version_id)
    _withdraw(row, actor_id)
    return row


def withdraw_supplement(row: CriteriaSupplement, *, actor_id: int | None = None) -> None:
    """Take a supplement from readers; its version stays as it is. Commits."""
    _withdraw(row, actor_id)


def drop(version_id: int, *, actor_id: int | None = None) -> None:
    """Remove a draft that readers never saw; commits."""
    row = _known(version_id)
    _refuse_dropping(row)
    if row.supplements:
        raise BadInput("Phiên bản này có phần bổ sung của địa phương; hãy xóa phần bổ sung trước.")
    with one_commit():
        _note("criteria.dropped", row, actor_id)
        found = row.set
        db.session.delete(row)
        db.session.flush()
        db.session.refresh(found)
        if not found.versions:
            db.session.delete(found)


def drop_supplement(row: CriteriaSupplement, *, actor_id: int | None = None) -> None:
    """Remove a supplement that readers never saw; commits."""
    _refuse_dropping(row)
    with one_commit():
        _note("criteria.dropped", row, actor_id)
        db.session.delete(row)


def load_shipped() -> int:
    """Load each shipped set that was never loaded, published; how many. Commits.

    Known by the hash of its text: a set that an office has changed, withdrawn or replaced stays as
    the office left it.
    """
    count = 0
    with one_commit():
        for name, text in shipped_sets.texts():
            sha256 = shipped_sets.mark(text)
            made = toml_format.read(text, name)
            if queries.shipped(sha256) or queries.version(made.set_id, made.id):
                continue
            row, _status = _put(made, None)
            row.shipped_sha256 = sha256
            _show(row, None)
            count += 1
    return count


def _put(made: Version, actor_id: int | None) -> tuple[CriteriaVersion, str]:
    found = queries.by_slug(made.set_id)
    if found is None:
        last = db.session.scalar(sa.select(sa.func.max(CriteriaSet.position))) or 0
        found = CriteriaSet(slug=made.set_id, title=made.title, position=last + 1)
        db.session.add(found)
    sha256 = content_hash(made)
    row = next((each for each in found.versions if each.slug == made.id), None)
    if row is not None and row.sha256 == sha256:
        return row, "unchanged"
    if row is not None and row.published_at is not None:
        raise BadInput(
            f"Phiên bản “{made.id}” của “{found.title}” đã đăng nên lời không đổi nữa; hãy đặt mã "
            "phiên bản khác."
        )
    status = "loaded" if row is None else "changed"
    if row is None:
        row = CriteriaVersion(slug=made.id, created_by_id=actor_id, checks=[])
        found.versions.append(row)
    row.content, row.sha256 = toml_format.write(made), sha256
    row.title, row.status = made.title, made.status
    if all(each.published_at is None for each in found.versions):
        found.title = made.title  # a set that readers have not seen is called by its draft
    row.in_force, row.over = made.in_force, made.over
    db.session.flush()
    _note("criteria.saved", row, actor_id)
    return row, status


def _show(row: CriteriaVersion, actor_id: int | None) -> None:
    row.state = "published"
    row.published_at = row.published_at or utc_now()
    row.set.title = row.title
    _note("criteria.published", row, actor_id)


def _stand(
    row: CriteriaVersion | CriteriaSupplement,
    standing: Standing,
    status: str,
    actor_id: int | None,
) -> str:
    """Give a row the state it had elsewhere; the status of the load, which that may change."""
    wanted = (standing.state, standing.published_at)
    if standing.state == "draft" or (row.state, row.published_at) == wanted:
        return status
    row.state, row.published_at = wanted
    _note(f"criteria.{standing.state}", row, actor_id)
    return "changed" if status == "unchanged" else status


def _version_of(made: Supplement) -> CriteriaVersion:
    base = queries.version(made.set_id, made.version_id)
    if base is None:
        name = f"{made.set_id}/{made.version_id}"[:100]
        raise BadInput(f"Không có phiên bản “{name}” để bổ sung; hãy nhập phiên bản đó trước.")
    return base


def _put_supplement(
    made: Supplement, base: CriteriaVersion, actor_id: int | None
) -> tuple[CriteriaSupplement, str]:
    place = places.by_slug(made.place)
    if place is None:
        raise BadInput(f"Không thấy địa bàn “{made.place[:80]}”; hãy ghi mã địa bàn đã có.")
    content = supplement_toml.write(made)
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    row = queries.supplement(base.id, made.id)
    if row is not None and row.sha256 == sha256:
        return row, "unchanged"
    if row is not None and row.published_at is not None:
        raise BadInput(f"Phần bổ sung “{made.id}” đã đăng nên lời không đổi nữa; hãy đặt mã khác.")
    status = "loaded" if row is None else "changed"
    if row is None:
        row = CriteriaSupplement(slug=made.id, created_by_id=actor_id, checks=[])
        base.supplements.append(row)
    row.place, row.title = place, made.title
    row.content, row.sha256 = content, sha256
    row.in_force, row.over = made.in_force, made.over
    db.session.flush()
    _note("criteria.saved", row, actor_id)
    return row, status


def _withdraw(row: CriteriaVersion | CriteriaSupplement, actor_id: int | None) -> None:
    if row.state != "published":
        raise BadInput("Bản này chưa đăng nên không có gì để gỡ.")
    with one_commit():
        row.state = "withdrawn"
        _note("criteria.withdrawn", row, actor_id)


def _refuse_check(row: CriteriaVersion | CriteriaSupplement, sha256: str, actor_id: int) -> None:
    if row.sha256 != sha256:
        raise BadInput("Có người vừa sửa phiên bản này; hãy đối chiếu lại bản mới nhất.")
    if any(c.person_id == actor_id and c.sha256 == sha256 for c in row.checks):
        raise BadInput("Bạn đã xác nhận bản này rồi; cần một người khác đối chiếu.")


def _refuse_publishing(row: CriteriaVersion | CriteriaSupplement, seen_version: int) -> None:
    if row.version != seen_version:
        raise BadInput("Có người vừa sửa phiên bản này; hãy xem lại rồi đăng.")
    if row.state == "published":
        raise BadInput("Phiên bản này đã đăng rồi.")


def _refuse_dropping(row: CriteriaVersion | CriteriaSupplement) -> None:
    if row.published_at is not None:
        raise BadInput("Phiên bản đã từng đăng thì không xóa, vì có thể đã được trích dẫn.")


def _note(action: str, row: CriteriaVersion | CriteriaSupplement, actor_id: int | None) -> None:
    """An entry of the trail that says which words it was about; a supplement changes its base."""
    base = row if isinstance(row, CriteriaVersion) else row.over_version
    detail = {"set": base.set.slug, "version": base.slug, "sha256": row.sha256}
    if isinstance(row, CriteriaSupplement):
        detail["supplement"] = row.slug
        changes.note_many([("criteria", base.id, base.version, "changed")])
    trail.write(action, "criteria", base.id, actor_id=actor_id, detail=detail)


def _refuse_faults(made: Version) -> None:
    if found := checks.faults(made):
        raise _refusal(found)


def _refusal(found: list[str]) -> BadInput:
    more = f" (và {len(found) - 1} điều khác)" if len(found) > 1 else ""
    return BadInput(f"{found[0]}{more}")


def _known(version_id: int) -> CriteriaVersion:
    row = queries.by_id(version_id)
    if row is None:
        raise BadInput("Phiên bản này không còn; hãy tải lại trang.")
    return row

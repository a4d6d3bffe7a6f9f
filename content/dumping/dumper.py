"""The dump: what is published or drafted, as text that people and programs can read without us.

Byte-stable: the same content gives the same bytes, and a dump loaded into an empty hub dumps the
same again. Accounts and waiting revisions stay out; they are in a backup. Published revisions come
along on request: they hold what was corrected and taken down, so nobody hands them on unasked.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from content import files, places
from content.catalogue import portable as catalogue
from content.database import db
from content.dumping import criteria, library, toml_text
from content.errors import BadInput
from content.identity import portable
from content.identity import queries as identity
from content.loading import front_matter, histories
from content.loading.front_matter import AttachmentKey, FrontMatter
from content.publishing.models import SECTIONS, Item, Redirect, Revision, Topic
from content.publishing.old_addresses import FormerTopic, OldAddress
from content.publishing.snapshot import AttachmentFields, fields_of
from content.recognition import decision_portable, target_portable

# Hidden, so that loading passes it over; it tells our folder from somebody's own.
_MARK = ".hub-dump"


def dump(
    folder: Path,
    *,
    revisions: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the whole content below `folder` and return how many items it holds.

    revisions: also the published states of each item, as lich-su/SECTION/SLUG.jsonl. The folder
    is replaced as a whole; one that holds anything but an earlier dump is refused.
    """
    folder = folder.absolute()
    if folder.exists() and not (folder / _MARK).exists() and any(folder.iterdir()):
        raise BadInput(f"Thư mục “{folder}” đã có tệp khác; hãy chọn thư mục trống.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    except OSError as error:
        raise BadInput(f"Không ghi được vào “{folder.parent}”: {error.strerror}.") from error
    try:
        count = _write_all(fresh, revisions, progress)
        _swap(fresh, folder)
    except OSError as error:
        raise BadInput(f"Không ghi được bản kết xuất vào “{folder}”: {error.strerror}.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def _swap(fresh: Path, folder: Path) -> None:
    fresh.chmod(0o755)
    if not folder.exists():
        fresh.rename(folder)
        return
    old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.old."))
    os.replace(folder, old / "dump")
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write_all(root: Path, revisions: bool, progress: Callable[[int, int], None] | None) -> int:
    (root / _MARK).write_text("1\n")
    _write_toml(root / "places.toml", {"place": [_place(p) for p in _parents_first()]})
    _write_toml(root / "topics.toml", {"topic": [_topic(t) for t in _every_topic()]})
    old = db.session.scalars(sa.select(OldAddress).order_by(OldAddress.old_path))
    if by_hand := [_old_address(row) for row in old]:
        _write_toml(root / "redirects.toml", {"redirect": by_hand})
    _write_site(root)
    _write_library(root, revisions)
    _write_wings(root)
    total = db.session.scalar(sa.select(sa.func.count(Item.id))) or 0
    redirects = _redirects()
    for done, item in enumerate(_items(), start=1):
        _write_item(root, item, redirects.get(item.id, ()))
        if revisions:
            _write_history(root, item)
        if progress:
            progress(done, total)
    return total


def _write_wings(root: Path) -> None:
    """Criteria sets, titles and decisions, targets, figures and deadlines; no file for nothing."""
    if sets := criteria.tables(lambda path, text: _write_text(root / path, text)):
        _write_toml(root / criteria.NAME, sets)
    if recognised := decision_portable.tables():
        _write_toml(root / decision_portable.NAME, recognised)
    _write_catalogue(root)
    for file, (word, _fields, _rows) in target_portable.REGISTERS.items():
        if rows := target_portable.tables(file):
            _write_toml(root / file, {word: rows})


def _write_catalogue(root: Path) -> None:
    """Sources, records a thousand a file, shelves with reading lists; no file for nothing."""
    if sources := catalogue.sources():
        _write_toml(root / catalogue.SOURCES, {"source": sources})
    keep = lambda sha256, name: _keep(root, sha256, name)  # noqa: E731  # root, bound once
    for number, some in enumerate(catalogue.records(keep), start=1):
        _write_toml(root / f"records-{number:04d}.toml", {"record": some})
    if shelves := catalogue.shelves_and_lists():
        _write_toml(root / catalogue.SHELVES, shelves)


def _items() -> Iterator[Item]:
    query = sa.select(Item).order_by(Item.kind, Item.slug).execution_options(yield_per=100)
    yield from db.session.scalars(query)


def _redirects() -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in db.session.scalars(sa.select(Redirect).order_by(Redirect.old_path)):
        found[row.item_id] = (*found.get(row.item_id, ()), row.old_path)
    return found


def _write_item(root: Path, item: Item, old_addresses: tuple[str, ...]) -> None:
    path = root / _section(item) / f"{item.slug}.md"
    path.parent.mkdir(exist_ok=True)
    fields = fields_of(item)
    front = FrontMatter(
        kind=item.kind,
        title=fields.title,
        slug=item.slug,
        summary=fields.summary,
        date=fields.date,
        language=fields.language,
        topics=fields.topics,
        place=fields.place,
        publish_at=fields.publish_at,
        expires_at=fields.expires_at,
        first_published_at=item.first_published_at,
        state=item.state,
        withdrawn_notice=item.withdrawn_notice,
        old_addresses=old_addresses,
        attachments=tuple(_attachment(root, a) for a in fields.attachments),
        sources=fields.sources,
        checked=fields.checked,
        review_by=fields.review_by,
        event=fields.event,
        training=fields.training,
        document=fields.document,
        body=fields.body,
    )
    path.write_text(front_matter.write(front), encoding="utf-8", newline="\n")


def _section(item: Item) -> str:
    return SECTIONS[item.kind][0] or histories.PAGES


def _write_history(root: Path, item: Item) -> None:
    """The published states of an item, with every file that one of them had."""
    query = (
        sa.select(Revision)
        .where(Revision.item_id == item.id, Revision.published)
        .order_by(Revision.published_at, Revision.id)
    )
    found = list(db.session.scalars(query))
    if not found:
        return
    for file in histories.attached(found):
        _keep(root, file.sha256, file.file_name)
    path = root / histories.FOLDER / _section(item) / f"{item.slug}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(histories.write(found), encoding="utf-8", newline="\n")


def _write_site(root: Path) -> None:
    """The identity, where anything of it was saved or loaded; else the settings speak."""
    row = identity.row()
    if row is None:
        return
    fields = identity.fields_of(row)
    logo = _keep(root, fields.logo, "bieu-trung.png") if fields.logo else ""
    _write_toml(root / "site.toml", portable.write(fields, logo))


def _write_library(root: Path, revisions: bool) -> None:
    found = library.tables(lambda sha256, name: _keep(root, sha256, name), earlier=revisions)
    if found:
        _write_toml(root / library.NAME, {"file": found})


def _attachment(root: Path, kept: AttachmentFields) -> AttachmentKey:
    file = f"../{_keep(root, kept.sha256, kept.file_name)}"
    return AttachmentKey(file=file, title=kept.title, until=kept.until)


def _keep(root: Path, sha256: str, file_name: str) -> str:
    """Write a kept file once; its path from the root of the dump."""
    target = root / "tep" / sha256[:16] / file_name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_bytes(files.read(sha256))
    return target.relative_to(root).as_posix()


def _parents_first() -> list[places.Place]:
    return sorted(places.every(), key=lambda p: (list(places.LEVELS).index(p.level), p.slug))


def _place(place: places.Place) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": place.name,
        "level": place.level,
        "parent": place.parent.full_name if place.parent else None,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
        "source": place.source,
        "into": [{"name": s.new.full_name, "on": s.on} for s in places.became(place)],
    }
    return {key: value for key, value in entry.items() if value not in (None, "", [])}


def _every_topic() -> list[Topic]:
    return list(db.session.scalars(sa.select(Topic).order_by(Topic.slug)))


def _topic(topic: Topic) -> dict[str, Any]:
    former = sa.select(FormerTopic.slug).where(FormerTopic.topic_id == topic.id)
    entry: dict[str, Any] = {
        "slug": topic.slug,
        "name": topic.name,
        "description": topic.description,
        "position": topic.position,
        "old": sorted(db.session.scalars(former)),
    }
    return {key: value for key, value in entry.items() if value not in ("", 0, [])}


def _old_address(row: OldAddress) -> dict[str, Any]:
    return {"old": row.old_path, "to": row.target}


def _write_toml(path: Path, content: dict[str, Any]) -> None:
    _write_text(path, toml_text.write(content))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")

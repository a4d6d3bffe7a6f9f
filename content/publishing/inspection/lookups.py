"""What the database knows around a text, asked in a few questions for all of its links at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db, utc_now
from content.files import StoredFile
from content.publishing import audiences, library_addresses
from content.publishing.inspection import linking
from content.publishing.inspection.body import Body
from content.publishing.inspection.known import Known, Target
from content.publishing.models import RESERVED_SLUGS, SECTIONS, Attachment, Item, Redirect
from content.publishing.old_addresses import OldAddress
from content.publishing.snapshot import ItemFields
from content.publishing.visibility import is_visible, visible
from content.scans import queries as scanned_pages

# Links of one text that are looked up; an honest one has a few dozen.
MOST_LINKS = 400
_BATCH = 100
_KINDS = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
_NARROWING = frozenset({"chu-de", "noi", "nam", *audiences.FACETS})


def known_around(
    fields: ItemFields,
    item: Item | None = None,
    *,
    contacts: Iterable[str] = (),
    abbreviations: Collection[str] = (),
    site_url: str = "",
    letters_open: bool = False,
) -> Known:
    """What the checks ask about a text. item: the one whose text it is, if it is kept already.

    contacts: telephone numbers and mail addresses that are official; abbreviations: folded.
    """
    pages, files = linking.paths(Body(fields.body), site_url)
    own = {f"/tep/{a.sha256[:16]}/{a.file_name}" for a in fields.attachments}
    hashes = {a.sha256 for a in fields.attachments}
    own |= _library_addresses(files, hashes)
    official = list(contacts)
    return Known(
        now=utc_now(),
        published=item is not None and item.first_published_at is not None,
        addresses=_targets(sorted(pages)[:MOST_LINKS]),
        files=frozenset(own | _public(sorted(files - own)[:MOST_LINKS])),
        abbreviations=frozenset(abbreviations),
        phones=frozenset(_numbers(official)),
        mails=frozenset(text.strip().lower() for text in official if "@" in text),
        site_url=site_url,
        recognised=bool(hashes) and bool(scanned_pages.recognised(hashes)),
        letters_open=letters_open,
    )


def _library_addresses(paths: Iterable[str], hashes: Collection[str]) -> set[str]:
    """Those that are permanent addresses of the library, whose file saving takes into the text,
    and those that name an attached file by another content that it has or had."""
    by_prefix = {path: path.split("/")[2] for path in paths}
    assets = library_addresses.by_prefixes(set(by_prefix.values()))
    permanent = {asset.key for asset in assets.values()}
    others = {p for known in library_addresses.stable_paths(hashes).values() for p in known}
    return {path for path, prefix in by_prefix.items() if prefix in permanent | others}


def _numbers(contacts: Iterable[str]) -> Iterator[str]:
    """The digits of each number of some lines ("0215 3825 123; 0912 345 678")."""
    for line in contacts:
        for part in re.split("[;,/]", line):
            digits = "".join(c for c in part if c.isdecimal())
            if len(digits) >= 8:
                yield "0" + digits[2:] if digits.startswith("84") else digits


def _targets(paths: Sequence[str]) -> dict[str, Target]:
    wanted = {path: _address(path) for path in paths}
    items = _items({address for address in wanted.values() if address})
    found = {}
    for path, address in wanted.items():
        if address is None:
            continue  # a list or a room of the site: taken on trust
        item = items.get(address)
        found[path] = Target("missing") if item is None else _standing(item)
    gone = [path for path, target in found.items() if target.standing == "missing"]
    return found | _moved(gone)


def _address(path: str) -> tuple[str, str] | None:
    """Kind and slug of the item that an address names; None for lists, rooms and files."""
    parts = [part for part in path.split("/") if part]
    if not parts or parts[-1] == "index.html":
        parts = parts[:-1]
    if len(parts) == 1:
        return None if parts[0] in RESERVED_SLUGS else ("page", parts[0])
    kind = _KINDS.get(parts[0]) if parts else None
    if kind is None or parts[1] in _NARROWING or len(parts) > 2 or "." in parts[1]:
        return None
    return None if re.fullmatch(r"trang-\d+", parts[1]) else (kind, parts[1])


def _items(addresses: set[tuple[str, str]]) -> dict[tuple[str, str], Item]:
    slugs = sorted({slug for _kind, slug in addresses})
    found: dict[tuple[str, str], Item] = {}
    light = orm.load_only(
        Item.kind, Item.slug, Item.state, Item.publish_at, Item.expires_at, Item.headings
    )
    for batch in _batches(slugs):
        query = sa.select(Item).where(Item.slug.in_(batch)).options(light)
        found |= {(i.kind, i.slug): i for i in db.session.scalars(query)}
    return found


def _standing(item: Item) -> Target:
    if is_visible(item):
        return Target("visible", item.path, frozenset(str(h["id"]) for h in item.headings))
    if item.state != "published":
        return Target("withdrawn" if item.state == "withdrawn" else "draft")
    over = item.expires_at is not None and item.expires_at <= utc_now()
    return Target("over" if over else "later")


def _moved(paths: Sequence[str]) -> dict[str, Target]:
    """Where old addresses lead, and where they lead to nothing that readers see."""
    found = {}
    slashed = {path if path.endswith("/") else f"{path}/": path for path in paths}
    for batch in _batches(list(slashed)):
        query = sa.select(Redirect).where(Redirect.old_path.in_(batch))
        for row in db.session.scalars(query.options(orm.joinedload(Redirect.item))):
            there = _standing(row.item)
            moved = there.standing == "visible"
            found[slashed[row.old_path]] = Target("moved", row.item.path) if moved else there
    return found | _of_earlier_sites([path for path in paths if path not in found])


def _of_earlier_sites(paths: Sequence[str]) -> dict[str, Target]:
    """Where addresses that were written down by hand lead; a closing slash makes no difference."""
    known = dict(db.session.execute(sa.select(OldAddress.old_path, OldAddress.target)).all())
    bare = {old.rstrip("/"): target for old, target in known.items()}
    there = {path: bare.get(path.rstrip("/")) for path in paths}
    return {path: Target("moved", target) for path, target in there.items() if target}


def _public(paths: Sequence[str]) -> set[str]:
    """Those of some addresses of files that a visible item offers."""
    found: set[str] = set()
    for batch in _batches(paths):
        hashes = [StoredFile.sha256.startswith(path.split("/")[2].lower()) for path in batch]
        query = sa.select(Attachment).join(StoredFile).join(Item).where(visible(), sa.or_(*hashes))
        found |= {attachment.path for attachment in db.session.scalars(query)}
    return found


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))

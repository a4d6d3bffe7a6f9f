"""Old addresses by hand: written down one by one or as a list, without circles, and dropped.

An address that leads to an item becomes one of the item's own old addresses, so that it follows
the item; one that leads anywhere else is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from content import trail
from content.database import db
from content.errors import BadInput
from content.publishing import moved_queries
from content.publishing.desk_queries import any_at
from content.publishing.models import RESERVED_SLUGS, SECTIONS, Item, Redirect
from content.publishing.old_addresses import OldAddress
from content.transactions import one_commit
from content.vietnamese import nfc

MOST, MOST_TARGET, MOST_ROWS = 200, 500, 5000
_SECTIONS = {word: kind for kind, (word, _title) in SECTIONS.items() if word}
_EXAMPLE = "ghi phần sau tên miền, ví dụ /tin-tuc/bai-cu.html"
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"'`{}|^*?#$;]|//|(^|/)\.{1,2}(/|$)")
_HTTPS = re.compile(r"https://[^\s/@]+\.[^\s/@]+(?:/\S*)?")
# What a row of a list would do, and what the page calls it.
STATUSES = {"new": "Thêm", "changed": "Đổi nơi dẫn tới", "same": "Đã có", "refused": "Không nhận"}


class Planned(NamedTuple):
    """One row of a list: its line, the two addresses, what it would do, and why not."""

    line: int
    old: str
    target: str
    status: str
    said: str = ""


def tidied(written: str) -> str:
    """An old address as it is kept: a path, decoded, with a stroke at its end if it is no file.

    A whole address is taken by its path. BadInput for what no address of a page can be.
    """
    text = nfc(unquote(written)).strip()
    if "://" in text:
        text = urlsplit(text).path
    if not text:
        raise BadInput(f"Chưa có địa chỉ cũ; {_EXAMPLE}.")
    text = text if text.startswith("/") else f"/{text}"
    if "?" in text or "#" in text:
        raise BadInput(f"“{text[:60]}”: chỉ ghi phần trước dấu ? và #; {_EXAMPLE}.")
    if _UNSAFE.search(text) or len(text) > MOST:
        raise BadInput(f"“{text[:60]}” không dùng được; {_EXAMPLE}.")
    return text if text.endswith("/") or "." in text.rsplit("/", 1)[1] else f"{text}/"


def add(old: str, target: str, *, actor_id: int | None = None) -> str:
    """Let an old address lead to a page or to a whole https address; commits.

    Returns where it leads: past every step on the way. An old address that is known leads there
    from now on. BadInput for a reserved address, one where a text stands, and for a circle.
    """
    old = tidied(old)
    _refuse_standing(old)
    target = _settled(old, target)
    with one_commit():
        row_id = _put(old, target)
        detail = {"old": old}
        trail.write("redirect.added", "redirect", row_id, actor_id=actor_id, detail=detail)
    return target


def plan(rows: Iterable[tuple[int, str, str]]) -> list[Planned]:
    """What a list of (line, old address, target) would do; nothing is written."""
    found, met = [], set()
    for line, old, target in rows:
        try:
            path = tidied(old)
            if path in met:
                raise BadInput("Địa chỉ cũ này có hai lần trong danh sách; lấy dòng đầu.")
            _refuse_standing(path)
            final = _settled(path, target)
        except BadInput as fault:
            found.append(Planned(line, old[:200], target[:200], "refused", fault.message))
            continue
        met.add(path)
        now = moved_queries.target(path)
        status = "new" if not _is_kept(path) else "same" if now == final else "changed"
        found.append(Planned(line, path, final, status))
    return found


def take_in(rows: Iterable[tuple[int, str, str]], *, actor_id: int | None = None) -> int:
    """Take a list in, as `plan` tells of it, in one commit; how many addresses were written."""
    wanted = [row for row in plan(rows) if row.status in ("new", "changed")]
    with one_commit():
        for row in wanted:
            # An earlier row may have led on to what this one names.
            _put(row.old, _settled(row.old, row.target))
        detail = {"count": len(wanted)}
        trail.write("redirect.listed", "redirect", None, actor_id=actor_id, detail=detail)
    return len(wanted)


def drop(kind: str, row_id: int, *, actor_id: int | None = None) -> str:
    """Let an old address lead nowhere any more; commits. kind: "hand" or "item"; its address."""
    row: OldAddress | Redirect | None = None
    if kind == "hand":
        row = db.session.get(OldAddress, row_id)
    elif kind == "item":
        row = db.session.get(Redirect, row_id)
    if row is None:
        raise BadInput("Địa chỉ cũ này không còn trong danh sách; hãy tải lại trang.")
    old = row.old_path
    with one_commit():
        detail = {"old": old}
        trail.write("redirect.dropped", "redirect", row.id, actor_id=actor_id, detail=detail)
        db.session.delete(row)
    return old


def record(old: str, target: str) -> bool:
    """Keep an address exactly as a register has it; commits. Whether anything changed."""
    old, target = tidied(old), target.strip()
    if not _is_target(target):
        raise BadInput(f"“{target[:60]}” không phải địa chỉ; ghi /trang/ hoặc https://….")
    row = db.session.scalar(sa.select(OldAddress).where(OldAddress.old_path == old))
    if row is not None and row.target == target:
        return False
    with one_commit():
        row = row or OldAddress(old_path=old)
        row.target = target
        db.session.add(row)
    return True


# ---- parts --------------------------------------------------------------------------------------


def _is_target(target: str) -> bool:
    own = target.startswith("/") and not target.startswith("//")
    sound = len(target) <= MOST_TARGET and not re.search(r"[\s\\<>\"]", target)
    return sound and (own or bool(_HTTPS.fullmatch(target)))


def _settled(old: str, target: str) -> str:
    """Where an address is to lead in the end; BadInput for a circle."""
    target = target.strip()
    if not _is_target(target):
        raise BadInput(f"“{target[:60]}” không phải nơi dẫn tới; ghi /trang/ hoặc https://….")
    final = moved_queries.target(_path(target)) or target if target.startswith("/") else target
    if old in (_path(target), _path(final)):
        raise BadInput(f"{old} dẫn vòng về chính nó; hãy chọn nơi dẫn tới khác.")
    return final


def _path(address: str) -> str:
    return unquote(urlsplit(address).path) if address.startswith("/") else address


def _refuse_standing(old: str) -> None:
    """BadInput where a room of the site, or a text in whatever state, has the address."""
    parts = [part for part in old.split("/") if part]
    if not parts or (parts[0] in RESERVED_SLUGS and (len(parts) == 1 or _is_closed(parts))):
        raise BadInput(f"{old} là địa chỉ của chính trang này nên không chuyển đi được.")
    if len(parts) <= 2 and _item_at(old) is not None:
        raise BadInput(f"Đang có bài ở {old}; muốn đổi chỗ, hãy sửa địa chỉ của bài đó.")


def _is_closed(parts: list[str]) -> bool:
    """Addresses below rooms: of a section only those of single texts may be old ones."""
    return parts[0] not in _SECTIONS or parts[1].startswith("trang-") or len(parts) > 4


def _item_at(path: str) -> Item | None:
    section, _slash, slug = path.strip("/").partition("/")
    if not slug:
        return any_at("page", section)
    kind = _SECTIONS.get(section)
    return any_at(kind, slug) if kind else None


def _is_kept(old: str) -> bool:
    by_hand = sa.select(OldAddress.id).where(OldAddress.old_path == old)
    of_item = sa.select(Redirect.id).where(Redirect.old_path == old)
    return any(db.session.scalar(query) is not None for query in (by_hand, of_item))


def _put(old: str, target: str) -> int:
    """Write one address in the running transaction; those that led to it lead on at once."""
    for model in (OldAddress, Redirect):
        db.session.execute(sa.delete(model).where(model.old_path == old))
    item = _item_at(_path(target)) if target == _path(target) else None
    row: OldAddress | Redirect
    if item is not None:
        row = Redirect(old_path=old, item_id=item.id)
    else:
        row = OldAddress(old_path=old, target=target)
    db.session.add(row)
    for before in db.session.scalars(sa.select(OldAddress).where(OldAddress.target == old)):
        before.target = target
    db.session.flush()
    return row.id

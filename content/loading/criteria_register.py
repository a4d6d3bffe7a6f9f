"""The register of criteria sets: `criteria.toml`, whose versions lie as files beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from pathlib import PurePosixPath
from typing import Any

from content.criteria import commands, supplement_toml, toml_format
from content.criteria.commands import Standing
from content.criteria.models import STATES
from content.errors import BadInput

NAME = "criteria.toml"
_FILE = re.compile(r"tieu-chi(?:/[a-z0-9-]{1,80}){2,3}\.toml")
VERSION = {"file", "state", "published_at", "shipped_sha256"}
SUPPLEMENT = {"file", "state", "published_at"}
SET = {"slug", "title", "position"}


def lies_beside(path: str, all_paths: Collection[str]) -> bool:
    """Whether a file is one that a register of the same load names, and no file by itself."""
    found = _FILE.search(path)
    return found is not None and f"{path[: found.start()]}{NAME}" in all_paths


def load(
    content: dict[str, Any],
    beside: Callable[[str], bytes | None],
    actor_id: int | None,
    *,
    draft: bool = False,
) -> str:
    """Take sets and versions in: "loaded", "changed" or "unchanged".

    draft: readers see nothing of it yet. BadInput names the entry that is wrong, or the file that
    does not lie where the register says.
    """
    _only(content, {"set", "version", "supplement"})
    sets = {_known_set(entry)["slug"]: entry for entry in _entries(content, "set")}
    found = [
        (_standing(entry, VERSION), toml_format.read(*_text(entry, beside)))
        for entry in _entries(content, "version")
    ]
    over = [
        (_standing(entry, SUPPLEMENT), supplement_toml.read(*_text(entry, beside)))
        for entry in _entries(content, "supplement")
    ]
    told = set()
    for standing, made in found:
        about = sets.get(made.set_id, {})
        told.add(
            commands.record(
                made,
                Standing() if draft else standing,
                position=about.get("position", 0),
                set_title=about.get("title", ""),
                actor_id=actor_id,
            )
        )
    for standing, laid in over:
        kept = Standing() if draft else standing
        told.add(commands.record_supplement(laid, kept, actor_id=actor_id))
    return "changed" if "changed" in told else "loaded" if "loaded" in told else "unchanged"


def _standing(entry: dict[str, Any], keys: set[str]) -> Standing:
    _only(entry, keys)
    state, at = entry.get("state", "draft"), entry.get("published_at")
    if state not in STATES:
        raise BadInput(f"{NAME}: tình trạng “{str(state)[:40]}” không có; {', '.join(STATES)}.")
    if (at is not None and type(at) is not dt.datetime) or (state == "draft") != (at is None):
        raise BadInput(f"{NAME}: “published_at” là ngày giờ của bản đã đăng hoặc đã gỡ.")
    if at is not None and at.tzinfo is None:
        raise BadInput(f"{NAME}: “published_at” cần múi giờ, ví dụ 2026-10-20T08:00:00+07:00.")
    shipped = entry.get("shipped_sha256", "")
    if not isinstance(shipped, str) or not re.fullmatch(r"(?:[0-9a-f]{64})?", shipped):
        raise BadInput(f"{NAME}: “shipped_sha256” không phải mã SHA-256.")
    return Standing(state, at, shipped or None)


def _text(entry: dict[str, Any], beside: Callable[[str], bytes | None]) -> tuple[str, str]:
    """The text that an entry names, and its name."""
    name = entry.get("file")
    if not isinstance(name, str) or not _FILE.fullmatch(name):
        raise BadInput(f"{NAME}: “file” có dạng tieu-chi/BỘ/PHIÊN-BẢN.toml.")
    data = beside(str(PurePosixPath(name)))
    if data is None:
        raise BadInput(f"Không thấy “{name}” bên cạnh {NAME}.")
    try:
        return data.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        raise BadInput(f"“{name}” không phải chữ UTF-8; hãy lưu lại tệp.") from None


def _known_set(entry: dict[str, Any]) -> dict[str, Any]:
    _only(entry, SET)
    words = (entry.get("slug", ""), entry.get("title", ""))
    if not all(isinstance(word, str) for word in words) or not words[0]:
        raise BadInput(f"{NAME}: mỗi [[set]] cần “slug” và “title” là chữ.")
    if type(entry.get("position", 0)) is not int or not 0 <= entry.get("position", 0) < 10_000:
        raise BadInput(f"{NAME}: “position” phải là số nguyên.")
    return entry


def _entries(content: dict[str, Any], name: str) -> list[dict[str, Any]]:
    entries = content.get(name, [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise BadInput(f"{NAME}: “{name}” phải viết thành các bảng [[{name}]].")
    return entries


def _only(entry: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise BadInput(f"Khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(sorted(allowed))}.")

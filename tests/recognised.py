"""Decisions of the register, made as the register keeps them, with names of our own making."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from content import files
from content.database import db, utc_now
from content.places import Place
from content.recognition.models import Decision, Entry, RecognitionCount, RecognitionTitle
from content.vietnamese import fold


def title(
    slug: str = "gia-dinh-hoc-tap", name: str = "Gia đình học tập", subject: str = "family"
) -> RecognitionTitle:
    """A title, found or made."""
    found = db.session.query(RecognitionTitle).filter_by(slug=slug).one_or_none()
    if found is None:
        found = RecognitionTitle(slug=slug, title=name, subject=subject, counted="gia đình")
        db.session.add(found)
        db.session.flush()
    return found


def decision(
    *,
    names: Sequence[str] = ("Lò Văn Mẫu",),
    place: Place | None = None,
    of: RecognitionTitle | None = None,
    thon: Sequence[str] = ("Thôn 1",),
    entry: dict[str, Any] | None = None,
    **fields: Any,
) -> Decision:
    """An announced decision of one title; `entry` goes into each of its entries."""
    of = of or title()
    given: dict[str, Any] = {
        "slug": "12-qd-ubnd",
        "number": "12/QĐ-UBND",
        "issued": dt.date(2026, 3, 2),
        "body": "Chủ tịch UBND xã Mẫu",
        "year": 2025,
        "state": "announced",
        "display": "full",
        "announced_at": utc_now(),
    }
    made = Decision(**(given | fields), place_id=place.id if place else None)
    db.session.add(made)
    db.session.flush()
    db.session.add_all(
        Entry(
            decision_id=made.id,
            position=number,
            title_id=of.id,
            place_id=place.id if place else None,
            place_text=thon[number % len(thon)],
            name=name,
            folded=" ".join(fold(name).split()),
            **({"ground": "consent", "evidence": "Phiếu đăng ký"} | (entry or {})),
        )
        for number, name in enumerate(names, start=1)
    )
    for place_id, count in Counter([place.id if place else None] * len(names)).items():
        db.session.add(
            RecognitionCount(decision_id=made.id, title_id=of.id, place_id=place_id, count=count)
        )
    db.session.commit()
    return made


def attach(made: Decision, data: bytes, name: str = "quyet-dinh.txt") -> Path:
    """A kept file for a decision; where its content lies."""
    row = files.add(data, "text/plain", text=data.decode())
    made.file_sha256, made.file_name = row.sha256, name
    db.session.commit()
    return files.path_of(row.sha256)

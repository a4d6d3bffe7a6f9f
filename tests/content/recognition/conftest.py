"""A place with titles, for targets and figures."""

from __future__ import annotations

import pytest

from content.database import db
from content.recognition.models import RecognitionTitle

TITLES = {
    "cong-dan-hoc-tap": ("Công dân học tập", "person"),
    "gia-dinh-hoc-tap": ("Gia đình học tập", "family"),
    "dong-ho-hoc-tap": ("Dòng họ học tập", "clan"),
    "cong-dong-hoc-tap": ("Cộng đồng học tập", "community"),
    "don-vi-hoc-tap": ("Đơn vị học tập", "unit"),
}


@pytest.fixture
def titles(session_app: object) -> dict[str, int]:
    """The five titles as rows; slug → number."""
    made = {}
    for position, (slug, (name, subject)) in enumerate(TITLES.items()):
        row = RecognitionTitle(slug=slug, title=name, subject=subject, position=position)
        db.session.add(row)
        db.session.flush()
        made[slug] = row.id
    db.session.commit()
    return made

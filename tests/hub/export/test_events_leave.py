"""The static copy follows the clock: an event that is over leaves the front page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from content.database import db
from content.publishing.commands import clock as settling
from content.publishing.detail_fields import EventFields
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from tests.factories import make_item


def exported(settings: Settings, target: Path) -> exporter.Report:
    """Export in this process, where the clock of the tests stands."""
    app = create_app(settings, desk=False)
    with app.app_context():
        settling.settle()
        report = exporter.export(app, exporter.Order(target))
        db.session.remove()
        db.engine.dispose()
    return report


def test_the_day_after_an_event_the_copy_is_made_anew_without_it(
    settings: Settings, tmp_path: Path, clock: Any
) -> None:
    app = create_app(settings, desk=False)
    with app.app_context():
        day = EventFields(dt.date(2026, 10, 20), dt.time(19, 30))
        make_item("notice", "Ngày hội sách", slug="hoi", event=day)
        make_item("notice", "Thư viện nghỉ lễ")
        db.session.remove()
        db.engine.dispose()
    out = tmp_path / "static"

    assert exported(settings, out).rendered
    assert "Ngày hội sách" in (out / "index.html").read_text()
    assert "Đã qua" not in (out / "thong-bao/hoi/index.html").read_text()
    assert b"SUMMARY:" in (out / "thong-bao/lich.ics").read_bytes()
    assert not exported(settings, out).rendered

    clock.forward(days=1)
    report = exported(settings, out)
    assert report.rendered
    assert report.changed >= 3
    home = (out / "index.html").read_text()
    assert "Ngày hội sách" not in home
    assert "Thư viện nghỉ lễ" in home
    assert "Đã qua" in (out / "thong-bao/hoi/index.html").read_text()
    assert b"SUMMARY:" not in (out / "thong-bao/lich.ics").read_bytes()
    assert not exported(settings, out).rendered

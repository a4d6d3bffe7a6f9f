"""The static copy follows figures and deadlines: a change alone, and the same as made anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from content import places
from content.database import db
from content.recognition.commands import deadlines, targets
from content.recognition.target_fields import DeadlineFields, FigureFields, TargetFields
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from hub.export.releases import hashes_of


def at_work(settings: Settings, work: Any) -> Any:
    """Do something in this process, where the clock of the tests stands."""
    app = create_app(settings, desk=False)
    with app.app_context():
        done = work(app)
        db.session.remove()
        db.engine.dispose()
    return done


def exported(settings: Settings, target: Path, *, full: bool = False) -> exporter.Report:
    def work(app: Any) -> exporter.Report:
        deadlines.settle()
        return exporter.export(app, exporter.Order(target, full=full))

    report: exporter.Report = at_work(settings, work)
    return report


def fill(_app: Any) -> None:
    place = places.record("tỉnh Quảng Trị", "province")
    given: dict[str, Any] = {"title": "don-vi-hoc-tap", "source": "x", "place_id": place.id}
    targets.save(FigureFields(total=819, registered=801, recognised=712, printed="86,93", **given))
    targets.save(TargetFields(denominator="đơn vị", year=2025, hundredths=8000, **given))
    targets.save(DeadlineFields(what="Nộp báo cáo", month=10, day=20, source="x"))


def change(_app: Any) -> None:
    row: Any = targets.known(targets.Figure, 1)
    given = FigureFields(
        title=row.title, source="x", place_id=row.place_id, total=819, recognised=700
    )
    targets.save(given, row_id=row.id, seen_version=row.version)


def test_figures_and_deadlines_leave_with_the_copy(
    settings: Settings, tmp_path: Path, clock: Any
) -> None:
    at_work(settings, fill)
    out, whole = tmp_path / "static", tmp_path / "whole"
    assert exported(settings, out).notes == ()
    page = out / "chi-tieu/noi/tinh-quang-tri/index.html"
    assert "nguồn in 86,93; làm tròn 86,94%" in page.read_text()
    assert 'href="bao-cao.xlsx"' in page.read_text()
    assert (out / "chi-tieu/noi/tinh-quang-tri/bao-cao.xlsx").stat().st_size > 4000
    assert "20/10/2026" in (out / "lich/index.html").read_text()
    assert not exported(settings, out).rendered

    at_work(settings, change)
    assert exported(settings, out).rendered
    assert "85,47%" in page.read_text()
    exported(settings, whole, full=True)
    assert hashes_of(out.resolve()) == hashes_of(whole.resolve())

    clock.now = dt.datetime(2026, 10, 20, 17, 0, tzinfo=dt.UTC)  # the 21st in Việt Nam
    assert exported(settings, out).rendered
    assert "20/10/2027" in (out / "lich/index.html").read_text()
    assert "20/10/2026" not in (out / "lich/index.html").read_text()

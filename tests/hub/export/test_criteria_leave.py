"""The static copy follows criteria sets, and says where a version was taken back."""

from __future__ import annotations

from pathlib import Path

from content.criteria import commands, queries
from content.database import db
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from hub.export.releases import hashes_of
from tests.content.criteria.samples import points_set

SAMPLE = "tieu-chi/cong-dan-mau/2026"


def exported(settings: Settings, target: Path, *, full: bool = False) -> exporter.Report:
    app = create_app(settings, desk=False)
    with app.app_context():
        report = exporter.export(app, exporter.Order(target, full=full))
        db.session.remove()
        db.engine.dispose()
    return report


def test_a_version_leaves_with_the_copy_and_its_address_says_when_it_is_taken_back(
    settings: Settings, tmp_path: Path
) -> None:
    out, whole = tmp_path / "static", tmp_path / "whole"
    app = create_app(settings, desk=False)
    with app.app_context():
        row, _status = commands.take_in(points_set())
        commands.publish(row.id, seen_version=row.version)
        assert exported(settings, out).notes == ()
        assert not exported(settings, out).rendered
        for name in ("index.html", "index.json", "tieu-chi.csv", "tu-danh-gia/index.html"):
            assert (out / SAMPLE / name).is_file(), name
        found = queries.version("cong-dan-mau", "2026")
        assert found is not None
        commands.withdraw(found.id)
        db.session.remove()
        assert exported(settings, out).rendered
        for name in ("index.html", "tu-danh-gia/index.html"):
            page = (out / SAMPLE / name).read_text()
            assert "Phiên bản này đã được gỡ" in page
            assert 'content="noindex"' in page
        assert not (out / SAMPLE / "index.json").exists()
        exported(settings, whole, full=True)
        assert hashes_of(out.resolve()) == hashes_of(whole.resolve())
        db.session.remove()
        db.engine.dispose()

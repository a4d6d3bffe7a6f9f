"""The static copy holds the library, says where a work was, and leads from a merged one on."""

from __future__ import annotations

from pathlib import Path

from content.catalogue.commands import duplicates, records
from content.database import db
from hub.app import create_app
from hub.config import Settings
from hub.export import exporter
from hub.public.library import citing
from tests import catalogue_shelves as make


def exported(settings: Settings, target: Path) -> exporter.Report:
    app = create_app(settings, desk=False)
    with app.app_context():
        report = exporter.export(app, exporter.Order(target))
        db.session.remove()
        db.engine.dispose()
    return report


def test_works_leave_with_their_files_and_what_is_gone_says_so(
    settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "static"
    app = create_app(settings, desk=False)
    with app.app_context():
        made = make.fill()
        kept, other, gone = made.records[:3]
        slugs = [row.slug for row in (kept, other, gone)]
        assert exported(settings, out).notes == ()
        works = out / "thu-vien"
        for form in citing.FORMS:
            assert (works / slugs[0] / form.name).is_file(), form
        home = (works / "index.html").read_text()
        assert "loai/sach/index.html" in home
        assert 'role="search"' not in home  # nobody answers it there
        assert len(list(out.glob("tep/*/nghe-dan-lat.pdf"))) == 1
        assert len(list(out.glob("tep/danh-sach/*/*.zip"))) == 1
        assert (
            f"{settings.site_url}/thu-vien/tac-gia/"
            in (works / slugs[0] / "index.html").read_text()
        )
        duplicates.merge(kept.id, other.id)
        records.drop([gone.id])
        db.session.remove()
        assert exported(settings, out).rendered
        assert "không còn trong thư viện" in (works / slugs[2] / "index.html").read_text()
        assert f"../{slugs[0]}/index.html" in (works / slugs[1] / "index.html").read_text()
        assert not (works / slugs[2] / "trich-dan.bib").exists()
        db.session.remove()
        db.engine.dispose()

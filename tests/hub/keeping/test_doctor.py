"""The doctor finds what is broken, says what to do, and says well when all is well."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import sqlalchemy as sa
from flask import Flask

from content.database import db
from hub.config import Settings
from hub.keeping import doctor, records

Run = Callable[..., CompletedProcess[str]]


def states(findings: list[doctor.Finding]) -> dict[str, str]:
    return {finding.name: finding.state for finding in findings}


def examine(settings: Settings, app: Flask) -> list[doctor.Finding]:
    return doctor.examine(settings, app.app_context)


def test_a_fresh_hub_is_well_but_for_its_backup(settings: Settings, app: Flask) -> None:
    found = states(examine(settings, app))
    assert found.pop("backup") == "warning"
    assert set(found.values()) == {"ok"}


def test_each_finding_that_is_not_well_says_what_to_do(settings: Settings, app: Flask) -> None:
    settings.home.chmod(0o755)
    shutil.rmtree(settings.index_folder)
    db.session.execute(
        sa.text(
            "INSERT INTO job (kind, arguments, state, asked_at, finished_at, attempts, message) "
            "VALUES ('export', '{}', 'failed', :now, :now, 1, 'Đĩa đầy.')"
        ),
        {"now": doctor.utc_now().replace(tzinfo=None)},
    )
    db.session.commit()
    found = examine(settings, app)
    assert states(found) == {
        "folder": "warning",
        "disk": "ok",
        "schema": "ok",
        "backup": "warning",
        "export": "ok",
        "database": "ok",
        "files": "ok",
        "index": "bad",
        "jobs": "warning",
        "office": "ok",
        "scans": "ok",
    }
    assert all(finding.advice for finding in found if finding.state != "ok")
    assert "Đĩa đầy." in next(f.message for f in found if f.name == "jobs")


def test_what_a_missing_program_costs_is_named(
    settings: Settings, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from content import jobs

    jobs.ask("recognise", {"file": "ab" * 32})
    monkeypatch.setattr("shutil.which", lambda *given, **more: None)
    found = {finding.name: finding for finding in examine(settings, app)}
    assert found["office"].message.startswith("Tệp DOC, RTF, ODT, ODS, ODP, PPT, XLS: máy chủ")
    assert "apt-get install libreoffice" in found["office"].advice
    assert found["scans"].message.endswith("1 tệp bản chụp đang chờ.")


def test_a_missing_file_is_bad(
    settings: Settings, app: Flask, pages: Path, attached_sha256: str
) -> None:
    from content.loading import loader

    loader.load_paths([pages])
    assert states(examine(settings, app))["files"] == "ok"
    (settings.files_folder / attached_sha256[:2] / attached_sha256).unlink()
    assert states(examine(settings, app))["files"] == "bad"


def test_a_new_backup_is_well_and_an_old_one_is_not(
    settings: Settings, app: Flask, clock: object
) -> None:
    records.remember(settings, "backup", {"file": "/x.zip"})
    assert states(examine(settings, app))["backup"] == "ok"
    clock.forward(days=9)  # type: ignore[attr-defined]
    assert states(examine(settings, app))["backup"] == "warning"


def test_a_damaged_database_is_told_without_an_application(hub: Run, home: Path) -> None:
    (home / "hub.sqlite").write_bytes(b"x" * 9000)
    done = hub("doctor", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert not told["healthy"]
    assert "hub restore" in next(
        finding["message"] for finding in told["findings"] if finding["name"] == "database"
    )


@pytest.mark.parametrize(("revision", "state"), [("0000", "warning"), ("9999", "bad")])
def test_a_schema_that_is_not_the_program_s_is_told(
    settings: Settings, app: Flask, revision: str, state: str
) -> None:
    with closing(sqlite3.connect(settings.home / "hub.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()
    assert states(doctor.first_look(settings))["schema"] == state


def test_a_note_that_is_damaged_is_no_note(settings: Settings) -> None:
    (settings.home / "last-backup.json").write_text("{")
    assert records.last(settings, "backup") is None

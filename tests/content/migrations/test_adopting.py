"""Files that were kept before there was a library get their place in it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command

from content.migrations import schema
from content.publishing.media_assets import key_of

AT = "2026-10-01 00:00:00.000000"


def test_every_file_that_somebody_brought_is_adopted(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        schema._begin(connection)
        command.upgrade(schema._config(connection), "0005")
        for number, kind in enumerate(("application/pdf", "image/webp", "image/jpeg"), start=1):
            connection.exec_driver_sql(
                "INSERT INTO stored_file (id, sha256, size, media_type, pictured, text, added_at)"
                f" VALUES ({number}, '{str(number) * 64}', 9, '{kind}', 1, '', '{AT}')"
            )
        connection.exec_driver_sql("INSERT INTO page_picture VALUES (1, 1, 2, 640, 900)")
        connection.exec_driver_sql(
            "INSERT INTO trail_entry (at, actor_id, action, subject_kind, subject_id, detail)"
            f" VALUES ('{AT}', 7, 'file.kept', 'file', 3, '{{\"name\": \"san.jpg\"}}')"
        )
        connection.commit()
    schema.upgrade(url)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT a.file_id, a.key, a.file_name, a.added_by_id, c.file_id"
            " FROM media_asset a JOIN media_content c ON c.asset_id = a.id ORDER BY a.id"
        ).fetchall()
    engine.dispose()
    assert rows == [
        (1, key_of("1" * 64), "tep.pdf", None, 1),
        (3, key_of("3" * 64), "san.jpg", 7, 3),
    ]

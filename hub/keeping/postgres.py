"""PostgreSQL in a backup: its own tools dump and restore, over the same connection address."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa

from content.database import utc_now
from content.errors import BadInput


def dump(url: str, target: Path) -> None:
    """Write a consistent dump (custom format) while others write; BadInput when pg_dump fails."""
    _run("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def restore(url: str, source: Path) -> None:
    """Fill an empty database from a dump, wholly or not at all."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run("pg_restore", url, [*options, str(source)])


def is_empty(url: str) -> bool:
    """Whether the database has no table of ours."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
    engine.dispose()
    return not tables


def set_aside(url: str) -> str:
    """Keep what is there under another schema's name, and leave an empty one; returns the name."""
    aside = f"old_{utc_now():%Y%m%d_%H%M%S}"
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text(f'ALTER SCHEMA public RENAME TO "{aside}"'))
        connection.execute(sa.text("CREATE SCHEMA public"))
    engine.dispose()
    return aside


def _run(program: str, url: str, options: list[str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise BadInput(
            f"Không thấy chương trình {program}; hãy cài gói postgresql-client rồi chạy lại."
        )
    parsed = sa.make_url(url)
    # The password goes through the environment: the list of processes shows arguments to all.
    environment = {**os.environ, "PGPASSWORD": parsed.password or ""}
    address = parsed.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [found, f"--dbname={address}", *options],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["không rõ lý do"])[0]
        raise BadInput(f"{program} không làm được: {reason}")

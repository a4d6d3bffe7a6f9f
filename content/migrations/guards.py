"""What models cannot say and the database itself must hold: the trail is append-only."""

from __future__ import annotations

_REASON = "the trail is append-only"

STATEMENTS: dict[str, tuple[str, ...]] = {
    "sqlite": tuple(
        f"CREATE TRIGGER trail_entry_no_{act} BEFORE {act} ON trail_entry "
        f"BEGIN SELECT RAISE(ABORT, '{_REASON}'); END"
        for act in ("update", "delete")
    ),
    "postgresql": (
        (
            "CREATE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REASON}'; END $$"
        ),
        (
            "CREATE TRIGGER trail_entry_no_change BEFORE UPDATE OR DELETE ON trail_entry "
            "FOR EACH ROW EXECUTE FUNCTION refuse_trail_change()"
        ),
        (
            "CREATE TRIGGER trail_entry_no_truncate BEFORE TRUNCATE ON trail_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
        ),
    ),
}

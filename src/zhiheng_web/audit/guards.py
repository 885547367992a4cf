"""The guards in the database: a line of the trail is appended, never changed, never taken away.

They stop slips and careless hands. Whoever may change the database's structure can take them down: that is what the
chain and the checkpoints are for, and a guard that is missing is itself reported.
"""

from __future__ import annotations

from typing import Any

_TABLE = "audit_line"
_WORDS = "the audit trail is append-only"

_SQLITE = {
    "audit_line_not_updated": f"BEFORE UPDATE ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
    "audit_line_not_deleted": f"BEFORE DELETE ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END",
    # INSERT OR REPLACE deletes rows without asking the guard above.
    "audit_line_appended": (
        f"BEFORE INSERT ON {_TABLE} "
        f"WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM {_TABLE}) "
        f"OR EXISTS (SELECT 1 FROM {_TABLE} WHERE digest = NEW.digest) "
        f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    ),
}
_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_line_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{_WORDS}'; END $$
"""
_POSTGRES = {
    "audit_line_not_changed": (
        f"BEFORE UPDATE OR DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION audit_line_refuse()"
    ),
    "audit_line_not_emptied": f"BEFORE TRUNCATE ON {_TABLE} FOR EACH STATEMENT EXECUTE FUNCTION audit_line_refuse()",
}


def put_up(connection: Any) -> None:
    """Put the guards up; those that stand stay."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION)
        for name, rule in _guards(connection).items():
            if name in missing(connection):
                cursor.execute(f"CREATE TRIGGER {name} {rule}")


def take_down(connection: Any) -> None:
    """Take the guards down: for a migration that goes back, and for tests that empty their tables."""
    on = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _guards(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(connection: Any) -> list[str]:
    """Return the guards that do not stand, or stand and are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A')", [_TABLE]
            )
            there = {row[0] for row in cursor.fetchall()}
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_TABLE])
            there = {name for name, sql in cursor.fetchall() if _guards(connection).get(name, "?") in sql}
    return [name for name in _guards(connection) if name not in there]


def _guards(connection: Any) -> dict[str, str]:
    return _POSTGRES if connection.vendor == "postgresql" else _SQLITE

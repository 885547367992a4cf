"""The tables of a new installation, made from the models at once: the same that the migrations make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import web_processes

BY_MIGRATIONS = "from django.core.management import call_command; call_command('migrate', verbosity=0)\n"
AT_ONCE = "from zhiheng_web.conf.installation import migrate; assert len(migrate()) > 10; assert migrate() == []\n"
TOLD = """
import json, re
from django.db import connection
def rows(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()
def inside(sql):
    # The columns of a table in no order: commas within brackets do not part them.
    head, _, rest = sql.partition("(")
    return [head, *sorted(part.strip() for part in re.split(r",(?![^()]*\\))", rest.rpartition(")")[0]))]
if connection.vendor == "sqlite":
    found = [
        (kind, name, table, *inside(sql))
        for kind, name, table, sql in rows("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")
    ]
else:
    found = [
        *rows("SELECT table_name, column_name, data_type, is_nullable, character_maximum_length, numeric_precision,"
              " numeric_scale, is_identity FROM information_schema.columns WHERE table_schema = 'public'"),
        *rows("SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"),
        *rows("SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
              " WHERE connamespace = 'public'::regnamespace"),
        *rows("SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"),
        *rows("SELECT extname FROM pg_extension"),
    ]
applied = rows("SELECT app, name FROM django_migrations")
print(json.dumps([sorted(map(str, one)) for one in (found, applied)]))
"""
#: Nothing is kept in this table of Django's; from migrations it numbers its rows with a wider number.
OF_NO_MATTER = "auth_group_permissions"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def databases(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Yield the addresses of two empty databases; none for SQLite, where each folder has its own."""
    if request.param == "sqlite":
        yield "", ""
        return
    url = request.getfixturevalue("postgres_url")
    with web_processes.fresh_database(url) as one, web_processes.fresh_database(url) as other:
        yield one, other


def _tables(home: Path, program: str, database: str) -> tuple[set[str], list[str]]:
    """Return what stands in the database, and which migrations count as applied."""
    home.mkdir()
    found, applied = json.loads(web_processes.run(home, program + TOLD, database=database))
    return {one for one in found if OF_NO_MATTER not in one}, applied


@pytest.mark.functional
@pytest.mark.xdist_group("postgresql")
def test_it_makes_the_tables_of_the_migrations(tmp_path: Path, databases: tuple[str, str]) -> None:
    at_once = _tables(tmp_path / "once", AT_ONCE, databases[0])
    migrated = _tables(tmp_path / "migrated", BY_MIGRATIONS, databases[1])
    assert len(at_once[0]) > 300
    assert at_once[0] - migrated[0] == set()
    assert migrated[0] - at_once[0] == set()
    assert at_once[1] == migrated[1]

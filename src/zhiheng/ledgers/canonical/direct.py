"""Large tables read by DuckDB itself: whether files are fit for it, and what they yield. Cells are read elsewhere.

Everything here answers as the reader of cells does. Where anything is amiss (a value that cannot be read, an unknown
reference, an odd file) `Unfit` is raised and the caller reads the ledger cell by cell: the report of faults with file,
row and remedy stays one and the same for every ledger, whatever its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from zhiheng.ledgers.canonical.columnreading import Readable, read_columns
from zhiheng.ledgers.canonical.days import load_calendar
from zhiheng.ledgers.canonical.layout import WANTED, head_of
from zhiheng.ledgers.canonical.loading import Loaded
from zhiheng.ledgers.canonical.parts import count_of
from zhiheng.ledgers.canonical.rawtables import Unfit, open_table
from zhiheng.ledgers.canonical.sorting import WORDS, sort_cases, sort_events
from zhiheng.ledgers.canonical.typed import load_table
from zhiheng.ledgers.reading import notes_on_activities, read_around
from zhiheng.ledgers.tables import TABLES, find_table

LARGE = frozenset({"cases", "events", "complaints"})
"""The tables that grow with the caseload."""

_FORMATS = (".csv", ".parquet")
_PARQUET_PACKS = 20  # so many bytes of text stand in a byte of Parquet, roughly


def large_tables(path: Path, from_size: int) -> frozenset[str]:
    """Return the large tables in the folder `path` whose files would be `from_size` bytes of text or more."""
    if not path.is_dir():
        return frozenset()
    sizes: dict[str, int] = {}
    for entry in path.iterdir():
        spec = find_table(entry.name if entry.is_dir() else entry.stem)
        if spec is None or spec.name not in LARGE or entry.name.startswith((".", "~$")):
            continue
        files = [file for file in (entry.iterdir() if entry.is_dir() else (entry,)) if file.suffix.lower() in _FORMATS]
        sizes[spec.name] = sizes.get(spec.name, 0) + sum(map(_size_as_text, files))
    return frozenset(name for name, size in sizes.items() if size >= from_size)


def _size_as_text(file: Path) -> int:
    return file.stat().st_size * (_PARQUET_PACKS if file.suffix.lower() == ".parquet" else 1)


def load_directly(engine: duckdb.DuckDBPyConnection, path: Path, apart: frozenset[str]) -> Loaded:
    """Bring the ledger in, the tables `apart` by DuckDB. Raises Unfit, or Refusal for what is read by cells."""
    ledger, files = read_around(path, only=WANTED, apart=apart)
    if ledger.report.rows or not files:
        raise Unfit("rows set aside, or no file left for the direct reader")
    raw = {name: open_table(engine, TABLES[name], found) for name, found in files.items()}
    in_wan = ledger.currency_unit == "wan_yuan"
    readable = {name: read_columns(engine, table, in_wan=in_wan) for name, table in raw.items()}
    columns = {name: load_table(engine, ledger.tables[name]) for name in sorted(WANTED - raw.keys())}
    given = {name for name in WANTED if name in raw or ledger.tables[name].is_given}
    load_calendar(engine, ledger.calendar)
    _arrange(engine, readable, given)
    notes = [note for table in raw.values() for note in table.notes]
    if "events" in readable:
        notes += notes_on_activities(readable["events"].words("activity"))
    return Loaded(
        head=head_of(ledger),
        given={name: readable[name].given if name in readable else columns[name] for name in sorted(given)},
        notes=(*ledger.report.notes, *notes),
        set_aside=0,
    )


def _arrange(engine: duckdb.DuckDBPyConnection, readable: Mapping[str, Readable], given: set[str]) -> None:
    """Name the tables, number the cases, sort the events; raises Unfit where keys or references are at fault."""
    for name, table in readable.items():
        # Cases and events stay views, read once while they are sorted; complaints are asked for more often.
        kind = "TABLE" if name == "complaints" else "VIEW"
        engine.execute(f"CREATE OR REPLACE {kind} given_{name} AS {table.query()}")
    sort_cases(engine, are_given="cases" in given)
    if "cases" in readable:
        engine.execute('CREATE OR REPLACE VIEW given_cases AS SELECT * EXCLUDE "case" FROM cases_sorted')
    _judge(engine, given, frozenset(readable))
    _sort_events(engine, readable.get("events"))


def _sort_events(engine: duckdb.DuckDBPyConnection, events: Readable | None) -> None:
    sort_events(engine, {name: events.word_query(name) for name in WORDS} if events else {})
    if count_of(engine, 'SELECT count(*) FROM events_sorted WHERE "case" IS NULL'):
        raise Unfit("events of unknown cases")


def _judge(engine: duckdb.DuckDBPyConnection, given: set[str], direct: frozenset[str]) -> None:
    """Raise Unfit on a key given twice and on references to what is not there; events of cases show when sorted."""
    for name in sorted(direct & {"cases", "complaints"}):
        (key,) = TABLES[name].key
        if count_of(engine, f"SELECT count(*) - count(DISTINCT {key}) FROM given_{name}"):
            raise Unfit(f"{name}: a key stands more than once")
    for name, column, target in _references(given, direct):
        (key,) = TABLES[target].key
        query = f"""SELECT count(*) FROM (SELECT DISTINCT "{column}" AS key FROM given_{name}) AS named
            ANTI JOIN given_{target} AS known ON known.{key} = named.key WHERE named.key IS NOT NULL"""
        if count_of(engine, query):
            raise Unfit(f"{name}.{column}: unknown references")


def _references(given: set[str], direct: frozenset[str]) -> list[tuple[str, str, str]]:
    """Return (table, column, table referred to) where one of the two was read directly and both were given."""
    return [
        (name, column.name, column.refers_to)
        for name in sorted(given)
        for column in TABLES[name].columns
        if column.refers_to in given
        and {name, column.refers_to} & direct
        and (name, column.name) != ("events", "case_id")
    ]

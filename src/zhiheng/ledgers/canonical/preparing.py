"""Makes the canonical folder of a ledger, or finds the one that fits. What the tables hold is decided elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.ledgers.canonical.contents import count_activities, count_rows
from zhiheng.ledgers.canonical.days import span_of_days
from zhiheng.ledgers.canonical.direct import large_tables, load_directly
from zhiheng.ledgers.canonical.homes import cannot_write, fingerprint_of, home_of, keep, key_of, making
from zhiheng.ledgers.canonical.layout import Canonical, read_stamp, write_stamp
from zhiheng.ledgers.canonical.loading import Loaded, load_ledger
from zhiheng.ledgers.canonical.parts import Tell, prove_order, silent, write_parts
from zhiheng.ledgers.canonical.rawtables import Unfit
from zhiheng.ledgers.canonical.smalltables import key_places, number_complaints, write_small_tables, write_texts
from zhiheng.ledgers.canonical.sorting import seen_days
from zhiheng.ledgers.duckdb_settings import duckdb_settings
from zhiheng.ledgers.reading import read_ledger

DIRECT_FROM = 5_000_000
"""Bytes from which on it pays to let DuckDB read a table itself."""

_SKIPPED = "-skipped"


def prepare_canonical(
    path: Path,
    *,
    skip_bad_rows: bool = False,
    home: Path | None = None,
    tell: Callable[[str, int, int], None] | None = None,
    direct_from: int = DIRECT_FROM,
) -> Canonical:
    """Return the canonical form of the ledger at `path`, made now unless one that fits its files is there.

    It stands in a folder of its own below `home`: by default `.canonical` beside the tables, or the user's cache where
    the ledger is a workbook or cannot be written to. `tell` hears of the progress: stage, done, of how many. Large
    tables whose files have `direct_from` bytes are read by DuckDB itself; the result is the same.

    Raises Refusal where the ledger cannot be read, has rows that cannot be used (unless `skip_bad_rows`), changes
    while it is read, or where there is no place for the result.
    """
    if path.name in ("ledger.yaml", "ledger.yml") and path.is_file():
        path = path.parent
    if not path.exists():
        read_ledger(path)  # refuses it in its own words
    fingerprint = _fingerprint(path)
    home = home_of(path, home)
    key = key_of(fingerprint)
    for name in (key, key + _SKIPPED) if skip_bad_rows else (key,):
        if found := read_stamp(home / name, fingerprint):
            return found
    try:
        with making(home) as folder:
            made = _make(path, folder, skip_bad_rows=skip_bad_rows, tell=tell or silent, direct_from=direct_from)
            if _fingerprint(path) != fingerprint:
                raise _changed(path)
            write_stamp(made, fingerprint)
            name = key + (_SKIPPED if made.counts["set_aside"] else "")
            final = keep(folder, home, name)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as wrong:
        raise cannot_write(home, str(wrong).splitlines()[0]) from None
    kept = read_stamp(final, fingerprint)
    if kept is None:
        raise cannot_write(final)
    return kept


def _make(path: Path, folder: Path, *, skip_bad_rows: bool, tell: Tell, direct_from: int) -> Canonical:
    """Build everything but the stamp in `folder`: by DuckDB alone where the files allow it, else cell by cell."""
    apart = large_tables(path, direct_from)
    if apart:
        with _workshop(folder) as engine:
            loaded = _load_directly(engine, path, apart)
            if loaded is not None:
                return _write(engine, folder, loaded, tell)
    with _workshop(folder) as engine:
        return _write(engine, folder, load_ledger(engine, path, skip_bad_rows=skip_bad_rows), tell)


def _load_directly(engine: duckdb.DuckDBPyConnection, path: Path, apart: frozenset[str]) -> Loaded | None:
    """Return what DuckDB could bring in on its own, None where the reader of cells has to read and to report."""
    try:
        return load_directly(engine, path, apart)
    except duckdb.OutOfMemoryException:
        raise
    except (Unfit, Refusal, duckdb.Error) as wrong:
        if isinstance(wrong, duckdb.IOException) and "space" in str(wrong):
            raise  # a full disk is no fault of the files
        return None


@contextmanager
def _workshop(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield a DuckDB of bounded memory whose tables stand on disk; nothing of it remains."""
    workshop = folder / "workshop"
    workshop.mkdir()
    settings = duckdb_settings("2GB", threads=2, spill=workshop) | {"preserve_insertion_order": True}
    try:
        with duckdb.connect(":memory:", config=settings) as engine:
            yield engine
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _write(engine: duckdb.DuckDBPyConnection, folder: Path, loaded: Loaded, tell: Tell) -> Canonical:
    """Write all tables; they are complete and in order when this returns."""
    key_places(engine)
    problems = number_complaints(engine)
    tell("sorted", 1, 1)
    parts = write_parts(engine, folder, tell)
    prove_order(engine, folder)
    period = loaded.head.period
    named = [loaded.head.as_of, *((period.from_date, period.to_date) if period else ())]
    write_small_tables(engine, folder, span_of_days(seen_days(engine), named))
    write_texts(engine, folder)
    return Canonical(
        folder=folder,
        head=loaded.head,
        parts=parts,
        given=loaded.given,
        activities=count_activities(engine),
        counts=count_rows(engine) | {"problems": problems, "set_aside": loaded.set_aside},
        notes=loaded.notes,
    )


def _fingerprint(path: Path) -> dict[str, object]:
    try:
        return fingerprint_of(path)
    except OSError:
        read_ledger(path)  # refuses files that cannot be opened in its own words
        raise _changed(path) from None


def _changed(path: Path) -> Refusal:
    reason = Text("读取期间台账文件有改动", "the ledger's files changed while they were read")
    remedy = Text("改动完成后重新运行", "run again when the changes are finished")
    return Refusal(Fault("ledger_changed", Place(file=str(path)), reason, remedy))

"""Findings while they come in, and the two files they end up in. They stand on disk, so that memory stays bounded."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa

from zhiheng.checks import Check, Rule
from zhiheng.checks.rows import FOUND
from zhiheng.domain.texts import Text
from zhiheng.ledgers.duckdb_settings import duckdb_settings

FINDINGS, SUMMARY, FINDINGS_CSV = "findings.parquet", "summary.json", "findings.csv"
_HALF_DONE = ".zhiheng-check-"

_TYPES = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "decimal(18, 4)": "DECIMAL(18,4)"}


def _instant(column: str) -> str:
    """Return SQL for an instant in ISO 8601: a date where it has no time of day, else with +08:00."""
    return (
        f"CASE WHEN {column} % 86400 = 0 THEN strftime(make_timestamp({column} * 1000000), '%Y-%m-%d') "
        f"ELSE strftime(make_timestamp({column} * 1000000), '%Y-%m-%dT%H:%M:%S+08:00') END"
    )


def _member(name: str, column: str, value: str) -> str:
    return f"""CASE WHEN {column} IS NOT NULL THEN '"{name}":' || CAST(to_json({value}) AS VARCHAR) END"""


#: `detail` as JSON: members in the order of their names, what is not known left out; the same bytes on every engine.
_DETAIL = (
    "'{' || concat_ws(',', "
    + ", ".join(
        (
            _member("dismissed", "dismissed", "CAST(dismissed AS JSON)"),
            _member("from", "from_at", _instant("from_at")),
            _member("provisional", "provisional", "provisional"),
            _member("related", "related", "string_split(related, chr(10))"),
            _member("to", "to_at", _instant("to_at")),
            _member("value", "value", r"regexp_replace(CAST(value AS VARCHAR), '\.?0+$', '')"),
            _member("what", "what", "what"),
        )
    )
    + ") || '}'"
)

_WRITTEN = f"""
    SELECT check_id, unit_id, officer_id, case_id, complaint_id,
           make_timestamp(occurred_at * 1000000) AS occurred_at,
           CAST(DATE '1970-01-01' + due_day AS DATE) AS due_at,
           measured, "limit", severity, {_DETAIL} AS detail
    FROM found JOIN checks USING (check_id) LEFT JOIN dismissals USING (check_id, case_key, complaint_key, unit_key)
    ORDER BY check_id, case_id NULLS LAST, complaint_id NULLS LAST, unit_id NULLS LAST, officer_id NULLS LAST,
             occurred_at NULLS LAST, detail NULLS LAST
"""


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that a person looked at and set aside, with the reason; it stays in the file, marked."""

    check_id: str
    case_id: str
    complaint_id: str
    unit_id: str
    reason: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class KeepExamined:
    """Checks of which a store keeps the rows examined by unit, and those of which it keeps the rows themselves."""

    by_unit: frozenset[str] = frozenset()
    rows: frozenset[str] = frozenset()

    def wants(self, check_id: str) -> bool:
        """Return whether the rows that a check examines are to be handed in."""
        return check_id in self.by_unit or check_id in self.rows


@dataclass
class Store:
    """Takes findings of a run, then writes them sorted. `folder` lasts as long as the run.

    `keep` asks the embedded engine to hand in what checks examined (`add_examined`), for the rules of schemes.
    """

    folder: Path
    checks: Sequence[Check]
    unanswerable: Mapping[str, Text] = field(default_factory=dict)
    dismissals: Sequence[Dismissal] = ()
    keep: KeepExamined = field(default_factory=KeepExamined)
    examined: Counter[str] = field(default_factory=Counter)
    memory_limit: str = "1GB"
    #: The first and last day of which it is known whether they are worked; a due day outside is provisional.
    known_days: tuple[int, int] = (0, 2_932_896)

    def __post_init__(self) -> None:
        settings = duckdb_settings(self.memory_limit, spill=self.folder / "spill")
        self._engine = duckdb.connect(str(self.folder / "found.duckdb"), config=settings)
        columns = ", ".join(f'"{name}" {_TYPES[dtype]}' for name, dtype in FOUND.items())
        keys = "case_key VARCHAR, complaint_key VARCHAR, unit_key VARCHAR"
        self._engine.execute(f"CREATE TABLE found (check_id VARCHAR, {columns}, {keys}, provisional BOOLEAN)")
        self._engine.execute("CREATE TABLE checks (check_id VARCHAR, severity VARCHAR)")
        for check in self.checks:
            self._engine.execute("INSERT INTO checks VALUES (?, ?)", [check.id, check.severity])
        self._engine.execute("CREATE TABLE examined_units (check_id VARCHAR, unit_id VARCHAR, rows BIGINT)")
        self._engine.execute("CREATE TABLE examined_rows (check_id VARCHAR, unit_id VARCHAR, row_id VARCHAR)")
        self._engine.execute(f"CREATE TABLE dismissals (check_id VARCHAR, {keys}, dismissed VARCHAR)")
        for one in self.dismissals:
            told = json.dumps({"by": one.by, "on": one.on, "reason": one.reason}, ensure_ascii=False)
            row = [one.check_id, one.case_id, one.complaint_id, one.unit_id, told]
            self._engine.execute("INSERT INTO dismissals VALUES (?, ?, ?, ?, ?)", row)

    @cached_property
    def _by_calendar(self) -> frozenset[str]:
        """The checks whose due days rest on the working calendar."""
        return frozenset(check.id for check in self.checks for version in check.versions if _counts_days(version.rule))

    def add(self, check_id: str, rows: pa.Table) -> None:
        """Take findings of a check, with the columns of `FOUND`."""
        if not rows.num_rows:
            return
        self._engine.register("incoming", rows)
        names = ", ".join(f'"{name}"' for name in FOUND)
        keys = "coalesce(case_id, ''), coalesce(complaint_id, ''), coalesce(unit_id, '')"
        first, last = self.known_days if check_id in self._by_calendar else (-_FOR_EVER, _FOR_EVER)
        provisional = f"CASE WHEN due_day < {first} OR due_day > {last} THEN true END"
        self._engine.execute(f"INSERT INTO found SELECT ?, {names}, {keys}, {provisional} FROM incoming", [check_id])
        self._engine.unregister("incoming")

    def add_examined(self, check_id: str, rows: pa.Table) -> None:
        """Take rows that a check examined (`unit_id`, `row_id`), where `keep` asks for them."""
        self._engine.register("incoming", rows)
        if check_id in self.keep.by_unit:
            counted = "SELECT ?, coalesce(unit_id, ''), count(*) FROM incoming GROUP BY unit_id"
            self._engine.execute(f"INSERT INTO examined_units {counted}", [check_id])
        if check_id in self.keep.rows:
            listed = "SELECT ?, coalesce(unit_id, ''), row_id FROM incoming"
            self._engine.execute(f"INSERT INTO examined_rows {listed}", [check_id])
        self._engine.unregister("incoming")

    def examined_by_unit(self) -> list[tuple[str, str, int]]:
        """Return (check, unit, rows examined) of the checks that `keep` names, sorted."""
        query = "SELECT check_id, unit_id, sum(rows) FROM examined_units GROUP BY ALL ORDER BY ALL"
        return [(str(row[0]), str(row[1]), int(row[2])) for row in self._engine.execute(query).fetchall()]

    def examined_rows(self) -> list[tuple[str, str, str]]:
        """Return (check, unit, row) of everything examined by the checks whose rows `keep` names, sorted."""
        return [
            (str(row[0]), str(row[1]), str(row[2]))
            for row in self._engine.execute("FROM examined_rows ORDER BY ALL").fetchall()
        ]

    def findings(self) -> list[tuple[str, str, str, str, str, str, bool]]:
        """Return check, unit, case, complaint, instant, detail and whether dismissed of every finding, sorted."""
        ids = ", ".join(f"coalesce({name}, '')" for name in ("unit_id", "case_id", "complaint_id"))
        query = f"SELECT check_id, {ids}, coalesce({_instant('occurred_at')}, ''), {_DETAIL}, dismissed IS NOT NULL"
        found = self._engine.execute(f"{query} FROM ({_WRITTEN_KEYS}) ORDER BY ALL").fetchall()
        return [(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in found]

    def summary(self) -> dict[str, dict[str, int | str | None]]:
        """Return what `summary.json` holds: by check the rows examined, the findings, or why nothing can be said."""
        query = f"SELECT check_id, count(*), count(dismissed) FROM ({_WRITTEN_KEYS}) GROUP BY check_id"
        counts = {row[0]: (int(row[1]), int(row[2])) for row in self._engine.execute(query).fetchall()}
        told: dict[str, dict[str, int | str | None]] = {}
        for check in self.checks:
            reason = self.unanswerable.get(check.id)
            findings, dismissed = counts.get(check.id, (0, 0))
            told[check.id] = {
                "cases_examined": self.examined[check.id],
                "findings": findings,
                "dismissed": dismissed,
                "not_answerable": reason.zh if reason else None,
                "not_answerable_en": reason.en if reason else None,
            }
        return told

    def by_unit(self) -> list[tuple[str, str, int]]:
        """Return (check, unit, findings) for every unit with findings that are not dismissed."""
        query = f"SELECT check_id, unit_key, count(*) FROM ({_WRITTEN_KEYS}) WHERE dismissed IS NULL"
        query += " GROUP BY ALL ORDER BY ALL"
        return [(str(row[0]), str(row[1]), int(row[2])) for row in self._engine.execute(query).fetchall()]

    def write(self, out: Path, *, csv: bool = False, about: Mapping[str, str] | None = None) -> None:
        """Write the findings, then the summary, whose presence tells that the run came to its end.

        `about` goes into the head of the Parquet file: which ledger, as of which day. What an earlier run left is taken
        away only when the new files stand ready beside it.
        """
        ready = self.folder / FINDINGS
        pairs = {name: text.replace("'", "''") for name, text in (about or {}).items()}
        told = ", ".join(f"zhiheng_{name}: '{text}'" for name, text in pairs.items())
        parquet = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
        parquet += f", KV_METADATA {{{told}}}" if told else ""
        self._engine.execute(f"COPY ({_WRITTEN}) TO '{_quoted(ready)}' ({parquet})")
        if csv:
            listed = _quoted(self.folder / FINDINGS_CSV)
            self._engine.execute(f"COPY (FROM '{_quoted(ready)}') TO '{listed}' (FORMAT csv, HEADER)")
        text = json.dumps(self.summary(), ensure_ascii=False, indent=1) + "\n"
        (self.folder / SUMMARY).write_text(text, encoding="utf-8", newline="\n")
        (out / SUMMARY).unlink(missing_ok=True)
        (out / FINDINGS_CSV).unlink(missing_ok=True)
        for name in (FINDINGS, *((FINDINGS_CSV,) if csv else ()), SUMMARY):
            (self.folder / name).replace(out / name)

    def close(self) -> None:
        """Let go of the files."""
        self._engine.close()


_WRITTEN_KEYS = "SELECT * FROM found LEFT JOIN dismissals USING (check_id, case_key, complaint_key, unit_key)"


_FOR_EVER = 2**31 - 1


def _counts_days(rule: Rule) -> bool:
    """Say whether a rule counts a period by the working calendar, if only to move its last day."""
    return bool(getattr(rule, "limit", None) or getattr(rule, "after", None)) and bool(getattr(rule, "roll", True))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


@contextmanager
def working_folder(out: Path) -> Iterator[Path]:
    """Yield a folder inside `out` for what is half done; it goes when the run ends, and those of killed runs go too.

    Raises OSError where `out` cannot be written.
    """
    out.mkdir(parents=True, exist_ok=True)
    for left in out.glob(f"{_HALF_DONE}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_HALF_DONE, dir=out))
    try:
        yield folder
    finally:
        with suppress(OSError):
            shutil.rmtree(folder)

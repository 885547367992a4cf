"""Every engine finds the same: the tables of all kinds and the whole catalogue, row by row and byte by byte."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from adapters.checked_ledgers import case, checked, found_as_told, ledger, rule
from adapters.spark_session import MARKS as SPARK
from zhiheng.backends import Embedded
from zhiheng.backends.postgres import Postgres
from zhiheng.backends.spark import Spark
from zhiheng.checks import choose_checks
from zhiheng.checks.kinds import __path__ as kinds_path
from zhiheng.engine.checking import Backend, run_checks
from zhiheng.ledgers.canonical import prepare_canonical
from zhiheng.ledgers.demonstration import write_demonstration

TABLES = Path(__file__).resolve().parents[1] / "unit" / "checks" / "kinds"
KINDS = sorted(path.stem for path in Path(kinds_path[0]).glob("[a-z]*.py"))
ENGINES = [
    pytest.param("postgres", marks=[pytest.mark.needs("postgresql"), pytest.mark.xdist_group("postgresql")]),
    pytest.param("spark", marks=SPARK),
]


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Backend:
    """Return the engine that a test is run for."""
    if request.param == "postgres":
        return Postgres(request.getfixturevalue("postgres_url"))
    return Spark(session=request.getfixturevalue("spark_session"))


on_every_engine = pytest.mark.parametrize("backend", ENGINES, indirect=True)


def _table(kind: str) -> ModuleType:
    """Return the module with the table of a kind."""
    spec = importlib.util.spec_from_file_location(f"table_of_{kind}", TABLES / f"test_{kind}.py")
    assert spec is not None and spec.loader is not None, f"the kind {kind} has no table of cases"
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _assert_same_files(found: Path, expected: Path) -> None:
    ours, theirs = (pq.read_table(folder / "findings.parquet") for folder in (found, expected))
    assert ours.schema == theirs.schema
    assert ours.to_pylist() == theirs.to_pylist()
    assert (found / "summary.json").read_bytes() == (expected / "summary.json").read_bytes()


@on_every_engine
@pytest.mark.parametrize("kind", KINDS)
def test_it_finds_what_the_table_of_the_kind_says(kind: str, backend: Backend, tmp_path: Path) -> None:
    table = _table(kind)
    found = checked(tmp_path / "engine", table.LEDGER, table.CHECKS, backend=backend)
    found_as_told(found, table.FOUND)
    embedded = checked(tmp_path / "embedded", table.LEDGER, table.CHECKS)
    _assert_same_files(found.out, embedded.out)


#: What engines treat differently unless they are told: order of letters, signs of their languages, time before 1970.
AWKWARD = ledger(
    case('逗号,"引号"', "inspected 2024-03-01 digest=B", cause="copy"),
    case("back\\slash\\N", "inspected 2024-03-01 digest=a", cause="copy"),
    case("😀 Ä", "inspected 2024-03-03 digest=a", "inspected 2024-03-03 digest=B", cause="copy"),
    case("at-night-long-ago", "decided 1969-12-31T02:00", cause="hour"),
    case("by-day-long-ago", "decided 1969-12-31T22:00", cause="hour"),
    case("late-long-ago", "filed 1969-12-01T10:30", "decided 1970-01-30T09:15", cause="late"),
    case("%s {0} $1", "decided 2024-03-01", "closed 2024-06-03", fine="3000.1234", paid="3000.1233"),
)
AWKWARD_CHECKS = [
    rule("t-fabricated-digest", "fabricated", "applies: {cause: copy}\nparameters: {sign: same_digest}"),
    rule(
        "t-fabricated-hour",
        "fabricated",
        "applies: {cause: hour}\nparameters: {sign: impossible_time, activities: [decided], hours: [0, 5]}",
    ),
    rule("t-late-days", "late", "applies: {cause: late}\nparameters: {from: filed, to: decided, limit: {days: 30}}"),
    rule("t-late-hours", "late", "applies: {cause: late}\nparameters: {from: filed, to: decided, limit: {hours: 24}}"),
    rule("t-mismatched-payment", "mismatched", "parameters: {between: payment}"),
]


#: Of two copies made at once the one that comes first by code point tells: `B` stands before `a`, in no dictionary so.
AWKWARD_FOUND = [
    ("t-fabricated-digest", "😀 Ä", "2", ['逗号,"引号"']),
    ("t-fabricated-hour", "at-night-long-ago", "1", None),
    ("t-late-days", "late-long-ago", "60", None),  # 1 December to 30 January
    ("t-late-hours", "late-long-ago", "1438", None),  # 60 × 24 less an hour and a quarter
    ("t-mismatched-payment", "%s {0} $1", "3000.1233", None),
]


@on_every_engine
def test_it_finds_the_same_in_awkward_texts_numbers_and_times(backend: Backend, tmp_path: Path) -> None:
    found = checked(tmp_path / "engine", AWKWARD, AWKWARD_CHECKS, backend=backend)
    told = [(check, case_id, measured, detail.get("related")) for check, case_id, *_, measured, _, detail in found.told]
    assert told == AWKWARD_FOUND
    embedded = checked(tmp_path / "embedded", AWKWARD, AWKWARD_CHECKS)
    _assert_same_files(found.out, embedded.out)


@on_every_engine
def test_it_finds_the_same_by_the_whole_catalogue(backend: Backend, tmp_path: Path) -> None:
    write_demonstration(tmp_path / "ledger", cases=2_000, seed=3)
    canonical = prepare_canonical(tmp_path / "ledger")
    checks = choose_checks()
    embedded = run_checks(canonical, checks, Embedded(), out=tmp_path / "embedded")
    found = run_checks(canonical, checks, backend, out=tmp_path / "engine")
    _assert_same_files(tmp_path / "engine", tmp_path / "embedded")
    assert found.by_unit == embedded.by_unit
    assert sum(told["findings"] != 0 for told in found.summary.values()) > len(checks) // 2

"""Logs that nobody here wrote, imported whole: the published numbers come out of the imported tables.

Expected values: the page of each data set and the list of known answers that was handed over with the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from adapters.event_logs import rows_of
from zhiheng.ledgers import read_ledger
from zhiheng.ledgers.importing import Imported, find_map, import_log, read_map

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FINES = "Road_Traffic_Fine_Management_Process.xes.gz"

# One worker takes all of them: a log is imported once and not once a worker.
pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("real-logs")]


def _imported(log: str, name: str, folder: Path) -> Imported:
    path = DATA / log
    if not path.is_file():
        pytest.skip(f"缺少真实日志 ../shared/data/{log} / the real log ../shared/data/{log} is not here")
    return import_log(path, read_map(find_map(name)), folder / "ledger")


@pytest.fixture(scope="module")
def fines(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return _imported(FINES, "road-fines", tmp_path_factory.mktemp("fines"))


@pytest.fixture(scope="module")
def receipt(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return _imported("receipt.csv", "receipt", tmp_path_factory.mktemp("receipt"))


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return _imported("chicago_sanitation_complaints.parquet", "chicago-complaints", tmp_path_factory.mktemp("chicago"))


def _asked(imported: Imported, query: str) -> Sequence[Any]:
    """Ask the written tables; `{events}` stands for the table of events."""
    tables = {name: f"read_parquet('{imported.folder / name}.parquet')" for name in imported.tables}
    with duckdb.connect(":memory:") as engine:
        return engine.execute(query.format(**tables)).fetchone() or ()


STAGES = {
    "filed": "filed",
    "sent": "fine_sent",
    "notified": "fine_notified",
    "added": "penalty_added",
    "collected": "credit_collection_sent",
    "paid": "paid",
}
FIRST_DAYS = ", ".join(f"min(\"at\") FILTER (activity = '{word}') AS {name}" for name, word in STAGES.items())
FACTS = f"SELECT case_id, {FIRST_DAYS} FROM {{events}} GROUP BY case_id"


def _count(imported: Imported, condition: str) -> int:
    return int(_asked(imported, f"SELECT count(*) FROM ({FACTS}) WHERE {condition}")[0])


def test_it_imports_the_whole_log_of_fines(fines: Imported) -> None:
    assert dict(fines.tables) == {"units": 1, "officers": 148, "cases": 150_370, "events": 561_470}
    assert len(fines.activities) == 11
    assert fines.notes == ()
    assert fines.as_of == date(2013, 6, 18)


def test_it_keeps_the_231_variants_of_the_log_of_fines(fines: Imported) -> None:
    numbered = "SELECT case_id, activity, row_number() OVER () AS n FROM {events}"
    variants = f"SELECT string_agg(activity, '>' ORDER BY n) AS variant FROM ({numbered}) GROUP BY case_id"
    assert _asked(fines, f"SELECT count(DISTINCT variant) FROM ({variants})") == (231,)


def test_it_counts_the_activities_under_their_new_words(fines: Imported) -> None:
    assert {(word, count) for _, word, count in fines.activities} == {
        ("filed", 150_370),
        ("fine_sent", 103_987),
        ("fine_notified", 79_860),
        ("penalty_added", 79_860),
        ("paid", 77_601),
        ("credit_collection_sent", 59_013),
        ("prefecture_appeal_lodged", 4_188),
        ("prefecture_appeal_sent", 4_141),
        ("prefecture_result_received", 999),
        ("prefecture_result_notified", 896),
        ("judge_appealed", 555),
    }


def test_it_keeps_local_days_so_that_every_penalty_is_60_days_after_its_notification(fines: Imported) -> None:
    # As instants the two lie 60 days apart give or take the hour of summer time; as local days it is always 60.
    assert _count(fines, "added IS NOT NULL") == 79_860
    assert _count(fines, "added - notified = 60") == 79_860
    assert _count(fines, "added < notified") == 0


def test_it_finds_the_known_answers_of_the_log_of_fines(fines: Imported) -> None:
    assert _count(fines, "notified IS NOT NULL") == 79_860
    assert _count(fines, "notified - filed > 90") == 47_593
    assert _count(fines, "added - filed > 90") == 76_586
    assert _count(fines, "added > paid") == 4_112
    stages = ("sent", "notified", "added", "collected", "paid")
    assert sum(_count(fines, f"{stage} IS NULL") for stage in stages) == 359_415


def test_it_takes_fine_and_payment_as_the_log_keeps_them(fines: Imported) -> None:
    first = rows_of(fines, "cases", "case_id, unit_id, kind, cause, lead_officer_id, fine, paid")[0]
    assert first == ("A1", "POLICE", "penalty", "157", "561", "35", "0")
    sums = "SELECT case_id, sum(CAST(paymentAmount AS DECIMAL(12, 2))) AS paid FROM {events} GROUP BY case_id"
    joined = f"SELECT s.paid AS sum, cases.paid AS total FROM {{cases}} AS cases JOIN ({sums}) s USING (case_id)"
    odd = f"SELECT count(*) FROM ({joined}) WHERE sum <> CAST(total AS DECIMAL(12, 2))"
    # In 50 cases the log's own total is not the sum of its payments; the total is what the map takes.
    assert _asked(fines, odd) == (50,)


def test_it_makes_a_ledger_of_fines_that_validates(fines: Imported) -> None:
    report = read_ledger(fines.folder).report
    assert report.rows == ()
    assert report.tables["events"].accepted == 561_470
    assert report.tables["events"].unknown_columns[:3] == ("amount", "expense", "paymentAmount")


def test_it_imports_the_permits_with_their_planned_ends_and_responsible_persons(receipt: Imported) -> None:
    # 48 resources work on events; with those who are responsible for a case they are 53.
    assert dict(receipt.tables) == {"units": 1, "officers": 53, "cases": 1_434, "events": 8_577}
    assert len(receipt.activities) == 27
    columns = "case_id, lead_officer_id, deadline, planned_end"
    assert rows_of(receipt, "cases", columns)[0][:2] == ("case-10011", "Resource21")
    assert _asked(receipt, "SELECT count(planned_end), count(lead_officer_id) FROM {cases}") == (1_434, 1_434)
    assert read_ledger(receipt.folder).report.rows == ()


def test_it_keeps_the_local_clock_of_the_permits(receipt: Imported) -> None:
    query = "SELECT count(*) FROM {events} WHERE strftime(\"at\", '%Y-%m-%d %H:%M:%S') <> at_written[:19]"
    assert _asked(receipt, query) == (0,)


def test_it_imports_the_complaints_and_finds_the_repeated_ones(complaints: Imported) -> None:
    assert dict(complaints.tables) == {"units": 1, "complaints": 74_401}
    third = "received_at - lag(received_at, 2) OVER (PARTITION BY place ORDER BY received_at) AS days"
    # At least the third at one address in 30 days.
    assert _asked(complaints, f"SELECT count(*) FROM (SELECT {third} FROM {{complaints}}) WHERE days <= 30") == (4_002,)
    report = read_ledger(complaints.folder).report
    assert (report.tables["complaints"].accepted, report.rows) == (74_401, ())

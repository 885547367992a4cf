"""The Spark engine: it disturbs nobody in a session that it is given, and says what it cannot read."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from adapters.spark_session import MARKS
from zhiheng.backends import Embedded
from zhiheng.backends.spark import Spark, _Views
from zhiheng.checks import choose_checks
from zhiheng.domain.refusals import Refusal
from zhiheng.engine.checking import Backend, run_checks
from zhiheng.ledgers.canonical import Canonical, prepare_canonical
from zhiheng.ledgers.demonstration import write_demonstration

pytestmark = list(MARKS)


@pytest.fixture(scope="module")
def canonical(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    folder = tmp_path_factory.mktemp("demonstration") / "ledger"
    write_demonstration(folder, cases=40)
    return prepare_canonical(folder)


def _moved(canonical: Canonical, folder: Path) -> Canonical:
    """Return a canonical ledger that stands in another folder."""
    shutil.copytree(canonical.folder, folder)
    parts = [
        replace(
            part,
            events_file=folder / "events" / part.events_file.name,
            cases_file=folder / "cases" / part.cases_file.name,
        )
        for part in canonical.parts
    ]
    return replace(canonical, folder=folder, parts=tuple(parts))


def _run(backend: Backend, canonical: Canonical, out: Path) -> list[dict[str, Any]]:
    run_checks(canonical, choose_checks(["cn-penalty-late-90-days"]), backend, out=out)
    found: list[dict[str, Any]] = pq.read_table(out / "findings.parquet").to_pylist()
    return found


def test_it_disturbs_nothing_in_a_session_that_is_there(
    spark_session: Any, canonical: Canonical, tmp_path: Path
) -> None:
    spark_session.range(7).createOrReplaceTempView("events")
    spark_session.conf.set("spark.sql.session.timeZone", "Asia/Shanghai")
    found = _run(Spark(master="local[2]"), canonical, tmp_path / "spark")
    assert found == _run(Embedded(), canonical, tmp_path / "embedded")
    assert spark_session.table("events").count() == 7, "the session goes on, and the name is the user's"
    assert spark_session.conf.get("spark.sql.session.timeZone") == "Asia/Shanghai"


def test_it_takes_no_sign_of_a_path_for_a_pattern(spark_session: Any, canonical: Canonical, tmp_path: Path) -> None:
    moved = _moved(canonical, tmp_path / "台账 [1] {甲,乙}*?")
    found = _run(Spark(session=spark_session), moved, tmp_path / "spark")
    assert found == _run(Embedded(), canonical, tmp_path / "embedded")


def test_it_reads_results_as_spark_three_hands_them_out(spark_session: Any) -> None:
    class Three:
        """A frame of Spark 3.5, which knows no `toArrow`."""

        def __init__(self, frame: Any) -> None:
            self.collect = frame.collect

    query = "SELECT 1 AS a, CAST(2.5 AS DECIMAL(18, 4)) AS b, '三' AS c UNION ALL SELECT NULL, NULL, NULL"
    columns = pa.schema([("a", pa.int32()), ("b", pa.decimal128(18, 4)), ("c", pa.string())])
    four = _Views(spark_session)

    class Session:
        def sql(self, query: str) -> Three:
            return Three(spark_session.sql(query))

    three = _Views(Session())  # type: ignore[arg-type]
    assert list(three.rows(query, columns)) == list(four.rows(query, columns))


def test_it_says_that_the_cluster_cannot_see_the_ledger(
    spark_session: Any, canonical: Canonical, tmp_path: Path
) -> None:
    gone = _moved(canonical, tmp_path / "canonical")
    shutil.rmtree(gone.folder / "cases")
    with pytest.raises(Refusal) as refused:
        _run(Spark(session=spark_session), gone, tmp_path / "out")
    (fault,) = refused.value.faults
    assert fault.code == "spark_cannot_read"
    assert "same path" in fault.remedy.en

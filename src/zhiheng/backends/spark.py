"""Spark: the canonical Parquet read where it stands, through a session of the user's cluster or one of our own."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from py4j.protocol import Py4JError  # type: ignore[import-untyped]
from pyspark.errors import PySparkException, PySparkNotImplementedError
from pyspark.sql import SparkSession

from zhiheng.backends.whole_ledger import LOADED, WholeLedger, calendar_of
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.plan import Plan
from zhiheng.engine.checking.store import Store
from zhiheng.engine.checking.tables import SCHEMAS
from zhiheng.ledgers.canonical import Canonical, Tell

#: The same arithmetic as on the other engines, whatever the cluster is set to.
_SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.adaptive.enabled": "true",
}
#: Up to so many events the data of a shuffle stand in few partitions: each costs a task, and most would be empty.
_FEW_EVENTS, _FEW_PARTITIONS = 5_000_000, "4"
#: What a session raises of its own accord, and what comes through the bridge to Java.
_ERRORS = (PySparkException, Py4JError)
_TYPES = {"int32": "int", "int64": "bigint", "decimal(18, 4)": "decimal(18,4)"}


@dataclass(frozen=True)
class Spark:
    """Runs plans on Spark 3.5 or 4.0: a given session, else Spark Connect at `remote`, else a cluster at `master`.

    A session opened here is stopped at the end of the run; one that was there goes on. The folder of the canonical
    ledger must be visible to driver and executors under the same path. Raises Refusal where Spark cannot be reached or
    says no.
    """

    remote: str = field(default="", repr=False)
    master: str = ""
    session: SparkSession | None = field(default=None, repr=False)
    name: str = "spark"

    def run(self, plan: Plan, canonical: Canonical, store: Store, tell: Tell) -> None:
        """Run a plan: name the tables, count, find."""
        with _told(), self._opened() as session:
            tables = _Views(session)
            try:
                tables.settle(canonical.counts.get("events", 0))
                for number, table in enumerate(LOADED):
                    tell("load", number, len(LOADED))
                    tables.read(table, canonical, plan)
                tell("load", len(LOADED), len(LOADED))
                tables.take("calendar", calendar_of(plan))
                WholeLedger(tables, plan, store, tell).run()
            finally:
                tables.forget()

    @contextmanager
    def _opened(self) -> Iterator[SparkSession]:
        """Yield a session in which our settings and names disturb nobody."""
        running = self.session or (None if self.remote else active_session())
        if running is not None:
            yield _apart(running)
            return
        if not self.remote and not _has_java():
            raise Refusal(_no_java())
        builder = SparkSession.builder.appName("zhiheng")
        if self.remote:
            session = builder.remote(self.remote).create()
        else:
            session = builder.config("spark.ui.showConsoleProgress", "false").master(self.master).getOrCreate()
        try:
            yield session
        finally:
            with suppress(*_ERRORS):
                session.stop()


def active_session() -> SparkSession | None:
    """Return the session that a notebook or spark-submit has opened already, None where there is none."""
    return SparkSession.getActiveSession()


def _apart(session: SparkSession) -> SparkSession:
    """Return a session beside the user's, with names and settings of its own; the user's where there is no other."""
    try:
        return session.newSession()
    except (AttributeError, PySparkNotImplementedError):  # Spark Connect
        return session


@dataclass
class _Views:
    """The tables of a run as temporary views of a session."""

    session: SparkSession
    dialect: str = "pyspark"
    rules_at_once: int = 8
    _kept: list[Any] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _settings: dict[str, str | None] = field(default_factory=dict)

    def settle(self, events: int) -> None:
        """Set what the answers depend on, and few partitions for few events; `forget` puts everything back."""
        wanted = {**_SETTINGS, **({"spark.sql.shuffle.partitions": _FEW_PARTITIONS} if events < _FEW_EVENTS else {})}
        for name, value in wanted.items():
            self._settings[name] = self.session.conf.get(name, None)
            self.session.conf.set(name, value)

    def read(self, name: str, canonical: Canonical, plan: Plan) -> None:
        """Name a table of the ledger; of the events the rows up to the day of the run."""
        files = _addresses(name, canonical)
        if not files:
            self.take(name, pa.table({column: [] for column in SCHEMAS[name]}))
            return
        frame = self.session.read.parquet(*files).select(*SCHEMAS[name])
        if name == "events":
            frame = frame.filter(frame["day"] <= plan.setting.as_of_day)
        self._name(name, frame)

    def take(self, name: str, rows: pa.Table) -> None:
        """Name a small table that stands in this process."""
        columns = ", ".join(f"`{column}` {_TYPES.get(dtype, dtype)}" for column, dtype in SCHEMAS[name].items())
        values = list(zip(*(rows[column].to_pylist() for column in SCHEMAS[name]), strict=True))
        self._name(name, self.session.createDataFrame(values, columns))

    def create(self, name: str, query: str) -> None:
        """Keep the result of a query in the cluster, in memory or on its disks, and forget how it came about.

        Every later statement would otherwise carry the plan behind it along, which takes most of the time.
        """
        frame = self.session.sql(query)
        try:
            frame = frame.localCheckpoint(eager=True)
        except (AttributeError, PySparkNotImplementedError):  # Spark Connect 3.5
            frame = frame.persist()
            self._kept.append(frame)
        self._name(name, frame)

    def rows(self, query: str, columns: pa.Schema) -> Iterator[pa.Table]:
        """Yield what a query returns."""
        frame = self.session.sql(query)
        if hasattr(frame, "toArrow"):
            yield frame.toArrow().cast(columns)
        else:  # Spark 3.5
            yield pa.Table.from_pylist([row.asDict() for row in frame.collect()], columns)

    def forget(self) -> None:
        """Leave the session as it was."""
        with suppress(*_ERRORS):
            for frame in self._kept:
                frame.unpersist()
            for name in self._names:
                self.session.catalog.dropTempView(name)
            for name, value in self._settings.items():
                if value is None:
                    self.session.conf.unset(name)
                else:
                    self.session.conf.set(name, value)

    def _name(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(name)
        self._names.append(name)


def _addresses(name: str, canonical: Canonical) -> list[str]:
    """Return the files of a table as Spark reads them: of the file system, no sign in the path being a pattern."""
    files = [canonical.table(name)]
    if name in ("cases", "events"):
        files = [part.cases_file if name == "cases" else part.events_file for part in canonical.parts]
    return ["file://" + re.sub(r"[\\{}\[\]*?]", r"\\\g<0>", str(file.resolve())) for file in files]


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return bool(shutil.which("java") or (home and (Path(home) / "bin" / "java").exists()))


def _no_java() -> Fault:
    return Fault(
        "no_java",
        Place(),
        Text("没有找到 Java，本机上的 Spark 不能启动", "Java is missing: Spark cannot start on this machine"),
        Text(
            "安装 Java 17（openjdk-17-jre-headless），或者用 SPARK_REMOTE 连接集群",
            "install Java 17 (openjdk-17-jre-headless), or name a cluster with SPARK_REMOTE",
        ),
    )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Spark raises into a refusal."""
    try:
        yield
    except _ERRORS as wrong:
        raise Refusal(_fault(wrong)) from None


def _fault(wrong: Exception) -> Fault:
    told = " ".join(str(wrong).split())[:500]
    if "PATH_NOT_FOUND" in told or "FileNotFound" in told:
        reason = Text("Spark 读不到台账的规范数据", "Spark cannot see the canonical ledger")
        remedy = Text(
            "把台账放在驱动与各执行节点以同一路径可见的位置（共享文件系统）",
            "put the ledger where driver and executors see it under the same path (a shared file system)",
        )
        return Fault("spark_cannot_read", Place(), reason, remedy, told)
    reason = Text("Spark 没有完成检查", "Spark did not finish the checks")
    remedy = Text(
        "核对 SPARK_REMOTE 或 SPARK_MASTER 与集群的日志", "check SPARK_REMOTE or SPARK_MASTER and the cluster's log"
    )
    return Fault("spark_error", Place(), reason, remedy, told)

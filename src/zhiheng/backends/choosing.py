"""The engine that a run asks for by name, opened with settings given or found in the environment."""

from __future__ import annotations

import os

from zhiheng.backends.embedded import Embedded
from zhiheng.domain.refusals import Fault, Place, Refusal
from zhiheng.domain.texts import Text
from zhiheng.engine.checking.ports import Backend

ENGINES = ("duckdb", "postgres", "spark")
#: Where settings come from that are not given.
DATABASE_URL, SPARK_REMOTE, SPARK_MASTER = "ZHIHENG_DATABASE_URL", "SPARK_REMOTE", "SPARK_MASTER"


def open_backend(
    engine: str, *, database: str | None = None, spark_remote: str | None = None, spark_master: str | None = None
) -> Backend:
    """Return the engine called `duckdb`, `postgres` or `spark`. Nothing is connected before it runs a plan.

    `database` is a PostgreSQL connection string, `spark_remote` the address of Spark Connect, `spark_master` that of a
    cluster (`local[2]` runs on this machine); of the two `spark_remote` comes first. Raises Refusal where the engine's
    packages or its settings are missing.
    """
    if engine == "duckdb":
        return Embedded()
    if engine == "postgres":
        return _postgres(database or os.environ.get(DATABASE_URL, ""))
    if engine == "spark":
        remote, master = spark_remote, spark_master
        if not remote and not master:
            remote, master = os.environ.get(SPARK_REMOTE), os.environ.get(SPARK_MASTER)
        return _spark(remote or "", "" if remote else master or "")
    reason = Text("没有这个计算引擎", "there is no such engine")
    remedy = Text(f"可用的引擎：{'、'.join(ENGINES)}", f"one of: {', '.join(ENGINES)}")
    raise Refusal(Fault("unknown_engine", Place(clause="--engine"), reason, remedy, engine))


def _postgres(database: str) -> Backend:
    try:
        from zhiheng.backends.postgres import Postgres
    except ImportError as wrong:
        raise Refusal(_not_installed("PostgreSQL", "postgres", wrong)) from None
    if not database:
        reason = Text("没有写明用哪一个 PostgreSQL 数据库", "it is not said which PostgreSQL database to use")
        remedy = Text(
            f"设置 {DATABASE_URL}=postgresql://用户@主机:5432/库名",
            f"set {DATABASE_URL}=postgresql://user@host:5432/name",
        )
        raise Refusal(Fault("no_database", Place(), reason, remedy))
    return Postgres(database)


def _spark(remote: str, master: str) -> Backend:
    try:
        from zhiheng.backends.spark import Spark, active_session
    except ImportError as wrong:
        raise Refusal(_not_installed("Spark", "spark", wrong)) from None
    if remote or master:
        return Spark(remote=remote, master=master)
    session = active_session()
    if session is None:
        reason = Text("没有写明用哪一个 Spark 集群", "it is not said which Spark cluster to use")
        remedy = Text(
            f"设置 {SPARK_REMOTE}=sc://主机:15002 或 {SPARK_MASTER}=spark://主机:7077；本机试用：{SPARK_MASTER}=local[2]",
            f"set {SPARK_REMOTE}=sc://host:15002 or {SPARK_MASTER}=spark://host:7077; "
            f"to try it on this machine {SPARK_MASTER}=local[2]",
        )
        raise Refusal(Fault("no_cluster", Place(), reason, remedy))
    return Spark(session=session)


def _not_installed(name: str, extra: str, wrong: ImportError) -> Fault:
    return Fault(
        "engine_not_installed",
        Place(),
        Text(f"没有安装 {name} 引擎所需的软件包", f"the packages of the engine {name} are not installed"),
        Text(f"安装：pip install 'zhiheng[{extra}]'", f"pip install 'zhiheng[{extra}]'"),
        wrong.name or str(wrong),
    )

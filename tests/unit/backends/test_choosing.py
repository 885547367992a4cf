"""Choosing an engine: settings given go before those of the environment; what is missing is said with its remedy."""

from __future__ import annotations

import sys

import pytest

from zhiheng.backends import Embedded, open_backend
from zhiheng.backends.postgres import Postgres
from zhiheng.backends.spark import Spark
from zhiheng.domain.refusals import Refusal

VARIABLES = ("ZHIHENG_DATABASE_URL", "SPARK_REMOTE", "SPARK_MASTER")


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def _fault(engine: str) -> tuple[str, str]:
    with pytest.raises(Refusal) as refused:
        open_backend(engine)
    (fault,) = refused.value.faults
    return fault.code, fault.remedy.en


def test_it_opens_the_embedded_engine_without_any_setting() -> None:
    assert open_backend("duckdb") == Embedded()


def test_it_takes_settings_given_before_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, "from-the-environment")
    assert open_backend("postgres", database="given") == Postgres("given")
    assert open_backend("spark", spark_remote="sc://given") == Spark(remote="sc://given")
    assert open_backend("spark", spark_master="local[2]") == Spark(master="local[2]")


def test_it_takes_settings_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIHENG_DATABASE_URL", "postgresql://db/checks")
    monkeypatch.setenv("SPARK_MASTER", "spark://cluster:7077")
    assert open_backend("postgres") == Postgres("postgresql://db/checks")
    assert open_backend("spark") == Spark(master="spark://cluster:7077")
    monkeypatch.setenv("SPARK_REMOTE", "sc://cluster:15002")
    assert open_backend("spark") == Spark(remote="sc://cluster:15002")


def test_it_says_which_database_setting_is_missing() -> None:
    assert _fault("postgres") == ("no_database", "set ZHIHENG_DATABASE_URL=postgresql://user@host:5432/name")


def test_it_says_which_cluster_setting_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhiheng.backends.spark.active_session", lambda: None)
    code, remedy = _fault("spark")
    assert code == "no_cluster"
    assert "SPARK_REMOTE" in remedy and "SPARK_MASTER" in remedy


@pytest.mark.parametrize(("engine", "package"), [("postgres", "psycopg"), ("spark", "pyspark")])
def test_it_says_what_to_install(engine: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, f"zhiheng.backends.{engine}", raising=False)
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    assert _fault(engine) == ("engine_not_installed", f"pip install 'zhiheng[{engine}]'")


def test_it_names_the_engines_where_one_is_not_known() -> None:
    assert _fault("oracle") == ("unknown_engine", "one of: duckdb, postgres, spark")


def test_it_says_that_java_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhiheng.backends import spark

    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(spark, "active_session", lambda: None)
    with pytest.raises(Refusal) as refused, spark.Spark(master="local[2]")._opened():
        pass
    assert refused.value.faults[0].code == "no_java"


def test_it_never_shows_a_password() -> None:
    assert "secret" not in repr(open_backend("postgres", database="postgresql://user:secret@host/name"))
    assert "secret" not in repr(open_backend("spark", spark_remote="sc://host/;token=secret"))

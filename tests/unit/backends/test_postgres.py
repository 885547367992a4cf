"""The PostgreSQL engine: it leaves nothing behind, and says what the server refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from zhiheng.backends.postgres import Postgres
from zhiheng.checks import choose_checks
from zhiheng.domain.refusals import Refusal
from zhiheng.engine.checking import run_checks
from zhiheng.ledgers.canonical import Canonical, prepare_canonical
from zhiheng.ledgers.demonstration import write_demonstration

pytestmark = [pytest.mark.needs("postgresql"), pytest.mark.xdist_group("postgresql")]


@pytest.fixture(scope="module")
def canonical(tmp_path_factory: pytest.TempPathFactory) -> Canonical:
    folder = tmp_path_factory.mktemp("demonstration") / "ledger"
    write_demonstration(folder, cases=40)
    return prepare_canonical(folder)


def _schemas(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'zhiheng%'").fetchall()


def _run(url: str, canonical: Canonical, out: Path, **more: Any) -> None:
    run_checks(canonical, choose_checks(["cn-penalty-late-90-days"]), Postgres(url), out=out, **more)


def test_it_leaves_nothing_in_the_database(postgres_url: str, canonical: Canonical, tmp_path: Path) -> None:
    seen = []
    _run(postgres_url, canonical, tmp_path, tell=lambda *_: seen.append(_schemas(postgres_url)))
    assert (tmp_path / "findings.parquet").is_file()
    assert len(seen) > 5
    assert not any(seen), "what is not committed, nobody else sees"
    assert _schemas(postgres_url) == []


def test_it_leaves_nothing_where_a_run_breaks_off(postgres_url: str, canonical: Canonical, tmp_path: Path) -> None:
    def break_off(stage: str, done: int, of: int) -> None:
        if stage == "check":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _run(postgres_url, canonical, tmp_path, tell=break_off)
    assert _schemas(postgres_url) == []
    assert list(tmp_path.iterdir()) == []


def test_it_says_that_the_database_cannot_be_reached(canonical: Canonical, tmp_path: Path) -> None:
    url = f"postgresql://user:secret@/name?host={tmp_path}"
    with pytest.raises(Refusal) as refused:
        _run(url, canonical, tmp_path / "out")
    assert refused.value.faults[0].code == "database_unreachable"
    assert "secret" not in str(refused.value)


def test_it_says_which_permission_is_missing(postgres_url: str, canonical: Canonical, tmp_path: Path) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE ROLE zhiheng_reader LOGIN PASSWORD 'secret'")
        try:
            mine = psycopg.conninfo.make_conninfo(postgres_url, user="zhiheng_reader", password="secret")
            with pytest.raises(Refusal) as refused:
                _run(mine, canonical, tmp_path)
        finally:
            connection.execute("DROP ROLE zhiheng_reader")
    (fault,) = refused.value.faults
    assert fault.code == "database_permission"
    assert "GRANT CREATE ON DATABASE" in fault.remedy.en


def test_it_needs_a_database_in_utf8(postgres_url: str, canonical: Canonical, tmp_path: Path) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        create = "CREATE DATABASE zhiheng_latin ENCODING LATIN1 TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc"
        connection.execute(create.removesuffix(" LOCALE_PROVIDER libc") if _is_old(connection) else create)
        try:
            url = psycopg.conninfo.make_conninfo(postgres_url, dbname="zhiheng_latin")
            with pytest.raises(Refusal) as refused:
                _run(url, canonical, tmp_path)
        finally:
            connection.execute("DROP DATABASE zhiheng_latin")
    assert refused.value.faults[0].code == "wrong_encoding"


def _is_old(connection: Any) -> bool:
    """Return whether the server knows no provider of locales to choose."""
    return bool(connection.info.server_version < 150_000)

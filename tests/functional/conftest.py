"""What the tests in processes of their own share: a database for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters import web_processes


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the address of an empty database: none for SQLite, whose file lies in the installation."""
    if request.param == "sqlite":
        yield ""
        return
    with web_processes.fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url

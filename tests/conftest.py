"""What every test may ask for: tools of the operating system. What could not be run is told loudly at the end."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from adapters.postgres_cluster import running_cluster
from adapters.spark_session import local_session

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")


@dataclass(frozen=True, slots=True)
class Need:
    """A tool of the operating system: the packages that bring it and the shell probe that finds it."""

    packages: str
    probe: str

    @property
    def remedy(self) -> str:
        return f"apt-get install -y {self.packages}"


def read_needs() -> dict[str, Need]:
    """Read scripts/needs.txt, which `make test` installs from."""
    needs = {}
    for line in (ROOT / "scripts" / "needs.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, packages, probe = (part.strip() for part in line.split("|", 2))
            needs[name] = Need(packages, probe)
    return needs


@cache
def is_there(name: str) -> bool:
    """Run the probe of a need once a session."""
    return subprocess.run(["bash", "-c", read_needs()[name].probe], capture_output=True, check=False).returncode == 0


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known; an unknown one is an error (--strict-markers)."""
    config.addinivalue_line("markers", "needs(name): needs a tool listed in scripts/needs.txt")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is missing; where CI=true it fails, because nothing may stay unrun there."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            if not is_there(name):
                told = f"缺少 {name} / {name} is missing; 改法 to mend: {read_needs()[name].remedy}"
                if IN_CI:
                    pytest.fail(told, pytrace=False)
                pytest.skip(told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List what was not run, grouped by reason, below everything else."""
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    if reasons:
        count = sum(map(len, reasons.values()))
        terminalreporter.section(f"未运行 {count} 项测试 / {count} TESTS WERE NOT RUN", sep="!", red=True, bold=True)
        for reason, tests in sorted(reasons.items()):
            terminalreporter.write_line(f"{len(tests):4}  {reason}", red=True)
            for test in tests[:5]:
                terminalreporter.write_line(f"        {test}")
            if len(tests) > 5:
                terminalreporter.write_line(f"        … 另 {len(tests) - 5} 项 / and {len(tests) - 5} more")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of Chromium; mark the test `needs("chromium", "chinese_fonts")` so that its absence is told."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    pytest.fail("mark this test with needs('chromium')")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield a PostgreSQL database; mark the test `needs("postgresql")` and `xdist_group("postgresql")`."""
    with running_cluster() as url:
        yield url


@pytest.fixture(scope="session")
def running_spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Yield the Spark of a test process."""
    with local_session(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture
def spark_session(running_spark: Any) -> Iterator[Any]:
    """Yield a Spark session in local mode; the test has the marks `adapters.spark_session.MARKS`."""
    yield running_spark
    # PySpark leaves sockets for the garbage collector to close, which warns: here, and in no test that comes after.
    gc.collect()

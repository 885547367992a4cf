"""An import killed at any moment: nothing acknowledged is lost, nothing is half done, the next process goes on."""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.functional

ROOT = Path(__file__).resolve().parent.parent.parent
PROCESS = ROOT / "tests" / "web" / "intake" / "importing_process.py"
ROWS, KILLS = 2_000, 20
SETTINGS = os.environ.get("ZHIHENG_TEST_SETTINGS", "zhiheng_web.conf.settings")


def environment(home: Path) -> dict[str, str]:
    """Return the environment of an installation of its own."""
    path = os.pathsep.join([str(ROOT / "src"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)])
    return {
        **os.environ,
        "PYTHONPATH": path,
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "ZHIHENG_HOME": str(home),
        "ZHIHENG_JOBS": "immediate",
        "ZHIHENG_DATABASE_URL": "",
    }


def run(home: Path, *words: str) -> str:
    """Run a command of the installation to its end."""
    ended = subprocess.run(
        [sys.executable, *words], env=environment(home), capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    return ended.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an installation with one body and one person."""
    run(tmp_path, "-m", "django", "migrate", "--run-syncdb", "--verbosity=0", "--skip-checks")
    run(tmp_path, str(PROCESS), "prepare")
    return tmp_path


def lines_until(process: subprocess.Popen[str], end: float) -> Iterator[str]:
    """Yield the lines of a process until a moment or its end."""
    assert process.stdout is not None
    while (left := end - time.monotonic()) > 0:
        if select.select([process.stdout], [], [], left)[0]:
            line = process.stdout.readline()
            if not line:
                return
            yield line.strip()


def start(home: Path) -> subprocess.Popen[str]:
    """Start a process that imports, and wait until it is ready."""
    process = subprocess.Popen(
        [sys.executable, str(PROCESS), str(ROWS)],
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        cwd=ROOT,
    )
    if next(lines_until(process, time.monotonic() + 120), "") != "ready":
        kill(process)
        pytest.fail("the importing process did not start")
    return process


def kill(process: subprocess.Popen[str]) -> None:
    """Kill a process at once and take what it has still said."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def in_force(home: Path) -> dict[int, int]:
    """Return the rows in force of each batch of cases, read from the file itself."""
    with sqlite3.connect(home / "zhiheng.sqlite3", timeout=30) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        query = "SELECT batch_id, sum(is_current) FROM intake_row WHERE \"table\" = 'cases' GROUP BY batch_id"
        found = {int(batch): int(number) for batch, number in database.execute(query)}
    database.close()
    return found


def state_of(home: Path, batch: int) -> str:
    """Return the state of a batch."""
    database = sqlite3.connect(home / "zhiheng.sqlite3", timeout=30)
    (state,) = database.execute("SELECT state FROM intake_batch WHERE id = ?", (batch,)).fetchone()
    database.close()
    return str(state)


def time_of_one(home: Path) -> float:
    """Return how long one import takes on this machine now, in seconds."""
    process = start(home)
    began = time.monotonic()
    next(line for line in lines_until(process, began + 300) if line.startswith("confirmed"))
    kill(process)
    assert process.stdout is not None
    process.stdout.close()
    return time.monotonic() - began


def test_it_survives_being_killed_at_any_moment(home: Path) -> None:
    dice = random.Random(20251122)
    whole = time_of_one(home)
    acknowledged: set[int] = set()
    moments: list[str] = []
    for _ in range(KILLS):
        process = start(home)
        told = list(lines_until(process, time.monotonic() + whole * dice.uniform(0.02, 1.2)))
        kill(process)
        assert process.stdout is not None
        told += [line.strip() for line in process.stdout]
        process.stdout.close()
        acknowledged |= {int(line.split()[1]) for line in told if line.startswith("confirmed")}
        moments.append(told[-1] if told else "nothing yet")
        found = in_force(home)
        assert set(found.values()) <= {0, ROWS}, "a batch stands half"
        assert all(found[batch] == ROWS for batch in acknowledged), "an acknowledged batch is lost"
        for batch, number in found.items():
            assert (state_of(home, batch) == "confirmed") == (number == ROWS)
    # Killed in several phases, or the test proves little.
    assert len({moment.split()[0] for moment in moments}) >= 2, moments
    last = start(home)
    finished = next(line for line in lines_until(last, time.monotonic() + 180) if line.startswith("confirmed"))
    kill(last)
    assert last.stdout is not None
    last.stdout.close()
    assert in_force(home)[int(finished.split()[1])] == ROWS
    told = run(home, str(PROCESS), "report").splitlines()
    assert not [line for line in told if line.startswith("problem")], told
    assert not list((home / "working").glob("*"))

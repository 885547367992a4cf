"""An import killed at any moment: nothing acknowledged is lost, nothing is half done, the next process goes on."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import web_processes
from adapters.loaded_process import Loaded, loaded_process

pytestmark = pytest.mark.functional

ROWS, KILLS = 2_000, 20
_PROCESS = "from web.intake import importing_process as process; process."
IMPORT = f"{_PROCESS}import_without_end({ROWS})"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return the folder of an installation."""
    return tmp_path / "home"


@pytest.fixture
def loaded(home: Path, tmp_path: Path) -> Iterator[Loaded]:
    """Yield the process of an installation with one body and one person."""
    home.mkdir()
    with loaded_process(home, tmp_path / "said", ZHIHENG_JOBS="immediate") as one:
        one.run(web_processes.MIGRATE + f"{_PROCESS}prepare()")
        yield one


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


def confirmed(loaded: Loaded) -> tuple[float, int]:
    """Let a process import until it says that a batch is confirmed; return how long that took, and the batch."""
    began = time.monotonic()
    process = loaded.start(IMPORT)
    batch = int(process.says("confirmed", 300).split()[1])
    process.kill()
    return time.monotonic() - began, batch


def test_it_survives_being_killed_at_any_moment(home: Path, loaded: Loaded) -> None:
    dice = random.Random(20251122)
    whole, _ = confirmed(loaded)
    acknowledged: set[int] = set()
    moments: list[str] = []
    for _ in range(KILLS):
        process = loaded.start(IMPORT)
        process.says("ready")
        time.sleep(whole * dice.uniform(0.02, 1.2))
        process.kill()
        told = process.said().splitlines()
        acknowledged |= {int(line.split()[1]) for line in told if line.startswith("confirmed")}
        moments.append(told[-1])
        found = in_force(home)
        assert set(found.values()) <= {0, ROWS}, "a batch stands half"
        assert all(found[batch] == ROWS for batch in acknowledged), "an acknowledged batch is lost"
        for batch, number in found.items():
            assert (state_of(home, batch) == "confirmed") == (number == ROWS)
    # Killed in several phases, or the test proves little.
    assert len({moment.split()[0] for moment in moments}) >= 2, moments
    _, last = confirmed(loaded)
    assert in_force(home)[last] == ROWS
    told = loaded.run(f"{_PROCESS}report()").splitlines()
    assert told
    assert not [line for line in told if line.startswith("problem")], told
    assert not list((home / "working").glob("*"))

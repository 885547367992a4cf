"""Jobs survive the death of their worker: real processes, kill -9, on both databases."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters import web_processes
from adapters.loaded_process import Loaded, loaded_process

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("postgresql")]

WORKER = "from zhiheng_web.lib import workers; workers.run()"
WORKER_UNTIL_EMPTY = "from zhiheng_web.lib import workers; workers.run(batch=True)"
START = """
from adapters import web_jobs
from zhiheng_web.lib import jobs
from zhiheng_web.lib.words import Text
class Owner: pk = 1
def start(task, **ids): return jobs.start(task, owner=Owner, what=Text("试", "try"), **ids).pk
"""
STATES = """
import json
from zhiheng_web.lib import jobs
from zhiheng_web.lib.models import Job
states = {job.pk: jobs.state_of(job.pk) for job in Job.objects.all()}
print(json.dumps({key: [one.standing, one.attempts, one.done, one.reason.zh] for key, one in states.items()}))
"""


def _until(holds: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def loaded(tmp_path: Path, database: str) -> Iterator[Loaded]:
    """Yield the process of an installation with its tables."""
    with loaded_process(tmp_path / "home", tmp_path / "said", database) as one:
        one.run(web_processes.MIGRATE)
        yield one


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Return the folder in which jobs leave their marks."""
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


def _states(loaded: Loaded) -> list[list[object]]:
    return list(json.loads(loaded.run(STATES)).values())


def _marked(marks: Path, how: str) -> set[str]:
    return {path.stem for path in marks.glob(f"*.{how}")}


def test_it_finishes_every_job_though_workers_are_killed(loaded: Loaded, marks: Path) -> None:
    loaded.run(START + f"for n in range(6): start(web_jobs.mark, number=n, folder={str(marks)!r}, seconds=1.0)")
    for _ in range(2):
        known = _marked(marks, "begun")
        worker = loaded.start(WORKER)
        # Killed in the middle of a job: begun just now, and not done.
        _until(lambda known=known: bool(_marked(marks, "begun") - known - _marked(marks, "done")))  # type: ignore[misc]
        worker.kill()
        for number in _marked(marks, "begun") - _marked(marks, "done"):
            (marks / f"{number}.begun").unlink()
    loaded.run(WORKER_UNTIL_EMPTY)
    assert _marked(marks, "done") == {str(number) for number in range(6)}
    states = _states(loaded)
    assert {str(one[0]) for one in states} == {"done"}
    # Six jobs and two deaths: whatever was under way was begun once more, nothing else was.
    assert 6 < sum(int(str(one[1])) for one in states) <= 8


def test_it_gives_a_job_up_that_kills_its_worker_three_times(loaded: Loaded) -> None:
    loaded.run(START + "start(web_jobs.kill_the_worker, number=1)")
    for _ in range(3):
        assert loaded.start(WORKER_UNTIL_EMPTY).wait() == -signal.SIGKILL
    loaded.run(WORKER_UNTIL_EMPTY)
    (state,) = _states(loaded)
    assert state[:2] == ["failed", 3]
    assert "中断了 3 次" in str(state[3])


def test_it_leaves_a_living_worker_its_job(loaded: Loaded, marks: Path) -> None:
    loaded.run(START + f"start(web_jobs.mark, number=1, folder={str(marks)!r}, seconds=4.0)")
    worker = loaded.start(WORKER)
    try:
        _until(lambda: (marks / "1.begun").exists())
        again = (
            "from zhiheng_web.lib import workers; print(workers.queue_again_what_was_left(), workers.living_workers())"
        )
        assert loaded.run(again).split() == ["0", "1"]
        _until(lambda: (marks / "1.done").exists())
    finally:
        os.kill(worker.pid, signal.SIGTERM)
        assert worker.wait() == 0
    assert _states(loaded)[0][:3] == ["done", 1, 5]

"""Jobs survive the death of their worker: real processes, kill -9, on both databases."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters import web_processes

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


def _states(home: Path, database: str) -> list[list[object]]:
    return list(json.loads(web_processes.run(home, STATES, database=database)).values())


def _marked(marks: Path, how: str) -> set[str]:
    return {path.stem for path in marks.glob(f"*.{how}")}


def _kill(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_it_finishes_every_job_though_workers_are_killed(tmp_path: Path, database: str) -> None:
    home, marks = tmp_path / "home", tmp_path / "marks"
    marks.mkdir()
    web_processes.migrate(home, database)
    web_processes.run(
        home,
        START + f"for n in range(6): start(web_jobs.mark, number=n, folder={str(marks)!r}, seconds=1.0)",
        database=database,
    )
    for _ in range(2):
        known = _marked(marks, "begun")
        worker = web_processes.start(home, WORKER, database=database)
        # Killed in the middle of a job: begun just now, and not done.
        _until(lambda known=known: bool(_marked(marks, "begun") - known - _marked(marks, "done")))  # type: ignore[misc]
        _kill(worker)
        for number in _marked(marks, "begun") - _marked(marks, "done"):
            (marks / f"{number}.begun").unlink()
    web_processes.run(home, WORKER_UNTIL_EMPTY, database=database)
    assert _marked(marks, "done") == {str(number) for number in range(6)}
    states = _states(home, database)
    assert {str(one[0]) for one in states} == {"done"}
    # Six jobs and two deaths: whatever was under way was begun once more, nothing else was.
    assert 6 < sum(int(str(one[1])) for one in states) <= 8


def test_it_gives_a_job_up_that_kills_its_worker_three_times(tmp_path: Path, database: str) -> None:
    home = tmp_path / "home"
    web_processes.migrate(home, database)
    web_processes.run(home, START + "start(web_jobs.kill_the_worker, number=1)", database=database)
    for _ in range(3):
        worker = web_processes.start(home, WORKER_UNTIL_EMPTY, database=database)
        assert worker.wait(timeout=60) == -signal.SIGKILL
    web_processes.run(home, WORKER_UNTIL_EMPTY, database=database)
    (state,) = _states(home, database)
    assert state[:2] == ["failed", 3]
    assert "中断了 3 次" in str(state[3])


def test_it_leaves_a_living_worker_its_job(tmp_path: Path, database: str) -> None:
    home, marks = tmp_path / "home", tmp_path / "marks"
    marks.mkdir()
    web_processes.migrate(home, database)
    web_processes.run(
        home, START + f"start(web_jobs.mark, number=1, folder={str(marks)!r}, seconds=4.0)", database=database
    )
    worker = web_processes.start(home, WORKER, database=database)
    try:
        _until(lambda: (marks / "1.begun").exists())
        again = (
            "from zhiheng_web.lib import workers; print(workers.queue_again_what_was_left(), workers.living_workers())"
        )
        assert web_processes.run(home, again, database=database).split() == ["0", "1"]
        _until(lambda: (marks / "1.done").exists())
    finally:
        worker.terminate()
        assert worker.wait(timeout=20) == 0
    assert _states(home, database)[0][:3] == ["done", 1, 5]

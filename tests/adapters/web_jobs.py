"""Tasks for the tests of jobs: slow ones that leave a mark, one that is refused, one that fails."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from django_tasks import task

from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.lib import jobs


@task()
def mark(number: int, folder: str, seconds: float = 0.3) -> int:
    """Leave a mark at the beginning and one at the end; doing it twice leaves the same."""
    (Path(folder) / f"{number}.begun").touch()
    for step in range(5):
        time.sleep(seconds / 5)
        jobs.tell(step + 1, 5)
    (Path(folder) / f"{number}.done").touch()
    return number


@task()
def kill_the_worker(number: int) -> None:
    """Take the worker along, as lack of memory would."""
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def refuse(number: int) -> None:
    """Refuse as an action does."""
    raise Refusal(Fault("test", Place(table="cases"), Text("数据不全", "data missing"), Text("补齐", "complete it")))


@task()
def fail(number: int) -> None:
    """Fail as a program does."""
    raise ZeroDivisionError

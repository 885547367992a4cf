"""The processes that do the jobs. Each holds a lock as long as it lives, so that its death is known at once.

On SQLite the lock is a file's, in `HOME/workers`; on PostgreSQL it is an advisory lock of a connection of its own.
What a dead worker left unfinished is queued again, three attempts in all: tasks can be run twice.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, connections
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from zhiheng_web.lib import clock, jobs
from zhiheng_web.lib.words import Text

_log = logging.getLogger("zhiheng_web.jobs")
_LOCKS_OF_WORKERS = 0x5A48_574B  # one half of the key of an advisory lock, the worker's id is the other
MOST_ATTEMPTS = 3
LOST = Text(
    f"办理进程中断了 {MOST_ATTEMPTS} 次，不再重试；请系统管理员查看日志、内存和磁盘空间，然后重新发起",
    f"the process doing it broke off {MOST_ATTEMPTS} times and it is not tried again; ask the system administrator to "
    "look at the log, memory and disk space, then start it anew",
)
_ROUND_IN_SECONDS = 5.0


class WorkerLost(Exception):
    """The worker of a task died, as often as it was tried."""


@contextmanager
def alive(worker_id: str) -> Iterator[None]:
    """Hold the lock of a worker: others can see that it lives."""
    with _database_lock(worker_id) if connection.vendor == "postgresql" else _file_lock(worker_id):
        yield


@contextmanager
def _file_lock(worker_id: str) -> Iterator[None]:
    file = _lock_file(worker_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
        file.unlink(missing_ok=True)
    finally:
        os.close(number)


@contextmanager
def _database_lock(worker_id: str) -> Iterator[None]:
    # Not the connection of the tasks: that one is closed and opened again as time goes by.
    own = connections.create_connection("default")
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCKS_OF_WORKERS, _number(worker_id)])
        yield
    finally:
        own.close()


def is_alive(worker_id: str) -> bool:
    """Return whether a worker lives."""
    if connection.vendor == "postgresql":
        return _number(worker_id) & 0xFFFF_FFFF in _locks_in_database()
    return _is_locked(_lock_file(worker_id))


def living_workers() -> int:
    """Return how many workers live."""
    if connection.vendor == "postgresql":
        return len(_locks_in_database())
    return sum(_is_locked(file) for file in (Path(settings.HOME) / "workers").glob("*.lock"))


def _locks_in_database() -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = %s AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [_LOCKS_OF_WORKERS],
        )
        return {row[0] for row in cursor.fetchall()}


def _number(worker_id: str) -> int:
    """Return the signed number of 32 bits that stands for a worker's id."""
    number = zlib.crc32(worker_id.encode())
    return number - (1 << 32) if number >= 1 << 31 else number


def _lock_file(worker_id: str) -> Path:
    return Path(settings.HOME) / "workers" / f"{worker_id}.lock"


def _is_locked(file: Path) -> bool:
    try:
        number = os.open(file, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(number)
    return False


def queue_again_what_was_left() -> int:
    """Queue again what dead workers left unfinished, and fail what has been tried often enough; return how many."""
    count = 0
    for row in DBTaskResult.objects.running():
        if row.worker_ids and is_alive(row.worker_ids[-1]):
            continue
        mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
        if len(row.worker_ids) >= MOST_ATTEMPTS:
            name = f"{WorkerLost.__module__}.{WorkerLost.__qualname__}"
            changes: dict[str, Any] = {"finished_at": clock.now(), "exception_class_path": name}
            if mine.update(status=TaskResultStatus.FAILED, **changes):
                jobs.fail(str(row.pk), LOST)
                _log.error("job %s given up after %d attempts", row.pk, len(row.worker_ids))
        elif mine.update(status=TaskResultStatus.READY, started_at=None):
            _log.warning("job %s queued again: its worker has gone", row.pk)
        count += 1
    return count


class JobWorker(Worker):
    """A worker that looks after what others left, and at every round does what `rounds` say (a daily checkpoint)."""

    def __init__(self, rounds: tuple[Callable[[], object], ...] = (), *, batch: bool = False) -> None:
        super().__init__(
            queue_names=["default"],
            interval=0.5,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.rounds = (queue_again_what_was_left, *rounds)
        self.parent = os.getppid()
        self._round_at = float("-inf")

    def run(self) -> None:
        """Do jobs until told to stop, or until the process that started this one has gone."""
        with alive(self.worker_id):
            while self.running and os.getppid() == self.parent:
                close_old_connections()
                self._go_round()
                row = self._claim()
                if row is not None:
                    self.run_task(row)
                elif self.batch:
                    return
                elif self.running:
                    time.sleep(self.interval)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Stop after the job under way; a second signal stops at once, and the job is queued again by another."""
        if not self.running or not self.running_task:
            os._exit(0)
        self.running = False

    def _go_round(self) -> None:
        if time.monotonic() - self._round_at < _ROUND_IN_SECONDS:
            return
        for work in self.rounds:
            try:
                work()
            except OperationalError as wrong:
                if not is_locked_database_exception(wrong):
                    raise
            except OSError:
                _log.exception("a round could not be done")
        self._round_at = time.monotonic()

    def _claim(self) -> Any:
        """Take the next job, None where none waits. Looking first: an empty queue must not lock the database."""
        waiting = DBTaskResult.objects.ready().filter(backend_name=self.backend_name)
        if not waiting.exists():
            return None
        try:
            with exclusive_transaction(waiting.db):
                row = waiting.get_locked()
                if row is not None:
                    row.claim(self.worker_id)
        except OperationalError as wrong:
            if not is_locked_database_exception(wrong):
                raise
            return None
        return row


def run(rounds: tuple[Callable[[], object], ...] = (), *, batch: bool = False) -> None:
    """Be a worker: returns when told to stop (SIGTERM), and with `batch` when nothing waits any more."""
    worker = JobWorker(rounds, batch=batch)
    signal.signal(signal.SIGTERM, worker.shutdown)
    # Ctrl+C goes to every process of the terminal; the one that keeps this worker tells it when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(SystemExit):
        worker.run()

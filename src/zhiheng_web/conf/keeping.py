"""Keeping a process alive: one that has died is started again, and none outlives the process that asked for it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType

_LOOK_IN_SECONDS = 0.3
#: A process that dies at once is started again ever more slowly.
_LONGEST_PAUSE_IN_SECONDS = 30.0
_GRACE_IN_SECONDS = 10.0


def start(work: Callable[[], None]) -> int:
    """Start a keeper, who starts a process that does `work`, and return the keeper's id."""
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _leave(lambda: _Keeper(work, parent).keep())
    return pid


def stop(keeper: int) -> None:
    """Tell a keeper to end its process and itself, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(keeper, signal.SIGTERM)
    until = time.monotonic() + _GRACE_IN_SECONDS + 2
    while time.monotonic() < until:
        try:
            if os.waitpid(keeper, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            return  # waited for already
        time.sleep(0.05)


class _Keeper:
    """Keeps one process as long as `parent` lives."""

    def __init__(self, work: Callable[[], None], parent: int) -> None:
        self.work, self.parent = work, parent
        self.ending = False

    def keep(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        # Ctrl+C goes to every process of the terminal; whoever asked for this one says when to end.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        pause = 0.5
        while not self._is_over():
            begun = time.monotonic()
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                _leave(self.work)
            self._wait(child)
            pause = 0.5 if time.monotonic() - begun > _LONGEST_PAUSE_IN_SECONDS else min(pause * 2, 30.0)
            until = time.monotonic() + pause
            while not self._is_over() and time.monotonic() < until:
                time.sleep(_LOOK_IN_SECONDS)

    def _wait(self, child: int) -> None:
        killed_at = float("inf")
        while not os.waitpid(child, os.WNOHANG)[0]:
            if self._is_over() and killed_at == float("inf"):
                os.kill(child, signal.SIGTERM)
                killed_at = time.monotonic() + _GRACE_IN_SECONDS
            if time.monotonic() > killed_at:
                os.kill(child, signal.SIGKILL)  # the job is queued again at the next start
            time.sleep(_LOOK_IN_SECONDS)

    def _is_over(self) -> bool:
        return self.ending or os.getppid() != self.parent

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.ending = True


def _leave(work: Callable[[], None]) -> None:
    """Do the work of a forked process and leave it, whatever happens: nothing of its parent may go on in it."""
    status = 1
    try:
        work()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

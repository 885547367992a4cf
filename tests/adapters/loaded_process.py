"""A process that has loaded the web application and opened nothing: what it forks begins at once, and can be killed.

Loading takes seconds of processor time; a test that kills twenty processes would do nothing else.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from adapters import web_processes

_LOOP = """
import json, os, sys, traceback
from importlib import import_module
import zhiheng_web.conf.urls
from django.db import connections

def begin(program, out):
    child = os.fork()
    if child:
        return child
    file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    status = 1
    try:
        exec(program, {"__name__": "forked"})
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

def end(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

connections.close_all()
deeds = {"begin": begin, "end": end}
print("loaded", flush=True)
for line in sys.stdin:
    deed, *told = json.loads(line)
    print(deeds[deed](*told), flush=True)
os._exit(0)
"""


@dataclass
class Forked:
    """A program under way; what it says lies in a file, so that nothing it said is lost when it is killed."""

    loaded: Loaded
    pid: int
    out: Path
    status: int | None = None

    def said(self) -> str:
        """Return what it has printed up to now."""
        return self.out.read_text(encoding="utf-8") if self.out.exists() else ""

    def wait(self) -> int:
        """Wait for its end and return its exit status; minus the signal where it was killed."""
        if self.status is None:
            self.status = int(self.loaded.ask("end", self.pid))
        return self.status

    def kill(self) -> None:
        """Kill it at once; it may have ended by itself."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def says(self, word: str, seconds: float = 120) -> str:
        """Wait until it has said a line that begins with a word; return that line."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for line in self.said().splitlines():
                if line.startswith(word):
                    return line
            time.sleep(0.005)
        raise AssertionError(f"it did not say {word!r}:\n{self.said()[-2000:]}")


@dataclass
class Loaded:
    """The loaded process of one installation."""

    process: subprocess.Popen[str]
    folder: Path
    number: int = 0

    def ask(self, deed: str, *told: Any) -> str:
        """Let it fork or wait; one thing at a time."""
        _line(self.process.stdin).write(json.dumps([deed, *told]) + "\n")
        _line(self.process.stdin).flush()
        return _line(self.process.stdout).readline().strip()

    def start(self, program: str) -> Forked:
        """Start a program."""
        self.number += 1
        out = self.folder / f"{self.number}.out"
        return Forked(self, int(self.ask("begin", program, str(out))), out)

    def run(self, program: str) -> str:
        """Run a program to its end and return what it printed; it must end well."""
        forked = self.start(program)
        assert forked.wait() == 0, forked.said()[-3000:]
        return forked.said()


def _line(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


@contextmanager
def loaded_process(home: Path, folder: Path, database: str = "", **more: str) -> Iterator[Loaded]:
    """Yield a loaded process of the installation in `home`; what is said is kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", web_processes.SETUP + _LOOP],
        env=web_processes.environment(home, database, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert _line(process.stdout).readline() == "loaded\n"
        yield Loaded(process, folder)
    finally:
        process.communicate()

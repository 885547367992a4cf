"""The web application in processes of its own: programs run against an installation in a folder, and its server."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import zhiheng

LIBRARY = str(Path(zhiheng.__file__).resolve().parent.parent)
TESTS = str(Path(__file__).resolve().parent.parent)
SETUP = "import django; django.setup()\n"
MIGRATE = "from zhiheng_web.conf.installation import migrate; migrate()\n"


def environment(home: Path, database: str = "", **more: str) -> dict[str, str]:
    """Return the environment of an installation, and of nothing else that was set outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIHENG_", "DJANGO_"))}
    own = {
        "PYTHONPATH": f"{LIBRARY}{os.pathsep}{TESTS}",
        "ZHIHENG_HOME": str(home),
        "ZHIHENG_DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "zhiheng_web.conf.settings",
    }
    return {**kept, **own, **more}


def run(home: Path, program: str, *, database: str = "") -> str:
    """Run a program against an installation and return what it printed; it must end well."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP + program],
        env=environment(home, database),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command(*arguments: str, home: Path, database: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the web application."""
    return subprocess.run(
        [sys.executable, "-m", "zhiheng_web", *arguments],
        env=environment(home, database),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def migrate(home: Path, database: str = "") -> None:
    """Make the tables."""
    run(home, MIGRATE, database=database)


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """Yield the address of a new database in the cluster that an address leads to."""
    import psycopg

    name = f"web_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield re.sub(r"/postgres(\?|$)", rf"/{name}\1", url)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Server:
    """A running `zhiheng serve`; `said` is what it printed until it was ready."""

    process: subprocess.Popen[str]
    port: int
    said: str
    seconds: float

    def ask(self, path: str, method: str = "GET") -> tuple[int, http.client.HTTPMessage, bytes]:
        """Send a request; return status, headers and body."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(method, path)
        got = line.getresponse()
        answer = got.status, got.headers, got.read()
        line.close()
        return answer

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send a signal; return the exit status and what was printed from then on."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest


def serve(home: Path, *arguments: str, database: str = "") -> Server:
    """Start the server on a free port and wait until it says that it is ready."""
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "zhiheng_web", "serve", "--port", "0", "--processes", "1", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=environment(home, database),
        # A shell that runs the tests in the background makes its children deaf to Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line
        if "Ctrl+C" in line:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert found is not None
            return Server(process, int(found[1]), said, time.monotonic() - begun)
    raise AssertionError(f"the server ended with {process.wait()}: {said}")

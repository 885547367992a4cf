"""Runs the steps: makes the installation, starts the real server, lets people at it, recomputes and publishes."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.harness import ROOT, Run, load, machine, run_child
from bench.web.load import User, alone, together
from bench.web.timing import PLAN

_PACKAGES = ("django", "gunicorn", "duckdb")
_GRACE_IN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is made and measured; in the folder `home` what is made stays and is used again."""

    cases: int
    bodies: int
    users: int
    seconds: float
    rows: int
    processes: int
    home: Path | None = None


def measure(wanted: Wanted) -> Run:
    """Measure everything; raises CalledProcessError where a step fails."""
    started = machine(_PACKAGES)
    with TemporaryDirectory(prefix="zhiheng-bench-") as place:
        home = (wanted.home or Path(place)).resolve()
        told = settings_of(home)
        if not (home / PLAN).is_file():
            home.mkdir(parents=True, exist_ok=True)
            run_child(
                "bench.web.child", "making", *map(str, (wanted.cases, wanted.bodies, wanted.users)), settings=told
            )
        plan = json.loads((home / PLAN).read_text(encoding="utf-8"))
        queries = run_child("bench.web.child", "counting", settings=told)
        users = [User(one["cookies"], one["paths"]) for one in plan["users"]]
        with served(told, wanted.processes) as port:
            single = alone(port, [users[0], users[-1]])
            together(port, users, min(5.0, wanted.seconds))  # every process has then seen every page
            many = together(port, users, wanted.seconds)
        ended = run_child("bench.web.child", "ending", str(wanted.rows), settings=told)
    sizes = {"cases": wanted.cases, "bodies": wanted.bodies, "users": len(users), "processes": wanted.processes}
    return {
        "format": "zhiheng-bench-web/1",
        "machine": {**started, "load_after": load()},
        "sizes": {**sizes, "seconds": wanted.seconds, "rows": ended["rows"], **plan["made"]["counts"]},
        "pages": {page: {**queries[page], "alone": single[page], "together": many["pages"][page]} for page in single},
        "rate": many["rate"],
        "all": many["all"],
        "times": {**plan["made"]["times"], **ended["times"]},
        "report_bytes": ended["report_bytes"],
    }


def settings_of(home: Path) -> dict[str, str]:
    """Return the environment of the installation: SQLite, a worker's queue, no name but this machine's own."""
    return {
        "ZHIHENG_HOME": str(home),
        "ZHIHENG_DATABASE_URL": "",
        "ZHIHENG_JOBS": "worker",
        "ZHIHENG_ALLOWED_HOSTS": "127.0.0.1,localhost",
        "DJANGO_SETTINGS_MODULE": "zhiheng_web.conf.settings",
    }


@contextlib.contextmanager
def served(told: dict[str, str], processes: int) -> Iterator[int]:
    """Run `zhiheng serve` on a free port, which is yielded; raises RuntimeError where it ends early."""
    command = [sys.executable, "-m", "zhiheng_web", "serve", "--port", "0", "--processes", str(processes)]
    server = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env={**os.environ, **told, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")])},
    )
    assert server.stdout is not None
    said = ""
    try:
        for line in server.stdout:
            said += line
            if found := re.search(r"Ready: http://[^:]+:(\d+)/|已就绪：http://[^:]+:(\d+)/", line):
                yield int(found[1] or found[2])
                return
        raise RuntimeError(f"the server ended: {said}")
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=_GRACE_IN_SECONDS)

"""A PostgreSQL of the tests' own: a private cluster in a temporary folder, or the database that a variable names."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

#: A database to use instead of a cluster of our own.
URL = "ZHIHENG_TEST_DATABASE_URL"
_UNPRIVILEGED = "nobody"


@contextmanager
def running_cluster() -> Iterator[str]:
    """Yield the connection string of a database that sorts texts by language, as a Chinese office's does."""
    if url := os.environ.get(URL):
        yield url
        return
    programs = _programs()
    # Not below pytest's own folder: the unprivileged user could not reach it, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="zhiheng-pg-"))
    as_user = _as_unprivileged(folder)
    try:
        data, log = folder / "data", folder / "log"
        sorting = ["--locale-provider=icu", "--icu-locale=zh-Hans"] if int(programs.parent.name) >= 15 else []
        create = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", *sorting]
        _run([programs / "initdb", *create], as_user)
        # On a socket of its own folder alone: no port is opened, and none can be taken.
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        _run([programs / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start"], as_user)
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the newest version that is installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parent.parent.name))
    assert found, "mark this test with needs('postgresql')"
    return found[-1].parent


def _as_unprivileged(folder: Path) -> Mapping[str, Any]:
    """Return how to start programs that refuse to run as root; the folder is given to whoever runs them."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(_UNPRIVILEGED)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[Any], as_user: Mapping[str, Any]) -> None:
    # What the server inherits must be no pipe: it would never end, and neither would the wait for it.
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(
            [str(word) for word in command], stdout=told, stderr=told, cwd="/", check=False, **as_user
        )
        told.seek(0)
        assert done.returncode == 0, told.read().decode(errors="replace")

"""`zhiheng serve` as a process: first and second start, its end; backup, restore, what `doctor` and `verify` say."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters import web_processes
from adapters.web_processes import Server, command, serve

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("web_serving")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "数据"


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    running = serve(home)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def filled(server: Server, home: Path) -> Path:
    """Return the home with a few deeds and a stored file in it."""
    program = """
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import store
for number in range(5):
    with acts.act(None, "tests.fill"):
        Body(code=f"B{number}", name=f"机构 {number}").save()
store.keep("证据".encode(), name="证据.txt")
"""
    web_processes.run(home, program)
    return home


def test_it_prints_the_address_and_where_the_first_account_is_made(server: Server) -> None:
    assert f"已就绪：http://127.0.0.1:{server.port}/" in server.said
    assert "/accounts/first/?token=" in server.said


def test_it_serves_pages_static_files_and_no_version(server: Server) -> None:
    status, headers, _ = server.ask("/accounts/login/")
    assert (status, headers["Server"]) == (200, "zhiheng")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert server.ask("/static/zhiheng/css/tokens.css")[0] == 200
    assert server.ask("/tokens/")[0] == 302


def test_it_refuses_a_port_in_use_and_says_how_to_mend_it(server: Server, tmp_path: Path) -> None:
    ended = command("serve", "--home", str(tmp_path / "other"), "--port", str(server.port), home=tmp_path)
    assert ended.returncode == 2
    assert "端口已被占用" in ended.stderr
    assert f"--port {server.port + 1}" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "other").exists()


def test_it_keeps_the_data_starts_again_in_seconds_and_ends_without_a_trace(filled: Path) -> None:
    second = serve(filled)
    try:
        assert "数据表已更新" not in second.said
        # About three seconds on an idle machine; the tests may share theirs with others.
        assert second.seconds < 30
    finally:
        status, rest = second.stop(signal.SIGINT)
    assert (status, "Traceback" in rest) == (0, False)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", second.port))
    count = "from zhiheng_web.bodies.models import Body; print(Body.objects.count())"
    assert web_processes.run(filled, count).strip() == "5"


def test_it_starts_a_worker_that_was_killed_again(filled: Path) -> None:
    running = serve(filled)
    try:
        first = _worker_of(running.process.pid)
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + 30
        while _worker_of(running.process.pid) in (0, first):
            assert time.monotonic() < until, "no worker came in its place"
            time.sleep(0.2)
        second = _worker_of(running.process.pid)
    finally:
        running.process.kill()  # not even the server itself could say good-bye
        running.process.communicate(timeout=20)
    until = time.monotonic() + 20
    while Path(f"/proc/{second}").exists() and "Z" not in Path(f"/proc/{second}/stat").read_text().split()[2]:
        assert time.monotonic() < until, "the worker outlived its server"
        time.sleep(0.2)


def _worker_of(server: int) -> int:
    """Return the process that does the jobs: the one whose parent is a child of the server. 0 while there is none."""
    for child in _children(server):
        for grandchild in _children(child):
            return grandchild
    return 0


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(folder.name))
    return found


def test_it_says_what_is_wrong_with_an_installation(filled: Path) -> None:
    done = command("doctor", "--format", "json", home=filled)
    told = {one["code"]: one["verdict"] for one in json.loads(done.stdout)}
    assert done.returncode == 0
    assert (told["sqlite"], told["migrations"], told["workers"], told["secret_key"]) == ("ok", "ok", "ok", "ok")
    (filled / "secret-key").chmod(0o644)
    try:
        ended = command("doctor", home=filled)
        assert ended.returncode == 1
        assert "chmod 600" in ended.stdout
    finally:
        (filled / "secret-key").chmod(0o600)


def test_it_brings_a_backup_back_as_it_was(filled: Path, tmp_path: Path) -> None:
    kept, back = tmp_path / "backup.zip", tmp_path / "back"
    done = command("backup", str(kept), home=filled)
    assert done.returncode == 0, done.stderr
    assert kept.stat().st_mode & 0o077 == 0
    assert command("backup", str(kept), home=filled).returncode == 2  # nothing is overwritten
    done = command("restore", str(kept), home=back)
    assert done.returncode == 0, done.stderr
    before, after = (json.loads(command("verify", "--format", "json", home=one).stdout) for one in (filled, back))
    assert after["whole"]
    assert after["head"]["digest"] == before["head"]["digest"]
    assert _stored(back) == _stored(filled) != set()
    again = command("restore", str(kept), home=back)
    assert again.returncode == 2
    assert "不是空的" in again.stderr


def _stored(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in (home / "store").rglob("*") if path.is_file()}


def test_it_refuses_a_backup_that_is_not_whole(filled: Path, tmp_path: Path) -> None:
    kept, broken = tmp_path / "backup.zip", tmp_path / "broken.zip"
    command("backup", str(kept), home=filled)
    with zipfile.ZipFile(kept) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data.replace("证据".encode(), "证剧".encode()) if name.startswith("store/") else data)
    ended = command("restore", str(broken), home=tmp_path / "back")
    assert ended.returncode == 2
    assert "与摘要不符" in ended.stderr
    assert not (tmp_path / "back").exists()


def test_it_finds_a_database_edited_behind_its_back(filled: Path, tmp_path: Path) -> None:
    kept, back = tmp_path / "backup.zip", tmp_path / "back"
    command("backup", str(kept), home=filled)
    command("restore", str(kept), home=back)
    file = back / "zhiheng.sqlite3"
    with sqlite3.connect(file) as base:
        base.execute("UPDATE bodies_body SET name = '改过' WHERE code = 'B1'")
    base.close()
    ended = command("verify", "--database", str(file), "--lang", "en", home=back)
    assert ended.returncode == 1
    assert "was changed past the application" in ended.stdout
    refused = sqlite3.connect(file)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        refused.execute("DELETE FROM audit_line")
    refused.close()


def test_it_says_plainly_where_there_is_nothing(tmp_path: Path) -> None:
    ended = command("verify", "--home", str(tmp_path / "none"), "--lang", "en", home=tmp_path / "none")
    assert ended.returncode == 2
    assert "no database of Zhiheng" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.needs("postgresql")
@pytest.mark.xdist_group("postgresql")
def test_it_saves_and_restores_postgresql(tmp_path: Path, postgres_url: str) -> None:
    with web_processes.fresh_database(postgres_url) as one, web_processes.fresh_database(postgres_url) as other:
        home, back, kept = tmp_path / "home", tmp_path / "back", tmp_path / "backup.zip"
        web_processes.migrate(home, one)
        fill = "from zhiheng_web.audit import acts\nfrom zhiheng_web.bodies.models import Body\n"
        fill += "with acts.act(None, 'tests.fill'): Body(code='B', name='机构').save()"
        web_processes.run(home, fill, database=one)
        done = command("backup", str(kept), home=home, database=one)
        assert done.returncode == 0, done.stderr
        done = command("restore", str(kept), home=back, database=other)
        assert done.returncode == 0, done.stderr
        told = json.loads(command("verify", "--format", "json", home=back, database=other).stdout)
        assert (told["whole"], told["lines"], told["rows"]) == (True, 1, 1)

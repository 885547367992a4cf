"""Sixteen processes write at once: no deed fails, no number is missing, the chain is whole, on both databases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters import web_processes

pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("postgresql")]

PROCESSES, DEEDS = 16, 50
# Forked from one process that has loaded everything and opened nothing: all begin at the same moment.
WRITE = f"""
import os, sys, time
from django.db import connections
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body

begin = time.monotonic() + 1.0
connections.close_all()
children = []
for number in range({PROCESSES}):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            time.sleep(max(0, begin - time.monotonic()))
            for deed in range({DEEDS}):
                with acts.act(None, "tests.write", reason=f"{{number}}/{{deed}}"):
                    Body(code=f"C{{number}}-{{deed}}", name=f"机构 {{number}}-{{deed}}").save()
            status = 0
        finally:
            connections.close_all()
            sys.stderr.flush()
            os._exit(status)
    children.append(child)
failed = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)
print(failed)
"""


def test_it_loses_no_deed_of_sixteen_writers(tmp_path: Path, database: str) -> None:
    home = tmp_path / "home"
    web_processes.migrate(home, database)
    assert web_processes.run(home, WRITE, database=database).strip() == "0"
    count = "from zhiheng_web.audit.models import Line; print(Line.objects.count())"
    assert int(web_processes.run(home, count, database=database)) == PROCESSES * DEEDS
    done = web_processes.command("verify", "--format", "json", home=home, database=database)
    told = json.loads(done.stdout)
    assert (done.returncode, told["whole"], told["problems"]) == (0, True, [])
    assert (told["lines"], told["rows"], told["head"]["sequence"]) == (800, 800, 800)  # 16 × 50

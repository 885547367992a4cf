"""A run that is killed leaves no half-made answer behind: the child kills itself before each step of its writing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from adapters.checked_ledgers import case, ledger, rule, write_ledger

ROOT = Path(__file__).resolve().parents[4]

pytestmark = [
    pytest.mark.functional,
    pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system / 本系统没有 SIGKILL"),
]

#: Runs one check as of a day; `moment` is the audit event (and the name in its path) before which it kills itself.
CHILD = """
import os, signal, sys
from datetime import date
from pathlib import Path
from zhiheng.backends import Embedded
from zhiheng.checks import read_check
from zhiheng.engine.checking import run_checks
from zhiheng.ledgers.canonical import prepare_canonical

source, file, out, as_of, event, name = sys.argv[1:]

def die(seen, arguments):
    paths = [str(each) for each in arguments if isinstance(each, (str, os.PathLike))]
    if event and seen == event and any(each.endswith(name) for each in paths):
        os.kill(os.getpid(), signal.SIGKILL)

def tell(stage, done, of):
    if event == "tell" and stage == name:
        os.kill(os.getpid(), signal.SIGKILL)

canonical = prepare_canonical(Path(source))
checks = [read_check(Path(file))]
sys.addaudithook(die)
run_checks(canonical, checks, Embedded(), out=Path(out), as_of=date.fromisoformat(as_of), tell=tell, csv=True)
"""
OLD, NEW = "2024-03-31", "2024-06-30"
#: Until the new answer stands ready, the older one must not be touched.
EARLY = [("tempfile.mkdtemp", ""), ("tell", "check"), ("os.remove", "summary.json")]
MOMENTS = [
    ("", ""),  # not killed
    *EARLY,
    ("os.rename", "findings.parquet"),
    ("os.rename", "summary.json"),
    ("os.remove", "found.duckdb"),  # the new answer stands, and the working folder too
]


class Place:
    """A ledger with a check, and runs over it in processes of their own."""

    def __init__(self, folder: Path) -> None:
        cases = (case(f"case-{number:02}", f"filed 2024-01-{number:02}") for number in range(1, 29))
        self.source = write_ledger(folder / "ledger", ledger(*cases))
        self.file = folder / "rule.yaml"
        text = rule("t-late-days", "late", "parameters: {from: filed, to: decided, limit: {days: 75}}")
        self.file.write_text(text, encoding="utf-8")

    def run(self, out: Path, as_of: str, moment: tuple[str, str] = ("", "")) -> int:
        command = [sys.executable, "-c", CHILD, str(self.source), str(self.file), str(out), as_of, *moment]
        path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, check=False)
        assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
        return done.returncode


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    yield Place(tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="module")
def whole(place: Place, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """Return what undisturbed runs write, by day."""
    written = {}
    for as_of in (OLD, NEW):
        out = tmp_path_factory.mktemp("whole")
        assert place.run(out, as_of) == 0
        written[as_of] = _files(out)
    assert written[OLD] != written[NEW]
    return written


def _files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


@pytest.mark.parametrize("moment", MOMENTS, ids=[" ".join(moment).strip() or "never" for moment in MOMENTS])
def test_it_leaves_a_whole_answer_or_none(
    place: Place, whole: dict[str, dict[str, bytes]], tmp_path: Path, moment: tuple[str, str]
) -> None:
    for name, data in whole[OLD].items():
        (tmp_path / name).write_bytes(data)
    killed = place.run(tmp_path, NEW, moment) != 0
    assert killed == (moment != ("", "")), "the child reached the moment"
    left = _files(tmp_path)
    if moment in EARLY:
        assert left == whole[OLD]
    if "summary.json" in left:  # its presence says that the answer is whole
        assert left in (whole[OLD], whole[NEW])
        found = json.loads(left["summary.json"])["t-late-days"]["findings"]
        assert pq.read_table(tmp_path / "findings.parquet").num_rows == found
    assert place.run(tmp_path, NEW) == 0
    assert _files(tmp_path) == whole[NEW]
    assert {path.name for path in tmp_path.iterdir()} == set(whole[NEW]), "working folders of killed runs are gone"

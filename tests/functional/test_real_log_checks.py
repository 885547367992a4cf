"""Checks on logs that nobody here wrote: what they find is what was published about these logs.

Expected values: the list of known answers that was handed over with the files; the 4,002 complaints are those that are
at least the third at one address in thirty days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from zhiheng.backends import Embedded
from zhiheng.checks import choose_checks
from zhiheng.engine.checking import run_checks
from zhiheng.ledgers.canonical import prepare_canonical
from zhiheng.ledgers.importing import find_map, import_log, read_map

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FINES, COMPLAINTS = "Road_Traffic_Fine_Management_Process.xes.gz", "chicago_sanitation_complaints.parquet"

# One worker takes all of them: a log is imported once and not once a worker.
pytestmark = [pytest.mark.functional, pytest.mark.xdist_group("real-logs")]

REPEATED = """
id: chicago-repeated-complaints
kind: repeated
title: {zh: 三十日内同一地址第三次投诉, en: Third complaint at one address in thirty days}
severity: minor
subject: complaint
rule_out: {zh: 地址是否相同, en: whether the address is the same}
parameters: {times: 3, within: {days: 30}, same: place_key}
versions:
- {from: null, until: null, citation: XH-18}
"""


def _findings(folder: Path, log: str, name: str, checks: Sequence[str]) -> Mapping[str, int]:
    path = DATA / log
    if not path.is_file():
        pytest.skip(f"缺少真实日志 ../shared/data/{log} / the real log ../shared/data/{log} is not here")
    import_log(path, read_map(find_map(name)), folder / "ledger")
    canonical = prepare_canonical(folder / "ledger")
    run = run_checks(canonical, choose_checks(checks), Embedded(), out=folder / "found")
    return {check_id: int(told["findings"] or 0) for check_id, told in run.summary.items()}


def test_it_finds_on_the_fines_what_was_published_about_them(tmp_path: Path) -> None:
    found = _findings(tmp_path, FINES, "road-fines", ["it-road-fines"])
    stages = [count for check_id, count in found.items() if "-missing-stage-" in check_id]
    assert (len(stages), sum(stages)) == (5, 359_415)
    assert found["it-road-fines-late-notification-90-days"] == 47_593
    assert found["it-road-fines-late-penalty-90-days"] == 76_586
    # The penalty comes exactly sixty days after the notification, in 79,860 of 79,860 cases: neither later nor sooner.
    assert found["it-road-fines-late-penalty"] == 0
    assert found["it-road-fines-premature-penalty"] == 0
    assert found["it-road-fines-out-of-order-penalty"] == 0
    assert found["it-road-fines-out-of-order-payment"] == 4_112


def test_it_finds_the_complaints_that_are_the_third_at_one_address(tmp_path: Path) -> None:
    rule = tmp_path / "chicago-repeated-complaints.yaml"
    rule.write_text(REPEATED, encoding="utf-8")
    found = _findings(tmp_path, COMPLAINTS, "chicago-complaints", [str(rule)])
    assert found == {"chicago-repeated-complaints": 4_002}

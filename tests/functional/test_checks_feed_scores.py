"""From a ledger to a score by way of checks: the deduction by hand, dismissals, and the same bytes from `inputs/`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.command_line import CommandLine
from adapters.ledger_files import write_folder
from zhiheng import api
from zhiheng.cli import explanations
from zhiheng.domain.score import RuleScore
from zhiheng.engine.results import sealed
from zhiheng.ledgers.dismissals import FindingKey, dismiss

HEAD = "name: 检验台账\nperiod: {from: 2024-01-01, to: 2025-01-01}\nas_of: 2024-12-31\ncalendar: cn\n"
UNITS = [
    ("unit_id", "name", "parent_id", "kind", "level"),
    ("U1", "甲市", "", "prefecture_city", "city"),
    ("S1", "一大队", "U1", "", "squad"),
    ("U2", "乙市", "", "prefecture_city", "city"),
]
LAWFUL = {
    "filed": "2024-03-01",
    "investigated": "2024-03-04",
    "reviewed": "2024-03-06",
    "notified": "2024-03-07",
    "decided": "2024-03-18",
    "served": "2024-03-20",
    "published": "2024-03-22",
    "closed": "2024-04-02",
}
#: Case by case what differs from the lawful course; None: the step is missing.
COURSES: dict[str, dict[str, str | None]] = {
    "C1": {"notified": None},  # decided without notice
    "C2": {"notified": "2024-03-19"},  # notice after the decision
    "C3": {"served": None},  # closed without service: missing, and overdue too
    "C4": {},
    # the fault of C1, but decided in the year before
    "C5": {name: day.replace("2024", "2023") for name, day in LAWFUL.items()} | {"notified": None},
}
CASES = [("case_id", "unit_id", "kind", "procedure"), *((case, "S1", "penalty", "ordinary") for case in COURSES)]
EVENTS = [
    ("case_id", "activity", "at"),
    *((case, name, at) for case, course in COURSES.items() for name, at in (LAWFUL | course).items() if at),
]
OPEN = {
    ("cn-penalty-missing-notice", "C1"),
    ("cn-penalty-out-of-order-notice", "C2"),
    ("cn-penalty-missing-service", "C3"),
    ("cn-penalty-late-service", "C3"),
}
CLEAN = {"quality_rate": "clean_cases"}


@pytest.fixture
def zhiheng(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, explanations.attach)


def ledger_in(folder: Path, **tables: Any) -> Path:
    return write_folder(folder, {"units": UNITS, "cases": CASES, "events": EVENTS, **tables}, yaml=HEAD)


def rule_in(evaluation: Any, rule_id: str = "D05-3-a", unit: str = "U1") -> RuleScore:
    return next(rule for rule in evaluation.result.unit(unit).every_rule() if rule.id == rule_id)


def test_it_deducts_for_the_cases_that_checks_found(tmp_path: Path) -> None:
    evaluation = api.evaluate_files(api.Job("hunan-2020", ledger_in(tmp_path / "ledger")))
    rule = rule_in(evaluation)
    # C1, C2, C3: 3 × 0.5 = 1.5; C3 has two findings and is one case; C5 belongs to another year
    assert (rule.input, str(rule.points)) == ("3", "-1.5")
    assert rule.rows == tuple(sorted(f"check:{check}/{case}" for check, case in OPEN))
    unit = evaluation.result.unit("U1")
    assert unit.base == 100 - 1.5  # nothing else was reported
    assert rule_in(evaluation, unit="U2").input_from == "not_reported"  # no case of U2 was examined: no 0


def test_what_is_dismissed_costs_nothing(tmp_path: Path) -> None:
    folder = ledger_in(tmp_path / "ledger")
    for number, (check, case) in enumerate(sorted(OPEN), 1):
        key = FindingKey(check, case, "", "S1")
        dismiss(folder, key, reason="告知书在纸质案卷中", by="张三", at=datetime(2025, 1, number, 9, 0))
        told = rule_in(api.evaluate_files(api.Job("hunan-2020", folder))).input if number in (1, 4) else None
        # the first is late service of C3, which is still found unserved: three cases as before
        assert told == {1: "3", 4: "0"}.get(number)


def test_an_option_leaves_checks_aside(tmp_path: Path) -> None:
    folder = ledger_in(tmp_path / "ledger")
    job = api.Job("hunan-2020", folder, options={"check_findings": "not_counted"})
    assert rule_in(api.evaluate_files(job)).input_from == "not_reported"
    assert not (folder / ".canonical").exists()  # no check was run


def test_the_quality_rate_is_that_of_closed_cases_by_option(tmp_path: Path) -> None:
    folder = ledger_in(tmp_path / "ledger")
    assert rule_in(api.evaluate_files(api.Job("hunan-2020", folder)), "D10-4-a").input_from == "not_reported"
    options = {"check_findings": "counted", **CLEAN}
    rule = rule_in(api.evaluate_files(api.Job("hunan-2020", folder, options=options)), "D10-4-a")
    # closed in 2024: C1 to C4; only C4 is without a finding: 25 %, less than 50 %
    assert rule.measured is not None and rule.points == -2
    assert rule.measured.denominator_rows == tuple(f"cases:C{number}" for number in range(1, 5))
    assert rule.measured.numerator_rows == ("cases:C4",)


def test_it_recomputes_from_the_stored_inputs_without_running_checks(tmp_path: Path) -> None:
    folder, out = ledger_in(tmp_path / "ledger"), tmp_path / "out"
    first = api.evaluate_files(api.Job("hunan-2020", folder, out, options=CLEAN))
    again = api.scoring.evaluate(api.scoring.read_request(out))
    # inputs/ holds fewer columns than the ledger, so that only the digest of the ledger is another
    result = sealed(replace(again.result, ledger_digest=first.result.ledger_digest))
    api.scoring.write_json(result, tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (out / "result.json").read_bytes()
    stored = api.evaluate_files(api.Job("hunan-2020", out / "inputs", tmp_path / "second", options=CLEAN))
    assert stored.result.units == first.result.units
    assert not (out / "inputs" / ".canonical").exists()
    checked = (out / "inputs" / "checked.json").read_bytes()
    assert (tmp_path / "second" / "inputs" / "checked.json").read_bytes() == checked
    read = api.scoring.read_evaluation(out)
    assert read.rows["check:cn-penalty-missing-notice/C1"].columns["case_id"] == "C1"


def test_it_explains_and_prints_the_rows(zhiheng: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    api.evaluate_files(api.Job("hunan-2020", ledger_in(tmp_path / "ledger"), out))
    ended = zhiheng("explain", out, "--unit", "U1", "--rule", "D05-3-a")
    told = " ".join(ended.out.split())
    assert "check:cn-penalty-missing-notice/C1" in told and "2024-03-18" in told
    assert "处罚决定之前没有事先告知" in told and "先排除" in told
    as_json = zhiheng("explain", out, "--unit", "U1", "--rule", "D05-3-a", "--format", "json").data
    assert {row["case_id"] for row in as_json["row_details"]} == {"C1", "C2", "C3"}
    page = (out / "report.html").read_text("utf-8")
    assert "须先排除：" in page and "cn-penalty-out-of-order-notice" in page
    told_again = json.loads((out / "result.json").read_text("utf-8"))["options"]
    assert told_again["check_findings"] == "counted"


def test_two_schemes_share_one_run(tmp_path: Path) -> None:
    folder = ledger_in(tmp_path / "ledger")
    one, other = api.Job("hunan-2020", folder), api.Job("hunan-2020", folder, options={"check_findings": "not_counted"})
    left, right = api.evaluate_twice(one, other)
    assert (rule_in(left).input, rule_in(right).input) == ("3", None)

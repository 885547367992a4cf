"""Rules answered by findings of checks: what counts, for whom, and when there is no answer at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.scheme_files import SMALL, altered, read_text
from adapters.scored_ledgers import UNIT, Row, fact, finding, ledger_of, rule_of
from zhiheng.domain.checked import Checked, CheckFinding, CheckOutcome
from zhiheng.domain.evaluation import Evaluation
from zhiheng.domain.refusals import Refusal
from zhiheng.domain.score import RuleScore
from zhiheng.domain.texts import Text
from zhiheng.engine import Request, evaluate

NOTICE, ORDER = "cn-penalty-missing-notice", "cn-penalty-out-of-order-notice"
COUNTED = "type: per_unit, amount: 0.5, cap: 6, unit_zh: 起, zh: 每发现一起"
RATE = "type: threshold, amount: 2, threshold: 0.9, zh: 未达到90%"
CITY = {**UNIT, "kind": "city"}
SQUADS = [{"unit_id": f"S{n}", "name": f"{n}大队", "parent_id": "U1", "level": "squad"} for n in (1, 2)]
DAY = "2020-05-06T10:00:00+08:00"


def found(case: str, unit: str = "S1", at: str = DAY, *, dismissed: bool = False) -> CheckFinding:
    return CheckFinding(unit, case, "", at, "{}", dismissed)


def outcome(check: str, *findings: CheckFinding, examined: Mapping[str, Sequence[str]] | None = None) -> CheckOutcome:
    """Return what a check found among the cases it examined, by unit; ten cases of squad S1 by default."""
    cases = {"S1": [f"C{n}" for n in range(1, 11)]} if examined is None else examined
    rows = tuple((unit, case) for unit, ids in cases.items() for case in ids)
    counts = {unit: len(ids) for unit, ids in cases.items()}
    return CheckOutcome(check, Text(f"查{check}"), Text("无"), None, counts, rows, findings)


def unanswerable(check: str) -> CheckOutcome:
    return CheckOutcome(check, Text(check), Text("无"), Text("台账没有“办案环节”表", "no events"))


def evaluated(folder: Path, members: str, *outcomes: CheckOutcome, rule: str = COUNTED, **tables: Any) -> Evaluation:
    """Return the evaluation of city U1 under a small scheme whose rule D01-2-a has these members."""
    folder.mkdir(exist_ok=True)
    scheme = read_text(folder, altered(SMALL, (COUNTED, f"{rule}, {members}")))
    ledger = ledger_of(folder / "ledger", {"units": [CITY, *SQUADS], **tables})
    checked = Checked("2020-11-15", {one.check_id: one for one in outcomes})
    return evaluate(Request(scheme, ledger, checked=checked))


def scored(*arguments: Any, **tables: Any) -> RuleScore:
    return rule_of(evaluated(*arguments, **tables).result.unit("U1"), "D01-2-a")


BOTH = f"checks: [{NOTICE}, {ORDER}]"


@pytest.mark.parametrize(("count", "shown", "points"), [("findings", "4", "-2.0"), ("cases", "3", "-1.5")])
def test_it_counts_findings_or_the_cases_they_are_about(count: str, shown: str, points: str, tmp_path: Path) -> None:
    outcomes = outcome(NOTICE, found("C1"), found("C2"), found("C3", "S2")), outcome(ORDER, found("C2"))
    rule = scored(tmp_path, f"{BOTH}, checks_count: {count}", *outcomes)
    # four findings, C2 has two of them: 4 × 0.5 = 2, or 3 cases × 0.5 = 1.5
    assert (rule.input, rule.input_from, rule.source, str(rule.points)) == (shown, "measure", "checks", points)
    assert rule.rows == tuple(
        f"check:{check}/{case}" for check, case in ((NOTICE, "C1"), (NOTICE, "C2"), (NOTICE, "C3"), (ORDER, "C2"))
    )
    assert rule.measured is not None
    assert (rule.measured.numerator, rule.measured.denominator) == (int(shown), 1)
    assert rule.measured.numerator_rows == rule.rows and "÷" not in rule.why.zh


def test_the_reason_names_the_checks_with_their_counts(tmp_path: Path) -> None:
    outcomes = outcome(NOTICE, found("C1"), found("C2", dismissed=True)), outcome(ORDER)
    why = scored(tmp_path, BOTH, *outcomes).why
    assert why.zh.endswith(f"（检查：查{NOTICE} 1；另 1 项检查没有发现；已排除 1 条不计）")
    assert "1 dismissed, not counted" in why.en


def test_it_counts_no_dismissed_finding_and_none_of_another_period_or_unit(tmp_path: Path) -> None:
    of_others = found("C1", dismissed=True), found("C2", at="2019-12-31"), found("C3", "X9"), found("C4", at="")
    rule = scored(tmp_path, f"checks: [{NOTICE}]", outcome(NOTICE, *of_others, found("C5", at="2020-01-01")))
    # a finding without a day contradicts no period
    assert (rule.input, rule.rows) == ("2", (f"check:{NOTICE}/C4", f"check:{NOTICE}/C5"))


def test_two_findings_on_one_case_have_a_reference_each(tmp_path: Path) -> None:
    evaluation = evaluated(tmp_path, f"checks: [{NOTICE}]", outcome(NOTICE, found("C1"), found("C1", at="2020-06-01")))
    rule = rule_of(evaluation.result.unit("U1"), "D01-2-a")
    assert (rule.input, rule.rows) == ("2", (f"check:{NOTICE}/C1", f"check:{NOTICE}/C1#2"))
    assert evaluation.rows[rule.rows[1]].columns["occurred_at"] == "2020-06-01"
    assert evaluation.rows[f"check:{NOTICE}"].columns["title"] == f"查{NOTICE}"


def test_what_no_check_can_answer_is_not_reported(tmp_path: Path) -> None:
    unit = evaluated(tmp_path, BOTH, unanswerable(NOTICE), unanswerable(ORDER)).result.unit("U1")
    rule = rule_of(unit, "D01-2-a")
    assert (rule.input, rule.input_from, rule.points) == (None, "not_reported", 0)
    assert "D01-2-a" in unit.not_reported
    assert [(one.source, one.value) for one in rule.other_inputs] == [("checks_not_answerable", f"{NOTICE}、{ORDER}")]


def test_checks_that_can_be_answered_count_and_the_others_are_named(tmp_path: Path) -> None:
    rule = scored(tmp_path, BOTH, outcome(NOTICE, found("C1")), unanswerable(ORDER))
    assert rule.input == "1"
    assert f"1 项台账无法回答：{ORDER}" in rule.why.zh


def test_a_unit_of_which_nothing_was_examined_gets_no_zero(tmp_path: Path) -> None:
    assert scored(tmp_path, BOTH, outcome(NOTICE, examined={"X9": ["C1"]})).input_from == "not_reported"
    assert scored(tmp_path / "b", BOTH, outcome(NOTICE, examined={"S2": ["C1"]})).input == "0"


@pytest.mark.parametrize(
    ("tables", "used", "other"),
    [
        ({"findings": [finding("D01-2-a", quantity=3)]}, ("3", "findings", ""), ("measure", "1")),
        ({"facts": [fact("D01-2-a", "3")]}, ("3", "facts", "verified"), ("measure", "1")),
        ({"facts": [fact("D01-2-a", "3", "自评")]}, ("1", "measure", "checks"), ("facts", "3")),
    ],
)
def test_it_stands_between_what_was_verified_and_other_facts(
    tables: dict[str, list[Row]], used: tuple[str, str, str], other: tuple[str, str], tmp_path: Path
) -> None:
    rule = scored(tmp_path, f"checks: [{NOTICE}]", outcome(NOTICE, found("C1")), **tables)
    assert (rule.input, rule.input_from, rule.source) == used
    assert [(one.input_from, one.value) for one in rule.other_inputs] == [other] and rule.conflict


def test_any_finding_answers_a_yes_or_no(tmp_path: Path) -> None:
    flag = "type: absence, amount: 4, zh: 未告知"
    outcomes = outcome(NOTICE, found("C1"), found("C2"))
    assert scored(tmp_path, f"checks: [{NOTICE}]", outcomes, rule=flag).points == -4
    assert scored(tmp_path / "b", f"checks: [{NOTICE}]", outcome(NOTICE), rule=flag).points == 0


CASES = [{"case_id": f"C{n}", "unit_id": "S1", "kind": "penalty"} for n in range(1, 12)]
CLOSED = [{"case_id": f"C{n}", "activity": "closed", "at": f"20{20 - (n == 1)}-06-01"} for n in range(1, 6)]


@pytest.mark.parametrize(
    ("count", "fraction", "points"),
    [
        ("cases", (8, 10), -2),  # C11 was not examined; C1 and C2 have findings: 80 % is less than 90 %
        ("closed_cases", (3, 4), -2),  # C2 to C5 were closed in 2020, C1 the year before
    ],
)
def test_a_rate_is_that_of_the_cases_without_a_finding(
    count: str, fraction: tuple[int, int], points: int, tmp_path: Path
) -> None:
    # the day of a finding does not matter to a rate: the case is what is counted
    outcomes = outcome(NOTICE, found("C1"), found("C2", at="2019-01-01"), found("C3", dismissed=True)), outcome(ORDER)
    members = f"{BOTH}, checks_count: {count}"
    rule = scored(tmp_path, members, *outcomes, rule=RATE, cases=CASES, events=CLOSED)
    assert rule.measured is not None and rule.points == points
    assert (int(rule.measured.numerator), int(rule.measured.denominator)) == fraction
    missing = set(rule.measured.denominator_rows) - set(rule.measured.numerator_rows)
    assert missing == ({"cases:C1", "cases:C2"} if count == "cases" else {"cases:C2"})
    assert set(rule.rows) - set(rule.measured.denominator_rows) == {f"check:{NOTICE}/{one[6:]}" for one in missing}
    assert rule.why.zh.startswith(f"{fraction[0]} ÷ {fraction[1]}；")


def test_nothing_closed_is_no_rate(tmp_path: Path) -> None:
    members = f"{BOTH}, checks_count: closed_cases"
    rule = scored(tmp_path, members, outcome(NOTICE), rule=RATE, cases=CASES, events=CLOSED[:1])
    assert rule.input_from == "not_reported"


def test_it_refuses_checks_run_as_of_another_day(tmp_path: Path) -> None:
    scheme = read_text(tmp_path, SMALL)
    ledger = ledger_of(tmp_path / "ledger", {"units": [CITY]})
    with pytest.raises(Refusal) as refusal:
        evaluate(Request(scheme, ledger, checked=Checked("2020-11-14", {})))
    assert refusal.value.faults[0].code == "checked_on_another_day"

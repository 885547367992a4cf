"""Which input a rule is told: verified findings, a verified fact, the measure, another fact, a declaration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.scored_ledgers import UNIT, evaluated, fact, finding, refused, rule_of
from zhiheng.domain.score import RuleScore

DRESS = "D03-2-a"  # 每发现一起扣0.2分
SURVEY = {"unit_id": "U1", "respondents": 200, "satisfied": 168}  # 84 %


def told(folder: Path, rule_id: str, head: str = "", **tables: Any) -> RuleScore:
    """Return how one rule came out."""
    return rule_of(evaluated(folder, tables, head=head).unit("U1"), rule_id)


def seen(rule: RuleScore) -> tuple[str | None, str, str]:
    return rule.input, rule.input_from, rule.source


def test_verified_findings_come_first(tmp_path: Path) -> None:
    facts = [fact(DRESS, "5"), fact(DRESS, "9", "自评")]
    rule = told(tmp_path, DRESS, findings=[finding(DRESS, quantity=3)], facts=facts)
    assert (seen(rule), str(rule.points)) == (("3", "findings", ""), "-0.6")
    assert rule.conflict
    assert [(other.input_from, other.value, other.source) for other in rule.other_inputs] == [
        ("facts", "5", "verified"),
        ("facts", "9", "自评"),
    ]


@pytest.mark.parametrize(
    ("source", "used", "points", "other"),
    [
        ("核实", ("0.9", "facts", "verified"), 0, ("measure", "0.84")),  # 90 %: nothing
        ("自评", ("0.84", "measure", "satisfaction_rate"), -1, ("facts", "0.9")),  # 168 ÷ 200 = 84 %
    ],
)
def test_a_measure_stands_between_verified_and_other_facts(
    source: str, used: tuple[str, ...], points: int, other: tuple[str, str], tmp_path: Path
) -> None:
    rule = told(tmp_path, "D08-2-a", surveys=[SURVEY], facts=[fact("D08-2-a", "0.9", source)])
    assert (seen(rule), rule.points, rule.conflict) == (used, points, True)
    assert [(one.input_from, one.value) for one in rule.other_inputs] == [other]


def test_another_fact_counts_where_nothing_better_is_there(tmp_path: Path) -> None:
    rule = told(tmp_path, DRESS, facts=[fact(DRESS, "2", "自评")])
    assert (seen(rule), rule.conflict, rule.other_inputs) == (("2", "facts", "自评"), False, ())


def test_inputs_that_agree_are_no_conflict(tmp_path: Path) -> None:
    rule = told(tmp_path, DRESS, findings=[finding(DRESS, quantity=3)], facts=[fact(DRESS, "3", "自评")])
    assert (rule.conflict, len(rule.other_inputs)) == (False, 1)
    flag = told(tmp_path, "D01-1-a", findings=[finding("D01-1-a", quantity=4)], facts=[fact("D01-1-a", "true")])
    assert not flag.conflict  # four reports and a yes say the same


def test_nothing_reported_is_listed_and_costs_nothing(tmp_path: Path) -> None:
    unit = evaluated(tmp_path, {"facts": [fact("D01-1-a", "false")]}).unit("U1")
    rule = rule_of(unit, DRESS)
    assert (seen(rule), rule.points) == ((None, "not_reported", ""), 0)
    assert "未报告" in rule.why.zh
    assert unit.status == "incomplete" and DRESS in unit.not_reported and "D01-1-a" not in unit.not_reported
    assert unit.score == 100


def test_a_rule_that_another_excludes_needs_no_input(tmp_path: Path) -> None:
    unit = evaluated(tmp_path, {"findings": [finding("D01-3-a")]}).unit("U1")
    assert rule_of(unit, "D01-3-b").superseded_by == "D01-3-a"
    assert "D01-3-b" not in unit.not_reported and "D01-2-a" in unit.not_reported


@pytest.mark.parametrize(
    ("head", "rule_id", "value"),
    [
        ("findings_complete: all\n", DRESS, "0"),
        ("findings_complete: [D03-2-a]\n", DRESS, "0"),
        ("findings_complete: [D03-2-a]\n", "D03-1-a", None),
        ("findings_complete: all\n", "B01-a", "0"),
        ("findings_complete: all\n", "D08-2-a", None),  # a rate is never answered by silence
        ("findings_complete: all\n", "D10-2-a", None),  # no number of inspections is not zero inspections
        ("findings_complete: all\n", "D06-4-a", None),
    ],
)
def test_a_declaration_of_completeness_says_none(head: str, rule_id: str, value: str | None, tmp_path: Path) -> None:
    rule = told(tmp_path, rule_id, head)
    assert (rule.input, rule.points) == (value, 0)
    assert rule.source == ("findings_complete" if value else "")


def test_any_row_is_heard_before_the_declaration(tmp_path: Path) -> None:
    rule = told(tmp_path, DRESS, "findings_complete: all\n", facts=[fact(DRESS, "2", "自评")])
    assert seen(rule) == ("2", "facts", "自评")
    assert not rule.conflict


@pytest.mark.parametrize("status", ["pending", "rejected", "待核实", "不属实"])
def test_what_is_not_verified_is_shown_and_not_used(status: str, tmp_path: Path) -> None:
    rows = [finding(DRESS, 1, quantity=7, status=status), finding(DRESS, 2, quantity=2, status=status)]
    alone = told(tmp_path / "alone", DRESS, findings=rows)
    assert (seen(alone)[:2], alone.points) == ((None, "not_reported"), 0)
    assert [(other.value, other.rows) for other in alone.other_inputs] == [("9", ("F1", "F2"))]
    declared = told(tmp_path / "declared", DRESS, "findings_complete: all\n", findings=rows)
    assert seen(declared) == ("0", "findings", "findings_complete")
    beside = told(tmp_path / "beside", DRESS, findings=[*rows, finding(DRESS, 3)])
    assert (beside.input, beside.rows) == ("1", ("F3",))


def test_a_tolerated_row_is_shown_with_the_points_it_would_have_cost(tmp_path: Path) -> None:
    rows = [finding(DRESS, 1, quantity=3), finding(DRESS, 2, quantity=2, exemption="F2", exemption_reason="暴雨")]
    rule = told(tmp_path, DRESS, findings=rows)
    # 3 × 0.2 = 0.6; tolerated: 2 × 0.2 = 0.4
    assert (str(rule.points), str(rule.exempted)) == ("-0.6", "0.4")
    assert (rule.rows, rule.exempted_rows) == (("F1", "F2"), ("F2",))
    assert "容错 1 条计 0 分" in rule.why.zh


def test_findings_are_summed_up_to_the_elements_of_a_list(tmp_path: Path) -> None:
    rows = [finding("D05-2-a", 1, quantity=4), finding("D05-2-a", 2, quantity=4)]
    by_element = told(tmp_path, "D05-2-a", findings=rows)
    by_option = evaluated(tmp_path, {"findings": rows}, options={"count_by": "penalty_item"})
    by_item = rule_of(by_option.unit("U1"), "D05-2-a")
    assert (by_element.input, by_element.points) == ("5", Decimal("-2.5"))  # five elements × 0.5
    assert (by_item.input, by_item.points, by_item.capped) == ("8", -3, True)  # 8 × 0.5 = 4 → 3


@pytest.mark.parametrize(
    ("facts", "state", "deducted"),
    [
        ([fact("D01-3", "exempt")], "exempt", 0),
        ([fact("D01-3", "免扣", "自评")], "exempt", 0),
        ([fact("D01-3", "not_applicable")], "not_applicable", 0),
        ([fact("D01-3", "exempt", "自评"), fact("D01-3", "false")], "applies", 4),  # what is verified has the last word
        ([], "applies", 4),
    ],
)
def test_a_sub_item_may_be_exempt_or_not_apply(facts: list[Any], state: str, deducted: int, tmp_path: Path) -> None:
    unit = evaluated(tmp_path, {"findings": [finding("D01-3-a")], "facts": [fact("D01-1-a", "0"), *facts]}).unit("U1")
    sub_item = next(sub for item in unit.items for sub in item.sub_items if sub.id == "D01-3")
    assert (sub_item.state, sub_item.deducted) == (state, deducted)
    if state != "applies":
        assert {rule.input_from for rule in sub_item.rules} == {"not_applicable"}
        assert not {"D01-3-a", "D01-3-b"} & set(unit.not_reported)
        assert any(ref.startswith("facts:U1:D01-3") for rule in sub_item.rules for ref in rule.rows)


@pytest.mark.parametrize(
    ("rows", "code", "value", "remedy"),
    [
        ({"facts": [fact("D03-2-aa", "1")]}, "unknown_rule", "D03-2-aa", "D03-2-a"),
        ({"findings": [finding("D3-2-a")]}, "unknown_rule", "D3-2-a", "D03-2-a"),
        ({"findings": [finding("D03-2")]}, "unknown_rule", "D03-2", "D03-2-a"),  # a sub-item holds rules
        ({"findings": [finding("D05-1-1")]}, "unknown_rule", "D05-1-1", "D05-1-1-b"),  # so does a group
        ({"facts": [fact("D03", "1")]}, "unknown_rule", "D03", "D03-1-a"),  # and an item
        ({"facts": [fact("D01-1", "exempt")]}, "unreadable_value", "exempt", "D01-1-a"),  # no exemption is named there
        ({"facts": [fact("D08-2-a", "85")]}, "unreadable_value", "85", "84.99%"),
        ({"facts": [fact("D02-3-b", "5")]}, "impossible_value", "5", "check"),
        ({"facts": [fact("B01-a", "4")]}, "unreadable_value", "4", "highest"),
        ({"facts": [fact("D01-1-a", "也许")]}, "unreadable_value", "也许", "true"),
    ],
)
def test_it_refuses_a_row_that_answers_nothing(
    rows: dict[str, Any], code: str, value: str, remedy: str, tmp_path: Path
) -> None:
    (fault,) = refused(tmp_path, rows)
    assert (fault.code, fault.value, fault.place.row) == (code, value, 2)
    assert remedy in fault.remedy.of("en")
    assert fault.place.file.endswith(".csv") and fault.place.column


def test_it_refuses_a_tolerance_that_the_scheme_does_not_have(tmp_path: Path) -> None:
    rows = [{**finding("DED-CONDUCT"), "exemption": "F9"}]
    units = [{**UNIT, "kind": "landscaping"}]
    (fault,) = refused(tmp_path, {"units": units, "findings": rows}, scheme="chongqing-interim")
    assert (fault.code, fault.value) == ("unknown_tolerance", "F9")
    assert "F1、F2、F3、F4" in fault.remedy.zh


def test_rows_outside_the_period_are_named(tmp_path: Path) -> None:
    days = ["2019-12-31", "2020-01-01", "2020-11-15", "2020-11-16", "2021-01-01", ""]
    rows = [finding(DRESS, number, occurred_at=day) for number, day in enumerate(days, 1)]
    result = evaluated(tmp_path, {"findings": rows})
    # the period is half-open, the as-of day belongs to it; an undated row counts
    assert rule_of(result.unit("U1"), DRESS).rows == ("F2", "F3", "F6")
    assert [(left.what, left.rows) for left in result.left_out] == [
        ("findings", ("F4",)),
        ("findings", ("F1", "F5")),
    ]
    later = evaluated(tmp_path, {"findings": rows}, as_of=date(2020, 12, 31))
    assert rule_of(later.unit("U1"), DRESS).rows == ("F2", "F3", "F4", "F6")


def test_outcomes_outside_the_period_are_named_as_outcomes(tmp_path: Path) -> None:
    row = {"outcome_id": "O1", "unit_id": "U1", "organ": "court", "result": "revoked", "effective_at": "2021-02-01"}
    units = [{**UNIT, "kind": "landscaping"}]
    result = evaluated(tmp_path, {"units": units, "outcomes": [row]}, scheme="chongqing-interim")
    assert result.unit("U1").vetoes == ()
    assert [(left.what, left.rows) for left in result.left_out] == [("outcomes", ("O1",))]


def test_rows_of_another_scheme_are_left_out_and_named(tmp_path: Path) -> None:
    tables = {"findings": [finding("DED-CONDUCT"), finding(DRESS, 2)], "facts": [fact("DEMO-X", "1")]}
    assert [fault.value for fault in refused(tmp_path / "all", tables)] == ["DEMO-X"]  # no scheme knows it
    result = evaluated(tmp_path / "known", {"findings": tables["findings"]})
    assert [(left.what, left.rows) for left in result.left_out] == [("findings", ("F1",))]
    assert rule_of(result.unit("U1"), DRESS).input == "1"


@pytest.mark.parametrize(("outcomes", "complete", "missing"), [(None, "", True), ([], "", False), (None, "all", False)])
def test_a_veto_is_unanswered_where_no_table_of_outcomes_is_given(
    outcomes: list[Any] | None, complete: str, missing: bool, tmp_path: Path
) -> None:
    tables: dict[str, Any] = {"units": [{**UNIT, "kind": "landscaping"}]}
    if outcomes is not None:
        decided = {"organ": "court", "result": "maintained", "effective_at": "2020-05-01"}
        tables["outcomes"] = [{"outcome_id": "O1", "unit_id": "U1", **decided}]
    head = f"findings_complete: {complete}\n" if complete else ""
    unit = evaluated(tmp_path, tables, scheme="chongqing-interim", head=head).unit("U1")
    assert ("V4" in unit.not_reported) == missing

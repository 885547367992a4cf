"""File review in two rounds: a mended problem keeps its deduction, an unmended one counts twice in all (WX-15)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.scored_ledgers import evaluated, refused
from zhiheng.domain.score import Result
from zhiheng.engine.reviews import Problem, settle_rounds

WUXUE = "wuxue-file-review"
TWO = Decimal(2)


def problem(
    ref: str, amount: str = "1", *, page: str = "", mended: str = "", rule: str = "E", second: bool = False
) -> Problem:
    return Problem(
        ref=ref,
        rule_id=rule,
        page=page,
        amount=Decimal(amount),
        states_amount=True,
        round=2 if second else 1,
        mended=mended,
        exempted=False,
    )


def answer(ref: str, mended: str, *, page: str = "") -> Problem:
    """Return a row of round two that says what became of a problem."""
    return problem(ref, page=page, mended=mended, second=True)


def settled(*problems: Problem, factor: Decimal = TWO, **options: str) -> dict[str, str]:
    return {ref: str(amount) for ref, amount in settle_rounds(problems, factor, options).items()}


@pytest.mark.parametrize(
    ("mended", "options", "final"),
    [
        ("", {}, "1.5"),  # round one alone
        ("mended", {}, "1.5"),  # keeps its deduction
        ("mended", {"mended_keeps_deduction": "no"}, "0"),
        ("not", {}, "3.0"),  # 1.5 × 2 in total
        ("partly", {}, "3.0"),  # 整改不到位 doubles as well
        ("partly", {"partly_counts_as_unmended": "no"}, "1.5"),
        ("partly", {"partly_counts_as_unmended": "no", "mended_keeps_deduction": "no"}, "0"),
    ],
)
def test_it_settles_a_problem_told_on_its_own_row(mended: str, options: dict[str, str], final: str) -> None:
    assert settled(problem("F1", "1.5", mended=mended), **options) == {"F1": final}


@pytest.mark.parametrize(("factor", "final"), [("1", "2"), ("1.5", "3.0"), ("2", "4"), ("3", "6")])
def test_the_factor_is_an_option(factor: str, final: str) -> None:
    assert settled(problem("F1", "2", mended="not"), factor=Decimal(factor)) == {"F1": final}


def test_a_row_of_round_two_answers_its_problem() -> None:
    # The second row repeats the deduction; it is not taken a third time: 2 × 2 = 4 in total.
    assert settled(problem("F1", "2"), problem("F2", "2", second=True, mended="not")) == {"F1": "4", "F2": "0"}
    assert settled(problem("F1", "2"), problem("F2", "2", second=True, mended="mended")) == {"F1": "2", "F2": "0"}


def test_a_new_problem_of_round_two_counts_once() -> None:
    rows = [problem("F1", "2", page="3"), problem("F2", "1", page="9", second=True)]
    assert settled(*rows, problem("F3", "4", rule="B", second=True, mended="not")) == {"F1": "2", "F2": "1", "F3": "8"}


def test_the_page_tells_problems_of_one_aspect_apart() -> None:
    rows = [problem("F1", "1", page="4"), problem("F2", "2", page="9")]
    answers = [answer("F3", "mended", page="4"), answer("F4", "not", page="9")]
    assert settled(*rows, *answers) == {"F1": "1", "F2": "4", "F3": "0", "F4": "0"}


def test_an_answer_without_page_answers_every_page() -> None:
    rows = [problem("F1", "1", page="4"), problem("F2", "2", page="9"), problem("F3", second=True, mended="not")]
    assert settled(*rows) == {"F1": "2", "F2": "4", "F3": "0"}


def test_of_two_answers_the_worse_decides() -> None:
    answers = [answer("F2", "mended", page="4"), answer("F3", "partly", page="4")]
    assert settled(problem("F1", "1", page="4"), *answers)["F1"] == "2"


def test_as_many_answers_as_problems_answer_each_other_in_order() -> None:
    rows = [problem("F1", "1"), problem("F2", "2")]
    answers = [problem("F3", second=True, mended="mended"), problem("F4", second=True, mended="not")]
    assert settled(*rows, *answers) == {"F1": "1", "F2": "4", "F3": "0", "F4": "0"}


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [problem("F2", "2"), problem("F1", "1"), problem("F4", second=True, mended="not")]
    assert settled(*rows) == settled(*reversed(rows))


# Whole reviews


def card(number: int, case_id: str, rule_id: str = "WX-EVIDENCE", **columns: Any) -> dict[str, Any]:
    return {"finding_id": f"F{number}", "unit_id": "U1", "case_id": case_id, "rule_id": rule_id, **columns}


def reviewed(folder: Path, *rows: dict[str, Any], head: str = "", **options: str) -> Result:
    unit_of = {row["case_id"]: row["unit_id"] for row in rows} or {"C1": "U1"}
    cases = [{"case_id": case, "unit_id": unit, "kind": "penalty"} for case, unit in (unit_of | {"C9": "U1"}).items()]
    units = [{"unit_id": "U1", "name": "一所"}, {"unit_id": "U2", "name": "二所"}]
    tables = {"units": units, "cases": cases} | ({"findings": rows} if rows else {})
    return evaluated(folder, tables, scheme=WUXUE, head=head, options=options)


def test_it_scores_every_case(tmp_path: Path) -> None:
    rows = [card(1, "C1", amount="1"), card(2, "C1", "WX-BINDING", amount="0.5", mended="not")]
    result = reviewed(tmp_path, *rows, card(3, "C2", amount="3"))
    assert result.cases is not None
    # C1: 1 + 0.5 × 2 = 2; C2: 3; C9 was not reviewed
    told = [(case.case_id, case.round, case.deducted, case.round_one_deducted) for case in result.cases]
    assert told == [("C1", 2, 2, Decimal("1.5")), ("C2", 1, 3, 3)]
    assert [case.score for case in result.cases] == [98, 97]
    assert result.not_reviewed == ("C9",)
    assert [left.what for left in result.left_out] == ["cases"]


def test_a_unit_carries_the_average_of_its_cases(tmp_path: Path) -> None:
    rows = [card(1, "C1", amount="1"), card(2, "C2", amount="2"), card(3, "C3", amount="2")]
    rows += [{**card(4, "C4", amount="7"), "unit_id": "U2"}]
    result = reviewed(tmp_path, *rows)
    # (99 + 98 + 98) ÷ 3 = 98.3333; (1 + 2 + 2) ÷ 3 = 1.6667
    one, two = result.units
    assert (str(one.score), str(one.average_deduction), one.cases, one.rank) == ("98.3333", "1.6667", 3, 1)
    assert (two.score, two.average_deduction, two.cases, two.rank) == (93, 7, 1, 2)


def test_silence_is_no_full_mark(tmp_path: Path) -> None:
    cases = [{"case_id": "C1", "unit_id": "U1", "kind": "penalty"}]
    (fault,) = refused(tmp_path / "silent", {"cases": cases}, scheme=WUXUE)
    assert fault.code == "no_cases" and "findings_complete" in fault.remedy.zh
    result = reviewed(tmp_path / "told", head="findings_complete: all\n")
    assert result.cases is not None and [case.score for case in result.cases] == [100, 100]


@pytest.mark.parametrize(("missing", "column"), [("amount", "amount 扣分"), ("case_id", "case_id 案件编号")])
def test_it_refuses_a_problem_without_case_or_deduction(missing: str, column: str, tmp_path: Path) -> None:
    row = {**card(1, "C1", amount="1"), missing: ""}
    cases = [{"case_id": "C1", "unit_id": "U1", "kind": "penalty"}]
    (fault,) = refused(tmp_path, {"cases": cases, "findings": [row]}, scheme=WUXUE)
    assert (fault.code, fault.place.column) == ("missing_value", column)
    assert "F1" in fault.reason.zh


@pytest.mark.parametrize("status", ["pending", "rejected"])
def test_a_problem_that_is_not_verified_does_not_count(status: str, tmp_path: Path) -> None:
    result = reviewed(tmp_path, card(1, "C1", amount="1"), card(2, "C1", amount="5", status=status))
    assert result.cases is not None and result.cases[0].score == 99


def test_a_tolerated_problem_is_shown_and_costs_nothing(tmp_path: Path) -> None:
    result = reviewed(tmp_path, card(1, "C1", amount="1"), card(2, "C1", amount="5", exemption="误录"))
    assert result.cases is not None and result.cases[0].score == 99
    rules = [rule for item in result.cases[0].items for sub in item.sub_items for rule in sub.rules]
    assert next(rule for rule in rules if rule.exempted_rows).exempted == 5


def test_an_unmended_problem_by_option(tmp_path: Path) -> None:
    result = reviewed(tmp_path, card(1, "C1", amount="2", mended="not"), unmended_factor="3")
    assert result.cases is not None and result.cases[0].score == 94  # 100 - 2 × 3

"""`veto`: a situation that decides the grade; it takes no points, whatever it is told."""

from __future__ import annotations

import pytest

from adapters.scoring_rules import faults_of, points_of, rule_of, sentence, unreported
from zhiheng.schemes.kinds.veto import Veto

REPORTED = rule_of("{id: V3, type: veto, zh: 伪造证据}")
DECIDED = rule_of(
    "{id: V4, type: veto, zh: 被撤销, reads_outcomes: {organs: [court, reconsideration], results: [revoked, changed]}}"
)


@pytest.mark.parametrize(
    ("written", "points"),
    [("true", "0"), ("是", "0"), ("1", "0"), ("false", "0"), ("0", "0"), ("3", "refused"), ("可能", "refused")],
)
def test_it_takes_no_points(written: str, points: str) -> None:
    assert points_of(REPORTED, written) == points


def test_it_stands_in_neither_part() -> None:
    assert REPORTED.scoring.gives == "veto"
    assert REPORTED.scoring.amounts() == ()
    assert unreported(REPORTED) == "0"


def test_it_reads_outcomes_by_organ_and_result() -> None:
    assert isinstance(DECIDED.scoring, Veto)
    assert DECIDED.scoring.reads_outcomes and not REPORTED.scoring.reads_outcomes
    assert (DECIDED.scoring.organs, DECIDED.scoring.results) == (("court", "reconsideration"), ("revoked", "changed"))


def test_it_says_that_it_holds() -> None:
    assert sentence(REPORTED, "true").zh == "有此情形，一票否决"
    assert sentence(REPORTED, "false").en == "this is not the case"


@pytest.mark.parametrize(
    ("reads", "fault"),
    [
        ("{organs: [court]}", "missing_key"),  # without results it could never hold
        ("{results: [overturned]}", "unknown_choice"),
        ("{organs: [courts], results: [revoked]}", "unknown_choice"),
        ("{organ: [court], results: [revoked]}", "unknown_key"),
    ],
)
def test_it_refuses_to_read_what_no_ledger_can_hold(reads: str, fault: str) -> None:
    assert fault in faults_of(f"{{id: V, type: veto, zh: 情形, reads_outcomes: {reads}}}")

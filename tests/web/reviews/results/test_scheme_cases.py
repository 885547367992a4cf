"""The worked cases of the schemes, brought in as signed cards: the web tells the engine the same as a ledger would."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from adapters.web_review_cards import correct, make_activity, make_file, sign_card
from adapters.web_world import World
from zhiheng_web.reviews import scoring

SCHEMES = Path(__file__).parents[4] / "src" / "zhiheng" / "rulebook" / "schemes"
FILES = ("wuxue/wuxue-file-review/cases/rounds.yaml", "xuhui/xuhui-file-review/cases/reviews.yaml")
#: What a card cannot say: a row of round two that answers nothing, a problem without deduction, a pending problem.
NOT_ON_CARDS = {"round-two-row-without-partner"}


def _cases() -> list[Any]:
    found = []
    for name in FILES:
        for case in YAML(typ="safe").load(SCHEMES / name):
            plain = all(_can_stand_on_a_card(row) for row in case.get("findings", ()))
            if plain and "cases" in case.get("expect", {}) and case["id"] not in NOT_ON_CARDS:
                found.append(pytest.param(name.split("/")[1], case, id=case["id"]))
    return found


def _can_stand_on_a_card(row: Mapping[str, Any]) -> bool:
    return row.get("status", "rejected") == "rejected" and ("amount" in row or row.get("round") == 2)


def test_the_worked_cases_are_there() -> None:
    assert len(_cases()) >= 20


@pytest.mark.parametrize(("scheme", "case"), _cases())
def test_it_scores_a_worked_case_as_the_scheme_says(world: World, scheme: str, case: Mapping[str, Any]) -> None:
    activity = make_activity(world, scheme_id=scheme, options=case.get("options", {}))
    for case_id, expected in case["expect"]["cases"].items():
        rows = [row for row in case["findings"] if row["case_id"] == case_id]
        review = make_file(world, activity, "A", case_id, state="settled")
        _bring_in(world, review, rows)
        assert scoring.score_file(review, "final").score == Decimal(expected["score"]), case["arithmetic"]


def _bring_in(world: World, review: Any, rows: list[Mapping[str, Any]]) -> None:
    """Sign a card of round one and, where anything was said later, one of round two that answers it."""
    first = [row for row in rows if row.get("round", 1) == 1]
    card = sign_card(world, review, [_line(row) for row in first])
    lines = list(card.lines.all())
    answers: list[dict[str, Any]] = []
    for row, line in zip(first, lines, strict=True):
        if row.get("status") == "rejected":
            correct(world, line, "0")
        if row.get("mended"):
            answers.append({**_line(row), "deduction": "0", "answers": line, "mended": row["mended"]})
    for row in rows:
        if row.get("round", 1) == 2:
            asked = [one for one in lines if (one.rule_id, one.page) == (row["rule_id"], row.get("page", ""))]
            told = {**_line(row), "mended": row.get("mended", "")}
            answers.append({**told, "answers": asked[0]} if row.get("mended") else told)
    if answers:
        sign_card(world, review, answers, round=2)


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"rule_id": row["rule_id"], "page": row.get("page", ""), "deduction": row.get("amount", "0")}

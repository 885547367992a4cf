"""What a batch comes to: counted by hand, rates against the exact interval, Wuxue's numbers as a golden year."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from adapters.web_review_cards import correct, make_activity, make_draw, make_file, sign_card
from adapters.web_world import World
from zhiheng import api
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.batch_facts import Asked, facts_of

E1 = {"rule_id": "WX-EVIDENCE", "item": "E1", "page": "3", "deduction": "2", "text": "缺现场照片"}
EB1 = {"rule_id": "WX-EVIDENCE", "item": "EB1", "kind": "basic", "text": "主要事实没有证据"}
GOOD = {"kind": "good", "item": "CG1", "text": "说理充分"}


def _facts(activity: Any, stage: str = "first", **asked: Any) -> dict[str, Any]:
    return facts_of(scoring.score(activity, stage), Asked(**asked))  # type: ignore[arg-type]


@pytest.fixture
def three(world: World) -> Any:
    """Three files: 2 points off at A, a failed basic item at A, none at B."""
    activity = make_activity(world)
    one, two, three = (
        make_file(world, activity, code, f"C{number}") for number, code in enumerate(("A", "A", "B"), start=1)
    )
    sign_card(world, one, [E1, GOOD], finding_class="not_standardised")
    sign_card(world, two, [EB1, E1], finding_class="not_strict")
    sign_card(world, three, [], finding_class="clean")
    return activity, one.pk, two.pk, three.pk


def test_it_counts_files_problems_and_points(three: Any) -> None:
    activity, one, two, last = three
    told = _facts(activity)
    # scores 98, max(0, 100 - 102) = 0, 100: (98 + 0 + 100) ÷ 3 = 66
    assert told["average_score"] == "66"
    assert told["files"] == 3 and told["all"] == [one, two, last]
    assert {row["id"]: row["files"] for row in told["classes"]} == {
        "not_strict": [two],
        "not_standardised": [one],
        "clean": [last],
    }
    bands = {row["id"]: row["files"] for row in told["distribution"] if row["files"]}
    assert bands == {"full": [last], "from_95": [one], "below_60": [two]}
    (aspect,) = [row for row in told["aspects"] if row["id"] == "WX-EVIDENCE"]
    # 2 of the first file, 100 + 2 of the second: 104
    assert (aspect["problems"], aspect["files"], aspect["deducted"]) == (3, [one, two], "104")
    items = {row["id"]: (row["problems"], row["files"], row["share"], row["is_typical"]) for row in told["items"]}
    # E1 stands in 2 of 3 files: 66.7 per cent; a problem found once is not typical
    assert items == {"E1": (2, [one, two], "66.7", True), "EB1": (1, [two], "33.3", False)}
    assert [(row["file"], row["item"]["zh"]) for row in told["good"]] == [(one, "说理充分")]


def test_a_complete_review_that_is_not_finished_says_nothing_of_the_rest(world: World, three: Any) -> None:
    activity = three[0]
    assert _facts(activity)["speaks_for_all"]
    make_file(world, activity, "B", "C9", state="second_level")
    told = _facts(activity, threshold=Decimal("0.9"))
    assert not told["speaks_for_all"] and "1 件" in told["why"][0]["zh"]
    assert all(rate["lower"] is None and rate["verdict"] is None for rate in told["rates"])


def test_a_basic_item_fails_the_file_whatever_its_score(world: World) -> None:
    activity = make_activity(world, rules={"basic_fails_with": {"mode": "deduct", "amount": "5"}})
    review = make_file(world, activity, "A", "C1")
    sign_card(world, review, [EB1])
    told = _facts(activity)
    assert told["average_score"] == "95"
    assert {rate["id"]: rate["found"] for rate in told["rates"]}["passed"] == 0


def test_an_objection_that_was_upheld_takes_the_problem_out_of_the_counts(world: World, three: Any) -> None:
    activity, one, *_ = three
    line = activity.files.get(pk=one).assignments.get().card.lines.first()
    correct(world, line, "0")
    told = _facts(activity)
    assert {row["id"]: row["files"] for row in told["items"]} == {"E1": [three[2]], "EB1": [three[2]]}


def test_a_draw_has_the_exact_interval_of_its_population_and_a_verdict(world: World) -> None:
    activity = make_activity(world, kind="random")
    draw = make_draw(world, activity, population=200, size=20)
    reviews = [make_file(world, activity, "A", f"C{number:02}", draw=draw) for number in range(20)]
    for number, review in enumerate(reviews):
        sign_card(world, review, [EB1] if number < 2 else [])
    told = _facts(activity, threshold=Decimal("0.85"))
    passed = told["rates"][0]
    interval = api.sampling.interval(18, 20, 200)
    assert (passed["found"], passed["reviewed"], passed["rate"]) == (18, 20, "90%")
    assert passed["lower"] == f"{(interval.lower * 100).normalize():f}%"
    # 85 per cent lies inside the interval of 18 in 20: it cannot be told apart
    assert interval.lower < Decimal("0.85") < interval.upper
    assert passed["verdict"] == "cannot_be_told_apart" and passed["told"]["zh"]
    assert (told["population"], told["drawn"], told["speaks_for_all"]) == (200, 20, True)


def test_a_draw_by_weights_gets_no_plain_interval(world: World) -> None:
    activity = make_activity(world, kind="random")
    draw = make_draw(world, activity, population=50, size=1, weights="risk")
    sign_card(world, make_file(world, activity, "A", "C1", draw=draw), [])
    told = _facts(activity)
    assert not told["speaks_for_all"] and "权重" in told["why"][0]["zh"]


def test_a_sequential_plan_says_where_it_stands(world: World) -> None:
    activity = make_activity(world, kind="random")
    plan = {"sequential": {"threshold": "0.5", "confidence": "0.9", "max_size": 20, "looks": 2}}
    draw = make_draw(world, activity, population=200, size=20, size_plan=plan)
    for number in range(10):
        sign_card(world, make_file(world, activity, "A", f"C{number:02}", draw=draw), [])
    state = _facts(activity)["sequential"]
    judged = api.sampling.SequentialPlan(Decimal("0.5"), Decimal("0.9"), 20, 2, 200).judge(0, 10)
    assert (state["failed"], state["reviewed"], state["verdict"]) == (0, 10, judged.verdict)


def test_units_with_few_files_have_an_estimate_beside_the_raw_average(world: World) -> None:
    activity = make_activity(world)
    for code, amounts in (("A", ["1", "2", "1", "2"] * 5), ("B", ["9"]), ("A1", ["2", "3"] * 6)):
        for number, amount in enumerate(amounts):
            sign_card(world, make_file(world, activity, code, f"{code}-{number}"), [{**E1, "deduction": amount}])
    units = {row["code"]: row for row in _facts(activity)["units"]}
    # raw: A 30 ÷ 20 = 1.5, B 9 ÷ 1 = 9; the estimate of B is drawn towards the others and named as one
    assert (units["A"]["average"], units["B"]["average"]) == ("1.5", "9")
    assert units["B"]["is_shrunk"] and Decimal(units["B"]["shrunk"]) < 9
    assert abs(Decimal(units["A"]["shrunk"]) - Decimal("1.5")) < abs(Decimal(units["B"]["shrunk"]) - 9)


def test_it_counts_the_golden_year_of_wuxue(world: World) -> None:
    """200 files re-reviewed: 5 not strict, 125 not standardised (WX-16); 5 + 125 + 70 = 200."""
    activity = make_activity(world, kind="special")
    for number in range(200):
        found = "not_strict" if number < 5 else "not_standardised" if number < 130 else "clean"
        lines = [E1] if number < 130 else []
        sign_card(world, make_file(world, activity, "AB"[number % 2], f"C{number:03}"), lines, finding_class=found)
    told = _facts(activity)
    counts = {row["id"]: len(row["files"]) for row in told["classes"]}
    assert counts == {"not_strict": 5, "not_standardised": 125, "clean": 70}
    # 130 × 2 ÷ 200 = 1.3; 100 - 1.3 = 98.7
    assert (told["average_deduction"], told["average_score"]) == ("1.3", "98.7")
    assert not told["speaks_for_all"]  # chosen, not drawn

"""The scores of files: what the engine is told of signed cards, against sums made by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.web_review_cards import correct, make_activity, make_file, sign_card
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.lib.policy import Denied
from zhiheng_web.reviews import scoring
from zhiheng_web.reviews.models import FileReview

EVIDENCE = {"rule_id": "WX-EVIDENCE", "page": "3", "deduction": "2", "text": "缺现场照片"}
BINDING = {"rule_id": "WX-BINDING", "deduction": "0.5", "text": "目录缺页码"}
BASIC = {"rule_id": "WX-PROCEDURE", "kind": "basic", "text": "未告知陈述申辩权"}


def _scored(file_review: FileReview, stage: str = "first") -> tuple[Decimal, Decimal]:
    found = scoring.score_file(file_review, stage)  # type: ignore[arg-type]
    return found.score, found.deducted


def test_it_takes_the_deductions_of_the_first_round_from_the_full_mark(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [EVIDENCE, BINDING])
    # 2 + 0.5 = 2.5; 100 - 2.5 = 97.5
    assert _scored(review) == (Decimal("97.5"), Decimal("2.5"))
    assert (review.score_first, review.deduction_first) == (Decimal("97.5"), Decimal("2.5"))


def test_it_gives_the_full_mark_to_a_signed_card_without_problems(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [{"kind": "good", "text": "说理充分"}])
    assert _scored(review) == (Decimal(100), Decimal(0))


def test_it_doubles_what_was_not_mended_also_where_two_problems_stand_on_one_page(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1", state="settled")
    first = sign_card(world, review, [EVIDENCE, {**EVIDENCE, "deduction": "1"}, BINDING])
    two, one, half = first.lines.all()
    answers = [
        {"rule_id": two.rule_id, "page": "3", "answers": two, "mended": "mended"},
        {"rule_id": one.rule_id, "page": "3", "answers": one, "mended": "not"},
        {"rule_id": half.rule_id, "answers": half, "mended": "partly"},
        {"rule_id": "WX-DOCUMENTS", "page": "9", "deduction": "0.25", "text": "新问题"},
    ]
    sign_card(world, review, answers, round=2)
    # first: 2 + 1 + 0.5 = 3.5; final: 2 + 1 × 2 + 0.5 × 2 + 0.25 = 5.25
    assert _scored(review) == (Decimal("96.5"), Decimal("3.5"))
    assert _scored(review, "final") == (Decimal("94.75"), Decimal("5.25"))


def test_it_scores_nought_for_a_failed_basic_item_however_many_fail(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [BASIC, {**BASIC, "rule_id": "WX-EVIDENCE"}], fails=True)
    # the full mark of 100 is taken once: 100 - 100 = 0
    assert _scored(review) == (Decimal(0), Decimal(100))


def test_it_still_fails_a_file_where_one_of_two_basic_items_was_mended(world: World) -> None:
    activity = make_activity(world, options={"mended_keeps_deduction": "no"})
    review = make_file(world, activity, "A", "C1", state="settled")
    first = sign_card(world, review, [BASIC, {**BASIC, "rule_id": "WX-EVIDENCE"}])
    one, other = first.lines.all()
    answers = [{"answers": one, "mended": "mended", "rule_id": one.rule_id}]
    answers.append({"answers": other, "mended": "not", "rule_id": other.rule_id})
    sign_card(world, review, answers, round=2)
    # mended is lifted by the option, the other stands with the full mark, doubled: 100 - 200 < 0
    assert _scored(review, "final")[0] == 0


def test_it_takes_the_amount_of_the_procedure_for_each_basic_item_where_it_names_one(world: World) -> None:
    rules = {"basic_fails_with": {"mode": "deduct", "amount": "20"}}
    review = make_file(world, make_activity(world, rules=rules), "A", "C1")
    sign_card(world, review, [BASIC, {**BASIC, "rule_id": "WX-EVIDENCE"}, BINDING])
    # 20 + 20 + 0.5 = 40.5
    assert _scored(review) == (Decimal("59.5"), Decimal("40.5"))


@pytest.mark.parametrize(("after", "deducted"), [("0.75", "1.25"), ("0", "0.5")])
def test_it_takes_the_answer_to_an_objection_in_place_of_the_deduction(world: World, after: str, deducted: str) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    card = sign_card(world, review, [EVIDENCE, BINDING])
    correct(world, card.lines.first(), after)
    # 0.75 + 0.5 = 1.25; a deduction of 0: the problem was none, 0.5 is left
    assert _scored(review) == (100 - Decimal(deducted), Decimal(deducted))


def test_it_counts_neither_the_unit_s_card_nor_a_planted_one_nor_the_second_reader_s(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [{**EVIDENCE, "deduction": "9"}], by="evaluation_office", level=1)
    sign_card(world, review, [BINDING])
    sign_card(world, review, [{**EVIDENCE, "deduction": "8"}], by="leader", reader=2)
    sign_card(world, review, [{**EVIDENCE, "deduction": "7"}], by="discipline", is_planted=True)
    assert _scored(review)[1] == Decimal("0.5")


def test_it_counts_the_third_reader_where_one_was_asked(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [BINDING])
    sign_card(world, review, [{**EVIDENCE, "deduction": "8"}], by="leader", reader=2)
    sign_card(world, review, [EVIDENCE], by="discipline", reader=3)
    assert _scored(review)[1] == 2


def test_nothing_counts_while_a_third_reader_is_awaited(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [BINDING])
    sign_card(world, review, [{**EVIDENCE, "deduction": "8"}], by="leader", reader=2)
    sign_card(world, review, [], by="discipline", reader=3, state="draft")
    with pytest.raises(Refusal):
        scoring.score_file(review, "first")


def test_it_refuses_a_file_without_a_signed_card(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [BINDING], state="draft")
    with pytest.raises(Refusal) as refused:
        scoring.score_file(review, "first")
    assert refused.value.faults[0].code == "no_cards"


def test_it_keeps_result_and_inputs_and_enters_the_scores_of_all_files_in_one_line(world: World) -> None:
    activity = make_activity(world)
    reviews = [make_file(world, activity, code, f"C{code}") for code in ("A", "B")]
    for review, amount in zip(reviews, ("2", "3"), strict=True):
        sign_card(world, review, [{**EVIDENCE, "deduction": amount}])
    make_file(world, activity, "A", "C9", state="second_level")
    office = world.person("evaluation_office", "P")
    before = Line.objects.count()
    summary = scoring.compute(activity, "first", actor=office)
    assert Line.objects.count() == before + 1
    assert Line.objects.order_by("-pk")[0].deed == "reviews.compute"
    told = scoring.result_of(summary)
    assert {case.case_id: case.score for case in told.cases} == {"CA": Decimal(98), "CB": Decimal(97)}
    assert [FileReview.objects.get(pk=one.pk).deduction_first for one in reviews] == [2, 3]
    assert summary.facts["files"] == 2


def test_it_enters_a_final_score_only_where_the_file_is_settled(world: World) -> None:
    activity = make_activity(world)
    settled = make_file(world, activity, "A", "C1", state="settled")
    waiting = make_file(world, activity, "A", "C2", state="mending")
    for review in (settled, waiting):
        sign_card(world, review, [EVIDENCE])
    scoring.compute(activity, "final", actor=world.person("evaluation_office", "P"))
    assert FileReview.objects.get(pk=settled.pk).score_final == 98
    assert FileReview.objects.get(pk=waiting.pk).score_final is None


def test_it_tells_cases_of_the_same_number_apart(world: World) -> None:
    activity = make_activity(world)
    for code, amount in (("A", "1"), ("B", "2")):
        sign_card(world, make_file(world, activity, code, "2026-001"), [{**EVIDENCE, "deduction": amount}])
    scored = scoring.score(activity, "first")
    assert sorted(one.deducted for one in scored.scores.values()) == [1, 2]


def test_only_the_organising_office_computes(world: World) -> None:
    activity = make_activity(world)
    for role, code in (("reviewer", "P"), ("evaluation_office", "Q"), ("unit_head", "A"), ("leader", "P")):
        with pytest.raises(Denied):
            scoring.compute(activity, "first", actor=world.person(role, code))


def test_score_file_writes_nothing_by_itself(world: World) -> None:
    review = make_file(world, make_activity(world), "A", "C1")
    sign_card(world, review, [EVIDENCE])
    scoring.score_file(review, "first")
    assert FileReview.objects.get(pk=review.pk).score_first is None
    with acts.act(None, "tests.close_round"):
        review.save()
    assert FileReview.objects.get(pk=review.pk).score_first == 98

"""The class for those behind: candidates by settled thresholds, checklist, examination, result, rectification."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from adapters.web_world import World
from web.training.conftest import refused
from zhiheng.api import Refusal
from zhiheng_web.accounts.models import Account
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.models import FileReview
from zhiheng_web.training.actions import classes as actions
from zhiheng_web.training.actions import courses, examining
from zhiheng_web.training.models import Arrangement, Enrolment, TrainingClass
from zhiheng_web.training.queries import classes as queries

pytestmark = pytest.mark.both_databases

Settle = Callable[..., FileReview]


def _office(world: World) -> Account:
    return world.person("evaluation_office", "P")


def _class(world: World) -> TrainingClass:
    today = clock.today()
    day = today if today.day < 28 or today.month < 12 else today - timedelta(days=9)
    told = {"title": "第一期", "starts_on": day, "ends_on": day + timedelta(days=1), "days": Decimal(2)}
    told |= {"instructor": world.person("reviewer", "P"), "simulated_case": "某人殴打他人"}
    return actions.keep_class(actor=_office(world), body=world.body("P"), values=told)


def _enrolled(world: World, settle: Settle) -> Enrolment:
    review, one = settle("A", "6"), _class(world)
    return actions.enrol(actor=_office(world), training_class=one, officers=[review.lead], reason="问题较多")[0]


def _examining(world: World, settle: Settle, mark: str | None = "60") -> Enrolment:
    pass_mark = Decimal(mark) if mark else None
    there = Arrangement.objects.filter(body=world.body("P")).first()
    told = {"actor": _office(world), "body": world.body("P"), "version": there.version if there else 0}
    courses.arrange(values={"pass_mark": pass_mark}, **told)
    row, reviewer = _enrolled(world, settle), world.person("reviewer", "P")
    for text, points in (("定性", "40"), ("程序", "60")):
        actions.add_question(actor=reviewer, training_class=row.training_class, text=text, points=Decimal(points))
    actions.open_class(actor=_office(world), training_class=row.training_class)
    actions.begin_examination(actor=reviewer, training_class=row.training_class)
    return queries.enrolment(row.pk)


def test_nobody_is_proposed_without_a_settled_threshold(world: World, settle: Settle) -> None:
    settle("A", "50")
    (one,) = queries.candidates_for(world.body("P"))
    assert (one.files, one.average, one.problems, one.grounds) == (1, Decimal("50.0000"), 1, ())


@pytest.mark.parametrize(
    ("settled", "met"),
    [
        ({"average_from": Decimal("2.5")}, 1),  # (2 + 3) / 2 = 2.5 reaches 2.5
        ({"average_from": Decimal("2.51")}, 0),
        ({"problems_from": 2}, 1),
        ({"problems_from": 3}, 0),
        ({"red_cards_from": 1}, 0),
    ],
)
def test_candidates_are_those_who_reach_a_threshold(
    world: World, settle: Settle, settled: dict[str, object], met: int
) -> None:
    settle("A", "2")
    settle("A", "3")
    courses.arrange(actor=_office(world), body=world.body("P"), values=settled)
    (one,) = queries.candidates_for(world.body("P"))
    assert len(one.grounds) == met


def test_the_checklist_lists_the_problems_of_the_officers_own_cards(world: World, settle: Settle) -> None:
    settle("B", "1")
    row = _enrolled(world, settle)
    assert [check.line.text for check in queries.checks_of(row)] == ["未告知陈述申辩权"]
    assert row.grounds["problems"] == 1


def test_an_officer_writes_their_own_self_check_alone(world: World, settle: Settle) -> None:
    row = _enrolled(world, settle)
    actions.open_class(actor=_office(world), training_class=row.training_class)
    check, officer = row.checks.get(), world.person("officer", "A")
    with refused("no_understanding"):
        examining.write_self_check(actor=officer, enrolment=row, told={check.pk: ("", True)})
    examining.write_self_check(actor=officer, enrolment=row, told={check.pk: ("没有告知就是程序违法", True)})
    check.refresh_from_db()
    assert check.is_corrected
    with pytest.raises(policy.Denied):
        examining.write_self_check(actor=world.person("officer", "B"), enrolment=row, told={})


def test_the_score_is_the_sum_and_the_result_follows_from_the_pass_mark(world: World, settle: Settle) -> None:
    for mark, result in (("60", "passed"), ("60.01", "failed")):
        row = _examining(world, settle, mark)
        one, two = queries.questions_of(row.training_class)
        officer, reviewer = world.person("officer", "A"), world.person("reviewer", "P")
        answers = {one.pk: "寻衅滋事", two.pk: "先告知"}
        examining.answer(actor=officer, enrolment=row, answers=answers, hand_in=True)
        with refused("wrong_points"):
            examining.mark(actor=reviewer, enrolment=row, points={one.pk: Decimal(41), two.pk: Decimal(30)})
        marked = examining.mark(actor=reviewer, enrolment=row, points={one.pk: Decimal(20), two.pk: Decimal(40)})
        # 20 + 40 of 40 + 60: exactly 60 %
        assert (marked.score, marked.full, marked.result) == (60, 100, result)
        with refused("follows_from_mark"):
            examining.decide(actor=reviewer, enrolment=row, is_passed=True, reason="再看")
        with pytest.raises(Refusal):
            examining.answer(actor=officer, enrolment=row, answers=answers)


def test_without_a_pass_mark_a_person_decides(world: World, settle: Settle) -> None:
    row, reviewer = _examining(world, settle, None), world.person("reviewer", "P")
    with refused("not_handed_in"):
        examining.decide(actor=reviewer, enrolment=row, is_passed=True, reason="好")
    assert examining.decide(actor=reviewer, enrolment=row, is_passed=False, reason="缺考").result == "failed"


def test_rectification_is_closed_once_every_problem_is_corrected(world: World, settle: Settle) -> None:
    row = _examining(world, settle)
    officer, reviewer = world.person("officer", "A"), world.person("reviewer", "P")
    with refused("not_corrected"):
        examining.close_rectification(actor=reviewer, enrolment=row)
    examining.write_self_check(actor=officer, enrolment=row, told={row.checks.get().pk: ("已明白", True)})
    assert examining.close_rectification(actor=reviewer, enrolment=row).closed_at


def test_a_closed_class_enters_the_training_register(world: World, settle: Settle) -> None:
    row, reviewer = _examining(world, settle), world.person("reviewer", "P")
    with refused("undecided"):
        actions.close_class(actor=_office(world), training_class=row.training_class)
    examining.decide(actor=reviewer, enrolment=row, is_passed=False, reason="缺考")
    closed = actions.close_class(actor=_office(world), training_class=row.training_class)
    assert closed.course is not None
    assert closed.course.participations.get().days == 2


def test_a_class_needs_people_instructor_and_questions(world: World, settle: Settle) -> None:
    one = _class(world)
    with refused("nobody_enrolled"):
        actions.open_class(actor=_office(world), training_class=one)
    with refused("no_instructor"):
        told = {"instructor": world.person("officer", "A")}
        actions.keep_class(actor=_office(world), body=world.body("P"), values=told, training_class=one)
    row = actions.enrol(actor=_office(world), training_class=one, officers=[settle("A", "1").lead], reason="自愿")[0]
    actions.open_class(actor=_office(world), training_class=one)
    with refused("no_questions"):
        actions.begin_examination(actor=world.person("reviewer", "P"), training_class=one)
    gone = actions.withdraw_enrolment(actor=_office(world), enrolment=row, reason="借调")
    assert gone.withdrawn_at

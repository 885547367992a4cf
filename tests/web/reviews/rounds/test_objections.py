"""Objections to problems: until when, by whom, answered by another; a corrected deduction beside the signed card."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from adapters.web_cards import problem
from adapters.web_reviews import make_person
from adapters.web_world import World
from zhiheng.api import Refusal
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import policy
from zhiheng_web.reviews.actions import rounds_objections as actions
from zhiheng_web.reviews.models import FileReview, Objection
from zhiheng_web.reviews.reading import rounds as reading

from .test_rounds import code_of, fresh, later, told


def contest(world: World, one: FileReview, place: int = 0, **more: Any) -> Objection:
    who = more.get("who") or world.person("officer", "A")
    line = reading.counted_of(one).problems(1)[place]
    return actions.file_objection(actor=who, file_review=one, line=line, reason=more.get("reason", "有签名，见第 4 页"))


def test_it_is_filed_once_with_a_reason_by_those_it_concerns(world: World) -> None:
    one = told(world, [problem(), problem("P4")])
    with pytest.raises(Refusal) as refusal:
        contest(world, one, reason=" ")
    assert code_of(refusal) == "no_reason"
    objection = contest(world, one)
    assert (objection.deduction_before, objection.outcome) == (Decimal(1), "")
    with pytest.raises(Refusal) as refusal:
        contest(world, one, who=world.person("unit_head", "A"))
    assert code_of(refusal) == "contested_twice"
    contest(world, one, 1, who=world.person("unit_head", "A"))
    for who in (make_person(world, "officer", "A", 2), world.person("unit_head", "B")):
        with pytest.raises(policy.Denied):
            contest(world, one, who=who)


def test_the_last_day_counts_whole_and_the_next_is_too_late(world: World) -> None:
    one = told(world, [problem()])
    due = reading.objection_due(one)
    assert due is not None
    later(one, (due - one.notified_at.date()).days)  # type: ignore[union-attr]
    # A shifted week may hold other days of rest; what counts is that the period is over some days later.
    later(one, 10)
    with pytest.raises(Refusal) as refusal:
        contest(world, fresh(one))
    assert code_of(refusal) == "period_closed"


def test_whoever_signed_the_card_does_not_answer_where_another_can(world: World) -> None:
    one = told(world, [problem(deduction="2"), problem("P4")])
    objection, signer = contest(world, one), world.person("reviewer", "P")
    with pytest.raises(Refusal) as refusal:
        answer(objection, signer, "0")
    assert code_of(refusal) == "same_person"
    done = answer(objection, world.person("evaluation_office", "P"), "0.5")
    assert (done.outcome, done.deduction_after) == ("corrected", Decimal("0.5"))
    one = fresh(one)
    # 2 became 0.5, beside 1; the card itself stays as signed
    assert one.deduction_first == Decimal("1.5")
    line = reading.counted_of(one).problems(1)[0]
    assert (line.deduction, reading.counted_deduction(line)) == (Decimal(2), Decimal("0.5"))
    assert Line.objects.filter(deed="reviews.answer_objection").count() == 1


def answer(objection: Objection, who: Any, after: str = "", text: str = "经核对") -> Objection:
    value = Decimal(after) if after else None
    again = reading.objection(objection.pk)
    return actions.answer_objection(
        actor=who, objection=again, is_corrected=bool(after), answer=text, deduction_after=value
    )


def test_a_correction_takes_off_and_never_adds(world: World) -> None:
    one, office = told(world, [problem()]), world.person("evaluation_office", "P")
    objection = contest(world, one)
    for wrong in ("1", "2", "-1"):
        with pytest.raises(Refusal) as refusal:
            answer(objection, office, wrong)
        assert code_of(refusal) == "no_correction"
    with pytest.raises(Refusal) as refusal:
        answer(objection, office, text=" ")
    assert code_of(refusal) == "no_reason"
    answer(objection, office)
    with pytest.raises(Refusal) as refusal:
        answer(objection, office, "0")
    assert code_of(refusal) == "answered"


def test_a_problem_that_fell_away_need_not_be_mended(world: World) -> None:
    one, office = told(world, [problem(), problem("P4")]), world.person("evaluation_office", "P")
    answer(contest(world, one), office, "0")
    lifted, left = reading.standings(fresh(one))
    assert lifted.is_lifted
    assert lifted.mending is not None and lifted.mending.state == "accepted"
    assert left.mending is not None and left.mending.state == "open"
    answer(contest(world, fresh(one), 1), office, "0")
    one = fresh(one)
    assert (one.state, one.deduction_first, one.deduction_final) == ("settled", Decimal(0), Decimal(0))


def test_only_who_filed_it_withdraws_it(world: World) -> None:
    one = told(world, [problem()])
    objection = contest(world, one)
    with pytest.raises(Refusal) as refusal:
        actions.withdraw_objection(actor=world.person("unit_head", "A"), objection=reading.objection(objection.pk))
    assert code_of(refusal) == "another_filed_it"
    actions.withdraw_objection(actor=world.person("officer", "A"), objection=reading.objection(objection.pk))
    assert contest(world, fresh(one)).pk != objection.pk

"""Notice, mending, second submission, second round: the days, who may, what doubles (WX-13 to WX-15)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from adapters.web_cards import TWELVE, assignment_of, file_of, problem, review, sign
from adapters.web_reviews import make_activity, make_person
from adapters.web_world import World
from zhiheng.api import Refusal, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.lib import clock, policy
from zhiheng_web.reviews.actions import cards, rounds, rounds_mending
from zhiheng_web.reviews.models import FileReview, Mending
from zhiheng_web.reviews.reading import card_access
from zhiheng_web.reviews.reading import rounds as reading

CALENDAR = legaltime.working_calendar("cn")


def reviewed(world: World, lines: Any = (), **told: Any) -> FileReview:
    """Return a file of A whose card is signed."""
    one = file_of(make_activity(world, files="second_level", bodies=("A",), **told))
    review(assignment_of(one), lines)
    return fresh(one)


def fresh(one: FileReview) -> FileReview:
    return FileReview.objects.select_related("activity__organiser", "case", "body").get(pk=one.pk)


def told(world: World, lines: Any = (), **more: Any) -> FileReview:
    one = reviewed(world, lines, **more)
    return rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=one)


def later(one: FileReview, days: int) -> None:
    """Put a file's days back, as if so many had passed since."""
    with acts.act(None, "tests.make_world"):
        again = fresh(one)
        again.notified_at -= timedelta(days=days)
        again.due_on -= timedelta(days=days)
        again.save()


def mend(world: World, one: FileReview) -> None:
    """Let the officer report every problem, and the legal officer accept it."""
    for place in Mending.objects.filter(line__card__assignment__file_review=one, state="open"):
        where = reading.mending(place.pk)
        who = world.person("officer", "A")
        done = rounds_mending.report_mending(actor=who, mending=where, note="已补正", version=where.version)
        checker, again = world.person("legal_officer", "A"), reading.mending(done.pk)
        rounds_mending.check_mending(actor=checker, mending=again, is_accepted=True, version=again.version)


def code_of(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.faults[0].code


def test_the_month_of_mending_begins_with_the_notice(world: World) -> None:
    one = told(world, [problem(), problem("P4")])
    assert (one.state, one.due_on) == ("mending", legaltime.add_months(clock.today(), 1, calendar=CALENDAR).due)
    assert one.notified_at is not None
    assert reading.objection_due(one) == legaltime.add_working_days(clock.today(), 5, calendar=CALENDAR).due
    assert [(place.mending.state, place.mending.due_on) for place in reading.standings(one) if place.mending] == [
        ("open", one.due_on),
        ("open", one.due_on),
    ]
    with pytest.raises(Refusal) as refusal:
        rounds.give_notice(actor=world.person("evaluation_office", "P"), file_review=one)
    assert code_of(refusal) == "wrong_state"


def test_what_is_not_mended_counts_double_by_the_engine(world: World) -> None:
    one = told(world, [problem(*line) for line in TWELVE])
    mend(world, one)
    one = rounds.resubmit(actor=world.person("unit_head", "A"), file_review=one)
    second = assignment_of(one, round=2)
    assert (one.state, second.reviewer) == ("second_round", assignment_of(one).reviewer)
    fates = ["not", "partly", *["mended"] * 10]
    for place, fate in zip(reading.standings(one), fates, strict=True):
        again = card_access.assignment(second.pk)
        cards.answer_line(actor=again.reviewer, assignment=again, problem=place.line, mended=fate)
    new = problem("B3", page="31", deduction="1", text="整改材料未归档")
    cards.save_line(actor=again.reviewer, assignment=card_access.assignment(second.pk), told=new)
    head = {"opinion": "两处没有整改到位。"}
    cards.save_head(actor=again.reviewer, assignment=card_access.assignment(second.pk), told=head)
    sign(second)
    one = fresh(one)
    # 15.5; E1 not mended 2 → 4, E2 not well enough 1 → 2: 15.5 + 2 + 1; and a new problem of 1
    assert (one.state, one.deduction_first, one.deduction_final) == ("settled", Decimal("15.5"), Decimal("19.5"))
    assert one.score_final == Decimal("80.5")


def test_every_problem_must_be_answered_in_round_two(world: World) -> None:
    one = told(world, [problem(), problem("P4")])
    mend(world, one)
    one = rounds.resubmit(actor=world.person("legal_officer", "A"), file_review=one)
    second = assignment_of(one, round=2)
    first = reading.standings(one)[0]
    cards.answer_line(actor=second.reviewer, assignment=second, problem=first.line, mended="mended")
    head = {"opinion": "已整改。"}
    cards.save_head(actor=second.reviewer, assignment=card_access.assignment(second.pk), told=head)
    with pytest.raises(Refusal) as refusal:
        sign(second)
    assert [(fault.code, fault.place.clause) for fault in refusal.value.faults] == [("not_answered", "P4")]


def test_a_file_without_problems_is_settled_after_the_period(world: World) -> None:
    one = told(world)
    office = world.person("evaluation_office", "P")
    assert (one.state, one.due_on) == ("reviewed", reading.objection_due(one))
    with pytest.raises(Refusal) as refusal:
        rounds.settle(actor=office, file_review=one)
    assert code_of(refusal) == "not_ripe"
    assert rounds.settle_due() == []
    later(one, 30)
    assert [done.pk for done in rounds.settle_due()] == [one.pk]
    assert (fresh(one).state, fresh(one).deduction_final) == ("settled", Decimal(0))


def test_one_round_ends_with_the_period_of_objection(world: World) -> None:
    scheme = "xuhui-file-review"
    one = told(world, [problem("F1", deduction="0.5")], scheme=scheme)
    assert one.state == "reviewed"
    assert not Mending.objects.exists()
    later(one, 30)
    settled = rounds.settle(actor=world.person("evaluation_office", "P"), file_review=fresh(one))
    assert (settled.state, settled.deduction_final) == ("settled", Decimal("0.5"))


def test_only_what_was_accepted_goes_on_without_a_reason(world: World) -> None:
    one, head = told(world, [problem(), problem("P4")]), world.person("unit_head", "A")
    with pytest.raises(Refusal) as refusal:
        rounds.resubmit(actor=head, file_review=one)
    assert [fault.code for fault in refusal.value.faults] == ["not_accepted", "not_accepted"]
    one = rounds.resubmit(actor=head, file_review=one, reason="当事人已迁走，无法补签")
    assert one.changes.last().reason == "当事人已迁走，无法补签"


def test_a_late_second_submission_is_flagged_and_an_absent_one_called_in(world: World) -> None:
    one, office = told(world, [problem()]), world.person("evaluation_office", "P")
    with pytest.raises(Refusal) as refusal:
        rounds.call_in(actor=office, file_review=one)
    assert code_of(refusal) == "not_overdue"
    later(one, 60)
    one = rounds.call_in(actor=office, file_review=fresh(one))
    # The fixture came past the unit's review: that is a violation of its own.
    assert (one.state, one.violations) == ("second_round", ["no_first_level", "second_late"])
    assert one.assignments.filter(round=2).count() == 1


def test_the_officer_reports_with_evidence_and_another_checks(world: World) -> None:
    one = told(world, [problem()])
    place = reading.mending(Mending.objects.get().pk)
    officer, legal = world.person("officer", "A"), world.person("legal_officer", "A")
    data = b"%PDF-1.4 test"
    kept = rounds_mending.add_evidence(
        actor=officer, mending=place, file=BytesIO(data), name="补正.pdf", size=len(data)
    )
    assert [kept] == list(reading.standings(one, with_evidence=True)[0].evidence)
    with pytest.raises(Refusal) as refusal:
        rounds_mending.report_mending(actor=officer, mending=place, note=" ", version=0)
    assert code_of(refusal) == "no_note"
    place = rounds_mending.report_mending(actor=legal, mending=place, note="已补签名", version=0)
    with pytest.raises(Refusal) as refusal:
        rounds_mending.check_mending(actor=legal, mending=reading.mending(place.pk), is_accepted=True, version=1)
    assert code_of(refusal) == "same_person"
    head = world.person("unit_head", "A")
    with pytest.raises(Refusal) as refusal:
        rounds_mending.check_mending(actor=head, mending=reading.mending(place.pk), is_accepted=False, version=1)
    assert code_of(refusal) == "no_reason"
    done = rounds_mending.check_mending(
        actor=head, mending=reading.mending(place.pk), is_accepted=False, version=1, note="没有附照片"
    )
    assert (done.state, done.check_note) == ("returned", "没有附照片")


def test_other_officers_and_other_units_mend_nothing(world: World) -> None:
    told(world, [problem()])
    place = reading.mending(Mending.objects.get().pk)
    colleague = make_person(world, "officer", "A", 2)
    for who in (colleague, world.person("officer", "B"), world.person("unit_head", "A")):
        with pytest.raises(policy.Denied):
            rounds_mending.report_mending(actor=who, mending=place, note="已补正", version=0)


def test_the_legal_officer_takes_a_file_up_once(world: World) -> None:
    one = file_of(make_activity(world, files="first_level", bodies=("A",)))
    with acts.act(None, "tests.make_world"):
        one.assignments.all().delete()
    legal = world.person("legal_officer", "A")
    first = rounds.begin_first_level(actor=legal, file_review=one)
    assert rounds.begin_first_level(actor=legal, file_review=fresh(one)).pk == first.pk
    with pytest.raises(Refusal) as refusal:
        rounds.begin_first_level(actor=make_person(world, "legal_officer", "A", 2), file_review=fresh(one))
    assert code_of(refusal) == "begun_by_another"

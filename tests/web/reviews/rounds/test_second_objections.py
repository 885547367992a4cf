"""Objections to round two: from its own notice on, to what became of a problem or to a new one, answered likewise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from adapters.web_cards import assignment_of, problem, sign
from adapters.web_world import World
from zhiheng.api import Refusal, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.reviews.actions import cards, rounds
from zhiheng_web.reviews.actions import rounds_objections as actions
from zhiheng_web.reviews.models import FileReview, Objection
from zhiheng_web.reviews.reading import card_access
from zhiheng_web.reviews.reading import rounds as reading

from .test_rounds import code_of, fresh, mend, told

pytestmark = pytest.mark.django_db
SignedIn = Callable[[str, str], Client]


def second_round(world: World) -> FileReview:
    """Return a settled file: P1 (1 point) not mended, P4 (1.5) mended, and B3 (1) found anew: 1 × 2 + 1.5 + 1."""
    one = told(world, [problem(), problem("P4", page="20", deduction="1.5")])
    mend(world, one)
    one = rounds.resubmit(actor=world.person("unit_head", "A"), file_review=one)
    place = assignment_of(one, round=2)
    for standing, fate in zip(reading.standings(one), ("not", "mended"), strict=True):
        again = card_access.assignment(place.pk)
        cards.answer_line(actor=again.reviewer, assignment=again, problem=standing.line, mended=fate)
    new = problem("B3", page="31", text="整改材料未归档")
    cards.save_line(actor=place.reviewer, assignment=card_access.assignment(place.pk), told=new)
    head = {"opinion": "一处没有整改。"}
    cards.save_head(actor=place.reviewer, assignment=card_access.assignment(place.pk), told=head)
    sign(place)
    one = fresh(one)
    assert (one.state, one.deduction_final) == ("settled", Decimal("4.5"))
    return one


def noticed(world: World) -> FileReview:
    one = second_round(world)
    return rounds.give_second_notice(actor=world.person("evaluation_office", "P"), file_review=one)


def contest(world: World, one: FileReview, place: int = 0, who: Any = None) -> Objection:
    line = reading.second_findings(one)[place].line
    person = who or world.person("officer", "A")
    return actions.file_objection(actor=person, file_review=one, line=line, reason="已补正，见第 32 页")


def answer(world: World, objection: Objection, **more: Any) -> Objection:
    told = {"is_corrected": True, "answer": "经核对", "actor": world.person("evaluation_office", "P")} | more
    return actions.answer_objection(objection=reading.objection(objection.pk), **told)


def test_it_runs_from_a_notice_of_its_own(world: World) -> None:
    one, office = second_round(world), world.person("evaluation_office", "P")
    with pytest.raises(Refusal) as refusal:
        contest(world, one)
    assert code_of(refusal) == "period_closed"
    with pytest.raises(policy.Denied):
        rounds.give_second_notice(actor=world.person("unit_head", "A"), file_review=one)
    one = rounds.give_second_notice(actor=office, file_review=one)
    calendar = legaltime.working_calendar("cn")
    assert reading.second_objection_due(one) == legaltime.add_working_days(clock.today(), 5, calendar=calendar).due
    assert Line.objects.filter(deed="reviews.give_notice").count() == 2
    with pytest.raises(Refusal) as refusal:
        rounds.give_second_notice(actor=office, file_review=one)
    assert code_of(refusal) == "told_already"
    with acts.act(None, "tests.make_world"):
        one.second_notified_at -= timedelta(days=20)  # type: ignore[operator]
        one.save()
    with pytest.raises(Refusal) as refusal:
        contest(world, fresh(one))
    assert code_of(refusal) == "period_closed"


def test_a_file_of_one_round_has_no_second_notice(world: World) -> None:
    one = told(world)
    with acts.act(None, "tests.make_world"):
        one.state = "settled"
        one.save()
    with pytest.raises(Refusal) as refusal:
        rounds.give_second_notice(actor=world.person("evaluation_office", "P"), file_review=one)
    assert code_of(refusal) == "no_second_round"


@pytest.mark.both_databases
def test_what_became_of_a_problem_is_corrected_and_no_longer_doubled(world: World) -> None:
    one = noticed(world)
    objection = contest(world, one)
    for wrong in ("", "not"):
        with pytest.raises(Refusal) as refusal:
            answer(world, objection, mended_after=wrong)
        assert code_of(refusal) == "no_correction"
    done = answer(world, objection, mended_after="mended")
    assert (done.outcome, done.mended_after, done.deduction_after) == ("corrected", "mended", None)
    one = fresh(one)
    # 1 + 1.5, kept and no longer doubled, and the new problem of 1; round one is what it was.
    assert (one.deduction_first, one.deduction_final, one.score_final) == (
        Decimal("2.5"),
        Decimal("3.5"),
        Decimal("96.5"),
    )
    # The card itself stays as it was signed.
    assert reading.second_findings(one)[0].line.mended == "not"
    assert reading.second_findings(one)[0].mended == "mended"


@pytest.mark.both_databases
def test_a_new_problem_is_corrected_to_less_or_falls_away(world: World) -> None:
    one = noticed(world)
    done = answer(world, contest(world, one, 2), deduction_after=Decimal(0))
    one = fresh(one)
    # 1 × 2 + 1.5: what round two found anew is gone.
    assert (done.deduction_before, one.deduction_final) == (Decimal(1), Decimal("3.5"))
    assert reading.second_findings(one)[2].is_lifted


def test_it_is_refused_as_in_round_one(world: World) -> None:
    one = noticed(world)
    with pytest.raises(Refusal) as refusal:
        contest(world, one, 1)  # found mended: it takes nothing
    assert code_of(refusal) == "no_such_problem"
    with pytest.raises(policy.Denied):
        contest(world, one, who=world.person("unit_head", "B"))
    objection = contest(world, one)
    with pytest.raises(Refusal) as refusal:
        contest(world, one, who=world.person("unit_head", "A"))
    assert code_of(refusal) == "contested_twice"
    with pytest.raises(Refusal) as refusal:
        answer(world, objection, actor=world.person("reviewer", "P"), mended_after="mended")
    assert code_of(refusal) == "same_person"
    # Problems of round one had a period of their own.
    with pytest.raises(Refusal) as refusal:
        first = reading.counted_of(one).problems(1)[0]
        actions.file_objection(actor=world.person("officer", "A"), file_review=one, line=first, reason="迟")
    assert code_of(refusal) == "period_closed"


def test_it_goes_its_way_on_the_pages(world: World, signed_in: SignedIn) -> None:
    one, office = second_round(world), signed_in("evaluation_office", "P")
    notice = reverse("reviews:notice", args=[one.pk])
    assert "二次考评" not in signed_in("officer", "A").get(notice).content.decode().split("<main")[-1]
    waiting = {duty.key for duty in duties.duties_of(world.person("evaluation_office", "P"))}
    assert f"reviews.second:{one.activity_id}" in waiting
    assert "告知二次考评结果" in office.get(notice).content.decode()
    assert office.post(reverse("reviews:give_second_notice", args=[one.pk])).status_code == 303
    officer = signed_in("officer", "A")
    shown = officer.get(notice).content.decode()
    assert "没有整改" in shown and "整改材料未归档" in shown and "提出异议" in shown
    address = reverse("reviews:object", args=[one.pk])
    assert "没有整改" in officer.get(address).content.decode()
    line = reading.second_findings(fresh(one))[0].line
    officer.post(address, {"line": line.pk, "reason": "已补正"})
    objection = Objection.objects.get()
    page = reverse("reviews:objection", args=[objection.pk])
    office = signed_in("evaluation_office", "P")
    assert "更正为：已整改" in office.get(page).content.decode()
    wrong = office.post(reverse("reviews:answer_objection", args=[objection.pk]), {"outcome": "partly"})
    assert wrong.status_code == 422
    told = {"outcome": "partly", "answer": "部分补正"}
    assert office.post(reverse("reviews:answer_objection", args=[objection.pk]), told).status_code == 303
    assert "corrected to partly mended" in signed_in("officer", "A").get(page + "?lang=en").content.decode()
    # Partly mended is still doubled (WX-15): 1 × 2 + 1.5 + 1.
    assert fresh(one).deduction_final == Decimal("4.5")


def test_a_program_does_the_same(world: World, signed_in: SignedIn) -> None:
    one, office = second_round(world), signed_in("evaluation_office", "P")
    here = f"/api/v1/reviews/files/{one.pk}"
    assert signed_in("officer", "A").get(f"{here}/second-findings").json() == []
    told = office.post(f"{here}/notice/second")
    assert told.status_code == 200 and told.json()["second_notified_at"]
    officer = signed_in("officer", "A")
    first, _, new = officer.get(f"{here}/second-findings").json()
    assert (first["mended"], first["item"], new["problem_id"], new["counted"]) == ("not", "P1", None, "1")
    filed = officer.post(f"{here}/objections", {"line_id": first["line_id"], "reason": "已补正"}, "application/json")
    assert filed.status_code == 201
    answered = signed_in("evaluation_office", "P").post(
        f"/api/v1/reviews/objections/{filed.json()['id']}/answer",
        {"is_corrected": True, "answer": "经核对", "mended_after": "mended"},
        "application/json",
    )
    assert answered.json()["mended_after"] == "mended"
    assert fresh(one).deduction_final == Decimal("3.5")

"""An objection is answered line by line; what is corrected changes the score, in one act with the decision."""

from __future__ import annotations

from decimal import Decimal

import pytest

from adapters.web_cycles import make_cycle
from adapters.web_world import World
from zhiheng_web.audit import acts
from zhiheng_web.audit.models import Line
from zhiheng_web.evaluations import scoring
from zhiheng_web.evaluations.actions import objections, reviews
from zhiheng_web.evaluations.actions.objections import Contested
from zhiheng_web.evaluations.models import Cycle, Objection, Verification, Veto
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import policy
from zhiheng_web.lib.policy import Role

from ..outcomes import make_cycle_with_judgment
from . import steps
from .asserting import refused


def _objected(world: World, cycle: Cycle, code: str, *lines: Contested) -> Objection:
    steps.notify(world, cycle, code)
    return objections.file_objection(
        actor=world.person(Role.unit_head, code), assessment=steps.of(cycle, code), lines=lines
    )


def test_it_corrects_one_line_and_upholds_the_other(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    objection = _objected(
        world, cycle, "A", Contested("D03-2-a", "其中两起不是本单位"), Contested("D08-2-a", "应为 86%")
    )
    office = steps.organiser(world, cycle, Role.evaluation_office)
    dress, rate = objection.lines.all()
    decide = lambda line, outcome, reason, value="": reviews.decide_line(  # noqa: E731
        actor=office, line=line, outcome=outcome, reason=reason, value=value
    )
    refused("incomplete_review", lambda: decide(dress, "corrected", "", "5"))
    refused("no_value", lambda: decide(dress, "corrected", "查实"))
    refused("unreadable_answer", lambda: decide(dress, "corrected", "查实", "五六起"))
    assert decide(dress, "corrected", "查实两起属他单位", "5").value_before == "7"
    refused("unanswered", lambda: reviews.finish_review(actor=office, objection=objection))
    decide(rate, "upheld", "抽样方法符合规定")
    lines = Line.objects.count()
    assert reviews.preview(objection)["score"] == "97"  # 96.6 + 2 × 0.2
    assert (Line.objects.count(), Verification.objects.count()) == (lines, 0)
    done = reviews.finish_review(actor=office, objection=objection)
    assert done.before is not None and done.after is not None and done.document is not None
    before, after = (papers.card_of(one, objection.assessment).score for one in (done.before, done.after))
    assert (before, after) == (Decimal("96.6"), Decimal("97"))
    assert steps.of(cycle, "A").state == "settled"
    assert done.after.stage == "reviewed"
    line = Line.objects.first()
    assert line is not None and line.deed == "evaluations.review_objection"
    assert {"evaluations.objection", "evaluations.verification", "documents.issueddocument"} <= {
        change["kind"] for change in line.changes
    }
    refused("wrong_state", lambda: decide(dress, "upheld", "再议"))


def test_it_upholds_without_a_new_result(world: World) -> None:
    cycle = make_cycle(world, state="proposed")
    objection = _objected(world, cycle, "A", Contested("D03-2-a", "不服"))
    for role, code in ((Role.unit_head, "A"), (Role.leader, "P"), (Role.evaluation_office, "Q")):
        with pytest.raises(policy.Denied):
            reviews.decide_line(
                actor=world.person(role, code), line=objection.lines.get(), outcome="upheld", reason="核对无误"
            )
    office = steps.organiser(world, cycle, Role.evaluation_office)
    reviews.decide_line(actor=office, line=objection.lines.get(), outcome="upheld", reason="核对无误")
    done = reviews.finish_review(actor=office, objection=objection)
    assert (done.after, scoring.latest(cycle, "reviewed")) == (done.before, None)


def test_it_lifts_a_veto_that_two_persons_had_confirmed(world: World) -> None:
    cycle = make_cycle_with_judgment(world, state="proposed")
    with acts.act(None, "tests.confirm"):
        Veto(assessment=steps.of(cycle, "CQ1"), rule_id="V4", row="O1", fact="判决撤销", status="confirmed").save()
        scoring.compute(cycle, "current", actor=None)
    objection = _objected(world, cycle, "CQ1", Contested("V4", "判决已被再审改判"))
    assert objection.before is not None
    assert papers.card_of(objection.before, objection.assessment).grade == "not_up_to_standard"
    office = steps.organiser(world, cycle, Role.evaluation_office)
    line = objection.lines.get()
    refused(
        "new_veto", lambda: reviews.decide_line(actor=office, line=line, outcome="corrected", reason="是", value="是")
    )
    review = reviews.decide_line(actor=office, line=line, outcome="corrected", reason="再审判决书已核", value="否")
    assert (review.value_before, review.value_after) == ("true", "false")
    assert reviews.preview(objection)["vetoes"] == []
    done = reviews.finish_review(actor=office, objection=objection)
    assert done.after is not None
    assert papers.card_of(done.after, objection.assessment).grade == "excellent"  # 98 without the veto
    veto = Veto.objects.get()
    assert (veto.status, veto.rejected_by) == ("rejected", office)

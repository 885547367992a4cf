"""Reviewing an objection line by line (CQ-18): upheld or corrected, the score before and after, the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.audit import acts
from zhiheng_web.documents.issuing import Order, issue
from zhiheng_web.documents.models import Evidence, IssuedDocument
from zhiheng_web.documents.queries import evidence_about
from zhiheng_web.evaluations import guards, scoring, states
from zhiheng_web.evaluations.actions import values
from zhiheng_web.evaluations.models import Objection, ObjectionLine, Review
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock

OUTCOMES: Mapping[str, Text] = {
    "upheld": Text("维持", "upheld"),
    "corrected": Text("更正", "corrected"),
}


def decide_line(*, actor: Any, line: ObjectionLine, outcome: str, reason: str, value: str = "") -> Review:
    """Answer a contested line: `upheld`, or `corrected` to a value. The score follows when the review is finished.

    Raises Refusal without a reason, or where the value is no answer to the rule.
    """
    assessment = line.objection.assessment
    guards.demand_organiser(actor, "evaluations.review_objection", assessment)
    _demand_under_way(line.objection)
    if outcome not in OUTCOMES or not reason.strip():
        raise Refusal(Fault("incomplete_review", Place(clause=line.rule_id), *_INCOMPLETE))
    before = value_before(line)
    after = values.settled(assessment, line.rule_id, value) if outcome == "corrected" else before
    with acts.act(actor, "evaluations.review_objection", reason=reason):
        review = Review.objects.filter(line=line).first() or Review(line=line)
        review.outcome, review.reason, review.by, review.at = outcome, reason.strip(), actor, clock.now()
        review.value_before, review.value_after = before, after
        review.save()
    return review


def value_before(line: ObjectionLine) -> str:
    """Return the value of a contested line in the result that was told; a veto that stood was `true`."""
    if line.objection.before is None:
        return ""
    card = papers.card_of(line.objection.before, line.objection.assessment)
    if line.rule_id in {veto["id"] for veto in card.unit["vetoes"]}:
        return "true"
    return str((card.rules().get(line.rule_id) or {}).get("input") or "")


def preview(objection: Objection) -> dict[str, Any]:
    """Return the scorecard of the body as it would be with what has been corrected so far; nothing is kept."""
    decided = Review.objects.filter(line__objection=objection, outcome="corrected").select_related("line")
    return values.tried(objection.assessment, {one.line.rule_id: one.value_after for one in decided})


def finish_review(*, actor: Any, objection: Objection) -> Objection:
    """Finish a review: corrected values are established, the score is computed again, the decision is issued.

    Raises Refusal while a line is unanswered.
    """
    assessment = objection.assessment
    guards.demand_organiser(actor, "evaluations.review_objection", assessment)
    _demand_under_way(objection)
    lines = list(objection.lines.select_related("review"))
    unanswered = [line.rule_id for line in lines if not hasattr(line, "review")]
    if unanswered:
        raise Refusal(Fault("unanswered", Place(clause=assessment.body.name), *_UNANSWERED, "、".join(unanswered)))
    corrected = [line for line in lines if line.review.outcome == "corrected"]
    with acts.act(actor, "evaluations.review_objection"):
        for line in corrected:
            reason = f"异议复核：{line.review.reason}"
            values.establish(assessment, line.rule_id, line.review.value_after, actor=actor, reason=reason)
        # The score must be that of the corrected values, in the same act: either both stand or neither.
        after = scoring.compute(assessment.cycle, "reviewed", actor=actor, why="异议复核 review") if corrected else None
        objection.after = after or objection.before
        objection.settled_at = clock.now()
        objection.document = _decision(objection, lines, actor)
        objection.save()
        states.advance(assessment, "settled", actor=actor, reason="复核完毕 reviewed")
    return objection


def _demand_under_way(objection: Objection) -> None:
    states.demand_state(objection.assessment, "under_review")
    if objection.settled_at is not None or objection.withdrawn_at is not None:
        raise Refusal(Fault("settled", Place(clause=objection.assessment.body.name), *_SETTLED))


def _decision(objection: Objection, lines: Sequence[ObjectionLine], actor: Any) -> IssuedDocument:
    """Issue 异议复核决定书: each line with its outcome, the score before and after."""
    assessment, cycle = objection.assessment, objection.assessment.cycle
    before, after = objection.before, objection.after
    if before is None or after is None:
        raise ValueError("a review that is finished has a result before and after")
    told: dict[str, Any] = {
        "issue": papers.issue_told(cycle),
        "year": cycle.year,
        "unit_id": assessment.unit_id,
        "objected_on": clock.day_of(objection.filed_at),
        "decided_on": clock.today(),
        "before": before.result,
        "lines": [_told(line, list(evidence_about(line))) for line in lines],
    }
    order = Order(
        body=cycle.organiser,
        addressee=assessment.body,
        kind="review_decision",
        subject=f"evaluations.objection:{objection.pk}",
        title=f"{assessment.body.name}{cycle.year}年度评价异议复核决定书",
        series=papers.series_of(cycle, "复"),
        build=papers.building("review_decision", api.documents.review_decision, after, told),
        facts=told,
        result=after.result,
    )
    return issue(order, actor=actor, deed="evaluations.review_objection")


def _told(line: ObjectionLine, evidence: Sequence[Evidence]) -> dict[str, Any]:
    return {
        "rule_id": line.rule_id,
        "claim": line.reason + (f"（主张：{line.wanted}）" if line.wanted else ""),
        "outcome": line.review.outcome,
        "reason": line.review.reason,
        "evidence": [one.name for one in evidence],
    }


_INCOMPLETE = (
    Text("复核要写结论和理由，更正的还要写更正后的值", "outcome and reason are needed, of a correction its value"),
    Text("补全再保存", "complete it and save again"),
)
_UNANSWERED = (
    Text("还有没有复核的项", "lines are still unanswered"),
    Text("逐项写明结论和理由", "answer each line"),
)
_SETTLED = (
    Text("这份异议已经办结", "this objection has been settled"),
    Text("刷新页面", "reload the page"),
)

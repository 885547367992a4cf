"""What follows from a result (CQ-45 to CQ-50): proposed here, decided by a person with reasons, done by an owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhiheng.api import Fault, Place, Refusal, Text, legaltime
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Post
from zhiheng_web.evaluations import guards, scoring
from zhiheng_web.evaluations.models import Assessment, Card, Computation, Consequence, Cycle
from zhiheng_web.lib import clock, policy
from zhiheng_web.lib.policy import Role

KINDS: Mapping[str, Text] = {
    "priority": Text("优先评先评优", "priority in appraisals"),
    "disqualification": Text("取消年度评优资格", "disqualified from the annual appraisal"),
    "interview": Text("约谈", "interview"),
    "admonition": Text("诫勉谈话", "admonition talk"),
    "transfer_proposal": Text("提请调离岗位", "proposal to transfer from the post"),
}
STATUSES: Mapping[str, Text] = {
    "proposed": Text("待决定", "awaits decision"),
    "decided": Text("已决定，待办理", "decided, to be carried out"),
    "declined": Text("不予采用", "declined"),
    "done": Text("已办结", "done"),
    "lapsed": Text("因更正失效", "lapsed after a correction"),
}
#: How long the owner has unless a day is given: a proposed value, the measures state none.
WORKING_DAYS = 20
_NOT_UP = "not_up_to_standard"


def propose_consequences(cycle: Cycle, computation: Computation, *, actor: Any) -> list[Consequence]:
    """Propose what the measures attach to each grade and veto, once; a corrected version proposes only what is new."""
    made = []
    since = cycle.period_from.replace(year=cycle.period_from.year - 1, day=1)
    for card in computation.cards.select_related("assessment__body"):
        for kind, ground in grounds_of(cycle, card).items():
            if card.assessment.consequences.filter(kind=kind).exclude(status="lapsed").exists():
                continue
            with acts.act(actor, "evaluations.propose_consequence"):
                one = Consequence(assessment=card.assessment, kind=kind, ground=ground)
                one.tenure = _tenure(card.assessment, since)
                one.person = "、".join(str(head["name"]) for head in one.tenure if head["until"] is None)[:200]
                one.save()
                made.append(one)
    return made


def lapse_unfounded(cycle: Cycle, computation: Computation) -> None:
    """Let proposals lapse whose ground a correction has taken away, inside its act. What people decided they revoke."""
    grounds = {card.assessment_id: grounds_of(cycle, card) for card in computation.cards.all()}
    for one in Consequence.objects.filter(assessment__cycle=cycle, status="proposed"):
        if one.kind not in grounds.get(one.assessment_id, {}):
            one.status, one.decision_reason = "lapsed", "更正后依据不再成立 the correction took its ground away"
            one.save()


def grounds_of(cycle: Cycle, card: Card) -> dict[str, str]:
    """Return what the measures attach to a result, by kind, each with its ground."""
    found: dict[str, str] = {}
    vetoes = "、".join(veto["id"] for veto in card.unit["vetoes"])
    if card.grade == "excellent":
        found["priority"] = "年度评价优秀：支队负责人和有关执法人员优先评先评优（CQ-48）"
    if vetoes:
        found["interview"] = f"一票否决 {vetoes}：约谈负责人和相关责任人员（CQ-30）"
    if card.grade == _NOT_UP:
        found["disqualification"] = "年度评价不达标：取消负责人年度考核评优资格（CQ-49）"
        found["admonition"] = "年度评价不达标：对负责人诫勉谈话（CQ-49）"
        if _grade_of_last_year(cycle, card.assessment) == _NOT_UP:
            found["transfer_proposal"] = "连续两年不达标：按照干部管理权限提请将责任人调离岗位（CQ-50）"
    return found


def _grade_of_last_year(cycle: Cycle, assessment: Assessment) -> str:
    last = scoring.latest(cycle.previous, "final") if cycle.previous else None
    card = last.cards.filter(assessment__body_id=assessment.body_id).first() if last else None
    return str(card.grade) if card else ""


def _tenure(assessment: Assessment, since: date) -> list[dict[str, Any]]:
    """Return the heads of a body with their terms in this year and the last: who answers is for people to judge."""
    heads = Post.objects.filter(body=assessment.body_id, role=Role.unit_head).select_related("account")
    return [
        {
            "name": str(post.account),
            "since": post.since.isoformat(),
            "until": post.until.isoformat() if post.until else None,
        }
        for post in heads.order_by("since")
        if post.until is None or post.until > since
    ]


def stands_unfounded(consequence: Consequence) -> bool:
    """Return whether the published result no longer carries a consequence, after a correction."""
    cycle = consequence.assessment.cycle
    last = scoring.latest(cycle, "final")
    card = last.cards.filter(assessment=consequence.assessment).first() if last else None
    return card is not None and consequence.kind not in grounds_of(cycle, card)


def decide_consequence(
    *,
    actor: Any,
    consequence: Consequence,
    is_taken: bool,
    reason: str,
    owner: Any = None,
    due_date: date | None = None,
    person: str = "",
) -> Consequence:
    """Decide on a proposed consequence, with the reason; one that is taken gets an owner and a day (20 working days).

    One that was decided can be declined after a correction took its ground away. Raises Refusal for one's own body,
    without a reason, without an owner who can carry it out, for a day that has passed, or where it has been decided.
    """
    assessment = consequence.assessment
    guards.demand_organiser(actor, "evaluations.decide_consequence", assessment)
    place = Place(clause=assessment.body.name)
    revokes = consequence.status == "decided" and not is_taken and stands_unfounded(consequence)
    if consequence.status != "proposed" and not revokes:
        raise Refusal(Fault("already_decided", place, *_DECIDED))
    if not reason.strip() or (is_taken and owner is None):
        raise Refusal(Fault("no_reason", place, *_NO_REASON))
    if is_taken and not policy.may(owner, "evaluations.carry_out_consequence", assessment.body):
        raise Refusal(Fault("no_such_owner", place, *_NO_SUCH_OWNER, str(owner)))
    if due_date is not None and due_date < clock.today():
        raise Refusal(Fault("bad_day", place, *_BAD_DAY, due_date.isoformat()))
    with acts.act(actor, "evaluations.decide_consequence", reason=reason):
        consequence.status = "decided" if is_taken else "declined"
        consequence.decided_by, consequence.decided_at = actor, clock.now()
        consequence.decision_reason = reason.strip()
        if is_taken:
            consequence.owner, consequence.due_date = owner, due_date or due_of(assessment.cycle, clock.today())
            consequence.person = person.strip() or consequence.person
        consequence.save()
    return consequence


def due_of(cycle: Cycle, day: date) -> date | None:
    """Return the day until which a step of a consequence is to be done that begins on `day`."""
    calendar = legaltime.working_calendar(cycle.calendar)
    return legaltime.add_working_days(day, WORKING_DAYS, calendar=calendar).due


def carry_out(*, actor: Any, consequence: Consequence, outcome: str) -> Consequence:
    """Record that a decided consequence has been carried out, and how."""
    guards.demand_organiser(actor, "evaluations.carry_out_consequence", consequence.assessment)
    if consequence.status != "decided" or not outcome.strip():
        raise Refusal(Fault("not_decided", Place(clause=consequence.assessment.body.name), *_NOT_DECIDED))
    with acts.act(actor, "evaluations.carry_out_consequence"):
        consequence.status, consequence.done_at, consequence.outcome = "done", clock.now(), outcome.strip()
        consequence.save()
    return consequence


_DECIDED = (Text("这一项已经决定", "this has been decided"), Text("刷新页面", "reload the page"))
_NO_REASON = (
    Text("对人的处理由人决定：要写理由，采用的要指定承办人", "people decide: a reason and an owner are needed"),
    Text("写明理由并选择承办人", "write the reason, choose an owner"),
)
_NO_SUCH_OWNER = (
    Text("承办人没有办理结果运用的职责", "the owner holds no post that carries consequences out"),
    Text("从评价办公室或纪检人员中选择", "choose somebody of the evaluation office or of discipline inspection"),
)
_BAD_DAY = (Text("办理期限早于今天", "the day has passed"), Text("另选一天", "choose another day"))
_NOT_DECIDED = (
    Text("只有已决定的事项可以办结，并要写办理情况", "only what was decided is carried out, with its outcome"),
    Text("写明办理情况", "write how it was carried out"),
)

"""Inspections on the spot (HN-08, HN-09): a plan, a draw that anyone can repeat, findings, decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import IntegrityError

from zhiheng.api import Fault, Place, Refusal, Text, sampling
from zhiheng_web.audit import acts
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents import queries as documents
from zhiheng_web.documents.actions.evidence import keep_evidence
from zhiheng_web.evaluations import guards, jobs, states
from zhiheng_web.evaluations.models import Assessment, Cycle, Finding, Inspection
from zhiheng_web.evaluations.reading import inspection as reading
from zhiheng_web.lib import clock, policy

_STATES = ("self_evaluation", "verification", "under_review")


def plan_inspection(
    *, actor: Any, cycle: Cycle, title: str, starts_on: date, ends_on: date, team: str = ""
) -> Inspection:
    """Plan an inspection of a cycle: its days, and who goes."""
    policy.demand(actor, "evaluations.plan_inspection", cycle.organiser)
    if cycle.state != "open":
        raise Refusal(Fault("wrong_state", Place(clause=cycle.title), *_NOT_OPEN))
    if ends_on < starts_on:
        raise Refusal(Fault("bad_period", Place(), *_BAD_PERIOD, ends_on.isoformat()))
    one = Inspection(cycle=cycle, title=title.strip(), starts_on=starts_on, ends_on=ends_on, team=team.strip())
    one.made_by = actor
    with acts.act(actor, "evaluations.plan_inspection"):
        one.save()
    return one


def draw_bodies(*, actor: Any, inspection: Inspection, size: int, seed: str, by_city: bool = False) -> Inspection:
    """Draw the bodies to be visited, once; the population is frozen in the sheet, so that anyone can draw again.

    A draw that may be repeated until it pleases is none: another draw takes another inspection. Raises Refusal as
    `sampling.draw` does.
    """
    policy.demand(actor, "evaluations.plan_inspection", inspection.cycle.organiser)
    places = reading.places_of(inspection.cycle)
    strata = {one.code: one.parent.code if one.parent else one.code for one in places} if by_city else None
    column = "city" if by_city else ""
    drawn = sampling.draw([one.code for one in places], size=size, seed=seed.strip(), strata=strata, column=column)
    rows = [{"id": one.code, "name": one.name, **({"city": strata[one.code]} if strata else {})} for one in places]
    with acts.act(actor, "evaluations.plan_inspection"):
        one: Inspection = Inspection.objects.select_for_update().get(pk=inspection.pk)
        if one.sheet:
            raise Refusal(Fault("drawn_already", Place(clause=one.title), *_DRAWN, one.seed))
        one.seed, one.sheet = seed.strip(), {**drawn.sheet(), "population_rows": rows}
        one.save()
    return one


@dataclass(frozen=True, slots=True)
class Photo:
    """A file that comes along with a finding; it is kept as it is, what the camera noted in it included."""

    file: BinaryIO
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: how many, when, where, in words. `key` is made by the device and names it for good."""

    key: str
    rule_id: str
    quantity: int
    occurred_at: datetime
    note: str
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    photos: Sequence[Photo] = field(default_factory=tuple)


def record_finding(
    *, actor: Any, body: Body, cycle: Cycle, found: Found, inspection: Inspection | None = None
) -> tuple[Finding, bool]:
    """Enter a finding at a body; return it, and whether it is new: sent twice under one key it is entered once.

    Raises Refusal for a body outside the cycle, a rule that counts no problems, an instant outside the period, and
    where the key stands for something else.
    """
    assessment = reading.assessment_of_place(cycle, body)
    if assessment is None:
        raise Refusal(Fault("foreign_body", Place(clause=body.name), *_FOREIGN))
    guards.demand_organiser(actor, "evaluations.record_finding", assessment)
    standing = Finding.objects.filter(key=found.key).first()
    if standing is not None:
        return _same(standing, actor, assessment, found), False
    states.demand_state(assessment, *_STATES)
    _check(cycle, found, inspection)
    one = Finding(assessment=assessment, inspection=inspection, key=found.key, rule_id=found.rule_id)
    one.place_body = body if body.pk != assessment.body_id else None
    one.quantity, one.occurred_at, one.note = found.quantity, found.occurred_at, found.note.strip()
    one.place, one.latitude, one.longitude = found.place.strip(), found.latitude, found.longitude
    one.found_by = actor
    try:
        with acts.act(actor, "evaluations.record_finding"):
            one.save()
            for photo in found.photos:
                _keep(actor, one, photo)
    except IntegrityError:
        # The device sent it twice at the same moment; the other one was quicker.
        return _same(Finding.objects.get(key=found.key), actor, assessment, found), False
    return one, True


def _keep(actor: Any, one: Finding, photo: Photo) -> None:
    keep_evidence(
        actor,
        body=one.assessment.body,
        file=photo.file,
        name=photo.name,
        size=photo.size,
        subject=documents.subject_of(one),
        rule_id=one.rule_id,
    )


def _same(standing: Finding, actor: Any, assessment: Assessment, found: Found) -> Finding:
    """Return what stands under a key, refused where it is something else."""
    told = (found.rule_id, found.quantity, found.note.strip(), assessment.pk, actor.pk)
    if told != (
        standing.rule_id,
        standing.quantity,
        standing.note,
        standing.assessment_id,
        standing.found_by_id,
    ):
        raise Refusal(Fault("other_content", Place(clause=found.rule_id), *_OTHER_CONTENT, str(standing.pk)))
    return standing


def _check(cycle: Cycle, found: Found, inspection: Inspection | None) -> None:
    place = Place(clause=found.rule_id)
    faults = []
    if found.rule_id not in {clause.rule_id for clause in reading.clauses_of(cycle)}:
        faults.append(Fault("unknown_rule", place, *_NO_SUCH_RULE, found.rule_id))
    if found.quantity < 1:
        faults.append(Fault("bad_quantity", place, *_BAD_QUANTITY, str(found.quantity)))
    if not found.note.strip():
        faults.append(Fault("no_note", place, *_NO_NOTE))
    if found.occurred_at > clock.now():
        faults.append(Fault("to_come", place, *_TO_COME, found.occurred_at.isoformat()))
    day = clock.day_of(found.occurred_at)
    if not cycle.period_from <= day < cycle.period_to:
        faults.append(Fault("out_of_period", place, *_OUT_OF_PERIOD, day.isoformat()))
    if inspection is not None and inspection.cycle_id != cycle.pk:
        faults.append(Fault("foreign_inspection", place, *_FOREIGN, inspection.title))
    if faults:
        raise Refusal(faults)


def decide_findings(*, actor: Any, findings: Sequence[Finding], is_verified: bool, reason: str = "") -> list[Finding]:
    """Verify or reject findings, one or several, all or none of them.

    A rejection has a reason; so has a verified finding that may be the same fact as one under another rule, for one
    fact counts once (HN-AMB-16, HN-AMB-18). Raises Refusal where one of them is decided already.
    """
    if not findings:
        raise Refusal(Fault("nothing_chosen", Place(), *_NOTHING_CHOSEN))
    for chosen in findings:
        guards.demand_organiser(actor, "evaluations.decide_finding", chosen.assessment)
        states.demand_state(chosen.assessment, "verification", "under_review")
    faults = [] if reason.strip() else [fault for each in findings for fault in _wants_reason(each, is_verified)]
    if faults:
        raise Refusal(faults)
    done = []
    with acts.act(actor, "evaluations.decide_finding", reason=reason.strip()):
        for chosen in findings:
            one: Finding = Finding.objects.select_for_update().get(pk=chosen.pk)
            if one.status != "pending":
                raise Refusal(Fault("changed_meanwhile", Place(clause=f"{one.rule_id} #{one.pk}"), *_DECIDED))
            one.status, one.status_reason = "verified" if is_verified else "rejected", reason.strip()
            one.decided_by, one.decided_at = actor, clock.now()
            one.save()
            done.append(one)
    if is_verified:
        for cycle in {each.assessment.cycle_id: each.assessment.cycle for each in findings}.values():
            jobs.compute_soon(cycle, "current", actor=actor, why=f"认定检查发现 {len(done)} 条")
    return done


def _wants_reason(one: Finding, is_verified: bool) -> list[Fault]:
    place = Place(clause=f"{one.rule_id} #{one.pk}")
    if not is_verified:
        return [Fault("no_reason", place, *_NO_REASON)]
    twins = [other for other in reading.same_fact(one) if other.status == "verified"]
    return [Fault("same_fact", place, *_SAME_FACT, f"{other.rule_id} #{other.pk}") for other in twins]


_NOT_OPEN = (
    Text("评价周期不在进行中", "the cycle is not under way"),
    Text("开启周期后再安排检查", "open the cycle first"),
)
_BAD_PERIOD = (Text("结束日期早于开始日期", "it ends before it begins"), Text("改日期", "change the days"))
_DRAWN = (
    Text("这次检查已经抽取过，不能重抽", "the bodies have been drawn; there is no second draw"),
    Text("确需另抽的，另行安排一次检查，说明理由", "plan another inspection and say why"),
)
_FOREIGN = (
    Text("不是本周期的单位或检查", "it does not belong to this cycle"),
    Text("从列出的单位中选择", "choose among the bodies listed"),
)
_NO_SUCH_RULE = (
    Text("这一条不按问题数量计", "the rule counts no problems"),
    Text("从列出的条款中选择", "choose among the clauses listed"),
)
_BAD_QUANTITY = (Text("数量至少是 1", "the number is at least 1"), Text("改数量", "change the number"))
_NO_NOTE = (Text("没有写发现了什么", "nothing is said of what was found"), Text("写一句说明", "write a sentence"))
_TO_COME = (Text("时间在将来", "the time lies in the future"), Text("核对设备的时间", "check the clock of the device"))
_OUT_OF_PERIOD = (
    Text("发现时间不在评价期间，不能计入", "the time lies outside the evaluation period and cannot count"),
    Text("核对时间；不属于本期间的，在相应年度登记", "check it; what belongs to another year is entered there"),
)
_OTHER_CONTENT = (
    Text("这条记录已经上传过，但内容不同", "it has been uploaded before, with other content"),
    Text("打开已上传的一条核对；确是另一件的，重新登记", "open the one that stands; enter another fact anew"),
)
_NOTHING_CHOSEN = (Text("没有选择检查发现", "no finding is chosen"), Text("勾选后再办理", "tick some of them"))
_NO_REASON = (Text("不予认定没有写理由", "no reason is given"), Text("写明为什么", "say why it is rejected"))
_SAME_FACT = (
    Text("同一天同一地点已按另一条认定，同一事实只计一条", "the same day and place count under another rule already"),
    Text("确是两件事实的，写明理由；否则不予认定", "if they are two facts, say why; otherwise reject it"),
)
_DECIDED = (
    Text("别人刚刚认定过，没有改动", "somebody else has just decided on it; nothing was changed"),
    Text("刷新页面", "reload the page"),
)

"""What waits from the proposal to what follows from a result: whose turn it is, until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from zhiheng_web.evaluations.actions.consequences import due_of
from zhiheng_web.evaluations.models import Assessment, Consequence, Cycle, Meeting, Notice, Objection, Proposal
from zhiheng_web.evaluations.states import procedure_of, state_of
from zhiheng_web.lib import clock, duties, policy
from zhiheng_web.lib.duties import Duty, DutyState
from zhiheng_web.lib.words import Text

_STANDING = Proposal.objects.filter(assessment=OuterRef("pk"), sent_back_at=None)
_SIGNED = _STANDING.exclude(signed_at=None)


def _of_organiser(person: Any, deed: str, *states: str) -> QuerySet[Assessment]:
    """Return the bodies in these states whose organiser a person may do a deed for; never the person's own bodies."""
    reach = policy.within_reach(person, deed, "cycle__organiser")
    if deed in ("evaluations.give_notice", "evaluations.review_objection", "evaluations.decide"):
        roles = policy.deed_of(deed).grants
        held = [post.body.pk for post in policy.posts_of(person) if policy.Role(post.role) in roles]
        reach = Q(cycle__organiser__in=held)
    own = [post.body.pk for post in policy.posts_of(person)]
    chosen = Assessment.objects.filter(reach, state__in=states, cycle__state="open").exclude(body__in=own)
    # Fetched apart, a cycle is one object for all its bodies: scheme and procedure are read once.
    return chosen.select_related("body").prefetch_related("cycle__organiser")


def _duty(one: Assessment, deed: str, zh: str, en: str, *, url: str | None = None, state: DutyState = "todo") -> Duty:
    what = Text(zh.format(one.body.name), en.format(one.body.name_en or one.body.name))
    where = url or reverse("evaluations:result", args=[one.pk])
    return Duty(f"{deed}:{one.pk}", what, one.body, where, one.due_date, state_of(one).basis.text, state)


@duties.register
def of_the_proposal(person: Any) -> Iterator[Duty]:
    """Yield what is to be proposed, signed, told."""
    steps: tuple[tuple[str, Callable[[Any], Any], str, str, DutyState], ...] = (
        (
            "evaluations.propose_result",
            lambda q: q.filter(~Exists(_STANDING)),
            "提出结果建议：{}",
            "propose the result of {}",
            "todo",
        ),
        (
            "evaluations.sign_proposal",
            lambda q: q.filter(Exists(_STANDING), ~Exists(_SIGNED)),
            "签批结果建议：{}",
            "sign the proposal on {}",
            "review",
        ),
        ("evaluations.give_notice", lambda q: q.filter(Exists(_SIGNED)), "告知结果：{}", "give notice to {}", "todo"),
    )
    for deed, narrow, zh, en, state in steps:
        if policy.may_somewhere(person, deed):
            for one in narrow(_of_organiser(person, deed, "proposed")):
                yield _duty(one, deed, zh, en, state=state)


@duties.register
def of_the_body(person: Any) -> Iterator[Duty]:
    """Yield what an evaluated body has to do: acknowledge, object or declare."""
    told = Assessment.objects.filter(state="notified").select_related("cycle", "body")
    if policy.may_somewhere(person, "evaluations.object"):
        for one in told.filter(policy.within_reach(person, "evaluations.object"), due_date__gte=clock.today()):
            yield _duty(one, "evaluations.object", "核对结果，提出异议或声明无异议：{}", "object, or declare none: {}")
    if policy.may_somewhere(person, "evaluations.acknowledge_notice"):
        fresh = Notice.objects.filter(assessment=OuterRef("pk"), acknowledged_at=None)
        for one in told.filter(policy.within_reach(person, "evaluations.acknowledge_notice"), Exists(fresh)):
            yield _duty(one, "evaluations.acknowledge_notice", "签收结果告知书：{}", "acknowledge the notice: {}")


@duties.register
def of_the_review(person: Any) -> Iterator[Duty]:
    """Yield the objections to review."""
    if not policy.may_somewhere(person, "evaluations.review_objection"):
        return
    bodies = {one.pk: one for one in _of_organiser(person, "evaluations.review_objection", "under_review")}
    for filed in Objection.objects.filter(assessment__in=bodies, settled_at=None, withdrawn_at=None):
        one, url = bodies[filed.assessment_id], reverse("evaluations:objection", args=[filed.pk])
        yield _duty(
            one, "evaluations.review_objection", "复核异议：{}", "review the objection of {}", url=url, state="review"
        )


@duties.register
def of_the_meeting(person: Any) -> Iterator[Duty]:
    """Yield, cycle by cycle, what awaits a meeting, and the meetings without minutes."""
    if policy.may_somewhere(person, "evaluations.record_meeting"):
        reach = policy.within_reach(person, "evaluations.record_meeting", "organiser")
        settled = Assessment.objects.filter(state="settled")
        for cycle in Cycle.objects.filter(reach, state="open").prefetch_related(Prefetch("assessments", settled)):
            waiting = list(cycle.assessments.all())
            if waiting:
                yield _of_cycle(
                    cycle,
                    waiting,
                    "meetings",
                    told=("提交审议：{}（{} 个单位）", "bring before the meeting: {} ({} bodies)"),
                )
        open_ones = policy.within_reach(person, "evaluations.record_meeting", "cycle__organiser")
        for one in _open_meetings(open_ones):
            what = Text(f"形成会议纪要：{one.name}", f"issue the minutes: {one.name}")
            url = reverse("evaluations:meeting", args=[one.pk])
            yield Duty(f"evaluations.close_meeting:{one.pk}", what, one.governing_body, url, None, _minutes_basis(one))


def _open_meetings(reach: Q) -> QuerySet[Meeting]:
    return Meeting.objects.filter(reach, closed_at=None, decisions__isnull=False).select_related("cycle").distinct()


def _minutes_basis(meeting: Meeting) -> Text:
    """Return on what the meeting rests: what the procedure of its cycle says of deliberation."""
    return procedure_of(meeting.cycle).state("settled").basis.text


def _of_cycle(cycle: Cycle, bodies: list[Assessment], page: str, *, told: tuple[str, str]) -> Duty:
    due = min((one.due_date for one in bodies if one.due_date), default=None)
    zh, en = told
    what = Text(zh.format(cycle.title, len(bodies)), en.format(cycle.title_en or cycle.title, len(bodies)))
    url = reverse(f"evaluations:{page}", args=[cycle.pk])
    for one in bodies:
        one.cycle = cycle
    return Duty(f"evaluations.{page}:{cycle.pk}", what, cycle.organiser, url, due, state_of(bodies[0]).basis.text)


@duties.register
def of_the_publication(person: Any) -> Iterator[Duty]:
    """Yield the cycles whose bodies are all approved."""
    if not policy.may_somewhere(person, "evaluations.publish"):
        return
    reach = policy.within_reach(person, "evaluations.publish", "organiser")
    unfinished = Assessment.objects.filter(cycle=OuterRef("pk")).exclude(state="approved")
    ready = Cycle.objects.filter(reach, ~Exists(unfinished), state="open").select_related("organiser")
    for cycle in ready.prefetch_related("assessments"):
        bodies = list(cycle.assessments.all())
        if bodies:
            yield _of_cycle(
                cycle, bodies, "publish_gate", told=("发布结果：{}（{} 个单位）", "publish: {} ({} bodies)")
            )


@duties.register
def of_consequences(person: Any) -> Iterator[Duty]:
    """Yield the consequences to decide on, and those that this person carries out."""
    chosen = Consequence.objects.select_related("assessment__body", "assessment__cycle")
    if policy.may_somewhere(person, "evaluations.decide_consequence"):
        held = [post.body.pk for post in policy.posts_of(person)]
        reach = policy.within_reach(person, "evaluations.decide_consequence", "assessment__body")
        for one in chosen.filter(reach, status="proposed", assessment__cycle__organiser__in=held):
            yield _about(one, "decide", told=("决定结果运用：{}，{}", "decide: {}, {}"), state="review")
    for one in chosen.filter(owner=person, status="decided"):
        yield _about(one, "carry_out", told=("办理结果运用：{}，{}", "carry out: {}, {}"), state="todo")


def _about(one: Consequence, deed: str, *, told: tuple[str, str], state: DutyState) -> Duty:
    from_kind = {
        "priority": Text("优先评优", "priority"),
        "disqualification": Text("取消评优资格", "disqualification"),
        "interview": Text("约谈", "interview"),
        "admonition": Text("诫勉谈话", "admonition"),
        "transfer_proposal": Text("提请调离", "transfer"),
    }[one.kind]
    zh, en = told
    name = one.assessment.body.name
    what = Text(zh.format(from_kind.zh, name), en.format(from_kind.en, name))
    url = reverse("evaluations:consequence", args=[one.pk])
    # No source says until when it is decided: twenty working days after the proposal are a proposal of ours.
    due = one.due_date if one.status == "decided" else due_of(one.assessment.cycle, clock.day_of(one.created_at))
    return Duty(
        f"evaluations.{deed}:{one.pk}", what, one.assessment.body, url, due, Text(one.ground, one.ground), state
    )

"""The year under way: every body as far as its story says, so that each state can be seen and gone on from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zhiheng.api import legaltime
from zhiheng_web.audit import acts
from zhiheng_web.demonstration import cycles, stories
from zhiheng_web.demonstration.cycles import Story, at, fresh, working
from zhiheng_web.evaluations import jobs, scoring
from zhiheng_web.evaluations.actions import deliberations, meetings, notices, proposals, selfevaluation, verification
from zhiheng_web.evaluations.models import Assessment, Cycle
from zhiheng_web.evaluations.reading.selfevaluation import sheet_of
from zhiheng_web.lib import clock

#: How far a story goes: what has been passed before a body stands there.
_ORDER = (
    "self_evaluation",
    "returned",
    "verification",
    "proposed",
    "signed",
    "notified",
    "under_review",
    "settled",
    "approved",
)
#: The visitor's city leaves so many lines open.
_LEFT_OPEN = 3


def begin(story: Story, year: int, previous: Cycle | None) -> Cycle:
    """Open the cycle some working days ago and bring each body to where its story says."""
    today = clock.today()
    start = _back(today, 20)
    cycle, claims = cycles.open_year(story, year, on=start, due=working(today, 4), previous=previous)
    plan = stories.CITIES if story.scheme == "hunan-2020" else stories.DETACHMENTS
    places = {body.pk: state for body, state in zip(story.bodies, plan, strict=True)}
    assessments = {one.pk: fresh(one) for one in cycle.assessments.all()}
    at_state = {pk: places[one.body_id] for pk, one in assessments.items()}
    _hand_in(story, cycle, claims, assessments=assessments, at_state=at_state, on=working(start, 3))
    _verify(story, cycle, _from(assessments, at_state, "proposed"), on=working(start, 6))
    _tell(story, assessments, at_state, start=start)
    return Cycle.objects.get(pk=cycle.pk)


def _back(day: date, days: int) -> date:
    calendar = legaltime.working_calendar()
    while days:
        day -= timedelta(days=1)
        days -= calendar.is_workday(day)
    return day


def _from(assessments: dict[int, Assessment], at_state: dict[int, str], state: str) -> list[Assessment]:
    least = _ORDER.index(state)
    return [one for pk, one in assessments.items() if _ORDER.index(at_state[pk]) >= least]


def _hand_in(
    story: Story,
    cycle: Cycle,
    claims: Sequence[Any],
    *,
    assessments: dict[int, Assessment],
    at_state: dict[int, str],
    on: date,
) -> None:
    """Let everybody fill the form in, and hand it in but those who are still at it."""
    with clock.pretending(at(on)), jobs.deferred():
        for pk, one in assessments.items():
            open_lines = _LEFT_OPEN if at_state[pk] == "self_evaluation" else 0
            cycles.write_claims(story, one, claims, cycle.year, leave_open=open_lines)
            if at_state[pk] != "self_evaluation":
                head, now = story.head(one.body), fresh(one)
                selfevaluation.submit(head, assessment=now, version=now.version, declared=True)
    with clock.pretending(at(on, 17)):
        scoring.compute(cycle, "claimed", actor=story.office(), why="自评汇总 self-evaluations")
        scoring.compute(cycle, "current", actor=story.office(), why="自评汇总 self-evaluations")
        for pk, one in assessments.items():
            if at_state[pk] == "returned":
                verification.return_for_change(
                    actor=story.office(),
                    assessment=fresh(one),
                    reasons={next(iter(sheet_of(one).lines)): "佐证材料与所填内容不一致，请补正（虚构）。"},
                    due=working(clock.today(), 20),
                )


def _verify(story: Story, cycle: Cycle, chosen: Sequence[Assessment], *, on: date) -> None:
    with clock.pretending(at(on)), acts.act(story.office(), "evaluations.verify"), jobs.deferred():
        for one in chosen:
            cycles.confirm_vetoes(story, fresh(one))
            cycles.verify(story, fresh(one))
            now = fresh(one)
            verification.finish_verification(actor=story.office(), assessment=now, version=now.version)
        scoring.compute(cycle, "current", actor=story.office(), why="核实办结 verified")


def _tell(story: Story, assessments: dict[int, Assessment], at_state: dict[int, str], *, start: date) -> None:
    """Propose, sign, give notice, object and deliberate, each body as far as its story goes."""
    today, proposed = clock.today(), working(start, 8)
    early, late = working(start, 10), _back(today, 2)
    for one in _from(assessments, at_state, "signed"):
        state = at_state[one.pk]
        if state == "signed":
            with clock.pretending(at(proposed)):
                proposals.propose_result(
                    actor=story.office(), assessment=fresh(one), opinion="建议按核实结果定分（虚构）。"
                )
            with clock.pretending(at(proposed, 15)):
                proposals.sign_proposal(actor=story.deputy(), assessment=fresh(one))
        else:
            delivered = late if state == "notified" else early
            cycles.tell_and_settle(story, fresh(one), proposed=proposed, delivered=delivered)
        if state == "under_review":
            cycles.object_to(story, fresh(one), on=working(early, 2))
    with clock.pretending(at(_back(today, 1))):
        notices.close_expired()
    _deliberate(story, [one for one in _from(assessments, at_state, "approved") if at_state[one.pk] == "approved"])


def _deliberate(story: Story, chosen: Sequence[Assessment]) -> None:
    if not chosen:
        return
    with clock.pretending(at(_back(clock.today(), 1), 15)):
        facts = meetings.MeetingFacts(
            name=f"{story.organiser.name}办公会议", held_at=clock.now() - timedelta(hours=2), chair=str(story.leader())
        )
        cycle = chosen[0].cycle
        meeting = meetings.record_meeting(actor=story.office(), cycle=cycle, facts=facts)
        for one in chosen:
            deliberations.decide(actor=story.leader(), meeting=meeting, assessment=fresh(one), outcome="approved")

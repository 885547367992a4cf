"""Reading problems, guidance, practices and tasks; how often each county was guided, and the facts that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock, policy
from zhiheng_web.rectification.models import Guidance, Milestone, Practice, Problem, Status, Task

#: The rule of Hunan's scheme that counts guidance: 全年少于2次扣1分.
GUIDANCE_RULE = "D10-2-a"


def problem(problem_id: int) -> Problem:
    """Return a problem. Raises Http404."""
    found: Problem = get_object_or_404(
        Problem.objects.select_related("body", "verified_by", "entered_by"), pk=problem_id
    )
    return found


def milestone(milestone_id: int) -> Milestone:
    """Return a milestone. Raises Http404."""
    found: Milestone = get_object_or_404(Milestone.objects.select_related("problem__body"), pk=milestone_id)
    return found


def guidance(guidance_id: int) -> Guidance:
    """Return a guidance record. Raises Http404."""
    found: Guidance = get_object_or_404(Guidance.objects.select_related("body", "guide"), pk=guidance_id)
    return found


def practice(practice_id: int) -> Practice:
    """Return a good practice. Raises Http404."""
    found: Practice = get_object_or_404(Practice.objects.select_related("body"), pk=practice_id)
    return found


def task(task_id: int) -> Task:
    """Return a task. Raises Http404."""
    found: Task = get_object_or_404(Task.objects.select_related("body"), pk=task_id)
    return found


def problems_for(person: Any) -> QuerySet[Problem]:
    """Return the problems within reach."""
    found: QuerySet[Problem] = Problem.objects.filter(policy.within_reach(person, "rectification.read_problem"))
    return found.select_related("body")


def guidance_for(person: Any) -> QuerySet[Guidance]:
    """Return the guidance records within reach."""
    found: QuerySet[Guidance] = Guidance.objects.filter(policy.within_reach(person, "rectification.read_guidance"))
    return found.select_related("body", "guide")


def practices_for(person: Any) -> QuerySet[Practice]:
    """Return the good practices within reach."""
    found: QuerySet[Practice] = Practice.objects.filter(policy.within_reach(person, "rectification.read_practice"))
    return found.select_related("body")


def tasks_for(person: Any) -> QuerySet[Task]:
    """Return the tasks within reach."""
    found: QuerySet[Task] = Task.objects.filter(policy.within_reach(person, "rectification.read_task"))
    return found.select_related("body")


def bodies_for(person: Any, deed: str) -> QuerySet[Body]:
    """Return the bodies of today to which a person may do a deed."""
    rows: QuerySet[Body] = Body.objects.filter(policy.within_reach(person, deed, "")).order_by("path")
    return rows.filter(Q(until=None) | Q(until__gt=clock.today()))


def to_rectify(person: Any) -> QuerySet[Problem]:
    """Return the problems that a person's body has to rectify."""
    rows: QuerySet[Problem] = Problem.objects.filter(
        policy.within_reach(person, "rectification.report_done"),
        status__in=(Status.open, Status.under_way, Status.returned),
    )
    return rows.select_related("body")


def to_verify(person: Any) -> QuerySet[Problem]:
    """Return the problems that wait for a person's verification."""
    rows: QuerySet[Problem] = Problem.objects.filter(
        policy.within_reach(person, "rectification.verify_problem"), status=Status.reported
    )
    return rows.select_related("body")


def tasks_due(person: Any) -> QuerySet[Task]:
    """Return the tasks under way of the bodies whose plan a person keeps."""
    rows: QuerySet[Task] = Task.objects.filter(
        policy.within_reach(person, "rectification.write_task"), start__lte=clock.today()
    )
    return rows.exclude(status="done").select_related("body")


@dataclass(frozen=True, slots=True)
class Guided:
    """How often each county of a body was guided in a period: the least of them, and all together (HN-AMB-13)."""

    body: Body
    counties: tuple[tuple[Body, int], ...]

    @property
    def least(self) -> int | None:
        """Return the count of the county that was guided least; None without counties."""
        return min((number for _, number in self.counties), default=None)

    @property
    def total(self) -> int:
        """Return the count of all together."""
        return sum(number for _, number in self.counties)


def guided(guide: Body, since: date, until: date) -> Guided:
    """Count a body's own guidance of the bodies right beneath it in [since, until); sections are no counties."""
    counties = Body.objects.filter(parent=guide).exclude(level="section").order_by("path")
    counties = counties.filter(Q(since=None) | Q(since__lt=until), Q(until=None) | Q(until__gt=since))
    within = Q(
        guidance_received__guide=guide,
        guidance_received__withdrawn_on=None,
        guidance_received__day__gte=since,
        guidance_received__day__lt=until,
    )
    rows = counties.annotate(times=Count("guidance_received", filter=within))
    return Guided(guide, tuple((row, row.times) for row in rows))


def facts_for_ledger(
    guide: Body, since: date, until: date, *, count: Literal["least", "total"] = "least"
) -> list[dict[str, Any]]:
    """Return the row of the ledger's table `facts` for D10-2-a, none for a body without counties.

    HN-AMB-13: the standard does not say whether twice a year holds for each county or for all together; by default it
    is the county that was guided least.
    """
    found = guided(guide, since, until)
    if found.least is None:
        return []
    number = found.least if count == "least" else found.total
    evidence = "；".join(f"{body.name} {times} 次" for body, times in found.counties)
    row = {"unit_id": guide.code, "rule_id": GUIDANCE_RULE, "value": str(number), "evidence": evidence}
    return [{**row, "source": "指导监督记录"}]

"""Reading for a publication: what still hinders it and where that is resolved, and what its report tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from zhiheng import api
from zhiheng.api import Text
from zhiheng_web.evaluations import scoring, states
from zhiheng_web.evaluations.models import (
    Assessment,
    Consequence,
    Cycle,
    Finding,
    Meeting,
    Mention,
    Objection,
    Publication,
    Tolerance,
    Veto,
)
from zhiheng_web.evaluations.queries import scheme_of
from zhiheng_web.evaluations.reading import papers
from zhiheng_web.lib import clock, policy


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something that keeps a result from being published, about which body; `where` names the page that resolves it."""

    text: Text
    assessment: Assessment | None = None
    where: str = "result"
    key: int = 0


#: The page at which each state is brought to its end.
_PAGES = {"self_evaluation": "assessment", "verification": "verification"}


def obstacles(cycle: Cycle) -> list[Obstacle]:
    """Return what keeps a cycle from being published: anything open, anything incomplete. Empty: the gate is open."""
    assessments = list(cycle.assessments.select_related("body"))
    if not assessments:
        return [Obstacle(Text("没有被评价单位", "there are no evaluated bodies"), where="cycle")]
    procedure = states.procedure_of(cycle)
    found: list[Obstacle] = []
    for one in assessments:
        if one.state != "approved":
            name = procedure.state(one.state).name
            text = Text(f"还在“{name.zh}”", f"still in “{name.en}”")
            found.append(Obstacle(text, one, _PAGES.get(one.state, "result")))
    by_id = {one.pk: one for one in assessments}
    return [*found, *_waiting(by_id), *_meetings(cycle), *_incomplete(cycle, by_id)]


def _waiting(by_id: dict[int, Assessment]) -> list[Obstacle]:
    waiting: tuple[tuple[Any, Text, str], ...] = (
        (
            Finding.objects.filter(status="pending"),
            Text("有未认定的检查发现", "a finding awaits decision"),
            "verification",
        ),
        (
            Tolerance.objects.filter(status="requested"),
            Text("有未决定的容错申请", "a tolerance awaits decision"),
            "verification",
        ),
        (
            Veto.objects.filter(status__in=("proposed", "first_key")),
            Text("有未确认的一票否决", "a veto awaits keys"),
            "verification",
        ),
        (
            Objection.objects.filter(settled_at=None, withdrawn_at=None),
            Text("有未办结的异议", "an objection is open"),
            "result",
        ),
    )
    found = []
    for rows, text, where in waiting:
        keys = rows.filter(assessment__in=by_id).values_list("assessment", flat=True).distinct()
        found += [Obstacle(text, by_id[key], where) for key in sorted(keys)]
    return found


def _meetings(cycle: Cycle) -> list[Obstacle]:
    """A decision counts with its minutes: a meeting that decided and was not closed has none."""
    undone = Meeting.objects.filter(cycle=cycle, closed_at=None, decisions__isnull=False).distinct()
    return [
        Obstacle(
            Text(f"“{one.name}”还没有形成会议纪要", f"“{one.name}” has no minutes yet"), where="meeting", key=one.pk
        )
        for one in undone
    ]


def _incomplete(cycle: Cycle, by_id: dict[int, Assessment]) -> list[Obstacle]:
    last = scoring.latest(cycle, "current", "reviewed")
    if last is None:
        return [Obstacle(Text("还没有计算结果", "nothing has been computed yet"), where="cycle")]
    found = []
    for card in last.cards.filter(status="incomplete"):
        missing = card.unit.get("not_reported", [])
        text = Text(f"数据不全：{'、'.join(missing)}", f"incomplete: {', '.join(missing)}")
        found.append(Obstacle(text, by_id[card.assessment_id], "verification"))
    return found


@dataclass(frozen=True, slots=True)
class Published:
    """A publication as the target of a page: the organiser reads it, and every body that was evaluated."""

    publication: Publication
    governing_body: None = None


def published(publication_id: int) -> Published:
    """Return a publication with what its page needs. Raises Http404."""
    chosen = Publication.objects.select_related(
        "cycle__organiser", "computation", "document__body", "published_by", "corrects__document"
    )
    return Published(get_object_or_404(chosen, pk=publication_id))


def demand_read(person: Any, publication: Publication) -> None:
    """Raise Denied unless a person organises the cycle or reads one of its bodies."""
    cycle = publication.cycle
    if policy.may(person, "evaluations.read_cycle", cycle.organiser) or publication.audience == "public":
        return
    if not cycle.assessments.filter(policy.within_reach(person, "evaluations.read_assessment")).exists():
        raise policy.Denied(policy.deed_of("evaluations.read_assessment"))


def publication_of_organiser(publication_id: int) -> Publication:
    """Return a publication for a deed of the organiser. Raises Http404."""
    return published(publication_id).publication


def place_of(cycle: Cycle, obstacle: Obstacle) -> str:
    """Return the page on which an obstacle is resolved."""
    if obstacle.where == "meeting":
        return reverse("evaluations:meeting", args=[obstacle.key])
    if obstacle.assessment is None:
        return reverse("evaluations:cycle", args=[cycle.pk])
    if obstacle.assessment.state == "approved":
        # Whatever it is, it is resolved in verification: the leader takes the body back from its page.
        return reverse("evaluations:result", args=[obstacle.assessment.pk])
    if obstacle.assessment.state == "settled":
        return reverse("evaluations:meetings", args=[cycle.pk])
    return reverse(f"evaluations:{obstacle.where}", args=[obstacle.assessment.pk])


def report_told(cycle: Cycle) -> dict[str, Any]:
    """Return what people supply to the annual report: who approved it, lists of mentions, tasks decided."""
    meeting: Meeting | None = cycle.meetings.filter(closed_at__isnull=False).first()
    listed: dict[str, list[dict[str, str]]] = {"commendation": [], "criticism": []}
    for one in Mention.objects.filter(cycle=cycle, withdrawn_at=None).select_related("body"):
        listed[one.kind].append({"unit_id": unit_of(cycle, one), "reason": one.reason, "person": one.person})
    decided = Consequence.objects.filter(assessment__cycle=cycle, status__in=("decided", "done"))
    return {
        "issue": papers.issue_told(cycle),
        "year": cycle.year,
        "addressees": "各被评价单位",
        "approved_by": meeting.name if meeting else "",
        "approved_on": clock.day_of(meeting.held_at) if meeting else None,
        "principles": [text.zh for text in api.documents.principles_of(scheme_of(cycle))],
        "tasks": [
            {"unit_id": one.assessment.unit_id, "task": one.ground, "owner": str(one.owner), "due_on": one.due_date}
            for one in decided.select_related("assessment", "owner")
        ],
        "commended": listed["commendation"],
        "criticised": listed["criticism"],
    }


def unit_of(cycle: Cycle, mention: Mention) -> str:
    """Return the number of the body of a mention in the result of a cycle."""
    return str(cycle.assessments.get(body=mention.body).unit_id)

"""What follows from a grade, a veto or a rank: proposed by the system, decided by a person, done by an owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.models.cycles import Assessment, Cycle
from zhiheng_web.lib import clock

PEOPLE = settings.AUTH_USER_MODEL


class Consequence(Recorded):
    """A consequence for a body's head or officers (CQ-45 to CQ-50): a task, once a person has decided it, with reasons.

    `kind`: priority, disqualification, interview, admonition, transfer_proposal. `status`: proposed, decided, declined,
    done. Decisions on persons are made by people (PIPL art. 24).
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="consequences")
    kind = models.CharField(max_length=30)
    ground = models.TextField()
    person = models.CharField(max_length=200, blank=True)
    tenure = models.JSONField(default=list)  # heads of the body with their terms, for the person who decides (CQ-50)
    status = models.CharField(max_length=20, default="proposed")
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    owner = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="owned_consequences")
    due_date = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("assessment", "kind", "id")

    @property
    def governing_body(self) -> Body:
        """Return the body it is about."""
        return self.assessment.body


class Mention(Recorded):
    """A unit or person to be commended or criticised in a circular (HN-14): people choose, thresholds are unstated."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="mentions")
    kind = models.CharField(max_length=20)  # commendation, criticism
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    person = models.CharField(max_length=100, blank=True)
    reason = models.TextField()
    chosen_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("kind", "id")

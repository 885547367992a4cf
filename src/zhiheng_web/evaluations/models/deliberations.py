"""The meeting that deliberates (总队长办公会, CQ-14): attendance, recusals, a decision for each body."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.models.cycles import Assessment, Cycle
from zhiheng_web.evaluations.models.scores import Computation
from zhiheng_web.lib import clock

PEOPLE = settings.AUTH_USER_MODEL


class Meeting(Recorded):
    """A meeting on the proposal of a cycle. `computation` is the proposal it had before it."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="meetings")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=100)
    minutes = models.TextField(blank=True)
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-held_at", "-id")

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the evaluation."""
        return self.cycle.organiser


class Attendance(Recorded):
    """Who was there, in which duty, and on which body they did not decide because it is their own (CQ-07)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.CharField(max_length=100)
    duty = models.CharField(max_length=200, blank=True)
    account = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    is_present = models.BooleanField(default=True)
    recused_from = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)


class Decision(Recorded):
    """What the meeting decided on a body: approve, return (for verification), amend (a line, with the reason)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20)  # approved, returned, amended
    reason = models.TextField(blank=True)
    amendments = models.JSONField(default=list)  # [{"rule_id", "value", "reason"}]
    decided_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("assessment", "id")

"""Proposal and notice of the result, objection within five working days, review line by line (CQ-16 to CQ-18)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.models.cycles import Assessment
from zhiheng_web.evaluations.models.scores import Computation
from zhiheng_web.lib import clock

PEOPLE = settings.AUTH_USER_MODEL


class Proposal(Recorded):
    """The office's proposal of a result (结果建议, CQ-09), signed by the executive deputy or sent back."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="proposals")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField()
    proposed_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    signed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    sent_back_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("proposed_at",)


class Notice(Recorded):
    """A result told to a body. The day of delivery starts the period; it is not itself counted (CQ-AMB-04)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="notices")
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()
    delivered_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    way = models.CharField("送达方式 way of delivery", max_length=100, default="system")
    objection_due = models.DateField()
    due_is_provisional = models.BooleanField(default=False)
    days = models.JSONField(default=list)  # the working days counted
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    waived_at = models.DateTimeField(null=True)  # the body declares that it has no objection
    reopened_until = models.DateField(null=True)  # a late objection is admitted until this day, by whom and why
    reopened_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("delivered_at",)


class Objection(Recorded):
    """An objection (异议). A late one is taken only with a recorded override: who, why."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="objections")
    filed_at = models.DateTimeField(default=clock.now)
    filed_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    is_late = models.BooleanField(default=False)
    override_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    override_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(Computation, null=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Computation, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("filed_at",)

    @property
    def governing_body(self) -> Body:
        """Return the body that objects."""
        return self.assessment.body


class ObjectionLine(Recorded):
    """One contested line: a rule (or veto), what the body holds to be right, and why."""

    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="lines")
    rule_id = models.CharField(max_length=60)
    reason = models.TextField()
    wanted = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("rule_id",)


class Review(Recorded):
    """The answer to a contested line: upheld or corrected, with the value before and after, and why."""

    line = models.OneToOneField(ObjectionLine, on_delete=models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=20)  # upheld, corrected
    reason = models.TextField()
    value_before = models.CharField(max_length=500, blank=True)
    value_after = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

"""What a body says of itself (自查自评): a claim for every rule, and the submission with its declaration."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.models.cycles import Assessment
from zhiheng_web.lib import clock


class Claim(Recorded):
    """The value a body claims for a rule (or `exempt`, `not_applicable` for a sub-item), as a facts row says it.

    `version` guards against two people saving the same line: the later one sees both.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="claims")
    rule_id = models.CharField(max_length=60)
    value = models.CharField(max_length=500, blank=True)
    note = models.TextField(blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)
    version = models.IntegerField(default=0)

    class Meta:
        ordering = ("rule_id",)
        constraints = (models.UniqueConstraint(fields=("assessment", "rule_id"), name="one_claim"),)

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


class Submission(Recorded):
    """A self-evaluation handed in with a declaration; after a return for change another follows, all are kept."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="submissions")
    number = models.IntegerField()
    declaration = models.TextField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(default=clock.now)
    is_late = models.BooleanField(default=False)
    content = models.JSONField(default=list)  # the claims and digests of evidence as they were handed in
    content_digest = models.CharField(max_length=71)
    returned_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body

"""What the evaluating body establishes: verified values, investigations, inspections, tolerances, vetoes."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.models.cycles import Assessment, Cycle
from zhiheng_web.lib import clock

PEOPLE = settings.AUTH_USER_MODEL


class Verification(Recorded):
    """The verified value of a rule (CQ-12). `taken` says which value was taken: claimed, computed, other, none.

    Where it differs from the claim or from the ledger a reason is demanded. `taken="computed"` leaves the engine to
    the measure, so that its rows stay in the derivation.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="verifications")
    rule_id = models.CharField(max_length=60)
    taken = models.CharField(max_length=20)
    value = models.CharField(max_length=500, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    version = models.IntegerField(default=0)

    class Meta:
        ordering = ("rule_id",)
        constraints = (models.UniqueConstraint(fields=("assessment", "rule_id"), name="one_verification"),)


class Investigation(Recorded):
    """An inquiry with a body or its officers (CQ-13), about a rule or a veto."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="investigations")
    rule_id = models.CharField(max_length=60, blank=True)
    asked = models.CharField("被调查人 person asked", max_length=200)
    held_at = models.DateTimeField()
    questions = models.TextField()
    established = models.TextField()
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("held_at",)

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


class Inspection(Recorded):
    """An inspection on the spot (专项行动检查, HN-09): a plan, a team, the bodies drawn by a repeatable draw."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="inspections")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    team = models.TextField(blank=True)
    seed = models.CharField(max_length=200, blank=True)
    sheet = models.JSONField(default=dict)  # the draw as `zhiheng draw --format json` prints it
    made_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-starts_on", "-id")

    @property
    def governing_body(self) -> Body:
        """Return the body that inspects."""
        return self.cycle.organiser


class Finding(Recorded):
    """A problem found on the spot or in the files (检查发现); verified ones enter the score as rows of `findings`.

    `place_body` is where it was found (a county), `assessment` the body that answers for it. One fact enters under one
    rule only (HN-AMB-16, HN-AMB-18). `key` is made by the device: sent twice, it is entered once.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    inspection = models.ForeignKey(Inspection, null=True, on_delete=models.PROTECT, related_name="findings")
    place_body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    rule_id = models.CharField(max_length=60)
    quantity = models.IntegerField(default=1)
    occurred_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.TextField()
    status = models.CharField(max_length=20, default="pending")  # pending, verified, rejected
    status_reason = models.TextField(blank=True)
    found_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-occurred_at", "-id")

    @property
    def governing_body(self) -> Body:
        """Return the body that answers for it."""
        return self.assessment.body


class Tolerance(Recorded):
    """A fault that costs no points (容错, CQ-40 to CQ-44): ground, evidence, decision. It stays visible at 0 points.

    `row` names the finding (of the ledger or of this application) that is tolerated; without one, `quantity` of the
    rule's value is. `status`: requested, granted, refused.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="tolerances")
    rule_id = models.CharField(max_length=60)
    row = models.CharField(max_length=120, blank=True)
    quantity = models.IntegerField(default=1)
    ground = models.CharField(max_length=20)
    facts = models.TextField()
    citation = models.TextField(blank=True)
    status = models.CharField(max_length=20, default="requested")
    decision_reason = models.TextField(blank=True)
    requested_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("rule_id", "id")

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body


class Veto(Recorded):
    """A veto proposed, from an outcome of the ledger or by a person, and confirmed with two keys (CQ-30).

    `status`: proposed, first_key, confirmed, rejected. The two keys are two persons, neither of the evaluated body.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="vetoes")
    rule_id = models.CharField(max_length=20)
    row = models.CharField(max_length=120, blank=True)
    fact = models.TextField()
    document = models.CharField(max_length=300, blank=True)
    fact_date = models.DateField(null=True)
    status = models.CharField(max_length=20, default="proposed")
    proposed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    first_key_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    first_key_at = models.DateTimeField(null=True)
    second_key_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    second_key_at = models.DateTimeField(null=True)
    rejected_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("rule_id", "id")

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.assessment.body

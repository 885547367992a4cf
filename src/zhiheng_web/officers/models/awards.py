"""Awards that people decided (WX-31 to WX-34), and the allocation of means: off unless a bureau turns it on."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.numbers import two_places
from zhiheng_web.lib.words import Text

PEOPLE = settings.AUTH_USER_MODEL

ALLOCATION_STATES: dict[str, tuple[Text, str]] = {
    "draft": (Text("测算", "computed"), "info"),
    "adopted": (Text("已采用", "adopted"), "good"),
    "discarded": (Text("不采用", "discarded"), "neutral"),
}


class Award(Recorded):
    """A reward that was decided: who, what, why, with the numbers that stood before those who decided.

    `officer` is empty where a unit is rewarded. Months of [period_from, period_to). One taken back keeps its reason.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="awards")
    title = models.CharField("奖励 award", max_length=200)
    period_from = models.DateField()
    period_to = models.DateField()
    numbers = models.JSONField(default=dict)
    reason = models.TextField("理由 reason")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-decided_on", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def average(self) -> str:
        """Return the average deduction that stood before those who decided, with two decimals; it is kept exactly."""
        exact = Fraction(str(self.numbers.get("average") or 0))
        return two_places(Decimal(exact.numerator) / exact.denominator)

    @property
    def governing_body(self) -> Body:
        """Return the bureau that rewards."""
        return self.organiser


class Allocation(Recorded):
    """A computation of how a sum typed in by hand would be shared among units by quantity and quality (WX-33).

    No amount of a case enters it (Administrative Penalty Law art. 74; Business Environment Regulation art. 59):
    `amount` is what somebody typed, with where it comes from. `rules` pins gate and formula.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("名称 title", max_length=200)
    period_from = models.DateField()
    period_to = models.DateField()
    amount = models.DecimalField("总额 amount", max_digits=16, decimal_places=2)
    origin = models.CharField("经费来源 where it comes from", max_length=300)
    rules = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="draft")
    made_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the bureau."""
        return self.organiser

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return ALLOCATION_STATES[self.state]


class AllocationLine(Recorded):
    """A unit's share. `weight` is cases × quality; 0 where the gate is not passed; `amount` adds up to the whole."""

    allocation = models.ForeignKey(Allocation, on_delete=models.PROTECT, related_name="lines")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    cases = models.PositiveIntegerField()
    average = models.CharField(max_length=60, blank=True)
    weight = models.CharField(max_length=80)  # exact, as a fraction
    passes_gate = models.BooleanField(default=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2, default=Decimal(0))

    class Meta:
        ordering = ("body__path",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("allocation", "body"), name="unit_once_in_allocation")]

"""What the engine computed, kept as it came: a computation for each stage, a card for each body."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.models.cycles import Assessment, Cycle
from zhiheng_web.lib import clock

#: What went into a computation: the ledger alone; what bodies claim; all that is established so far; the published one.
STAGES = ("ledger", "claimed", "current", "proposed", "reviewed", "final")


class Computation(Recorded):
    """A result of the engine. `result` and `inputs` are digests in the store; `cards_digest` covers the cards."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="computations")
    stage = models.CharField(max_length=20)
    result = models.CharField(max_length=71)
    inputs = models.CharField(max_length=71)
    result_digest = models.CharField(max_length=71)
    ledger_digest = models.CharField(max_length=71)
    cards_digest = models.CharField(max_length=71)
    computed_at = models.DateTimeField(default=clock.now)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-id",)

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the evaluation."""
        return self.cycle.organiser


class Card(models.Model):
    """The scorecard of one body as `result.json` has it. Derived: read from the result, never written apart."""

    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="cards")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="cards")
    score = models.DecimalField(max_digits=9, decimal_places=4)
    base = models.DecimalField(max_digits=9, decimal_places=4)
    bonus = models.DecimalField(max_digits=9, decimal_places=4)
    grade = models.CharField(max_length=40, blank=True)
    rank = models.IntegerField(default=0)
    status = models.CharField(max_length=20)
    unit = models.JSONField()

    class Meta:
        ordering = ("rank", "id")
        constraints = (models.UniqueConstraint(fields=("computation", "assessment"), name="one_card"),)

    def rules(self) -> dict[str, dict[str, Any]]:
        """Return every rule of the card by id, as result.json has it."""
        found = {}
        for item in self.unit["items"]:
            for sub_item in item["sub_items"]:
                found.update({rule["id"]: rule for rule in sub_item["rules"]})
        for item in self.unit["bonus_items"]:
            found.update({rule["id"]: rule for rule in item["rules"]})
        return found

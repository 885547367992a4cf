"""Populations frozen and published before the seed is known, and the draws made from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models.activities import Activity


class _Sealed(Recorded):
    """A thing that is written once and stays."""

    class Meta:
        abstract = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: a population and a draw stay, also when another one follows."""
        raise RuntimeError("a population or draw is never deleted")


class Population(_Sealed):
    """The frozen population: its ids lie in the store as CSV (`file`), `commitment` is what was published of it.

    `seed_source` says what will be the seed; it is not known before `seed_not_before`.
    """

    activity = models.OneToOneField(Activity, on_delete=models.PROTECT, related_name="population")
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    file = models.CharField(max_length=71)
    strata = models.CharField(max_length=60, blank=True)  # the column of the strata, or none
    weights = models.CharField(max_length=60, blank=True)  # the column of the weights, or none
    commitment = models.JSONField(default=dict)
    commitment_digest = models.CharField(max_length=71)
    seed_source = models.CharField("种子来源 source of the seed", max_length=300)
    seed_not_before = models.DateTimeField("种子最早可知 seed not known before")
    size_plan = models.JSONField(default=dict)  # how the size was come by: rate, width, confidence, or a share
    size = models.PositiveIntegerField("抽取件数 size")
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(default=clock.now)

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the review."""
        return self.activity.organiser

    def seed_can_be_known_on(self, day: date) -> bool:
        """Return whether the seed may be known by then."""
        return clock.day_of(self.seed_not_before) <= day


class Draw(_Sealed):
    """A draw: seed, sheet, and, where it replaces an earlier one, the reason. All of them stay (never hidden)."""

    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField()
    seed = models.CharField("种子 seed", max_length=300)
    proof = models.CharField("种子的凭据 proof of the seed", max_length=300, blank=True)
    size = models.PositiveIntegerField()
    sheet = models.JSONField(default=dict)
    sheet_digest = models.CharField(max_length=71)
    reason = models.TextField("重抽理由 reason of the redraw", blank=True)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("population", "number"), name="draw_number"),)

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the review."""
        return self.population.activity.organiser

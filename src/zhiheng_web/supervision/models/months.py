"""The month of online checks (XH-24): what was circulated, with its figures, and by which day it is due."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.training.models import Bulletin

PEOPLE = settings.AUTH_USER_MODEL
#: The source says every month and names no day (XH-24): the tenth of the next one unless a body settles another.
CIRCULAR_DAY = 10
#: Below so many cases a rate per hundred says little; the figures stand beside it and the unit is not compared.
FEW_CASES = 20


class MonthArrangement(Recorded):
    """What a body settled about its circular: by which day of the next month, and how many cases are few."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="month_arrangement")
    day = models.PositiveIntegerField(default=CIRCULAR_DAY, validators=[MinValueValidator(1), MaxValueValidator(28)])
    few_cases = models.PositiveIntegerField(default=FEW_CASES, validators=[MinValueValidator(1)])

    @property
    def governing_body(self) -> Body:
        """Return the body."""
        return self.body


class MonthCircular(Recorded):
    """The circular of a month. `figures` are those that were circulated; later checks change what is counted today.

    `bulletin` is what people read and confirm, `document` the official paper.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="month_circulars")
    month = models.DateField()
    analysis = models.TextField("分析 analysis", blank=True)
    demands = models.TextField("工作要求 demands", blank=True)
    figures = models.JSONField(default=dict)
    bulletin = models.ForeignKey(Bulletin, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    circulated_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    circulated_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-month",)
        constraints = (models.UniqueConstraint(fields=("body", "month"), name="circular_of_month"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def governing_body(self) -> Body:
        """Return the body that circulated it."""
        return self.body

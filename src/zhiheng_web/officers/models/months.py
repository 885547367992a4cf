"""The monthly list of enforcement (月执法清单, WX-18): versions, lines of officers with their cases, lines of units."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.months import month_later
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import FileReview

PEOPLE = settings.AUTH_USER_MODEL

#: State → words and tone.
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("待公示", "not published yet"), "info"),
    "published": (Text("已公示", "published"), "good"),
    "corrected": (Text("已被更正", "corrected by a later version"), "warn"),
    "replaced": (Text("已重算", "computed anew"), "neutral"),
}


class Month(Recorded):
    """One version of the list of a month of a bureau. What was published is never changed: a later version names it.

    `month` is its first day; `rules` the pinned settings (`officers.rules.MonthRules`); `facts` tells what was left out
    and with which spread the probabilities were computed. `corrects` is the published version that this one replaces.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="officer_months")
    month = models.DateField("月份 month", db_index=True)
    number = models.PositiveIntegerField("版本 version", default=1)
    state = models.CharField(max_length=10, default="draft", db_index=True)
    rules = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    reason = models.TextField("理由 reason", blank=True)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    computed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    computed_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-month", "organiser__path", "-number")
        constraints = (models.UniqueConstraint(fields=("organiser", "month", "number"), name="month_version"),)

    def __str__(self) -> str:
        return f"{self.organiser} {self.month:%Y-%m}"

    @property
    def governing_body(self) -> Body:
        """Return the bureau whose officers it lists."""
        return self.organiser

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    @property
    def name(self) -> Text:
        """Return the month in words."""
        return Text(f"{self.month.year}年{self.month.month}月", f"{self.month:%Y-%m}")

    @property
    def was_published(self) -> bool:
        """Return whether staff could ever see it."""
        return self.state in ("published", "corrected")

    @property
    def ends(self) -> date:
        """Return the first day after the month."""
        return month_later(self.month)


class _Averaged(Recorded):
    """Cases with the exact sum of their deductions. `average` is `sum/n`; `shown` its two decimals, halves up."""

    cases = models.PositiveIntegerField("案件数 cases", default=0)
    total = models.DecimalField("扣分合计 sum", max_digits=14, decimal_places=4, default=Decimal(0))
    average = models.CharField("平均扣分 average", max_length=60, blank=True)
    shown = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    with_problems = models.PositiveIntegerField("有扣分的案件 cases with deductions", default=0)
    rank = models.PositiveIntegerField("名次 rank", null=True)

    class Meta:
        abstract = True


class MonthLine(_Averaged):
    """An officer's month. Without cases there is no average and no rank. `body` is where the officer served then.

    `is_red` is the rule of the source (average at the threshold, WX-19); `probability` stands beside it: how likely the
    true average reaches the threshold, given how few cases these are. Empty where it cannot be told.
    """

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="lines")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="months")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    shared = models.PositiveIntegerField("协办案件 cases as second", default=0)
    best = models.ForeignKey(FileReview, null=True, on_delete=models.PROTECT, related_name="+")
    worst = models.ForeignKey(FileReview, null=True, on_delete=models.PROTECT, related_name="+")
    is_red = models.BooleanField("红牌 red card", default=False, db_index=True)
    too_few = models.BooleanField(default=False)  # the threshold is reached, with fewer cases than the minimum
    probability = models.DecimalField(max_digits=6, decimal_places=4, null=True)

    class Meta:
        ordering = ("body__path", "officer__code")
        constraints: ClassVar = [models.UniqueConstraint(fields=("month", "officer"), name="officer_once_in_month")]

    def __str__(self) -> str:
        return f"{self.name} {self.month}"

    @property
    def governing_body(self) -> Body:
        """Return the unit at which the officer served."""
        return self.body


class MonthCase(Recorded):
    """A reviewed file behind a line. One that does not `count` is shown with why: second officer, reviewed again."""

    line = models.ForeignKey(MonthLine, on_delete=models.PROTECT, related_name="files")
    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=200)
    deduction = models.DecimalField(max_digits=12, decimal_places=4)
    day = models.DateField()  # of the review, or of the closing, by the basis of the month
    role = models.CharField(max_length=8, default="lead")  # lead, second
    counts = models.BooleanField(default=True)

    class Meta:
        ordering = ("-deduction", "code")

    @property
    def governing_body(self) -> Body:
        """Return the unit at which the officer served."""
        return self.line.body


class UnitLine(_Averaged):
    """A unit's month: its files whoever led them. `is_poor`: a threshold of the settings is reached (WX-20)."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="units")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    red_cards = models.PositiveIntegerField(default=0)
    is_poor = models.BooleanField(default=False)

    class Meta:
        ordering = ("body__path",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("month", "body"), name="unit_once_in_month")]

    @property
    def governing_body(self) -> Body:
        """Return the unit."""
        return self.body

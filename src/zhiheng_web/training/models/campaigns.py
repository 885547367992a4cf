"""Special campaigns (专项治理, WX-01) and their focus problems (WX-02). The source lists none: the table is empty."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity

PEOPLE = settings.AUTH_USER_MODEL


class Focus(Recorded):
    """A focus problem in the code table of a body (“五不” is not listed in the source: WX-AMB-11)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="focuses")
    code = models.CharField("代码 code", max_length=30)
    name = models.CharField("名称 name", max_length=200)
    basis = models.CharField("依据 basis", max_length=300, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        ordering = ("code",)
        constraints = (models.UniqueConstraint(fields=("body", "code"), name="focus_of_body"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def governing_body(self) -> Body:
        """Return the body whose table it stands in."""
        return self.body


class Campaign(Recorded):
    """A campaign: its name, who answers for it, from when to when. `ends_on` is its last day, empty while it lasts."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="campaigns")
    name = models.CharField("名称 name", max_length=200)
    owner = models.CharField("负责人 owner", max_length=100)
    starts_on = models.DateField("开始 start")
    ends_on = models.DateField("结束 end", null=True)
    goal = models.TextField("目标 goal", blank=True)
    made_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-starts_on", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body that runs it."""
        return self.body

    def state_on(self, day: date) -> tuple[Text, str]:
        """Return how it stands on a day, in words with its tone."""
        if day < self.starts_on:
            return Text("未开始", "to come"), "neutral"
        if self.ends_on is not None and self.ends_on < day:
            return Text("已结束", "ended"), "neutral"
        return Text("进行中", "under way"), "info"


class CampaignFocus(Recorded):
    """A focus problem of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="focuses")
    focus = models.ForeignKey(Focus, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("focus__code",)
        constraints = (models.UniqueConstraint(fields=("campaign", "focus"), name="focus_once"),)


class CampaignActivity(Recorded):
    """A review activity that belongs to a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="campaigns")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-activity__period_from",)
        constraints = (models.UniqueConstraint(fields=("campaign", "activity"), name="activity_once_in_campaign"),)

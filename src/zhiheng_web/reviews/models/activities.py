"""A review activity: what is reviewed, under which scheme and procedure, by whom organised, of which bodies."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text


class Kind(models.TextChoices):
    """How files come into the activity."""

    complete = "complete"  # every closed case (WX-04)
    random = "random"  # drawn (XH-26, XH-28)
    special = "special"  # a theme, one sheet per case (WX-16)
    key = "key"  # chosen key cases, each with its reason


KIND_TEXTS: dict[str, Text] = {
    Kind.complete: Text("全面评查", "complete review"),
    Kind.random: Text("随机抽查", "random draw"),
    Kind.special: Text("专项评查", "special review"),
    Kind.key: Text("重点评查", "key review"),
}

#: The states of an activity → words and tone.
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("筹备", "being prepared"), "neutral"),
    "committed": (Text("总体已公布，待种子", "population published, seed awaited"), "info"),
    "open": (Text("评查中", "under review"), "info"),
    "reported": (Text("已出报告", "reported"), "good"),
    "closed": (Text("已办结", "closed"), "neutral"),
}


class Activity(Recorded):
    """A review of case files (评查活动). Closed cases of [period_from, period_to) of its bodies are its population.

    `rules` is the pinned copy of the review procedure (see `reviews.procedures`): card items, levels, rounds, limits,
    readers, blindness, finding classes; `options` those of the scheme (unmended_factor, …). A later edit of either
    changes no activity that is open.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="review_activities")
    title = models.CharField("名称 title", max_length=200)
    kind = models.CharField("方式 kind", max_length=10, choices=[(key, text.zh) for key, text in KIND_TEXTS.items()])
    theme = models.CharField("主题 theme", max_length=300, blank=True)  # campaign or focus (WX-01, WX-02)
    scheme_id = models.CharField(max_length=100)
    scheme_version = models.CharField(max_length=40, blank=True)
    scheme_digest = models.CharField(max_length=71, blank=True)
    options = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    period_from = models.DateField("结案起 closed from")
    period_to = models.DateField("结案止（不含） closed to")
    calendar = models.CharField(max_length=20, default="cn")
    state = models.CharField(max_length=12, default="draft", db_index=True)
    fictional = models.BooleanField(default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    # Xuhui: results are reported to the municipal bureau (XH-28).
    submitted_to = models.CharField(max_length=200, blank=True)
    submitted_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-period_from", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the review."""
        return self.organiser

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    @property
    def kind_text(self) -> Text:
        """Return how files come in, in words."""
        return KIND_TEXTS[self.kind]


class ActivityBody(Recorded):
    """A body whose files are reviewed; its cases and those of the bodies beneath it."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="bodies")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("body__path",)
        constraints = (models.UniqueConstraint(fields=("activity", "body"), name="body_once_in_activity"),)


class Exclusion(Recorded):
    """A closed case that is left out of the population before it is frozen, with the reason (XH-26)."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="exclusions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the review."""
        return self.activity.organiser

"""Bulletins (通报) and case commentaries (点评): numbered series, what is read within, who has read it, comments."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models import Activity
from zhiheng_web.training.models.campaigns import Campaign

PEOPLE = settings.AUTH_USER_MODEL

KIND_TEXTS: dict[str, Text] = {
    "bulletin": Text("通报", "bulletin"),
    "commentary": Text("案件点评", "case commentary"),
}
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("草稿", "draft"), "neutral"),
    "published": (Text("已发布", "published"), "good"),
    "withdrawn": (Text("已撤回", "withdrawn"), "warn"),
}


class Series(Recorded):
    """A series of a body, numbered without a break over the years (第N期, WX-22)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="series")
    kind = models.CharField("类别 kind", max_length=10, choices=[(key, text.zh) for key, text in KIND_TEXTS.items()])
    name = models.CharField("系列名称 name", max_length=100)
    last = models.PositiveIntegerField(default=0)  # the number given last; set when an earlier count is taken over
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("body__path", "kind", "name")
        constraints = (models.UniqueConstraint(fields=("body", "kind", "name"), name="series_of_body"),)

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body whose series it is."""
        return self.body

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KIND_TEXTS[self.kind]


class Bulletin(Recorded):
    """An issue of a series. It is written with names; what others read is `shown`, with persons and places masked.

    Of a commentary `text` holds the facts, `problems` what was wrong, `handling` how it is done right (WX-21).
    `number` is given on publication, so that drafts leave no gap; a withdrawn issue keeps its number and its reason.
    `clear` are words that stay unmasked, one a line, with `clear_reason` (the officers of the best files, WX-27).
    """

    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(null=True)
    title = models.CharField("标题 title", max_length=200)
    text = models.TextField("正文 text")
    problems = models.TextField("问题 problems", blank=True)
    handling = models.TextField("正确做法 how it is done right", blank=True)
    shown = models.JSONField(default=dict)
    masked = models.JSONField(default=list)  # kind, how often, by what it was replaced: never the word itself
    clear = models.TextField("保留原文的词 words left in clear", blank=True)
    clear_reason = models.CharField("保留理由 reason", max_length=300, blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="commentaries")
    activity = models.ForeignKey(Activity, null=True, on_delete=models.PROTECT, related_name="bulletins")
    month = models.DateField(null=True)  # the first day of the month that it is about
    contest = models.ForeignKey("training.Contest", null=True, on_delete=models.PROTECT, related_name="bulletins")
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="bulletins")
    state = models.CharField(max_length=10, default="draft", db_index=True)
    written_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=clock.now)
    published_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, db_index=True)
    withdrawn_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = (F("published_at").desc(nulls_last=True), "-written_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("series", "number"), name="number_of_series"),)

    def __str__(self) -> str:
        return self.title

    @property
    def body(self) -> Body:
        """Return the body that publishes it."""
        return self.series.body

    @property
    def governing_body(self) -> Body:
        """Return the body that publishes it."""
        return self.series.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    @property
    def is_commentary(self) -> bool:
        """Return whether it comments on a case."""
        return self.series.kind == "commentary"

    @property
    def issue_text(self) -> Text | None:
        """Return 第N期 (of a commentary 第N例), None for a draft."""
        if self.number is None:
            return None
        counted = "例" if self.is_commentary else "期"
        return Text(f"第{self.number}{counted}", f"no. {self.number}")


class Receipt(Recorded):
    """That a person has read a bulletin (已阅), confirmed by themselves; `body` is where they served then."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="receipts")
    account = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("bulletin", "account"), name="read_once"),)


class Comment(Recorded):
    """A comment on a bulletin; one that is taken down stays with its reason and is no longer shown."""

    bulletin = models.ForeignKey(Bulletin, on_delete=models.PROTECT, related_name="comments")
    account = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("评论 comment")
    at = models.DateTimeField(default=clock.now)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    taken_down_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("at",)

    @property
    def governing_body(self) -> Body:
        """Return the body that publishes the bulletin."""
        return self.bulletin.body

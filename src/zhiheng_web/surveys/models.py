"""Questionnaires with their versions, the bodies asked about, answers without identity, calls counted, results fed."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.intake.models import Batch, Book
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text


class State(models.TextChoices):
    """How far a questionnaire has come. An open one cannot be changed, a closed one takes no answers."""

    draft = "draft"
    open = "open"
    closed = "closed"


STATE_TEXTS: dict[str, tuple[Text, str]] = {
    State.draft: (Text("编制中", "being written"), "neutral"),
    State.open: (Text("已发布", "published"), "info"),
    State.closed: (Text("已结束", "closed"), "good"),
}


class Way(models.TextChoices):
    """How an answer came; the names are those of the ledger's column `method`."""

    questionnaire = "questionnaire"
    telephone = "telephone"


WAY_TEXTS: dict[str, Text] = {
    Way.questionnaire: Text("网上问卷", "questionnaire"),
    Way.telephone: Text("电话调查", "telephone"),
}


class Questionnaire(Recorded):
    """A survey that a body puts to the public. `questions` are data (`surveys.questions`), frozen once published.

    `closes` is the last day on which answers are taken. `weights` are decimal strings by option of the stratum
    question. `subject` may name what the survey belongs to (`evaluations.cycle:3`). A change after publication is a
    new version: `number` counts them, `revises` is the one before.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="questionnaires")
    year = models.PositiveIntegerField("评价年度 year")
    title = models.CharField("标题 title", max_length=200)
    title_en = models.CharField("英文标题 English title", max_length=200)
    greeting = models.TextField("说明 greeting", blank=True)
    greeting_en = models.TextField("英文说明 English greeting", blank=True)
    questions = models.JSONField(default=list)
    weights = models.JSONField(default=dict, blank=True)
    scheme_id = models.CharField(max_length=60, default="hunan-2020")
    rule_id = models.CharField(max_length=60, default="D08-2-a")
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    opens = models.DateField("开始日期 opens")
    closes = models.DateField("截止日期 closes")
    least_seconds = models.PositiveIntegerField("最短作答秒数 least seconds", default=15)
    state = models.CharField(max_length=10, choices=State.choices, default=State.draft)
    number = models.PositiveIntegerField(default=1)
    revises = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="revisions")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-year", "-opens", "-pk")
        constraints = (models.CheckConstraint(condition=Q(opens__lte=F("closes")), name="survey_days_in_order"),)

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that asks."""
        return self.body

    @property
    def name(self) -> Text:
        """Return the title in both languages."""
        return Text(self.title, self.title_en)

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with the tone of its badge."""
        return STATE_TEXTS[self.state]

    def takes_answers_on(self, day: date) -> bool:
        """Return whether answers are taken on a day."""
        return self.state == State.open and self.opens <= day <= self.closes


def new_token() -> str:
    """Return a part of an address that nobody can guess (128 bits)."""
    return uuid4().hex


class Target(Recorded):
    """A body that the public is asked about, with the address of its own questionnaire.

    `counts` is the frozen outcome (`surveys.counting.Tally` as data), filled when the questionnaire is closed.
    """

    #: Whoever knows the address can answer: the trail holds its digest alone.
    secret_fields: ClassVar[frozenset[str]] = frozenset({"token"})

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="targets")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="surveyed")
    token = models.CharField(max_length=32, unique=True, default=new_token)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("body__path",)
        constraints = (models.UniqueConstraint(fields=("questionnaire", "body"), name="survey_asks_once_about_a_body"),)

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.body}"

    @property
    def governing_body(self) -> Body:
        """Return the body that is asked about: its result is its own matter and of those above."""
        return self.body

    @property
    def is_about_the_asker(self) -> bool:
        """Return whether a body asks about itself."""
        return self.body_id == self.questionnaire.body_id


class Answer(models.Model):
    """One answer. It names no person, no address and no instant; the key is random, so that it tells no order.

    Not `Recorded`: a line of the trail for each would hold its instant. The digest of a day's answers stands in the
    trail instead (`surveys.sealing`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="answers")
    day = models.DateField()
    way = models.CharField(max_length=15, choices=Way.choices)
    answers = models.JSONField()

    class Meta:
        indexes = (models.Index(fields=("target", "day"), name="answer_by_day"),)

    @property
    def governing_body(self) -> Body:
        """Return the body that is asked about."""
        return self.target.body


class Calls(Recorded):
    """The calls of one interviewer about one body on one day: how many were answered, refused, not reached."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="calls")
    day = models.DateField()
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("day", "pk")
        constraints = (models.UniqueConstraint(fields=("target", "day", "interviewer"), name="calls_of_a_day_once"),)

    @property
    def governing_body(self) -> Any:
        """Return the body that asks: the interviewers are its own."""
        return self.target.questionnaire.body


class Feeding(Recorded):
    """The rows of a closed questionnaire brought into a ledger, as one batch."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="feedings")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-at",)

    @property
    def governing_body(self) -> Any:
        """Return the body that asked."""
        return self.questionnaire.body

"""Holding an officer responsible for a fault (WX-37 to WX-39): always drafted, heard, submitted, decided by people."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

PEOPLE = settings.AUTH_USER_MODEL

TRIGGERS: dict[str, Text] = {
    "refused": Text("拒不整改", "refused to mend"),
    "repeated": Text("屡错不改", "the same fault again and again"),
}
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("起草中", "being drafted"), "neutral"),
    "hearing": (Text("待本人陈述申辩", "the officer is to be heard"), "warn"),
    "heard": (Text("已听取陈述申辩", "the officer was heard"), "info"),
    "submitted": (Text("已提交局党组", "before the party committee"), "warn"),
    "decided": (Text("已决定", "decided"), "good"),
    "withdrawn": (Text("已撤回", "withdrawn"), "neutral"),
}
#: How the officer was heard.
HEARINGS: dict[str, Text] = {
    "statement": Text("已陈述申辩", "a statement was made"),
    "waived": Text("本人放弃陈述申辩", "the officer waived it"),
}
DECISIONS: dict[str, tuple[Text, str]] = {
    "": (Text("未决定", "not decided"), "neutral"),
    "held": (Text("追究责任", "held responsible"), "bad"),
    "not_held": (Text("不予追究", "not held responsible"), "good"),
}


class Batch(Recorded):
    """A batch of officers held responsible by one meeting (第 N 批, WX-39); numbered through the year of a bureau."""

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    number = models.PositiveIntegerField()
    meeting = models.CharField(max_length=200)
    held_on = models.DateField()

    class Meta:
        ordering = ("-year", "-number")
        constraints = (models.UniqueConstraint(fields=("organiser", "year", "number"), name="batch_number"),)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def governing_body(self) -> Body:
        """Return the bureau."""
        return self.organiser


class Accountability(Recorded):
    """A matter of responsibility of one officer, from the draft letter to the decision of the party committee.

    `facts` pins what triggered it: files, problems, the numbers N and M; `history` is told in words of the letter. The
    officer is heard before anything goes to the committee. The measure decided may differ from the one proposed.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="accountabilities")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    trigger = models.CharField(max_length=10, choices=[(key, text.zh) for key, text in TRIGGERS.items()])
    facts = models.JSONField(default=dict)
    fault = models.TextField("认定的执法过错 fault")
    history = models.TextField("整改经过 history of mending", blank=True)
    basis = models.TextField("依据 basis", blank=True)
    measure_proposed = models.CharField("建议的追究方式 proposed measure", max_length=300)
    state = models.CharField(max_length=10, default="draft", db_index=True)
    proposed_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    told_at = models.DateTimeField(null=True)
    hearing_due = models.DateField(null=True)
    hearing = models.CharField(max_length=10, blank=True)
    statement = models.TextField("陈述申辩 statement", blank=True)
    considered = models.TextField("采纳情况 how it was considered", blank=True)
    heard_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=10, blank=True)
    meeting = models.CharField("会议 meeting", max_length=200, blank=True)
    decided_on = models.DateField(null=True)
    measure = models.CharField("追究方式 measure", max_length=300, blank=True)
    grounds = models.TextField("决定理由 grounds", blank=True)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="matters")
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-proposed_at", "-pk")

    def __str__(self) -> str:
        return str(self.officer)

    @property
    def governing_body(self) -> Body:
        """Return the bureau: the unit has no say in it."""
        return self.organiser

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    @property
    def trigger_text(self) -> Text:
        """Return what set it off, in words."""
        return TRIGGERS[self.trigger]

    @property
    def decision_text(self) -> tuple[Text, str]:
        """Return the decision in words with its tone."""
        return DECISIONS[self.decision]

    @property
    def hearing_text(self) -> Text | None:
        """Return how the officer was heard; None before."""
        return HEARINGS.get(self.hearing)

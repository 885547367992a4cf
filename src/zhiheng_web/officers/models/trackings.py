"""What the brigade keeps an eye on (WX-35, WX-36): red cards, key cases, key persons, each with its steps."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models.months import MonthLine
from zhiheng_web.reviews.models import FileReview

PEOPLE = settings.AUTH_USER_MODEL

KINDS: dict[str, Text] = {
    "red_card": Text("红牌", "red card"),
    "key_case": Text("重点案", "key case"),
    "key_person": Text("重点人", "key person"),
}
#: How a tracking ended → words and tone; empty while it is open.
OUTCOMES: dict[str, tuple[Text, str]] = {
    "": (Text("跟踪中", "being tracked"), "warn"),
    "passed": (Text("已办结", "closed"), "good"),
    "answered": (Text("已追究责任，办结", "closed after accountability"), "neutral"),
    "lifted": (Text("更正后红牌撤销", "red card lifted by a correction"), "neutral"),
}


class Tracking(Recorded):
    """A case or a person that is tracked: reason, owner, next action, until when, and what closes it.

    One that comes from a red card begins by itself when the month is published; its deadline is free in the source, so
    it is empty until somebody sets it. `body` is the unit; `organiser` the bureau whose brigade tracks.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(key, text.zh) for key, text in KINDS.items()])
    line = models.ForeignKey(MonthLine, null=True, on_delete=models.PROTECT, related_name="trackings")
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="trackings")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="trackings")
    reason = models.TextField("理由 reason")
    owner = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="owned_trackings")
    next_action = models.CharField("下一步 next action", max_length=300, blank=True)
    due_on = models.DateField("时限 due", null=True, db_index=True)
    closing_condition = models.CharField("办结条件 closing condition", max_length=300)
    outcome = models.CharField(max_length=10, blank=True, db_index=True)
    closed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True)
    opened_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-opened_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    @property
    def governing_body(self) -> Body:
        """Return the unit whose case or officer it is."""
        return self.body

    @property
    def subject(self) -> str:
        """Return who or what is tracked."""
        return str(self.case if self.kind == "key_case" else self.officer)

    @property
    def kind_text(self) -> Text:
        """Return the kind in words."""
        return KINDS[self.kind]

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return where it stands in words with its tone."""
        return OUTCOMES[self.outcome]

    @property
    def is_open(self) -> bool:
        """Return whether it goes on."""
        return not self.outcome

    def is_overdue_on(self, day: date) -> bool:
        """Return whether its deadline has passed."""
        return self.is_open and self.due_on is not None and self.due_on < day


class TrackedFile(Recorded):
    """A reviewed file that a tracking waits for: it has to pass the second round (WX-36)."""

    tracking = models.ForeignKey(Tracking, on_delete=models.PROTECT, related_name="files")
    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="trackings")
    added_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("tracking", "file_review"), name="file_once_in_tracking"),)


class TrackingStep(Recorded):
    """A step in the timeline of a tracking: what was done or found, and what was agreed to come next."""

    tracking = models.ForeignKey(Tracking, on_delete=models.PROTECT, related_name="steps")
    text = models.TextField("办理情况 what happened")
    next_action = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the unit whose case or officer it is."""
        return self.tracking.body

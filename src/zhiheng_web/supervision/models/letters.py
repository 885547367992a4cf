"""Supervision suggestion letters (监督建议书, XH-25): problems, suggestions, replies with measures, decisions."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.rectification.models import Problem

PEOPLE = settings.AUTH_USER_MODEL

STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "draft": (Text("草稿", "draft"), "neutral"),
    "issued": (Text("待签收", "to be signed for"), "info"),
    "received": (Text("待答复", "to be answered"), "info"),
    "replied": (Text("待审核", "reply to be decided"), "info"),
    "returned": (Text("答复退回", "reply returned"), "warn"),
    "accepted": (Text("整改跟踪中", "accepted, being mended"), "info"),
    "closed": (Text("已办结", "closed"), "good"),
    "withdrawn": (Text("已撤回", "withdrawn"), "neutral"),
}
OVERDUE = (Text("逾期未答复", "reply overdue"), "bad")
#: States in which the addressee has to act, until the reply is due.
WITH_ADDRESSEE = ("issued", "received", "returned")
#: Working days for the reply where nobody says otherwise. The source names no number (XH-25).
REPLY_DAYS = 10


class Letter(Recorded):
    """A letter from a body to one beneath it. Its problems are rows; `suggestions` are one a line.

    The number is that of its `document`. A letter that is withdrawn before it is issued was never more than a draft.
    """

    issuer = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters_issued")
    addressee = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters_received")
    title = models.CharField("标题 title", max_length=200)
    found_in = models.CharField("发现途径 found in", max_length=200, blank=True)
    basis = models.CharField("依据 basis", max_length=300, blank=True)
    suggestions = models.TextField("监督建议 suggestions", blank=True)
    reply_days = models.PositiveIntegerField("答复期限（工作日） working days", default=REPLY_DAYS)
    reply_due_on = models.DateField("答复截止 due", null=True, db_index=True)
    state = models.CharField(max_length=10, default="draft", db_index=True)
    drafted_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(default=clock.now)
    issued_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    received_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closing_note = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-issued_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that the letter is about."""
        return self.addressee

    @property
    def number(self) -> str:
        """Return the number of the document; empty for a draft."""
        return self.document.number if self.document else ""

    @property
    def suggested(self) -> list[str]:
        """Return the suggestions, one each."""
        return [line.strip() for line in self.suggestions.splitlines() if line.strip()]

    def is_overdue_on(self, day: date) -> bool:
        """Return whether the reply was due and has not come."""
        return self.state in WITH_ADDRESSEE and self.reply_due_on is not None and self.reply_due_on < day

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state of today in words with its tone."""
        return OVERDUE if self.is_overdue_on(clock.today()) else STATE_TEXTS[self.state]


class LetterProblem(Recorded):
    """A problem that a letter names: against which clause, in which case, by which check of the rulebook.

    `task` is the problem list's row that goes on with it, so that mending is tracked in one place alone.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="problems")
    text = models.CharField("问题 problem", max_length=500)
    clause = models.CharField("依据条款 clause", max_length=300, blank=True)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")
    check_id = models.CharField(max_length=100, blank=True)
    task = models.ForeignKey(Problem, null=True, on_delete=models.PROTECT, related_name="letter_problems")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text

    @property
    def governing_body(self) -> Body:
        """Return the body that the letter is about."""
        return self.letter.addressee


REPLY_TEXTS: dict[str, tuple[Text, str]] = {
    "sent": (Text("待审核", "to be decided"), "info"),
    "accepted": (Text("认可", "accepted"), "good"),
    "returned": (Text("退回", "returned"), "warn"),
}


class Reply(Recorded):
    """A reply with its measures, and what was decided on it. A reply that was returned stays."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField("答复 reply")
    state = models.CharField(max_length=10, default="sent")
    sent_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=clock.now)
    was_late = models.BooleanField(default=False)
    decided_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    verdict = models.TextField("审核意见 verdict", blank=True)
    new_due_on = models.DateField(null=True)

    class Meta:
        ordering = ("pk",)

    @property
    def governing_body(self) -> Body:
        """Return the body that replied."""
        return self.letter.addressee

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return REPLY_TEXTS[self.state]


class Measure(Recorded):
    """What a reply says of one problem."""

    reply = models.ForeignKey(Reply, on_delete=models.PROTECT, related_name="measures")
    problem = models.ForeignKey(LetterProblem, on_delete=models.PROTECT, related_name="measures")
    text = models.TextField("整改措施 measure")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("reply", "problem"), name="measure_of_problem"),)

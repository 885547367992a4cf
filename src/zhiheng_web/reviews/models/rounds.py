"""Between the rounds: what was done about each problem (WX-13), and the officer's objections with their answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models.cards import CardLine
from zhiheng_web.reviews.models.files import FileReview

PEOPLE = settings.AUTH_USER_MODEL


class Mending(Recorded):
    """The mending of one problem: owner is the officer, leader and legal officer supervise; evidence lies in documents.

    Its evidence has the subject `reviews.mending:ID`. `state`: open, reported, returned (by legal officer), accepted.
    """

    line = models.OneToOneField(CardLine, on_delete=models.PROTECT, related_name="mending")
    state = models.CharField(max_length=10, default="open")
    due_on = models.DateField(null=True)
    note = models.TextField("整改情况 what was done", blank=True)
    reported_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    check_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.line.governing_body


class Objection(Recorded):
    """An objection to a problem on a signed card, and its answer: upheld, or corrected to `deduction_after`.

    One to what round two says of a problem of round one is corrected to `mended_after` instead: mended, or partly.
    """

    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="objections")
    line = models.ForeignKey(CardLine, on_delete=models.PROTECT, related_name="objections")
    reason = models.TextField("理由 reason")
    filed_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=clock.now)
    outcome = models.CharField(max_length=10, blank=True)  # upheld, corrected, withdrawn
    answer = models.TextField("答复 answer", blank=True)
    deduction_before = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    deduction_after = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    mended_after = models.CharField(max_length=8, blank=True)
    answered_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)

    class Meta:
        ordering = ("filed_at",)

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.file_review.body

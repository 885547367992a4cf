"""The review of one file: where it stands, until when, what its rounds came to. Each change of state is a row."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Case, Officer
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.reviews.models.activities import Activity
from zhiheng_web.reviews.models.draws import Draw

#: State → words and tone. What follows on what: `reviews.states`.
STATE_TEXTS: dict[str, tuple[Text, str]] = {
    "due": (Text("待送评", "to be submitted"), "warn"),
    "first_level": (Text("本单位初评", "review by the unit"), "info"),
    "second_level": (Text("法制机构评查", "review by the legal brigade"), "info"),
    "comparing": (Text("两人不一致，待第三人", "readers differ, third reader"), "warn"),
    "reviewed": (Text("已评查，待告知", "reviewed, notice to be given"), "info"),
    "mending": (Text("整改中", "being mended"), "warn"),
    "second_round": (Text("二次考评", "second round"), "info"),
    "settled": (Text("已办结", "settled"), "good"),
    "taken_out": (Text("已移出评查", "taken out"), "neutral"),
}


class FileReview(Recorded):
    """The review of the file of one case within an activity. Points are those of the case's deductions (100 full).

    `due_on` is the last day of the present state (submission: one month after closing, WX-05; second submission: one
    month after the notice of the first round, WX-14); `violations` names what the workflow found by itself (WX-08):
    `not_submitted`, `late`, `no_first_level`, `second_late`. `deduction_first` and `deduction_final` are exact sums
    that the engine computed from the signed cards. One that was chosen and `taken_out` again counts nowhere; it stays.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="files")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="file_reviews")
    lead = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="file_reviews")
    draw = models.ForeignKey(Draw, null=True, on_delete=models.PROTECT, related_name="files")
    position = models.PositiveIntegerField(default=0)  # place in the draw, 1 first
    chosen_because = models.CharField("列入理由 why it is here", max_length=300, blank=True)
    state = models.CharField(max_length=20, default="due", db_index=True)
    due_on = models.DateField(null=True, db_index=True)
    submitted_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)  # notice of the first round: starts the month of WX-14
    second_notified_at = models.DateTimeField(null=True)  # notice of round two: objections to it run from here
    resubmitted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    violations = models.JSONField(default=list)
    finding_class = models.CharField(max_length=60, blank=True)
    score_first = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    deduction_first = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    score_final = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    deduction_final = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("position", "case__code")
        constraints = (models.UniqueConstraint(fields=("activity", "case", "draw"), name="file_once_in_activity"),)
        indexes = (models.Index(fields=("body", "state"), name="file_by_body"),)

    def __str__(self) -> str:
        return f"{self.activity} {self.case}"

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.body

    @property
    def state_text(self) -> tuple[Text, str]:
        """Return the state in words with its tone."""
        return STATE_TEXTS[self.state]

    def is_overdue_on(self, day: date) -> bool:
        """Return whether what the present state asks for is late."""
        return self.due_on is not None and self.state in ("due", "mending") and self.due_on < day


class StateChange(Recorded):
    """A change of state of a file's review: the row stays, nothing is overwritten."""

    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="changes")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    due_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("at", "pk")

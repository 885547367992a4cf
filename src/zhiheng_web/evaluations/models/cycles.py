"""A cycle is one evaluation of a year under one scheme version; an assessment is the part of it about one body."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body, LeadingGroup
from zhiheng_web.intake.models import Snapshot
from zhiheng_web.lib import clock


class Cycle(Recorded):
    """An evaluation run: scheme version, period, bodies, ledger snapshot and procedure, all pinned at its opening.

    The period is half-open: [period_from, period_to). `procedure` is the copy of the procedure that governs it: a later
    edit of scheme or procedure changes no cycle that is open or closed (CQ-01). `base` is the result of the ledger
    alone, `inputs` the rows it used; later computations stand on these.
    """

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="organised_cycles")
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    year = models.IntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    as_of = models.DateField()
    scheme_id = models.CharField(max_length=100)
    scheme_version = models.CharField(max_length=40, blank=True)
    scheme_digest = models.CharField(max_length=71, blank=True)
    scheme_text = models.TextField(blank=True)  # the file itself, empty for a built-in scheme of the same digest
    completion = models.TextField(blank=True)  # YAML, as `--complete` takes it
    options = models.JSONField(default=dict)
    procedure = models.JSONField(default=dict)
    calendar = models.CharField(max_length=20, default="cn")
    leading_group = models.ForeignKey(LeadingGroup, null=True, on_delete=models.PROTECT, related_name="cycles")
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.PROTECT, related_name="cycles")
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    self_evaluation_due = models.DateField(null=True)
    state = models.CharField(max_length=40, default="draft", db_index=True)
    fictional = models.BooleanField(default=False)
    contact = models.CharField(max_length=200, blank=True)
    preparation = models.JSONField(default=dict)  # what a draft has chosen beyond these fields: `bodies`, `spared`
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=0)

    class Meta:
        ordering = ("-year", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the evaluation."""
        return self.organiser


class Assessment(Recorded):
    """The evaluation of one body in a cycle; where it stands, whose turn it is, and until when."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="assessments")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assessments")
    unit_id = models.CharField(max_length=100)  # the body's code at the opening: its number in ledger and result
    kind = models.CharField(max_length=50, blank=True)
    state = models.CharField(max_length=40, default="self_evaluation", db_index=True)
    due_date = models.DateField(null=True, db_index=True)
    is_late = models.BooleanField(default=False)
    version = models.IntegerField(default=0)

    class Meta:
        ordering = ("body__path",)
        constraints = (models.UniqueConstraint(fields=("cycle", "body"), name="one_assessment"),)

    def __str__(self) -> str:
        return f"{self.cycle} {self.body}"

    @property
    def governing_body(self) -> Body:
        """Return the body that is evaluated."""
        return self.body


class StateChange(Recorded):
    """A change of state of a cycle (without assessment) or of an assessment: the row stays, nothing is overwritten."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="state_changes")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="state_changes")
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    due_date = models.DateField(null=True)

    class Meta:
        ordering = ("at", "id")

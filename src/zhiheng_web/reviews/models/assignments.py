"""Who reads which file: level, reader, recusal. Planted duplicates measure the readers, not the files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text, read_stored
from zhiheng_web.reviews.models.files import FileReview

PEOPLE = settings.AUTH_USER_MODEL


class Assignment(Recorded):
    """A file given to a reviewer. Level 1 is the unit, level 2 the brigade; reader 3 settles a difference.

    `round` 2 is the check of what was mended. `why` tells in words how the reviewer was come by (load, recusals), so
    that it can be contested. A planted one (`planting`) counts for calibration alone, never for the file.
    """

    file_review = models.ForeignKey(FileReview, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="review_assignments")
    level = models.PositiveSmallIntegerField(default=2)
    round = models.PositiveSmallIntegerField(default=1)
    reader = models.PositiveSmallIntegerField(default=1)
    is_planted = models.BooleanField(default=False)
    is_blind = models.BooleanField(default=False)  # names of officers and unit are not shown to this reviewer
    due_on = models.DateField(null=True)
    why = models.TextField(blank=True)
    assigned_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)  # recused or given to another
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("file_review", "level", "round", "reader", "assigned_at")
        constraints = (
            models.UniqueConstraint(
                fields=("file_review", "level", "round", "reader", "is_planted"),
                condition=Q(withdrawn_at__isnull=True, is_planted=False),
                name="one_reader_in_each_place",
            ),
        )

    @property
    def why_told(self) -> Text:
        """Return how the reviewer was come by, in both languages."""
        return read_stored(self.why)

    @property
    def governing_body(self) -> Body:
        """Return the body whose file it is."""
        return self.file_review.body


class Planting(Recorded):
    """Files given to further reviewers without saying so, to measure agreement and severity (calibration)."""

    activity = models.ForeignKey("reviews.Activity", on_delete=models.PROTECT, related_name="plantings")
    seed = models.CharField(max_length=300)
    files = models.PositiveIntegerField()
    readers_each = models.PositiveSmallIntegerField(default=2)
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    revealed_at = models.DateTimeField(null=True)

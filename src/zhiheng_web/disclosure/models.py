"""The public copy of a published result. The portal reads these rows and nothing else."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.evaluations.models import Publication
from zhiheng_web.lib import clock

PEOPLE = settings.AUTH_USER_MODEL


class Disclosed(Recorded):
    """A result as the public sees it. A correction is a row of its own that replaces it; what was withdrawn stays kept.

    `content` holds `title`, `title_en`, `organiser`, `year`, `period` (half-open, two days), `as_of`, `fictional`,
    `scheme` {`id`, `version`, `digest`, `name_zh`, `name_en`}, `result_digest`, and `bodies`: each with `unit_id`,
    `name`, `score`, `base`, `bonus`, `grade`, `rank`, `categories` [{`id`, `name_zh`, `name_en`, `points`,
    `deducted`}]. Points are decimal strings. `word`, `pdf` and `bundle` are digests in the store; `bundle` is empty
    where it was not made public.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="disclosures")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    year = models.IntegerField(db_index=True)
    title = models.CharField(max_length=300)
    number = models.CharField(max_length=100, blank=True)
    content = models.JSONField()
    word = models.CharField(max_length=71)
    pdf = models.CharField(max_length=71, blank=True)
    bundle = models.CharField(max_length=71, blank=True)
    reason = models.TextField(blank=True)
    correction = models.TextField(blank=True)  # why the version before was corrected, for the public
    disclosed_by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    disclosed_at = models.DateTimeField(default=clock.now)
    # Withdrawn within three working days of the day on which the organ learnt of the ground (LPS-24, LPS-AMB-04).
    learnt_on = models.DateField(null=True)
    withdrawal_due = models.DateField(null=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-disclosed_at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("publication",), condition=models.Q(withdrawn_at=None), name="one_public_copy"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def governing_body(self) -> Body:
        """Return the body that made it public."""
        return self.body

    @property
    def is_in_force(self) -> bool:
        """Return whether the public sees it as the result in force."""
        return self.withdrawn_at is None and not hasattr(self, "replaced_by")

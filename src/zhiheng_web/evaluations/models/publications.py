"""A published result: frozen, numbered, with the bundle anyone can verify. It is corrected only by a new version."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.evaluations.models.cycles import Cycle
from zhiheng_web.evaluations.models.scores import Computation
from zhiheng_web.lib import clock


class Publication(Recorded):
    """A version of the published result of a cycle. A correction names the version it corrects, and why."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="publications")
    version = models.IntegerField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField(blank=True)
    computation = models.ForeignKey(Computation, on_delete=models.PROTECT, related_name="+")
    bundle = models.CharField(max_length=71)  # digest of the sealed bundle in the store
    document = models.ForeignKey(IssuedDocument, null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=20, default="internal")  # internal, evaluated, public
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("cycle", "-version")
        constraints = (models.UniqueConstraint(fields=("cycle", "version"), name="one_version"),)

    @property
    def governing_body(self) -> Body:
        """Return the body that published it."""
        return self.cycle.organiser

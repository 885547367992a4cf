"""What a batch of reviews came to: the result that the engine computed, and the statistics with it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.reviews.models.activities import Activity


class Summary(Recorded):
    """A computation over the signed cards of an activity. `result` and `inputs` lie in the store.

    `stage` is `first` or `final`; `facts` holds the statistics that pages and the report show; none is ever changed,
    a later one follows.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="summaries")
    stage = models.CharField(max_length=10)
    result = models.CharField(max_length=71)
    inputs = models.CharField(max_length=71)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-at", "-pk")

    @property
    def governing_body(self) -> Body:
        """Return the body that organises the review."""
        return self.activity.organiser

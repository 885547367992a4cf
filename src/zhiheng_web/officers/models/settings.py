"""What a bureau has settled where the source is silent; each change is a row with its reason, the last one counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text

#: What can be settled; the shape of each stands in `officers.rules`.
TOPICS: dict[str, Text] = {
    "month": Text("月执法清单", "monthly list"),
    "tracking": Text("跟踪督办", "tracking"),
    "accountability": Text("责任追究", "accountability"),
    "awards": Text("评先评优", "awards"),
    "allocation": Text("办案经费测算", "allocation of means"),
}


class Setting(Recorded):
    """One settlement of a topic by a bureau. Months and allocations keep a copy of what they were computed with."""

    organiser = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=20, choices=[(key, text.zh) for key, text in TOPICS.items()])
    values = models.JSONField(default=dict)
    reason = models.TextField("理由 reason")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-set_at", "-pk")
        indexes = (models.Index(fields=("organiser", "topic"), name="setting_of_topic"),)

    @property
    def governing_body(self) -> Body:
        """Return the bureau that settled it."""
        return self.organiser

    @property
    def topic_text(self) -> Text:
        """Return the topic in words."""
        return TOPICS[self.topic]

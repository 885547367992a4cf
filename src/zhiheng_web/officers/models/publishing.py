"""What happens around a published month: comments with their reply, the log of publication, circulars on units."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text
from zhiheng_web.officers.models.months import Month, MonthLine

PEOPLE = settings.AUTH_USER_MODEL

#: Where a month was made known; the open internet is not among them (WX-AMB-06).
CHANNELS: dict[str, Text] = {
    "internal": Text("系统内公示页", "internal page"),
    "chat": Text("工作群", "group chat of staff"),
    "circular": Text("通报", "circular"),
}


class Comment(Recorded):
    """A comment of the brigade on an officer's month (点评, WX-17), and the officer's reply."""

    line = models.ForeignKey(MonthLine, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField("点评 comment")
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reply = models.TextField("回复 reply", blank=True)
    replied_by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the unit at which the officer served."""
        return self.line.body


class LogEntry(Recorded):
    """A line of the publication log: which version went where, by whom, masked or with names."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="log")
    channel = models.CharField(max_length=10, choices=[(key, text.zh) for key, text in CHANNELS.items()])
    where = models.CharField(max_length=200, blank=True)
    is_masked = models.BooleanField(default=False)
    digest = models.CharField(max_length=71, blank=True)  # of the text that was given
    by = models.ForeignKey(PEOPLE, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the bureau."""
        return self.month.organiser

    @property
    def channel_text(self) -> Text:
        """Return the channel in words."""
        return CHANNELS[self.channel]


class Circular(Recorded):
    """A numbered circular on units with many problems or poor quality (WX-20); which, people confirm (WX-AMB-05)."""

    month = models.ForeignKey(Month, on_delete=models.PROTECT, related_name="circulars")
    bodies = models.JSONField(default=list)  # keys of the units named
    demand = models.TextField("要求 demand", blank=True)
    document = models.OneToOneField(IssuedDocument, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("at", "pk")

    @property
    def governing_body(self) -> Body:
        """Return the bureau."""
        return self.month.organiser

"""The lines of the audit trail. They are appended, never changed: the database refuses it, and the chain shows it."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhiheng.api import digests
from zhiheng_web.audit import states


class Line(models.Model):
    """One deed: who, when, what, why, what changed; `digest` covers all of it and the digest of the line before."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    deed = models.CharField(max_length=100, db_index=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    previous = models.CharField(max_length=71)
    digest = models.CharField(max_length=71, unique=True)

    class Meta:
        ordering = ("-sequence",)

    def content(self) -> dict[str, Any]:
        """Return what the digest covers."""
        return {
            "sequence": self.sequence,
            "at": states.plain(self.at),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "deed": self.deed,
            "reason": self.reason,
            "changes": states.plain(self.changes),
            "previous": self.previous,
        }

    def digest_now(self) -> str:
        """Return the digest of the line as it stands."""
        return digests.digest_of(self.content())


class Mention(models.Model):
    """Which objects a line tells of, so that the history of one object is found at once. Derived, rebuilt at will."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="mentions")
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=100)

    class Meta:
        indexes = (models.Index(fields=("kind", "key"), name="mention_of_object"),)

"""What the ground storey stores: which long work was started for whom."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhiheng_web.lib import clock
from zhiheng_web.lib.words import Text


class Job(models.Model):
    """Long work started for a person. Its id is that of the task; how it stands is asked of `jobs.state_of`.

    Not recorded in the trail: the deed that started it and those that it does are.
    """

    id = models.CharField(primary_key=True, max_length=64)
    account_id = models.BigIntegerField(db_index=True)
    what_zh = models.CharField(max_length=200)
    what_en = models.CharField(max_length=200)
    url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.what_zh

    @property
    def what(self) -> Text:
        """Return what is being done, in words."""
        return Text(self.what_zh, self.what_en)

    @property
    def governing_body(self) -> Any:
        """Return None: a job is a matter of its person alone."""
        return None

"""Lists that a person has kept: a name and the address with its filters."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.lib import clock


class KeptList(Recorded):
    """An address of this site with its filters, kept under a name. It shows each reader only what they may see."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="kept_lists")
    name = models.CharField(max_length=100)
    address = models.CharField(max_length=2000)
    kept_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("account", "name"), name="one_kept_list_of_a_name"),)

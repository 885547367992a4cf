"""The token: whose it is, what for, how long; of its secret only the digest is kept."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.lib import clock


class Token(Recorded):
    """A secret that speaks for an account within `scopes` (keys of deeds), until `expires_on`, that day included."""

    secret_fields: ClassVar[frozenset[str]] = frozenset({"digest"})

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("用途 purpose", max_length=100)
    scopes = models.JSONField("事项 deeds", default=list)
    digest = models.CharField(max_length=71, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_on = models.DateField("有效期至 valid until")
    used_on = models.DateField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> None:
        """Return None: a token is a matter of its account alone."""
        return

    def is_valid_on(self, day: date) -> bool:
        """Return whether the token may be used on a day."""
        return self.revoked_at is None and day <= self.expires_on

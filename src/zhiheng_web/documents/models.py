"""Evidence with the digest of its file, and documents issued under a number. Files lie in the store, by digest."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.bodies.models import Body
from zhiheng_web.lib import clock


class Evidence(Recorded):
    """A file that proves something (佐证). When it was made is kept apart from when it was uploaded (HN-12).

    `subject` says what it is about as `app.model:id`, or is empty; several uses of one file are several rows.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="evidence")
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    rule_id = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=255)
    digest = models.CharField(max_length=71, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    evidence_date = models.DateField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("uploaded_at", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def governing_body(self) -> Body:
        """Return the body whose evidence it is."""
        return self.body


class Numbering(Recorded):
    """The last number given in a series of a body and year: 渝城执评〔2026〕7号 has the series 渝城执评."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    series = models.CharField(max_length=60)
    year = models.IntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("body", "series", "year"), name="one_numbering"),)


class IssuedDocument(Recorded):
    """An official document: numbered, kept as Word and PDF, with the facts and the result its figures follow from.

    `result` is the stored result.json its figures are checked against; `corrects` the document it replaces.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="issued_documents")
    addressee = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="received_documents")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, db_index=True)
    number = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    facts = models.JSONField(default=dict)
    result = models.CharField(max_length=71, blank=True)
    word = models.CharField(max_length=71)
    pdf = models.CharField(max_length=71, blank=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def governing_body(self) -> Body:
        """Return the body that issued it."""
        return self.body
